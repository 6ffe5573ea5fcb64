//! A long list of pairs of words, in blocks.
//!
//! The list of a large text takes hundreds of megabytes. In blocks it grows without being copied, and a pair becomes
//! what is fit to it where it stands: there is never a second list.

use crate::train::error::TrainError;

/// Pairs of a block: a megabyte.
const BLOCK: usize = 1 << 16;

/// A pair of words that stand near each other, `other <= word`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::train) struct Term {
    pub(super) word: u32,
    /// One that is as frequent or more so.
    pub(super) other: u32,
    /// `ln X`; until the term is weighed, `X` itself.
    pub(super) log: f32,
    /// `f(X)`; until the term is weighed, 0.
    pub(super) weight: f32,
}

impl Term {
    /// The term of a model that knows nothing.
    pub(super) fn untrained_loss(self) -> f64 {
        let log = f64::from(self.log);
        f64::from(self.weight) * (log * log + 1.0)
    }
}

/// Terms in an order.
#[derive(Debug, Clone, PartialEq, Default)]
pub(in crate::train) struct Terms {
    /// All but the last are full.
    blocks: Vec<Vec<Term>>,
}

impl Terms {
    pub(super) fn len(&self) -> usize {
        self.blocks.last().map_or(0, |last| (self.blocks.len() - 1) * BLOCK + last.len())
    }

    pub(super) fn push(&mut self, term: Term) -> Result<(), TrainError> {
        let is_full = self.blocks.last().is_none_or(|last| last.len() == BLOCK);
        let error = |_| TrainError::memory(size_of::<Term>() * BLOCK);
        if is_full {
            self.blocks.try_reserve(1).map_err(error)?;
            self.blocks.push(Vec::new());
        }
        if let Some(last) = self.blocks.last_mut() {
            last.try_reserve(1).map_err(error)?;
            last.push(term);
        }
        Ok(())
    }

    pub(super) fn get(&self, i: usize) -> Term {
        self.blocks[i / BLOCK][i % BLOCK]
    }

    pub(super) fn get_mut(&mut self, i: usize) -> &mut Term {
        &mut self.blocks[i / BLOCK][i % BLOCK]
    }

    pub(super) fn swap(&mut self, i: usize, j: usize) {
        let (a, b) = (self.get(i), self.get(j));
        *self.get_mut(i) = b;
        *self.get_mut(j) = a;
    }

    #[cfg(test)]
    pub(super) fn iter(&self) -> impl Iterator<Item = Term> {
        self.blocks.iter().flatten().copied()
    }

    pub(super) fn n_bytes(&self) -> u64 {
        (size_of::<Term>() * self.len()) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_one_list() {
        let mut terms = Terms::default();
        let n = 2 * BLOCK + 5;
        for word in 0..n as u32 {
            terms.push(Term { word, other: 0, log: 0.0, weight: 0.0 }).expect("two megabytes");
        }
        assert_eq!(terms.len(), n);
        terms.swap(3, 2 * BLOCK + 1);
        assert_eq!((terms.get(3).word as usize, terms.get(2 * BLOCK + 1).word), (2 * BLOCK + 1, 3));
        assert_eq!(terms.iter().count(), n);
        assert_eq!(terms.n_bytes(), 16 * n as u64);
    }
}
