//! Skip-gram with full softmax (Mikolov et al. 2013b, equations 1 and 2), for small vocabularies.
//!
//! Each center word `i` predicts the words `o` around it against all others. With `v` for input and `u` for output
//! vectors, the loss of a pair is the cross-entropy
//!
//! ```text
//! -ln p(o | i),   p(j | i) = exp(u_j . v_i) / sum_k exp(u_k . v_i)      ln V before training
//! ```
//!
//! All `n` pairs of a center have the same `p`, so they are one step: with `y_j` for how often `j` stands in the window,
//! the derivative by the score of `j` is `n p_j - y_j`, hence
//!
//! ```text
//! dL/du_j = (n p_j - y_j) v_i,   dL/dv_i = sum_j (n p_j - y_j) u_j
//! ```
//!
//! Adam (Kingma and Ba 2015, algorithm 1, with its own defaults for `beta_1`, `beta_2` and `epsilon`) takes such a step's
//! gradient. The output vectors have one in every step. Of the input vectors only the center's has, and as in other
//! sparse implementations of Adam only that row's moments decay; the bias correction counts that row's own steps.

use crate::matrix::Matrix;
use wide::f32x4;

use super::{Model, Place, Text, initial_vectors};
use crate::train::{
    TrainConfig, TrainError,
    config::Optimizer,
    kernel::{add_block, score_block, sum_of_lanes},
    loss::Tally,
    math::exp_of_negative,
    sampler::TrainRng,
    windows::Windows,
};

/// Most words of a vocabulary: a step costs all of them.
pub(in crate::train) const MOST_SOFTMAX_WORDS: usize = 5000;
/// Rows of output vectors that are scored at a time.
const BLOCK: usize = 4;
const LANES: usize = 4;

#[derive(Debug, Clone)]
pub(super) struct Softmax {
    /// Center words' vectors: the embedding.
    inputs: Matrix,
    /// Context words' vectors.
    outputs: Matrix,
    adam: Option<Adam>,
    windows: Windows,
    contexts: Vec<u32>,
    /// For each word its score, then its probability, then the derivative by its score; then zeros to whole lanes.
    scores: Vec<f32>,
    /// The center's gradient, negated.
    change: Vec<f32x4>,
    center: Vec<f32x4>,
    n_centers: u64,
}

impl Softmax {
    pub(super) fn new(config: &TrainConfig, optimizer: Optimizer, counts: &[u32], rng: &mut TrainRng) -> Self {
        let inputs = initial_vectors(counts.len(), config.dims, rng);
        let row = vec![f32x4::splat(0.0); inputs.lanes_per_row()];
        Self {
            outputs: Matrix::zeros(counts.len(), config.dims),
            adam: (optimizer == Optimizer::Adam).then(|| Adam::new(counts.len(), config.dims)),
            windows: Windows::new(counts, config, 0),
            contexts: Vec::with_capacity(2 * config.window as usize),
            scores: vec![0.0; counts.len().next_multiple_of(LANES)],
            change: row.clone(),
            center: row,
            inputs,
            n_centers: 0,
        }
    }

