//! Neighbors and arithmetic, by cosine.

use wide::f32x4;

use super::{
    best::{Best, Scored},
    budget::Budget,
    embedding::{Embedding, SpaceError, dot, inverse_norm, norm_f64},
};

/// A model's vectors, and one over the norm of each ([`inverse_norms`]).
pub type Side<'a> = (Embedding<'a>, &'a [f32]);

/// One over each vector's norm, by word id; 0 for a vector of zeros, whose cosine to anything is then 0.
pub fn inverse_norms(embedding: Embedding<'_>) -> Vec<f32> {
    embedding.rows().map(inverse_norm).collect()
}

/// [`inverse_norms`] in slices.
#[derive(Debug, Clone, Default)]
pub struct InverseNorms {
    inverse: Vec<f32>,
}

impl InverseNorms {
    /// Goes on by about `n_operations` multiply-adds; whether all norms are known. The vectors must not change between
    /// calls.
    pub fn advance(&mut self, embedding: Embedding<'_>, n_operations: usize) -> bool {
        let (mut next, end) = (self.inverse.len(), embedding.n_words());
        self.inverse.reserve_exact(end.saturating_sub(next));
        let range = Budget::new(n_operations).take_range(&mut next, end, embedding.row_cost());
        let rows = embedding.block(range.start, range.len());
        self.inverse.extend(rows.chunks_exact(embedding.lanes_per_row()).map(inverse_norm));
        next >= end
    }

    /// Those known so far, by word id.
    pub fn as_slice(&self) -> &[f32] {
        &self.inverse
    }
}

/// Nearest words to `query` by cosine, best first; ties go to the more frequent word.
///
/// `query`: `dims` floats, any norm but zero. `inverse_norms`: of this embedding, see [`inverse_norms`]. Returns at most
/// `k` words; none of `exclude` is among them.
/// Errors: [`SpaceError::ZeroNorm`] if the query has no direction, [`SpaceError::Length`] if it has other dims.
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

/// The nearest of some words to one of them by cosine, in slices. Ties go to the word that comes first.
#[derive(Debug, Clone)]
pub(super) struct NeighborSearch {
    /// Which of the words.
    place: usize,
    next: usize,
    best: Best,
}

impl NeighborSearch {
    /// For the `k` nearest of `n_words` words to the one at this place.
    pub(super) fn new(place: usize, k: usize, n_words: usize) -> Self {
        Self { place, next: 0, best: Best::new(k, n_words) }
    }

    /// Goes on; whether all words were seen. `word_ids`: the same words each time.
    /// Errors: [`SpaceError::NoSuchWord`].
    pub(super) fn advance(
        &mut self,
        (embedding, inverse_norms): Side<'_>,
        word_ids: &[u32],
        budget: &mut Budget,
    ) -> Result<bool, SpaceError> {
        let no_such_place = SpaceError::NoSuchWord { word_id: self.place as u32, n_words: word_ids.len() };
        let own = *word_ids.get(self.place).ok_or(no_such_place)?;
        let query = embedding.unit_rows(&[own])?;
        for place in budget.take_range(&mut self.next, word_ids.len(), embedding.row_cost()) {
            if place == self.place {
                continue;
            }
            let word_id = word_ids[place];
            let inverse = inverse_norms.get(word_id as usize).copied().unwrap_or(0.0);
            self.best.see(place as u32, cosine_to(&query, embedding.row(word_id)?, inverse), &[]);
        }
        Ok(self.next == word_ids.len())
    }

    /// The nearest words, best first; [`Scored::word_id`] is a place among the words.
    pub(super) fn into_list(self) -> Vec<Scored> {
        self.best.into_list()
    }
}

/// The cosine of every word to one, by word id. `inverse_norms`: of this embedding, see [`inverse_norms`].
/// Errors: [`SpaceError::NoSuchWord`].
pub fn cosines_to(embedding: Embedding<'_>, inverse_norms: &[f32], word_id: u32) -> Result<Vec<f32>, SpaceError> {
    let own = embedding.unit_rows(&[word_id])?;
    Ok(embedding.rows().zip(inverse_norms).map(|(row, &inverse)| cosine_to(&own, row, inverse)).collect())
}

