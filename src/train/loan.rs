//! Vectors that a run begins with in the place of drawn ones: those of words that another table knows.
//!
//! Only input vectors are lent, as a table of vectors has no others: output vectors begin with zeros as in any run. `GloVe`
//! shows sums of two tables that are trained apart, and a sum does not tell its parts, so `GloVe` borrows nothing.
//!
//! A borrowed vector moves by `rate` times the step that a drawn one would take. At 0 it is frozen: its bits stay, whatever its
//! word meets, while the outputs that meet it are trained as always. At 1 the run is one that merely began elsewhere.

use std::sync::Arc;

use thiserror::Error;

use crate::matrix::Matrix;

/// What stands in the place of a row for a word that is not lent, and so is drawn.
pub const DRAWN: u32 = u32::MAX;

/// The vectors that are lent to the words of a vocabulary.
#[derive(Debug, Clone, PartialEq)]
pub struct Loan {
    vectors: Arc<Matrix>,
    rows: Vec<u32>,
}

/// A loan whose parts do not fit together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the vectors to begin with do not fit the words that they are for")]
pub struct LoanMisfit;

impl Loan {
    /// `rows`: for each word of the vocabulary its row of `vectors`, or [`DRAWN`]. Errors: a row that is not there.
    pub fn new(vectors: Matrix, rows: Vec<u32>) -> Result<Self, LoanMisfit> {
        let n_rows = vectors.n_rows();
        let fits = rows.iter().all(|&row| row == DRAWN || (row as usize) < n_rows);
        if fits { Ok(Self { vectors: Arc::new(vectors), rows }) } else { Err(LoanMisfit) }
    }

    /// The lent vectors.
    pub fn vectors(&self) -> &Arc<Matrix> {
        &self.vectors
    }

    /// For each word its row of [`Loan::vectors`], or [`DRAWN`].
    pub fn rows(&self) -> &[u32] {
        &self.rows
    }

    /// The vector that is lent to a word; none where it is drawn.
    pub fn vector(&self, word_id: u32) -> Option<&[f32]> {
        self.row_of(word_id).map(|row| self.vectors.vector(row))
    }

    /// The row of [`Loan::vectors`] that is lent to a word; none where it is drawn.
    pub fn row_of(&self, word_id: u32) -> Option<u32> {
        self.rows.get(word_id as usize).copied().filter(|&row| row != DRAWN)
    }

    /// Words that are drawn, by rising id.
    pub fn drawn(&self) -> impl Iterator<Item = u32> {
        (0..).zip(&self.rows).filter(|(_, row)| **row == DRAWN).map(|(word_id, _)| word_id)
    }

    /// Words that a vector is lent to.
    pub fn n_lent(&self) -> usize {
        self.rows.iter().filter(|&&row| row != DRAWN).count()
    }

    /// Bytes that it takes.
    pub fn n_bytes(&self) -> u64 {
        Self::bytes(self.vectors.n_rows() as u64, self.rows.len() as u64, self.vectors.dims() as u64)
    }

    /// Bytes of a loan of `n_rows` vectors to a vocabulary of `n_words`.
    pub fn bytes(n_rows: u64, n_words: u64, dims: u64) -> u64 {
        Matrix::bytes(n_rows, dims) + 4 * n_words
    }
}

/// How far an input vector moves, as a factor of the step that it would take in an ordinary run.
#[derive(Debug, Clone, Default)]
pub(crate) struct Paces {
    /// One a word; empty where all are 1.
    factors: Vec<f32>,
}

impl Paces {
    /// Those of a loan at a rate.
    pub(super) fn of(loan: &Loan, rate: f64) -> Self {
        let factor = |&row: &u32| if row == DRAWN { 1.0 } else { rate as f32 };
        Self { factors: loan.rows.iter().map(factor).collect() }
    }

    /// Whether every vector moves as in an ordinary run.
    #[inline]
    pub(super) fn are_plain(&self) -> bool {
        self.factors.is_empty()
    }

    /// The factor of a word, in [0, 1].
    #[inline]
    pub(super) fn of_word(&self, word_id: u32) -> f32 {
        self.factors.get(word_id as usize).copied().unwrap_or(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loan_knows_who_is_drawn() {
        let vectors = Matrix::from_rows(&[1.0, 2.0, 3.0, 4.0], 2);
        assert_eq!(Loan::new(vectors.clone(), vec![0, 2]), Err(LoanMisfit));
        let loan = Loan::new(vectors, vec![DRAWN, 1, 0, DRAWN, 1]).expect("rows that are there");
        assert_eq!(loan.drawn().collect::<Vec<_>>(), [0, 3]);
        assert_eq!(
            (loan.n_lent(), loan.vector(1), loan.vector(3), loan.vector(9)),
            (3, Some(&[3.0, 4.0][..]), None, None)
        );
        let paces = Paces::of(&loan, 0.25);
        assert_eq!([0, 1, 2, 3].map(|word| paces.of_word(word)), [1.0, 0.25, 0.25, 1.0]);
        assert!(Paces::default().are_plain() && !paces.are_plain());
    }
}
