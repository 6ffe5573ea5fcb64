//! word2vec's binary format: a line `rows dims`, then for each word its letters, a space, and `dims` floats, little-endian.
//!
//! `word2vec.c` writes a line feed behind each vector, gensim writes none; a line feed before a word is no part of it. Nothing
//! within a vector is looked at, whatever its bytes are.

use memchr::memchr;

use super::{
    Format, FormatError,
    builder::Builder,
    note::Note,
    part::{Part, ReadPart},
    room::Context,
};

/// The longest word that is read, in bytes. Behind a header that lies, words have no end.
const MOST_WORD_BYTES: usize = 4096;

/// Reads rows behind the first line.
#[derive(Debug)]
pub(super) struct BinaryTable {
    said: (u64, u64),
    builder: Builder,
    /// The word of a row, and then its floats, as far as they have come.
    word: Vec<u8>,
    has_word: bool,
    floats: Vec<u8>,
    /// Bytes before the next one.
    offset: u64,
    trailing: Option<u64>,
}

impl BinaryTable {
    /// `header_bytes`: of the first line, which is not pushed. Errors: [`FormatError::Dims`].
    pub(super) fn new(n_rows: u64, dims: u64, header_bytes: usize) -> Result<Self, FormatError> {
        Ok(Self {
            said: (n_rows, dims),
            builder: Builder::new(dims)?,
            word: Vec::new(),
            has_word: false,
            floats: Vec::new(),
            offset: header_bytes as u64,
            trailing: None,
        })
    }

    /// Takes letters until the space; what is left of the bytes.
    fn letters<'a>(&mut self, mut bytes: &'a [u8]) -> Result<&'a [u8], FormatError> {
        if self.word.is_empty() {
            while let Some((b'\n', rest)) = bytes.split_first() {
                bytes = rest;
                self.offset += 1;
            }
        }
        let end = memchr(b' ', bytes);
        let letters = &bytes[..end.unwrap_or(bytes.len())];
        if self.word.len() + letters.len() > MOST_WORD_BYTES {
            return Err(FormatError::Broken {
                format: "word2vec's binary format",
                why: format!("no word ends within {MOST_WORD_BYTES} bytes after row {}", self.builder.n_seen),
                offset: self.offset,
                advice: "its first line may promise another length of vectors; save it again",
            });
        }
        self.word.extend_from_slice(letters);
        self.has_word = end.is_some();
        let taken = letters.len() + usize::from(self.has_word);
        self.offset += taken as u64;
        Ok(&bytes[taken..])
    }

    fn row(&mut self, floats: &[u8], at_hand: u64, context: &mut Context) -> Result<(), FormatError> {
        let (said_rows, dims) = self.said;
        // A word has at least a letter and a space.
        let expected = context.expected_rows(self.builder.n_rows(), Some(said_rows), 4 * dims + 2, at_hand);
        let row = self.builder.begin_row(context, expected)?;
        for (x, bytes) in row.iter_mut().zip(floats.as_chunks::<4>().0) {
            *x = f32::from_le_bytes(*bytes);
        }
        let place = self.builder.n_seen;
        self.builder.keep(&self.word, place, context)?;
        self.word.clear();
        self.has_word = false;
        Ok(())
    }
}

impl ReadPart for BinaryTable {
    fn push(&mut self, mut bytes: &[u8], context: &mut Context) -> Result<(), FormatError> {
        let row_bytes = 4 * self.said.1 as usize;
        while !bytes.is_empty() && !self.builder.is_enough(context) {
            if self.builder.n_seen >= self.said.0 {
                let rest = bytes.iter().position(|byte| !byte.is_ascii_whitespace());
                if let Some(at) = rest {
                    self.trailing.get_or_insert(self.offset + at as u64);
                }
                self.offset += bytes.len() as u64;
                return Ok(());
            }
            if !self.has_word {
                bytes = self.letters(bytes)?;
                continue;
            }
            if self.floats.is_empty() && bytes.len() >= row_bytes {
                let (floats, rest) = bytes.split_at(row_bytes);
                self.row(floats, rest.len() as u64 + row_bytes as u64, context)?;
                self.offset += row_bytes as u64;
                bytes = rest;
                continue;
            }
            let (more, rest) = bytes.split_at(bytes.len().min(row_bytes - self.floats.len()));
            self.floats.extend_from_slice(more);
            self.offset += more.len() as u64;
            bytes = rest;
            if self.floats.len() == row_bytes {
                let floats = std::mem::take(&mut self.floats);
                self.row(&floats, rest.len() as u64 + row_bytes as u64, context)?;
                self.floats = floats;
                self.floats.clear();
            }
        }
        Ok(())
    }

    fn n_rows(&self) -> u64 {
        self.builder.n_rows() as u64
    }

    fn said_rows(&self) -> Option<u64> {
        Some(self.said.0)
    }

    fn is_enough(&self, context: &Context) -> bool {
        self.builder.is_enough(context) || self.builder.n_seen >= self.said.0 && self.trailing.is_some()
    }

    fn end(self: Box<Self>, context: &mut Context, _is_whole: bool) -> Result<Part, FormatError> {
        let Self { said: (said_rows, _), mut builder, offset, trailing, .. } = *self;
        let n_rows = builder.n_rows() as u64;
        if builder.is_enough(context) && builder.n_seen < said_rows {
            builder.tally.others.push(Note::KeptFirst { n_rows, of: Some(said_rows) });
        } else if builder.n_seen < said_rows {
            let n_rows = builder.n_seen;
            builder.tally.others.push(Note::Truncated { n_rows, said_rows: Some(said_rows), byte: offset });
        }
        builder.tally.others.extend(trailing.map(|byte| Note::TrailingBytes { byte }));
        Ok(Part::Table { format: Format::Word2VecBinary, builder })
    }
}
