//! How well vectors answer questions whose answers are known, by the rules of gensim's `KeyedVectors`
//! (`evaluate_word_analogies`, `evaluate_word_pairs`), so that a figure here is a figure there.
//!
//! In both, a word is looked up among the first `restrict_vocab` words alone, which are the most frequent ones, and in
//! any case unless told otherwise: of `US` and `us` the more frequent one stands for both. What is not there is counted
//! apart and changes no score.

use std::{borrow::Cow, collections::HashMap};

use super::{Embedding, SpaceError, combine, inverse_norms, nearest};

mod correlation;
mod files;

pub use correlation::{pearson, spearman};
pub use files::{AnalogySection, FileError, WordPair, parse_analogies, parse_pairs};

/// Which words count, and as which.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EvaluationOptions {
    /// Only so many words, the most frequent ones, are known and can be answers.
    pub restrict_vocab: usize,
    /// Whether `Paris` and `paris` are the same word.
    pub case_insensitive: bool,
}

impl Default for EvaluationOptions {
    /// gensim's: 300,000 words, in any case.
    fn default() -> Self {
        Self { restrict_vocab: 300_000, case_insensitive: true }
    }
}

/// Candidates that are looked at before a question is given up, as in gensim.
const MOST_CANDIDATES: usize = 5;

/// What came of one question `a : b = c : expected`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The nearest word to `b - a + c` is the expected one.
    Correct,
    /// It is another one, with this id; none where there is nothing but the question's own words.
    Wrong(Option<u32>),
    /// One of the four words is not known.
    Unknown,
}

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

/// The share of the questions asked that were answered as expected, over all sections, in [0, 1]; nothing where none was
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
    /// Pairs that both words of are known.
    pub n_known: usize,
    /// Pairs that are not counted.
    pub n_unknown: usize,
}

/// Vectors that are being examined.
#[derive(Debug)]
pub struct Examination<'a> {
    /// The known words alone.
    embedding: Embedding<'a>,
    inverse_norms: Vec<f32>,
    words: &'a [String],
    id_of_word: HashMap<Cow<'a, str>, u32>,
    options: EvaluationOptions,
}

impl<'a> Examination<'a> {
    /// `words[i]` is the word of vector `i`, the most frequent first. Errors: [`SpaceError::NoSuchWord`] where
    /// there are fewer vectors than words.
    pub fn new(embedding: Embedding<'a>, words: &'a [String], options: EvaluationOptions) -> Result<Self, SpaceError> {
        let words = &words[..words.len().min(options.restrict_vocab)];
        let embedding = embedding.first(words.len())?;
        let mut id_of_word = HashMap::with_capacity(words.len());
        for (word, id) in words.iter().zip(0..) {
            // The first, which is the most frequent, stays.
            id_of_word.entry(key(word, options)).or_insert(id);
        }
        Ok(Self { embedding, inverse_norms: inverse_norms(embedding), words, id_of_word, options })
    }

    /// Asks `a : b = c : ?`. The three words and whatever is written like them are no answers.
    pub fn ask(&self, [a, b, c, expected]: [&str; 4]) -> Result<Outcome, SpaceError> {
        let known = |word| self.id_of_word.get(&key(word, self.options)).copied();
        let (Some(a), Some(b), Some(c), Some(expected)) = (known(a), known(b), known(c), known(expected)) else {
            return Ok(Outcome::Unknown);
        };
        let query = combine(self.embedding, &[(b, 1.0), (c, 1.0), (a, -1.0)])?;
        let inputs = [a, b, c];
        let found = match nearest(self.embedding, &self.inverse_norms, &query, MOST_CANDIDATES, &inputs) {
            Ok(found) => found,
            // The words cancel out, and nothing is near to nothing.
            Err(SpaceError::ZeroNorm) => return Ok(Outcome::Wrong(None)),
            Err(error) => return Err(error),
        };
        let mut predicted = None;
        for candidate in found {
            predicted = known(&self.words[candidate.word_id as usize]);
            if predicted.is_some_and(|id| !inputs.contains(&id)) {
                break;
            }
        }
        Ok(if predicted == Some(expected) { Outcome::Correct } else { Outcome::Wrong(predicted) })
    }

    /// Asks all questions, section by section.
    pub fn analogies(&self, sections: &[AnalogySection]) -> Result<Vec<SectionScore>, SpaceError> {
        let score = |section: &AnalogySection| {
            let outcomes = section.questions.iter().map(|words| self.ask(words.each_ref().map(String::as_str)));
            Ok(SectionScore { name: section.name.clone(), outcomes: outcomes.collect::<Result<_, _>>()? })
        };
        sections.iter().map(score).collect()
    }

    /// Compares cosines with people's judgements; nothing where fewer than two pairs are known, or all the same.
    pub fn pairs(&self, pairs: &[WordPair]) -> Result<Option<PairScore>, SpaceError> {
        let known = |word: &str| self.id_of_word.get(&key(word, self.options)).copied();
        let (mut cosines, mut judgements) = (Vec::new(), Vec::new());
        for WordPair { words: [a, b], score } in pairs {
            if let (Some(a), Some(b)) = (known(a), known(b)) {
                cosines.push(f64::from(self.embedding.cosine(a, b)?));
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
}

/// A word as it is looked up.
fn key(word: &str, options: EvaluationOptions) -> Cow<'_, str> {
    if options.case_insensitive { Cow::Owned(word.to_uppercase()) } else { Cow::Borrowed(word) }
}
