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
//! word owes to a few chance contexts of its own fades, what it shares with many words stays. The reported losses leave
//! the penalty out.

use super::{Model, Part, glove::stage::Stage};
use crate::{
    matrix::Matrix,
    train::{
        budget::Budget,
        config::TrainConfig,
        generator::{TrainRng, Use},
        kernel::{self, Scratch, Targets},
        loan::Paces,
        loss::Tally,
        unit::{Cursor, Text, Unit},
        windows::Windows,
    },
};

/// A center that is ready to be trained on.
#[derive(Debug, Clone)]
struct Center {
    contexts: Vec<u32>,
    targets: Targets,
}

#[derive(Debug, Clone)]
pub(in crate::train) struct SkipGram {
    /// Context words' vectors: the embedding.
    inputs: Matrix,
    /// Center words' vectors.
    outputs: Matrix,
    windows: Windows,
    /// Loss of a pair for a model that knows nothing.
    untrained_loss: f64,
    weight_decay: f32,
    current: Center,
    /// The center that comes next, which is drawn already while a unit is under way.
    next: Center,
    scratch: Scratch,
    /// Pairs of context and distinct target.
    n_products: u64,
}

impl SkipGram {
    /// `inputs` are drawn or lent, and `outputs` are zeros. `paces`: of the inputs.
    pub(in crate::train) fn new(
        config: &TrainConfig,
        inputs: Matrix,
        outputs: Matrix,
        paces: Paces,
        windows: Windows,
    ) -> Self {
        let most_contexts = 2 * config.window as usize;
        let center = || Center { contexts: Vec::with_capacity(most_contexts), targets: Targets::new() };
        Self {
            windows,
            untrained_loss: f64::from(1 + config.negatives) * std::f64::consts::LN_2,
            weight_decay: config.weight_decay as f32,
            current: center(),
            next: center(),
            scratch: Scratch::new(&inputs).with_paces(paces),
            inputs,
            outputs,
            n_products: 0,
        }
    }

    /// Draws all that is random about a center.
    fn prepare_center(&mut self, center: usize, rng: &mut TrainRng) {
        self.windows.draw_contexts(center, rng, &mut self.next.contexts);
        self.windows.draw_targets(center, rng, &mut self.next.targets);
    }

    /// Goes over a passage from a center on; `act` trains or evaluates one center. Each center is drawn while the one
    /// before it waits, so that its rows are on their way when they are needed. Returns the center that comes next.
    fn walk(
        &mut self,
        unit: Unit,
        start: usize,
        ids: &[u32],
        budget: &mut Budget,
        tally: &mut Tally,
        act: impl Fn(&mut Matrix, &mut Matrix, &Center, &mut Scratch),
    ) -> Option<usize> {
        let is_new = self.windows.take_up(unit, start, ids);
        // A word without a neighbor has nothing to predict.
        let n = Some(self.windows.n_centers()).filter(|&n| n >= 2).unwrap_or(0);
        let mut rng = self.windows.draws();
        if is_new {
            budget.spend(Windows::price_of_thinning(ids.len()));
            for center in 0..(start + 1).min(n) {
                self.prepare_center(center, &mut rng);
            }
        }
        // What drawing a pair costs is in the price too: it counts where vectors are short.
        let price = 3 * self.inputs.stride() as u64 + 16;
        let (n_before, n_pairs_before) = (self.n_products, tally.n_pairs);
        let most_products = self.n_products.saturating_add(budget.n_steps(price) as u64);
        self.scratch.swap_loss(&mut tally.sum);
        let mut center = start;
        while center < n && self.n_products < most_products {
            std::mem::swap(&mut self.current, &mut self.next);
            if center + 1 < n {
                self.prepare_center(center + 1, &mut rng);
                kernel::prefetch(&self.outputs, self.next.targets.ids(), &mut self.scratch);
            }
            act(&mut self.inputs, &mut self.outputs, &self.current, &mut self.scratch);
            self.n_products += (self.current.contexts.len() * self.current.targets.ids().len()) as u64;
            tally.n_pairs += self.current.contexts.len() as u64;
            center += 1;
        }
        self.scratch.swap_loss(&mut tally.sum);
        tally.untrained = tally.n_pairs as f64 * self.untrained_loss;
        budget.spend(price * (self.n_products - n_before) + (tally.n_pairs - n_pairs_before));
        self.windows.stop_before(center, rng);
        (center < n).then_some(center)
    }
}

impl Model for SkipGram {
    fn train(
        &mut self,
        text: Text<'_>,
        cursor: Cursor,
        rate: f32,
        budget: &mut Budget,
        tally: &mut Tally,
    ) -> Option<usize> {
        let Cursor { pass, unit, center } = cursor;
        let factor = 1.0 - rate * self.weight_decay;
        let unit = Unit { use_: Use::Training, pass, number: unit };
        self.walk(unit, center, unit.words(text), budget, tally, |inputs, outputs, center, scratch| {
            kernel::train_center(inputs, outputs, &center.contexts, &center.targets, rate, scratch);
            if factor < 1.0 {
                kernel::scale_rows(outputs, center.targets.ids(), factor);
            }
        })
    }

    fn evaluate(
        &mut self,
        text: Text<'_>,
        unit: Unit,
        center: usize,
        budget: &mut Budget,
        tally: &mut Tally,
    ) -> Option<usize> {
        let n_products = self.n_products;
        let next = self.walk(unit, center, unit.words(text), budget, tally, |inputs, outputs, center, scratch| {
            kernel::evaluate_center(inputs, outputs, &center.contexts, &center.targets, scratch);
        });
        self.n_products = n_products;
        next
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
        [&self.inputs, &self.outputs].map(|table| Part::weights(table.as_floats())).into()
    }

    fn parts_mut(&mut self) -> Vec<&mut [f32]> {
        vec![self.inputs.as_floats_mut(), self.outputs.as_floats_mut()]
    }

    /// For each product and dimension: a dot product, and a step on either side.
    fn n_operations(&self) -> u64 {
        self.n_products * 3 * self.inputs.dims() as u64
    }

    fn resume(&mut self, n_operations: u64, _: Option<&Stage>) {
        self.n_products = n_operations / (3 * self.inputs.dims() as u64);
    }
}
