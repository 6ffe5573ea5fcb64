//! What changed between two models: the neighbors of the words they share.

use super::{
    best::{Scored, n_shared},
    budget::Budget,
    embedding::SpaceError,
    nearest::{NeighborSearch, Side},
};

/// A word of two models, and how similar its neighbors are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ComparedWord {
    /// Its id in the first model.
    pub word_a: u32,
    /// Its id in the second one.
    pub word_b: u32,
    /// Of the words that are among its nearest in either model, the share that are in both, in [0, 1].
    pub jaccard: f32,
}

/// A word of two models with its neighbors in each, best first: ids are those of the first model.
#[derive(Debug, Clone, PartialEq)]
pub struct SideBySide {
    /// In the first model.
    pub in_a: Vec<Scored>,
    /// In the second one.
    pub in_b: Vec<Scored>,
    /// See [`ComparedWord::jaccard`].
    pub jaccard: f32,
}

/// Compares two models by the nearest words of each word that both have: vectors of two runs have no axes in common, but
/// neighborhoods can be laid side by side (Antoniak and Mimno 2018; for change of use, Gonen et al. 2020).
///
/// Neighbors are looked for among the shared words only: a word that only one model knows is no answer in either, so that
/// another minimum count does not look like a change of meaning. The similarity of two neighborhoods is their Jaccard index:
/// words in both, divided by words in either. A word costs a cosine to every shared word in both models, and work can pause
/// between any two of these.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// The shared words: ids in the first model, and in the second.
    ids: [Vec<u32>; 2],
    n_words: usize,
    k: usize,
    /// Of the words compared so far, in the order of the pairs.
    jaccards: Vec<f32>,
    /// The next word's neighbors in both models, once they are looked for.
    searches: Option<[NeighborSearch; 2]>,
}

impl Comparison {
    /// At the beginning. `pairs`: the ids of each shared word in the first model and in the second, sorted by the first;
    /// each word once. `n_words`: how many of them are compared, from the first on. `k`: how many neighbors are compared, or
    /// all other shared words if there are fewer.
    pub fn new(pairs: &[(u32, u32)], n_words: usize, k: usize) -> Self {
        let ids = [pairs.iter().map(|pair| pair.0).collect(), pairs.iter().map(|pair| pair.1).collect()];
        Self { ids, n_words: n_words.min(pairs.len()), k, jaccards: Vec::new(), searches: None }
    }

    /// Goes on by about `n_operations` multiply-adds; whether all words are compared. `a` and `b`: the same models each
    /// time, of any dims. Errors: [`SpaceError::NoSuchWord`] if a model lacks a word of the pairs.
    pub fn advance(&mut self, a: Side<'_>, b: Side<'_>, n_operations: usize) -> Result<bool, SpaceError> {
        let mut budget = Budget::new(n_operations);
        while !budget.is_spent() && !self.is_done() {
            let mut searches = match self.searches.take() {
                Some(searches) => searches,
                None => self.searches_of(self.jaccards.len()),
            };
            if self.go_on(&mut searches, a, b, &mut budget)? {
                let [in_a, in_b] = searches.map(NeighborSearch::into_list);
                self.jaccards.push(jaccard(&in_a, &in_b));
            } else {
                self.searches = Some(searches);
            }
        }
        Ok(self.is_done())
    }

    /// The neighbors of a word in both models; none if one of them lacks it. Errors: as of [`Comparison::advance`].
    pub fn side_by_side(&self, a: Side<'_>, b: Side<'_>, word_a: u32) -> Result<Option<SideBySide>, SpaceError> {
        let Ok(place) = self.ids[0].binary_search(&word_a) else { return Ok(None) };
        let mut searches = self.searches_of(place);
        while !self.go_on(&mut searches, a, b, &mut Budget::new(usize::MAX))? {}
        let [in_a, in_b] = searches.map(NeighborSearch::into_list);
        let jaccard = jaccard(&in_a, &in_b);
        let named = |mut found: Vec<Scored>| {
            for scored in &mut found {
                scored.word_id = self.ids[0][scored.word_id as usize];
            }
            found
        };
        Ok(Some(SideBySide { in_a: named(in_a), in_b: named(in_b), jaccard }))
    }

    /// Forgets what was found, because one of the models has changed.
    pub fn start_over(&mut self) {
        self.jaccards.clear();
        self.searches = None;
    }

    /// Whether all are compared.
    pub fn is_done(&self) -> bool {
        self.jaccards.len() == self.n_words
    }

    /// Words that both models have.
    pub fn n_shared(&self) -> usize {
        self.ids[0].len()
    }

