//! A view of word vectors.

use thiserror::Error;
use wide::f32x4;

use crate::{fnv::Fnv1a, matrix::Matrix};

use super::budget::Budget;

/// Why vectors cannot answer.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SpaceError {
    /// The floats do not make a matrix of that shape.
    #[error("{found} floats are not {n_words} words x {stride}.")]
    Shape {
        /// Floats found.
        found: usize,
        /// Words expected.
        n_words: usize,
        /// Floats expected for each word, padding included.
        stride: usize,
    },
    /// The floats do not begin at a multiple of sixteen bytes.
    #[error("The floats of the vectors do not begin at a multiple of 16 bytes; copy them into a Matrix.")]
    Misaligned,
    /// A query is not as long as the vectors.
    #[error("A vector of {found} numbers cannot be compared with vectors of {dims}.")]
    Length {
        /// Numbers of the query.
        found: usize,
        /// Numbers of each vector.
        dims: usize,
    },
    /// A word id is beyond the vocabulary.
    #[error("There is no word {word_id} among {n_words}.")]
    NoSuchWord {
        /// The id asked for.
        word_id: u32,
        /// Words in the embedding.
        n_words: usize,
    },
    /// A vector of zeros points nowhere.
    #[error("The words cancel out: their sum has no direction, so nothing is nearest to it.")]
    ZeroNorm,
    /// A question about words names none.
    #[error("There is no word to compare with; name at least one that is added.")]
    NoWords,
    /// There is no plane through fewer than two points.
    #[error("A map needs at least two words; there are {n_words}.")]
    TooFewWords {
        /// Words given.
        n_words: usize,
    },
    /// A vector holds NaN, an infinity, or a number whose square is too large to compute with (see
    /// [`LARGEST`](super::LARGEST)).
    #[error(
        "The vector of word {word_id} has numbers that are not finite or above 1e18, so it has no place on a map. \
         Train again with a lower learning rate, or scale the vectors down."
    )]
    NotFinite {
        /// The first such word found.
        word_id: u32,
    },
    /// The eigenvalues of a covariance did not settle.
    #[error("The principal components did not converge; show another projection.")]
    NotConverged,
}

/// The largest number of a vector that a map can be made of, without its sign: sums of squares still fit single precision.
pub const LARGEST: f32 = 1e18;

/// Floats in one lane group.
const LANES: usize = 4;

/// A view of `n_words x dims` floats, row-major, each row padded with zeros to `stride`, a multiple of four.
///
/// Rules for vectors that are not ordinary:
/// - A row of **zeros** has no direction. Its cosine to anything is 0, and it lies in the middle of a semantic map.
/// - **NaN and infinities** should never come in: training stops before it makes any, and whoever loads a table drops such
///   rows ([`not_finite_rows`]). If one does come in, it is never among the neighbors of anything, and a map of it is
///   refused with [`SpaceError::NotFinite`].
/// - **Very long or short** vectors are compared by direction like all others; maps refuse numbers above [`LARGEST`].
#[derive(Debug, Clone, Copy)]
pub struct Embedding<'a> {
    lanes: &'a [f32x4],
    n_words: usize,
    dims: usize,
}

impl<'a> From<&'a Matrix> for Embedding<'a> {
    fn from(matrix: &'a Matrix) -> Self {
        Self { lanes: matrix.as_lanes(), n_words: matrix.n_rows(), dims: matrix.dims() }
    }
}

impl<'a> Embedding<'a> {
    /// A view of padded rows. Errors: [`SpaceError::Shape`] unless `floats` is `n_words` rows of `dims` floats (at least
    /// one), padded to a multiple of four; [`SpaceError::Misaligned`] unless they begin at a multiple of sixteen bytes.
    pub fn new(floats: &'a [f32], n_words: usize, dims: usize) -> Result<Self, SpaceError> {
        let stride = dims.next_multiple_of(LANES);
        if dims == 0 || n_words.checked_mul(stride) != Some(floats.len()) {
            return Err(SpaceError::Shape { found: floats.len(), n_words, stride });
        }
        let lanes = bytemuck::try_cast_slice(floats).map_err(|_| SpaceError::Misaligned)?;
        Ok(Self { lanes, n_words, dims })
    }

