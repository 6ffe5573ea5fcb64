//! What a run is made of, and the limits of its settings.

use serde::{Deserialize, Serialize};

use super::error::TrainError;

/// Most distinct targets of one center: the center word and its negatives.
pub const MOST_TARGETS: usize = 32;
/// Most words of a vocabulary for full softmax: a step costs all of them.
pub const MOST_SOFTMAX_WORDS: usize = 5000;
/// Most pairs of words that `GloVe` fits, unless a builder is told otherwise: 16 bytes each.
pub const MOST_PAIRS: usize = 50_000_000;

/// How vectors are learned from a text.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub enum Method {
    /// Skip-gram with negative sampling (Mikolov et al. 2013b).
    #[default]
    SkipGram,
    /// Skip-gram with full softmax (Mikolov et al. 2013a), for small vocabularies.
    Softmax(Optimizer),
    /// Continuous bag of words with negative sampling (Mikolov et al. 2013a and b).
    Cbow,
    /// `GloVe` (Pennington et al. 2014).
    Glove {
        /// Co-occurrences from which on a pair counts in full, above 0; the paper's value is 100.
        x_max: f64,
        /// Power of the weight below that, at least 0; the paper's value is 0.75.
        alpha: f64,
    },
}

/// How a gradient becomes a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Optimizer {
    /// Stochastic gradient descent.
    #[default]
    Sgd,
    /// Adam (Kingma and Ba 2015).
    Adam,
}

/// What a run is made of. Each model ignores settings it does not use.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct TrainConfig {
    /// The model.
    pub method: Method,
    /// Length of a word vector, 1 to 4096.
    pub dims: usize,
    /// The most words to each side of the center, 1 to 1000.
    pub window: u32,
    /// Whether a context word at distance d counts as 1 / d (`GloVe`'s weight) instead of linearly less (word2vec.c's).
    /// This is for the methods that draw a window for each center. `GloVe` itself always weighs by 1 / d.
    pub is_harmonic: bool,
    /// Negative samples for each center word, 1 to 31.
    pub negatives: u32,
    /// Passes over the text, 1 to 1,000,000.
    pub epochs: u32,
    /// Threshold of the subsampling of frequent words, at least 0; 0 disables it.
    pub subsample: f64,
    /// Learning rate at the start, above 0 and at most 1. No method here learns anything at a higher one.
    pub learning_rate: f64,
    /// L2 penalty on the output vectors of skip-gram with negative sampling, at least 0. Each step shrinks a target's
    /// vector by `learning_rate * weight_decay` of itself, which must stay under 1.
    pub weight_decay: f64,
    /// How far a borrowed vector moves, as a factor of its step, from 0 (frozen) to 1; see [`Loan`](super::Loan). None: the
    /// run borrows nothing.
    pub borrowed_rate: Option<f64>,
    /// Seed of every random choice.
    pub seed: u32,
}

impl Default for TrainConfig {
    /// As word2vec.c's own defaults for skip-gram.
    fn default() -> Self {
        Self {
            method: Method::SkipGram,
            dims: 100,
            window: 5,
            is_harmonic: false,
            negatives: 5,
            epochs: 5,
            subsample: 1e-3,
            learning_rate: 0.025,
            weight_decay: 0.0,
            borrowed_rate: None,
            seed: 1,
        }
    }
}

