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

use wide::f32x4;

use super::{Model, Part, glove::stage::Stage};
use crate::{
    matrix::Matrix,
    train::{
        budget::Budget,
        config::TrainConfig,
        generator::{TrainRng, Use},
        kernel::{add_block, score_block, sum_of_lanes},
        loan::Paces,
        loss::Tally,
        math::exp_of_negative,
        unit::{Cursor, Text, Unit},
        windows::Windows,
    },
};

mod adam;

use adam::Adam;

/// Rows of output vectors that are scored at a time.
const BLOCK: usize = 4;
const LANES: usize = 4;

#[derive(Debug, Clone)]
pub(in crate::train) struct Softmax {
    /// Center words' vectors: the embedding.
    inputs: Matrix,
    /// Context words' vectors.
    outputs: Matrix,
    adam: Option<Adam>,
    /// How far each input vector moves.
    paces: Paces,
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
    /// `inputs` are drawn or lent and have `paces`, and `outputs` are zeros, as are Adam's `moments`: two tables for the inputs and two for the
    /// outputs, or none at all.
    pub(in crate::train) fn new(
        config: &TrainConfig,
        inputs: Matrix,
        outputs: Matrix,
        moments: Option<[Matrix; 4]>,
        paces: Paces,
        windows: Windows,
    ) -> Self {
        let row = vec![f32x4::splat(0.0); inputs.lanes_per_row()];
        Self {
            adam: moments.map(Adam::new),
            paces,
            windows,
            contexts: Vec::with_capacity(2 * config.window as usize),
            scores: vec![0.0; inputs.n_rows().next_multiple_of(LANES)],
            change: row.clone(),
            center: row,
            inputs,
            outputs,
            n_centers: 0,
        }
    }

    /// Sets `scores` to `n p_j - y_j` for the center at a place, whose contexts are drawn, and returns its summed loss
    /// and its pairs; none where it has no neighbor.
    fn derive(&mut self, place: usize) -> Option<(f64, u64)> {
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
        let (groups, rest) = self.scores[..n_words].as_chunks_mut::<LANES>();
        for group in groups {
            let e = exp_of_negative(f32x4::new(*group) - f32x4::splat(greatest));
            *group = e.to_array();
            sum += e;
        }
        // The last lanes are of no word: they count as nothing.
        let mut last = [greatest; LANES];
        last[..rest.len()].copy_from_slice(rest);
        let mut last = exp_of_negative(f32x4::new(last) - f32x4::splat(greatest)).to_array();
        last[rest.len()..].fill(0.0);
        rest.copy_from_slice(&last[..rest.len()]);
        let sum = sum_of_lanes(sum + f32x4::new(last));
        let scale = n_pairs as f32 / sum;
        for score in &mut self.scores[..n_words] {
            *score *= scale;
        }
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
        let pace = self.paces.of_word(word);
        if let Some(adam) = &mut self.adam {
            return adam.step(
                &mut self.inputs,
                &mut self.outputs,
                word,
                &self.scores,
                &self.center,
                &self.change,
                [rate, rate * pace],
            );
        }
        for (row, &derivative) in self.scores[..self.outputs.n_rows()].iter().enumerate() {
            if let Some(mut row) = self.outputs.rows_mut([row as u32]) {
                let step = [-rate * derivative];
                add_block::<1, 1, false>(&mut row, [&self.center], &step, (0, 0), &mut [&mut []]);
            }
        }
        // A step of zero would turn a zero's sign.
        if pace > 0.0
            && let Some(mut row) = self.inputs.rows_mut([word])
        {
            add_block::<1, 1, false>(&mut row, [&self.change], &[rate * pace], (0, 0), &mut [&mut []]);
        }
    }
}

impl Softmax {
    /// Multiply-adds of a center: for each word and dimension a dot product and two steps. Adam's moments, quotients
    /// and roots take about twice as long again.
    fn price(&self) -> u64 {
        let per_float = if self.adam.is_some() { 9 } else { 3 };
        (self.outputs.n_rows() * (per_float * self.inputs.stride() + 8)) as u64
    }

    /// Goes over a passage from a center on, at a rate, or without steps where there is none. Returns the center that
    /// comes next.
    fn walk(
        &mut self,
        unit: Unit,
        start: usize,
        ids: &[u32],
        rate: Option<f32>,
        budget: &mut Budget,
        tally: &mut Tally,
    ) -> Option<usize> {
        let is_new = self.windows.take_up(unit, start, ids);
        let n = self.windows.n_centers();
        let mut rng = self.windows.draws();
        if is_new {
            budget.spend(Windows::price_of_thinning(ids.len()));
            (0..start.min(n)).for_each(|center| self.draw(center, &mut rng));
        }
        let price = self.price();
        let mut center = start;
        while center < n {
            self.draw(center, &mut rng);
            if let Some((loss, n_pairs)) = self.derive(center) {
                if let Some(rate) = rate {
                    self.step(self.windows.word(center), rate);
                    self.n_centers += 1;
                }
                tally.sum.linear += loss;
                tally.n_pairs += n_pairs;
                budget.spend(price);
            }
            center += 1;
            budget.spend(16);
            if budget.is_spent() {
                break;
            }
        }
        tally.untrained = tally.n_pairs as f64 * (self.outputs.n_rows() as f64).ln();
        self.windows.stop_before(center, rng);
        (center < n).then_some(center)
    }

    fn draw(&mut self, center: usize, rng: &mut TrainRng) {
        self.windows.draw_contexts(center, rng, &mut self.contexts);
    }
}

impl Model for Softmax {
    fn train(
        &mut self,
        text: Text<'_>,
        cursor: Cursor,
        rate: f32,
        budget: &mut Budget,
        tally: &mut Tally,
    ) -> Option<usize> {
        let Cursor { pass, unit, center } = cursor;
        let unit = Unit { use_: Use::Training, pass, number: unit };
        self.walk(unit, center, unit.words(text), Some(rate), budget, tally)
    }

    fn evaluate(
        &mut self,
        text: Text<'_>,
        unit: Unit,
        center: usize,
        budget: &mut Budget,
        tally: &mut Tally,
    ) -> Option<usize> {
        self.walk(unit, center, unit.words(text), None, budget, tally)
    }

    fn outputs(&self) -> Option<&Matrix> {
        Some(&self.outputs)
    }

    fn vectors(&self) -> &Matrix {
        &self.inputs
    }

    fn into_vectors(self: Box<Self>) -> Matrix {
        self.inputs
    }

    fn parts(&self) -> Vec<Part<'_>> {
        let mut parts = [&self.inputs, &self.outputs].map(|table| Part::weights(table.as_floats())).to_vec();
        parts.extend(self.adam.iter().flat_map(Adam::parts));
        parts
    }

    fn parts_mut(&mut self) -> Vec<&mut [f32]> {
        let mut parts = vec![self.inputs.as_floats_mut(), self.outputs.as_floats_mut()];
        parts.extend(self.adam.iter_mut().flat_map(Adam::parts_mut));
        parts
    }

    /// For each center, word and dimension: a dot product and two steps; what Adam adds is not counted.
    fn n_operations(&self) -> u64 {
        self.n_centers * 3 * (self.outputs.n_rows() * self.inputs.dims()) as u64
    }

    fn resume(&mut self, n_operations: u64, _: Option<&Stage>) {
        self.n_centers = n_operations / (3 * self.outputs.n_rows() * self.inputs.dims()) as u64;
    }
}

#[cfg(test)]
mod tests;
