//! A table of word vectors.

use thiserror::Error;
use wide::f32x4;

use crate::matrix::Matrix;

/// Why vectors cannot answer.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SpaceError {
    /// The floats do not make a table of that shape.
    #[error("{found} floats are not {n_words} words x {stride}.")]
    Shape {
        /// Floats there are.
        found: usize,
        /// Words there should be.
        n_words: usize,
        /// Floats a word should have, padding included.
        stride: usize,
    },
    /// A query is not as long as the vectors are.
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
        /// Words there are.
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
        /// Words there are.
        n_words: usize,
    },
}

/// A view of `n_words x dims` floats, row-major, each row padded with zeros to `stride`, a multiple of four.
#[derive(Debug, Clone, Copy)]
pub struct Embedding<'a> {
    lanes: &'a [f32x4],
    n_words: usize,
    dims: usize,
}

/// Floats in one lane group.
const LANES: usize = 4;

impl<'a> From<&'a Matrix> for Embedding<'a> {
    fn from(matrix: &'a Matrix) -> Self {
        Self { lanes: matrix.as_lanes(), n_words: matrix.n_rows(), dims: matrix.dims() }
    }
}

impl<'a> Embedding<'a> {
    /// A view of a padded table. Errors: [`SpaceError::Shape`] where `floats` is not `n_words` rows of `dims` floats,
    /// padded to a multiple of four and aligned to sixteen bytes.
    pub fn new(floats: &'a [f32], n_words: usize, dims: usize) -> Result<Self, SpaceError> {
        let stride = dims.next_multiple_of(LANES);
        let shape = SpaceError::Shape { found: floats.len(), n_words, stride };
        let lanes = bytemuck::try_cast_slice(floats).map_err(|_| shape.clone())?;
        if dims == 0 || floats.len() != n_words * stride {
            return Err(shape);
        }
        Ok(Self { lanes, n_words, dims })
    }

    /// Words.
    pub fn n_words(&self) -> usize {
        self.n_words
    }

    /// The vectors of the first words alone. Errors: [`SpaceError::NoSuchWord`] where there are not so many.
    pub fn first(self, n_words: usize) -> Result<Self, SpaceError> {
        let missing = SpaceError::NoSuchWord { word_id: self.n_words as u32, n_words: self.n_words };
        let lanes = self.lanes.get(..n_words * self.lanes_per_row()).ok_or(missing)?;
        Ok(Self { lanes, n_words, dims: self.dims })
    }

    /// Numbers of a vector.
    pub fn dims(&self) -> usize {
        self.dims
    }

    /// The vector of a word: `dims` floats. Errors: [`SpaceError::NoSuchWord`].
    pub fn vector(&self, word_id: u32) -> Result<&'a [f32], SpaceError> {
        let row = self.row(word_id)?;
        Ok(&bytemuck::cast_slice(row)[..self.dims])
    }

    /// Cosine of two words' vectors, in [-1, 1]; 0 where either is all zeros. Errors: [`SpaceError::NoSuchWord`].
    pub fn cosine(&self, a: u32, b: u32) -> Result<f32, SpaceError> {
        let (a, b) = (self.row(a)?, self.row(b)?);
        let norms = (dot(a, a) * dot(b, b)).sqrt();
        Ok(if norms > 0.0 { (dot(a, b) / norms).clamp(-1.0, 1.0) } else { 0.0 })
    }

    /// FNV-1a 64 over the little-endian bytes of the vectors, padding left out, in the order of word ids.
    pub fn checksum(&self) -> u64 {
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        for row in self.rows() {
            for float in &bytemuck::cast_slice::<f32x4, f32>(row)[..self.dims] {
                for byte in float.to_le_bytes() {
                    hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
                }
            }
        }
        hash
    }

    /// Lane groups of a row.
    pub(crate) fn lanes_per_row(&self) -> usize {
        self.dims.div_ceil(LANES)
    }

    /// A padded row.
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
            let squared = dot(row, row);
            let scale = f32x4::splat(if squared > 0.0 { 1.0 / squared.sqrt() } else { 0.0 });
            units.extend(row.iter().map(|&x| x * scale));
        }
        Ok(units)
    }

    /// All padded rows, up to `n_rows` at a time.
    pub(crate) fn row_blocks(&self, n_rows: usize) -> std::slice::Chunks<'a, f32x4> {
        self.lanes.chunks(n_rows * self.lanes_per_row())
    }

    /// All padded rows, by word id.
    pub(crate) fn rows(&self) -> std::slice::ChunksExact<'a, f32x4> {
        self.lanes.chunks_exact(self.lanes_per_row())
    }
}

