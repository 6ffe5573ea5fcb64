//! How well vectors answer questions whose answers are known, by the rules of gensim's `KeyedVectors`
//! (`evaluate_word_analogies`, `evaluate_word_pairs`), so that a figure here is a figure there.
//!
//! In both, a word is looked up among the first `restrict_vocab` words alone, which are the most frequent ones, and in
//! any case unless told otherwise: of `US` and `us` the more frequent one stands for both. What is not there is counted
//! apart and changes no score.

use std::{borrow::Cow, collections::HashMap};

use super::{
    Embedding, Scored, SpaceError,
    batch::{Query, nearest_to_each},
    combine, inverse_norms,
};

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

/// Questions that are asked at once: their queries stay in the second level of cache.
const AT_ONCE: usize = 256;

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
    pub fn ask(&self, words: [&str; 4]) -> Result<Outcome, SpaceError> {
        Ok(self.ask_all(&[words])?[0])
    }

    /// Asks many questions at once, with the outcomes of asking one by one, in a fraction of the time.
    pub fn ask_all(&self, questions: &[[&str; 4]]) -> Result<Vec<Outcome>, SpaceError> {
        let stands_for = |id: u32| self.known(&self.words[id as usize]).unwrap_or(id);
        let mut outcomes = Vec::with_capacity(questions.len());
        for questions in questions.chunks(AT_ONCE) {
            let resolved: Vec<_> = questions.iter().map(|&words| self.resolve(words)).collect();
            let known: Vec<[u32; 4]> = resolved.iter().flatten().copied().collect();
            let mut answered = ask_known(self.embedding, &self.inverse_norms, &stands_for, &known)?.into_iter();
            let outcome = |ids: Option<_>| ids.and_then(|_| answered.next()).unwrap_or(Outcome::Unknown);
            outcomes.extend(resolved.into_iter().map(outcome));
        }
        Ok(outcomes)
    }

    /// The ids of a question's words; none where one of them is not known.
    pub fn resolve(&self, words: [&str; 4]) -> Option<[u32; 4]> {
        let [a, b, c, d] = words.map(|word| self.known(word));
        Some([a?, b?, c?, d?])
    }

    /// For each known word the one that stands for all that are written like it: itself, or a more frequent one.
    pub fn representatives(&self) -> Vec<u32> {
        self.words.iter().zip(0..).map(|(word, id)| self.known(word).unwrap_or(id)).collect()
    }

    /// Whether both words of a pair are known.
    pub fn knows(&self, [a, b]: &[String; 2]) -> bool {
        self.known(a).is_some() && self.known(b).is_some()
    }

    fn known(&self, word: &str) -> Option<u32> {
        self.id_of_word.get(&key(word, self.options)).copied()
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

    /// Compares cosines with people's judgements; nothing where fewer than two pairs are known, or all the same.
    pub fn pairs(&self, pairs: &[WordPair]) -> Result<Option<PairScore>, SpaceError> {
        let (mut cosines, mut judgements) = (Vec::new(), Vec::new());
        for WordPair { words: [a, b], score } in pairs {
            if let (Some(a), Some(b)) = (self.known(a), self.known(b)) {
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

/// Asks questions whose words are looked up already ([`Examination::resolve`]), in one pass of the table.
/// `stands_for`: see [`Examination::representatives`]. Errors: [`SpaceError::NoSuchWord`].
pub fn ask_known(
    embedding: Embedding<'_>,
    inverse_norms: &[f32],
    stands_for: &dyn Fn(u32) -> u32,
    questions: &[[u32; 4]],
) -> Result<Vec<Outcome>, SpaceError> {
    let mut queries = Vec::with_capacity(questions.len());
    for &[a, b, c, _] in questions {
        let vector = combine(embedding, &[(b, 1.0), (c, 1.0), (a, -1.0)])?;
        queries.push(Query { vector, exclude: vec![a, b, c] });
    }
    let found = nearest_to_each(embedding, inverse_norms, &queries, MOST_CANDIDATES)?;
    let outcome = |(&[a, b, c, expected], found): (&[u32; 4], Option<Vec<Scored>>)| {
        let mut predicted = None;
        // Where the words cancel out, nothing is near to nothing.
        for candidate in found.into_iter().flatten() {
            predicted = Some(stands_for(candidate.word_id));
            if predicted.is_some_and(|id| ![a, b, c].contains(&id)) {
                break;
            }
        }
        if predicted == Some(expected) { Outcome::Correct } else { Outcome::Wrong(predicted) }
    };
    Ok(questions.iter().zip(found).map(outcome).collect())
}

/// A word as it is looked up: in capitals, as gensim compares, so that `straße` is `STRASSE`.
fn key(word: &str, options: EvaluationOptions) -> Cow<'_, str> {
    if options.case_insensitive { Cow::Owned(word.to_uppercase()) } else { Cow::Borrowed(word) }
}

#[cfg(test)]
mod tests {
    use rand::{Rng, SeedableRng};
    use rand_pcg::Pcg32;

    use super::*;
    use crate::space::embedding::tests::Owned;

    #[test]
    fn words_are_looked_up_in_capitals() {
        let owned = Owned::new(&[vec![1.0, 0.0], vec![0.0, 1.0], vec![1.0, 1.0]]);
        let words = ["straße", "ΟΔΟΣ", "Road"].map(str::to_owned);
        let examination =
            Examination::new(owned.view(), &words, EvaluationOptions::default()).expect("as many vectors");
        assert_eq!(examination.resolve(["STRASSE", "οδος", "οδοσ", "road"]), Some([0, 1, 1, 2]));
        let exact = EvaluationOptions { case_insensitive: false, ..EvaluationOptions::default() };
        let examination = Examination::new(owned.view(), &words, exact).expect("as many vectors");
        assert_eq!(examination.resolve(["straße", "ΟΔΟΣ", "Road", "road"]), None);
    }

    #[test]
    fn all_at_once_have_the_outcomes_of_one_by_one() {
        let mut rng = Pcg32::seed_from_u64(1);
        let rows: Vec<Vec<f32>> =
            (0..90).map(|_| (0..6).map(|_| rng.next_u32() as f32 / u32::MAX as f32 - 0.5).collect()).collect();
        let owned = Owned::new(&rows);
        // Some words are the same but for their case, and one question in a few has a word that is not known.
        let words: Vec<String> =
            (0..90).map(|i| if i % 7 == 0 { format!("WORD{}", i + 1) } else { format!("word{i}") }).collect();
        let examination =
            Examination::new(owned.view(), &words, EvaluationOptions::default()).expect("as many vectors");
        let mut word = || format!("word{}", rng.next_u32() % 92);
        let mut questions: Vec<[String; 4]> = (0..600).map(|_| std::array::from_fn(|_| word())).collect();
        // Answered as expected: each question with what was found for it.
        for [a, b, c, expected] in &mut questions[..200] {
            if let Ok(Outcome::Wrong(Some(id))) = examination.ask([a, b, c, expected]) {
                expected.clone_from(&words[id as usize]);
            }
        }
        let questions: Vec<[&str; 4]> = questions.iter().map(|words| words.each_ref().map(String::as_str)).collect();
        let one_by_one: Vec<Outcome> = questions.iter().map(|&words| examination.ask(words).expect("asked")).collect();
        assert_eq!(examination.ask_all(&questions).expect("asked"), one_by_one);
        for outcome in [Outcome::Correct, Outcome::Unknown] {
            assert!(one_by_one.iter().filter(|&&other| other == outcome).count() > 20, "few are {outcome:?}");
        }
    }
}
