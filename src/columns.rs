//! Long arrays as they are saved: little-endian, a piece at a time.
//!
//! It lies under `text` and `train`, which say what they consist of, and `formats`, which makes files of it.

use std::ops::Range;

use thiserror::Error;

/// A long array in memory that is to be saved.
#[derive(Debug, Clone)]
pub enum Column<'a> {
    /// Letters.
    Bytes(&'a [u8]),
    /// Ids, ends, counts.
    Words(&'a [u32]),
    /// Vectors.
    Floats(&'a [f32]),
    /// Sums in double precision.
    Doubles(&'a [f64]),
    /// Words that lie in blocks of [`BLOCK_WORDS`], all but the last one full.
    Blocks(Vec<&'a [u32]>),
}

/// Words of a block: 256 KiB.
pub const BLOCK_WORDS: usize = 1 << 16;

/// What an array consists of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Of [`Column::Bytes`].
    Bytes,
    /// Of [`Column::Words`].
    Words,
    /// Of [`Column::Floats`].
    Floats,
    /// Of [`Column::Doubles`].
    Doubles,
    /// Of [`Column::Blocks`].
    Blocks,
}

impl ColumnKind {
    /// Each kind at the place of its number in a file.
    pub const ALL: [Self; 5] = [Self::Bytes, Self::Words, Self::Floats, Self::Doubles, Self::Blocks];

    /// Bytes of an item.
    pub fn item_bytes(self) -> u64 {
        match self {
            Self::Bytes => 1,
            Self::Words | Self::Floats | Self::Blocks => 4,
            Self::Doubles => 8,
        }
    }
}

impl Column<'_> {
    /// What it consists of.
    pub fn kind(&self) -> ColumnKind {
        match self {
            Self::Bytes(_) => ColumnKind::Bytes,
            Self::Words(_) => ColumnKind::Words,
            Self::Floats(_) => ColumnKind::Floats,
            Self::Doubles(_) => ColumnKind::Doubles,
            Self::Blocks(_) => ColumnKind::Blocks,
        }
    }

    /// Items: bytes, words or numbers.
    pub fn len(&self) -> usize {
        match self {
            Self::Bytes(items) => items.len(),
            Self::Words(items) => items.len(),
            Self::Floats(items) => items.len(),
            Self::Doubles(items) => items.len(),
            Self::Blocks(blocks) => blocks.last().map_or(0, |last| (blocks.len() - 1) * BLOCK_WORDS + last.len()),
        }
    }

    /// Whether there is no item.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Appends the items from `start` on, about `most` bytes of them and at least one; how many they were.
    pub fn write(&self, start: usize, most: usize, out: &mut Vec<u8>) -> usize {
        let n = (most / self.kind().item_bytes() as usize).max(1);
        let within = |len: usize| start.min(len)..start.saturating_add(n).min(len);
        let range = match self {
            Self::Blocks(blocks) => {
                let (block, from) = (start / BLOCK_WORDS, start % BLOCK_WORDS);
                let items = blocks.get(block).copied().unwrap_or_default();
                let range = from.min(items.len())..(from + n).min(items.len());
                write_words(&items[range.clone()], out);
                range
            }
            Self::Bytes(items) => copied(within(items.len()), |range| out.extend_from_slice(&items[range])),
            Self::Words(items) => copied(within(items.len()), |range| write_words(&items[range], out)),
            Self::Floats(items) => {
                copied(within(items.len()), |range| write_words(bytemuck::cast_slice(&items[range]), out))
            }
            Self::Doubles(items) => {
                copied(within(items.len()), |range| out.extend(items[range].iter().flat_map(|x| x.to_le_bytes())))
            }
        };
        range.len()
    }
}

fn copied(range: Range<usize>, write: impl FnOnce(Range<usize>)) -> Range<usize> {
    write(range.clone());
    range
}

fn write_words(words: &[u32], out: &mut Vec<u8>) {
    if cfg!(target_endian = "little") {
        out.extend_from_slice(bytemuck::cast_slice(words));
    } else {
        out.extend(words.iter().flat_map(|word| word.to_le_bytes()));
    }
}

/// A long array that was read.
#[derive(Debug, Clone, PartialEq)]
pub enum ColumnData {
    /// See [`Column::Bytes`].
    Bytes(Vec<u8>),
    /// See [`Column::Words`].
    Words(Vec<u32>),
    /// See [`Column::Floats`].
    Floats(Vec<f32>),
    /// See [`Column::Doubles`].
    Doubles(Vec<f64>),
    /// See [`Column::Blocks`].
    Blocks(Vec<Vec<u32>>),
}

/// What was saved is not what is expected in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("what was saved does not fit together")]
pub struct Misfit;

/// The parts of something that was saved: a small head, and long arrays.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Parts {
    /// What is not long, as its owner wrote it.
    pub head: Vec<u8>,
    /// Long arrays, to be taken in order.
    pub columns: std::collections::VecDeque<ColumnData>,
}

impl Parts {
    /// The head, as postcard wrote it.
    pub fn read_head<T: serde::de::DeserializeOwned>(&self) -> Result<T, Misfit> {
        postcard::from_bytes(&self.head).map_err(|_| Misfit)
    }

    /// The next array, which holds bytes.
    pub fn bytes(&mut self) -> Result<Vec<u8>, Misfit> {
        if let Some(ColumnData::Bytes(items)) = self.columns.pop_front() { Ok(items) } else { Err(Misfit) }
    }

    /// The next array, which holds words.
    pub fn words(&mut self) -> Result<Vec<u32>, Misfit> {
        if let Some(ColumnData::Words(items)) = self.columns.pop_front() { Ok(items) } else { Err(Misfit) }
    }

    /// The next array, which holds floats.
    pub fn floats(&mut self) -> Result<Vec<f32>, Misfit> {
        if let Some(ColumnData::Floats(items)) = self.columns.pop_front() { Ok(items) } else { Err(Misfit) }
    }

    /// The next array, which holds doubles.
    pub fn doubles(&mut self) -> Result<Vec<f64>, Misfit> {
        if let Some(ColumnData::Doubles(items)) = self.columns.pop_front() { Ok(items) } else { Err(Misfit) }
    }

    /// The next array, which holds words in blocks: all but the last one have [`BLOCK_WORDS`].
    pub fn blocks(&mut self) -> Result<Vec<Vec<u32>>, Misfit> {
        if let Some(ColumnData::Blocks(items)) = self.columns.pop_front() { Ok(items) } else { Err(Misfit) }
    }
}

/// A small head as postcard writes it.
///
/// # Panics
/// Never: postcard fails only for types that it cannot write and for buffers that are full; this one grows.
pub fn head_of<T: serde::Serialize>(head: &T) -> Vec<u8> {
    postcard::to_allocvec(head).expect("plain data can always be written to memory")
}
