//! Neighbors and arithmetic, by cosine.

use std::cmp::Ordering;
use wide::f32x4;

use super::embedding::{Embedding, SpaceError, dot};

/// A word and how it answers a query.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scored {
    /// The word.
    pub word_id: u32,
    /// Its cosine to the query, in [-1, 1]; what [`nearest_by_product`](super::nearest_by_product) and
    /// [`nearest_by_distance`](super::nearest_by_distance) score by has no such range, and stands here too.
    pub cosine: f32,
}

/// The best words of those seen so far, best first; words come by id, and ties go to the first of them.
pub(super) struct Best {
    list: Vec<Scored>,
    k: usize,
    /// What a word has to be above.
    least: f32,
}

impl Best {
    /// Room for `k` of `n_words`.
    pub(super) fn new(k: usize, n_words: usize) -> Self {
        let least = if k > 0 { f32::NEG_INFINITY } else { f32::INFINITY };
        Self { list: Vec::with_capacity(k.saturating_add(1).min(n_words)), k, least }
    }

    /// Sees a word. All but a few of a long table end at the first comparison, which no NaN passes.
    #[expect(
        clippy::inline_always,
        reason = "it is called for every row of a table, and the build inlines little by itself"
    )]
    #[inline(always)]
    pub(super) fn see(&mut self, word_id: u32, score: f32, exclude: &[u32]) {
        if score > self.least && !exclude.contains(&word_id) {
            self.insert(Scored { word_id, cosine: score });
        }
    }

    /// As many as there is room for, or all that were seen.
    pub(super) fn into_list(self) -> Vec<Scored> {
        self.list
    }

    #[cold]
    fn insert(&mut self, scored: Scored) {
        if self.list.len() == self.k {
            self.list.pop();
        }
        let place = self.list.partition_point(|other| other.cosine >= scored.cosine);
        self.list.insert(place, scored);
        if self.list.len() == self.k {
            self.least = self.list[self.k - 1].cosine;
        }
    }
}

/// One over each vector's norm, by word id; 0 for a vector of zeros, whose cosine to anything is then 0.
pub fn inverse_norms(embedding: Embedding<'_>) -> Vec<f32> {
    embedding
        .rows()
        .map(|row| {
            let squared = dot(row, row);
            if squared > 0.0 { 1.0 / squared.sqrt() } else { 0.0 }
        })
        .collect()
}

/// Nearest words to `query` by cosine, best first; ties go to the more frequent word.
///
/// `query`: `dims` floats, any norm but zero. `inverse_norms`: of this embedding, see [`inverse_norms`]. Returns at most
/// `k` words; none of `exclude` is among them.
/// Errors: [`SpaceError::ZeroNorm`] where the query has no direction, [`SpaceError::Length`] where it has other dims.
pub fn nearest(
    embedding: Embedding<'_>,
    inverse_norms: &[f32],
    query: &[f32],
    k: usize,
    exclude: &[u32],
) -> Result<Vec<Scored>, SpaceError> {
    let query = unit_query(embedding, query)?;
    let mut best = Best::new(k, embedding.n_words());
    for ((row, &inverse), word_id) in embedding.rows().zip(inverse_norms).zip(0_u32..) {
        best.see(word_id, cosine_to(&query, row, inverse), exclude);
    }
    Ok(best.into_list())
}

/// The cosine of every word to one, by word id. `inverse_norms`: of this embedding, see [`inverse_norms`].
/// Errors: [`SpaceError::NoSuchWord`].
pub fn cosines_to(embedding: Embedding<'_>, inverse_norms: &[f32], word_id: u32) -> Result<Vec<f32>, SpaceError> {
    let own = embedding.row(word_id)?;
    let scale = inverse_norms.get(word_id as usize).copied().unwrap_or(0.0);
    let rows = embedding.rows().zip(inverse_norms);
    Ok(rows.map(|(row, inverse)| (dot(own, row) * inverse * scale).clamp(-1.0, 1.0)).collect())
}

