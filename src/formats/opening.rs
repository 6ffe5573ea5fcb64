//! Finds out by its first bytes what a file is, never by its name, and reads it.

use super::{
    FormatError,
    fasttext::{self, FastText},
    npy::{self, Npy},
    part::{Part, ReadPart},
    pickle::Pickle,
    room::Context,
    safetensors::Safetensors,
    text::{TextRows, TextTable, WordLines},
    undecided::{Layout, Sample, decide},
    vocabulary_json::VocabularyJson,
    word2vec_binary::BinaryTable,
};

/// Bytes that tell a binary format.
const MAGIC_BYTES: usize = 16;

/// Kinds that are known by their first bytes and not read: what they are, and what to do.
const OTHER_KINDS: [(&[u8], &str, &str); 14] = [
    (b"\xff\xfe", "text in UTF-16", "save it as UTF-8"),
    (b"\xfe\xff", "text in UTF-16", "save it as UTF-8"),
    (b"%PDF", "a PDF", "choose a file of vectors"),
    (b"\x89PNG", "a picture", "choose a file of vectors"),
    (b"\xff\xd8\xff", "a picture", "choose a file of vectors"),
    (b"GIF8", "a picture", "choose a file of vectors"),
    (b"\x89HDF", "an HDF5 file", "save the vectors with numpy as .npz"),
    (b"PAR1", "a Parquet file", "save the vectors with numpy as .npz"),
    (b"BZh", "a bzip2 archive", "unpack it, or pack it with gzip"),
    (b"\xfd7zXZ", "an xz archive", "unpack it, or pack it with gzip"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive", "unpack it, or pack it with gzip"),
    (b"7z\xbc\xaf", "a 7z archive", "unpack it, or pack it as zip"),
    (b"\x1f\x8b", "an archive within an archive", "unpack it, and open what is in it"),
    (b"PK\x03\x04", "an archive within an archive", "unpack it, and open what is in it"),
];

#[derive(Debug)]
enum Reading {
    Magic(Vec<u8>),
    Sample(Sample),
    Known(Box<dyn ReadPart>),
}

/// One file, or one entry of an archive, under way.
#[derive(Debug)]
pub(super) struct Opening {
    reading: Reading,
}

/// A binary format that is known by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Magic {
    Npy,
    FastText,
    Pickle,
    Safetensors,
}

impl Magic {
    /// The format that begins so.
    pub(super) fn of(head: &[u8]) -> Option<Self> {
        if head.starts_with(npy::MAGIC) {
            return Some(Self::Npy);
        }
        if head.starts_with(&fasttext::MAGIC) {
            return Some(Self::FastText);
        }
        if head.first() == Some(&0x80) && head.get(1).is_some_and(|protocol| (2..=5).contains(protocol)) {
            return Some(Self::Pickle);
        }
        let is_json = head.len() > 9 && head[5..9] == *b"\0\0\0{" && matches!(head[9], b'"' | b' ' | b'}' | b'\n');
        is_json.then_some(Self::Safetensors)
    }
}

/// The reader of the binary format that begins so; none for text.
fn by_magic(magic: &[u8]) -> Result<Option<Box<dyn ReadPart>>, FormatError> {
    match Magic::of(magic) {
        Some(Magic::Npy) => return Ok(Some(Box::new(Npy::new()))),
        Some(Magic::FastText) => return Ok(Some(Box::new(FastText::new()))),
        Some(Magic::Pickle) => return Ok(Some(Box::new(Pickle::default()))),
        Some(Magic::Safetensors) => return Ok(Some(Box::new(Safetensors::new()))),
        None => {}
    }
    if let Some(&(_, what, advice)) = OTHER_KINDS.iter().find(|(start, ..)| magic.starts_with(start)) {
        return Err(FormatError::OtherKind { what, advice });
    }
    let mut letters = magic.iter().filter(|byte| !byte.is_ascii_whitespace());
    if matches!((letters.next(), letters.next()), (Some(b'{' | b'['), Some(b'"')) | (Some(b'['), Some(b'['))) {
        return Ok(Some(Box::new(VocabularyJson::new())));
    }
    Ok(None)
}

/// The reader for a sample, and how many of its first bytes the reader is not given.
fn by_sample(sample: &[u8], is_all: bool) -> Result<(Box<dyn ReadPart>, usize), FormatError> {
    let n_mark = if sample.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    Ok(match decide(sample, is_all)? {
        Layout::Table { header, dims, row_bytes } => (Box::new(TextTable::new(header, dims, row_bytes)?), n_mark),
        Layout::Rows { dims, row_bytes } => (Box::new(TextRows::new(dims, row_bytes)?), n_mark),
        Layout::Words => (Box::<WordLines>::default(), n_mark),
        Layout::Binary { n_rows, dims, header_bytes } => {
            (Box::new(BinaryTable::new(n_rows, dims, header_bytes)?), header_bytes)
        }
    })
}

impl Opening {
    pub(super) fn new() -> Self {
        Self { reading: Reading::Magic(Vec::new()) }
    }

    /// Goes on with these bytes, in pieces of any size.
    pub(super) fn push(&mut self, mut bytes: &[u8], context: &mut Context) -> Result<(), FormatError> {
        loop {
            match &mut self.reading {
                Reading::Magic(magic) => {
                    let n = bytes.len().min(MAGIC_BYTES - magic.len());
                    magic.extend_from_slice(&bytes[..n]);
                    bytes = &bytes[n..];
                    if magic.len() < MAGIC_BYTES {
                        return Ok(());
                    }
                    self.leave_magic(context)?;
                }
                Reading::Sample(sample) => {
                    let (n, is_complete) = sample.take(bytes);
                    bytes = &bytes[n..];
                    if !is_complete {
                        return Ok(());
                    }
                    self.leave_sample(false, context)?;
                }
                Reading::Known(part) => return part.push(bytes, context),
            }
        }
    }

    fn leave_magic(&mut self, context: &mut Context) -> Result<(), FormatError> {
        let Reading::Magic(magic) = &mut self.reading else { return Ok(()) };
        let magic = std::mem::take(magic);
        if magic.is_empty() {
            return Err(FormatError::Empty);
        }
        self.reading = match by_magic(&magic)? {
            Some(part) => Reading::Known(part),
            None => Reading::Sample(Sample::default()),
        };
        self.push(&magic, context)
    }

    fn leave_sample(&mut self, is_all: bool, context: &mut Context) -> Result<(), FormatError> {
        let Reading::Sample(sample) = &mut self.reading else { return Ok(()) };
        let bytes = std::mem::take(&mut sample.bytes);
        let (mut part, n_unseen) = by_sample(&bytes, is_all)?;
        part.push(&bytes[n_unseen..], context)?;
        self.reading = Reading::Known(part);
        Ok(())
    }

    /// The reader, once the format is known.
    pub(super) fn known(&self) -> Option<&dyn ReadPart> {
        match &self.reading {
            Reading::Known(part) => Some(&**part),
            _ => None,
        }
    }

    /// What there is in the end. `is_whole`: false where the file was cut off.
    pub(super) fn end(mut self, context: &mut Context, is_whole: bool) -> Result<Part, FormatError> {
        self.leave_magic(context)?;
        self.leave_sample(true, context)?;
        match self.reading {
            Reading::Known(part) => part.end(context, is_whole),
            Reading::Magic(_) | Reading::Sample(_) => Err(FormatError::Empty),
        }
    }
}