    /// Words compared so far.
    pub fn n_compared(&self) -> usize {
        self.jaccards.len()
    }

    /// Words to compare in all.
    pub fn n_words(&self) -> usize {
        self.n_words
    }

    /// The mean Jaccard index of the words compared so far, in [0, 1]; none before the first.
    pub fn mean(&self) -> Option<f64> {
        let sum: f64 = self.jaccards.iter().map(|&jaccard| f64::from(jaccard)).sum();
        (!self.jaccards.is_empty()).then(|| sum / self.jaccards.len() as f64)
    }

    /// The words compared so far, those whose neighbors changed most first; ties go to the word that comes first.
    pub fn by_change(&self) -> Vec<ComparedWord> {
        let compared = |(place, &jaccard)| {
            let word: usize = place;
            ComparedWord { word_a: self.ids[0][word], word_b: self.ids[1][word], jaccard }
        };
        let mut words: Vec<ComparedWord> = self.jaccards.iter().enumerate().map(compared).collect();
        words.sort_by(|x, y| x.jaccard.total_cmp(&y.jaccard));
        words
    }

    fn searches_of(&self, place: usize) -> [NeighborSearch; 2] {
        [0, 1].map(|_| NeighborSearch::new(place, self.k, self.n_shared()))
    }

    fn go_on(
        &self,
        [in_a, in_b]: &mut [NeighborSearch; 2],
        a: Side<'_>,
        b: Side<'_>,
        budget: &mut Budget,
    ) -> Result<bool, SpaceError> {
        Ok(in_a.advance(a, &self.ids[0], budget)? && in_b.advance(b, &self.ids[1], budget)?)
    }
}

