//! `GloVe` (Pennington et al. 2014, "`GloVe`: Global Vectors for Word Representation").
//!
//! First all pairs of words that stand near each other are counted, then vectors `w`, `w~` and biases `b`, `b~` are fit
//! to the logarithms of the counts `X` (equation 8 of the paper):
//!
//! ```text
//! J = sum_ij f(X_ij) (w_i . w~_j + b_i + b~_j - ln X_ij)^2,   f(x) = min(1, (x / x_max)^alpha)
//! ```
//!
//! The loss is the mean of its terms. Pairs come in a drawn order, the same in each epoch; of each, both directions are
//! trained, as `X` is symmetric. The vectors shown are `w + w~` (section 4.2).
//!
//! Steps are `AdaGrad`'s (Duchi et al. 2011): a float moves by `rate g / sqrt(1 + sum g^2)`, with the sum over its
//! earlier gradients. The authors' code adds up `(rate g)^2` instead, which is smaller, so that its steps stay longer:
//! the paper's rate of 0.05 there is not the same as 0.05 here. The learning rate does not decay besides.
//!
//! The loss of a model that knows nothing is taken to be `f(X) (ln^2 X + 1)` for each term: `ln^2 X` is what vectors and
//! biases of zero give, and 1 is for the products of the vectors that are drawn.
//!
//! The held-out loss is that of the pairs counted in the held-out sentences, their counts scaled up to the length of
//! the text that is trained on. Counts of a hundredth of a text are rough, so it stays well above the loss of training;
//! what it tells is whether it still falls.

use std::sync::Arc;

use super::{Model, Part};
use crate::{
    matrix::Matrix,
    train::{
        budget::Budget,
        error::TrainError,
        generator::Use,
        loss::Tally,
        unit::{Cursor, Text, Unit},
    },
};

mod cooccurrence;
pub(in crate::train) mod packed;
mod side;
pub(in crate::train) mod stage;
mod terms;

pub(in crate::train) use cooccurrence::Counter;
use side::{Side, difference, step};
use stage::{Stage, Weighing};
use terms::{Term, Terms};

/// Pairs that a unit has at least, so that a pass has no more units than words.
const LEAST_PAIRS_PER_UNIT: usize = 256;
/// Multiply-adds of a step for each dimension: a dot product, and for either side a gradient, its square, a quotient
/// and two sums.
const OPERATIONS_PER_DIM: u64 = 8;
/// Operations of the preparation between two looks at how far it is.
const PREPARATION_SLICE: u64 = 100_000;

#[derive(Debug, Clone)]
pub(in crate::train) struct Glove {
    weighing: Weighing,
    stage: Stage,
    mains: Side,
    contexts: Side,
    /// `w + w~`.
    sum: Matrix,
    /// Rows of `sum` that are out of date, and whether a row is one of them.
    stale: Vec<u32>,
    is_stale: Vec<bool>,
    n_steps: u64,
}

impl Glove {
    /// At the beginning of its preparation. `vectors` are drawn, `squares` are ones, and `sum` may hold anything: all
    /// of its rows are out of date.
    /// Errors: [`TrainError::Memory`].
    pub(in crate::train) fn new(
        weighing: Weighing,
        vectors: [Matrix; 2],
        squares: [Matrix; 2],
        sum: Matrix,
    ) -> Result<Self, TrainError> {
        let ([mains, contexts], [main_squares, context_squares]) = (vectors, squares);
        let n_words = sum.n_rows();
        Ok(Self {
            stage: Stage::new(&weighing)?,
            weighing,
            mains: Side::new(mains, main_squares),
            contexts: Side::new(contexts, context_squares),
            sum,
            stale: (0..n_words as u32).collect(),
            is_stale: vec![true; n_words],
            n_steps: 0,
        })
    }

    /// The pairs of training and of evaluation; none before they are prepared.
    fn fitting(&self) -> Option<(&Arc<Terms>, &Arc<Terms>)> {
        if let Stage::Fitting { terms, held_out } = &self.stage { Some((terms, held_out)) } else { None }
    }

    fn n_terms(&self) -> usize {
        self.fitting().map_or(0, |(terms, _)| terms.len())
    }

    fn n_held_out(&self) -> usize {
        self.fitting().map_or(0, |(_, held_out)| held_out.len())
    }

    fn pairs_per_unit(&self, text: Text<'_>) -> usize {
        self.n_terms().div_ceil(text.split.n_training_tokens().max(1) as usize).max(LEAST_PAIRS_PER_UNIT)
    }

    /// Multiply-adds of one direction of a term; 64 more are for rows that are far away.
    fn price(&self) -> u64 {
        OPERATIONS_PER_DIM * self.sum.stride() as u64 + 64
    }

    /// One step in each direction of a term.
    fn fit(&mut self, term: Term, rate: f32, tally: &mut Tally) {
        let (i, j) = (term.word, term.other);
        let directions = [(i, j), (j, i)];
        for &(i, j) in &directions[..if i == j { 1 } else { 2 }] {
            tally.sum.linear += f64::from(step(&mut self.mains, &mut self.contexts, i, j, &term, rate));
            tally.untrained += term.untrained_loss();
            tally.n_pairs += 1;
            self.n_steps += 1;
        }
        for row in [i, j] {
            if !std::mem::replace(&mut self.is_stale[row as usize], true) {
                self.stale.push(row);
            }
        }
    }
}

