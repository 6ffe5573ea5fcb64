//! The hash that words are found by.

use std::hash::Hasher;

use rustc_hash::FxHasher;

/// A hash of a word's bytes, the same in every run. Hash tables take it as [`wide`](Self::wide).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct WordHash(u32);

impl WordHash {
    #[inline]
    pub(super) fn of(word: &str) -> Self {
        let mut hasher = FxHasher::default();
        hasher.write(word.as_bytes());
        let hash = hasher.finish();
        Self((hash ^ (hash >> 32)) as u32)
    }

    /// Its last bits, as a number under `n`, a power of two.
    #[inline]
    pub(super) fn ending(self, n: usize) -> usize {
        self.0 as usize & (n - 1)
    }

    /// Twice the same 32 bits. `hashbrown` looks at the lowest bits and at the highest seven, of which 32-bit targets
    /// see the lower half only.
    #[inline]
    pub(super) fn wide(self) -> u64 {
        u64::from(self.0) << 32 | u64::from(self.0)
    }
}
