//! What work is measured in: the text of a run, a place in it, and a budget.

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Cursor {
    /// From 0; a model may begin with a pass that only prepares.
    pub(super) pass: u32,
    /// From 0, within the pass.
    pub(super) unit: usize,
    /// From 0, within the unit: a word that is left of a passage, or a pair of a batch.
    pub(super) center: usize,
}

/// Work that may still be done before the caller wants to look at its clock.
///
/// One operation is a multiply-add of an inner loop, a third to one nanosecond in wasm. Other work is charged at what
/// takes about as long.
#[derive(Debug, Clone, Copy)]
pub(super) struct Budget {
    left: u64,
}

impl Budget {
    pub(super) fn new(n_operations: u64) -> Self {
        Self { left: n_operations }
    }

    /// At most this much of it.
    pub(super) fn at_most(self, n_operations: u64) -> Self {
        Self { left: self.left.min(n_operations) }
    }

    pub(super) fn spend(&mut self, n_operations: u64) {
        self.left = self.left.saturating_sub(n_operations);
    }

    /// What is left of this and not of another.
    pub(super) fn minus(self, other: Self) -> u64 {
        self.left.saturating_sub(other.left)
    }

    pub(super) fn is_spent(self) -> bool {
        self.left == 0
    }

    /// Steps of a price that can be paid for; at least one, so that work comes to its end.
    pub(super) fn n_steps(self, price: u64) -> usize {
        usize::try_from(self.left / price.max(1)).unwrap_or(usize::MAX).max(1)
    }
}
