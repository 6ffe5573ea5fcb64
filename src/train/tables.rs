//! The tables that a model begins with, filled in slices.

use std::sync::Arc;

use super::{
    budget::Budget,
    checkpoint::MOST_WEIGHT,
    config::{Method, TrainConfig},
    error::TrainError,
    generator::{TrainRng, Use, generator},
    loan::Loan,
    sampler::unit,
};
use crate::matrix::Matrix;

/// What a table begins with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Fill {
    /// Each float is this, those of the padding too.
    Value(f32),
    /// Uniform in `(-2, 2) / dims`, each row from the generator of its own. word2vec.c has a quarter of that and gensim
    /// half. Nothing moves while the vectors are nearly zero, and short runs come further the sooner that is over
    /// (`benches/RESULTS.md`).
    Drawn(Use),
}

/// Tables of one shape, under construction.
#[derive(Debug)]
pub(super) struct TablesBuilder {
    n_rows: usize,
    dims: usize,
    seed: u32,
    fills: Vec<Fill>,
    tables: Vec<Matrix>,
    /// What the inputs begin with instead, word by word.
    loan: Option<Arc<Loan>>,
}

impl TablesBuilder {
    pub(super) fn new(n_rows: usize, dims: usize, seed: u32, fills: Vec<Fill>) -> Self {
        Self { n_rows, dims, seed, tables: Vec::new(), fills, loan: None }
    }

    /// The same with vectors that are lent to the words of [`Use::InitialInputs`]; the others are drawn as always. The loan is
    /// of as many dimensions.
    pub(super) fn lent(self, loan: Option<Arc<Loan>>) -> Self {
        Self { loan, ..self }
    }

    /// Fills some more rows. True once all tables are full.
    /// Errors: [`TrainError::Memory`], [`TrainError::LargeLoan`].
    pub(super) fn advance(&mut self, budget: &mut Budget) -> Result<bool, TrainError> {
        /// What a float costs; a drawn one costs more.
        const PRICES: [u64; 2] = [1, 8];
        while !budget.is_spent() {
            let n_full = self.tables.iter().take_while(|table| table.n_rows() == self.n_rows).count();
            let Some(&fill) = self.fills.get(n_full) else {
                return Ok(true);
            };
            if n_full == self.tables.len() {
                let n_bytes = Matrix::bytes(self.n_rows as u64, self.dims as u64);
                let table = Matrix::try_with_capacity(self.n_rows, self.dims);
                self.tables.push(table.map_err(|_| TrainError::Memory { n_bytes })?);
                // The allocation is a slice of its own.
                return Ok(false);
            }
            let table = &mut self.tables[n_full];
            let price = PRICES[usize::from(matches!(fill, Fill::Drawn(_)))] * table.stride() as u64;
            let first = table.n_rows();
            let n_new = budget.n_steps(price).min(self.n_rows - first);
            budget.spend(price * n_new as u64);
            match fill {
                Fill::Value(value) => table.grow(n_new, value),
                Fill::Drawn(use_) => {
                    table.grow(n_new, 0.0);
                    draw_rows(table, first, |row| generator(self.seed, use_, 0, row));
                    if let Some(loan) = self.loan.as_deref().filter(|_| use_ == Use::InitialInputs) {
                        lend_rows(table, first, loan)?;
                    }
                }
            }
        }
        Ok(false)
    }

    /// The share of the rows that are filled, in [0, 1].
    pub(super) fn share_done(&self) -> f64 {
        let n_rows: usize = self.tables.iter().map(Matrix::n_rows).sum();
        n_rows as f64 / (self.fills.len() * self.n_rows).max(1) as f64
    }

    /// The tables, in the order of their fills.
    pub(super) fn finish(self) -> Vec<Matrix> {
        self.tables
    }
}

fn draw_rows(table: &mut Matrix, first: usize, generator: impl Fn(u64) -> TrainRng) {
    let (stride, dims) = (table.stride(), table.dims());
    let rows = table.as_floats_mut()[first * stride..].chunks_exact_mut(stride);
    for (number, row) in (first as u64..).zip(rows) {
        draw_row(&mut row[..dims], generator(number));
    }
}

/// Puts what is lent into the place of what was drawn, from a row on.
fn lend_rows(table: &mut Matrix, first: usize, loan: &Loan) -> Result<(), TrainError> {
    for row in first..table.n_rows() {
        let Some(vector) = loan.vector(row as u32) else { continue };
        // What is no number compares as false.
        if !vector.iter().all(|x| x.abs() <= MOST_WEIGHT) {
            return Err(TrainError::LargeLoan { most: MOST_WEIGHT });
        }
        table.vector_mut(row).copy_from_slice(vector);
    }
    Ok(())
}

fn draw_row(row: &mut [f32], mut rng: TrainRng) {
    let dims = row.len() as f32;
    row.fill_with(|| 4.0 * (unit(&mut rng) - 0.5) / dims);
}

/// The vector that a run of these settings has for a word before its first step, bit for bit: it is drawn again, unless it
/// was lent.
pub fn initial_vector(config: &TrainConfig, loan: Option<&Loan>, word_id: u32) -> Vec<f32> {
    if let Some(vector) = loan.and_then(|loan| loan.vector(word_id)) {
        return vector.to_vec();
    }
    let drawn = |use_| {
        let mut row = vec![0.0; config.dims];
        draw_row(&mut row, generator(config.seed, use_, 0, word_id.into()));
        row
    };
    let inputs = drawn(Use::InitialInputs);
    match config.method {
        // Its vectors are the sums of both sides.
        Method::Glove { .. } => inputs.iter().zip(drawn(Use::InitialOutputs)).map(|(x, y)| x + y).collect(),
        _ => inputs,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_do_not_depend_on_how_their_filling_was_sliced() {
        let fills = vec![Fill::Drawn(Use::InitialInputs), Fill::Value(1.0), Fill::Drawn(Use::InitialOutputs)];
        let made = |n_operations| {
            let mut builder = TablesBuilder::new(50, 7, 3, fills.clone());
            while !builder.advance(&mut Budget::new(n_operations)).expect("a few bytes") {}
            builder.finish()
        };
        let whole = made(u64::MAX);
        assert_eq!(made(100), whole);
        assert!(whole.iter().all(|table| (table.n_rows(), table.dims()) == (50, 7)));
        assert_ne!(whole[0], whole[2], "the two sides are drawn apart");
        assert!(whole[0].as_floats().iter().all(|x| x.abs() <= 2.0 / 7.0));
        assert_eq!(whole[1].vector(49), [1.0; 7]);
    }
}
