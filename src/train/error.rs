//! Why a run cannot begin, or go on.

use thiserror::Error;

use crate::text::grouped;

/// Why a run cannot begin, or go on.
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum TrainError {
    /// A setting has a value it may not have.
    #[error("{name} must be from {least} to {most}; {found} is not.")]
    OutOfRange {
        /// The setting.
        name: &'static str,
        /// Its value.
        found: u64,
        /// Least value.
        least: u64,
        /// Greatest value.
        most: u64,
    },
    /// A setting with a fraction has a value it may not have.
    #[error("{name} must be {expected}; {found} is not.")]
    BadNumber {
        /// The setting.
        name: &'static str,
        /// Its value.
        found: f64,
        /// What it must be, in words.
        expected: &'static str,
    },
    /// There is nothing to tell apart.
    #[error("Training needs at least two different words; this text has {n_words}.")]
    TooFewWords {
        /// Words of the vocabulary.
        n_words: usize,
    },
    /// No word has a neighbor to learn from.
    #[error(
        "No two different words of this text stand in one sentence, so there is nothing to learn from: put words that belong \
         together on one line."
    )]
    NoNeighbors,
    /// `GloVe` is to borrow vectors.
    #[error(
        "GloVe trains two tables and shows their sum, and a loaded vector does not tell its two parts: start from random \
         vectors, or choose skip-gram or CBOW."
    )]
    GloveBorrows,
    /// There is no loan for a run that borrows, or one that is not of its words and dimensions.
    #[error("The vectors to start from do not fit this text: open them again.")]
    Loan,
    /// A lent vector has a number that no trained one has.
    #[error(
        "The vectors to start from have numbers beyond {}, where training would diverge at once: start from random vectors, \
         or from others.", grouped(*most as u64)
    )]
    LargeLoan {
        /// The greatest number that there may be.
        most: f32,
    },
    /// Every word is thinned away.
    #[error(
        "Subsample {subsample} leaves out nearly every word of this text ({} of {} would stay): raise it, \
         or set it to 0.",
        grouped(*n_left), grouped(*n_tokens)
    )]
    NothingLeft {
        /// The threshold.
        subsample: f64,
        /// Words that would be left of one pass, rounded down.
        n_left: u64,
        /// Words of one pass.
        n_tokens: u64,
    },
    /// A full softmax over this many words would take forever.
    #[error(
        "Full softmax compares each word with all others, and is for at most {} words; this text has {}. \
         Raise Minimum count, or choose negative sampling.",
        grouped(*most as u64), grouped(*n_words as u64)
    )]
    TooManyWords {
        /// Words of the vocabulary.
        n_words: usize,
        /// Most words.
        most: usize,
    },
    /// A text has more co-occurrences than a run may hold.
    #[error(
        "This text has more than {} pairs of words that stand near each other, which is more than memory holds. \
         Raise Minimum count, or lower Window.",
        grouped(*most as u64)
    )]
    TooManyPairs {
        /// Most pairs.
        most: usize,
    },
    /// There is no memory for a table, a list or a checkpoint.
    #[error(
        "There is no memory for another {} MB that this run needs. Lower Dimensions, raise Minimum count, or open a \
         shorter text.", n_bytes.div_ceil(1_000_000)
    )]
    Memory {
        /// Bytes of what was asked for and could not be had.
        n_bytes: u64,
    },
    /// The learning rate was too high: the loss grew far over that of a model that knows nothing, or vectors grew
    /// beyond all measure.
    #[error(
        "Training diverged after {} words: the learning rate {learning_rate} is too high for this text. The vectors are \
         those of word {}; lower Learning rate and press Play, or press Reset to start over.",
        grouped(*tokens_done), grouped(*tokens_good)
    )]
    Diverged {
        /// The rate that the decay starts from.
        learning_rate: f64,
        /// Words passed when it was noticed.
        tokens_done: u64,
        /// Words passed when the vectors were last known to be good: where the trainer stands now.
        tokens_good: u64,
    },
}

impl TrainError {
    pub(super) fn memory(n_bytes: usize) -> Self {
        Self::Memory { n_bytes: n_bytes as u64 }
    }
}
