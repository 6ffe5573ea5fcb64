//! What can be wrong with a text or with a list of words.

use thiserror::Error;

/// Why a text cannot be used. Each message is for the person who chose the text.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TextError {
    /// Nothing but white space.
    #[error("The text is empty: choose one that has words in it.")]
    Empty,
    /// Characters, but none of them is part of a word.
    #[error("The text has no words in it, only signs and punctuation: choose another.")]
    NoWords,
    /// Markup without a text.
    #[error(
        "This text has words in its markup alone, which is left out: write its texts to a plain text file, then open that."
    )]
    OnlyMarkup,
    /// No word but strings that are too long for one.
    #[error(
        "The text has no words in it, only {} of more than 100 characters, which are taken for data: choose another.",
        counted(*n, "string", "strings")
    )]
    OnlyTooLong {
        /// How many.
        n: u64,
    },
    /// A list: no line has two words.
    #[error(
        "Each line of this text has one word, so no word has company to learn from: put words that belong together on \
         one line."
    )]
    List,
    /// A file of another kind.
    #[error("This file is {name}, no plain text: {remedy}.")]
    Kind {
        /// What it is.
        name: &'static str,
        /// What to do, as a sentence without its period.
        remedy: &'static str,
    },
    /// A text in a script without spaces whose words are not separated.
    #[error(
        "This text is in {script} and its words are not separated: separate them by spaces or zero-width spaces with a \
         word segmenter for {script}, then open it again."
    )]
    NotSeparated {
        /// The script.
        script: &'static str,
    },
    /// An encoding that nothing here can decode.
    #[error("This text is in {name}, which cannot be decoded here: save it as UTF-8 and open that.")]
    NoDecoder {
        /// The encoding.
        name: &'static str,
    },
    /// Bytes that are not text in any encoding we read.
    #[error("This is not a text file: {why} at byte {offset}. Choose a plain text file, saved as UTF-8.")]
    NotText {
        /// Bytes before the first offense.
        offset: u64,
        /// What was found there, as a phrase.
        why: &'static str,
    },
    /// The text, or its encoding, does not fit in memory.
    #[error(
        "The text is too long: memory ran out after {} words were read, so open a shorter text or a part of this one.",
        grouped(*n_tokens)
    )]
    TooLong {
        /// Words read by then.
        n_tokens: u64,
        /// Bytes of memory that the text took by then. What encoding had reserved is included.
        n_bytes: u64,
    },
    /// A minimum count that leaves fewer than two words.
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

/// Why a list of words cannot be a vocabulary. Word ids and places in the list begin at 0.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum VocabularyError {
    /// A word is in the list twice.
    #[error("The word “{word}” is in the table twice, as numbers {} and {}: leave one of them out.",
        grouped(u64::from(*first) + 1), grouped(u64::from(*second) + 1))]
    Duplicate {
        /// The word.
        word: String,
        /// Its first place.
        first: u32,
        /// Its second place.
        second: u32,
    },
    /// A word without letters.
    #[error("Word number {} of the table is empty: leave it out.", grouped(u64::from(*word_id) + 1))]
    EmptyWord {
        /// Its place.
        word_id: u32,
    },
    /// A word with a line feed inside, which no list of one word a line can hold.
    #[error("Word number {} of the table has a line break inside: leave it out.", grouped(u64::from(*word_id) + 1))]
    LineFeed {
        /// Its place.
        word_id: u32,
    },
    /// Another number of counts than of words.
    #[error("The table has {} words and {} counts: give each word one count.",
        grouped(*n_words as u64), grouped(*n_counts as u64))]
    CountsLength {
        /// Words given.
        n_words: usize,
        /// Counts given.
        n_counts: usize,
    },
    /// The words do not fit in memory.
    #[error("The table is too long: memory ran out with {} words, so open a shorter table.", grouped(*n_words as u64))]
    TooLong {
        /// Words given.
        n_words: usize,
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

fn counted(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(n), if n == 1 { one } else { many })
}

/// A number with commas between its thousands.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut written = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            written.push(',');
        }
        written.push(digit);
    }
    written
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
        let error = TextError::TooLong { n_tokens: 268_435_456, n_bytes: 1 << 30 };
        assert_eq!(
            error.to_string(),
            "The text is too long: memory ran out after 268,435,456 words were read, so open a shorter text or a part \
             of this one."
        );
        let error = VocabularyError::Duplicate { word: "the".to_owned(), first: 0, second: 1233 };
        assert_eq!(
            error.to_string(),
            "The word “the” is in the table twice, as numbers 1 and 1,234: leave one of them out."
        );
    }

    #[test]
    fn thousands_are_grouped() {
        assert_eq!([0, 999, 1000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
    }
}
