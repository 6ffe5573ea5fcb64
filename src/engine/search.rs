//! The vectors as questions see them, with whatever makes the answers quicker.

use crate::space::{Embedding, Quantized, Scored, SpaceError, nearest, nearest_by_product, rank_of};

/// Vectors, one over the norm of each, and their copy in bytes where there is one. Answers do not depend on the copy.
#[derive(Clone, Copy)]
pub(super) struct Search<'a> {
    pub(super) embedding: Embedding<'a>,
    pub(super) norms: &'a [f32],
    pub(super) quantized: Option<&'a Quantized>,
}

impl Search<'_> {
    /// See [`nearest`].
    pub(super) fn nearest(&self, query: &[f32], k: usize, exclude: &[u32]) -> Result<Vec<Scored>, SpaceError> {
        match self.quantized {
            Some(quantized) => quantized.nearest(self.embedding, self.norms, query, k, exclude),
            None => nearest(self.embedding, self.norms, query, k, exclude),
        }
    }

    /// See [`nearest_by_product`].
    pub(super) fn nearest_by_product(
        &self,
        [positive, negative]: [&[u32]; 2],
        k: usize,
        exclude: &[u32],
    ) -> Result<Vec<Scored>, SpaceError> {
        match self.quantized {
            Some(quantized) => quantized.nearest_by_product(self.embedding, self.norms, positive, negative, k, exclude),
            None => nearest_by_product(self.embedding, self.norms, positive, negative, k, exclude),
        }
    }

    /// See [`rank_of`].
    pub(super) fn rank_of(&self, query: &[f32], word_id: u32, exclude: &[u32]) -> Result<(usize, f32), SpaceError> {
        match self.quantized {
            Some(quantized) => quantized.rank_of(self.embedding, self.norms, query, word_id, exclude),
            None => rank_of(self.embedding, self.norms, query, word_id, exclude),
        }
    }
}
