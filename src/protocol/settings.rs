//! The settings of a run, and one table that says what each may be.

mod spec;
mod start;

use serde::{Deserialize, Serialize};

use self::spec::count;
pub use self::{
    spec::{OutOfRange, Scale, SettingSpec},
    start::Start,
};

/// How vectors are learned from a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Method {
    /// Skip-gram with negative sampling.
    SkipGram,
    /// Skip-gram with full softmax.
    Softmax,
    /// Continuous bag of words with negative sampling.
    Cbow,
    /// `GloVe`.
    Glove,
}

/// How a gradient becomes a step, where there is a choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Optimizer {
    /// Stochastic gradient descent.
    Sgd,
    /// Adam.
    Adam,
}

impl Method {
    /// Whether a run of this method uses a setting. The others have no effect and need not be shown.
    pub fn uses(self, setting: Setting) -> bool {
        match setting {
            Setting::Dims
            | Setting::Window
            | Setting::Epochs
            | Setting::MinCount
            | Setting::LearningRate
            | Setting::Seed => true,
            Setting::Negatives => matches!(self, Self::SkipGram | Self::Cbow),
            Setting::WeightDecay => self == Self::SkipGram,
            Setting::Subsample | Setting::Harmonic | Setting::Start | Setting::BorrowedRate => self != Self::Glove,
            Setting::XMax | Setting::Alpha => self == Self::Glove,
        }
    }
}

/// The settings of one run. Defaults are those of the built-in corpus.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// The model.
    pub method: Method,
    /// How full softmax takes its steps; of no effect on the other methods.
    pub optimizer: Optimizer,
    /// Length of a word vector.
    pub dims: u32,
    /// Words to each side of the center, at most; each center draws its own from 1 to this.
    pub window: u32,
    /// Whether a context word at distance d counts as 1 / d, as in `GloVe`, instead of linearly less, as in word2vec
    /// (Levy, Goldberg and Dagan 2015, section 3.1).
    pub harmonic: bool,
    /// Negative samples for each center word.
    pub negatives: u32,
    /// Passes over the text.
    pub epochs: u32,
    /// Words that occur less often are left out.
    pub min_count: u32,
    /// Threshold `t` of the subsampling of frequent words (Mikolov et al. 2013b, section 2.3); 0 keeps every word.
    pub subsample: f64,
    /// Learning rate at the start; falls linearly to a ten-thousandth of itself, but for `GloVe`, where it stays.
    pub learning_rate: f64,
    /// L2 penalty on the output vectors: each step shrinks a target's vector by `rate * weight_decay`; 0 disables it.
    pub weight_decay: f64,
    /// What the word vectors begin with; words that are missing there are drawn.
    pub start: Start,
    /// How far a borrowed vector moves, as a factor of the step that it would take in an ordinary run: 0 freezes it.
    pub borrowed_rate: f64,
    /// Co-occurrences from which on `GloVe` counts a pair in full.
    pub x_max: f64,
    /// Power of `GloVe`'s weight below that.
    pub alpha: f64,
    /// Seed of every random choice.
    pub seed: u32,
    /// Whether `The` and `the` are one word.
    pub lowercase: bool,
}

/// One numeric setting of [`Settings`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Setting {
    /// [`Settings::dims`].
    Dims,
    /// [`Settings::window`].
    Window,
    /// [`Settings::harmonic`]: 1 or 0.
    Harmonic,
    /// [`Settings::negatives`].
    Negatives,
    /// [`Settings::epochs`].
    Epochs,
    /// [`Settings::min_count`].
    MinCount,
    /// [`Settings::subsample`].
    Subsample,
    /// [`Settings::learning_rate`].
    LearningRate,
    /// [`Settings::weight_decay`].
    WeightDecay,
    /// [`Settings::start`]: its place in [`Start::ALL`].
    Start,
    /// [`Settings::borrowed_rate`].
    BorrowedRate,
    /// [`Settings::x_max`].
    XMax,
    /// [`Settings::alpha`].
    Alpha,
    /// [`Settings::seed`].
    Seed,
}

/// Words that a run may pass over all of its epochs, where it has more than [`EPOCHS_OF_ANY`]: a minute or two of work.
const MOST_WORK: u64 = 20_000_000;
/// Epochs that every text may have, and those that the shortest may.
const EPOCHS_OF_ANY: f64 = 100.0;
const EPOCHS_OF_SHORT: f64 = 2000.0;

impl Setting {
    /// Every setting, in the order of the page.
    pub const ALL: [Self; 14] = [
        Self::Dims,
        Self::Window,
        Self::Harmonic,
        Self::Negatives,
        Self::Epochs,
        Self::MinCount,
        Self::Subsample,
        Self::LearningRate,
        Self::WeightDecay,
        Self::Start,
        Self::BorrowedRate,
        Self::XMax,
        Self::Alpha,
        Self::Seed,
    ];

