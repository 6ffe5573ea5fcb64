//! How true a map is: the share of a word's nearest neighbors that are its nearest on the map as well.
//!
//! This is the recall of the 10 nearest, or `Q_NX(10)` of Lee and Verleysen (2009, "Quality assessment of dimensionality
//! reduction: rank-based criteria"), also known as k-ary neighborhood preservation. A map that places words at random
//! reaches [`chance_recall`].

use super::{
    best::{Best, n_shared},
    budget::Budget,
    embedding::{Embedding, SpaceError},
    nearest::NeighborSearch,
};

/// Neighbors that are compared, in the space and on the map.
pub const N_NEIGHBORS: usize = 10;

/// Operations that one distance on the map counts for.
const COST_ON_MAP: usize = 6;

/// How many of the nearest words of one word are its nearest on a map too, and of how many: [`N_NEIGHBORS`], or all others
/// on a smaller map.
///
/// Both neighborhoods are among the words of the map: one by cosine in the full space, one by distance in the plane.
/// `inverse_norms`: of this embedding, see [`inverse_norms`](super::inverse_norms). `positions`: `x0 y0 x1 y1 ...` in the
/// order of `word_ids`. `place`: which of these words.
/// Errors: [`SpaceError::NoSuchWord`], and [`SpaceError::Length`] unless there are two numbers for each word.
pub fn neighbor_recall(
    embedding: Embedding<'_>,
    inverse_norms: &[f32],
    word_ids: &[u32],
    positions: &[f32],
    place: usize,
) -> Result<(usize, usize), SpaceError> {
    let mut measure = RecallMeasure::new(place);
    loop {
        if let Some(found) = measure.advance(embedding, inverse_norms, word_ids, positions, usize::MAX)? {
            return Ok(found);
        }
    }
}

/// The mean recall of a map that places `n_words` words at random, in [0, 1]: 10 of the `n_words - 1` others.
pub fn chance_recall(n_words: usize) -> f64 {
    (N_NEIGHBORS as f64 / n_words.saturating_sub(1) as f64).min(1.0)
}

/// [`neighbor_recall`] of one word, in slices.
#[derive(Debug, Clone)]
pub struct RecallMeasure {
    place: usize,
    /// Both neighborhoods under way, from the first call on.
    searches: Option<(NeighborSearch, MapSearch)>,
}

/// The nearest words on the map, under way.
#[derive(Debug, Clone)]
struct MapSearch {
    next: usize,
    best: Best,
}

impl RecallMeasure {
    /// Of the word at this place among the words of the map.
    pub fn new(place: usize) -> Self {
        Self { place, searches: None }
    }

    /// Goes on by about `n_operations` multiply-adds; the result once it is known. All arguments have to stay the same
    /// between calls, and mean what they mean for [`neighbor_recall`]. Errors: as there.
    pub fn advance(
        &mut self,
        embedding: Embedding<'_>,
        inverse_norms: &[f32],
        word_ids: &[u32],
        positions: &[f32],
        n_operations: usize,
    ) -> Result<Option<(usize, usize)>, SpaceError> {
        let (n, place, mut budget) = (word_ids.len(), self.place, Budget::new(n_operations));
        if positions.len() != 2 * n {
            return Err(SpaceError::Length { found: positions.len(), dims: 2 * n });
        }
        let begun = || {
            let on_map = MapSearch { next: 0, best: Best::new(N_NEIGHBORS, n) };
            (NeighborSearch::new(place, N_NEIGHBORS, n), on_map)
        };
        let (in_space, on_map) = self.searches.get_or_insert_with(begun);
        if !in_space.advance((embedding, inverse_norms), word_ids, &mut budget)? {
            return Ok(None);
        }
        on_map.advance(positions, place, &mut budget);
        if on_map.next < n {
            return Ok(None);
        }
        let (in_space, on_map) = (in_space.clone().into_list(), on_map.best.list());
        Ok(Some((n_shared(&in_space, on_map), in_space.len())))
    }
}

