//! A checkpoint that is taken in slices.

use std::sync::Arc;

use super::Trainer;
use crate::train::{
    checkpoint::{Checkpoint, Snapshot},
    error::TrainError,
    progress::Progress,
};

/// Takes a checkpoint of a trainer that stands still meanwhile; where it has moved, the copy begins again.
#[derive(Debug)]
pub struct CheckpointBuilder {
    floats: Vec<f32>,
    /// Where the trainer stood when the copy began, with the work it had done.
    at: (Progress, u64),
}

impl CheckpointBuilder {
    /// Nothing is copied yet. Errors: [`TrainError::Memory`].
    pub fn new(trainer: &Trainer) -> Result<Self, TrainError> {
        let mut floats = Vec::new();
        if !trainer.is_at_good() {
            let n_floats = trainer.n_floats();
            floats.try_reserve_exact(n_floats).map_err(|_| TrainError::memory(4 * n_floats))?;
        }
        Ok(Self { floats, at: Self::place(trainer) })
    }

    fn place(trainer: &Trainer) -> (Progress, u64) {
        (trainer.progress.clone(), trainer.n_operations())
    }

    /// Goes on for about `n_operations` multiply-adds. Returns the checkpoint once it is complete.
    pub fn advance(&mut self, trainer: &Trainer, n_operations: u64) -> Option<Checkpoint> {
        if self.at.0 != trainer.progress || self.at.1 != trainer.n_operations() {
            self.floats.clear();
            self.at = Self::place(trainer);
        }
        let floats = if let Some(good) = trainer.good.as_ref().filter(|_| trainer.is_at_good()) {
            // The last good state has the same floats.
            Arc::clone(&good.model.floats)
        } else {
            let n = usize::try_from(n_operations).unwrap_or(usize::MAX).max(1);
            let (mut skip, mut left) = (self.floats.len(), n);
            for part in trainer.model.parts() {
                let rest = part.floats.get(skip..).unwrap_or_default();
                skip = skip.saturating_sub(part.floats.len());
                let rest = &rest[..rest.len().min(left)];
                self.floats.extend_from_slice(rest);
                left -= rest.len();
            }
            if self.floats.len() < trainer.n_floats() {
                return None;
            }
            Arc::new(std::mem::take(&mut self.floats))
        };
        let model = trainer.model.as_ref();
        let state = Snapshot::with_floats(trainer.config, &trainer.progress, model, floats);
        Some(trainer.checkpoint_of(Arc::new(state)))
    }
}
