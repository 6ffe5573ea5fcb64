//! A text whose bytes are coming, from memory or from outside.

use sha2::{Digest, Sha256};

use super::{LoadError, Request};
use crate::{
    engine::text::{Text, columns_notice, protocol_notices, protocol_table},
    protocol::{Notice, Setting, Settings, Source, SourceIdentity, TextTable},
    text::{
        Encoding, LegacyDecoders, ReadOptions, TextError, TextReader, TokenStream,
        world::{self, SMALL_WORLD_VERSION, World},
    },
};

/// Bytes of a text that are read between two looks at the clock.
const BYTES_PER_LOOK: usize = 32 * 1024;
/// The same of a compressed file, which may hold a thousand times as much.
const COMPRESSED_BYTES_PER_LOOK: usize = 1024;

/// A text whose bytes are coming.
#[derive(Debug)]
pub(super) struct Reading {
    reader: TextReader,
    /// The text where it is in memory; of a file, the bytes that came from outside last.
    bytes: Vec<u8>,
    /// How many of them are read.
    n_read: usize,
    /// Whether more bytes come from outside.
    pub(super) is_fed: bool,
    is_file: bool,
    /// Whether it is known to be no file of vectors, or is to be read as a text whatever it is.
    is_checked: bool,
    /// The encoding that was chosen.
    encoding: Option<Encoding>,
    /// The columns that were chosen.
    columns: Vec<String>,
    world: Option<World>,
    hash: Sha256,
    files: Option<Files>,
    pub(super) name: String,
    pub(super) bytes_done: u64,
    pub(super) bytes_total: u64,
}

impl Reading {
    /// Nothing is read yet. `most_bytes`: the text may take so many. Errors: an encoding that is not known, or a built-in
    /// corpus that is broken.
    pub(super) fn new(
        source: Source,
        lowercase: bool,
        most_bytes: u64,
        decoders: LegacyDecoders,
    ) -> Result<Self, LoadError> {
        let mut encoding = Some(Encoding::UTF_8);
        let mut is_checked = true;
        let mut columns = Vec::new();
        let (name, in_memory, world, bytes_total) = match source {
            Source::BuiltIn => {
                let mut world = world::small_world()?;
                let text = std::mem::take(&mut world.text).into_bytes();
                let n_bytes = text.len() as u64;
                ("Small World".to_owned(), Some(text), Some(world), n_bytes)
            }
            Source::Text { name, text } => {
                let n_bytes = text.len() as u64;
                (name, Some(text.into_bytes()), None, n_bytes)
            }
            Source::File { name, n_bytes, encoding: chosen, columns: named, is_text } => {
                is_checked = is_text || chosen.is_some() || !named.is_empty();
                columns = named;
                let named = |name: String| Encoding::named(&name).ok_or(LoadError::Encoding(name));
                encoding = chosen.map(named).transpose()?;
                (name, None, None, n_bytes)
            }
            // The session takes tables itself.
            Source::Table(head) => (head.name, Some(Vec::new()), None, 0),
        };
        let is_fed = in_memory.is_none();
        let is_plain = world.is_some();
        let options = ReadOptions { lowercase, most_bytes: Some(most_bytes), encoding, decoders, is_plain };
        Ok(Self {
            reader: TextReader::new(options).with_columns(columns.clone()),
            bytes: in_memory.unwrap_or_default(),
            n_read: 0,
            is_fed,
            is_file: is_fed,
            is_checked,
            encoding: encoding.filter(|_| is_fed),
            columns,
            world,
            hash: Sha256::new(),
            files: None,
            name,
            bytes_done: 0,
            bytes_total,
        })
    }

    /// Memory that it takes.
    pub(super) fn n_bytes(&self) -> u64 {
        self.reader.n_bytes() + self.bytes.len() as u64
    }

    /// Tokens so far.
    pub(super) fn n_tokens(&self) -> u64 {
        self.reader.n_tokens()
    }

    /// What the text was taken for, as far as that is known.
    pub(super) fn notices(&self) -> Vec<Notice> {
        let of_files = self.files.iter().flat_map(Files::notices);
        let of_table = self.reader.table().and_then(columns_notice);
        of_files.chain(protocol_notices(&self.reader.notices())).chain(of_table).collect()
    }

    /// Its columns, if it is a table, as far as that is known.
    pub(super) fn table(&self) -> Option<TextTable> {
        self.reader.table().map(protocol_table)
    }

    /// Whether it waits for bytes from outside.
    pub(super) fn wants_bytes(&self) -> bool {
        self.is_fed && self.n_read == self.bytes.len()
    }

    /// Whether the bytes that come first were not looked at yet. They count as looked at from now on.
    pub(super) fn takes_look(&mut self) -> bool {
        !std::mem::replace(&mut self.is_checked, true)
    }

