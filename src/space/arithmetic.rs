//! Questions other than the nearest words by cosine. Each takes at most one pass over the vectors.

use wide::f32x4;

use super::{
    best::{Best, Scored},
    embedding::{Embedding, SpaceError},
    nearest::{cosine_to, padded, unit_query},
};

/// Keeps a quotient finite, as in gensim.
const EPSILON: f32 = 0.000_001;

/// The best words by 3CosMul (Levy and Goldberg 2014, section 6), as gensim's `most_similar_cosmul`: the product of the
/// cosines to the positive words over that of the cosines to the negative ones, each shifted to [0, 1]. Best first; ties go
/// to the more frequent word.
///
/// A word that is named twice counts twice. `inverse_norms`: of this embedding, see
/// [`inverse_norms`](super::inverse_norms). [`Scored::cosine`] is the quotient: in [0, 1] without negative words, in
/// [0, 1,000,000] with any. Returns at most `k` words; none of `exclude` is among them.
/// Errors: [`SpaceError::NoWords`] if none is positive, [`SpaceError::NoSuchWord`].
pub fn nearest_by_product(
    embedding: Embedding<'_>,
    inverse_norms: &[f32],
    positive: &[u32],
    negative: &[u32],
    k: usize,
    exclude: &[u32],
) -> Result<Vec<Scored>, SpaceError> {
    nearest_by_product_of(embedding, inverse_norms, Factors { words: embedding, positive, negative }, k, exclude)
}

/// Words that are multiplied, which may be others than those that are searched.
#[derive(Debug, Clone, Copy)]
pub struct Factors<'a> {
    /// Their vectors.
    pub words: Embedding<'a>,
    /// Rows of the positive ones.
    pub positive: &'a [u32],
    /// Rows of the negative ones.
    pub negative: &'a [u32],
}

/// [`nearest_by_product`] of words that the embedding need not have. `exclude`: words of the embedding.
pub fn nearest_by_product_of(
    embedding: Embedding<'_>,
    inverse_norms: &[f32],
    factors: Factors<'_>,
    k: usize,
    exclude: &[u32],
) -> Result<Vec<Scored>, SpaceError> {
    let quotient = Quotient::new(factors.words, factors.positive, factors.negative)?;
    let mut best = Best::new(k, embedding.n_words());
    for ((row, &inverse), word_id) in embedding.rows().zip(inverse_norms).zip(0_u32..) {
        best.see(word_id, quotient.score(row, inverse), exclude);
    }
    Ok(best.into_list())
}

/// The score of 3CosMul.
pub(super) struct Quotient {
    above: Vec<f32x4>,
    below: Vec<f32x4>,
    n_lanes: usize,
}

impl Quotient {
    /// Errors: as [`nearest_by_product`].
    pub(super) fn new(embedding: Embedding<'_>, positive: &[u32], negative: &[u32]) -> Result<Self, SpaceError> {
        if positive.is_empty() {
            return Err(SpaceError::NoWords);
        }
        let (above, below) = (embedding.unit_rows(positive)?, embedding.unit_rows(negative)?);
        Ok(Self { above, below, n_lanes: embedding.lanes_per_row() })
    }

    /// The positive words at length one, and the negative ones: padded rows, one after the other.
    pub(super) fn units(&self) -> [&[f32x4]; 2] {
        [&self.above, &self.below]
    }

    /// Of a row; `inverse`: one over its norm.
    #[inline]
    pub(super) fn score(&self, row: &[f32x4], inverse: f32) -> f32 {
        let product = |units: &[f32x4]| {
            let cosines = units.chunks_exact(self.n_lanes).map(|unit| cosine_to(unit, row, inverse));
            cosines.fold(1.0, |product, cosine| product * (0.5 + 0.5 * cosine))
        };
        Self::of(product(&self.above), product(&self.below))
    }

    /// Of the product for the positive words, and of that for the negative ones.
    #[inline]
    pub(super) fn of(above: f32, below: f32) -> f32 {
        above / (below + EPSILON)
    }
}