/// The mean of unit vectors with weights, as gensim's `most_similar(positive, negative)` queries it:
/// `a - b + c` is `[(a, 1.0), (b, -1.0), (c, 1.0)]`. Errors: [`SpaceError::NoSuchWord`].
pub fn combine(embedding: Embedding<'_>, terms: &[(u32, f32)]) -> Result<Vec<f32>, SpaceError> {
    let mut sum = vec![0.0; embedding.dims()];
    for &(word_id, weight) in terms {
        let row = embedding.row(word_id)?;
        let norm = dot(row, row).sqrt();
        let scale = if norm > 0.0 { weight / (norm * terms.len() as f32) } else { 0.0 };
        for (total, x) in sum.iter_mut().zip(embedding.vector(word_id)?) {
            *total += scale * x;
        }
    }
    Ok(sum)
}

/// The cosine of every pair of words: `n x n`, row-major, ones on the diagonal. Errors: [`SpaceError::NoSuchWord`].
pub fn similarity_matrix(embedding: Embedding<'_>, word_ids: &[u32]) -> Result<Vec<f32>, SpaceError> {
    let n = word_ids.len();
    let mut cosines = vec![1.0; n * n];
    for (i, &a) in word_ids.iter().enumerate() {
        for (j, &b) in word_ids.iter().enumerate().take(i) {
            let cosine = if a.cmp(&b) == Ordering::Equal { 1.0 } else { embedding.cosine(a, b)? };
            cosines[i * n + j] = cosine;
            cosines[j * n + i] = cosine;
        }
    }
    Ok(cosines)
}

/// The cosine of a row to a query of length one; `inverse`: one over the row's norm.
#[expect(
    clippy::inline_always,
    reason = "it is called for every row of a table, and the build inlines little by itself"
)]
#[inline(always)]
pub(super) fn cosine_to(unit_query: &[f32x4], row: &[f32x4], inverse: f32) -> f32 {
    cosine_of(dot(row, unit_query), inverse)
}

/// The cosine that a dot product with a query of length one comes to; `inverse`: one over the other's norm.
#[expect(
    clippy::inline_always,
    reason = "it is called for every row of a table, and the build inlines little by itself"
)]
#[inline(always)]
pub(super) fn cosine_of(product: f32, inverse: f32) -> f32 {
    (product * inverse).clamp(-1.0, 1.0)
}

/// A query at length one, padded. Errors: as [`nearest`].
pub(super) fn unit_query(embedding: Embedding<'_>, query: &[f32]) -> Result<Vec<f32x4>, SpaceError> {
    let mut query = padded(embedding, query)?;
    let norm = dot(&query, &query).sqrt();
    if norm <= 0.0 || !norm.is_finite() {
        return Err(SpaceError::ZeroNorm);
    }
    for lanes in &mut query {
        *lanes /= f32x4::splat(norm);
    }
    Ok(query)
}

