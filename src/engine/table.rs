//! A table of vectors that were made elsewhere.

use std::sync::Arc;

use super::{
    guests::Guests,
    memory::{Item, MemoryPlan},
};
use crate::{matrix::Matrix, protocol::RunRecord, text::Vocabulary};

/// Vectors that were loaded.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) matrix: Arc<Matrix>,
    pub(super) record: RunRecord,
    /// What was out of the ordinary in its files, a sentence each.
    pub(super) notes: Vec<String>,
    /// What composes words that it does not have.
    pub(super) guests: Option<Guests>,
}

impl Table {
    /// What it takes of memory.
    pub(super) fn memory(&self, vocabulary: &Vocabulary) -> MemoryPlan {
        let (n_words, dims) = (self.matrix.n_rows() as u64, self.matrix.dims() as u64);
        MemoryPlan::default()
            .with(Item::Vocabulary, vocabulary.n_bytes())
            .with(Item::Vectors, Matrix::bytes(n_words, dims) + 4 * n_words + 4 * dims * dims * 8)
            .with(Item::Ngrams, self.guests.as_ref().map_or(0, Guests::n_bytes))
    }
}
