//! Why an expression cannot be read.

use thiserror::Error;

/// Parentheses within each other: more than anybody writes, fewer than a stack holds.
pub(super) const MOST_NESTED: usize = 50;

/// Why an expression cannot be read: where, and what to do. `at` is a character's index, from 0; messages count from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ExpressionError {
    /// There is no text, or spaces alone.
    #[error("Character 1: there is nothing to compute; write words, as in “king - man + woman”.")]
    Empty,
    /// A word should follow.
    #[error("Character {}: a word is missing after “{after}”; write one, as in “king - man + woman”.", .at + 1)]
    MissingWord {
        /// Where the word should be.
        at: usize,
        /// What stands before it.
        after: char,
    },
    /// The text begins with what should stand behind a word.
    #[error("Character {}: a word is missing before “{before}”; write one, as in “king - man + woman”.", .at + 1)]
    MissingFirstWord {
        /// Where the word should be.
        at: usize,
        /// What stands there.
        before: char,
    },
    /// Two words, or a word and a parenthesis, have nothing between them.
    #[error("Character {}: put “+”, “-” or “*” before this word, or both words in quotes if they are one, as in “\"new york\"”.", .at + 1)]
    MissingOperator {
        /// Where the second begins.
        at: usize,
    },
    /// A parenthesis is open at the end.
    #[error("Character {}: this parenthesis is never closed; write “)” where it should end.", .at + 1)]
    NotClosed {
        /// Where it opens.
        at: usize,
    },
    /// A parenthesis is closed that is not open.
    #[error("Character {}: this parenthesis was never opened; take it out, or write “(” where it should begin.", .at + 1)]
    NotOpened {
        /// Where it stands.
        at: usize,
    },
    /// A quoted word does not end.
    #[error("Character {}: this quote is never closed; write another “\"” behind the word.", .at + 1)]
    OpenQuote {
        /// Where it opens.
        at: usize,
    },
    /// A comma outside of a mean.
    #[error("Character {}: a comma stands between words of a mean alone; write “mean(dog, cat)”, or “+” for a sum.", .at + 1)]
    StrayComma {
        /// Where it stands.
        at: usize,
    },
    /// A character that means nothing here.
    #[error("Character {}: “{character}” means nothing here; put a word that holds it in double quotes.", .at + 1)]
    UnknownCharacter {
        /// Where it stands.
        at: usize,
        /// What it is.
        character: char,
    },
    /// A word is multiplied by a word.
    #[error("Character {}: a word can be multiplied by a number alone, as in “2*paris”; write “+” or “-” between words.", .at + 1)]
    ProductOfWords {
        /// Where the second begins.
        at: usize,
    },
    /// Numbers are multiplied, and no word.
    #[error("Character {}: these numbers multiply no word; write one behind “*”, or a number that is a word in quotes.", .at + 1)]
    NumbersAlone {
        /// Where the first begins.
        at: usize,
    },
    /// There are more parentheses within each other than anybody means.
    #[error("Character {}: parentheses are nested more than {MOST_NESTED} deep here; take some of them out.", .at + 1)]
    TooDeep {
        /// Where the first one too many opens.
        at: usize,
    },
    /// A weight is beyond single precision.
    #[error("Character {}: the weight of this word is too large to compute with; write a smaller number.", .at + 1)]
    TooLarge {
        /// Where the word that it belongs to begins.
        at: usize,
    },
    /// No word has a weight other than zero.
    #[error("Character 1: all words cancel out, so there is nothing left to compute; change a word or its weight.")]
    Cancelled,
}

impl ExpressionError {
    /// The character to look at, from 0; at the text's end, one behind its last.
    pub fn at(&self) -> usize {
        match *self {
            Self::Empty | Self::Cancelled => 0,
            Self::MissingWord { at, .. }
            | Self::MissingFirstWord { at, .. }
            | Self::MissingOperator { at }
            | Self::NotClosed { at }
            | Self::NotOpened { at }
            | Self::OpenQuote { at }
            | Self::StrayComma { at }
            | Self::UnknownCharacter { at, .. }
            | Self::ProductOfWords { at }
            | Self::NumbersAlone { at }
            | Self::TooDeep { at }
            | Self::TooLarge { at } => at,
        }
    }
}
