//! How well the vectors answer questions whose answers are known.

use serde::{Deserialize, Serialize};

use super::{Absence, Bytes};

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum QuestionSet {
    /// The analogies of the built-in corpus.
    BuiltIn,
    /// A file of analogies, of pairs of a relation, or of pairs with scores. What it was taken for comes as
    /// [`Event::QuestionFile`](super::Event::QuestionFile) before anything else.
    File {
        /// Its name.
        name: String,
        /// What it holds, as it is on disk.
        bytes: Bytes,
        /// The column of the scores, from 0, where the reader has chosen one.
        score: Option<u32>,
    },
}

/// What a file of questions was taken for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionFile {
    /// The model that is asked.
    pub generation: u32,
    /// Its name.
    pub name: String,
    /// What its lines are.
    pub kind: QuestionKind,
    /// What stands between its cells.
    pub separator: CellSeparator,
    /// Whether scores are written with decimal commas.
    pub has_decimal_commas: bool,
    /// Whether each word ended in its part of speech (`sun-n`), which was cut off.
    pub has_word_tags: bool,
    /// Whether pairs of a relation make fewer questions than they could, because there would be too many.
    pub is_thinned: bool,
    /// Lines that hold a question, or a pair.
    pub n_lines: u32,
    /// Lines of comment.
    pub n_comments: u32,
    /// Sections of analogies.
    pub n_sections: u32,
    /// Questions that are asked.
    pub n_questions: u32,
    /// Sequences that could not be decoded.
    pub n_replaced: u64,
    /// Columns of numbers that could be the scores; empty unless the file holds pairs.
    pub scores: Vec<ScoreColumn>,
    /// The column that is taken for the scores, from 0. None where there are several and none is named so: then nothing is
    /// asked until the reader has chosen.
    pub score: Option<u32>,
    /// The first lines that were left out.
    pub skipped: Vec<SkippedLine>,
    /// All lines that were left out.
    pub n_skipped: u32,
}

impl QuestionFile {
    /// Whether the reader has to choose a column before anything can be asked.
    pub fn needs_choice(&self) -> bool {
        self.kind == QuestionKind::Pairs && self.score.is_none()
    }
}

/// What the lines of a file of questions are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum QuestionKind {
    /// Analogies of four words.
    Analogies,
    /// Pairs of words with a score.
    Pairs,
    /// Pairs of one relation: each two of them make an analogy.
    Relations,
}

/// What stands between the cells of a file of questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CellSeparator {
    /// A tab.
    Tab,
    /// A semicolon.
    Semicolon,
    /// A comma.
    Comma,
    /// One colon or two.
    Colons,
    /// White space.
    Spaces,
    /// A bar.
    Bar,
}

/// A column of numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScoreColumn {
    /// Its place, from 0.
    pub column: u32,
    /// Its heading; empty where there is none.
    pub name: String,
    /// Its first number, as it is written.
    pub example: String,
}

/// A line that was left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SkippedLine {
    /// Its number, from 1.
    pub line: u32,
    /// Why, to be read behind “Line 7”.
    pub why: String,
}

/// How far an evaluation is, and what it has found. Counts grow; wrong answers come at the end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evaluation {
    /// The model whose vectors are evaluated.
    pub generation: u32,
    /// What is asked, by name.
    pub name: String,
    /// Words trained on when the vectors were taken.
    pub tokens_done: u64,
    /// Questions done.
    pub n_done: u32,
    /// Questions in all.
    pub n_total: u32,
    /// Section by section; empty for pairs.
    pub sections: Vec<SectionReport>,
    /// The result for pairs; none for analogies.
    pub pairs: Option<PairReport>,
    /// The first words that are not in the vocabulary, each once, at most [`MOST_MISSING`]; empty until the evaluation is
    /// done.
    pub missing: Vec<Missing>,
}

/// Most missing words that an evaluation names.
pub const MOST_MISSING: usize = 8;

/// A word of a question that is not in the vocabulary.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Missing {
    /// As the question has it.
    pub word: String,
    /// Why.
    pub why: Absence,
}

impl Evaluation {
    /// Whether all is asked.
    pub fn is_done(&self) -> bool {
        self.n_done == self.n_total
    }

    /// Questions answered as expected, and those whose words are all known.
    pub fn correct_and_asked(&self) -> [u32; 2] {
        self.sections.iter().fold([0; 2], |[correct, asked], s| [correct + s.n_correct, asked + s.n_asked])
    }
}

/// The result for the analogies of one section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectionReport {
    /// The section's name.
    pub name: String,
    /// Answered as expected.
    pub n_correct: u32,
    /// Asked: all four words are known.
    pub n_asked: u32,
    /// In the file.
    pub n_questions: u32,
    /// The first wrong answers, at most [`MOST_WRONG`]; empty until the evaluation is done.
    pub wrong: Vec<WrongAnswer>,
}

/// Most wrong answers that a section reports.
pub const MOST_WRONG: usize = 50;

/// A question and its wrong answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrongAnswer {
    /// `a b c d`: a is to b as c is to d. Alternatives stand between slashes.
    pub words: [String; 4],
    /// The word found instead of d; empty where there was none.
    pub found: String,
}

/// How well cosines follow people's judgement of pairs.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PairReport {
    /// Spearman's correlation, in [-1, 1]; none with fewer than two known pairs, or all judged alike.
    pub spearman: Option<f64>,
    /// Pearson's, likewise.
    pub pearson: Option<f64>,
    /// Pairs whose words are both known.
    pub n_known: u32,
    /// Pairs in the file.
    pub n_pairs: u32,
}
