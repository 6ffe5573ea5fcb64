//! The sample of analogies, asked of the vectors that a run began with.
//!
//! They are gone once it trains, but for what was lent, so they are made again: lent ones copied, the others drawn. Training
//! goes on meanwhile.

use crate::{
    engine::{
        run::Run,
        slice::{OPERATIONS_PER_LOOK, Slice},
    },
    matrix::Matrix,
    space::{
        InverseNorms, SpaceError,
        evaluation::{AnalogySearch, Outcome},
    },
    train::initial_vector,
};

/// What a number costs that is drawn again, in multiply-adds.
const PRICE: usize = 8;

/// The first vectors of a run, and what they answer.
#[derive(Debug)]
pub(super) struct Before {
    vectors: Matrix,
    norms: InverseNorms,
    search: AnalogySearch,
}

impl Before {
    /// Nothing is made yet; none where there is no memory.
    pub(super) fn new(run: &Run, questions: Vec<[u32; 4]>) -> Option<Self> {
        let (n_words, dims) = (run.trainer.vectors().n_rows(), run.trainer.vectors().dims());
        let vectors = Matrix::try_with_capacity(n_words, dims).ok()?;
        Some(Self { vectors, norms: InverseNorms::default(), search: AnalogySearch::new(questions) })
    }

    /// Bytes that it takes.
    pub(super) fn n_bytes(&self) -> u64 {
        let rows = self.vectors.capacity_rows() as u64;
        Matrix::bytes(rows, self.vectors.dims() as u64)
    }

    /// Goes on until the slice is over; the share that is answered as expected at the end.
    pub(super) fn advance(&mut self, run: &Run, slice: &Slice<'_>) -> Result<Option<f32>, SpaceError> {
        let n_words = run.trainer.vectors().n_rows();
        let is_done = slice.repeat(|| {
            let first = self.vectors.n_rows();
            if first < n_words {
                let n = (OPERATIONS_PER_LOOK / (PRICE * self.vectors.stride())).max(1).min(n_words - first);
                self.vectors.grow(n, 0.0);
                for row in first..first + n {
                    let vector =
                        initial_vector(run.trainer.config(), run.trainer.loan().map(|loan| &**loan), row as u32);
                    self.vectors.vector_mut(row).copy_from_slice(&vector);
                }
                return Ok(false);
            }
            if !self.norms.advance((&self.vectors).into(), OPERATIONS_PER_LOOK) {
                return Ok(false);
            }
            let embedding = (&self.vectors).into();
            self.search.advance(embedding, self.norms.as_slice(), &|id| id, OPERATIONS_PER_LOOK)
        })?;
        if !is_done {
            return Ok(None);
        }
        let outcomes = self.search.outcomes();
        let n_correct = outcomes.iter().filter(|&&outcome| outcome == Outcome::Correct).count();
        Ok(Some(n_correct as f32 / outcomes.len().max(1) as f32))
    }
}
