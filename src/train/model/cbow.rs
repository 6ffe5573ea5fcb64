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

use wide::f32x4;

use super::{Model, Part, glove::stage::Stage};
use crate::{
    matrix::Matrix,
    train::{
        budget::Budget,
        config::TrainConfig,
        generator::{TrainRng, Use},
        kernel::{self, Scratch, Targets, add_block},
        loan::Paces,
        loss::Tally,
        unit::{Cursor, Text, Unit},
        windows::Windows,
    },
};

#[derive(Debug, Clone)]
pub(in crate::train) struct Cbow {
    /// Context words' vectors: the embedding.
    inputs: Matrix,
    /// Center words' vectors.
    outputs: Matrix,
    windows: Windows,
    /// Loss of a center for a model that knows nothing.
    untrained_loss: f64,
    contexts: Vec<u32>,
    targets: Targets,
    hidden: Vec<f32x4>,
    change: Vec<f32x4>,
    scratch: Scratch,
    n_operations: u64,
}

impl Cbow {
    /// `inputs` are drawn or lent, and `outputs` are zeros. `paces`: of the inputs.
    pub(in crate::train) fn new(
        config: &TrainConfig,
        inputs: Matrix,
        outputs: Matrix,
        paces: Paces,
        windows: Windows,
    ) -> Self {
        let row = vec![f32x4::splat(0.0); inputs.lanes_per_row()];
        Self {
            windows,
            untrained_loss: f64::from(1 + config.negatives) * std::f64::consts::LN_2,
            contexts: Vec::with_capacity(2 * config.window as usize),
            targets: Targets::new(),
            hidden: row.clone(),
            change: row,
            scratch: Scratch::new(&inputs).with_paces(paces),
            inputs,
            outputs,
            n_operations: 0,
        }
    }

    /// Draws all that is random about a center.
    fn draw(&mut self, center: usize, rng: &mut TrainRng) {
        self.windows.draw_contexts(center, rng, &mut self.contexts);
        self.windows.draw_targets(center, rng, &mut self.targets);
    }

    /// Sets `hidden` to the mean of the contexts, of which there is at least one.
    fn average(&mut self) {
        self.hidden.fill(f32x4::splat(0.0));
        let share = [1.0 / self.contexts.len() as f32];
        for &id in &self.contexts {
            add_block::<1, 1, false>(&mut [&mut self.hidden], [self.inputs.row(id)], &share, (0, 0), &mut [&mut []]);
        }
    }

    /// Moves the targets and all contexts of the center that is drawn.
    fn step(&mut self, rate: f32) {
        let Self { hidden, change, outputs, targets, scratch, .. } = self;
        kernel::train_hidden(hidden, change, outputs, targets, rate, scratch);
        for &id in &self.contexts {
            let pace = scratch.paces().of_word(id);
            // A step of zero would turn a zero's sign.
            if pace > 0.0
                && let Some(mut row) = self.inputs.rows_mut([id])
            {
                add_block::<1, 1, false>(&mut row, [&*change], &[pace], (0, 0), &mut [&mut []]);
            }
        }
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
        self.scratch.swap_loss(&mut tally.sum);
        let mut center = start;
        while center < n {
            self.draw(center, &mut rng);
            center += 1;
            let (n_contexts, n_targets) = (self.contexts.len() as u64, self.targets.ids().len() as u64);
            if n_contexts > 0 {
                self.average();
                let n_operations = (3 * n_targets + 2 * n_contexts) * self.inputs.dims() as u64;
                if let Some(rate) = rate {
                    self.step(rate);
                    self.n_operations += n_operations;
                } else {
                    kernel::evaluate_hidden(&self.hidden, &self.outputs, &self.targets, &mut self.scratch);
                }
                tally.n_pairs += 1;
                budget.spend(n_operations);
            }
            budget.spend(16 * (n_contexts + n_targets));
            if budget.is_spent() {
                break;
            }
        }
        self.scratch.swap_loss(&mut tally.sum);
        tally.untrained = tally.n_pairs as f64 * self.untrained_loss;
        self.windows.stop_before(center, rng);
        (center < n).then_some(center)
    }
}

impl Model for Cbow {
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
        [&self.inputs, &self.outputs].map(|table| Part::weights(table.as_floats())).into()
    }

    fn parts_mut(&mut self) -> Vec<&mut [f32]> {
        vec![self.inputs.as_floats_mut(), self.outputs.as_floats_mut()]
    }

    /// For each target and dimension a dot product and two steps; for each context its share of the mean, and a step.
    fn n_operations(&self) -> u64 {
        self.n_operations
    }

    fn resume(&mut self, n_operations: u64, _: Option<&Stage>) {
        self.n_operations = n_operations;
    }
}