/// A query, padded. Errors: [`SpaceError::Length`].
pub(super) fn padded(embedding: Embedding<'_>, query: &[f32]) -> Result<Vec<f32x4>, SpaceError> {
    if query.len() != embedding.dims() {
        return Err(SpaceError::Length { found: query.len(), dims: embedding.dims() });
    }
    Ok(query.chunks(4).map(|group| f32x4::new(std::array::from_fn(|i| group.get(i).copied().unwrap_or(0.0)))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::space::embedding::tests::Owned;
    use proptest::prelude::*;

    fn query(owned: &Owned, word_id: u32, k: usize) -> Vec<u32> {
        let embedding = owned.view();
        let found = nearest(embedding, &inverse_norms(embedding), embedding.vector(word_id).unwrap(), k, &[word_id]);
        found.unwrap().iter().map(|scored| scored.word_id).collect()
    }

    #[test]
    fn cosines_to_a_word_are_those_of_each_pair() {
        let owned = Owned::new(&[vec![1., 0.5], vec![-3., 9.], vec![0., 0.], vec![50., 20.]]);
        let embedding = owned.view();
        let all = cosines_to(embedding, &inverse_norms(embedding), 1).expect("there is a word 1");
        for (other, cosine) in (0..4).zip(all) {
            assert!((cosine - embedding.cosine(1, other).expect("a word")).abs() < 1e-6);
        }
        assert!(cosines_to(embedding, &inverse_norms(embedding), 4).is_err());
    }

    #[test]
    fn neighbors_are_by_angle_and_not_by_length() {
        let owned = Owned::new(&[vec![1., 0.], vec![0.1, 9.], vec![50., 20.], vec![0.3, 0.1], vec![-1., 0.]]);
        assert_eq!(query(&owned, 0, 9), [3, 2, 1, 4]);
        assert_eq!(query(&owned, 0, 2), [3, 2]);
        assert_eq!(query(&owned, 0, 0), [] as [u32; 0]);
    }

    #[test]
    fn ties_go_to_the_more_frequent_word() {
        let owned = Owned::new(&[vec![1., 1.], vec![0., 1.], vec![0., 1.], vec![0., 2.]]);
        assert_eq!(query(&owned, 0, 2), [1, 2]);
    }

    #[test]
    fn arithmetic_finds_the_fourth_corner() {
        let corners = [vec![1., 0., 0.2], vec![1., 1., 0.2], vec![0., 0.1, 1.], vec![0., 1.1, 1.], vec![-1., 0., 0.]];
        let owned = Owned::new(&corners);
        let embedding = owned.view();
        let sum = combine(embedding, &[(1, 1.0), (0, -1.0), (2, 1.0)]).unwrap();
        let best = nearest(embedding, &inverse_norms(embedding), &sum, 1, &[0, 1, 2]).unwrap();
        assert_eq!(best[0].word_id, 3);
    }

    #[test]
    fn a_query_without_direction_is_an_error() {
        let owned = Owned::new(&[vec![1., 0.], vec![2., 0.]]);
        let embedding = owned.view();
        let sum = combine(embedding, &[(0, 1.0), (1, -1.0)]).unwrap();
        assert_eq!(nearest(embedding, &inverse_norms(embedding), &sum, 3, &[]), Err(SpaceError::ZeroNorm));
        assert!(matches!(nearest(embedding, &[], &[1.0], 3, &[]), Err(SpaceError::Length { found: 1, dims: 2 })));
    }

    #[test]
    fn the_matrix_is_symmetric_with_ones() {
        let owned = Owned::new(&[vec![1., 0.], vec![1., 1.], vec![0., -1.]]);
        let matrix = similarity_matrix(owned.view(), &[2, 0, 1]).unwrap();
        let half = 0.5_f32.sqrt();
        for (found, expected) in matrix.iter().zip([1., 0., -half, 0., 1., half, -half, half, 1.]) {
            assert!((found - expected).abs() < 1e-6);
        }
    }

    proptest! {
        #[test]
        fn agrees_with_sorting_all_cosines(
            rows in proptest::collection::vec(proptest::collection::vec(-1.0_f32..1.0, 5), 2..40),
            k in 1_usize..12,
        ) {
            let owned = Owned::new(&rows);
            let embedding = owned.view();
            prop_assume!(embedding.vector(0).unwrap().iter().any(|x| x.abs() > 1e-3));
            let found = nearest(embedding, &inverse_norms(embedding), embedding.vector(0).unwrap(), k, &[0]).unwrap();
            let mut all: Vec<f32> = (1..rows.len() as u32).map(|id| embedding.cosine(0, id).unwrap()).collect();
            all.sort_by(|a, b| b.total_cmp(a));
            prop_assert_eq!(found.len(), k.min(rows.len() - 1));
            for (scored, expected) in found.iter().zip(all) {
                prop_assert!((scored.cosine - expected).abs() < 1e-5);
            }
        }
    }
}
