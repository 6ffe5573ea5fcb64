//! What changed between two models: the neighbors of the words they share.

use super::embedding::{Embedding, SpaceError, dot};
use super::nearest::{Best, Scored};
use crate::order::order_of;

/// A word of two models, and how alike its neighbors are.
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

/// One of the two models of a [`Comparison`]: its vectors, and one over the norm of each
/// ([`inverse_norms`](super::inverse_norms)).
pub type Side<'a> = (Embedding<'a>, &'a [f32]);

/// Compares two models by the nearest words of each word that both have: vectors of two runs have no axes in common, but
/// neighborhoods can be laid side by side (Antoniak and Mimno 2018; for change of use, Gonen et al. 2020).
///
/// Neighbors are looked for among the shared words alone. What only one model knows is no answer in either, so that another
/// minimum count is no change of meaning. How alike two neighborhoods are is their Jaccard index: what is in both, over
/// what is in either. It is computed word by word, so that a caller can do something else in between; a word costs a
/// cosine to every shared word in both models.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// The shared words: ids in the first model, and in the second.
    ids: [Vec<u32>; 2],
    n_words: usize,
    k: usize,
    /// Of the words compared so far, in the order of the pairs.
    jaccards: Vec<f32>,
}

impl Comparison {
    /// A comparison of nothing yet. `pairs`: the id of each shared word in the first model and in the second, each word
    /// once, by the first of these. `n_words`: the first so many of them are compared, or all. `k`: the neighbors that are
    /// compared, or all other shared words where there are fewer.
    pub fn new(pairs: &[(u32, u32)], n_words: usize, k: usize) -> Self {
        let ids = [pairs.iter().map(|pair| pair.0).collect(), pairs.iter().map(|pair| pair.1).collect()];
        Self { ids, n_words: n_words.min(pairs.len()), k, jaccards: Vec::new() }
    }

    /// Compares `n_words` more words; whether all are compared. `a` and `b`: the same models each time, of any dims.
    /// Errors: [`SpaceError::NoSuchWord`] where a model lacks a word of the pairs.
    pub fn advance(&mut self, a: Side<'_>, b: Side<'_>, n_words: usize) -> Result<bool, SpaceError> {
        let until = self.jaccards.len().saturating_add(n_words).min(self.n_words);
        for place in self.jaccards.len()..until {
            let (in_a, in_b) = (nearest(a, &self.ids[0], place, self.k)?, nearest(b, &self.ids[1], place, self.k)?);
            self.jaccards.push(jaccard(&in_a, &in_b));
        }
        Ok(self.is_done())
    }

    /// The neighbors of a word in both models; none where one of them lacks it. Errors: as of [`Comparison::advance`].
    pub fn side_by_side(&self, a: Side<'_>, b: Side<'_>, word_a: u32) -> Result<Option<SideBySide>, SpaceError> {
        let Ok(place) = self.ids[0].binary_search(&word_a) else { return Ok(None) };
        let (in_a, in_b) = (nearest(a, &self.ids[0], place, self.k)?, nearest(b, &self.ids[1], place, self.k)?);
        let jaccard = jaccard(&in_a, &in_b);
        let named = |mut found: Vec<Scored>| {
            for scored in &mut found {
                scored.word_id = self.ids[0][scored.word_id as usize];
            }
            found
        };
        Ok(Some(SideBySide { in_a: named(in_a), in_b: named(in_b), jaccard }))
    }

