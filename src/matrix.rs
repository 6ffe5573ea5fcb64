//! A matrix of vectors: one row a word, each row padded with zeros to whole lanes.
//!
//! It lies under `train`, which changes it, and `space`, which reads it.

use std::collections::TryReserveError;

use wide::f32x4;

/// Floats in one lane group.
pub(crate) const LANES: usize = 4;

/// `n_rows x dims` floats, row-major; each row is padded to a multiple of four floats with zeros, which training keeps
/// zero: a gradient of a padded column is a product with a padded column.
#[derive(Debug, Clone, PartialEq)]
pub struct Matrix {
    n_rows: usize,
    dims: usize,
    lanes: Vec<f32x4>,
}

impl Matrix {
    /// A table of zeros. `dims` is at least 1.
    pub fn zeros(n_rows: usize, dims: usize) -> Self {
        let lanes_per_row = dims.div_ceil(LANES).max(1);
        Self { n_rows, dims, lanes: vec![f32x4::splat(0.0); n_rows * lanes_per_row] }
    }

    /// A matrix of zeros, or an error where there is no memory for it. `dims` is at least 1.
    pub fn try_zeros(n_rows: usize, dims: usize) -> Result<Self, TryReserveError> {
        let n_lanes = n_rows.saturating_mul(dims.div_ceil(LANES).max(1));
        let mut lanes = Vec::new();
        lanes.try_reserve_exact(n_lanes)?;
        lanes.resize(n_lanes, f32x4::splat(0.0));
        Ok(Self { n_rows, dims, lanes })
    }

    /// A matrix without rows that has memory for `n_rows` of them, or an error where there is none. `dims` is at least 1.
    ///
    /// Rows come by [`Matrix::grow`], as a large matrix takes longer to fill than a slice of work may last.
    pub(crate) fn try_with_capacity(n_rows: usize, dims: usize) -> Result<Self, TryReserveError> {
        let mut lanes = Vec::new();
        lanes.try_reserve_exact(n_rows.saturating_mul(dims.div_ceil(LANES).max(1)))?;
        Ok(Self { n_rows: 0, dims, lanes })
    }

    /// Appends `n_rows` rows whose floats are `value`, padding included: zero, but for a matrix of divisors.
    pub(crate) fn grow(&mut self, n_rows: usize, value: f32) {
        let n_lanes = self.lanes.len() + n_rows * self.lanes_per_row();
        self.lanes.resize(n_lanes, f32x4::splat(value));
        self.n_rows += n_rows;
    }

    /// Makes room for `n_rows` more rows and no others, or gives an error where there is none.
    pub(crate) fn try_reserve_rows(&mut self, n_rows: usize) -> Result<(), TryReserveError> {
        self.lanes.try_reserve_exact(n_rows.saturating_mul(self.lanes_per_row()))
    }

    /// Rows that there is memory for.
    pub(crate) fn capacity_rows(&self) -> usize {
        self.lanes.capacity() / self.lanes_per_row()
    }

    /// Leaves out all rows from `n_rows` on; their memory stays.
    pub(crate) fn truncate(&mut self, n_rows: usize) {
        self.lanes.truncate(n_rows * self.lanes_per_row());
        self.n_rows = self.n_rows.min(n_rows);
    }

    /// Copies one row over another one. Panics where there is no such row.
    pub(crate) fn copy_row(&mut self, from: usize, to: usize) {
        let n = self.lanes_per_row();
        self.lanes.copy_within(from * n..(from + 1) * n, to * n);
    }

    /// The `dims` floats of one row, to change. Panics where there is no such row.
    pub(crate) fn vector_mut(&mut self, row: usize) -> &mut [f32] {
        let (stride, dims) = (self.stride(), self.dims);
        &mut self.as_floats_mut()[row * stride..][..dims]
    }

    /// A matrix of these rows, one after the other: `n_rows x dims` floats, without padding.
    pub fn from_rows(floats: &[f32], dims: usize) -> Self {
        let dims = dims.max(1);
        let mut matrix = Self::zeros(floats.len() / dims, dims);
        let stride = matrix.stride();
        for (row, values) in matrix.as_floats_mut().chunks_exact_mut(stride).zip(floats.chunks_exact(dims)) {
            row[..dims].copy_from_slice(values);
        }
        matrix
    }

    /// Rows: words.
    pub fn n_rows(&self) -> usize {
        self.n_rows
    }

