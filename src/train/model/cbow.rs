//! Continuous bag of words with negative sampling (Mikolov et al. 2013a, "Efficient Estimation of Word Representations
//! in Vector Space", section 3.1, with the objective of Mikolov et al. 2013b, section 2.2).
//!
//! The mean of the context words' input vectors predicts the center word against `negatives` drawn words. With `h` that
//! mean over the `C` words `i` of the window, counted with repetition, the loss of a center word `o` is
//!
//! ```text
//! -ln sigmoid(h . u_o) - sum_k ln sigmoid(-h . u_k),   h = 1/C sum_i v_i      (1 + negatives) ln 2 before training
//! ```
//!
//! As in word2vec.c, each `v_i` takes the whole step `-rate dL/dh` where the derivative would be `1/C` of that: so the
//! rate of an input vector does not depend on how many neighbors it happens to have.

use crate::matrix::Matrix;
use wide::f32x4;

use super::{Model, Place, Text, initial_vectors};
use crate::train::{
    TrainConfig, TrainError,
    kernel::{self, Scratch, Targets, add_block},
    loss::Tally,
    sampler::TrainRng,
    windows::Windows,
};

#[derive(Debug, Clone)]
pub(super) struct Cbow {
    /// Context words' vectors: the embedding.
    inputs: Matrix,
    /// Center words' vectors.
    outputs: Matrix,
    windows: Windows,
    negatives: u32,
    contexts: Vec<u32>,
    targets: Targets,
    hidden: Vec<f32x4>,
    change: Vec<f32x4>,
    scratch: Scratch,
    n_operations: u64,
}

impl Cbow {
    pub(super) fn new(config: &TrainConfig, counts: &[u32], rng: &mut TrainRng) -> Self {
        let inputs = initial_vectors(counts.len(), config.dims, rng);
        let row = vec![f32x4::splat(0.0); inputs.lanes_per_row()];
        Self {
            outputs: Matrix::zeros(counts.len(), config.dims),
            windows: Windows::new(counts, config, config.negatives),
            negatives: config.negatives,
            contexts: Vec::with_capacity(2 * config.window as usize),
            targets: Targets::new(),
            hidden: row.clone(),
            change: row,
            scratch: Scratch::new(&inputs),
            inputs,
            n_operations: 0,
        }
    }

    /// Draws a center and sets `hidden` to the mean of its contexts. False where there is none.
    fn prepare(&mut self, place: usize, rng: &mut TrainRng) -> bool {
        self.windows.draw_contexts(place, rng, &mut self.contexts);
        self.windows.draw_targets(place, rng, &mut self.targets);
        if self.contexts.is_empty() {
            return false;
        }
        self.hidden.fill(f32x4::splat(0.0));
        let share = [1.0 / self.contexts.len() as f32];
        for &id in &self.contexts {
            add_block::<1, 1, false>(&mut [&mut self.hidden], [self.inputs.row(id)], &share, (0, 0), &mut [&mut []]);
        }
        true
    }
}

impl Model for Cbow {
    fn n_units(&self, text: Text<'_>, _: u32) -> usize {
        text.split.training().len()
    }

    fn train(
        &mut self,
        text: Text<'_>,
        place: Place,
        rate: f32,
        rng: &mut TrainRng,
        tally: &mut Tally,
    ) -> Result<u64, TrainError> {
        let ids = text.split.training()[place.unit].of(text.corpus);
        for place in 0..self.windows.start(ids, rng) {
            if !self.prepare(place, rng) {
                continue;
            }
            let Self { hidden, change, outputs, targets, scratch, .. } = self;
            kernel::train_hidden(hidden, change, outputs, targets, rate, scratch);
            for &id in &self.contexts {
                if let Some(mut row) = self.inputs.rows_mut([id]) {
                    add_block::<1, 1, false>(&mut row, [&self.change], &[1.0], (0, 0), &mut [&mut []]);
                }
            }
            let (n_contexts, n_targets) = (self.contexts.len() as u64, self.targets.ids().len() as u64);
            self.n_operations += (6 * n_targets + 4 * n_contexts) * self.inputs.dims() as u64;
            tally.n_pairs += 1;
        }
        tally.sum += self.scratch.take_loss();
        Ok(ids.len() as u64)
    }

    fn n_evaluation_units(&self, text: Text<'_>) -> usize {
        text.split.held_out().len()
    }

    fn evaluate(&mut self, text: Text<'_>, unit: usize, rng: &mut TrainRng, tally: &mut Tally) -> u64 {
        let ids = text.split.held_out()[unit].of(text.corpus);
        for place in 0..self.windows.start(ids, rng) {
            if self.prepare(place, rng) {
                kernel::evaluate_hidden(&self.hidden, &self.outputs, &self.targets, &mut self.scratch);
                tally.n_pairs += 1;
            }
        }
        tally.sum += self.scratch.take_loss();
        ids.len() as u64
    }

    fn untrained_loss(&self) -> Option<f64> {
        Some(f64::from(1 + self.negatives) * std::f64::consts::LN_2)
    }

    fn outputs(&self) -> Option<&Matrix> {
        Some(&self.outputs)
    }

    fn vectors(&self) -> &Matrix {
        &self.inputs
    }

    fn state(&mut self) -> Vec<&mut [f32]> {
        vec![self.inputs.as_floats_mut(), self.outputs.as_floats_mut()]
    }

    fn n_operations(&self) -> u64 {
        self.n_operations
    }
}