impl TrainConfig {
    /// Whether each setting is within its limits, and whether the method can have a vocabulary of `n_words`.
    pub fn check(&self, n_words: usize) -> Result<(), TrainError> {
        check("Dimensions", self.dims as u64, 1, 4096)?;
        check("Window", u64::from(self.window), 1, 1000)?;
        check("Negatives", u64::from(self.negatives), 1, MOST_TARGETS as u64 - 1)?;
        check("Epochs", u64::from(self.epochs), 1, 1_000_000)?;
        self.check_learning_rate(self.learning_rate)?;
        check_number("Subsample", self.subsample, self.subsample >= 0.0, "at least 0")?;
        if let Some(rate) = self.borrowed_rate {
            check_number("Borrowed rate", rate, (0.0..=1.0).contains(&rate), "from 0 to 1")?;
            if matches!(self.method, Method::Glove { .. }) {
                return Err(TrainError::GloveBorrows);
            }
        }
        match self.method {
            Method::Glove { x_max, alpha } => {
                check_number("x_max", x_max, x_max > 0.0, "above 0")?;
                check_number("alpha", alpha, alpha >= 0.0, "at least 0")?;
            }
            Method::Softmax(_) if n_words > MOST_SOFTMAX_WORDS => {
                return Err(TrainError::TooManyWords { n_words, most: MOST_SOFTMAX_WORDS });
            }
            _ => {}
        }
        if n_words < 2 { Err(TrainError::TooFewWords { n_words }) } else { Ok(()) }
    }

    /// Whether a run of these settings can have a learning rate.
    pub(super) fn check_learning_rate(&self, rate: f64) -> Result<(), TrainError> {
        check_number("Learning rate", rate, rate > 0.0 && rate <= 1.0, "above 0 and at most 1")?;
        let decay = self.weight_decay;
        check_number("Weight decay", decay, decay >= 0.0, "at least 0")?;
        check_number("Weight decay", decay, rate * decay < 1.0, "under 1 / learning rate")
    }

    /// Whether a run reads its words by negative sampling, so that the number of negatives matters.
    pub(super) fn n_negatives(&self) -> u32 {
        if matches!(self.method, Method::SkipGram | Method::Cbow) { self.negatives } else { 0 }
    }
}

fn check(name: &'static str, found: u64, least: u64, most: u64) -> Result<(), TrainError> {
    if (least..=most).contains(&found) { Ok(()) } else { Err(TrainError::OutOfRange { name, found, least, most }) }
}

/// `is_in_range` is false for what is not a number, as every comparison with it is.
fn check_number(name: &'static str, found: f64, is_in_range: bool, expected: &'static str) -> Result<(), TrainError> {
    if found.is_finite() && is_in_range { Ok(()) } else { Err(TrainError::BadNumber { name, found, expected }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_out_of_range_are_refused_by_name() {
        let plain = TrainConfig::default();
        let glove = |x_max, alpha| TrainConfig { method: Method::Glove { x_max, alpha }, ..plain };
        let bad = [
            ("Learning rate", TrainConfig { learning_rate: f64::NAN, ..plain }),
            ("Learning rate", TrainConfig { learning_rate: 0.0, ..plain }),
            ("Learning rate", TrainConfig { learning_rate: 1.01, ..plain }),
            ("Subsample", TrainConfig { subsample: -1e-3, ..plain }),
            ("Subsample", TrainConfig { subsample: f64::INFINITY, ..plain }),
            ("Weight decay", TrainConfig { weight_decay: -0.1, ..plain }),
            ("Weight decay", TrainConfig { weight_decay: 40.0, ..plain }),
            ("Borrowed rate", TrainConfig { borrowed_rate: Some(-0.1), ..plain }),
            ("Borrowed rate", TrainConfig { borrowed_rate: Some(f64::NAN), ..plain }),
            ("Borrowed rate", TrainConfig { borrowed_rate: Some(1.5), ..plain }),
            ("x_max", glove(0.0, 0.75)),
            ("alpha", glove(100.0, f64::NAN)),
        ];
        for (expected, config) in bad {
            let error = config.check(10).expect_err(expected);
            assert!(matches!(error, TrainError::BadNumber { name, .. } if name == expected), "{error}");
        }
        for config in [plain, glove(1e-3, 0.0), TrainConfig { subsample: 0.0, learning_rate: 1.0, ..plain }] {
            assert_eq!(config.check(10), Ok(()));
        }
    }
}
