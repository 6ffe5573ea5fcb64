//! How well vectors answer questions whose answers are known, by the rules of gensim's `KeyedVectors`
//! (`evaluate_word_analogies`, `evaluate_word_pairs`), so that figures can be compared with gensim's.
//!
//! In both, a word is looked up among the first `restrict_vocab` words only, which are the most frequent ones, and in any
//! case unless options say otherwise: of `US` and `us` the more frequent one stands for both. Questions with a word that
//! is not there are counted apart and change no score.
//!
//! [`WordIndex`] looks words up and [`AnalogySearch`] asks, both in slices; [`score_pairs`] compares with judgements.
//! [`Evaluator`] puts them together for callers that can wait.

use super::embedding::{Embedding, SpaceError};
use super::nearest::inverse_norms;

mod analogies;
mod correlation;
mod files;
mod reader;
mod words;

pub use analogies::{AnalogySearch, Outcome};
pub use correlation::{Correlating, pearson, spearman};
pub use files::{AnalogySection, WordPair, parse_analogies, parse_pairs};
pub use reader::{
    FileError, Kind, MOST_SKIPPED, QuestionReader, Questions, ReadFile, ScoreColumn, Separator, SkipReason, Taken,
    alternatives,
};
pub use words::{EvaluationOptions, WordIndex};

/// The score of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionScore {
    /// The section's name.
    pub name: String,
    /// Of each question of the section.
    pub outcomes: Vec<Outcome>,
}

impl SectionScore {
    /// Questions answered as expected.
    pub fn n_correct(&self) -> usize {
        self.outcomes.iter().filter(|&&outcome| outcome == Outcome::Correct).count()
    }

    /// Questions whose words are all known.
    pub fn n_asked(&self) -> usize {
        self.outcomes.iter().filter(|&&outcome| outcome != Outcome::Unknown).count()
    }
}

/// The share of the questions asked that were answered as expected, over all sections, in [0, 1]; nothing if none was
/// asked.
pub fn accuracy(scores: &[SectionScore]) -> Option<f64> {
    let n_asked: usize = scores.iter().map(SectionScore::n_asked).sum();
    let n_correct: usize = scores.iter().map(SectionScore::n_correct).sum();
    (n_asked > 0).then(|| n_correct as f64 / n_asked as f64)
}

/// How well cosines follow people's judgement.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PairScore {
    /// Pearson's correlation of cosine and judgement, in [-1, 1].
    pub pearson: f64,
    /// Spearman's, which looks at the order alone.
    pub spearman: f64,
    /// Pairs whose words are both known.
    pub n_known: usize,
    /// Pairs that are not counted.
    pub n_unknown: usize,
}

/// Compares cosines with people's judgements; nothing if fewer than two pairs are known, or if all are judged the same.
/// Errors: [`SpaceError::NoSuchWord`] if the index has more words than the embedding.
pub fn score_pairs(
    embedding: Embedding<'_>,
    index: &WordIndex,
    pairs: &[WordPair],
) -> Result<Option<PairScore>, SpaceError> {
    let (mut cosines, mut judgements) = (Vec::new(), Vec::new());
    for WordPair { words: [a, b], score } in pairs {
        if let (Some(a), Some(b)) = (index.id(a), index.id(b)) {
            cosines.push(f64::from(embedding.cosine(a, b)?));
            judgements.push(*score);
        }
    }
    let correlations = pearson(&cosines, &judgements).zip(spearman(&cosines, &judgements));
    Ok(correlations.map(|(pearson, spearman)| PairScore {
        pearson,
        spearman,
        n_known: cosines.len(),
        n_unknown: pairs.len() - cosines.len(),
    }))
}

/// Vectors and their words, ready to be asked. Everything here is one call; see [`WordIndex`] and [`AnalogySearch`] for
/// slices.
#[derive(Debug)]
pub struct Evaluator<'a> {
    /// Of the known words alone.
    embedding: Embedding<'a>,
    inverse_norms: Vec<f32>,
    index: WordIndex,
}

impl<'a> Evaluator<'a> {
    /// `words[i]` is the word of vector `i`, the most frequent first. Errors: [`SpaceError::NoSuchWord`] if there are fewer
    /// vectors than words.
    pub fn new(embedding: Embedding<'a>, words: &[String], options: EvaluationOptions) -> Result<Self, SpaceError> {
        let mut index = WordIndex::new(options);
        while !index.advance(words, usize::MAX) {}
        let embedding = embedding.first(index.n_words())?;
        Ok(Self { embedding, inverse_norms: inverse_norms(embedding), index })
    }