/// The words nearest to `query` by Euclidean distance, nearest first; ties go to the more frequent word.
///
/// `query`: `dims` floats. [`Scored::cosine`] is the distance, at least 0. Returns at most `k` words; none of `exclude` is
/// among them. Errors: [`SpaceError::Length`] if the query has other dims.
pub fn nearest_by_distance(
    embedding: Embedding<'_>,
    query: &[f32],
    k: usize,
    exclude: &[u32],
) -> Result<Vec<Scored>, SpaceError> {
    let query = padded(embedding, query)?;
    let mut best = Best::new(k, embedding.n_words());
    for (row, word_id) in embedding.rows().zip(0_u32..) {
        best.see(word_id, -squared_distance(row, &query), exclude);
    }
    let mut list = best.into_list();
    for scored in &mut list {
        scored.cosine = (-scored.cosine).sqrt();
    }
    Ok(list)
}

/// A word's rank among the neighbors of `query`, from 1, and its cosine: [`nearest`](super::nearest) with the same
/// exclusions and a `k` at least as large lists it there. An excluded word gets the rank that it would have otherwise.
///
/// Arguments and errors: as [`nearest`](super::nearest), and [`SpaceError::NoSuchWord`].
pub fn rank_of(
    embedding: Embedding<'_>,
    inverse_norms: &[f32],
    query: &[f32],
    word_id: u32,
    exclude: &[u32],
) -> Result<(usize, f32), SpaceError> {
    let query = unit_query(embedding, query)?;
    let inverse = inverse_norms.get(word_id as usize).copied().unwrap_or(0.0);
    let own = cosine_to(&query, embedding.row(word_id)?, inverse);
    let mut rank = 1;
    for ((row, &inverse), other) in embedding.rows().zip(inverse_norms).zip(0_u32..) {
        let cosine = cosine_to(&query, row, inverse);
        if (cosine > own || (cosine == own && other < word_id)) && !exclude.contains(&other) {
            rank += 1;
        }
    }
    Ok((rank, own))
}

/// The cosine of each word to the mean of their unit vectors, in the order given, as in gensim's `doesnt_match` and
/// `rank_by_centrality`: the odd one out has the smallest. A vector of zeros has a cosine of 0.
/// Errors: [`SpaceError::NoWords`], [`SpaceError::NoSuchWord`], [`SpaceError::ZeroNorm`] if the words cancel out.
pub fn odd_one_out(embedding: Embedding<'_>, word_ids: &[u32]) -> Result<Vec<Scored>, SpaceError> {
    if word_ids.is_empty() {
        return Err(SpaceError::NoWords);
    }
    let units = embedding.unit_rows(word_ids)?;
    let rows = || units.chunks_exact(embedding.lanes_per_row());
    let mut sum = vec![f32x4::splat(0.0); embedding.lanes_per_row()];
    for row in rows() {
        sum.iter_mut().zip(row).for_each(|(total, &x)| *total += x);
    }
    let sum = unit_query(embedding, &bytemuck::cast_slice(&sum)[..embedding.dims()])?;
    Ok(rows().zip(word_ids).map(|(row, &word_id)| Scored { word_id, cosine: cosine_to(&sum, row, 1.0) }).collect())
}

/// The cosine of the means of two groups of words, in [-1, 1], as gensim's `n_similarity`. The vectors are taken as they
/// are, so that longer ones weigh more.
/// Errors: [`SpaceError::NoWords`] if a group is empty, [`SpaceError::NoSuchWord`], [`SpaceError::ZeroNorm`] if a group
/// cancels out.
pub fn similarity_of_sets(embedding: Embedding<'_>, a: &[u32], b: &[u32]) -> Result<f32, SpaceError> {
    Ok(cosine_to(&unit_sum(embedding, a)?, &unit_sum(embedding, b)?, 1.0))
}

