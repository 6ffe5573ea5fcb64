//! The multiply-adds that one call of a sliced computation may spend.

use std::ops::Range;

/// What is left of a call's operations.
#[derive(Debug)]
pub(super) struct Budget {
    left: usize,
}

impl Budget {
    /// A budget of zero pays for one step as well, so that repeated calls always come to an end.
    pub(super) fn new(n_operations: usize) -> Self {
        Self { left: n_operations.max(1) }
    }

    /// Whether no step can be paid for any more.
    pub(super) fn is_spent(&self) -> bool {
        self.left == 0
    }

    /// Pays for up to `n_steps` steps of `cost` operations each and returns their number. While anything is left, that is
    /// at least one step: the last step may overshoot.
    pub(super) fn take(&mut self, n_steps: usize, cost: usize) -> usize {
        if self.is_spent() {
            return 0;
        }
        let cost = cost.max(1);
        let n = (self.left / cost).max(1).min(n_steps);
        self.left = self.left.saturating_sub(n.saturating_mul(cost));
        n
    }

    /// Pays for as much of `next..end` as it can, at `cost` operations each, and moves `next` behind it.
    pub(super) fn take_range(&mut self, next: &mut usize, end: usize, cost: usize) -> Range<usize> {
        let from = *next;
        *next += self.take(end.saturating_sub(from), cost);
        from..*next
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_call_pays_for_one_step_at_least() {
        let mut budget = Budget::new(0);
        assert_eq!((budget.take(9, 5), budget.take(9, 5)), (1, 0));
        let mut budget = Budget::new(20);
        assert_eq!((budget.take(3, 5), budget.take(9, 3), budget.take(9, 3), budget.take(9, 3)), (3, 1, 1, 0));
        let (mut budget, mut next) = (Budget::new(10), 4);
        assert_eq!((budget.take_range(&mut next, 7, 2), next), (4..7, 7));
        assert_eq!(budget.take_range(&mut next, 7, 2), 7..7);
        assert!(!budget.is_spent());
    }
}
