//! numpy's `.npz`: arrays in a zip, not packed, as `numpy.savez` writes them.
//!
//! A zip wants the sum of an entry before its bytes. So each array is made twice: once to be summed, once to be written.

use super::TableView;
use crate::{
    formats::{FormatError, number::write_floats},
    gzip::Crc32,
};

/// Arrays, in the order of the file.
const NAMES: [&str; 3] = ["words", "vectors", "counts"];
/// Bytes that are summed while one byte could be written.
const SUMMING: usize = 4;

/// One array in the file.
#[derive(Debug, Clone)]
struct Entry {
    /// Place in [`NAMES`].
    of: usize,
    head: Vec<u8>,
    /// Bytes of one row.
    row_bytes: usize,
    n_rows: usize,
    crc: Crc32,
    offset: u64,
}

impl Entry {
    fn n_bytes(&self) -> u64 {
        self.head.len() as u64 + self.row_bytes as u64 * self.n_rows as u64
    }
}

/// An archive under way.
#[derive(Debug)]
pub(super) struct Npz {
    entries: Vec<Entry>,
    at: usize,
    /// Rows of the entry that are summed, and those that are written.
    n_summed: usize,
    n_written: Option<usize>,
    offset: u64,
    letters: usize,
    row: Vec<u8>,
    is_done: bool,
}

impl Npz {
    /// Errors: [`FormatError::Unwritable`] beyond 4 GiB.
    pub(super) fn new(table: TableView<'_>) -> Result<Self, FormatError> {
        let (n_rows, dims) = (table.words.len(), table.embedding.dims());
        let letters = table.words.iter().map(|word| word.chars().count()).max().unwrap_or(0).max(1);
        let mut entries = Vec::new();
        for of in 0..2 + usize::from(table.counts.is_some()) {
            let (descr, shape, row_bytes) = match of {
                0 => (format!("<U{letters}"), format!("({n_rows},)"), 4 * letters),
                1 => ("<f4".to_owned(), format!("({n_rows}, {dims})"), 4 * dims),
                _ => ("<u4".to_owned(), format!("({n_rows},)"), 4),
            };
            entries.push(Entry { of, head: head(&descr, &shape), row_bytes, n_rows, crc: Crc32::default(), offset: 0 });
        }
        let n_bytes: u64 = entries.iter().map(|entry| entry.n_bytes() + 256).sum();
        if n_bytes > u64::from(u32::MAX) {
            let why = "it is larger than 4 GiB; choose safetensors".to_owned();
            return Err(FormatError::Unwritable { format: "numpy's .npz", why });
        }
        let row = Vec::new();
        Ok(Self { entries, at: 0, n_summed: 0, n_written: None, offset: 0, letters, row, is_done: false })
    }

    pub(super) fn write(&mut self, table: TableView<'_>, out: &mut Vec<u8>, most: usize) -> bool {
        let mut n_left = i64::try_from(most.saturating_sub(out.len()).max(1)).unwrap_or(i64::MAX);
        while !self.is_done && n_left > 0 {
            let before = out.len();
            let Some(entry) = self.entries.get(self.at) else {
                self.end(out);
                break;
            };
            let (n_rows, of) = (entry.n_rows, entry.of);
            match self.n_written {
                None if self.n_summed < n_rows => {
                    if self.n_summed == 0 {
                        let entry = &mut self.entries[self.at];
                        entry.crc.write(&entry.head);
                    }
                    self.fill(table, of, self.n_summed);
                    self.entries[self.at].crc.write(&self.row);
                    self.n_summed += 1;
                    n_left -= (self.row.len() / SUMMING) as i64 + 1;
                }
                None => {
                    let entry = &mut self.entries[self.at];
                    entry.offset = self.offset;
                    out.extend(local_header(entry));
                    out.extend_from_slice(&entry.head);
                    self.n_written = Some(0);
                }
                Some(n) if n < n_rows => {
                    self.fill(table, of, n);
                    out.extend_from_slice(&self.row);
                    self.n_written = Some(n + 1);
                }
                Some(_) => (self.at, self.n_summed, self.n_written) = (self.at + 1, 0, None),
            }
            let n_more = out.len() - before;
            self.offset += n_more as u64;
            n_left -= n_more as i64;
        }
        self.is_done
    }

