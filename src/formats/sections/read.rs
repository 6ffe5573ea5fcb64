//! Reads sections from bytes that come in pieces of any size.

use super::{END, ENTRY_BYTES, FRAME_BYTES, MAGIC, MOST_COLUMNS, MOST_HEAD_BYTES, SectionsError, Tag, VERSION};
use crate::{
    columns::{BLOCK_WORDS, ColumnData, ColumnKind, Parts},
    fnv::WideFnv,
};

/// A section that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Its name.
    pub tag: Tag,
    /// What is in it.
    pub parts: Parts,
}

/// Reads a file of sections. What it has read may be believed only once [`SectionsReader::finish`] has found the sums right.
#[derive(Debug)]
pub struct SectionsReader {
    n_bytes: u64,
    n_read: u64,
    most_bytes: u64,
    /// Memory taken by what is read.
    n_taken: u64,
    /// Of the next small thing, the bytes that have come.
    buffer: Vec<u8>,
    state: State,
    sum: WideFnv,
    sections: Vec<Section>,
    n_volumes: usize,
}

#[derive(Debug)]
enum State {
    /// Magic and version.
    Begin,
    Frame,
    /// The list of a section's arrays, and its head.
    List {
        tag: Tag,
        n_head: usize,
        n_columns: usize,
    },
    Columns {
        columns: Vec<Filling>,
        number: usize,
    },
    Failed(SectionsError),
}

/// An array that is being filled.
#[derive(Debug)]
struct Filling {
    data: ColumnData,
    n_left: u64,
    /// Bytes of an item that has not come whole.
    rest: [u8; 8],
    n_rest: usize,
}

impl SectionsReader {
    /// Nothing is read yet. `n_bytes`: the length of the file. `most_bytes`: memory that what is read may take.
    pub fn new(n_bytes: u64, most_bytes: u64) -> Self {
        Self {
            n_bytes,
            n_read: 0,
            most_bytes,
            n_taken: 0,
            buffer: Vec::new(),
            state: State::Begin,
            sum: WideFnv::default(),
            sections: Vec::new(),
            n_volumes: 0,
        }
    }

    /// Bytes of memory that it takes.
    pub fn n_taken(&self) -> u64 {
        self.n_taken
    }

    /// Takes more bytes of the file. Errors: [`SectionsError`], and the same again at each later call.
    pub fn push(&mut self, mut bytes: &[u8]) -> Result<(), SectionsError> {
        if let State::Failed(error) = &self.state {
            return Err(error.clone());
        }
        while !bytes.is_empty() {
            if let Err(error) = self.advance(&mut bytes) {
                self.sections = Vec::new();
                self.state = State::Failed(error.clone());
                return Err(error);
            }
        }
        Ok(())
    }

    /// The file has no more bytes: its sections. Errors: it is not whole, or no session at all.
    pub fn finish(self) -> Result<Vec<Section>, SectionsError> {
        match self.state {
            State::Failed(error) => Err(error),
            State::Begin if self.buffer.is_empty() && self.n_volumes > 0 => Ok(self.sections),
            State::Begin if self.n_volumes == 0 && !MAGIC.starts_with(&self.buffer[..self.buffer.len().min(8)]) => {
                Err(SectionsError::NotASession)
            }
            State::Begin
                if self.n_volumes > 0 && !MAGIC.starts_with(&self.buffer[..self.buffer.len().min(MAGIC.len())]) =>
            {
                Err(SectionsError::TooLong { at: self.n_read - self.buffer.len() as u64 })
            }
            _ => Err(SectionsError::CutOff { n_bytes: self.n_read }),
        }
    }

