//! A slice of time: what a session may take before it lets the page be heard.

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

    /// Does pieces of something until it says that it is done, or the slice is used up; whether it is done. At least one
    /// piece is done, so that work always gets on.
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
