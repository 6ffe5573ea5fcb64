//! What a text says of a word.

use serde::{Deserialize, Serialize};

/// A word, or a pair of words, in its text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// The model whose vocabulary the word ids are of.
    pub generation: u32,
    /// The word.
    pub word_id: u32,
    /// The other one of a pair.
    pub other: Option<u32>,
    /// Sentences that hold the word, or both.
    pub n_sentences: u32,
    /// The first of these sentences.
    pub quotations: Vec<Quotation>,
    /// Words to either side that were counted.
    pub window: u32,
    /// The most frequent words around it.
    pub frequent: Vec<ContextWord>,
    /// Those that stand there most above chance.
    pub telling: Vec<ContextWord>,
    /// For a pair: what stands above chance around both, by the product of their PMIs.
    pub shared: Vec<SharedContext>,
    /// The share of its occurrences that subsampling keeps, in [0, 1].
    pub keep_probability: f64,
}

/// A word where it stands in the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quotation {
    /// The words before it.
    pub left: String,
    /// The word as it is counted.
    pub key: String,
    /// The words behind it.
    pub right: String,
}

/// A word around another one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ContextWord {
    /// The word.
    pub word_id: u32,
    /// How often it stands there.
    pub count: u32,
    /// Pointwise mutual information, in bits.
    pub pmi: f32,
}

/// A word around both words of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct SharedContext {
    /// The word.
    pub word_id: u32,
    /// How often it stands around the one and around the other.
    pub counts: [u32; 2],
    /// Its pointwise mutual information with either, in bits.
    pub pmi: [f32; 2],
}