    /// Forgets what was found: one of the models has moved.
    pub fn start_over(&mut self) {
        self.jaccards.clear();
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

    /// The mean Jaccard index of the words compared so far, in [0, 1]; nothing before the first.
    pub fn mean(&self) -> Option<f64> {
        let sum: f64 = self.jaccards.iter().map(|&jaccard| f64::from(jaccard)).sum();
        (!self.jaccards.is_empty()).then(|| sum / self.jaccards.len() as f64)
    }

    /// The words compared so far, those whose neighbors changed most first; ties go to the word that comes first.
    pub fn by_change(&self) -> Vec<ComparedWord> {
        let compared = |place: u32| {
            let place = place as usize;
            ComparedWord { word_a: self.ids[0][place], word_b: self.ids[1][place], jaccard: self.jaccards[place] }
        };
        let order =
            order_of(self.jaccards.len(), &|x, y| self.jaccards[x].total_cmp(&self.jaccards[y]).then(x.cmp(&y)));
        order.into_iter().map(compared).collect()
    }
}

/// The shared words nearest to one of them in one model, best first, by place in `ids`.
fn nearest((model, norms): Side<'_>, ids: &[u32], place: usize, k: usize) -> Result<Vec<Scored>, SpaceError> {
    let own = model.row(ids[place])?;
    let inverse = |id: u32| norms.get(id as usize).copied().unwrap_or(0.0);
    let scale = inverse(ids[place]);
    let mut best = Best::new(k, ids.len());
    for (other, &id) in ids.iter().enumerate() {
        if other != place {
            best.see(other as u32, (dot(own, model.row(id)?) * inverse(id) * scale).clamp(-1.0, 1.0), &[]);
        }
    }
    Ok(best.into_list())
}

/// What is in both neighborhoods, over what is in either. Where there is no neighbor at all, none has changed.
fn jaccard(in_a: &[Scored], in_b: &[Scored]) -> f32 {
    let n_both = in_a.iter().filter(|one| in_b.iter().any(|other| other.word_id == one.word_id)).count();
    let n_either = in_a.len() + in_b.len() - n_both;
    if n_either == 0 { 1.0 } else { n_both as f32 / n_either as f32 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::space::{embedding::tests::Owned, inverse_norms};
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    /// Directions all around a circle.
    fn circle(n: usize) -> Vec<Vec<f32>> {
        let angle = |i: usize| i as f32 / n as f32 * std::f32::consts::TAU;
        (0..n).map(|i| vec![angle(i).cos(), angle(i).sin()]).collect()
    }

    fn compared(a: &Owned, b: &Owned, pairs: &[(u32, u32)], k: usize, n_words: usize) -> Comparison {
        let mut comparison = Comparison::new(pairs, usize::MAX, k);
        let norms = [a, b].map(|owned| inverse_norms(owned.view()));
        let (a, b) = ((a.view(), norms[0].as_slice()), (b.view(), norms[1].as_slice()));
        while !comparison.advance(a, b, n_words).expect("both have the words") {}
        comparison
    }

    fn same_ids(n: u32) -> Vec<(u32, u32)> {
        (0..n).map(|id| (id, id)).collect()
    }

    #[test]
    fn a_word_that_moved_is_found() {
        let a = Owned::new(&circle(40));
        let mut rows = circle(40);
        rows[7] = rows[27].iter().map(|x| x * 3.0).collect();
        let b = Owned::new(&rows);
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
        let a = Owned::new(&rows);
        // The second model has every other word, turned around, in a space of more dimensions.
        let b: Vec<Vec<f32>> = rows.iter().step_by(2).rev().map(|row| vec![0.0, -row[1], 0.0, row[0], 0.0]).collect();
        let b = Owned::new(&b);
        let pairs: Vec<(u32, u32)> = (0..15).map(|i| (2 * i, 14 - i)).collect();
        let comparison = compared(&a, &b, &pairs, 2, 100);
        assert_eq!(comparison.mean(), Some(1.0));
        assert_eq!((comparison.n_compared(), comparison.n_words()), (15, 15));
    }

    #[test]
    fn neighbors_stand_side_by_side() {
        let (a, b) = (Owned::new(&circle(12)), Owned::new(&circle(12).into_iter().rev().collect::<Vec<_>>()));
        let norms = inverse_norms(a.view());
        let (side_a, side_b) = ((a.view(), norms.as_slice()), (b.view(), norms.as_slice()));
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
        let owned = Owned::new(&circle(9));
        let norms = inverse_norms(owned.view());
        let side = (owned.view(), norms.as_slice());
        let mut comparison = Comparison::new(&same_ids(9), 4, 2);
        assert_eq!(comparison.advance(side, side, 3), Ok(false));
        assert_eq!(comparison.advance(side, side, 3), Ok(true));
        assert_eq!((comparison.n_compared(), comparison.n_words(), comparison.n_shared()), (4, 4, 9));
        comparison.start_over();
        assert_eq!((comparison.n_compared(), comparison.mean()), (0, None));
    }

    #[test]
    fn nothing_to_compare_is_no_change() {
        let owned = Owned::new(&circle(3));
        assert_eq!(compared(&owned, &owned, &[], 5, 1).mean(), None);
        assert_eq!(compared(&owned, &owned, &[(1, 2)], 5, 1).mean(), Some(1.0));
        assert_eq!(compared(&owned, &owned, &same_ids(3), 0, 1).mean(), Some(1.0));
        let mut comparison = Comparison::new(&[(0, 3)], 1, 5);
        let side = (owned.view(), [1.0; 3].as_slice());
        let failed = comparison.advance(side, side, 1);
        assert_eq!(failed, Err(SpaceError::NoSuchWord { word_id: 3, n_words: 3 }));
    }

    proptest! {
        #[test]
        fn a_model_agrees_with_itself(
            rows in prop::collection::vec(prop::collection::vec(-1.0_f32..1.0, 5), 1..30),
            k in 1_usize..12,
            n_words in 1_usize..9,
        ) {
            let owned = Owned::new(&rows);
            let comparison = compared(&owned, &owned, &same_ids(rows.len() as u32), k, n_words);
            prop_assert!(comparison.by_change().iter().all(|word| word.jaccard == 1.0));
            prop_assert_eq!(comparison.mean(), Some(1.0));
        }
    }
}