    /// Sets `scores` to `n p_j - y_j` for the center at a place, and returns its summed loss and its pairs; none where
    /// it has no neighbor.
    fn derive(&mut self, place: usize, rng: &mut TrainRng) -> Option<(f64, u64)> {
        self.windows.draw_contexts(place, rng, &mut self.contexts);
        let n_pairs = self.contexts.len();
        if n_pairs == 0 {
            return None;
        }
        let n_words = self.outputs.n_rows();
        let center = self.inputs.row(self.windows.word(place));
        for (i, scores) in self.scores[..n_words].chunks_mut(BLOCK).enumerate() {
            let first = (i * BLOCK) as u32;
            if scores.len() == BLOCK {
                let rows: [&[f32x4]; BLOCK] = std::array::from_fn(|k| self.outputs.row(first + k as u32));
                score_block([center], rows, scores, BLOCK);
            } else {
                for (k, score) in scores.iter_mut().enumerate() {
                    score_block([center], [self.outputs.row(first + k as u32)], std::slice::from_mut(score), 1);
                }
            }
        }
        let greatest = self.scores[..n_words].iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let score_sum: f64 = self.contexts.iter().map(|&id| f64::from(self.scores[id as usize] - greatest)).sum();
        let mut sum = f32x4::splat(0.0);
        for group in self.scores.chunks_exact_mut(LANES) {
            let x = f32x4::new([group[0], group[1], group[2], group[3]]) - f32x4::splat(greatest);
            group.copy_from_slice(&exp_of_negative(x).to_array());
            sum += f32x4::new([group[0], group[1], group[2], group[3]]);
        }
        // What fills the last lanes up is no word.
        let beyond: f32 = self.scores[n_words..].iter().sum();
        let sum = sum_of_lanes(sum) - beyond;
        let scale = n_pairs as f32 / sum;
        for score in &mut self.scores[..n_words] {
            *score *= scale;
        }
        self.scores[n_words..].fill(0.0);
        for &id in &self.contexts {
            self.scores[id as usize] -= 1.0;
        }
        Some((n_pairs as f64 * f64::from(sum).ln() - score_sum, n_pairs as u64))
    }

    /// Takes the step that `derive` has prepared.
    fn step(&mut self, word: u32, rate: f32) {
        self.change.fill(f32x4::splat(0.0));
        for (row, &derivative) in self.scores[..self.outputs.n_rows()].iter().enumerate() {
            let row = self.outputs.row(row as u32);
            add_block::<1, 1, false>(&mut [&mut self.change], [row], &[-derivative], (0, 0), &mut [&mut []]);
        }
        self.center.copy_from_slice(self.inputs.row(word));
        if let Some(adam) = &mut self.adam {
            return adam.step(
                &mut self.inputs,
                &mut self.outputs,
                word,
                &self.scores,
                &self.center,
                &self.change,
                rate,
            );
        }
        for (row, &derivative) in self.scores[..self.outputs.n_rows()].iter().enumerate() {
            if let Some(mut row) = self.outputs.rows_mut([row as u32]) {
                let step = [-rate * derivative];
                add_block::<1, 1, false>(&mut row, [&self.center], &step, (0, 0), &mut [&mut []]);
            }
        }
        if let Some(mut row) = self.inputs.rows_mut([word]) {
            add_block::<1, 1, false>(&mut row, [&self.change], &[rate], (0, 0), &mut [&mut []]);
        }
    }
}

/// First and second moments of both tables.
#[derive(Debug, Clone)]
struct Adam {
    inputs: [Matrix; 2],
    outputs: [Matrix; 2],
    /// `beta^t` of the output table's steps.
    outputs_decay: [f32; 2],
    /// `beta^t` of each input row's own steps: `beta_1^t` and `beta_2^t` in turn.
    inputs_decay: Vec<f32>,
}

const BETA: [f32; 2] = [0.9, 0.999];
const EPSILON: f32 = 1e-8;

