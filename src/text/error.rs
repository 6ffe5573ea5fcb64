//! What can be wrong with a text.

use thiserror::Error;

/// Why a text cannot be used: each message is for the person who chose it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TextError {
    /// Nothing but white space.
    #[error("The text is empty: choose one that has words in it.")]
    Empty,
    /// Characters, but none of them part of a word.
    #[error("The text has no words in it, only signs and punctuation: choose another.")]
    NoWords,
    /// Bytes that are no text in any encoding we read.
    #[error("This is not a text file: {why} at byte {offset}. Choose a plain text file, saved as UTF-8.")]
    NotText {
        /// Bytes before the first offence.
        offset: u64,
        /// What was found there, as a phrase.
        why: &'static str,
    },
    /// More tokens than a `u32` can count.
    #[error("The text has more than {limit} words, which is more than fits: cut it into parts and open one of them.")]
    TooManyTokens {
        /// The most there may be.
        limit: u32,
    },
    /// A minimum count that leaves no vocabulary worth the name.
    #[error("{}", too_few_words(*n_left, *min_count, *try_min_count))]
    TooFewWords {
        /// Distinct words that occur at least `min_count` times: 0 or 1.
        n_left: usize,
        /// The minimum count asked for.
        min_count: u32,
        /// A lower minimum count that leaves enough words, if there is one.
        try_min_count: Option<u32>,
    },
}

fn too_few_words(n_left: usize, min_count: u32, try_min_count: Option<u32>) -> String {
    let left = if n_left == 0 { "No word occurs" } else { "Only one word occurs" };
    let times = if min_count == 1 { "once or more".to_owned() } else { format!("{min_count} times or more") };
    match try_min_count {
        Some(lower) => format!("{left} {times}, too few for a map: lower the minimum count to {lower}."),
        None => format!("{left} {times}, and the text has no two different words: choose a longer text."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_say_what_to_do() {
        let error = TextError::TooFewWords { n_left: 1, min_count: 5, try_min_count: Some(2) };
        assert_eq!(
            error.to_string(),
            "Only one word occurs 5 times or more, too few for a map: lower the minimum count to 2."
        );
        let error = TextError::NotText { offset: 12, why: "there is a zero" };
        assert_eq!(
            error.to_string(),
            "This is not a text file: there is a zero at byte 12. Choose a plain text file, saved as UTF-8."
        );
    }
}
