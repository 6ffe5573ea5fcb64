//! The current model beside one that was kept.

use serde::{Deserialize, Serialize};

use super::Settings;

/// What there is to know of a model that was kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KeptModel {
    /// Its text's name.
    pub name: String,
    /// Its settings.
    pub settings: Settings,
    /// Words that it has vectors for.
    pub n_words: u32,
    /// Words that it was trained on.
    pub tokens_done: u64,
    /// Words of its whole run.
    pub tokens_total: u64,
}

/// How two models differ, as far as they are compared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Compared {
    /// The current model.
    pub generation: u32,
    /// Words that it was trained on when it was compared.
    pub tokens_done: u64,
    /// The other one.
    pub kept: KeptModel,
    /// Whether the current model is the one that was kept: there is nothing to compare yet.
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

/// Words that are told of.
pub const MOST_CHANGED: usize = 100;

/// A word, and how alike its neighborhoods are.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ChangedWord {
    /// Its id in the current model.
    pub word_id: u32,
    /// Of the words among its ten nearest in either model, the share that are in both, in [0, 1].
    pub jaccard: f32,
}