    /// Floats of a row that mean something.
    pub fn dims(&self) -> usize {
        self.dims
    }

    /// Floats from one row's start to the next one's.
    pub fn stride(&self) -> usize {
        self.lanes_per_row() * LANES
    }

    /// All floats, padding included: `n_rows * stride`.
    pub fn as_floats(&self) -> &[f32] {
        bytemuck::cast_slice(&self.lanes)
    }

    /// All floats in groups of four, padding included.
    pub(crate) fn as_lanes(&self) -> &[f32x4] {
        &self.lanes
    }

    /// All floats, padding included, which has to stay zero.
    pub(crate) fn as_floats_mut(&mut self) -> &mut [f32] {
        bytemuck::cast_slice_mut(&mut self.lanes)
    }

    /// The `dims` floats of one row. Panics where there is no such row.
    pub fn vector(&self, row: u32) -> &[f32] {
        &bytemuck::cast_slice(self.row(row))[..self.dims]
    }

    /// Appends the rows from `start` to before `end` of a matrix of the same `dims`. Panics where there are no such rows.
    pub fn extend_from_rows(&mut self, from: &Self, start: u32, end: u32) {
        let n = self.lanes_per_row();
        self.lanes.extend_from_slice(&from.lanes[start as usize * n..end as usize * n]);
        self.n_rows += (end - start) as usize;
    }

    /// Bytes that a matrix of this shape takes, padding included.
    pub const fn bytes(n_rows: u64, dims: u64) -> u64 {
        4 * n_rows * dims.next_multiple_of(LANES as u64)
    }

    /// Sets each meaningful float to what `value` gives, row by row.
    pub fn fill_with(&mut self, mut value: impl FnMut() -> f32) {
        let (stride, dims) = (self.stride(), self.dims);
        for row in self.as_floats_mut().chunks_exact_mut(stride) {
            row[..dims].fill_with(&mut value);
        }
    }

    pub(crate) fn lanes_per_row(&self) -> usize {
        self.dims.div_ceil(LANES).max(1)
    }

    /// One row. Panics where there is no such row: word ids come from the vocabulary the table was made for.
    #[inline]
    pub(crate) fn row(&self, row: u32) -> &[f32x4] {
        let n = self.lanes_per_row();
        &self.lanes[row as usize * n..][..n]
    }

    /// One row, to change. Panics where there is no such row.
    #[inline]
    pub(crate) fn row_mut(&mut self, row: u32) -> &mut [f32x4] {
        let n = self.lanes_per_row();
        &mut self.lanes[row as usize * n..][..n]
    }

    /// Some rows at once, or nothing where two are the same row. Panics where there is no such row.
    #[inline]
    pub(crate) fn rows_mut<const N: usize>(&mut self, rows: [u32; N]) -> Option<[&mut [f32x4]; N]> {
        let n = self.lanes_per_row();
        let ranges = rows.map(|row| row as usize * n..(row as usize + 1) * n);
        match self.lanes.get_disjoint_mut(ranges) {
            Ok(rows) => Some(rows),
            Err(std::slice::GetDisjointMutError::OverlappingIndices) => None,
            Err(error) => panic!("no such row of a table of {} rows: {error}", self.n_rows),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn padding_is_zero_and_stays_out_of_dims() {
        let mut matrix = Matrix::zeros(2, 5);
        matrix.fill_with(|| 1.0);
        assert_eq!(matrix.stride(), 8);
        assert_eq!(matrix.as_floats(), [1., 1., 1., 1., 1., 0., 0., 0., 1., 1., 1., 1., 1., 0., 0., 0.]);
    }

    #[test]
    fn a_matrix_grows_by_rows() {
        let mut matrix = Matrix::try_with_capacity(3, 3).expect("a few bytes");
        matrix.grow(1, 0.0);
        matrix.grow(2, 1.0);
        assert_eq!(matrix.as_floats(), [0., 0., 0., 0., 1., 1., 1., 1., 1., 1., 1., 1.]);
        assert_eq!((matrix.n_rows(), matrix.vector(2)), (3, &[1.0; 3][..]));
    }

    #[test]
    fn one_row_cannot_be_had_twice() {
        let mut matrix = Matrix::zeros(3, 4);
        assert!(matrix.rows_mut([1, 1]).is_none());
        assert!(matrix.rows_mut([0, 2]).is_some());
    }
}