impl Adam {
    fn new(n_words: usize, dims: usize) -> Self {
        let moments = || [Matrix::zeros(n_words, dims), Matrix::zeros(n_words, dims)];
        Self { inputs: moments(), outputs: moments(), outputs_decay: [1.0; 2], inputs_decay: vec![1.0; 2 * n_words] }
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "a step's gradients come apart: derivatives times center, and change"
    )]
    fn step(
        &mut self,
        inputs: &mut Matrix,
        outputs: &mut Matrix,
        word: u32,
        derivatives: &[f32],
        center: &[f32x4],
        change: &[f32x4],
        rate: f32,
    ) {
        for (decay, beta) in self.outputs_decay.iter_mut().zip(BETA) {
            *decay *= beta;
        }
        let [first, second] = &mut self.outputs;
        for row in 0..outputs.n_rows() as u32 {
            let derivative = f32x4::splat(derivatives[row as usize]);
            if let (Some([row]), Some([m]), Some([v])) =
                (outputs.rows_mut([row]), first.rows_mut([row]), second.rows_mut([row]))
            {
                move_row(row, m, v, center.iter().map(|&x| derivative * x), self.outputs_decay, rate);
            }
        }
        let decays = &mut self.inputs_decay[2 * word as usize..][..2];
        for (decay, beta) in decays.iter_mut().zip(BETA) {
            *decay *= beta;
        }
        let [first, second] = &mut self.inputs;
        if let (Some([row]), Some([m]), Some([v])) =
            (inputs.rows_mut([word]), first.rows_mut([word]), second.rows_mut([word]))
        {
            let zero = f32x4::splat(0.0);
            move_row(row, m, v, change.iter().map(|&x| zero - x), [decays[0], decays[1]], rate);
        }
    }
}

/// Algorithm 1 of Kingma and Ba 2015 on one row. `decay`: `beta_1^t` and `beta_2^t`.
#[inline]
fn move_row(
    row: &mut [f32x4],
    m: &mut [f32x4],
    v: &mut [f32x4],
    gradient: impl Iterator<Item = f32x4>,
    decay: [f32; 2],
    rate: f32,
) {
    let splat = f32x4::splat;
    let [keep_m, keep_v] = BETA.map(splat);
    let [take_m, take_v] = BETA.map(|beta| splat(1.0 - beta));
    let step = splat(rate / (1.0 - decay[0]));
    let unbias_v = splat(1.0 / (1.0 - decay[1]));
    for (((x, m), v), g) in row.iter_mut().zip(m).zip(v).zip(gradient) {
        *m = keep_m * *m + take_m * g;
        *v = keep_v * *v + take_v * g * g;
        *x -= step * *m / ((*v * unbias_v).sqrt() + splat(EPSILON));
    }
}

impl Model for Softmax {
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
        for center in 0..self.windows.start(ids, rng) {
            if let Some((loss, n_pairs)) = self.derive(center, rng) {
                self.step(self.windows.word(center), rate);
                tally.sum += loss;
                tally.n_pairs += n_pairs;
                self.n_centers += 1;
            }
        }
        Ok(ids.len() as u64)
    }

    fn n_evaluation_units(&self, text: Text<'_>) -> usize {
        text.split.held_out().len()
    }

    fn evaluate(&mut self, text: Text<'_>, unit: usize, rng: &mut TrainRng, tally: &mut Tally) -> u64 {
        let ids = text.split.held_out()[unit].of(text.corpus);
        for center in 0..self.windows.start(ids, rng) {
            if let Some((loss, n_pairs)) = self.derive(center, rng) {
                tally.sum += loss;
                tally.n_pairs += n_pairs;
            }
        }
        ids.len() as u64
    }

    fn untrained_loss(&self) -> Option<f64> {
        Some((self.outputs.n_rows() as f64).ln())
    }

    fn outputs(&self) -> Option<&Matrix> {
        Some(&self.outputs)
    }

    fn vectors(&self) -> &Matrix {
        &self.inputs
    }

    fn state(&mut self) -> Vec<&mut [f32]> {
        let mut state = vec![self.inputs.as_floats_mut(), self.outputs.as_floats_mut()];
        if let Some(adam) = &mut self.adam {
            state.extend(adam.inputs.iter_mut().chain(&mut adam.outputs).map(Matrix::as_floats_mut));
            state.extend([&mut adam.outputs_decay[..], &mut adam.inputs_decay[..]]);
        }
        state
    }

    /// For each center, word and dimension: a dot product and two steps; what Adam adds is not counted.
    fn n_operations(&self) -> u64 {
        self.n_centers * 6 * (self.outputs.n_rows() * self.inputs.dims()) as u64
    }
}

#[cfg(test)]
mod tests;
