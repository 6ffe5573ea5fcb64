//! fastText's `.bin`: the settings, the dictionary, and the rows of words and n-grams.
//!
//! Format: `FastText::saveModel`, `Args::save`, `Dictionary::save` and `DenseMatrix::save` of version 12 (11 is the same but
//! that classifiers have no n-grams of letters). What follows the first matrix is for training and is not read.

use super::{
    Format, FormatError,
    note::{Note, Tally},
    part::{FastTextParts, Part, ReadPart},
    room::{Context, too_large},
    subwords::Subwords,
};
use crate::matrix::Matrix;

pub(super) const MAGIC: [u8; 4] = 793_712_314_i32.to_le_bytes();
/// Magic, version, twelve whole numbers, one float; then three whole numbers and two long ones.
const HEAD_BYTES: usize = 8 + 12 * 4 + 8 + 3 * 4 + 2 * 8;
/// Letters of a word.
const MOST_WORD_BYTES: usize = 1 << 16;
/// One byte for whether it is quantized, and rows and columns.
const MATRIX_HEAD_BYTES: usize = 17;

/// What is read at the moment.
#[derive(Debug, Clone, Copy, PartialEq)]
enum State {
    Head,
    Words,
    MatrixHead,
    Rows,
    Done,
}

/// Reads a model.
#[derive(Debug)]
pub(super) struct FastText {
    state: State,
    /// The beginning of what is read, whose end has not come.
    carry: Vec<u8>,
    offset: u64,
    dims: u64,
    min_n: usize,
    max_n: usize,
    n_buckets: u64,
    n_entries: u64,
    n_words: u64,
    n_seen: u64,
    words: Vec<String>,
    counts: Vec<u64>,
    n_matrix_rows: u64,
    n_rows_seen: u64,
    matrix: Matrix,
    /// None where there are none, or no memory for them.
    subwords: Option<Subwords>,
    tally: Tally,
}

fn broken(why: impl Into<String>, offset: u64, advice: &'static str) -> FormatError {
    FormatError::Broken { format: "fastText's .bin", why: why.into(), offset, advice }
}

fn quantized(offset: u64) -> FormatError {
    broken("it is quantized, which is not read", offset, "choose the .bin that it was made from, or its .vec")
}

const AGAIN: &str = "fetch or save it again";

fn int(bytes: &[u8], at: usize) -> i32 {
    bytes.get(at..at + 4).and_then(<[u8]>::first_chunk).map_or(0, |four| i32::from_le_bytes(*four))
}

fn long(bytes: &[u8], at: usize) -> i64 {
    bytes.get(at..at + 8).and_then(<[u8]>::first_chunk).map_or(0, |eight| i64::from_le_bytes(*eight))
}

impl FastText {
    pub(super) fn new() -> Self {
        Self {
            state: State::Head,
            carry: Vec::new(),
            offset: 0,
            dims: 0,
            min_n: 0,
            max_n: 0,
            n_buckets: 0,
            n_entries: 0,
            n_words: 0,
            n_seen: 0,
            words: Vec::new(),
            counts: Vec::new(),
            n_matrix_rows: 0,
            n_rows_seen: 0,
            matrix: Matrix::zeros(0, 1),
            subwords: None,
            tally: Tally::default(),
        }
    }

    fn head(&mut self, head: &[u8]) -> Result<(), FormatError> {
        let version = int(head, 4);
        if !(11..=12).contains(&version) {
            return Err(broken(format!("its version is {version}"), 4, "save it with a fastText of version 12"));
        }
        let argument = |place: usize| int(head, 8 + 4 * place);
        self.dims = u64::try_from(argument(0)).unwrap_or(0);
        self.n_buckets = u64::try_from(argument(8)).unwrap_or(0);
        (self.min_n, self.max_n) = (argument(9).clamp(0, 1000) as usize, argument(10).clamp(0, 1000) as usize);
        let is_classifier = argument(7) == 3;
        if version == 11 && is_classifier {
            self.max_n = 0;
        }
        let at = 8 + 12 * 4 + 8;
        let (n_entries, n_words) = (int(head, at), int(head, at + 4));
        self.n_entries =
            u64::try_from(n_entries).map_err(|_| broken("its dictionary has no length", at as u64, AGAIN))?;
        self.n_words = u64::try_from(n_words).unwrap_or(0).min(self.n_entries);
        // Only models that are quantized are pruned.
        if long(head, at + 20) >= 0 {
            return Err(quantized(HEAD_BYTES as u64));
        }
        self.matrix = super::builder::no_rows(self.dims)?;
        self.state = State::Words;
        Ok(())
    }

