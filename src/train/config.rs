//! What a run is made of, and why one cannot begin or go on.

use thiserror::Error;

use super::{kernel::MOST_TARGETS, model::softmax::MOST_SOFTMAX_WORDS};

/// How vectors are learned from a text.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Method {
    /// Skip-gram with negative sampling (Mikolov et al. 2013b).
    #[default]
    SkipGram,
    /// Skip-gram with full softmax (Mikolov et al. 2013a), for small vocabularies.
    Softmax(Optimizer),
    /// Continuous bag of words with negative sampling (Mikolov et al. 2013a and b).
    Cbow,
    /// `GloVe` (Pennington et al. 2014).
    Glove {
        /// Co-occurrences from which on a pair counts in full; the paper's value is 100.
        x_max: f64,
        /// Power of the weight below that; the paper's value is 0.75.
        alpha: f64,
    },
}

/// How a gradient becomes a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Optimizer {
    /// Stochastic gradient descent.
    #[default]
    Sgd,
    /// Adam (Kingma and Ba 2015).
    Adam,
}

/// What a run is made of. Models pass over what is none of their business.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TrainConfig {
    /// The model.
    pub method: Method,
    /// Length of a word vector, at least 1.
    pub dims: usize,
    /// Words to each side of the center, at most: 1 to 1000.
    pub window: u32,
    /// Whether a context word at distance d counts as 1 / d (`GloVe`'s weight) instead of linearly less (word2vec.c's):
    /// for the methods that draw a window for each center. `GloVe` itself always weighs so.
    pub is_harmonic: bool,
    /// Negative samples for each center word, 1 to 31.
    pub negatives: u32,
    /// Passes over the text, at least 1.
    pub epochs: u32,
    /// Threshold of the subsampling of frequent words; 0 keeps every word.
    pub subsample: f64,
    /// Learning rate at the start.
    pub learning_rate: f64,
    /// L2 penalty on the output vectors of skip-gram with negative sampling, at least 0; see there.
    pub weight_decay: f64,
    /// Seed of every random choice.
    pub seed: u32,
}

impl Default for TrainConfig {
    /// As word2vec.c's own defaults for skip-gram.
    fn default() -> Self {
        Self {
            method: Method::SkipGram,
            dims: 100,
            window: 5,
            is_harmonic: false,
            negatives: 5,
            epochs: 5,
            subsample: 1e-3,
            learning_rate: 0.025,
            weight_decay: 0.0,
            seed: 1,
        }
    }
}

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
    /// There is nothing to tell apart.
    #[error("Training needs at least two different words; this text has {n_words}.")]
    TooFewWords {
        /// Words of the vocabulary.
        n_words: usize,
    },
    /// No word has a neighbor to learn from.
    #[error(
        "No two words of this text stand in one sentence, so there is nothing to learn from: put words that belong \
         together on one line."
    )]
    NoNeighbors,
    /// Every word is thinned away.
    #[error(
        "Subsample {subsample} leaves out nearly every word of this text ({n_left} of {n_tokens} would stay): raise it, \
         or set it to 0."
    )]
    NothingLeft {
        /// The threshold.
        subsample: f64,
        /// Words that would be left of one pass, rounded down.
        n_left: u64,
        /// Words of one pass.
        n_tokens: u64,
    },
    /// A full softmax over so many words would take for ever.
    #[error(
        "Full softmax compares each word with all others, and is for at most {most} words; this text has {n_words}. \
         Raise Minimum count, or choose negative sampling."
    )]
    TooManyWords {
        /// Words of the vocabulary.
        n_words: usize,
        /// Most words.
        most: usize,
    },
    /// The co-occurrences of a text do not fit into memory.
    #[error(
        "This text has more than {most} pairs of words that stand near each other, which is more than memory holds. \
         Raise Minimum count, or lower Window."
    )]
    TooManyPairs {
        /// Most pairs.
        most: usize,
    },
    /// The learning rate was too high: the loss grew far over that of a model that knows nothing.
    #[error(
        "Training diverged after {tokens_done} words: the learning rate {learning_rate} is too high for this text. The \
         vectors are those of word {tokens_kept}; lower the learning rate and go on, or restart."
    )]
    Diverged {
        /// The initial rate.
        learning_rate: f64,
        /// Words passed when it was noticed.
        tokens_done: u64,
        /// Words passed when the vectors were last known to be good.
        tokens_kept: u64,
    },
}

impl TrainConfig {
    /// Whether a run of this can begin on a text with so many words in its vocabulary.
    pub(super) fn check(&self, n_words: usize) -> Result<(), TrainError> {
        check("Dimensions", self.dims as u64, 1, 4096)?;
        check("Window", u64::from(self.window), 1, 1000)?;
        check("Negatives", u64::from(self.negatives), 1, MOST_TARGETS as u64 - 1)?;
        check("Epochs", u64::from(self.epochs), 1, 1_000_000)?;
        match self.method {
            _ if n_words < 2 => Err(TrainError::TooFewWords { n_words }),
            Method::Softmax(_) if n_words > MOST_SOFTMAX_WORDS => {
                Err(TrainError::TooManyWords { n_words, most: MOST_SOFTMAX_WORDS })
            }
            _ => Ok(()),
        }
    }
}

fn check(name: &'static str, found: u64, least: u64, most: u64) -> Result<(), TrainError> {
    if (least..=most).contains(&found) { Ok(()) } else { Err(TrainError::OutOfRange { name, found, least, most }) }
}