    /// The share that is written, in [0, 1]. Summing an array counts as much as writing a quarter of it.
    pub(super) fn share_done(&self) -> f64 {
        let cost = |entry: &Entry| (entry.row_bytes * (SUMMING + 1)) as f64;
        let all: f64 = self.entries.iter().map(|entry| cost(entry) * entry.n_rows as f64).sum();
        let before: f64 = self.entries[..self.at].iter().map(|entry| cost(entry) * entry.n_rows as f64).sum();
        let under_way = self.entries.get(self.at).map_or(0.0, |entry| {
            entry.row_bytes as f64 * (self.n_summed + SUMMING * self.n_written.unwrap_or(0)) as f64
        });
        if all > 0.0 { (before + under_way) / all } else { 1.0 }
    }

    /// Makes a row of an array.
    fn fill(&mut self, table: TableView<'_>, of: usize, place: usize) {
        self.row.clear();
        match of {
            0 => {
                self.row.extend(table.words[place].chars().flat_map(|c| u32::from(c).to_le_bytes()));
                self.row.resize(4 * self.letters, 0);
            }
            1 => {
                let vector = table.embedding.vector(place as u32).unwrap_or_default();
                write_floats(vector, &mut self.row);
            }
            _ => {
                let count = table.counts.and_then(|counts| counts.get(place)).copied().unwrap_or(0);
                self.row.extend(count.to_le_bytes());
            }
        }
    }

    /// The directory.
    fn end(&mut self, out: &mut Vec<u8>) {
        let start = self.offset;
        let before = out.len();
        for entry in &self.entries {
            out.extend_from_slice(b"PK\x01\x02\x14\x00");
            out.extend(fields(entry));
            out.extend_from_slice(&[0; 10]);
            out.extend((entry.offset as u32).to_le_bytes());
            out.extend(name(entry).bytes());
        }
        let n_bytes = (out.len() - before) as u32;
        let n = self.entries.len() as u16;
        out.extend_from_slice(b"PK\x05\x06\0\0\0\0");
        out.extend([n.to_le_bytes(), n.to_le_bytes()].concat());
        out.extend(n_bytes.to_le_bytes());
        out.extend((start as u32).to_le_bytes());
        out.extend([0; 2]);
        self.is_done = true;
    }
}

fn name(entry: &Entry) -> String {
    format!("{}.npy", NAMES[entry.of])
}

/// What local header and directory share: version, flags, method, time, sum, lengths, lengths of name and extra.
fn fields(entry: &Entry) -> Vec<u8> {
    let n_bytes = entry.n_bytes() as u32;
    let mut fields = b"\x14\x00\x00\x00\x00\x00".to_vec();
    // The first day of 1980: the same table gives the same bytes.
    fields.extend_from_slice(b"\x00\x00\x21\x00");
    fields.extend(entry.crc.sum().to_le_bytes());
    fields.extend(n_bytes.to_le_bytes());
    fields.extend(n_bytes.to_le_bytes());
    fields.extend((name(entry).len() as u16).to_le_bytes());
    fields.extend([0; 2]);
    fields
}

fn local_header(entry: &Entry) -> Vec<u8> {
    [b"PK\x03\x04".as_slice(), &fields(entry), name(entry).as_bytes()].concat()
}

/// The head of an array, padded to a multiple of 64 bytes.
fn head(descr: &str, shape: &str) -> Vec<u8> {
    let mut text = format!("{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}, }}");
    while !(10 + text.len() + 1).is_multiple_of(64) {
        text.push(' ');
    }
    text.push('\n');
    let mut head = b"\x93NUMPY\x01\x00".to_vec();
    head.extend((text.len() as u16).to_le_bytes());
    head.extend_from_slice(text.as_bytes());
    head
}
