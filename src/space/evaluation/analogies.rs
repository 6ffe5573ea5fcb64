//! Analogies asked in slices.

use crate::space::{
    batch::Batch,
    best::Scored,
    budget::Budget,
    embedding::{Embedding, SpaceError},
    nearest::combine,
};

/// Candidates that are looked at before a question is given up, as in gensim.
const MOST_CANDIDATES: usize = 5;

/// Questions that are asked at once: their queries stay in the second level of cache.
const AT_ONCE: usize = 256;

/// What came of one question `a : b = c : expected`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The nearest word to `b - a + c` is the expected one.
    Correct,
    /// It is another one, with this id; none if nothing but the question's own words is near.
    Wrong(Option<u32>),
    /// One of the four words is not known.
    Unknown,
}

/// Asks analogies whose words are looked up already, in slices.
///
/// Up to 256 questions go through the vectors together, in one pass; outcomes come for all of them at its end.
#[derive(Debug, Clone)]
pub struct AnalogySearch {
    questions: Vec<[u32; 4]>,
    outcomes: Vec<Outcome>,
    ranks: Vec<Option<u32>>,
    batch: Option<Batch>,
}

impl AnalogySearch {
    /// At the beginning. `questions`: `a b c expected`, see [`WordIndex::resolve`](super::WordIndex::resolve).
    pub fn new(questions: Vec<[u32; 4]>) -> Self {
        let n = questions.len();
        Self { outcomes: Vec::with_capacity(n), ranks: Vec::with_capacity(n), questions, batch: None }
    }

    /// Goes on by about `n_operations` multiply-adds; whether all questions are asked.
    ///
    /// `embedding`: of the words that can be answers, the same each time; `inverse_norms`: of this embedding.
    /// `stands_for`: the word that stands for all that are written like one
    /// ([`WordIndex::representatives`](super::WordIndex::representatives)). Errors: [`SpaceError::NoSuchWord`].
    pub fn advance(
        &mut self,
        embedding: Embedding<'_>,
        inverse_norms: &[f32],
        stands_for: &dyn Fn(u32) -> u32,
        n_operations: usize,
    ) -> Result<bool, SpaceError> {
        let mut budget = Budget::new(n_operations);
        while !budget.is_spent() && !self.is_done() {
            let from = self.outcomes.len();
            let questions = &self.questions[from..self.questions.len().min(from + AT_ONCE)];
            let mut batch = if let Some(batch) = self.batch.take() {
                batch
            } else {
                budget.take(1, 6 * questions.len() * embedding.row_cost());
                begin(embedding, questions)?
            };
            if batch.advance(embedding, inverse_norms, &mut budget) {
                let answered = questions.iter().zip(batch.into_lists());
                for (question, found) in answered {
                    let found = found.unwrap_or_default();
                    self.outcomes.push(outcome(question, &found, stands_for));
                    self.ranks.push(rank(question, &found, stands_for));
                }
            } else {
                self.batch = Some(batch);
            }
        }
        Ok(self.is_done())
    }

    /// Outcomes so far, in the order of the questions.
    pub fn outcomes(&self) -> &[Outcome] {
        &self.outcomes
    }

    /// The place of each expected word among the answers, from 1, in the order of the questions; none where it is not among
    /// the few nearest that are looked at.
    pub fn ranks(&self) -> &[Option<u32>] {
        &self.ranks
    }

    /// The share of all comparisons that are done, in [0, 1]: for a progress bar. `n_words`: of the embedding.
    pub fn share_done(&self, n_words: usize) -> f64 {
        let (n, done) = (self.questions.len(), self.outcomes.len());
        let n_at_once = AT_ONCE.min(n - done) as f64;
        let under_way = self.batch.as_ref().map_or(0.0, |batch| n_at_once * batch.share_done(n_words));
        if n == 0 { 1.0 } else { (done as f64 + under_way) / n as f64 }
    }

    fn is_done(&self) -> bool {
        self.outcomes.len() == self.questions.len()
    }
}

/// What came of a question, given the nearest words, best first; none are given if the question's words cancel out.
fn outcome(&[a, b, c, expected]: &[u32; 4], found: &[Scored], stands_for: &dyn Fn(u32) -> u32) -> Outcome {
    let mut predicted = None;
    for candidate in found {
        predicted = Some(stands_for(candidate.word_id));
        if predicted.is_some_and(|id| ![a, b, c].contains(&id)) {
            break;
        }
    }
    if predicted == Some(expected) { Outcome::Correct } else { Outcome::Wrong(predicted) }
}

/// The place of the expected word among the nearest; what is written like another word, or like one of the question's, is no
/// place of its own.
fn rank(&[a, b, c, expected]: &[u32; 4], found: &[Scored], stands_for: &dyn Fn(u32) -> u32) -> Option<u32> {
    let mut seen = vec![a, b, c];
    for candidate in found {
        let word_id = stands_for(candidate.word_id);
        if !seen.contains(&word_id) {
            if word_id == expected {
                return Some(seen.len() as u32 - 2);
            }
            seen.push(word_id);
        }
    }
    None
}

fn begin(embedding: Embedding<'_>, questions: &[[u32; 4]]) -> Result<Batch, SpaceError> {
    let query = |&[a, b, c, _]: &[u32; 4]| Ok((combine(embedding, &[(b, 1.0), (c, 1.0), (a, -1.0)])?, vec![a, b, c]));
    Batch::new(embedding, questions.iter().map(query).collect::<Result<_, _>>()?, MOST_CANDIDATES)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::space::{embedding::tests::matrix, inverse_norms};

    proptest! {
        #[test]
        fn the_cutting_makes_no_difference(
            rows in prop::collection::vec(prop::collection::vec(-1.0_f32..1.0, 5), 2..100),
            seeds in prop::collection::vec(any::<[u32; 4]>(), 0..600),
            n_operations in 0_usize..200_000,
        ) {
            let owned = matrix(&rows);
            let (embedding, n_words) = (Embedding::from(&owned), rows.len() as u32);
            let norms = inverse_norms(embedding);
            let questions: Vec<[u32; 4]> = seeds.iter().map(|seed| seed.map(|x| x % n_words)).collect();
            let ask = |n_operations| {
                let mut search = AnalogySearch::new(questions.clone());
                let mut share = 0.0;
                while !search.advance(embedding, &norms, &|id| id / 2 * 2, n_operations).expect("known words") {
                    let next = search.share_done(rows.len());
                    assert!(share <= next && next < 1.0);
                    share = next;
                }
                assert_eq!(search.share_done(rows.len()), 1.0);
                for ((&[a, b, c, d], &outcome), &rank) in questions.iter().zip(search.outcomes()).zip(search.ranks()) {
                    if ![a, b, c].contains(&d) {
                        assert_eq!(outcome == Outcome::Correct, rank == Some(1));
                    }
                    assert!(rank.is_none_or(|rank| (1..=MOST_CANDIDATES as u32).contains(&rank)));
                }
                (search.outcomes().to_vec(), search.ranks().to_vec())
            };
            let found = ask(n_operations.max(1000));
            prop_assert_eq!([found.0.len(), found.1.len()], [questions.len(); 2]);
            prop_assert_eq!(found, ask(usize::MAX));
        }
    }

    #[test]
    fn a_word_that_is_not_there_is_an_error() {
        let owned = matrix(&[vec![1.0, 0.0]]);
        let failed = AnalogySearch::new(vec![[0, 0, 1, 0]]).advance(Embedding::from(&owned), &[1.0], &|id| id, 9);
        assert_eq!(failed, Err(SpaceError::NoSuchWord { word_id: 1, n_words: 1 }));
    }
}
