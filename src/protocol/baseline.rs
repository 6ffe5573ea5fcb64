//! The current model beside the baseline: a model that was laid aside to compare with.

use serde::{Deserialize, Serialize};

use super::RunRecord;

/// What is known of the baseline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Baseline {
    /// How its vectors came about, up to the moment it was laid aside.
    pub record: RunRecord,
    /// Words that it has vectors for.
    pub n_words: u32,
}

/// How two models differ, as far as they are compared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Compared {
    /// The current model.
    pub generation: u32,
    /// Words that it was trained on when it was compared.
    pub tokens_done: u64,
    /// The other one.
    pub baseline: Baseline,
    /// Whether the current model is the baseline itself: there is nothing to compare yet.
    pub is_itself: bool,
    /// Words that both have.
    pub n_shared: u32,
    /// Words compared so far.
    pub n_compared: u32,
    /// Words to compare: the most frequent ones of the shared.
    pub n_to_compare: u32,
    /// The mean Jaccard index of these words' neighborhoods, in [0, 1]; none before the first.
    pub mean: Option<f64>,
    /// Words whose neighborhoods changed most, the most changed first, at most [`MOST_CHANGED`]; empty until all are
    /// compared.
    pub changed: Vec<ChangedWord>,
}

/// Changed words that are reported.
pub const MOST_CHANGED: usize = 100;

/// A word, and how alike its neighborhoods are.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ChangedWord {
    /// Its id in the current model.
    pub word_id: u32,
    /// Of the words among its ten nearest in either model, the share that are in both, in [0, 1].
    pub jaccard: f32,
}
