//! What a page can be told, and where it can stand.

use crate::protocol::{Absence, ExpectedAnswer, Measure, Neighbor, WeightedWord};

/// Where the page stands; `data-session` of `<main>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Session {
    Loading,
    Training,
    Paused,
    Trained,
    Failed,
}

impl Session {
    /// As `data-session` spells it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Loading => "loading",
            Self::Training => "training",
            Self::Paused => "paused",
            Self::Trained => "trained",
            Self::Failed => "failed",
        }
    }
}

/// Something went wrong, and what can be done about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Alert {
    pub message: String,
    pub remedy: Option<Remedy>,
    /// Whether it is about a run that has stopped, and over once that goes on.
    pub is_of_stop: bool,
}

impl Alert {
    /// A sentence without a button.
    pub fn new(message: String) -> Self {
        Self { message, remedy: None, is_of_stop: false }
    }
}

/// A button of an [`Alert`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// A new worker with the same text and settings.
    RestartWorker,
    /// Load the page again.
    Reload,
    /// Open the text that was refused with another minimum count.
    MinCount(u32),
    /// Open the vectors that were refused with this many of their first rows.
    KeepRows(u64),
    /// Train anew on the text that is open with another minimum count.
    RestartMinCount(u32),
}

/// A word that was asked for and is not in the vocabulary.
#[derive(Clone, Debug, PartialEq)]
pub struct Unknown {
    pub word: String,
    pub suggestions: Vec<String>,
    pub why: Absence,
}

/// The last answer to a form.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply<T> {
    Nothing,
    Good(T),
    Unknown(Unknown),
    Refused(String),
}

/// Answers to arithmetic.
#[derive(Clone, Debug, PartialEq)]
pub struct AnalogyAnswer {
    pub terms: Vec<WeightedWord>,
    pub answers: Vec<Neighbor>,
    pub expected: Option<ExpectedAnswer>,
}

impl AnalogyAnswer {
    /// a, b, c and the answer, where the question was `a - b + c`: the corners of a parallelogram.
    pub fn corners(&self) -> Option<[u32; 4]> {
        let [first, second, third] = self.terms[..] else { return None };
        let (a, b, c) = match [first, second, third].map(|term| term.weight) {
            [1.0, -1.0, 1.0] => (first, second, third),
            [1.0, 1.0, -1.0] => (first, third, second),
            [-1.0, 1.0, 1.0] => (second, first, third),
            _ => return None,
        };
        Some([a.word_id, b.word_id, c.word_id, self.answers.first()?.word_id])
    }
}

/// Cosines of words with each other, row-major.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Heatmap {
    pub word_ids: Vec<u32>,
    pub words: Vec<String>,
    pub cosines: Vec<f32>,
}

/// A word and its nearest.
#[derive(Clone, Debug, PartialEq)]
pub struct Neighborhood {
    pub word_id: u32,
    pub neighbors: Vec<Neighbor>,
    /// How many of its nearest words on the map are its nearest in the space, and of how many.
    pub recall: Option<(u8, u8)>,
    /// By what they are near.
    pub measure: Measure,
    /// Length of the word's vector, and the mean of its neighbors'.
    pub lengths: [f32; 2],
}

/// How words of groups are alike.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupsAnswer {
    /// The group.
    pub words: Vec<String>,
    /// The cosine of each to the mean of all.
    pub to_mean: Vec<f32>,
    /// Of every pair, row-major.
    pub cosines: Vec<f32>,
    /// Of the means of both groups.
    pub similarity: Option<f32>,
}