    /// Words.
    pub fn n_words(&self) -> usize {
        self.n_words
    }

    /// Numbers of a vector.
    pub fn dims(&self) -> usize {
        self.dims
    }

    /// The vectors of the first `n_words` words alone. Errors: [`SpaceError::NoSuchWord`] if there are fewer.
    pub fn first(self, n_words: usize) -> Result<Self, SpaceError> {
        let missing = SpaceError::NoSuchWord { word_id: self.n_words as u32, n_words: self.n_words };
        let n_lanes = n_words.saturating_mul(self.lanes_per_row());
        let lanes = self.lanes.get(..n_lanes).ok_or(missing)?;
        Ok(Self { lanes, n_words, dims: self.dims })
    }

    /// The vector of a word: `dims` floats. Errors: [`SpaceError::NoSuchWord`].
    pub fn vector(&self, word_id: u32) -> Result<&'a [f32], SpaceError> {
        let row = self.row(word_id)?;
        Ok(&bytemuck::cast_slice(row)[..self.dims])
    }

    /// Cosine of two words' vectors, in [-1, 1]; 0 if either is all zeros. Errors: [`SpaceError::NoSuchWord`].
    pub fn cosine(&self, a: u32, b: u32) -> Result<f32, SpaceError> {
        let (a, b) = (self.vector(a)?, self.vector(b)?);
        let product: f64 = a.iter().zip(b).map(|(&x, &y)| f64::from(x) * f64::from(y)).sum();
        let norms = norm_f64(a) * norm_f64(b);
        Ok(if norms > 0.0 { (product / norms).clamp(-1.0, 1.0) as f32 } else { 0.0 })
    }

    /// FNV-1a 64 over the little-endian bytes of the vectors, without padding, in the order of word ids. See [`Checksum`]
    /// for large tables.
    pub fn checksum(&self) -> u64 {
        let mut checksum = Checksum::default();
        loop {
            if let Some(hash) = checksum.advance(*self, usize::MAX) {
                return hash;
            }
        }
    }

    /// Lane groups of a row.
    pub(crate) fn lanes_per_row(&self) -> usize {
        self.dims.div_ceil(LANES)
    }

    /// What looking at a row once costs, in multiply-adds: one for each float, and a few to find it.
    pub(super) fn row_cost(&self) -> usize {
        LANES * self.lanes_per_row() + 8
    }

    /// A padded row.
    #[inline]
    pub(crate) fn row(&self, word_id: u32) -> Result<&'a [f32x4], SpaceError> {
        let n = self.lanes_per_row();
        self.lanes
            .get(word_id as usize * n..(word_id as usize + 1) * n)
            .ok_or(SpaceError::NoSuchWord { word_id, n_words: self.n_words })
    }

    /// The vectors of these words at length one, padded, one after the other; zeros stay zeros.
    /// Errors: [`SpaceError::NoSuchWord`].
    pub(crate) fn unit_rows(&self, word_ids: &[u32]) -> Result<Vec<f32x4>, SpaceError> {
        let mut units = Vec::with_capacity(self.lanes_per_row() * word_ids.len());
        for &word_id in word_ids {
            let row = self.row(word_id)?;
            let scale = f32x4::splat(inverse_norm(row));
            units.extend(row.iter().map(|&x| x * scale));
        }
        Ok(units)
    }

    /// Padded rows of the words from `first` on, at most `n_rows` of them, one after the other.
    pub(crate) fn block(&self, first: usize, n_rows: usize) -> &'a [f32x4] {
        let n = self.lanes_per_row();
        let end = first.saturating_add(n_rows).min(self.n_words);
        &self.lanes[first.min(end) * n..end * n]
    }

    /// All padded rows, by word id.
    pub(crate) fn rows(&self) -> std::slice::ChunksExact<'a, f32x4> {
        self.lanes.chunks_exact(self.lanes_per_row())
    }
}

