//! A copy of the vectors as they are at one moment, taken a piece at a time: a table of hundreds of megabytes takes
//! longer than a slice.

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
    copy: Matrix,
    /// Bytes that the copy takes once it is whole; they are reserved.
    pub(super) n_bytes: u64,
    norms: InverseNorms,
}

/// Vectors of one moment, with one over their norms.
#[derive(Debug)]
pub(super) struct Snapshot {
    pub(super) matrix: Matrix,
    pub(super) norms: InverseNorms,
}

impl Snapshot {
    pub(super) fn view(&self) -> (Embedding<'_>, &[f32]) {
        ((&self.matrix).into(), self.norms.as_slice())
    }
}

impl Copying {
    /// Begins; none where there is no memory for it.
    pub(super) fn new(subject: &Subject) -> Option<Self> {
        let matrix = subject.matrix();
        let copy = Matrix::try_with_capacity(matrix.n_rows(), matrix.dims()).ok()?;
        Some(Self {
            copy,
            n_bytes: Matrix::bytes(matrix.n_rows() as u64, matrix.dims() as u64),
            norms: InverseNorms::default(),
        })
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
        let n_rows = matrix.n_rows() as u32;
        let rows_per_look = (OPERATIONS_PER_LOOK / matrix.stride()).max(1) as u32;
        while self.copy.n_rows() < matrix.n_rows() {
            let start = self.copy.n_rows() as u32;
            self.copy.extend_from_rows(matrix, start, (start + rows_per_look).min(n_rows));
            if slice.is_over() {
                return Err(self);
            }
        }
        while !self.norms.advance((&self.copy).into(), OPERATIONS_PER_LOOK) {
            if slice.is_over() {
                return Err(self);
            }
        }
        Ok(Snapshot { matrix: self.copy, norms: self.norms })
    }
}
