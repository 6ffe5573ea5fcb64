//! A table that was read.

use std::fmt;

use super::{note::Note, subwords::Subwords};
use crate::matrix::Matrix;

/// What a table came as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Text below a line `rows dims`: word2vec's, and fastText's `.vec`.
    Word2VecText,
    /// Floats below a line `rows dims`.
    Word2VecBinary,
    /// Text without a first line.
    Glove,
    /// fastText's `.bin`.
    FastTextBinary,
    /// What gensim saves.
    Gensim,
    /// numpy's `.npy` or `.npz` with words.
    Npy,
    /// safetensors with words.
    Safetensors,
    /// Vectors and words in files of their own, as the Embedding Projector has them.
    Projector,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Word2VecText => "word2vec text",
            Self::Word2VecBinary => "word2vec binary",
            Self::Glove => "GloVe text",
            Self::FastTextBinary => "fastText",
            Self::Gensim => "gensim",
            Self::Npy => "numpy",
            Self::Safetensors => "safetensors",
            Self::Projector => "vectors with a list of words",
        })
    }
}

/// A table that was read: at least two words, all different, none empty, none with a line feed; every number finite.
#[derive(Debug)]
pub struct Loaded {
    /// What it came as.
    pub format: Format,
    /// The words, in the order of the file: the most frequent one first, as these files have it.
    pub words: Vec<String>,
    /// How often each occurs, where the file says so; larger counts than a `u32` holds are that one.
    pub counts: Option<Vec<u32>>,
    /// `words x dims`.
    pub matrix: Matrix,
    /// What gives words that are not in the table a vector.
    pub subwords: Option<Subwords>,
    /// What was out of the ordinary, and what was done about it.
    pub notes: Vec<Note>,
}