/// Whether all of these numbers can be part of a vector: none is NaN or infinite.
pub fn is_finite_row(row: &[f32]) -> bool {
    row.iter().all(|x| x.is_finite())
}

/// The words whose vectors hold NaN or an infinity, by rising id: whoever loads a table drops them.
pub fn not_finite_rows(embedding: Embedding<'_>) -> Vec<u32> {
    let rows = embedding.rows().zip(0_u32..);
    rows.filter(|(row, _)| !is_finite_row(bytemuck::cast_slice(row))).map(|(_, word_id)| word_id).collect()
}

/// [`Embedding::checksum`] in slices.
#[derive(Debug, Clone, Default)]
pub struct Checksum {
    hash: Fnv1a,
    next: usize,
}

impl Checksum {
    /// Goes on by about `n_operations` steps, one for each byte; the checksum once all vectors are in it. The vectors must
    /// not change between calls.
    pub fn advance(&mut self, embedding: Embedding<'_>, n_operations: usize) -> Option<u64> {
        let end = embedding.n_words();
        for place in Budget::new(n_operations).take_range(&mut self.next, end, 4 * embedding.dims()) {
            let row = embedding.block(place, 1);
            for float in &bytemuck::cast_slice::<f32x4, f32>(row)[..embedding.dims()] {
                self.hash.write(&float.to_le_bytes());
            }
        }
        (self.next == end).then(|| self.hash.finish())
    }
}

/// Squared norms that single precision holds well; beyond them, double precision is asked.
const ORDINARY: std::ops::Range<f32> = 1e-30..1e36;

/// One over a row's norm; 0 for a row of zeros and for one that is not finite.
#[inline]
pub(super) fn inverse_norm(row: &[f32x4]) -> f32 {
    let squared = dot(row, row);
    if ORDINARY.contains(&squared) { 1.0 / squared.sqrt() } else { inverse_norm_f64(row) }
}

#[cold]
fn inverse_norm_f64(row: &[f32x4]) -> f32 {
    let norm = norm_f64(bytemuck::cast_slice(row));
    // An inverse beyond single precision belongs to a vector of denormal numbers, which is as good as zero.
    let inverse = (1.0 / norm) as f32;
    if norm > 0.0 && inverse.is_finite() { inverse } else { 0.0 }
}

/// The norm of a vector, in double precision: it neither overflows nor vanishes for any finite numbers.
pub(super) fn norm_f64(vector: &[f32]) -> f64 {
    vector.iter().map(|&x| f64::from(x) * f64::from(x)).sum::<f64>().sqrt()
}