/// The mean of these words' vectors, scaled to length one. Errors: as [`similarity_of_sets`].
fn unit_sum(embedding: Embedding<'_>, word_ids: &[u32]) -> Result<Vec<f32x4>, SpaceError> {
    if word_ids.is_empty() {
        return Err(SpaceError::NoWords);
    }
    let mut sum = vec![0.0_f32; embedding.dims()];
    for &word_id in word_ids {
        sum.iter_mut().zip(embedding.vector(word_id)?).for_each(|(total, &x)| *total += x);
    }
    unit_query(embedding, &sum)
}

/// The squared Euclidean distance of two rows of equal length, with four sums under way at a time like `dot`.
#[inline]
pub(super) fn squared_distance(a: &[f32x4], b: &[f32x4]) -> f32 {
    let mut sums = [f32x4::splat(0.0); 4];
    let ((a_chunks, a_rest), (b_chunks, b_rest)) = (a.as_chunks::<4>(), b.as_chunks::<4>());
    for (&x, &y) in a_rest.iter().zip(b_rest) {
        let difference = x - y;
        sums[0] += difference * difference;
    }
    for (x, y) in a_chunks.iter().zip(b_chunks) {
        for i in 0..4 {
            let difference = x[i] - y[i];
            sums[i] += difference * difference;
        }
    }
    let [p, q, r, s] = ((sums[0] + sums[1]) + (sums[2] + sums[3])).to_array();
    (p + r) + (q + s)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::space::{embedding::tests::matrix, inverse_norms, nearest};
    use proptest::prelude::*;

    #[test]
    fn products_of_cosines_are_those_of_the_paper() {
        // East, north-east, north, west, nowhere.
        let owned = matrix(&[vec![2., 0.], vec![1., 1.], vec![0., 3.], vec![-1., 0.], vec![0., 0.]]);
        let embedding = Embedding::from(&owned);
        let found = nearest_by_product(embedding, &inverse_norms(embedding), &[1, 2], &[0], 9, &[0]).expect("words");
        let half = 0.5_f32.sqrt();
        let expected = [
            (3, (0.5 - half / 2.) * 0.5 / 0.000_001),
            (2, (0.5 + half / 2.) / 0.500_001),
            (1, (0.5 + half / 2.) / (0.5 + half / 2. + 0.000_001)),
            (4, 0.25 / 0.500_001),
        ];
        assert_eq!(found.len(), 4);
        for (scored, (word_id, score)) in found.iter().zip(expected) {
            assert_eq!(scored.word_id, word_id);
            assert!((scored.cosine / score - 1.0).abs() < 1e-5, "{scored:?}, expected {score}");
        }
    }

    #[test]
    fn what_cannot_be_asked_is_refused() {
        let owned = matrix(&[vec![1., 0.], vec![-2., 0.]]);
        let embedding = Embedding::from(&owned);
        let norms = inverse_norms(embedding);
        let missing = SpaceError::NoSuchWord { word_id: 2, n_words: 2 };
        assert_eq!(nearest_by_product(embedding, &norms, &[], &[1], 3, &[]), Err(SpaceError::NoWords));
        assert_eq!(nearest_by_product(embedding, &norms, &[0], &[2], 3, &[]), Err(missing.clone()));
        assert_eq!(nearest_by_distance(embedding, &[1.], 3, &[]), Err(SpaceError::Length { found: 1, dims: 2 }));
        assert_eq!(rank_of(embedding, &norms, &[0., 0.], 0, &[]), Err(SpaceError::ZeroNorm));
        assert_eq!(rank_of(embedding, &norms, &[0., 1.], 2, &[]), Err(missing.clone()));
        assert_eq!(odd_one_out(embedding, &[]), Err(SpaceError::NoWords));
        assert_eq!(odd_one_out(embedding, &[0, 1]), Err(SpaceError::ZeroNorm));
        assert_eq!(odd_one_out(embedding, &[0, 2]), Err(missing.clone()));
        assert_eq!(similarity_of_sets(embedding, &[0], &[]), Err(SpaceError::NoWords));
        assert_eq!(similarity_of_sets(embedding, &[2], &[0]), Err(missing));
    }

    #[test]
    fn distances_are_those_of_a_plane() {
        let owned = matrix(&[vec![3., 4.], vec![0., 1.], vec![0., -1.], vec![0., 0.]]);
        let found = nearest_by_distance(Embedding::from(&owned), &[0., 0.], 3, &[3]).expect("a query of two numbers");
        let found: Vec<(u32, f32)> = found.iter().map(|scored| (scored.word_id, scored.cosine)).collect();
        assert_eq!(found, [(1, 1.0), (2, 1.0), (0, 5.0)], "of two at one distance, the more frequent is first");
        assert_eq!(nearest_by_distance(Embedding::from(&owned), &[0., 0.], 0, &[]), Ok(Vec::new()));
    }

    #[test]
    fn the_odd_one_is_farthest_from_the_mean() {
        let owned = matrix(&[vec![1., 0.], vec![9., 0.], vec![0., 5.], vec![0., 0.]]);
        let found = odd_one_out(Embedding::from(&owned), &[2, 0, 3, 1]).expect("words");
        // The mean points along (2, 1), whatever the lengths.
        let expected = [(2, 1.0 / 5.0_f32.sqrt()), (0, 2.0 / 5.0_f32.sqrt()), (3, 0.0), (1, 2.0 / 5.0_f32.sqrt())];
        for (scored, (word_id, cosine)) in found.iter().zip(expected) {
            assert_eq!(scored.word_id, word_id);
            assert!((scored.cosine - cosine).abs() < 1e-6);
        }
    }

    #[test]
    fn groups_are_compared_by_their_vectors_as_they_are() {
        let owned = matrix(&[vec![1., 0.], vec![0., 3.], vec![0., 1.]]);
        let found = similarity_of_sets(Embedding::from(&owned), &[0, 1], &[2]).expect("words");
        assert!((found - 3.0 / 10.0_f32.sqrt()).abs() < 1e-6);
        assert!((similarity_of_sets(Embedding::from(&owned), &[0, 1], &[1, 0]).expect("words") - 1.0).abs() < 1e-6);
    }

    proptest! {
        #[test]
        fn ranks_are_places_among_the_nearest(
            rows in proptest::collection::vec(proptest::collection::vec(-2_i8..3, 3), 2..40),
            exclude in proptest::collection::vec(0_u32..40, 0..4),
        ) {
            // Small whole numbers, so that many are equally near.
            let rows: Vec<Vec<f32>> = rows.iter().map(|row| row.iter().map(|&x| f32::from(x)).collect()).collect();
            let owned = matrix(&rows);
            let embedding = Embedding::from(&owned);
            let norms = inverse_norms(embedding);
            let found = nearest(embedding, &norms, &[1., 2., -1.], rows.len(), &exclude).unwrap();
            for (scored, place) in found.iter().zip(1..) {
                let ranked = rank_of(embedding, &norms, &[1., 2., -1.], scored.word_id, &exclude).unwrap();
                prop_assert_eq!(ranked, (place, scored.cosine));
            }
        }

        #[test]
        fn distances_agree_with_sorting_all(
            rows in proptest::collection::vec(proptest::collection::vec(-1.0_f32..1.0, 21), 2..40),
            k in 1_usize..12,
        ) {
            let owned = matrix(&rows);
            let found = nearest_by_distance(Embedding::from(&owned), &rows[0], k, &[]).unwrap();
            let distance = |row: &Vec<f32>| row.iter().zip(&rows[0]).map(|(x, y)| (x - y) * (x - y)).sum::<f32>().sqrt();
            let mut all: Vec<f32> = rows.iter().map(distance).collect();
            all.sort_by(f32::total_cmp);
            prop_assert_eq!(found.len(), k.min(rows.len()));
            for (scored, expected) in found.iter().zip(all) {
                prop_assert!((scored.cosine - expected).abs() < 1e-5);
            }
        }
    }
}