    /// Asks `a : b = c : expected`. The three words, and whatever is written like them, are no answers.
    pub fn ask(&self, words: [&str; 4]) -> Result<Outcome, SpaceError> {
        Ok(self.ask_all(&[words])?[0])
    }

    /// Asks many questions at once: outcomes are those of asking one by one, in a fraction of the time.
    pub fn ask_all(&self, questions: &[[&str; 4]]) -> Result<Vec<Outcome>, SpaceError> {
        let resolved: Vec<_> = questions.iter().map(|&words| self.index.resolve(words)).collect();
        let mut search = AnalogySearch::new(resolved.iter().flatten().copied().collect());
        let stands_for = |id: u32| self.index.representatives()[id as usize];
        while !search.advance(self.embedding, &self.inverse_norms, &stands_for, usize::MAX)? {}
        let mut answered = search.outcomes().iter().copied();
        let outcome = |ids: Option<_>| ids.and_then(|_| answered.next()).unwrap_or(Outcome::Unknown);
        Ok(resolved.into_iter().map(outcome).collect())
    }

    /// Asks all questions, section by section.
    pub fn analogies(&self, sections: &[AnalogySection]) -> Result<Vec<SectionScore>, SpaceError> {
        let questions = sections.iter().flat_map(|section| &section.questions);
        let questions: Vec<_> = questions.map(|words| words.each_ref().map(String::as_str)).collect();
        let mut outcomes = self.ask_all(&questions)?.into_iter();
        let score = |section: &AnalogySection| SectionScore {
            name: section.name.clone(),
            outcomes: outcomes.by_ref().take(section.questions.len()).collect(),
        };
        Ok(sections.iter().map(score).collect())
    }

    /// See [`score_pairs`].
    pub fn pairs(&self, pairs: &[WordPair]) -> Result<Option<PairScore>, SpaceError> {
        score_pairs(self.embedding, &self.index, pairs)
    }
}

#[cfg(test)]
mod tests {
    use rand::{Rng, SeedableRng};
    use rand_pcg::Pcg32;

    use super::*;
    use crate::space::embedding::tests::matrix;

    #[test]
    fn all_at_once_have_the_outcomes_of_one_by_one() {
        let mut rng = Pcg32::seed_from_u64(1);
        let rows: Vec<Vec<f32>> =
            (0..90).map(|_| (0..6).map(|_| rng.next_u32() as f32 / u32::MAX as f32 - 0.5).collect()).collect();
        let owned = matrix(&rows);
        // Some words are the same but for their case, and one question in a few has a word that is not known.
        let words: Vec<String> =
            (0..90).map(|i| if i % 7 == 0 { format!("WORD{}", i + 1) } else { format!("word{i}") }).collect();
        let evaluator = Evaluator::new(Embedding::from(&owned), &words, EvaluationOptions::default());
        let evaluator = evaluator.expect("as many vectors");
        let mut word = || format!("word{}", rng.next_u32() % 92);
        let mut questions: Vec<[String; 4]> = (0..600).map(|_| std::array::from_fn(|_| word())).collect();
        // Answered as expected: each question with what was found for it.
        for [a, b, c, expected] in &mut questions[..200] {
            if let Ok(Outcome::Wrong(Some(id))) = evaluator.ask([a, b, c, expected]) {
                expected.clone_from(&words[id as usize]);
            }
        }
        let questions: Vec<[&str; 4]> = questions.iter().map(|words| words.each_ref().map(String::as_str)).collect();
        let one_by_one: Vec<Outcome> = questions.iter().map(|&words| evaluator.ask(words).expect("asked")).collect();
        assert_eq!(evaluator.ask_all(&questions).expect("asked"), one_by_one);
        for outcome in [Outcome::Correct, Outcome::Unknown] {
            assert!(one_by_one.iter().filter(|&&other| other == outcome).count() > 20, "few are {outcome:?}");
        }
    }

    #[test]
    fn each_word_needs_a_vector() {
        let owned = matrix(&[vec![1.0, 0.0]]);
        let words = ["a", "b"].map(str::to_owned);
        let options = EvaluationOptions::default();
        assert!(Evaluator::new(Embedding::from(&owned), &words, options).is_err());
        let options = EvaluationOptions { restrict_vocab: 1, ..options };
        assert!(Evaluator::new(Embedding::from(&owned), &words, options).is_ok());
    }
}
