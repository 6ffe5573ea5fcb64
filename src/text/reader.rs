//! Bytes to tokens, in pieces of any size.

use super::body::Body;
use super::gunzip::Gunzip;
use super::layout::Notice;
use super::options::ReadOptions;
use super::table::TextTable;
use super::transfer::Transfer;
use super::{TextError, TokenStream};
use crate::gzip;

/// The beginning of a text, in bytes. It decides how the rest is read.
const HEAD: usize = 64 * 1024;
/// Bytes that tell whether a file is compressed.
const MAGIC: usize = 3;

/// Reads a text that comes in pieces. The tokens do not depend on where the pieces were cut.
#[derive(Debug)]
pub struct TextReader {
    file: File,
    text: Text,
}

/// The file as it comes.
#[derive(Debug)]
enum File {
    /// The first bytes, until there are [`MAGIC`] of them.
    Begun(Vec<u8>),
    Plain,
    Compressed(Box<Gunzip>),
}

/// The text as it is in the file, decompressed.
#[derive(Debug)]
struct Text {
    options: ReadOptions,
    /// Names of columns that a reader chose; empty: those that are prose.
    columns: Vec<String>,
    /// The first bytes, until there are [`HEAD`] of them.
    head: Vec<u8>,
    body: Option<Box<Body>>,
    /// Undoes the encoding of mail, if it is mail, with room for what it writes.
    transfer: Option<(Box<Transfer>, Vec<u8>)>,
    stream: TokenStream,
    /// Whether there was nothing but white space.
    is_blank: bool,
}

impl TextReader {
    /// A reader that has read nothing.
    pub fn new(options: ReadOptions) -> Self {
        let stream = TokenStream::new(options.lowercase, options.most_bytes);
        Self {
            file: File::Begun(Vec::new()),
            text: Text {
                options,
                columns: Vec::new(),
                head: Vec::new(),
                body: None,
                transfer: None,
                stream,
                is_blank: true,
            },
        }
    }

    /// The same, which reads these columns of a table, by the names of [`TextTable`]; a table that has none of them, and any
    /// other text, is read as without a choice.
    #[must_use]
    pub fn with_columns(mut self, columns: Vec<String>) -> Self {
        self.text.columns = columns;
        self
    }

    /// Reads a piece of any size. After an error the reader is of no more use.
    ///
    /// Errors: [`TextError::Kind`], [`TextError::NotText`], [`TextError::NotSeparated`], [`TextError::NoDecoder`],
    /// [`TextError::TooLong`].
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), TextError> {
        match &mut self.file {
            File::Begun(begun) => {
                let (first, rest) = bytes.split_at(bytes.len().min(MAGIC - begun.len()));
                begun.extend_from_slice(first);
                if begun.len() < MAGIC {
                    return Ok(());
                }
                self.begin()?;
                self.push(rest)
            }
            File::Plain => self.text.push(bytes),
            File::Compressed(gunzip) => gunzip.push(bytes, &mut |piece| self.text.push(piece)),
        }
    }

    /// The first bytes tell whether the file is compressed.
    fn begin(&mut self) -> Result<(), TextError> {
        let File::Begun(begun) = &mut self.file else { return Ok(()) };
        let begun = std::mem::take(begun);
        self.file = if begun.starts_with(&gzip::MAGIC) { File::Compressed(Box::default()) } else { File::Plain };
        self.push(&begun)
    }

    /// The file ends here, and another one of the same text begins: it is decoded, and told apart, by itself.
    ///
    /// Errors: those of [`push`](Self::push).
    pub fn next_file(&mut self) -> Result<(), TextError> {
        self.begin()?;
        let file = std::mem::replace(&mut self.file, File::Begun(Vec::new()));
        self.text.end_file(file.notice())
    }

    /// The file is none that can be read, as [`push`](Self::push) or [`next_file`](Self::next_file) said before any of it was
    /// read: what follows is another file. False where some of it was read: then the reader is of no more use.
    pub fn leave_file_out(&mut self) -> bool {
        self.file = File::Begun(Vec::new());
        self.text.head = Vec::new();
        self.text.transfer = None;
        self.text.body.is_none()
    }

    /// Whether the file is compressed, so that a piece of it may hold much more text than it has bytes.
    pub fn is_compressed(&self) -> bool {
        matches!(self.file, File::Compressed(_))
    }

    /// Tokens read so far. They may lag behind the bytes by a line or 64 KiB.
    pub fn n_tokens(&self) -> u64 {
        self.text.stream.n_tokens()
    }

    /// Bytes of memory that the reader and what it has read take.
    pub fn n_bytes(&self) -> u64 {
        let body = self.text.body.as_ref().map_or(0, |body| body.n_bytes());
        self.text.stream.n_bytes() + self.text.head.capacity() as u64 + body
    }

    /// What the text was taken for, as far as its beginning tells.
    pub fn notices(&self) -> Vec<Notice> {
        let compressed = self.is_compressed().then_some(Notice::Compressed);
        compressed.into_iter().chain(self.text.body.iter().flat_map(|body| body.notices())).collect()
    }

    /// The columns of the text, if it is a table, as far as its beginning tells.
    pub fn table(&self) -> Option<&TextTable> {
        self.text.stream.table().or_else(|| self.text.body.as_ref().and_then(|body| body.table()))
    }

    /// Reads what is left and returns the whole text.
    ///
    /// Errors: those of [`push`](Self::push); [`TextError::Empty`], [`TextError::NoWords`], [`TextError::OnlyMarkup`] and
    /// [`TextError::OnlyTooLong`] if no word was read.
    pub fn finish(mut self) -> Result<TokenStream, TextError> {
        self.begin()?;
        let notice = self.file.notice();
        self.text.end_file(notice)?;
        self.text.finish()
    }
}