/// Dot product of two rows of equal length, with four sums under way at a time.
#[inline]
pub(crate) fn dot(a: &[f32x4], b: &[f32x4]) -> f32 {
    let mut sums = [f32x4::splat(0.0); 4];
    let ((a_chunks, a_rest), (b_chunks, b_rest)) = (a.as_chunks::<4>(), b.as_chunks::<4>());
    for (&x, &y) in a_rest.iter().zip(b_rest) {
        sums[0] += x * y;
    }
    for (x, y) in a_chunks.iter().zip(b_chunks) {
        for i in 0..4 {
            sums[i] += x[i] * y[i];
        }
    }
    let [p, q, r, s] = ((sums[0] + sums[1]) + (sums[2] + sums[3])).to_array();
    (p + r) + (q + s)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A matrix of these rows, which are of one length.
    pub(crate) fn matrix(rows: &[Vec<f32>]) -> Matrix {
        Matrix::from_rows(&rows.concat(), rows[0].len())
    }

    #[test]
    fn cosine_of_known_angles() {
        let owned = matrix(&[vec![1., 0., 0.], vec![3., 3., 0.], vec![-2., 0., 0.], vec![0., 0., 0.]]);
        let embedding = Embedding::from(&owned);
        assert!((embedding.cosine(0, 1).unwrap() - 0.5_f32.sqrt()).abs() < 1e-6);
        assert_eq!(embedding.cosine(0, 2).unwrap(), -1.0);
        assert_eq!(embedding.cosine(0, 3).unwrap(), 0.0, "zeros have no direction");
        assert_eq!(embedding.cosine(0, 4), Err(SpaceError::NoSuchWord { word_id: 4, n_words: 4 }));
    }

    #[test]
    fn long_and_short_vectors_have_directions_too() {
        let owned = matrix(&[vec![1., 1.], vec![3e25, 3e25], vec![2e-30, 2e-30], vec![1e-44, 0.], vec![f32::NAN, 0.]]);
        let embedding = Embedding::from(&owned);
        for (word_id, norm) in [(1, 18.0_f64.sqrt() * 1e25), (2, 8.0_f64.sqrt() * 1e-30)] {
            let found = f64::from(inverse_norm(embedding.row(word_id).unwrap()));
            assert!((found * norm - 1.0).abs() < 1e-6, "{found} and {norm}");
        }
        let inverse = |word_id| inverse_norm(embedding.row(word_id).unwrap());
        assert_eq!((inverse(3), inverse(4)), (0.0, 0.0), "too short to point anywhere, and no number");
        assert!((embedding.cosine(0, 1).unwrap() - 1.0).abs() < 1e-6);
        assert!((embedding.cosine(0, 2).unwrap() - 1.0).abs() < 1e-6);
        assert!((embedding.cosine(1, 2).unwrap() - 1.0).abs() < 1e-6);
        assert_eq!(not_finite_rows(embedding), [4]);
    }

    #[test]
    fn checksum_is_fnv_1a_of_the_bytes_without_padding() {
        let owned = matrix(&[vec![1.0, -2.5, 0.125]]);
        let bytes = [0x00, 0x00, 0x80, 0x3f, 0x00, 0x00, 0x20, 0xc0, 0x00, 0x00, 0x00, 0x3e];
        assert_eq!(Embedding::from(&owned).checksum(), Fnv1a::hash(&bytes));
    }

    #[test]
    fn a_wrong_shape_is_refused() {
        let lanes = [f32x4::splat(0.0); 3];
        let floats: &[f32] = bytemuck::cast_slice(&lanes);
        let refused = |n_words, dims| Embedding::new(floats, n_words, dims).err();
        assert_eq!(refused(2, 4), Some(SpaceError::Shape { found: 12, n_words: 2, stride: 4 }));
        assert_eq!(refused(3, 3), None);
        assert_eq!(refused(0, 0), Some(SpaceError::Shape { found: 12, n_words: 0, stride: 0 }));
        assert!(refused(usize::MAX, 8).is_some());
        assert_eq!(Embedding::new(&floats[1..9], 2, 4).err(), Some(SpaceError::Misaligned));
    }

    #[test]
    fn dot_adds_up_whatever_the_length() {
        for n in 0..11 {
            let row: Vec<f32x4> = (0..n).map(|i| f32x4::new([i as f32, 1.0, -1.0, 2.0])).collect();
            let plain: f32 = row.iter().flat_map(|x| x.to_array()).map(|x| x * x).sum();
            assert_eq!(dot(&row, &row), plain);
        }
    }

    proptest! {
        #[test]
        fn a_checksum_does_not_depend_on_the_cutting(
            rows in prop::collection::vec(prop::collection::vec(-1.0_f32..1.0, 5), 1..20),
            n_operations in 0_usize..100,
        ) {
            let owned = matrix(&rows);
            let mut checksum = Checksum::default();
            let found = loop {
                if let Some(found) = checksum.advance(Embedding::from(&owned), n_operations) {
                    break found;
                }
            };
            prop_assert_eq!(found, Embedding::from(&owned).checksum());
        }
    }
}