    /// Takes bytes up to the end of the next thing.
    fn advance(&mut self, bytes: &mut &[u8]) -> Result<(), SectionsError> {
        match &mut self.state {
            State::Begin => {
                if let Some(begin) = self.gather(bytes, MAGIC.len() + 4) {
                    let (magic, version) = begin.split_at(MAGIC.len());
                    if magic != MAGIC {
                        let at = self.n_read - begin.len() as u64;
                        let is_more = self.n_volumes > 0;
                        return Err(if is_more { SectionsError::TooLong { at } } else { SectionsError::NotASession });
                    }
                    let version = u32_of(version);
                    if version != VERSION {
                        return Err(SectionsError::Version { found: version });
                    }
                    self.sum = WideFnv::default();
                    self.sum.write(&begin);
                    self.state = State::Frame;
                }
            }
            State::Frame => {
                if let Some(frame) = self.gather(bytes, FRAME_BYTES) {
                    let tag = [frame[0], frame[1], frame[2], frame[3]];
                    if tag == END {
                        if self.sum.finish().to_le_bytes() != frame[4..] {
                            return Err(SectionsError::Sum);
                        }
                        self.n_volumes += 1;
                        self.state = State::Begin;
                        return Ok(());
                    }
                    self.sum.write(&frame);
                    let (n_head, n_columns) = (u32_of(&frame[4..8]) as usize, u32_of(&frame[8..]) as usize);
                    let n_small = n_head as u64 + (ENTRY_BYTES * n_columns) as u64;
                    if n_columns > MOST_COLUMNS || n_head > MOST_HEAD_BYTES || n_small > self.n_left() {
                        return Err(SectionsError::Claim { at: self.n_read });
                    }
                    self.state = State::List { tag, n_head, n_columns };
                    if n_small == 0 {
                        self.begin_columns(tag, n_columns, &[])?;
                    }
                }
            }
            State::List { tag, n_head, n_columns } => {
                let (tag, n_small, n_columns) = (*tag, *n_head + ENTRY_BYTES * *n_columns, *n_columns);
                if let Some(small) = self.gather(bytes, n_small) {
                    self.sum.write(&small);
                    self.begin_columns(tag, n_columns, &small)?;
                }
            }
            State::Columns { columns, number } => {
                let column = &mut columns[*number];
                let n_before = bytes.len();
                let all = *bytes;
                column.fill(bytes)?;
                let n = n_before - bytes.len();
                self.sum.write(&all[..n]);
                self.n_read += n as u64;
                if column.n_left == 0 {
                    *number += 1;
                    self.skip_full();
                }
            }
            State::Failed(error) => return Err(error.clone()),
        }
        Ok(())
    }

    fn n_left(&self) -> u64 {
        self.n_bytes.saturating_sub(self.n_read)
    }

    /// The next `n` bytes, once all have come.
    fn gather(&mut self, bytes: &mut &[u8], n: usize) -> Option<Vec<u8>> {
        let (taken, rest) = bytes.split_at(bytes.len().min(n - self.buffer.len()));
        self.buffer.extend_from_slice(taken);
        self.n_read += taken.len() as u64;
        *bytes = rest;
        (self.buffer.len() == n).then(|| std::mem::take(&mut self.buffer))
    }

    fn begin_columns(&mut self, tag: Tag, n_columns: usize, small: &[u8]) -> Result<(), SectionsError> {
        let (entries, head) = small.split_at(ENTRY_BYTES * n_columns);
        let claim = SectionsError::Claim { at: self.n_read };
        let mut claimed = Vec::new();
        let mut n_bytes = 0_u64;
        for entry in entries.chunks_exact(ENTRY_BYTES) {
            let kind = *ColumnKind::ALL.get(entry[0] as usize).ok_or(claim.clone())?;
            let n_items = entry[1..].iter().rev().fold(0, |number, &byte| number << 8 | u64::from(byte));
            let of_column = n_items.checked_mul(kind.item_bytes()).ok_or(claim.clone())?;
            n_bytes = n_bytes.checked_add(of_column).ok_or(claim.clone())?;
            claimed.push((kind, n_items));
        }
        // Something follows each section: the end at the least.
        if n_bytes.saturating_add(FRAME_BYTES as u64) > self.n_left() {
            return Err(claim);
        }
        let n_needed = self.n_taken + n_bytes;
        let too_much = SectionsError::Memory { n_bytes: n_needed, most_bytes: self.most_bytes };
        if n_needed > self.most_bytes {
            return Err(too_much);
        }
        let columns = claimed.into_iter().map(|(kind, n_items)| Filling::new(kind, n_items).ok_or(too_much.clone()));
        let columns = columns.collect::<Result<Vec<_>, _>>()?;
        self.n_taken = n_needed;
        let parts = Parts { head: head.to_vec(), ..Parts::default() };
        self.sections.push(Section { tag, parts });
        self.state = State::Columns { columns, number: 0 };
        self.skip_full();
        Ok(())
    }

