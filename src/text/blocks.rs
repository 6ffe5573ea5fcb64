//! A long row of numbers, in blocks of one size.
//!
//! A vector that doubles is copied whole, and in wasm it ends at 2^31 bytes whatever memory is free. Blocks are reserved
//! one at a time and never move.

use std::ops::Range;

use super::room::{Full, Room};
use crate::columns::{BLOCK_WORDS, Column, Misfit};

/// Numbers in a block: 256 KiB.
const BLOCK: usize = BLOCK_WORDS;

/// Numbers that are only ever appended.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    /// Each with a capacity of [`BLOCK`], and all but the last one full.
    blocks: Vec<Vec<u32>>,
    len: usize,
}

impl Blocks {
    pub(super) fn len(&self) -> usize {
        self.len
    }

    pub(super) fn push(&mut self, number: u32, room: &mut Room) -> Result<(), Full> {
        if self.len.is_multiple_of(BLOCK) {
            self.add_block(room)?;
        }
        if let Some(block) = self.blocks.last_mut() {
            block.push(number);
            self.len += 1;
        }
        Ok(())
    }

    #[cold]
    fn add_block(&mut self, room: &mut Room) -> Result<(), Full> {
        room.grow(&mut self.blocks)?;
        let mut block = Vec::new();
        room.reserve_exact(&mut block, BLOCK)?;
        self.blocks.push(block);
        Ok(())
    }

    /// The numbers, as they are saved.
    pub(super) fn column(&self) -> Column<'_> {
        Column::Blocks(self.blocks.iter().map(Vec::as_slice).collect())
    }

    /// What [`Blocks::column`] gave.
    pub(super) fn from_blocks(blocks: Vec<Vec<u32>>, room: &mut Room) -> Result<Self, Misfit> {
        let n_full = blocks.len().saturating_sub(1);
        if blocks[..n_full].iter().any(|block| block.len() != BLOCK) {
            return Err(Misfit);
        }
        let n_bytes: usize = blocks.iter().map(|block| 4 * block.capacity() + size_of::<Vec<u32>>()).sum();
        room.take(n_bytes as u64).map_err(|Full| Misfit)?;
        let len = blocks.last().map_or(0, |last| n_full * BLOCK + last.len());
        Ok(Self { blocks, len })
    }

    pub(super) fn get(&self, at: usize) -> Option<u32> {
        self.blocks.get(at / BLOCK)?.get(at % BLOCK).copied()
    }

    /// Puts another number in a place that has one.
    pub(super) fn set(&mut self, at: usize, number: u32) {
        if let Some(place) = self.blocks.get_mut(at / BLOCK).and_then(|block| block.get_mut(at % BLOCK)) {
            *place = number;
        }
    }

    pub(super) fn last(&self) -> Option<u32> {
        self.blocks.last()?.last().copied()
    }

    /// The numbers of a range that is within `0..len`, as slices in order.
    pub(super) fn slices(&self, range: Range<usize>) -> impl Iterator<Item = &[u32]> {
        let Range { mut start, end } = range;
        std::iter::from_fn(move || {
            let (number, from) = (start / BLOCK, start % BLOCK);
            let to = BLOCK.min(end.checked_sub(number * BLOCK)?);
            let slice = self.blocks.get(number)?.get(from..to).filter(|slice| !slice.is_empty())?;
            start += slice.len();
            Some(slice)
        })
    }

    /// The numbers of a range as one slice. `scratch` is where they are copied if they lie in several blocks.
    pub(super) fn range<'a>(&'a self, range: Range<usize>, scratch: &'a mut Vec<u32>) -> &'a [u32] {
        let mut slices = self.slices(range.clone());
        match slices.next() {
            None => &[],
            Some(only) if only.len() == range.len() => only,
            Some(first) => {
                scratch.clear();
                scratch.extend_from_slice(first);
                slices.for_each(|slice| scratch.extend_from_slice(slice));
                scratch
            }
        }
    }

    #[cfg(test)]
    pub(super) fn iter(&self) -> impl Iterator<Item = u32> {
        self.blocks.iter().flatten().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back_from_any_range() {
        let mut room = Room::new(None);
        let mut blocks = Blocks::default();
        assert_eq!((blocks.len(), blocks.last(), blocks.get(0)), (0, None, None));
        let n = BLOCK * 2 + 5;
        for number in 0..n {
            blocks.push(number as u32, &mut room).expect("there is room");
        }
        assert_eq!((blocks.len(), blocks.last(), blocks.get(BLOCK)), (n, Some(n as u32 - 1), Some(BLOCK as u32)));
        assert_eq!(blocks.get(n), None);
        let mut scratch = Vec::new();
        for range in [0..0, 3..7, 0..BLOCK, BLOCK - 2..BLOCK + 3, BLOCK..BLOCK, 1..n, n - 1..n, n..n] {
            let expected: Vec<u32> = (range.start as u32..range.end as u32).collect();
            assert_eq!(blocks.range(range.clone(), &mut scratch), expected, "{range:?}");
        }
        assert!(blocks.iter().eq(0..n as u32));
        assert!(room.n_bytes() as usize >= 3 * BLOCK * 4 && (room.n_bytes() as usize) < 3 * BLOCK * 4 + 4096);
    }

    #[test]
    fn a_block_that_does_not_fit_is_refused() {
        let mut room = Room::new(Some(BLOCK as u64 * 4 + 4096));
        let mut blocks = Blocks::default();
        for number in 0..BLOCK {
            blocks.push(number as u32, &mut room).expect("the first block fits");
        }
        assert_eq!(blocks.push(0, &mut room), Err(Full));
        assert_eq!(blocks.len(), BLOCK, "what was there is there still");
    }
}
