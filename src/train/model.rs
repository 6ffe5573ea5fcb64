//! What a trainer asks of a model, and what a model holds.

use std::{fmt, sync::Arc};

use super::{
    budget::Budget,
    error::TrainError,
    loss::Tally,
    unit::{Cursor, Text, Unit},
};
use crate::matrix::Matrix;

pub(super) mod cbow;
pub(super) mod glove;
pub(super) mod skip_gram;
pub(super) mod softmax;

use glove::stage::Stage;

/// What training changes of a model, as plain data.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct ModelState {
    /// The floats of all [`Model::parts`], one after the other.
    pub(super) floats: Arc<Vec<f32>>,
    pub(super) n_operations: u64,
    /// How far `GloVe` is with its pairs.
    pub(super) stage: Option<Stage>,
}

impl ModelState {
    /// Bytes on the heap; terms that are shared with a trainer count in full.
    pub(super) fn n_bytes(&self) -> u64 {
        size_of_val(self.floats.as_slice()) as u64 + self.stage.as_ref().map_or(0, Stage::n_bytes)
    }
}

/// Floats that training changes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part<'a> {
    pub(super) floats: &'a [f32],
    /// Whether they are weights of the model, which stay small, or sums of its optimizer, which need not.
    pub(super) are_weights: bool,
}

impl<'a> Part<'a> {
    pub(super) fn weights(floats: &'a [f32]) -> Self {
        Self { floats, are_weights: true }
    }

    pub(super) fn sums(floats: &'a [f32]) -> Self {
        Self { floats, are_weights: false }
    }
}

/// One of the four models. What it draws for a unit follows from the unit alone; the vectors that a unit starts from are
/// those that the units before it have left. It does not ask for `Debug`: the worker would carry that of every model.
pub(super) trait Model: Send {
    /// Passes before the first epoch.
    fn n_preparations(&self) -> u32 {
        0
    }

    /// Does some more of the preparation. Returns how many words of the pass it has come to, out of those of the
    /// training part, and all of them once it is done.
    /// Errors: those that end the run, again at each call.
    fn prepare(&mut self, text: Text<'_>, _: &mut Budget) -> Result<u64, TrainError> {
        Ok(text.split.n_training_tokens())
    }

    /// Units of an epoch, at least 1.
    fn n_units(&self, text: Text<'_>) -> usize {
        text.split.training().len()
    }

    /// Words of the text that a unit stands for. Over an epoch they add up to those of the training part.
    fn n_tokens_of(&self, text: Text<'_>, unit: usize) -> u64 {
        text.split.training()[unit].n_tokens()
    }

    /// Trains on a unit from a center on, until the unit or the budget is at its end: at least on one center. Returns
    /// the center that comes next, or nothing once the unit is done.
    fn train(
        &mut self,
        text: Text<'_>,
        cursor: Cursor,
        rate: f32,
        budget: &mut Budget,
        tally: &mut Tally,
    ) -> Option<usize>;

    /// Units of an evaluation on the held-out part; 0 where there is none.
    fn n_held_out_units(&self, text: Text<'_>) -> usize {
        text.split.held_out().len()
    }

    /// Held-out words that such a unit stands for.
    fn n_held_out_tokens_of(&self, text: Text<'_>, unit: usize) -> u64 {
        text.split.held_out()[unit].n_tokens()
    }

    /// Adds the loss of a unit from a center on, as [`Model::train`] goes on, and changes nothing.
    fn evaluate(
        &mut self,
        text: Text<'_>,
        unit: Unit,
        center: usize,
        budget: &mut Budget,
        tally: &mut Tally,
    ) -> Option<usize>;

    /// Brings some more rows of [`Model::vectors`] up to date. True once all are.
    fn refresh_some(&mut self, _: &mut Budget) -> bool {
        true
    }

    /// The word vectors, as of the last time that [`Model::refresh_some`] came to its end.
    fn vectors(&self) -> &Matrix;

    /// The same without the rest of the model.
    fn into_vectors(self: Box<Self>) -> Matrix;

    /// The vectors by which words are predicted, one a word, where the model has them.
    fn outputs(&self) -> Option<&Matrix> {
        None
    }

    /// All floats that training changes.
    fn parts(&self) -> Vec<Part<'_>>;

    /// The same, to change.
    fn parts_mut(&mut self) -> Vec<&mut [f32]>;

    /// Multiply-adds of the model's inner loops so far, evaluations left out.
    fn n_operations(&self) -> u64;

    /// Pairs of words that are fit; none for a model without pairs, and none before they are counted.
    fn n_pairs(&self) -> Option<u64> {
        None
    }

    /// How far the preparation is, where there is one.
    fn stage(&self) -> Option<Stage> {
        None
    }

    /// Says that the floats were replaced, and with what the model goes on. What it has drawn of a unit still holds: that
    /// follows from the unit alone.
    fn resume(&mut self, n_operations: u64, stage: Option<&Stage>);
}

impl fmt::Debug for dyn Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Model")
    }
}

#[cfg(test)]
mod tests;