/// The cosine of every word to a vector of `dims` numbers, by word id. `inverse_norms`: of this embedding, see
/// [`inverse_norms`]. Errors: as [`nearest`].
pub fn cosines_to_vector(
    embedding: Embedding<'_>,
    inverse_norms: &[f32],
    query: &[f32],
) -> Result<Vec<f32>, SpaceError> {
    let own = unit_query(embedding, query)?;
    Ok(embedding.rows().zip(inverse_norms).map(|(row, &inverse)| cosine_to(&own, row, inverse)).collect())
}

/// The mean of unit vectors with weights, as gensim's `most_similar(positive, negative)` queries it:
/// `a - b + c` is `[(a, 1.0), (b, -1.0), (c, 1.0)]`.
///
/// Weights are divided by the largest of them (without signs), so that their size does not matter: the result is for its
/// direction. Errors: [`SpaceError::NoSuchWord`].
pub fn combine(embedding: Embedding<'_>, terms: &[(u32, f32)]) -> Result<Vec<f32>, SpaceError> {
    let mut sum = vec![0.0; embedding.dims()];
    let largest = terms.iter().fold(0.0_f32, |largest, (_, weight)| largest.max(weight.abs()));
    for &(word_id, weight) in terms {
        let row = embedding.row(word_id)?;
        let share = if largest > 0.0 { weight / largest } else { 0.0 };
        let (inverse, scale) = (inverse_norm(row), share / terms.len() as f32);
        for (total, x) in sum.iter_mut().zip(embedding.vector(word_id)?) {
            *total += scale * (inverse * x);
        }
    }
    Ok(sum)
}

/// What is left of a word's weights is rounding if it is below this share of them.
const ROUNDING: f64 = 1e-6;

/// Each word once, in the order of first appearance, with the sum of its weights; a word whose weights cancel out is left
/// out. For expressions in which two spellings are one word, such as `king - KING + queen`.
pub fn merge_terms(terms: &[(u32, f32)]) -> Vec<(u32, f32)> {
    // Word, sum of weights, sum of weights without signs.
    let mut merged: Vec<(u32, f64, f64)> = Vec::with_capacity(terms.len());
    for &(word_id, weight) in terms {
        let weight = f64::from(weight);
        match merged.iter_mut().find(|(known, ..)| *known == word_id) {
            Some((_, sum, size)) => (*sum, *size) = (*sum + weight, *size + weight.abs()),
            None => merged.push((word_id, weight, weight.abs())),
        }
    }
    let limit = f64::from(f32::MAX);
    let is_left = |&(_, sum, size): &(u32, f64, f64)| sum.abs() > ROUNDING * size;
    let weight = |(word_id, sum, _): (u32, f64, f64)| (word_id, sum.clamp(-limit, limit) as f32);
    merged.into_iter().filter(is_left).map(weight).collect()
}

/// The cosine of every pair of words: `n x n`, row-major, ones on the diagonal. Errors: [`SpaceError::NoSuchWord`].
pub fn similarity_matrix(embedding: Embedding<'_>, word_ids: &[u32]) -> Result<Vec<f32>, SpaceError> {
    let n = word_ids.len();
    let units = embedding.unit_rows(word_ids)?;
    let unit = |place: usize| &units[place * embedding.lanes_per_row()..][..embedding.lanes_per_row()];
    let mut cosines = vec![1.0; n * n];
    for (i, &a) in word_ids.iter().enumerate() {
        for (j, &b) in word_ids.iter().enumerate().take(i) {
            let cosine = if a == b { 1.0 } else { dot(unit(i), unit(j)).clamp(-1.0, 1.0) };
            cosines[i * n + j] = cosine;
            cosines[j * n + i] = cosine;
        }
    }
    Ok(cosines)
}

/// The cosine of a row to a query of length one; `inverse`: one over the row's norm.
#[inline]
pub(super) fn cosine_to(unit_query: &[f32x4], row: &[f32x4], inverse: f32) -> f32 {
    cosine_of(dot(row, unit_query), inverse)
}

/// The cosine that belongs to a dot product with a query of length one; `inverse`: one over the other's norm.
#[inline]
pub(super) fn cosine_of(product: f32, inverse: f32) -> f32 {
    (product * inverse).clamp(-1.0, 1.0)
}

