//! Principal component analysis: the plane in which the vectors differ most.

use nalgebra::{DMatrix, SVD};
use wide::f32x4;

use super::embedding::{Embedding, SpaceError};
use crate::order::order_of;

/// Principal components of the vectors of the most frequent words.
#[derive(Debug, Clone)]
pub struct Pca {
    mean: Vec<f64>,
    /// One column a component, of length one, most variance first. Signs are canonical, see [`Pca::fit`].
    components: DMatrix<f64>,
    /// Share of the variance along each component, in [0, 1].
    explained: Vec<f64>,
}

/// Rows whose products are summed in f32 before they are added to the f64 totals: few enough that seven digits hold.
const ROWS_PER_BLOCK: usize = 64;
/// Lane groups that one pass over a block sums at a time.
const COLUMNS: usize = 4;

impl Pca {
    /// The components of these words' vectors: the singular value decomposition of their covariance matrix
    /// (`dims x dims`, so the cost of a frame hardly grows with the vocabulary).
    ///
    /// A component's sign is arbitrary; here it is the one in which the positions along it are skewed to the positive
    /// side, so that the same vectors always give the same map.
    /// Errors: [`SpaceError::TooFewWords`], [`SpaceError::NoSuchWord`].
    pub fn fit(embedding: Embedding<'_>, word_ids: &[u32]) -> Result<Self, SpaceError> {
        let mut fitting = PcaFitting::new(embedding, word_ids)?;
        while !fitting.advance(embedding, word_ids, usize::MAX)? {}
        Ok(fitting.finish())
    }

    /// Share of the variance along each component, in [0, 1], falling.
    pub fn explained(&self) -> &[f64] {
        &self.explained
    }

    /// Positions of these words along two components, counted from 0: `x0 y0 x1 y1 ...` in the order of the words. Along
    /// a component beyond the dimensions all are 0. Errors: [`SpaceError::NoSuchWord`].
    pub fn project(
        &self,
        embedding: Embedding<'_>,
        word_ids: &[u32],
        components: [usize; 2],
    ) -> Result<Vec<f32>, SpaceError> {
        let dims = self.mean.len();
        let axis = |c: usize| -> Vec<f32x4> {
            let column: Vec<f32> =
                (0..dims).map(|i| if c < dims { self.components[(i, c)] as f32 } else { 0.0 }).collect();
            column.chunks(4).map(|g| f32x4::new(std::array::from_fn(|i| g.get(i).copied().unwrap_or(0.0)))).collect()
        };
        let axes = components.map(axis);
        let offset = axes.each_ref().map(|axis| {
            let axis: &[f32] = bytemuck::cast_slice(axis);
            axis.iter().zip(&self.mean).map(|(a, m)| f64::from(*a) * m).sum::<f64>() as f32
        });
        let mut positions = Vec::with_capacity(2 * word_ids.len());
        for row in rows_of(embedding, word_ids)? {
            for (axis, offset) in axes.iter().zip(offset) {
                positions.push(super::embedding::dot(row, axis) - offset);
            }
        }
        for coordinate in 0..2 {
            let skew: f64 = positions.iter().skip(coordinate).step_by(2).map(|&x| f64::from(x).powi(3)).sum();
            if skew < 0.0 {
                positions.iter_mut().skip(coordinate).step_by(2).for_each(|x| *x = -*x);
            }
        }
        Ok(positions)
    }
}

/// A [`Pca`] on its way, for who cannot wait for all of it at once. The vectors must not move meanwhile.
#[derive(Debug)]
pub struct PcaFitting {
    /// The sum of the vectors, then their mean.
    mean: Vec<f64>,
    /// Sums of products of what differs from the mean, row before column.
    totals: DMatrix<f64>,
    n_words: usize,
    n_summed: usize,
    n_multiplied: usize,
}

impl PcaFitting {
    /// At the beginning. Errors: [`SpaceError::TooFewWords`].
    pub fn new(embedding: Embedding<'_>, word_ids: &[u32]) -> Result<Self, SpaceError> {
        let (n_words, dims) = (word_ids.len(), embedding.dims());
        if n_words < 2 {
            return Err(SpaceError::TooFewWords { n_words });
        }
        let (mean, totals) = (vec![0.0; dims], DMatrix::zeros(dims, dims));
        Ok(Self { mean, totals, n_words, n_summed: 0, n_multiplied: 0 })
    }