    /// What this setting is called and what it may be for a text of `n_tokens` words: a short text may have more epochs
    /// than a long one, up to 2,000 for 10,000 words or less.
    pub fn spec_for(self, n_tokens: u64) -> SettingSpec {
        let spec = self.spec();
        if self != Self::Epochs {
            return spec;
        }
        let most = (MOST_WORK / n_tokens.max(1)) as f64;
        SettingSpec { max: most.clamp(EPOCHS_OF_ANY, EPOCHS_OF_SHORT), ..spec }
    }

    /// What this setting is called and what it may be, whatever the text.
    pub const fn spec(self) -> SettingSpec {
        match self {
            Self::Dims => count("Dimensions", "dims", "Length of each word's vector.", 1.0, 300.0, Scale::Linear),
            Self::Window => {
                count("Window", "window", "How many words to each side count as context.", 1.0, 30.0, Scale::Linear)
            }
            Self::Harmonic => count(
                "Harmonic window",
                "harmonic",
                "A context word at distance d counts 1/d, as in GloVe; else linearly less, as in word2vec.",
                0.0,
                1.0,
                Scale::Linear,
            ),
            Self::Negatives => {
                count("Negatives", "neg", "Random words pushed away for each true pair.", 1.0, 20.0, Scale::Linear)
            }
            Self::Epochs => count("Epochs", "epochs", "Passes over the text.", 1.0, EPOCHS_OF_SHORT, Scale::Log),
            Self::MinCount => {
                count("Minimum count", "min", "Words that occur less often are left out.", 1.0, 1000.0, Scale::Log)
            }
            Self::Subsample => SettingSpec {
                step: 0.0,
                is_whole: false,
                ..count(
                    "Subsample",
                    "sample",
                    "Frequent words are thinned above this share; 0 is off.",
                    0.0,
                    1.0,
                    Scale::Log,
                )
            },
            Self::LearningRate => SettingSpec {
                step: 0.0,
                is_whole: false,
                is_live: true,
                ..count("Learning rate", "lr", "Size of each step at the start.", 0.0001, 1.0, Scale::Log)
            },
            Self::WeightDecay => SettingSpec {
                step: 0.0,
                is_whole: false,
                ..count(
                    "Weight decay",
                    "decay",
                    "How fast output vectors shrink, so that a few chance contexts count less; 0 is off.",
                    0.0,
                    1.0,
                    Scale::Log,
                )
            },
            Self::Start => count(
                "Start from",
                "start",
                "What word vectors begin with: 0 random numbers, 1 the loaded table, 2 the text before.",
                0.0,
                2.0,
                Scale::Linear,
            ),
            Self::BorrowedRate => SettingSpec {
                step: 0.0,
                is_whole: false,
                ..count(
                    "Borrowed rate",
                    "borrowed",
                    "How fast borrowed vectors move: 1 is the learning rate, 0.1 a tenth of it, 0 freezes them.",
                    0.0,
                    1.0,
                    Scale::Linear,
                )
            },
            Self::XMax => SettingSpec {
                step: 0.0,
                is_whole: false,
                ..count("Maximum count", "xmax", "Pairs that meet this often count in full.", 1.0, 10_000.0, Scale::Log)
            },
            Self::Alpha => SettingSpec {
                step: 0.0,
                is_whole: false,
                ..count("Weight power", "alpha", "How steeply rarer pairs count less.", 0.0, 2.0, Scale::Linear)
            },
            Self::Seed => {
                count("Seed", "seed", "The same seed gives the same map.", 0.0, 4_294_967_295.0, Scale::Linear)
            }
        }
    }
}

impl Settings {
    /// Whether a run of these begins with vectors that were made elsewhere.
    pub fn borrows(&self) -> bool {
        self.start != Start::Random && self.method.uses(Setting::Start)
    }

    /// Whether a run of these uses a setting.
    pub fn uses(&self, setting: Setting) -> bool {
        self.method.uses(setting) && (setting != Setting::BorrowedRate || self.borrows())
    }

    /// Whether a setting is fit for them. The dimensions of a run that borrows are those of the vectors that are lent, however
    /// long.
    fn check_one(&self, spec: &SettingSpec, setting: Setting) -> Result<(), OutOfRange> {
        if setting == Setting::Dims && self.borrows() { Ok(()) } else { spec.check(self.get(setting)) }
    }

    /// The value of one setting.
    pub fn get(&self, setting: Setting) -> f64 {
        match setting {
            Setting::Dims => f64::from(self.dims),
            Setting::Window => f64::from(self.window),
            Setting::Harmonic => f64::from(u8::from(self.harmonic)),
            Setting::Negatives => f64::from(self.negatives),
            Setting::Epochs => f64::from(self.epochs),
            Setting::MinCount => f64::from(self.min_count),
            Setting::Subsample => self.subsample,
            Setting::LearningRate => self.learning_rate,
            Setting::WeightDecay => self.weight_decay,
            Setting::Start => self.start.number(),
            Setting::BorrowedRate => self.borrowed_rate,
            Setting::XMax => self.x_max,
            Setting::Alpha => self.alpha,
            Setting::Seed => f64::from(self.seed),
        }
    }