/// A query at length one, padded. Errors: as [`nearest`].
pub(super) fn unit_query(embedding: Embedding<'_>, query: &[f32]) -> Result<Vec<f32x4>, SpaceError> {
    let norm = norm_f64(query);
    let mut query = padded(embedding, query)?;
    if norm <= 0.0 || !norm.is_finite() {
        return Err(SpaceError::ZeroNorm);
    }
    for x in bytemuck::cast_slice_mut::<f32x4, f32>(&mut query) {
        *x = (f64::from(*x) / norm) as f32;
    }
    Ok(query)
}

/// A query, padded. Errors: [`SpaceError::Length`].
pub(super) fn padded(embedding: Embedding<'_>, query: &[f32]) -> Result<Vec<f32x4>, SpaceError> {
    if query.len() != embedding.dims() {
        return Err(SpaceError::Length { found: query.len(), dims: embedding.dims() });
    }
    Ok(padded_lanes(query))
}

/// Floats in groups of four, the last one filled with zeros.
pub(super) fn padded_lanes(floats: &[f32]) -> Vec<f32x4> {
    floats.chunks(4).map(|group| f32x4::new(std::array::from_fn(|i| group.get(i).copied().unwrap_or(0.0)))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{matrix::Matrix, space::embedding::tests::matrix};
    use proptest::prelude::*;

    fn query(owned: &Matrix, word_id: u32, k: usize) -> Vec<u32> {
        let embedding = Embedding::from(owned);
        let found = nearest(embedding, &inverse_norms(embedding), embedding.vector(word_id).unwrap(), k, &[word_id]);
        found.unwrap().iter().map(|scored| scored.word_id).collect()
    }

    #[test]
    fn cosines_to_a_word_are_those_of_each_pair() {
        let owned = matrix(&[vec![1., 0.5], vec![-3., 9.], vec![0., 0.], vec![50., 20.]]);
        let embedding = Embedding::from(&owned);
        let all = cosines_to(embedding, &inverse_norms(embedding), 1).expect("there is a word 1");
        for (other, cosine) in (0..4).zip(all) {
            assert!((cosine - embedding.cosine(1, other).expect("a word")).abs() < 1e-6);
        }
        assert!(cosines_to(embedding, &inverse_norms(embedding), 4).is_err());
    }

    #[test]
    fn neighbors_are_by_angle_and_not_by_length() {
        let owned = matrix(&[vec![1., 0.], vec![0.1, 9.], vec![50., 20.], vec![0.3, 0.1], vec![-1., 0.]]);
        assert_eq!(query(&owned, 0, 9), [3, 2, 1, 4]);
        assert_eq!(query(&owned, 0, 2), [3, 2]);
        assert_eq!(query(&owned, 0, 0), [] as [u32; 0]);
    }

    #[test]
    fn ties_go_to_the_more_frequent_word() {
        let owned = matrix(&[vec![1., 1.], vec![0., 1.], vec![0., 1.], vec![0., 2.]]);
        assert_eq!(query(&owned, 0, 2), [1, 2]);
    }

    #[test]
    fn vectors_that_are_not_ordinary_are_no_obstacle() {
        let owned = matrix(&[vec![1e25, 0.], vec![f32::NAN, 1.], vec![0., 0.], vec![3e-25, 4e-25], vec![0., 1e25]]);
        assert_eq!(query(&owned, 0, 9), [3, 2, 4], "zeros are at right angles to all, and NaN is near nothing");
        assert_eq!(query(&owned, 3, 1), [4]);
    }

    #[test]
    fn arithmetic_finds_the_fourth_corner() {
        let corners = [vec![1., 0., 0.2], vec![1., 1., 0.2], vec![0., 0.1, 1.], vec![0., 1.1, 1.], vec![-1., 0., 0.]];
        let owned = matrix(&corners);
        let embedding = Embedding::from(&owned);
        // Whatever the size of the weights that single precision holds.
        for weight in [1.0, 1e20, 1e38, 1e-23, 1e-40] {
            let sum = combine(embedding, &[(1, weight), (0, -weight), (2, weight)]).unwrap();
            let best = nearest(embedding, &inverse_norms(embedding), &sum, 1, &[0, 1, 2]).unwrap();
            assert_eq!(best[0].word_id, 3, "{weight}");
        }
    }

    #[test]
    fn terms_of_one_word_are_merged() {
        assert_eq!(merge_terms(&[(7, 1.0), (7, -1.0), (3, 1.0)]), [(3, 1.0)]);
        assert_eq!(merge_terms(&[(7, 2.0), (3, 1.0), (7, 0.5), (4, 0.0)]), [(7, 2.5), (3, 1.0)]);
        assert_eq!(merge_terms(&[(7, 0.1), (7, 0.2), (7, -0.3), (3, 1e-30)]), [(3, 1e-30)]);
        assert_eq!(merge_terms(&[(7, f32::MAX), (7, f32::MAX)]), [(7, f32::MAX)]);
        assert!(merge_terms(&[]).is_empty());
    }

    #[test]
    fn a_query_without_direction_is_an_error() {
        let owned = matrix(&[vec![1., 0.], vec![2., 0.]]);
        let embedding = Embedding::from(&owned);
        for terms in [[(0, 1.0), (1, -1.0)].as_slice(), &[(0, 0.0)], &[]] {
            let sum = combine(embedding, terms).unwrap();
            assert_eq!(nearest(embedding, &inverse_norms(embedding), &sum, 3, &[]), Err(SpaceError::ZeroNorm));
        }
        assert!(matches!(nearest(embedding, &[], &[1.0], 3, &[]), Err(SpaceError::Length { found: 1, dims: 2 })));
    }

    #[test]
    fn the_matrix_is_symmetric_with_ones() {
        let owned = matrix(&[vec![1., 0.], vec![1., 1.], vec![0., -1.]]);
        let found = similarity_matrix(Embedding::from(&owned), &[2, 0, 1]).unwrap();
        let half = 0.5_f32.sqrt();
        for (found, expected) in found.iter().zip([1., 0., -half, 0., 1., half, -half, half, 1.]) {
            assert!((found - expected).abs() < 1e-6);
        }
    }

    proptest! {
        #[test]
        fn agrees_with_sorting_all_cosines(
            rows in proptest::collection::vec(proptest::collection::vec(-1.0_f32..1.0, 5), 2..40),
            k in 1_usize..12,
        ) {
            let owned = matrix(&rows);
            let embedding = Embedding::from(&owned);
            prop_assume!(embedding.vector(0).unwrap().iter().any(|x| x.abs() > 1e-3));
            let found = nearest(embedding, &inverse_norms(embedding), embedding.vector(0).unwrap(), k, &[0]).unwrap();
            let mut all: Vec<f32> = (1..rows.len() as u32).map(|id| embedding.cosine(0, id).unwrap()).collect();
            all.sort_by(|a, b| b.total_cmp(a));
            prop_assert_eq!(found.len(), k.min(rows.len() - 1));
            for (scored, expected) in found.iter().zip(all) {
                prop_assert!((scored.cosine - expected).abs() < 1e-5);
            }
        }

        #[test]
        fn slices_find_what_one_call_finds(
            rows in proptest::collection::vec(proptest::collection::vec(-2_i8..3, 3), 2..40),
            k in 0_usize..12,
            n_operations in 0_usize..100,
        ) {
            let rows: Vec<Vec<f32>> = rows.iter().map(|row| row.iter().map(|&x| f32::from(x)).collect()).collect();
            let owned = matrix(&rows);
            let embedding = Embedding::from(&owned);
            let mut norms = InverseNorms::default();
            while !norms.advance(embedding, n_operations) {}
            prop_assert_eq!(norms.as_slice(), inverse_norms(embedding));
            let ids: Vec<u32> = (0..rows.len() as u32).collect();
            let mut search = NeighborSearch::new(1, k, ids.len());
            while !search.advance((embedding, norms.as_slice()), &ids, &mut Budget::new(n_operations)).unwrap() {}
            if rows[1].iter().any(|&x| x != 0.0) {
                let found = nearest(embedding, norms.as_slice(), &rows[1], k, &[1]).unwrap();
                let cosines = |list: &[Scored]| list.iter().map(|scored| scored.cosine).collect::<Vec<_>>();
                prop_assert_eq!(search.best.list().len(), found.len());
                for (a, b) in cosines(search.best.list()).iter().zip(cosines(&found)) {
                    prop_assert!((a - b).abs() < 1e-6);
                }
            }
        }
    }
}
