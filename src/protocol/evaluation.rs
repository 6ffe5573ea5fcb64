//! How well the vectors answer questions whose answers are known.

use serde::{Deserialize, Serialize};

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum QuestionSet {
    /// The analogies of the built-in corpus.
    BuiltIn,
    /// A file: analogies in the layout of Google's `questions-words.txt`, or pairs in that of WordSim-353.
    File {
        /// Its name.
        name: String,
        /// What it holds.
        text: String,
    },
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
    /// `a b c d`: a is to b as c is to d.
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