    /// Goes on by about so many vectors, the same words given each time; whether all that needs them is done.
    /// Errors: [`SpaceError::NoSuchWord`].
    pub fn advance(
        &mut self,
        embedding: Embedding<'_>,
        word_ids: &[u32],
        n_vectors: usize,
    ) -> Result<bool, SpaceError> {
        if self.n_summed < self.n_words {
            let rows = next_rows(embedding, word_ids, &mut self.n_summed, n_vectors)?;
            for row in rows {
                for (total, &x) in self.mean.iter_mut().zip(bytemuck::cast_slice::<f32x4, f32>(row)) {
                    *total += f64::from(x);
                }
            }
            if self.n_summed == self.n_words {
                self.mean.iter_mut().for_each(|total| *total /= self.n_words as f64);
            }
            return Ok(false);
        }
        // Whole blocks, so that the sums are the same however the work is cut.
        let n_vectors = n_vectors.min(self.n_words).next_multiple_of(ROWS_PER_BLOCK);
        let rows = next_rows(embedding, word_ids, &mut self.n_multiplied, n_vectors)?;
        add_blocks(&rows, &self.mean, &mut self.totals);
        Ok(self.n_multiplied == self.n_words)
    }

    /// The components, once all is done.
    pub fn finish(self) -> Pca {
        let dims = self.mean.len();
        let (totals, scale) = (self.totals, 1.0 / (self.n_words - 1) as f64);
        let covariance =
            DMatrix::from_fn(dims, dims, |i, j| scale * if j >= i { totals[(i, j)] } else { totals[(j, i)] });
        let total: f64 = (0..dims).map(|i| covariance[(i, i)]).sum();
        let svd = SVD::new(covariance, true, false);
        let components = svd.u.unwrap_or_else(|| DMatrix::identity(dims, dims));
        let order = order_of(dims, &|a, b| svd.singular_values[b].total_cmp(&svd.singular_values[a]));
        let share = |i: &u32| if total > 0.0 { svd.singular_values[*i as usize] / total } else { 0.0 };
        Pca {
            explained: order.iter().map(share).collect(),
            components: DMatrix::from_fn(dims, dims, |row, column| components[(row, order[column] as usize)]),
            mean: self.mean,
        }
    }
}

/// The vectors of at most `most` words from the place `done` on, which it moves.
fn next_rows<'a>(
    embedding: Embedding<'a>,
    word_ids: &[u32],
    done: &mut usize,
    most: usize,
) -> Result<Vec<&'a [f32x4]>, SpaceError> {
    let from = *done;
    *done = from.saturating_add(most).min(word_ids.len());
    rows_of(embedding, &word_ids[from..*done])
}

fn rows_of<'a>(embedding: Embedding<'a>, word_ids: &[u32]) -> Result<Vec<&'a [f32x4]>, SpaceError> {
    word_ids.iter().map(|&id| embedding.row(id)).collect()
}

/// Adds the products of what differs from the mean, block by block.
fn add_blocks(rows: &[&[f32x4]], mean: &[f64], totals: &mut DMatrix<f64>) {
    let n_lanes = mean.len().div_ceil(4).next_multiple_of(COLUMNS);
    // Column groups of four lanes each; a row of the block is as long as whole groups need, its rest zero.
    let mut block = vec![f32x4::splat(0.0); ROWS_PER_BLOCK * n_lanes];
    for rows in rows.chunks(ROWS_PER_BLOCK) {
        block.fill(f32x4::splat(0.0));
        for (&row, centered) in rows.iter().zip(block.chunks_exact_mut(n_lanes)) {
            let centered: &mut [f32] = bytemuck::cast_slice_mut(centered);
            for ((out, &x), m) in centered.iter_mut().zip(bytemuck::cast_slice::<f32x4, f32>(row)).zip(mean) {
                *out = (f64::from(x) - m) as f32;
            }
        }
        add_products(&block, n_lanes, rows.len(), totals);
    }
}