/// Words of a text that some of the units of a pass over it stand for.
fn n_tokens_of(n_tokens: u64, n_units: usize, unit: usize) -> u64 {
    let done = |units: usize| u128::from(n_tokens) * units as u128 / n_units.max(1) as u128;
    (done(unit + 1) - done(unit)) as u64
}

impl Model for Glove {
    /// The first pass counts.
    fn n_preparations(&self) -> u32 {
        1
    }

    fn prepare(&mut self, text: Text<'_>, budget: &mut Budget) -> Result<u64, TrainError> {
        let mut slice = budget.at_most(PREPARATION_SLICE);
        let n_before = slice;
        while !slice.is_spent() && !self.stage.advance(text, &self.weighing, &mut slice)? {}
        budget.spend(n_before.minus(slice));
        let n_tokens = text.split.n_training_tokens();
        let is_done = self.fitting().is_some();
        Ok(if is_done { n_tokens } else { ((n_tokens as f64 * self.stage.share(text)) as u64).min(n_tokens) })
    }

    fn n_units(&self, text: Text<'_>) -> usize {
        self.n_terms().div_ceil(self.pairs_per_unit(text)).max(1)
    }

    /// A pass over the pairs stands for one over the text.
    fn n_tokens_of(&self, text: Text<'_>, unit: usize) -> u64 {
        n_tokens_of(text.split.n_training_tokens(), self.n_units(text), unit)
    }

    fn train(
        &mut self,
        text: Text<'_>,
        cursor: Cursor,
        rate: f32,
        budget: &mut Budget,
        tally: &mut Tally,
    ) -> Option<usize> {
        let Stage::Fitting { terms, .. } = &self.stage else { return None };
        let terms = Arc::clone(terms);
        let n = self.pairs_per_unit(text);
        let (start, end) = (cursor.unit * n, ((cursor.unit + 1) * n).min(terms.len()));
        let price = 2 * self.price();
        for i in start + cursor.center..end {
            self.fit(terms.get(i), rate, tally);
            budget.spend(price);
            if budget.is_spent() {
                return Some(i + 1 - start).filter(|_| i + 1 < end);
            }
        }
        None
    }

    fn n_held_out_units(&self, _: Text<'_>) -> usize {
        self.n_held_out().div_ceil(LEAST_PAIRS_PER_UNIT)
    }

    fn n_held_out_tokens_of(&self, text: Text<'_>, unit: usize) -> u64 {
        n_tokens_of(text.split.n_held_out_tokens(), self.n_held_out_units(text), unit)
    }

    fn evaluate(
        &mut self,
        text: Text<'_>,
        unit: Unit,
        center: usize,
        budget: &mut Budget,
        tally: &mut Tally,
    ) -> Option<usize> {
        let (terms, held_out) = self.fitting()?;
        let (terms, n) = match unit.use_ {
            Use::HeldOut => (held_out, LEAST_PAIRS_PER_UNIT),
            _ => (terms, self.pairs_per_unit(text)),
        };
        let start = unit.number * n;
        let end = (start + n).min(terms.len());
        for i in start + center..end {
            let term = terms.get(i);
            for (i, j) in [(term.word, term.other), (term.other, term.word)] {
                let difference = f64::from(difference(&self.mains, &self.contexts, i, j, term.log));
                tally.sum.linear += f64::from(term.weight) * difference * difference;
                tally.untrained += term.untrained_loss();
                tally.n_pairs += 1;
            }
            budget.spend(self.price() / 2);
            if budget.is_spent() {
                return Some(i + 1 - start).filter(|_| i + 1 < end);
            }
        }
        None
    }

    fn refresh_some(&mut self, budget: &mut Budget) -> bool {
        let stride = self.sum.stride();
        while let Some(row) = self.stale.pop() {
            self.is_stale[row as usize] = false;
            let sides = self.mains.vectors.row(row).iter().zip(self.contexts.vectors.row(row));
            for (sum, (main, context)) in self.sum.row_mut(row).iter_mut().zip(sides) {
                *sum = *main + *context;
            }
            budget.spend(stride as u64 + 16);
            if budget.is_spent() {
                break;
            }
        }
        self.stale.is_empty()
    }

    fn vectors(&self) -> &Matrix {
        &self.sum
    }

    fn into_vectors(self: Box<Self>) -> Matrix {
        self.sum
    }

    fn parts(&self) -> Vec<Part<'_>> {
        let sides = [&self.mains, &self.contexts];
        sides
            .into_iter()
            .flat_map(|side| side.weights().map(Part::weights).into_iter().chain(side.squares().map(Part::sums)))
            .collect()
    }

    fn parts_mut(&mut self) -> Vec<&mut [f32]> {
        self.mains.parts_mut().into_iter().chain(self.contexts.parts_mut()).collect()
    }

    fn n_operations(&self) -> u64 {
        self.n_steps * OPERATIONS_PER_DIM * self.sum.dims() as u64
    }

    fn n_pairs(&self) -> Option<u64> {
        self.fitting().map(|(terms, _)| terms.len() as u64)
    }

    fn stage(&self) -> Option<Stage> {
        Some(self.stage.clone())
    }

    fn resume(&mut self, n_operations: u64, stage: Option<&Stage>) {
        self.n_steps = n_operations / (OPERATIONS_PER_DIM * self.sum.dims() as u64);
        if let Some(stage) = stage {
            self.stage = stage.clone();
        }
        self.stale.clear();
        self.stale.extend(0..self.sum.n_rows() as u32);
        self.is_stale.fill(true);
    }
}

#[cfg(test)]
mod tests;
