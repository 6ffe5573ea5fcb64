//! A copy of the vectors as they are at one moment, taken a piece at a time: a table of hundreds of megabytes takes
//! longer than a slice.

use std::sync::Arc;

use crate::{
    engine::{
        slice::{OPERATIONS_PER_LOOK, Slice},
        subject::Subject,
    },
    matrix::Matrix,
    space::{Embedding, InverseNorms},
};

/// A copy on its way. Training stands still until it is there.
#[derive(Debug)]
pub(super) struct Copying {
    /// The words whose vectors are copied; none: all words.
    word_ids: Option<Arc<[u32]>>,
    copy: Matrix,
    /// Bytes that the copy takes once it is whole; they are reserved.
    pub(super) n_bytes: u64,
    norms: InverseNorms,
}

/// Vectors of one moment, with one over their norms.
#[derive(Debug)]
pub(super) struct Snapshot {
    pub(super) matrix: Arc<Matrix>,
    pub(super) norms: InverseNorms,
}

impl Snapshot {
    /// Vectors that need no copy, as they never change. Their norms are still to be taken.
    pub(super) fn of(matrix: Arc<Matrix>) -> Self {
        Self { matrix, norms: InverseNorms::default() }
    }

    /// Takes some more of the norms; whether all are there.
    pub(super) fn measure(&mut self, n_operations: usize) -> bool {
        self.norms.advance((&*self.matrix).into(), n_operations)
    }

    pub(super) fn view(&self) -> (Embedding<'_>, &[f32]) {
        ((&*self.matrix).into(), self.norms.as_slice())
    }
}

impl Copying {
    /// Begins; none where there is no memory for it.
    pub(super) fn new(subject: &Subject) -> Option<Self> {
        Self::begin(subject, None)
    }

    /// The same of some words, whose vectors are the rows of the copy in their order.
    pub(super) fn of_words(subject: &Subject, word_ids: Arc<[u32]>) -> Option<Self> {
        Self::begin(subject, Some(word_ids))
    }

    fn begin(subject: &Subject, word_ids: Option<Arc<[u32]>>) -> Option<Self> {
        let matrix = subject.matrix();
        let n_rows = word_ids.as_ref().map_or(matrix.n_rows(), |word_ids| word_ids.len());
        let copy = Matrix::try_with_capacity(n_rows, matrix.dims()).ok()?;
        let n_bytes = Matrix::bytes(n_rows as u64, matrix.dims() as u64);
        Some(Self { word_ids, copy, n_bytes, norms: InverseNorms::default() })
    }

    /// The share of the rows that are copied, in [0, 1].
    pub(super) fn share_done(&self, subject: &Subject) -> f64 {
        let n_rows = self.word_ids.as_ref().map_or(subject.matrix().n_rows(), |word_ids| word_ids.len());
        self.copy.n_rows() as f64 / n_rows.max(1) as f64
    }

    /// Whether some rows are copied. Before that, training may go on: a job that is asked for again and again must not
    /// starve it.
    pub(super) fn has_begun(&self) -> bool {
        self.copy.n_rows() > 0
    }

    /// Goes on until the slice is over; the copy at the end.
    pub(super) fn advance(mut self, subject: &mut Subject, slice: &Slice<'_>) -> Result<Snapshot, Self> {
        if !subject.freshen(slice) {
            return Err(self);
        }
        let matrix = subject.matrix();
        let n_rows = self.word_ids.as_ref().map_or(matrix.n_rows(), |word_ids| word_ids.len());
        let rows_per_look = (OPERATIONS_PER_LOOK / matrix.stride()).max(1);
        while self.copy.n_rows() < n_rows {
            let start = self.copy.n_rows();
            let end = (start + rows_per_look).min(n_rows);
            match &self.word_ids {
                None => self.copy.extend_from_rows(matrix, start as u32, end as u32),
                Some(word_ids) => {
                    for &word_id in &word_ids[start..end] {
                        self.copy.extend_from_rows(matrix, word_id, word_id + 1);
                    }
                }
            }
            if slice.is_over() {
                return Err(self);
            }
        }
        while !self.norms.advance((&self.copy).into(), OPERATIONS_PER_LOOK) {
            if slice.is_over() {
                return Err(self);
            }
        }
        Ok(Snapshot { matrix: Arc::new(self.copy), norms: self.norms })
    }
}
