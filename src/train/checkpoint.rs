//! A run at one moment, as plain data: what a trainer saves, and what it goes back to after divergence.
//!
//! `packed` is how it is saved.

use std::sync::Arc;

use thiserror::Error;

use super::{
    budget::Budget,
    config::TrainConfig,
    error::TrainError,
    model::{Model, ModelState, Part},
    progress::Progress,
};

mod packed;

/// A weight beyond this is no weight: trained ones are a few units at most.
pub(super) const MOST_WEIGHT: f32 = 1e3;

/// A run but for its text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Snapshot {
    /// The settings, with the learning rate and the epochs that were in force.
    pub(super) config: TrainConfig,
    pub(super) progress: Progress,
    pub(super) model: ModelState,
}

impl Snapshot {
    /// The state of a model, all at once.
    pub(super) fn new(config: TrainConfig, progress: &Progress, model: &dyn Model) -> Self {
        let parts = model.parts();
        let floats = parts.iter().map(|part| part.floats).collect::<Vec<_>>().concat();
        Self::with_floats(config, progress, model, Arc::new(floats))
    }

    /// The state of a model whose floats are these.
    pub(super) fn with_floats(
        config: TrainConfig,
        progress: &Progress,
        model: &dyn Model,
        floats: Arc<Vec<f32>>,
    ) -> Self {
        let model = ModelState { floats, n_operations: model.n_operations(), stage: model.stage() };
        Self { config, progress: progress.clone(), model }
    }

    /// Gives a model this state. The model has as many floats.
    pub(super) fn load_into(&self, model: &mut dyn Model) {
        let mut rest = self.model.floats.as_slice();
        for part in model.parts_mut() {
            let (floats, others) = rest.split_at(part.len());
            part.copy_from_slice(floats);
            rest = others;
        }
        model.resume(self.model.n_operations, self.model.stage.as_ref());
    }

    fn n_bytes(&self) -> u64 {
        let samples = size_of_val(self.progress.loss.samples()) + size_of_val(self.progress.held_out.samples());
        self.model.n_bytes() + samples as u64
    }
}

/// A state of a trainer: all that a run is made of but its text. See [`Trainer::checkpoint`](super::Trainer::checkpoint).
#[derive(Debug, Clone, PartialEq)]
pub struct Checkpoint {
    pub(super) n_words: usize,
    /// Of the text and the counts of its words.
    pub(super) fingerprint: u64,
    pub(super) most_pairs: usize,
    pub(super) state: Arc<Snapshot>,
    /// What the run would go back to after divergence.
    pub(super) good: Option<Arc<Snapshot>>,
}

impl Checkpoint {
    /// Bytes of memory that it takes. Lists of pairs that it shares with its trainer count in full.
    pub fn n_bytes(&self) -> u64 {
        let others = self.good.as_ref().filter(|good| !Arc::ptr_eq(good, &self.state));
        self.state.n_bytes() + others.map_or(0, |good| good.n_bytes())
    }

    /// Most pairs that `GloVe` may count in this run.
    pub fn most_pairs(&self) -> usize {
        self.most_pairs
    }

    /// Words of the text passed.
    pub fn tokens_done(&self) -> u64 {
        self.state.progress.tokens_done
    }

    /// The settings of the run, with the learning rate and the epochs that are in force.
    pub fn config(&self) -> &TrainConfig {
        &self.state.config
    }

    /// Whether a trainer of these settings and this text can go on from here. Epochs and learning rate may differ:
    /// those of the checkpoint hold.
    pub(super) fn check(
        &self,
        config: &TrainConfig,
        n_words: usize,
        fingerprint: u64,
        most_pairs: usize,
        n_floats: usize,
    ) -> Result<(), RestoreError> {
        let (a, b) = (&self.state.config, config);
        let settings = [
            ("method", a.method == b.method),
            ("dimensions", a.dims == b.dims),
            ("window", a.window == b.window),
            ("harmonic windows", a.is_harmonic == b.is_harmonic),
            ("negatives", a.negatives == b.negatives),
            ("subsample", a.subsample == b.subsample),
            ("weight decay", a.weight_decay == b.weight_decay),
            ("borrowed vectors", a.borrowed_rate == b.borrowed_rate),
            ("seed", a.seed == b.seed),
            ("most pairs", self.most_pairs == most_pairs),
        ];
        if let Some((name, _)) = settings.into_iter().find(|(_, is_same)| !is_same) {
            return Err(RestoreError::Setting { name });
        }
        if self.n_words != n_words {
            return Err(RestoreError::Words { found: n_words, expected: self.n_words });
        }
        if self.fingerprint != fingerprint {
            return Err(RestoreError::Text);
        }
        let states = [Some(&self.state), self.good.as_ref()];
        match states.into_iter().flatten().find(|state| state.model.floats.len() != n_floats) {
            Some(state) => Err(RestoreError::Floats { found: state.model.floats.len(), expected: n_floats }),
            None => Ok(()),
        }
    }
}

