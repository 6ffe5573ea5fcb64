//! Skip-gram with negative sampling (Mikolov et al. 2013b, "Distributed Representations of Words and Phrases and their
//! Compositionality", sections 2.2 and 2.3).
//!
//! For each center word `o` a window of 1 to `window` words to each side is drawn; every word `i` in it predicts the
//! center against `negatives` drawn words `k`. With `v` for input and `u` for output vectors the loss of a pair is the
//! paper's equation 4, negated:
//!
//! ```text
//! -ln sigmoid(v_i . u_o) - sum_k ln sigmoid(-v_i . u_k)      (1 + negatives) ln 2 before training
//! ```
//!
//! Two things are as in word2vec.c rather than in the paper: frequent words are left out before the window is laid (so
//! that it reaches further), and the context word's input vector is paired with the center's output vector. One thing
//! is as in Ji et al. 2016: all context words of a center share its negatives; see [`kernel`].
//!
//! With a `weight_decay` d, every center adds `d/2 |u|^2` for each of its distinct targets, so that their output vectors
//! shrink by `rate d` of themselves: an L2 penalty weighted by how often a word is a target, as in Srebro and
//! Salakhutdinov 2010 ("Collaborative Filtering in a Non-Uniform World: Learning with the Weighted Trace Norm"). What a
//! word owes to a few chance contexts of its own fades, what it shares with many words stays. The losses that are told
//! leave the penalty out.

use super::{Model, Place, Text, initial_vectors};
use crate::matrix::Matrix;
use crate::train::{
    TrainConfig, TrainError,
    kernel::{self, Scratch, Targets},
    loss::Tally,
    sampler::TrainRng,
    windows::Windows,
};

/// A center that is ready to be trained on.
#[derive(Debug, Clone)]
struct Center {
    contexts: Vec<u32>,
    targets: Targets,
}

#[derive(Debug, Clone)]
pub(super) struct SkipGram {
    /// Context words' vectors: the embedding.
    inputs: Matrix,
    /// Center words' vectors.
    outputs: Matrix,
    windows: Windows,
    negatives: u32,
    weight_decay: f32,
    current: Center,
    next: Center,
    scratch: Scratch,
    /// Pairs of context and distinct target.
    n_products: u64,
}

impl SkipGram {
    pub(super) fn new(config: &TrainConfig, counts: &[u32], rng: &mut TrainRng) -> Self {
        let inputs = initial_vectors(counts.len(), config.dims, rng);
        let most_contexts = 2 * config.window as usize;
        let center = || Center { contexts: Vec::with_capacity(most_contexts), targets: Targets::new() };
        Self {
            outputs: Matrix::zeros(counts.len(), config.dims),
            windows: Windows::new(counts, config, config.negatives),
            negatives: config.negatives,
            weight_decay: config.weight_decay as f32,
            current: center(),
            next: center(),
            scratch: Scratch::new(&inputs),
            inputs,
            n_products: 0,
        }
    }

    /// Draws all that is random about a center.
    fn prepare(&mut self, place: usize, rng: &mut TrainRng) {
        self.windows.draw_contexts(place, rng, &mut self.next.contexts);
        self.windows.draw_targets(place, rng, &mut self.next.targets);
    }

    /// Goes over a passage; `act` trains or evaluates one center. Each center is drawn while the one before it waits,
    /// so that its rows are on their way when they are needed.
    fn walk(
        &mut self,
        ids: &[u32],
        rng: &mut TrainRng,
        tally: &mut Tally,
        act: impl Fn(&mut Matrix, &mut Matrix, &Center, &mut Scratch),
    ) -> u64 {
        let n = self.windows.start(ids, rng);
        // A word without a neighbor has nothing to predict.
        let n = if n < 2 { 0 } else { n };
        if n > 0 {
            self.prepare(0, rng);
        }
        for place in 0..n {
            std::mem::swap(&mut self.current, &mut self.next);
            if place + 1 < n {
                self.prepare(place + 1, rng);
                kernel::prefetch(&self.outputs, self.next.targets.ids(), &mut self.scratch);
            }
            act(&mut self.inputs, &mut self.outputs, &self.current, &mut self.scratch);
            self.n_products += (self.current.contexts.len() * self.current.targets.ids().len()) as u64;
            tally.n_pairs += self.current.contexts.len() as u64;
        }
        tally.sum += self.scratch.take_loss();
        ids.len() as u64
    }
}

impl Model for SkipGram {
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
        let factor = 1.0 - rate * self.weight_decay;
        Ok(self.walk(ids, rng, tally, |inputs, outputs, center, scratch| {
            kernel::train_center(inputs, outputs, &center.contexts, &center.targets, rate, scratch);
            if factor < 1.0 {
                kernel::scale_rows(outputs, center.targets.ids(), factor);
            }
        }))
    }

    fn n_evaluation_units(&self, text: Text<'_>) -> usize {
        text.split.held_out().len()
    }

    fn evaluate(&mut self, text: Text<'_>, unit: usize, rng: &mut TrainRng, tally: &mut Tally) -> u64 {
        let ids = text.split.held_out()[unit].of(text.corpus);
        let n_products = self.n_products;
        let n = self.walk(ids, rng, tally, |inputs, outputs, center, scratch| {
            kernel::evaluate_center(inputs, outputs, &center.contexts, &center.targets, scratch);
        });
        self.n_products = n_products;
        n
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

    /// For each product and dimension: a dot product, and a step on either side.
    fn n_operations(&self) -> u64 {
        self.n_products * 6 * self.inputs.dims() as u64
    }
}