/// Words in both neighborhoods, divided by words in either; 1 if neither has any.
fn jaccard(in_a: &[Scored], in_b: &[Scored]) -> f32 {
    let n_both = n_shared(in_a, in_b);
    let n_either = in_a.len() + in_b.len() - n_both;
    if n_either == 0 { 1.0 } else { n_both as f32 / n_either as f32 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        matrix::Matrix,
        space::{Embedding, embedding::tests::matrix, inverse_norms},
    };
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    /// Directions all around a circle.
    fn circle(n: usize) -> Vec<Vec<f32>> {
        let angle = |i: usize| i as f32 / n as f32 * std::f32::consts::TAU;
        (0..n).map(|i| vec![angle(i).cos(), angle(i).sin()]).collect()
    }

    fn compared(a: &Matrix, b: &Matrix, pairs: &[(u32, u32)], k: usize, n_operations: usize) -> Comparison {
        let mut comparison = Comparison::new(pairs, usize::MAX, k);
        let norms = [a, b].map(|owned| inverse_norms(Embedding::from(owned)));
        let (a, b) = ((Embedding::from(a), norms[0].as_slice()), (Embedding::from(b), norms[1].as_slice()));
        while !comparison.advance(a, b, n_operations).expect("both have the words") {}
        comparison
    }

    fn same_ids(n: u32) -> Vec<(u32, u32)> {
        (0..n).map(|id| (id, id)).collect()
    }

    #[test]
    fn a_word_that_moved_is_found() {
        let a = matrix(&circle(40));
        let mut rows = circle(40);
        rows[7] = rows[27].iter().map(|x| x * 3.0).collect();
        let b = matrix(&rows);
        let comparison = compared(&a, &b, &same_ids(40), 4, 3);
        let words = comparison.by_change();
        assert_eq!(words[0], ComparedWord { word_a: 7, word_b: 7, jaccard: 0.0 });
        assert!(words[1].jaccard > 0.3, "its neighbors lost one of four: {words:?}");
        assert_eq!(words[39].jaccard, 1.0);
        assert!(words.is_sorted_by(|x, y| (x.jaccard, x.word_a) < (y.jaccard, y.word_a)), "the frequent first");
        let mean = comparison.mean().expect("forty words");
        assert!(mean > 0.8 && mean < 1.0, "{mean}");
    }

    #[test]
    fn words_of_one_model_alone_do_not_count() {
        let rows = circle(30);
        let a = matrix(&rows);
        // The second model has every other word, turned around, in a space of more dimensions.
        let b: Vec<Vec<f32>> = rows.iter().step_by(2).rev().map(|row| vec![0.0, -row[1], 0.0, row[0], 0.0]).collect();
        let b = matrix(&b);
        let pairs: Vec<(u32, u32)> = (0..15).map(|i| (2 * i, 14 - i)).collect();
        let comparison = compared(&a, &b, &pairs, 2, 100);
        assert_eq!(comparison.mean(), Some(1.0));
        assert_eq!((comparison.n_compared(), comparison.n_words()), (15, 15));
    }

    #[test]
    fn neighbors_stand_side_by_side() {
        let (a, b) = (matrix(&circle(12)), matrix(&circle(12).into_iter().rev().collect::<Vec<_>>()));
        let norms = inverse_norms(Embedding::from(&a));
        let side_a = (Embedding::from(&a), norms.as_slice());
        let side_b = (Embedding::from(&b), norms.as_slice());
        // The second model has them the other way round, but for the first two, which changed places.
        let mut pairs: Vec<(u32, u32)> = (0..11).map(|i| (i, 11 - i)).collect();
        (pairs[0].1, pairs[1].1) = (pairs[1].1, pairs[0].1);
        let comparison = Comparison::new(&pairs, 3, 2);
        let both = comparison.side_by_side(side_a, side_b, 3).expect("it is there").expect("in both");
        // Both neighbors on the circle are equally near.
        let ids = |list: &[Scored]| list.iter().map(|scored| scored.word_id).collect::<BTreeSet<_>>();
        assert_eq!((ids(&both.in_a), ids(&both.in_b)), (BTreeSet::from([2, 4]), BTreeSet::from([2, 4])));
        assert_eq!(both.jaccard, 1.0);
        assert!((both.in_a[0].cosine - 30_f32.to_radians().cos()).abs() < 1e-6);
        let both = comparison.side_by_side(side_a, side_b, 2).expect("it is there").expect("in both");
        assert_eq!((ids(&both.in_a), ids(&both.in_b)), (BTreeSet::from([1, 3]), BTreeSet::from([0, 3])));
        assert_eq!(both.jaccard, 1.0 / 3.0);
        assert_eq!(comparison.side_by_side(side_a, side_b, 11), Ok(None), "one model lacks it");
    }

    #[test]
    fn as_many_words_are_compared_as_were_asked_for() {
        let owned = matrix(&circle(9));
        let norms = inverse_norms(Embedding::from(&owned));
        let side = (Embedding::from(&owned), norms.as_slice());
        let mut comparison = Comparison::new(&same_ids(9), 4, 2);
        assert_eq!(comparison.advance(side, side, 3), Ok(false));
        assert_eq!(comparison.n_compared(), 0, "a part of the first word");
        assert_eq!(comparison.advance(side, side, usize::MAX), Ok(true));
        assert_eq!((comparison.n_compared(), comparison.n_words(), comparison.n_shared()), (4, 4, 9));
        comparison.start_over();
        assert_eq!((comparison.n_compared(), comparison.mean()), (0, None));
    }

    #[test]
    fn nothing_to_compare_is_no_change() {
        let owned = matrix(&circle(3));
        assert_eq!(compared(&owned, &owned, &[], 5, 1).mean(), None);
        assert_eq!(compared(&owned, &owned, &[(1, 2)], 5, 1).mean(), Some(1.0));
        assert_eq!(compared(&owned, &owned, &same_ids(3), 0, 1).mean(), Some(1.0));
        let mut comparison = Comparison::new(&[(0, 3)], 1, 5);
        let side = (Embedding::from(&owned), [1.0; 3].as_slice());
        let failed = comparison.advance(side, side, 1);
        assert_eq!(failed, Err(SpaceError::NoSuchWord { word_id: 3, n_words: 3 }));
    }

    proptest! {
        #[test]
        fn a_model_agrees_with_itself(
            rows in prop::collection::vec(prop::collection::vec(-1.0_f32..1.0, 5), 1..30),
            k in 1_usize..12,
            n_operations in 0_usize..900,
        ) {
            let owned = matrix(&rows);
            let comparison = compared(&owned, &owned, &same_ids(rows.len() as u32), k, n_operations);
            prop_assert!(comparison.by_change().iter().all(|word| word.jaccard == 1.0));
            prop_assert_eq!(comparison.mean(), Some(1.0));
        }

        #[test]
        fn the_cutting_makes_no_difference(
            rows in prop::collection::vec(prop::collection::vec(-1.0_f32..1.0, 5), 2..30),
            n_operations in 0_usize..900,
        ) {
            let other: Vec<Vec<f32>> = rows.iter().map(|row| vec![row[1], row[0] * 2.0, -row[4]]).collect();
            let (a, b) = (matrix(&rows), matrix(&other));
            let compared = |n_operations| compared(&a, &b, &same_ids(rows.len() as u32), 4, n_operations).by_change();
            prop_assert_eq!(compared(n_operations), compared(usize::MAX));
        }
    }
}