/// Why a trainer cannot go on from a checkpoint.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RestoreError {
    /// A setting is not that of the checkpoint.
    #[error("This checkpoint is of a run with another setting: {name}.")]
    Setting {
        /// The setting.
        name: &'static str,
    },
    /// The vocabulary is not as large.
    #[error("This checkpoint is of a vocabulary of {expected} words; this text has {found}.")]
    Words {
        /// Words of the trainer's vocabulary.
        found: usize,
        /// Words of the checkpoint's.
        expected: usize,
    },
    /// The text is another one.
    #[error("This checkpoint is of another text.")]
    Text,
    /// The checkpoint is not whole.
    #[error("This checkpoint is damaged: it holds {found} numbers instead of {expected}.")]
    Floats {
        /// Floats of the checkpoint.
        found: usize,
        /// Floats of the trainer.
        expected: usize,
    },
    /// It has places that its text does not have, or weights that no run has.
    #[error(
        "This checkpoint is damaged: it is at a place that its text does not have, or holds weights beyond all measure."
    )]
    Damaged,
}

/// A snapshot that is taken in slices, of a model that waits meanwhile: first all floats are looked at, then copied.
#[derive(Debug)]
pub(super) enum Check {
    /// Floats looked at.
    Looking(usize),
    /// Floats copied, into the memory of the snapshot before where no checkpoint shares it.
    Copying(Vec<f32>),
}

/// What became of a slice of a check.
#[derive(Debug)]
pub(super) enum Checked {
    /// There is more to do.
    Unfinished(Check),
    /// Some float is not finite, or a weight is beyond all measure.
    Insane,
    /// All floats are sound, and these are they.
    Sound(Vec<f32>),
}

impl Check {
    /// Goes on with a check. `take_memory` gives the memory of a snapshot that is not needed anymore, once all floats
    /// are found sound.
    /// Errors: [`TrainError::Memory`].
    pub(super) fn advance(
        self,
        model: &dyn Model,
        budget: &mut Budget,
        take_memory: impl FnOnce() -> Vec<f32>,
    ) -> Result<Checked, TrainError> {
        let parts = model.parts();
        match self {
            Self::Looking(mut n_seen) => {
                match are_sound(&parts, &mut n_seen, budget) {
                    None => return Ok(Checked::Unfinished(Self::Looking(n_seen))),
                    Some(false) => return Ok(Checked::Insane),
                    Some(true) => {}
                }
                let n_floats: usize = parts.iter().map(|part| part.floats.len()).sum();
                let mut copy = take_memory();
                copy.clear();
                copy.try_reserve_exact(n_floats).map_err(|_| TrainError::memory(4 * n_floats))?;
                Ok(Checked::Unfinished(Self::Copying(copy)))
            }
            Self::Copying(mut copy) => {
                while let Some((floats, _)) = block_at(&parts, copy.len()) {
                    if budget.is_spent() {
                        return Ok(Checked::Unfinished(Self::Copying(copy)));
                    }
                    copy.extend_from_slice(floats);
                    budget.spend(floats.len() as u64);
                }
                Ok(Checked::Sound(copy))
            }
        }
    }
}

/// The floats from a place on, at most a block of one part, and whether they are weights. None at the end.
fn block_at<'a>(parts: &[Part<'a>], mut place: usize) -> Option<(&'a [f32], bool)> {
    /// Floats between two looks at the budget.
    const BLOCK: usize = 4096;
    parts.iter().find_map(|part| {
        let rest = part.floats.get(place..).filter(|rest| !rest.is_empty());
        place = place.saturating_sub(part.floats.len());
        rest.map(|rest| (&rest[..rest.len().min(BLOCK)], part.are_weights))
    })
}

/// Looks at floats from a place on, and moves the place. Whether all are finite, and no weight is beyond all measure; none
/// where the budget ended first.
pub(super) fn are_sound(parts: &[Part<'_>], n_seen: &mut usize, budget: &mut Budget) -> Option<bool> {
    while let Some((floats, are_weights)) = block_at(parts, *n_seen) {
        if budget.is_spent() {
            return None;
        }
        let most = if are_weights { MOST_WEIGHT } else { f32::MAX };
        // Without their signs, bits are in the order of the numbers; infinity and NaN come after them.
        let greatest = floats.iter().fold(0, |most, x| most.max((x.to_bits() & 0x7fff_ffff) as i32));
        if greatest > most.to_bits() as i32 {
            return Some(false);
        }
        *n_seen += floats.len();
        budget.spend(floats.len() as u64);
    }
    Some(true)
}