impl File {
    /// What is to be told of it at its end.
    fn notice(&self) -> Option<Notice> {
        match self {
            Self::Compressed(gunzip) if !gunzip.is_whole() => Some(Notice::CutOff),
            Self::Compressed(_) => Some(Notice::Compressed),
            Self::Plain | Self::Begun(_) => None,
        }
    }
}

impl Text {
    fn push(&mut self, bytes: &[u8]) -> Result<(), TextError> {
        let mut bytes = bytes;
        self.is_blank = self.is_blank && bytes.iter().all(u8::is_ascii_whitespace);
        if self.body.is_none() {
            let (first, rest) = bytes.split_at(bytes.len().min(HEAD - self.head.len()));
            self.head.extend_from_slice(first);
            bytes = rest;
            if self.head.len() < HEAD {
                return Ok(());
            }
        }
        self.open(false)?;
        let Some(body) = &mut self.body else { return Ok(()) };
        for piece in bytes.chunks(HEAD) {
            if let Some((transfer, written)) = &mut self.transfer {
                written.clear();
                transfer.push(piece, written);
                body.push(written)?;
            } else {
                body.push(piece)?;
            }
            body.read_lines(&mut self.stream, false)?;
        }
        Ok(())
    }

    /// Opens the body with the head, if it is not open yet. `is_all`: the head is the whole text.
    fn open(&mut self, is_all: bool) -> Result<(), TextError> {
        if self.body.is_none() {
            let mut head = std::mem::take(&mut self.head);
            if let Some(mut transfer) = (!self.options.is_plain).then(|| Transfer::of(&head)).flatten() {
                let mut written = Vec::with_capacity(head.len());
                transfer.push(&head, &mut written);
                if is_all {
                    transfer.finish(&mut written);
                }
                head = written;
                self.transfer = Some((Box::new(transfer), Vec::new()));
            }
            let mut body = Box::new(Body::open(&head, &self.options, &self.columns, is_all, self.transfer.is_some())?);
            self.stream.manner = body.manner();
            body.read_lines(&mut self.stream, false)?;
            self.body = Some(body);
        }
        Ok(())
    }

    fn end_file(&mut self, notice: Option<Notice>) -> Result<(), TextError> {
        self.open(true)?;
        if let Some(notice) = notice {
            self.stream.tell(notice);
        }
        let transfer = self.transfer.take();
        if let Some(mut body) = self.body.take() {
            if let Some((mut transfer, mut written)) = transfer {
                written.clear();
                transfer.finish(&mut written);
                // A text that was all in the head is finished.
                if !written.is_empty() {
                    body.push(&written)?;
                }
            }
            body.finish(&mut self.stream)?;
        }
        Ok(())
    }

    fn finish(self) -> Result<TokenStream, TextError> {
        let Self { stream, is_blank, .. } = self;
        match stream.n_tokens() {
            0 if is_blank => Err(TextError::Empty),
            0 if stream.n_too_long > 0 => Err(TextError::OnlyTooLong { n: stream.n_too_long }),
            0 if stream.dropped.len() > 0 => Err(TextError::OnlyMarkup),
            0 => Err(TextError::NoWords),
            _ => Ok(stream),
        }
    }
}

#[cfg(test)]
mod tests;
