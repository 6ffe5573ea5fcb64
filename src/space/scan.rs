//! One query against all words, in slices.

use wide::f32x4;

use super::{
    arithmetic::squared_distance,
    best::{Best, Scored},
    budget::Budget,
    embedding::{Embedding, SpaceError},
    nearest::{Side, cosine_to, padded, unit_query},
};

/// How near every word is to a query, found in slices. [`nearest`](super::nearest),
/// [`nearest_by_distance`](super::nearest_by_distance) and [`rank_of`](super::rank_of) in one call each find the same, to the
/// last bit. It takes four bytes a word.
#[derive(Debug, Clone, Default)]
pub struct Scan {
    query: Vec<f32x4>,
    is_by_distance: bool,
    /// By word id, as far as it is: cosines, or squared distances with a minus.
    scores: Vec<f32>,
}

impl Scan {
    /// By cosine. Errors: as [`nearest`](super::nearest).
    pub fn by_cosine(embedding: Embedding<'_>, query: &[f32]) -> Result<Self, SpaceError> {
        Ok(Self { query: unit_query(embedding, query)?, ..Self::default() })
    }

    /// By Euclidean distance. Errors: as [`nearest_by_distance`](super::nearest_by_distance).
    pub fn by_distance(embedding: Embedding<'_>, query: &[f32]) -> Result<Self, SpaceError> {
        Ok(Self { query: padded(embedding, query)?, is_by_distance: true, ..Self::default() })
    }

    /// Goes on by about `n_left` multiply-adds, which it lowers by those that it took; whether all words were seen. The
    /// vectors must not change between calls.
    pub fn advance(&mut self, (embedding, inverse_norms): Side<'_>, n_left: &mut usize) -> bool {
        let (mut next, end) = (self.scores.len(), embedding.n_words());
        self.scores.reserve_exact(end.saturating_sub(next));
        let range = Budget::new(*n_left).take_range(&mut next, end, embedding.row_cost());
        *n_left = n_left.saturating_sub(range.len() * embedding.row_cost());
        let rows = embedding.block(range.start, range.len()).chunks_exact(embedding.lanes_per_row());
        let Self { query, is_by_distance, scores } = self;
        if *is_by_distance {
            scores.extend(rows.map(|row| -squared_distance(row, query)));
        } else {
            let inverse = inverse_norms.get(range).unwrap_or_default();
            scores.extend(rows.zip(inverse).map(|(row, &inverse)| cosine_to(query, row, inverse)));
        }
        next >= end
    }

    /// The cosines, or squared distances with a minus, of the words that were seen, by word id.
    pub fn scores(&self) -> &[f32] {
        &self.scores
    }

    /// The `k` nearest of those seen, nearest first; none of `exclude` is among them. [`Scored::cosine`] is a distance where
    /// the scan is by distance.
    pub fn nearest(&self, k: usize, exclude: &[u32]) -> Vec<Scored> {
        let mut best = Best::new(k, self.scores.len());
        for (&score, word_id) in self.scores.iter().zip(0_u32..) {
            best.see(word_id, score, exclude);
        }
        let mut list = best.into_list();
        for scored in list.iter_mut().filter(|_| self.is_by_distance) {
            scored.cosine = (-scored.cosine).sqrt();
        }
        list
    }

    /// The rank of a word, from 1, among those seen without `exclude`. A word that was not seen comes last.
    pub fn rank_of(&self, word_id: u32, exclude: &[u32]) -> usize {
        let own = self.scores.get(word_id as usize).copied().unwrap_or(f32::NEG_INFINITY);
        let is_before = |(&score, other): (&f32, u32)| {
            (score > own || (score == own && other < word_id)) && !exclude.contains(&other)
        };
        1 + self.scores.iter().zip(0_u32..).filter(|&seen| is_before(seen)).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::space::{embedding::tests::matrix, inverse_norms, nearest::nearest, nearest_by_distance, rank_of};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn slices_find_what_one_call_finds(
            rows in proptest::collection::vec(proptest::collection::vec(-2_i8..3, 5), 2..40),
            k in 0_usize..12,
            n_operations in 0_usize..200,
        ) {
            let rows: Vec<Vec<f32>> = rows.iter().map(|row| row.iter().map(|&x| f32::from(x)).collect()).collect();
            let owned = matrix(&rows);
            let embedding = Embedding::from(&owned);
            let norms = inverse_norms(embedding);
            let side = (embedding, norms.as_slice());
            let run = |mut scan: Scan| {
                while !scan.advance(side, &mut { n_operations }) {}
                scan
            };
            let scan = run(Scan::by_distance(embedding, &rows[1]).expect("it is as long"));
            let expected = nearest_by_distance(embedding, &rows[1], k, &[1, 0]).expect("it is as long");
            prop_assert_eq!(scan.nearest(k, &[1, 0]), expected);
            match Scan::by_cosine(embedding, &rows[1]).map(run) {
                Err(error) => prop_assert_eq!(error, SpaceError::ZeroNorm),
                Ok(scan) => {
                    prop_assert_eq!(scan.nearest(k, &[1]), nearest(embedding, &norms, &rows[1], k, &[1]).expect("it points"));
                    let (rank, cosine) = rank_of(embedding, &norms, &rows[1], 0, &[1]).expect("it points");
                    prop_assert_eq!((scan.rank_of(0, &[1]), scan.scores()[0]), (rank, cosine));
                }
            }
        }
    }
}
