//! A long list of pairs of words, in blocks.
//!
//! The list of a large text takes hundreds of megabytes. In blocks it grows without being copied, and a pair becomes
//! what is fit to it where it stands: there is never a second list. Blocks are shared with checkpoints, and one that is
//! changed while it is shared is copied alone.

use std::sync::Arc;

use crate::{
    columns::{BLOCK_WORDS, Column, Misfit},
    train::error::TrainError,
};

/// Pairs of a block: 256 KiB.
const BLOCK: usize = BLOCK_WORDS / 4;

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
    /// As it lies in memory and in files: numbers, then the bits of the floats.
    fn to_words(self) -> [u32; 4] {
        [self.word, self.other, self.log.to_bits(), self.weight.to_bits()]
    }

    fn from_words([word, other, log, weight]: [u32; 4]) -> Self {
        Self { word, other, log: f32::from_bits(log), weight: f32::from_bits(weight) }
    }

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
    blocks: Vec<Arc<Vec<[u32; 4]>>>,
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
            self.blocks.push(Arc::default());
        }
        if let Some(last) = self.blocks.last_mut() {
            let last = Arc::make_mut(last);
            last.try_reserve(1).map_err(error)?;
            last.push(term.to_words());
        }
        Ok(())
    }

    pub(super) fn get(&self, i: usize) -> Term {
        Term::from_words(self.blocks[i / BLOCK][i % BLOCK])
    }

    pub(super) fn set(&mut self, i: usize, term: Term) {
        Arc::make_mut(&mut self.blocks[i / BLOCK])[i % BLOCK] = term.to_words();
    }

    /// All terms, as they are saved.
    pub(super) fn column(&self) -> Column<'_> {
        Column::Blocks(self.blocks.iter().map(|block| bytemuck::cast_slice(block.as_slice())).collect())
    }

    /// What [`Terms::column`] gave. Errors: no whole terms.
    pub(super) fn from_blocks(blocks: Vec<Vec<u32>>) -> Result<Self, Misfit> {
        let n_full = blocks.len().saturating_sub(1);
        if blocks[..n_full].iter().any(|block| block.len() != BLOCK_WORDS) {
            return Err(Misfit);
        }
        let whole = blocks.into_iter().map(|block| {
            // Its memory stays where it is, unless there is some to spare.
            bytemuck::try_cast_vec(block).or_else(|(_, block)| {
                let (terms, rest) = block.as_chunks::<4>();
                if rest.is_empty() { Ok(terms.to_vec()) } else { Err(Misfit) }
            })
        });
        let blocks = whole.map(|block| block.map(Arc::new)).collect::<Result<_, _>>()?;
        Ok(Self { blocks })
    }

    pub(super) fn swap(&mut self, i: usize, j: usize) {
        let (a, b) = (self.get(i), self.get(j));
        self.set(i, b);
        self.set(j, a);
    }

    #[cfg(test)]
    pub(super) fn iter(&self) -> impl Iterator<Item = Term> {
        self.blocks.iter().flat_map(|block| block.iter()).copied().map(Term::from_words)
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