    /// These settings with one changed, or the reason why that value is not allowed.
    pub fn with(self, setting: Setting, value: f64) -> Result<Self, OutOfRange> {
        setting.spec().check(value)?;
        Ok(self.with_unchecked(setting, value))
    }

    /// The same for a text of `n_tokens` words.
    pub fn with_for(self, n_tokens: u64, setting: Setting, value: f64) -> Result<Self, OutOfRange> {
        setting.spec_for(n_tokens).check(value)?;
        Ok(self.with_unchecked(setting, value))
    }

    fn with_unchecked(self, setting: Setting, value: f64) -> Self {
        let mut changed = self;
        match setting {
            Setting::Dims => changed.dims = value as u32,
            Setting::Window => changed.window = value as u32,
            Setting::Harmonic => changed.harmonic = value != 0.0,
            Setting::Negatives => changed.negatives = value as u32,
            Setting::Epochs => changed.epochs = value as u32,
            Setting::MinCount => changed.min_count = value as u32,
            Setting::Subsample => changed.subsample = value,
            Setting::LearningRate => changed.learning_rate = value,
            Setting::WeightDecay => changed.weight_decay = value,
            Setting::Start => changed.start = Start::of_number(value),
            Setting::BorrowedRate => changed.borrowed_rate = value,
            Setting::XMax => changed.x_max = value,
            Setting::Alpha => changed.alpha = value,
            Setting::Seed => changed.seed = value as u32,
        }
        changed
    }

    /// These settings with those named taken from others.
    #[must_use]
    pub fn with_all(self, settings: &[Setting], of: &Self) -> Self {
        settings.iter().fold(self, |changed, &setting| {
            // What is out of range stays out of it, so that `check` can say so.
            changed.with_unchecked(setting, of.get(setting))
        })
    }

    /// These settings with whatever differs between `before` and `after` taken from `after`.
    #[must_use]
    pub fn with_differences(self, before: &Self, after: &Self) -> Self {
        let differs = |setting: &Setting| before.get(*setting).to_bits() != after.get(*setting).to_bits();
        let touched: Vec<Setting> = Setting::ALL.into_iter().filter(differs).collect();
        let changed = self.with_all(&touched, after);
        Self {
            method: if before.method == after.method { changed.method } else { after.method },
            optimizer: if before.optimizer == after.optimizer { changed.optimizer } else { after.optimizer },
            lowercase: if before.lowercase == after.lowercase { changed.lowercase } else { after.lowercase },
            ..changed
        }
    }

    /// Whether every setting has a value it may have; the first that has not is the error.
    pub fn check(&self) -> Result<(), OutOfRange> {
        Setting::ALL.iter().try_for_each(|&setting| self.check_one(&setting.spec(), setting))
    }

    /// The same for a text of `n_tokens` words.
    pub fn check_for(&self, n_tokens: u64) -> Result<(), OutOfRange> {
        Setting::ALL.iter().try_for_each(|&setting| self.check_one(&setting.spec_for(n_tokens), setting))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_can_be_read_back() {
        for setting in Setting::ALL {
            let spec = setting.spec();
            for value in [spec.min, spec.max] {
                let settings = Settings::default().with(setting, value).expect("an end of the range is within it");
                assert_eq!(settings.get(setting), value, "{}", spec.label);
            }
        }
    }

    #[test]
    fn the_shorter_a_text_the_more_epochs_it_may_have() {
        let most = |n_tokens| Setting::Epochs.spec_for(n_tokens).max;
        assert_eq!([0, 60, 10_000].map(most), [2000.0; 3]);
        assert_eq!([20_000, 200_000, 100_000_000].map(most), [1000.0, 100.0, 100.0]);
        assert_eq!(Setting::Dims.spec_for(10), Setting::Dims.spec());
        let long = Settings { epochs: 1000, ..Settings::default() };
        assert!(long.check_for(60).is_ok() && long.check_for(200_000).is_err());
    }

    #[test]
    fn a_value_out_of_range_says_what_is_allowed() {
        let error = Settings::default().with(Setting::Window, 99.0).expect_err("99 is more than 30");
        assert_eq!(error.to_string(), "Window must be a whole number from 1 to 30; 99 is not.");
        let error = Settings::default().with(Setting::WeightDecay, -0.1).expect_err("vectors would grow");
        assert_eq!(error.to_string(), "Weight decay must be a number from 0 to 1; -0.1 is not.");
        assert!(Settings::default().with(Setting::Epochs, 2.5).is_err(), "half an epoch");
        let error = Settings::default().with_for(200_000, Setting::Epochs, 1000.0).expect_err("a long text");
        assert_eq!(error.to_string(), "Epochs must be a whole number from 1 to 100; 1,000 is not.");
        let error = Settings::default().with(Setting::Epochs, 12345.0).expect_err("too many for any");
        assert_eq!(error.to_string(), "Epochs must be a whole number from 1 to 2,000; 12,345 is not.");
        assert!(Settings::default().with(Setting::LearningRate, f64::NAN).is_err(), "not a number");
    }
}