    /// What comes next is another file of the same text, of this name. Errors: why the one before cannot be read, where that
    /// is told only at its end and there was no other.
    pub(super) fn next_file(&mut self, name: &str) -> Result<(), LoadError> {
        if self.files.is_some() {
            let ended = self.reader.next_file();
            self.leave_out_if_refused(ended)?;
        }
        let files = self.files.get_or_insert_default();
        files.n += 1;
        name.clone_into(&mut files.present);
        files.is_left_out = false;
        Ok(())
    }

    /// Of many files one that is no text is left out, as long as nothing of it was read.
    fn leave_out_if_refused(&mut self, read: Result<(), TextError>) -> Result<(), LoadError> {
        let Err(error) = read else { return Ok(()) };
        match &mut self.files {
            Some(files) if self.reader.leave_file_out() => files.leave_out(error),
            _ => return Err(error.into()),
        }
        Ok(())
    }

    /// Takes bytes that come from outside.
    pub(super) fn feed(&mut self, bytes: &[u8]) {
        self.bytes.drain(..self.n_read);
        self.n_read = 0;
        self.bytes.extend_from_slice(bytes);
    }

    /// Reads the next piece of the bytes that are there. True once all of these are read.
    pub(super) fn advance(&mut self) -> Result<bool, LoadError> {
        let most = if self.reader.is_compressed() { COMPRESSED_BYTES_PER_LOOK } else { BYTES_PER_LOOK };
        let piece = &self.bytes[self.n_read..self.bytes.len().min(self.n_read + most)];
        if self.world.is_none() {
            self.hash.update(piece);
        }
        let n_bytes = piece.len();
        if self.files.as_ref().is_none_or(|files| !files.is_left_out) {
            let read = self.reader.push(piece);
            self.leave_out_if_refused(read)?;
        }
        self.n_read += n_bytes;
        self.bytes_done += n_bytes as u64;
        Ok(self.n_read == self.bytes.len())
    }

    /// All bytes are read: the text, and the settings that suit it and the request.
    pub(super) fn finish(mut self, request: &Request) -> Result<(Text, Settings), LoadError> {
        if self.files.is_some() {
            let ended = self.reader.next_file();
            self.leave_out_if_refused(ended)?;
        }
        let Self { reader, world, hash, is_file, encoding, columns, name, bytes_done, mut files, .. } = self;
        let refused = files.as_mut().filter(|files| files.n == files.left_out.len()).and_then(|f| f.first.take());
        let stream = refused.map_or_else(|| reader.finish(), Err)?;
        if stream.is_list() {
            return Err(TextError::List.into());
        }
        let Request { settings: wanted, chosen, .. } = request;
        let by_size = Settings::for_text(wanted.method, wanted.optimizer, stream.n_tokens());
        let wanted = Settings { lowercase: wanted.lowercase, ..by_size.with_all(chosen, wanted) };
        // What was chosen for a short text may be more than a long one can have.
        let most_epochs = Setting::Epochs.spec_for(stream.n_tokens()).max as u32;
        let settings = Settings { epochs: wanted.epochs.min(most_epochs), ..wanted };
        let text = if let Some(world) = world {
            let identity = SourceIdentity::BuiltIn { version: SMALL_WORLD_VERSION };
            Text::new(name, identity, settings.lowercase, stream).described_by(world)
        } else {
            let sha256 = hexadecimal(&hash.finalize());
            let encoding = encoding.map(|encoding| encoding.name().to_owned());
            let columns = chosen_columns(&stream, columns);
            let identity = SourceIdentity::Text { name: name.clone(), n_bytes: bytes_done, sha256, encoding, columns };
            let notices = files.iter().flat_map(Files::notices).collect();
            Text::new(name, identity, settings.lowercase, stream).with_is_file(is_file).with_notices(notices)
        };
        Ok((text, settings))
    }
}

/// The columns that were chosen and that the text has; where several files have others, all of them.
fn chosen_columns(stream: &TokenStream, mut columns: Vec<String>) -> Vec<String> {
    if let Some(table) = stream.table() {
        let place = |name: &String| table.columns.iter().position(|column| column.name == *name).unwrap_or(usize::MAX);
        columns.sort_by_key(place);
        columns.dedup();
    }
    columns
}

/// The files of a text that is read from several.
#[derive(Debug, Default)]
struct Files {
    n: usize,
    /// The name of the one that is read.
    present: String,
    is_left_out: bool,
    /// Names of those that are no texts.
    left_out: Vec<String>,
    /// Why the first of these is none.
    first: Option<TextError>,
}

impl Files {
    fn leave_out(&mut self, error: TextError) {
        self.is_left_out = true;
        self.left_out.push(std::mem::take(&mut self.present));
        self.first.get_or_insert(error);
    }

    fn notices(&self) -> impl Iterator<Item = Notice> + use<> {
        let n_read = (self.n - self.left_out.len()) as u32;
        let files = (n_read > 1).then_some(Notice::Files(n_read));
        let (first, n) = (self.left_out.first().cloned(), self.left_out.len() as u32);
        files.into_iter().chain(first.map(|first| Notice::LeftOut { n, first }))
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or_default();
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
