//! Sums of products of vectors, for their principal components.

use wide::f32x4;

use super::{
    budget::Budget,
    embedding::{Embedding, SpaceError},
};

/// Rows whose products are summed in f32 before they are added to the f64 totals: few enough that seven digits hold.
const ROWS_PER_BLOCK: usize = 64;
/// Lane groups that one pass over a block sums at a time.
const COLUMNS: usize = 4;

/// The sum of products of the vectors' differences from their mean, in slices.
///
/// Words come in blocks. A block's products are summed for two rows of the matrix at a time, and work can pause after each
/// pair of rows; so sums are added in the same order however the work is cut.
#[derive(Debug, Clone)]
pub(super) struct Covariance {
    dims: usize,
    /// `dims x dims`, row-major; what lies before the diagonal is not complete.
    totals: Vec<f64>,
    /// Differences from the mean, `n_lanes` groups a row, filled with zeros.
    block: Vec<f32x4>,
    n_lanes: usize,
    rows_in_block: usize,
    /// The next word that is not in a block yet.
    next_word: usize,
    /// The next row of the matrix that the block has to be added to.
    next_row: usize,
}

impl Covariance {
    pub(super) fn new(dims: usize) -> Self {
        let n_lanes = dims.div_ceil(4).next_multiple_of(COLUMNS);
        Self {
            dims,
            totals: vec![0.0; dims * dims],
            block: vec![f32x4::splat(0.0); ROWS_PER_BLOCK * n_lanes],
            n_lanes,
            rows_in_block: 0,
            next_word: 0,
            next_row: dims,
        }
    }

    /// Goes on; whether all words are in it. `word_ids`, `mean`: the same each time. Errors: [`SpaceError::NoSuchWord`].
    pub(super) fn advance(
        &mut self,
        embedding: Embedding<'_>,
        word_ids: &[u32],
        mean: &[f64],
        budget: &mut Budget,
    ) -> Result<bool, SpaceError> {
        while !budget.is_spent() {
            if self.next_row < self.dims {
                self.add_pair_of_rows(self.next_row);
                budget.take(1, 2 * self.rows_in_block * (self.dims - self.next_row).max(4 * COLUMNS));
                self.next_row += 2;
            } else if self.next_word < word_ids.len() {
                self.fill_block(embedding, word_ids, mean)?;
                budget.take(1, 2 * self.rows_in_block * embedding.row_cost());
            } else {
                return Ok(true);
            }
        }
        Ok(self.next_row >= self.dims && self.next_word == word_ids.len())
    }

    /// The sums, `dims x dims`, row-major and symmetric.
    pub(super) fn into_matrix(self) -> Vec<f64> {
        let (mut matrix, n) = (self.totals, self.dims);
        for i in 0..n {
            for j in 0..i {
                matrix[i * n + j] = matrix[j * n + i];
            }
        }
        matrix
    }

    fn fill_block(&mut self, embedding: Embedding<'_>, word_ids: &[u32], mean: &[f64]) -> Result<(), SpaceError> {
        let end = (self.next_word + ROWS_PER_BLOCK).min(word_ids.len());
        let words = &word_ids[self.next_word..end];
        for (&word_id, centered) in words.iter().zip(self.block.chunks_exact_mut(self.n_lanes)) {
            let centered: &mut [f32] = bytemuck::cast_slice_mut(centered);
            for ((out, &x), m) in centered.iter_mut().zip(embedding.vector(word_id)?).zip(mean) {
                *out = (f64::from(x) - m) as f32;
            }
        }
        (self.rows_in_block, self.next_word, self.next_row) = (words.len(), end, 0);
        Ok(())
    }

    /// Adds `x_i x_j` of each row of the block to the totals, for `i` and the row after it, and `j` from the column group
    /// of `i` on: two rows by four lane groups at a time, so that each number loaded is used often.
    fn add_pair_of_rows(&mut self, i: usize) {
        let (dims, n_lanes) = (self.dims, self.n_lanes);
        let floats: &[f32] = bytemuck::cast_slice(&self.block);
        for first in (i / (4 * COLUMNS) * COLUMNS..n_lanes).step_by(COLUMNS) {
            let mut sums = [[f32x4::splat(0.0); COLUMNS]; 2];
            for r in 0..self.rows_in_block {
                let columns = &self.block[r * n_lanes + first..][..COLUMNS];
                let pair = &floats[r * n_lanes * 4 + i..][..2];
                for (sum, &x) in sums.iter_mut().zip(pair) {
                    for (s, &column) in sum.iter_mut().zip(columns) {
                        *s += f32x4::splat(x) * column;
                    }
                }
            }
            for (row, sum) in (i..dims).zip(&sums) {
                let sum: &[f32] = bytemuck::cast_slice(sum);
                let columns = first * 4..dims.min((first + COLUMNS) * 4);
                for (total, &s) in self.totals[row * dims..][..dims][columns].iter_mut().zip(sum) {
                    *total += f64::from(s);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::space::embedding::tests::matrix;

    #[test]
    fn it_is_the_plain_sum_however_it_is_cut() {
        let rows: Vec<Vec<f32>> = (0..150)
            .map(|i| (0..19).map(|j| ((i * 7 + j * 13) % 31) as f32 / 31.0 - (j % 3) as f32).collect())
            .collect();
        let owned = matrix(&rows);
        let ids: Vec<u32> = (0..150).collect();
        let mean: Vec<f64> = (0..19).map(|i| rows.iter().map(|row| f64::from(row[i])).sum::<f64>() / 150.0).collect();
        let summed = |n_operations| {
            let mut covariance = Covariance::new(19);
            while !covariance
                .advance(Embedding::from(&owned), &ids, &mean, &mut Budget::new(n_operations))
                .expect("words of the matrix")
            {}
            covariance.into_matrix()
        };
        let found = summed(usize::MAX);
        assert!([0, 1000, 40_000].into_iter().all(|n_operations| summed(n_operations) == found));
        for i in 0..19 {
            for j in 0..19 {
                let plain: f64 = rows.iter().map(|r| (f64::from(r[i]) - mean[i]) * (f64::from(r[j]) - mean[j])).sum();
                assert!((found[i * 19 + j] - plain).abs() < 1e-4, "({i}, {j})");
            }
        }
    }
}
