//! What a run goes through: its text, a unit of it, and the place where training stands.

use serde::{Deserialize, Serialize};

use super::{generator::Use, split::Split};
use crate::text::Corpus;

/// The text of a run.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text<'a> {
    pub(super) corpus: &'a Corpus,
    pub(super) split: &'a Split,
}

/// A unit as its draws are known by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unit {
    /// Training, or a loss without training: [`Use::HeldOut`] of the held-out part, [`Use::Trial`] of the training part.
    pub(crate) use_: Use,
    pub(crate) pass: u32,
    pub(crate) number: usize,
}

impl Unit {
    /// The words of the passage or sentence.
    pub(super) fn words(self, text: Text<'_>) -> &[u32] {
        let spans = if self.use_ == Use::HeldOut { text.split.held_out() } else { text.split.training() };
        spans[self.number].of(text.corpus)
    }
}

/// What a run does next. Passages, held-out sentences and batches of pairs are **units**; a pass goes through all units
/// of its kind. The rate of a unit is fixed when it begins, and its draws follow from its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Cursor {
    /// From 0; a model may begin with a pass that only prepares.
    pub(super) pass: u32,
    /// From 0, within the pass.
    pub(super) unit: usize,
    /// From 0, within the unit: a word that is left of a passage, or a pair of a batch.
    pub(super) center: usize,
}