/// Dot product of two rows of equal length, with four sums under way at a time.
#[expect(
    clippy::inline_always,
    reason = "it is called for every row of a table, and the build inlines little by itself"
)]
#[inline(always)]
pub(crate) fn dot(a: &[f32x4], b: &[f32x4]) -> f32 {
    let mut sums = [f32x4::splat(0.0); 4];
    let ((a_chunks, a_rest), (b_chunks, b_rest)) = (a.as_chunks::<4>(), b.as_chunks::<4>());
    // By index: an iterator over both would lie in memory where it is not inlined, and a row then takes three times as long.
    let mut at = 0;
    while at < a_rest.len().min(b_rest.len()) {
        sums[0] += a_rest[at] * b_rest[at];
        at += 1;
    }
    at = 0;
    while at < a_chunks.len().min(b_chunks.len()) {
        for i in 0..4 {
            sums[i] += a_chunks[at][i] * b_chunks[at][i];
        }
        at += 1;
    }
    let [p, q, r, s] = ((sums[0] + sums[1]) + (sums[2] + sums[3])).to_array();
    (p + r) + (q + s)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A table that owns its floats, for tests.
    pub(crate) struct Owned {
        lanes: Vec<f32x4>,
        n_words: usize,
        dims: usize,
    }

    impl Owned {
        pub(crate) fn new(rows: &[Vec<f32>]) -> Self {
            let dims = rows[0].len();
            let mut lanes = Vec::new();
            for row in rows {
                for group in row.chunks(LANES) {
                    lanes.push(f32x4::new(std::array::from_fn(|i| group.get(i).copied().unwrap_or(0.0))));
                }
            }
            Self { lanes, n_words: rows.len(), dims }
        }

        pub(crate) fn view(&self) -> Embedding<'_> {
            Embedding::new(bytemuck::cast_slice(&self.lanes), self.n_words, self.dims).expect("rows of one length")
        }
    }

    #[test]
    fn cosine_of_known_angles() {
        let owned = Owned::new(&[vec![1., 0., 0.], vec![3., 3., 0.], vec![-2., 0., 0.], vec![0., 0., 0.]]);
        let embedding = owned.view();
        assert!((embedding.cosine(0, 1).unwrap() - 0.5_f32.sqrt()).abs() < 1e-6);
        assert_eq!(embedding.cosine(0, 2).unwrap(), -1.0);
        assert_eq!(embedding.cosine(0, 3).unwrap(), 0.0, "zeros have no direction");
        assert_eq!(embedding.cosine(0, 4), Err(SpaceError::NoSuchWord { word_id: 4, n_words: 4 }));
    }

    #[test]
    fn checksum_is_fnv_1a_of_the_bytes_without_padding() {
        let owned = Owned::new(&[vec![1.0, -2.5, 0.125]]);
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        for byte in [0x00, 0x00, 0x80, 0x3f, 0x00, 0x00, 0x20, 0xc0, 0x00, 0x00, 0x00, 0x3e] {
            hash = (hash ^ byte).wrapping_mul(0x0100_0000_01b3);
        }
        assert_eq!(owned.view().checksum(), hash);
    }

    #[test]
    fn a_wrong_shape_is_refused() {
        let lanes = [f32x4::splat(0.0); 3];
        assert!(Embedding::new(bytemuck::cast_slice(&lanes), 2, 4).is_err());
        assert!(Embedding::new(bytemuck::cast_slice(&lanes), 3, 3).is_ok());
    }

    #[test]
    fn dot_adds_up_whatever_the_length() {
        for n in 0..11 {
            let row: Vec<f32x4> = (0..n).map(|i| f32x4::new([i as f32, 1.0, -1.0, 2.0])).collect();
            let plain: f32 = row.iter().flat_map(|x| x.to_array()).map(|x| x * x).sum();
            assert_eq!(dot(&row, &row), plain);
        }
    }
}
