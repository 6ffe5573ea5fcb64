//! A slice of time: how long a session may work before it listens to the page again.

/// Multiply-adds between two looks at the clock: under a millisecond of work.
pub(super) const OPERATIONS_PER_LOOK: usize = 1_000_000;

/// A slice under way. The clock is the caller's, in seconds.
pub(super) struct Slice<'a> {
    clock: &'a dyn Fn() -> f64,
    end_secs: f64,
}

impl<'a> Slice<'a> {
    /// A slice that ends at a time on the clock.
    pub(super) fn until(clock: &'a dyn Fn() -> f64, end_secs: f64) -> Self {
        Self { clock, end_secs }
    }

    /// The time.
    pub(super) fn now(&self) -> f64 {
        (self.clock)()
    }

    /// Whether the slice is used up.
    pub(super) fn is_over(&self) -> bool {
        self.now() >= self.end_secs
    }

    /// The same clock, up to another end.
    pub(super) fn ending_at(&self, end_secs: f64) -> Self {
        Self { clock: self.clock, end_secs }
    }

    /// Calls `piece` until it returns true or the slice is used up, and returns which: true if the work is done. It is
    /// called at least once, so work always advances.
    pub(super) fn repeat<E>(&self, mut piece: impl FnMut() -> Result<bool, E>) -> Result<bool, E> {
        loop {
            if piece()? {
                return Ok(true);
            }
            if self.is_over() {
                return Ok(false);
            }
        }
    }
}