    /// Collects `n` bytes in the carry; whether they are all there.
    fn take<'a>(&mut self, bytes: &mut &'a [u8], n: usize) -> bool {
        let (more, rest): (&'a [u8], &'a [u8]) = bytes.split_at(bytes.len().min(n - self.carry.len()));
        self.carry.extend_from_slice(more);
        self.offset += more.len() as u64;
        *bytes = rest;
        self.carry.len() == n
    }

    /// One entry of the dictionary: a word, a zero, its count, its kind.
    fn entry(&mut self, bytes: &mut &[u8], context: &mut Context) -> Result<bool, FormatError> {
        while let Some((&byte, rest)) = bytes.split_first() {
            self.carry.push(byte);
            self.offset += 1;
            *bytes = rest;
            let end = self.carry.len().checked_sub(10).filter(|&end| self.carry[end] == 0);
            let Some(end) = end.filter(|&end| !self.carry[..end].contains(&0)) else {
                if self.carry.len() > MOST_WORD_BYTES {
                    return Err(broken("a word does not end", self.offset, AGAIN));
                }
                continue;
            };
            if self.n_seen < self.n_words.min(context.most_rows) {
                let word = super::builder::decoded(&self.carry[..end], self.n_seen + 1, &mut self.tally);
                let word = context.room.word(&word)?;
                context.room.grow(&mut self.words, 1)?;
                self.words.push(word);
                context.room.grow(&mut self.counts, 1)?;
                self.counts.push(u64::try_from(long(&self.carry, end + 1)).unwrap_or(0));
            }
            self.n_seen += 1;
            self.carry.clear();
            return Ok(true);
        }
        Ok(false)
    }

    fn begin_rows(&mut self) -> Result<(), FormatError> {
        if self.carry[0] != 0 {
            return Err(quantized(self.offset));
        }
        let (n_rows, dims) = (long(&self.carry, 1), long(&self.carry, 9));
        let expected = u64::try_from(dims).ok().filter(|&dims| dims == self.dims);
        let n_rows = u64::try_from(n_rows).ok().filter(|&n_rows| n_rows >= self.n_words);
        let (Some(n_rows), Some(_)) = (n_rows, expected) else {
            return Err(broken("the rows are not as many or as long as its settings say", self.offset, AGAIN));
        };
        self.n_matrix_rows = n_rows;
        if self.max_n > 0 && self.n_buckets > 0 && n_rows > self.n_words {
            self.subwords = Some(Subwords::new(self.min_n, self.max_n, self.n_buckets));
        }
        self.state = State::Rows;
        Ok(())
    }

    fn row(&mut self, floats: &[u8], context: &mut Context) -> Result<(), FormatError> {
        let number = self.n_rows_seen;
        self.n_rows_seen += 1;
        let dims = self.dims as usize;
        let row = if number < self.n_words {
            if number >= context.most_rows {
                return Ok(());
            }
            let n_words = self.n_words.min(context.most_rows);
            let expected = context.expected_rows(self.matrix.n_rows(), Some(n_words), 4 * self.dims, 0);
            context.room.grow_matrix(&mut self.matrix, expected).map_err(|_| too_large(&self.matrix, &context.room))?;
            self.matrix.grow(1, 0.0);
            let last = self.matrix.n_rows() - 1;
            self.matrix.vector_mut(last)
        } else {
            let Some(subwords) = &mut self.subwords else { return Ok(()) };
            let n_left = self.n_matrix_rows - number;
            subwords.next_row(dims, n_left, context).map_err(|_| too_large(&self.matrix, &context.room))?
        };
        for (x, bytes) in row.iter_mut().zip(floats.as_chunks::<4>().0) {
            *x = f32::from_le_bytes(*bytes);
        }
        Ok(())
    }
}

impl ReadPart for FastText {
    fn push(&mut self, mut bytes: &[u8], context: &mut Context) -> Result<(), FormatError> {
        loop {
            match self.state {
                State::Head => {
                    if !self.take(&mut bytes, HEAD_BYTES) {
                        return Ok(());
                    }
                    let head = std::mem::take(&mut self.carry);
                    self.head(&head)?;
                }
                State::Words if self.n_seen < self.n_entries => {
                    if !self.entry(&mut bytes, context)? {
                        return Ok(());
                    }
                }
                State::Words => self.state = State::MatrixHead,
                State::MatrixHead => {
                    if !self.take(&mut bytes, MATRIX_HEAD_BYTES) {
                        return Ok(());
                    }
                    self.begin_rows()?;
                    self.carry.clear();
                }
                State::Rows if self.n_rows_seen < self.n_matrix_rows => {
                    let row_bytes = 4 * self.dims as usize;
                    if self.carry.is_empty() && bytes.len() >= row_bytes {
                        let (floats, rest) = bytes.split_at(row_bytes);
                        self.offset += row_bytes as u64;
                        bytes = rest;
                        self.row(floats, context)?;
                    } else if self.take(&mut bytes, row_bytes) {
                        let floats = std::mem::take(&mut self.carry);
                        self.row(&floats, context)?;
                    } else {
                        return Ok(());
                    }
                }
                State::Rows => self.state = State::Done,
                State::Done => return Ok(()),
            }
        }
    }

    fn n_rows(&self) -> u64 {
        self.matrix.n_rows() as u64
    }

    fn said_rows(&self) -> Option<u64> {
        (self.state != State::Head).then_some(self.n_words)
    }

    fn is_enough(&self, _context: &Context) -> bool {
        self.state == State::Done
    }

    fn end(mut self: Box<Self>, _context: &mut Context, _is_whole: bool) -> Result<Part, FormatError> {
        let is_whole = self.state == State::Done || self.state == State::Rows && self.n_rows_seen == self.n_matrix_rows;
        if !is_whole {
            let advice = "fetch it again: vectors of fastText are sums that need the whole file";
            return Err(broken("it breaks off", self.offset, advice));
        }
        if (self.words.len() as u64) < self.n_words {
            let n_rows = self.words.len() as u64;
            self.tally.others.push(Note::KeptFirst { n_rows, of: Some(self.n_words) });
        }
        let Self { words, counts, matrix, subwords, tally, .. } = *self;
        let format = Format::FastTextBinary;
        Ok(Part::FastText(Box::new(FastTextParts { format, words, counts: Some(counts), matrix, subwords, tally })))
    }
}