impl MapSearch {
    fn advance(&mut self, positions: &[f32], place: usize, budget: &mut Budget) {
        let points = positions.as_chunks::<2>().0;
        let [x, y] = points[place];
        let range = budget.take_range(&mut self.next, points.len(), COST_ON_MAP);
        for (other, point) in range.clone().zip(&points[range]) {
            if other != place {
                let (dx, dy) = (point[0] - x, point[1] - y);
                self.best.see(other as u32, -(dx * dx + dy * dy), &[]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        matrix::Matrix,
        space::{embedding::tests::matrix, inverse_norms},
    };
    use proptest::prelude::*;

    /// Words around a circle, whose neighbors by angle are those beside them.
    fn circle(n: usize) -> (Matrix, Vec<f32>) {
        let angle = |i: usize| i as f32 / n as f32 * std::f32::consts::TAU;
        let rows: Vec<Vec<f32>> =
            (0..n).map(|i| [angle(i).cos(), angle(i).sin()].map(|x| x * (1 + i % 5) as f32).to_vec()).collect();
        let positions = (0..n).flat_map(|i| [angle(i).cos(), angle(i).sin()]).collect();
        (matrix(&rows), positions)
    }

    fn recall(owned: &Matrix, positions: &[f32], place: usize) -> Result<(usize, usize), SpaceError> {
        let (embedding, ids) = (Embedding::from(owned), (0..owned.n_rows() as u32).collect::<Vec<_>>());
        neighbor_recall(embedding, &inverse_norms(embedding), &ids, positions, place)
    }

    #[test]
    fn a_true_map_recalls_all_and_a_shuffled_one_about_as_much_as_chance() {
        let (owned, positions) = circle(61);
        let n = |positions: &[f32]| (0..61).map(|place| recall(&owned, positions, place).unwrap().0).sum::<usize>();
        assert_eq!(n(&positions), 61 * N_NEIGHBORS);
        let shuffled: Vec<f32> = (0..61).flat_map(|i| [(i * 23 % 61) as f32, (i * 41 % 61) as f32]).collect();
        let share = n(&shuffled) as f64 / (61 * N_NEIGHBORS) as f64;
        assert!((share - chance_recall(61)).abs() < 0.15, "{share}");
    }

    #[test]
    fn a_small_map_compares_all_there_are() {
        let (owned, positions) = circle(4);
        assert_eq!(recall(&owned, &positions, 0), Ok((3, 3)));
        assert!(recall(&owned, &positions, 4).is_err());
        assert!(recall(&owned, &positions[1..], 0).is_err());
    }

    #[test]
    fn chance_falls_with_the_words() {
        assert_eq!([0, 1, 2, 11, 101].map(chance_recall), [1.0, 1.0, 1.0, 1.0, 0.1]);
    }

    proptest! {
        #[test]
        fn the_cutting_makes_no_difference(
            rows in prop::collection::vec(prop::collection::vec(-1.0_f32..1.0, 5), 1..40),
            n_operations in 0_usize..100,
        ) {
            let owned = matrix(&rows);
            let embedding = Embedding::from(&owned);
            let (ids, norms) = ((0..rows.len() as u32).rev().collect::<Vec<_>>(), inverse_norms(embedding));
            let positions: Vec<f32> = rows.iter().flat_map(|row| [row[0], row[1]]).collect();
            let mut measure = RecallMeasure::new(rows.len() / 2);
            let found = loop {
                if let Some(found) = measure.advance(embedding, &norms, &ids, &positions, n_operations).unwrap() {
                    break found;
                }
            };
            prop_assert_eq!(Ok(found), neighbor_recall(embedding, &norms, &ids, &positions, rows.len() / 2));
            prop_assert_eq!(measure.advance(embedding, &norms, &ids, &positions, 1), Ok(Some(found)), "and it stays");
        }
    }
}
