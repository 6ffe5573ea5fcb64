//! A trainer that is brought to a checkpoint in slices.

use super::Trainer;
use crate::train::{
    budget::Budget,
    checkpoint::{Checkpoint, RestoreError, are_sound},
    model::Part,
    unit::Text,
};

/// Brings a trainer at the beginning of its run to a checkpoint of another trainer of the same settings, counts and text.
/// What a checkpoint says is checked before it is believed: it may come from a file.
#[derive(Debug)]
pub struct Restorer {
    checkpoint: Checkpoint,
    step: Step,
}

#[derive(Debug)]
enum Step {
    Begin,
    /// Pairs that were looked at.
    Pairs(usize),
    /// Floats that were copied.
    Copying(usize),
    /// Floats that were looked at: the trainer's, then those to go back to.
    Looking(usize),
    LookingAtGood(usize),
    Done,
}

impl Restorer {
    /// Nothing is done yet.
    pub fn new(checkpoint: Checkpoint) -> Self {
        Self { checkpoint, step: Step::Begin }
    }

    /// Goes on for about `n_operations` multiply-adds with the same trainer, which does not train meanwhile. True once it
    /// stands at the checkpoint. Errors: [`RestoreError`]; the trainer is of no more use if it had begun.
    pub fn advance(&mut self, trainer: &mut Trainer, n_operations: u64) -> Result<bool, RestoreError> {
        let mut budget = Budget::new(n_operations.max(1));
        while !budget.is_spent() && !matches!(self.step, Step::Done) {
            self.step = match std::mem::replace(&mut self.step, Step::Done) {
                Step::Begin => {
                    let (config, n_words) = (&trainer.config, trainer.n_words);
                    let n_floats = trainer.n_floats();
                    self.checkpoint.check(config, n_words, trainer.fingerprint, trainer.most_pairs, n_floats)?;
                    Step::Pairs(0)
                }
                Step::Pairs(n_seen) => {
                    /// A pair is read and compared.
                    const PRICE: u64 = 4;
                    let n = budget.n_steps(PRICE);
                    let stage = self.checkpoint.state.model.stage.as_ref();
                    let is_done = stage.map_or(Some(true), |stage| stage.check(n_seen, n, trainer.n_words));
                    let is_done = is_done.ok_or(RestoreError::Damaged)?;
                    budget.spend(if stage.is_some() { PRICE * n as u64 } else { 0 });
                    if is_done { Step::Copying(0) } else { Step::Pairs(n_seen + n) }
                }
                Step::Copying(n_copied) => {
                    let floats = self.checkpoint.state.model.floats.as_slice();
                    let n = budget.n_steps(1).min(floats.len() - n_copied);
                    copy_into(trainer, n_copied, &floats[n_copied..n_copied + n]);
                    budget.spend(n as u64);
                    if n_copied + n < floats.len() {
                        Step::Copying(n_copied + n)
                    } else {
                        self.finish(trainer)?;
                        Step::Looking(0)
                    }
                }
                Step::Looking(mut n_seen) => match are_sound(&trainer.model.parts(), &mut n_seen, &mut budget) {
                    Some(true) => Step::LookingAtGood(0),
                    Some(false) => return Err(RestoreError::Damaged),
                    None => Step::Looking(n_seen),
                },
                Step::LookingAtGood(mut n_seen) => {
                    let floats = self.checkpoint.good.as_ref().map_or(&[][..], |good| good.model.floats.as_slice());
                    // Sums of an optimizer are among them, and they may be large.
                    match are_sound(&[Part::sums(floats)], &mut n_seen, &mut budget) {
                        Some(true) => Step::Done,
                        Some(false) => return Err(RestoreError::Damaged),
                        None => Step::LookingAtGood(n_seen),
                    }
                }
                Step::Done => Step::Done,
            };
        }
        Ok(matches!(self.step, Step::Done))
    }

    /// Gives the trainer all but its floats, if it can be where the checkpoint says.
    fn finish(&self, trainer: &mut Trainer) -> Result<(), RestoreError> {
        let state = &self.checkpoint.state;
        let states = [Some(state), self.checkpoint.good.as_ref()];
        for state in states.into_iter().flatten() {
            state.config.check(trainer.n_words).map_err(|_| RestoreError::Damaged)?;
        }
        (trainer.config, trainer.check) = (state.config, None);
        trainer.model.resume(state.model.n_operations, state.model.stage.as_ref());
        let text = Text { corpus: &trainer.corpus, split: &trainer.split };
        let model = trainer.model.as_ref();
        let (n_units, n_held_out) = (model.n_units(text), model.n_held_out_units(text));
        for state in states.into_iter().flatten() {
            let n_passes = state.config.epochs + model.n_preparations();
            let tokens_total = trainer.split.n_training_tokens() * u64::from(n_passes);
            if !state.progress.is_within(n_passes, n_units, n_held_out, tokens_total) {
                return Err(RestoreError::Damaged);
            }
        }
        trainer.progress = state.progress.clone();
        trainer.good.clone_from(&self.checkpoint.good);
        Ok(())
    }
}

/// Copies floats to the place of the model's floats where they belong.
fn copy_into(trainer: &mut Trainer, place: usize, mut floats: &[f32]) {
    let mut skip = place;
    for part in trainer.model.parts_mut() {
        let n_floats = part.len();
        let rest = part.get_mut(skip..).unwrap_or_default();
        skip = skip.saturating_sub(n_floats);
        let n = rest.len().min(floats.len());
        rest[..n].copy_from_slice(&floats[..n]);
        floats = &floats[n..];
    }
}