/// Adds `x_i x_j` of each row of a block to the totals, for `j` from the group of `i` on: two rows of the matrix by four
/// lane groups at a time, so that each number loaded is used often.
fn add_products(block: &[f32x4], n_lanes: usize, n_rows: usize, totals: &mut DMatrix<f64>) {
    let dims = totals.nrows();
    let floats: &[f32] = bytemuck::cast_slice(block);
    for i in (0..dims).step_by(2) {
        for first in (i / (4 * COLUMNS) * COLUMNS..n_lanes).step_by(COLUMNS) {
            let mut sums = [[f32x4::splat(0.0); COLUMNS]; 2];
            for r in 0..n_rows {
                let columns = &block[r * n_lanes + first..][..COLUMNS];
                let pair = &floats[r * n_lanes * 4 + i..][..2];
                for (sum, &x) in sums.iter_mut().zip(pair) {
                    for (s, &column) in sum.iter_mut().zip(columns) {
                        *s += f32x4::splat(x) * column;
                    }
                }
            }
            for (row, sum) in (i..dims).zip(&sums) {
                let sum: &[f32] = bytemuck::cast_slice(sum);
                for (column, &s) in (first * 4..dims).zip(sum) {
                    totals[(row, column)] += f64::from(s);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::space::embedding::tests::Owned;

    fn all(owned: &Owned) -> Vec<u32> {
        (0..owned.view().n_words() as u32).collect()
    }

    fn map(owned: &Owned) -> Vec<f32> {
        Pca::fit(owned.view(), &all(owned)).unwrap().project(owned.view(), &all(owned), [0, 1]).unwrap()
    }

    /// Points of a known shape: `long` along one diagonal of the first two dims, `short` across it.
    fn ellipse(n: usize, dims: usize, long: f32, short: f32) -> Owned {
        let rows: Vec<Vec<f32>> = (0..n)
            .map(|i| {
                let angle = i as f32 / n as f32 * std::f32::consts::TAU;
                let (u, v) = (long * angle.cos(), short * angle.sin());
                let mut row = vec![0.5; dims];
                row[0] += (u + v) / 2.0_f32.sqrt();
                row[1] += (u - v) / 2.0_f32.sqrt();
                row
            })
            .collect();
        Owned::new(&rows)
    }

    #[test]
    fn finds_the_axes_of_an_ellipse() {
        let owned = ellipse(360, 6, 3.0, 1.0);
        let pca = Pca::fit(owned.view(), &all(&owned)).unwrap();
        assert!((pca.explained()[0] - 0.9).abs() < 1e-6 && (pca.explained()[1] - 0.1).abs() < 1e-6);
        assert!(pca.explained()[2].abs() < 1e-9);
        let positions = map(&owned);
        assert_eq!(positions.len(), 720);
        for point in positions.chunks_exact(2) {
            let on_ellipse = (point[0] / 3.0).powi(2) + point[1].powi(2);
            assert!((on_ellipse - 1.0).abs() < 1e-4);
        }
    }

    #[test]
    fn covariance_is_the_plain_sum() {
        let rows: Vec<Vec<f32>> = (0..150)
            .map(|i| (0..19).map(|j| ((i * 7 + j * 13) % 31) as f32 / 31.0 - (j % 3) as f32).collect())
            .collect();
        let owned = Owned::new(&rows);
        let mut fitting = PcaFitting::new(owned.view(), &all(&owned)).unwrap();
        // However it is cut.
        while !fitting.advance(owned.view(), &all(&owned), 50).unwrap() {}
        let mean: Vec<f64> = (0..19).map(|i| rows.iter().map(|row| f64::from(row[i])).sum::<f64>() / 150.0).collect();
        for i in 0..19 {
            assert!((fitting.mean[i] - mean[i]).abs() < 1e-9);
            for j in i..19 {
                let plain: f64 = rows.iter().map(|r| (f64::from(r[i]) - mean[i]) * (f64::from(r[j]) - mean[j])).sum();
                let found = fitting.totals[(i, j)];
                assert!((found - plain).abs() < 1e-4, "({i}, {j}): {found} and {plain}");
            }
        }
    }

    #[test]
    fn the_same_vectors_mirrored_give_the_same_map() {
        let rows: Vec<Vec<f32>> = (0..40).map(|i| vec![(i * i % 41) as f32, (i % 5) as f32, 1.0]).collect();
        let mirrored: Vec<Vec<f32>> = rows.iter().map(|row| row.iter().map(|x| -x).collect()).collect();
        let (a, b) = (map(&Owned::new(&rows)), map(&Owned::new(&mirrored)));
        // Mirroring all vectors mirrors every position; the canonical sign turns them by half a turn at most.
        let is_turned = a.iter().zip(&b).all(|(x, y)| (x.abs() - y.abs()).abs() < 1e-3);
        assert!(is_turned);
        for coordinate in 0..2 {
            let skew: f32 = b.iter().skip(coordinate).step_by(2).map(|x| x.powi(3)).sum();
            assert!(skew >= 0.0);
        }
    }

    #[test]
    fn degenerate_vectors_are_no_accident() {
        let same = Owned::new(&vec![vec![2.0; 5]; 7]);
        assert!(map(&same).iter().all(|x| x.abs() < 1e-6));
        let line = Owned::new(&[vec![1.0], vec![2.0], vec![4.0]]);
        assert!(map(&line).iter().skip(1).step_by(2).all(|&y| y == 0.0));
        assert!(matches!(Pca::fit(line.view(), &[2]), Err(SpaceError::TooFewWords { n_words: 1 })));
    }

    #[test]
    fn some_words_make_a_map_of_their_own_along_any_components() {
        let owned = ellipse(90, 5, 3.0, 1.0);
        let some: Vec<u32> = (0..90).step_by(3).collect();
        let pca = Pca::fit(owned.view(), &some).unwrap();
        let both = pca.project(owned.view(), &some, [0, 1]).unwrap();
        let turned = pca.project(owned.view(), &some, [1, 0]).unwrap();
        assert_eq!(both.len(), 60);
        assert!(both.chunks_exact(2).zip(turned.chunks_exact(2)).all(|(a, b)| a[0] == b[1] && a[1] == b[0]));
        assert!(pca.project(owned.view(), &some, [2, 99]).unwrap().iter().all(|x| x.abs() < 1e-4));
        assert!(pca.project(owned.view(), &[90], [0, 1]).is_err());
    }
}
