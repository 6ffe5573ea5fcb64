//! Files of questions for callers that can wait: analogies and word pairs, read whole.

use super::reader::{FileError, QuestionReader};

/// Questions of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnalogySection {
    /// What follows the colon.
    pub name: String,
    /// `a b c d`: a is to b as c is to d.
    pub questions: Vec<[String; 4]>,
}

/// Two words and how similar people find them.
#[derive(Debug, Clone, PartialEq)]
pub struct WordPair {
    /// The words, in no order.
    pub words: [String; 2],
    /// On any scale: the higher, the more similar.
    pub score: f64,
}

/// The analogies of a file, in any layout of [`QuestionReader`]. Errors: [`FileError`].
pub fn parse_analogies(text: &str) -> Result<Vec<AnalogySection>, FileError> {
    let questions = QuestionReader::read(text, None)?.questions;
    let of_section = |section: usize| AnalogySection {
        name: questions.section_name(section).to_owned(),
        questions: (0..questions.n_questions(section))
            .filter_map(|place| questions.analogy(section, place))
            .map(|words| words.map(str::to_owned))
            .collect(),
    };
    let sections: Vec<AnalogySection> = (0..questions.n_sections()).map(of_section).collect();
    if sections.is_empty() { Err(FileError::Empty) } else { Ok(sections) }
}

/// The pairs of a file with their scores, in any layout of [`QuestionReader`] whose scores can be told. Errors: [`FileError`].
pub fn parse_pairs(text: &str) -> Result<Vec<WordPair>, FileError> {
    let questions = QuestionReader::read(text, None)?.questions;
    let pair = |([a, b], score): ([&str; 2], f64)| WordPair { words: [a.to_owned(), b.to_owned()], score };
    let pairs: Vec<WordPair> = (0..questions.n_pairs()).filter_map(|place| questions.pair(place).map(pair)).collect();
    if pairs.is_empty() { Err(FileError::Empty) } else { Ok(pairs) }
}
