//! How much work may be done in one call.

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
