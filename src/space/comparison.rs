//! What changed between two models: the neighbors of the words they share.

use super::embedding::{Embedding, SpaceError, dot};
use super::kept::Nearest;
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

/// Compares two models by the nearest words of each word that both have: vectors of two runs have no axes in common, but
/// neighborhoods can be laid side by side (Antoniak and Mimno 2018; for change of use, Gonen et al. 2020).
///
/// Neighbors are looked for among the shared words alone. What only one model knows is no answer in either, so that another
/// minimum count is no change of meaning. How alike two neighborhoods are is their Jaccard index: what is in both, over
/// what is in either. It is computed word by word, so that a caller can do something else in between; a word costs a
/// cosine to every shared word in both models.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// The shared words: id in the first model, id in the second.
    pairs: Vec<(u32, u32)>,
    k: usize,
    /// Of the words compared so far, in the order of the pairs.
    jaccards: Vec<f32>,
}

impl Comparison {
    /// A comparison of nothing yet. `pairs`: the id of each shared word in the first model and in the second, each word
    /// once. `k`: the neighbors that are compared, or all other shared words where there are fewer.
    pub fn new(pairs: Vec<(u32, u32)>, k: usize) -> Self {
        Self { pairs, k, jaccards: Vec::new() }
    }

    /// Compares `n_words` more words; whether all are compared.
    ///
    /// `a` and `b`: the same models each time, of any dims. Inverse norms: of the one and the other, see
    /// [`inverse_norms`](super::inverse_norms). Errors: [`SpaceError::NoSuchWord`] where a model lacks a word of the pairs.
    pub fn advance(
        &mut self,
        a: Embedding<'_>,
        a_inverse_norms: &[f32],
        b: Embedding<'_>,
        b_inverse_norms: &[f32],
        n_words: usize,
    ) -> Result<bool, SpaceError> {
        let until = self.jaccards.len().saturating_add(n_words).min(self.pairs.len());
        for place in self.jaccards.len()..until {
            let in_a = self.nearest(a, a_inverse_norms, place, |pair| pair.0)?;
            let in_b = self.nearest(b, b_inverse_norms, place, |pair| pair.1)?;
            let n_both = in_a.places().filter(|&place| in_b.places().any(|other| other == place)).count();
            let n_either = in_a.places().count() + in_b.places().count() - n_both;
            // Where there is no neighbor at all, none has changed.
            self.jaccards.push(if n_either == 0 { 1.0 } else { n_both as f32 / n_either as f32 });
        }
        Ok(until == self.pairs.len())
    }

    /// The places of the shared words nearest to one of them in one model.
    fn nearest(
        &self,
        embedding: Embedding<'_>,
        inverse_norms: &[f32],
        place: usize,
        id: fn(&(u32, u32)) -> u32,
    ) -> Result<Nearest, SpaceError> {
        let own = embedding.row(id(&self.pairs[place]))?;
        let mut nearest = Nearest::new(self.k);
        for (other, pair) in self.pairs.iter().enumerate().filter(|&(other, _)| other != place) {
            let inverse = inverse_norms.get(id(pair) as usize).copied().unwrap_or(0.0);
            nearest.offer(-dot(own, embedding.row(id(pair))?) * inverse, other);
        }
        Ok(nearest)
    }

    /// Words compared so far.
    pub fn n_compared(&self) -> usize {
        self.jaccards.len()
    }

    /// Words to compare in all.
    pub fn n_words(&self) -> usize {
        self.pairs.len()
    }

    /// The mean Jaccard index of the words compared so far, in [0, 1]; nothing before the first.
    pub fn mean(&self) -> Option<f64> {
        let sum: f64 = self.jaccards.iter().map(|&jaccard| f64::from(jaccard)).sum();
        (!self.jaccards.is_empty()).then(|| sum / self.jaccards.len() as f64)
    }

    /// The words compared so far, those whose neighbors changed most first; ties go to the more frequent word, which is the
    /// one of the smaller id in the first model.
    pub fn by_change(&self) -> Vec<ComparedWord> {
        let compared = |place: u32| {
            let ((word_a, word_b), jaccard) = (self.pairs[place as usize], self.jaccards[place as usize]);
            ComparedWord { word_a, word_b, jaccard }
        };
        let order = order_of(self.jaccards.len(), &|x, y| {
            self.jaccards[x].total_cmp(&self.jaccards[y]).then(self.pairs[x].0.cmp(&self.pairs[y].0))
        });
        order.into_iter().map(compared).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::space::{embedding::tests::Owned, inverse_norms};
    use proptest::prelude::*;

    /// Directions all around a circle.
    fn circle(n: usize) -> Vec<Vec<f32>> {
        let angle = |i: usize| i as f32 / n as f32 * std::f32::consts::TAU;
        (0..n).map(|i| vec![angle(i).cos(), angle(i).sin()]).collect()
    }

    fn compared(a: &Owned, b: &Owned, pairs: &[(u32, u32)], k: usize, n_words: usize) -> Comparison {
        let mut comparison = Comparison::new(pairs.to_vec(), k);
        let norms = [a, b].map(|owned| inverse_norms(owned.view()));
        while !comparison.advance(a.view(), &norms[0], b.view(), &norms[1], n_words).expect("both have the words") {}
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
    fn nothing_to_compare_is_no_change() {
        let owned = Owned::new(&circle(3));
        assert_eq!(compared(&owned, &owned, &[], 5, 1).mean(), None);
        assert_eq!(compared(&owned, &owned, &[(1, 2)], 5, 1).mean(), Some(1.0));
        assert_eq!(compared(&owned, &owned, &same_ids(3), 0, 1).mean(), Some(1.0));
        let mut comparison = Comparison::new(vec![(0, 3)], 5);
        let failed = comparison.advance(owned.view(), &[1.0; 3], owned.view(), &[1.0; 3], 1);
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
