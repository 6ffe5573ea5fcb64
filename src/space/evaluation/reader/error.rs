//! Why a line, or a whole file of questions, cannot be read.

use std::fmt;

use thiserror::Error;

/// Letters of a cell that a sentence quotes.
const MOST_QUOTED: usize = 40;

/// Why a file of questions cannot be read, and what to do. Lines count from 1.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum FileError {
    /// A file without anything but white space and comments.
    #[error("There is no question in this file: choose one of analogies or of word pairs.")]
    Empty,
    /// Lines that are neither analogies nor pairs.
    #[error(
        "Line {line} is no question (“{found}”), and most lines are not: a line holds four words, such as “france paris \
         italy rome”, or two words and a score, such as “cat,dog,7.35”, separated by tabs, commas, semicolons or spaces."
    )]
    NoQuestions {
        /// The first line that is none.
        line: u32,
        /// How it begins.
        found: String,
    },
    /// Questions that offer answers to choose from.
    #[error(
        "This file has questions of multiple choice, which are not asked here: choose one of analogies, such as “france \
         paris italy rome”, or of word pairs with scores, such as “cat,dog,7.35”."
    )]
    Choices,
    /// Five words a line, none of which is a tag.
    #[error("Most lines have five words: a question is four words, such as “france paris italy rome”.")]
    FiveWords,
    /// Numbers, but no two columns of words.
    #[error("The words of this file cannot be told: a line holds two words and a score, such as “cat,dog,7.35”.")]
    NoWords,
    /// A relation of one pair, which makes no analogy.
    #[error(
        "This file has one pair of words and no score: a relation needs two pairs at least, and a pair that is compared \
         with people's judgement needs a number, such as “cat,dog,7.35”."
    )]
    OnePair,
    /// A column that was chosen for the scores and holds none.
    #[error("Column {} has no scores: choose one that has numbers.", column + 1)]
    NoScores {
        /// The column, from 0.
        column: u32,
    },
    /// Questions, but not one line of them can be read.
    #[error("No line of this file can be read as a question; the first one, line {line}, {why}.")]
    NoLineLeft {
        /// The first line.
        line: u32,
        /// What is wrong with it.
        why: SkipReason,
    },
}

/// Why one line is left out. It follows “line 7”.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SkipReason {
    /// Another number of words than a question has.
    Words {
        /// Cells of the line.
        found: u32,
        /// Words of a question.
        expected: u32,
    },
    /// No number where the score should be.
    NoScore {
        /// The column, from 0.
        column: u32,
        /// What stands there.
        found: String,
    },
    /// A cell without a word where there should be one.
    NoWord {
        /// The column, from 0.
        column: u32,
    },
    /// A line that is too long for a question.
    TooLong,
    /// A line above the questions that is neither one nor marked as a comment.
    Prose {
        /// How it begins.
        found: String,
    },
}

impl fmt::Display for SkipReason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Words { found, expected } => {
                let cells = if *found == 1 { "word" } else { "words" };
                write!(formatter, "has {found} {cells} instead of {expected}")
            }
            Self::NoScore { column, found } if found.is_empty() => {
                write!(formatter, "has no score in column {}", column + 1)
            }
            Self::NoScore { column, found } => {
                write!(formatter, "has no number in column {}, where the score is, but “{found}”", column + 1)
            }
            Self::NoWord { column } => write!(formatter, "has no word in column {}", column + 1),
            Self::TooLong => write!(formatter, "is too long for a question"),
            Self::Prose { found } => write!(formatter, "is no question (“{found}”)"),
        }
    }
}

/// The beginning of a line or cell, as a sentence quotes it.
pub(super) fn quoted(text: &str) -> String {
    let mut letters = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    let mut quoted: String = letters.by_ref().take(MOST_QUOTED).collect();
    if letters.next().is_some() {
        quoted.push('…');
    }
    quoted
}