    /// Goes on to the next array that is not full, or ends the section.
    fn skip_full(&mut self) {
        let State::Columns { columns, number } = &mut self.state else { return };
        while columns.get(*number).is_some_and(|column| column.n_left == 0) {
            *number += 1;
        }
        if *number == columns.len() {
            let columns = std::mem::take(columns).into_iter().map(|column| column.data);
            if let Some(section) = self.sections.last_mut() {
                section.parts.columns = columns.collect();
            }
            self.state = State::Frame;
        }
    }
}

impl Filling {
    /// Room for an array; none where there is no memory.
    fn new(kind: ColumnKind, n_items: u64) -> Option<Self> {
        fn room<T>(n_items: u64) -> Option<Vec<T>> {
            let mut items = Vec::new();
            items.try_reserve_exact(usize::try_from(n_items).ok()?).ok()?;
            Some(items)
        }
        let data = match kind {
            ColumnKind::Bytes => ColumnData::Bytes(room(n_items)?),
            ColumnKind::Words => ColumnData::Words(room(n_items)?),
            ColumnKind::Floats => ColumnData::Floats(room(n_items)?),
            ColumnKind::Doubles => ColumnData::Doubles(room(n_items)?),
            ColumnKind::Blocks => ColumnData::Blocks(Vec::new()),
        };
        Some(Self { data, n_left: n_items * kind.item_bytes(), rest: [0; 8], n_rest: 0 })
    }

    /// Takes bytes until it is full. Errors: no memory for a block.
    fn fill(&mut self, bytes: &mut &[u8]) -> Result<(), SectionsError> {
        let n = usize::try_from(self.n_left).map_or(bytes.len(), |left| left.min(bytes.len()));
        let (mut taken, rest) = bytes.split_at(n);
        *bytes = rest;
        self.n_left -= n as u64;
        let size = match &self.data {
            ColumnData::Bytes(_) => 1,
            ColumnData::Words(_) | ColumnData::Floats(_) | ColumnData::Blocks(_) => 4,
            ColumnData::Doubles(_) => 8,
        };
        if self.n_rest > 0 {
            let (more, others) = taken.split_at(taken.len().min(size - self.n_rest));
            self.rest[self.n_rest..self.n_rest + more.len()].copy_from_slice(more);
            self.n_rest += more.len();
            taken = others;
            if self.n_rest < size {
                return Ok(());
            }
            self.n_rest = 0;
            let item = self.rest;
            self.append(&item[..size])?;
        }
        let (whole, rest) = taken.split_at(taken.len() / size * size);
        self.append(whole)?;
        self.rest[..rest.len()].copy_from_slice(rest);
        self.n_rest = rest.len();
        Ok(())
    }

    /// Appends whole items, for which there is room but in blocks.
    fn append(&mut self, bytes: &[u8]) -> Result<(), SectionsError> {
        let words = |bytes: &[u8]| bytes.as_chunks::<4>().0.iter().map(|&word| u32::from_le_bytes(word)).collect();
        match &mut self.data {
            ColumnData::Bytes(items) => items.extend_from_slice(bytes),
            ColumnData::Words(items) => items.extend(bytes.as_chunks().0.iter().map(|&word| u32::from_le_bytes(word))),
            ColumnData::Floats(items) => items.extend(bytes.as_chunks().0.iter().map(|&word| f32::from_le_bytes(word))),
            ColumnData::Doubles(items) => {
                items.extend(bytes.as_chunks().0.iter().map(|&word| f64::from_le_bytes(word)));
            }
            ColumnData::Blocks(blocks) => {
                let mut new: Vec<u32> = words(bytes);
                let mut new = new.drain(..);
                while new.len() > 0 {
                    if blocks.last().is_none_or(|last| last.len() == BLOCK_WORDS) {
                        let mut block = Vec::new();
                        let room = block.try_reserve_exact(BLOCK_WORDS);
                        let n_bytes = 4 * BLOCK_WORDS as u64;
                        room.map_err(|_| SectionsError::Memory { n_bytes, most_bytes: 0 })?;
                        blocks.push(block);
                    }
                    let Some(last) = blocks.last_mut() else { break };
                    let n = BLOCK_WORDS - last.len();
                    last.extend(new.by_ref().take(n));
                }
            }
        }
        Ok(())
    }
}

fn u32_of(bytes: &[u8]) -> u32 {
    bytes.iter().rev().fold(0, |number, &byte| number << 8 | u32::from(byte))
}
