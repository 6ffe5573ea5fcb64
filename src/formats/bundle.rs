//! Files that belong together, as they come: unpacked, told apart, read, and joined to one table.

use super::{
    FormatError, ReadOptions,
    compressed::{Gzip, MOST_RATIO, Unpacked, Zip},
    join::{self, Joining},
    loaded::Loaded,
    need::Need,
    note::Note,
    opening::Opening,
    part::{NGRAMS_ENDING, Part},
    room::{Context, Room},
    texts::is_file,
};

/// Bytes that one call reads, or unpacks, at most.
const STEP_BYTES: usize = 256 << 10;
/// How much more the rest of an archive may give than its beginning did, to reserve for; only a guess.
const MARGIN: f64 = 1.125;
/// Names of other tables in an archive that are told.
const MOST_NAMES: usize = 8;

/// How far reading has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Bytes that this call took; the rest is to be pushed again.
    pub n_taken: usize,
    /// Rows of the present file so far.
    pub n_rows: u64,
    /// Rows that the present file promises, where it does.
    pub said_rows: Option<u64>,
    /// Whether the rest of the present file is of no use: the wanted rows are there.
    pub is_enough: bool,
}

/// Parts with their names, and what is to be told of their archive.
type Ended = (Vec<(String, Part)>, Vec<Note>);

/// How a file is packed.
#[derive(Debug)]
enum Layer {
    /// Not known yet: its first bytes.
    Magic(Vec<u8>),
    Plain,
    Gzip(Box<Gzip>),
    Zip(Box<Zip>),
}

/// A file under way.
#[derive(Debug)]
struct File {
    name: String,
    n_bytes: Option<u64>,
    n_pushed: u64,
    layer: Layer,
    /// Bytes unpacked so far, and bytes that the present entry still has, where it says so.
    n_unpacked: u64,
    n_entry_left: Option<u64>,
    /// What is read, and by which name; none while an entry of an archive is passed over.
    opening: Option<(String, Opening)>,
    /// Parts that its entries gave.
    parts: Vec<(String, Part)>,
    passed_over: Vec<String>,
    /// The first error of an entry: told if nothing else could be read.
    error: Option<FormatError>,
}

/// Reads one table from one file or from several; the [module](super) says how to drive it.
#[derive(Debug)]
pub struct Bundle {
    context: Context,
    most_rows: u64,
    entry: Option<String>,
    file: Option<File>,
    parts: Vec<(String, Part)>,
    notes: Vec<Note>,
    joining: Option<Joining>,
    /// What was counted before the present file: the count goes back to it if that file is dropped.
    room_before: Room,
}

impl Bundle {
    /// Nothing yet.
    pub fn new(options: &ReadOptions) -> Self {
        let room = Room::new(options.most_bytes);
        let most_rows = options.most_rows.unwrap_or(u64::MAX);
        Self {
            context: Context { room, most_rows, to_come: None },
            most_rows,
            entry: options.entry.clone(),
            file: None,
            parts: Vec::new(),
            notes: Vec::new(),
            joining: None,
            room_before: room,
        }
    }

    /// Begins a file. `n_bytes`: its length, where that is known: then memory is reserved once. A file under way is cancelled.
    pub fn begin(&mut self, name: &str, n_bytes: Option<u64>) {
        self.joining = None;
        self.cancel();
        self.room_before = self.context.room;
        // Rows of n-grams are not words: all of them count. The array of no other program is called so.
        self.context.most_rows = if name.ends_with(NGRAMS_ENDING) { u64::MAX } else { self.most_rows };
        self.file = Some(File {
            name: name.to_owned(),
            n_bytes,
            n_pushed: 0,
            layer: Layer::Magic(Vec::new()),
            n_unpacked: 0,
            n_entry_left: None,
            opening: None,
            parts: Vec::new(),
            passed_over: Vec::new(),
            error: None,
        });
    }

    /// Reads some of these bytes, a bounded amount of work; [`Progress::n_taken`] says how many they were.
    /// Errors: [`FormatError`]; the file is dropped then.
    pub fn push(&mut self, bytes: &[u8]) -> Result<Progress, FormatError> {
        let Some(file) = &mut self.file else { return Ok(Progress { n_taken: bytes.len(), ..Progress::default() }) };
        match file.push(bytes, &mut self.context, self.entry.as_deref()) {
            Ok(n_taken) => {
                let part = file.opening.as_ref().and_then(|(_, opening)| opening.known());
                let is_packed = matches!(file.layer, Layer::Zip(_));
                Ok(Progress {
                    n_taken,
                    n_rows: part.map_or(0, super::part::ReadPart::n_rows),
                    said_rows: part.and_then(super::part::ReadPart::said_rows),
                    is_enough: part.is_some_and(|part| !is_packed && part.is_enough(&self.context)),
                })
            }
            Err(error) => {
                self.cancel();
                Err(error)
            }
        }
    }

    /// Drops the file under way and gives its memory back. Those before it stay.
    pub fn cancel(&mut self) {
        if self.file.take().is_some() {
            self.context.room = self.room_before;
        }
    }

    /// Reads all of these bytes in one call: natively, where nothing waits. Errors: [`FormatError`].
    pub fn push_all(&mut self, mut bytes: &[u8]) -> Result<(), FormatError> {
        while !bytes.is_empty() {
            let progress = self.push(bytes)?;
            if progress.is_enough {
                break;
            }
            bytes = &bytes[progress.n_taken..];
        }
        Ok(())
    }

    /// Ends the file. What is still missing for a table: nothing if there is one. Errors: [`FormatError`]; the file is
    /// dropped then.
    pub fn end(&mut self) -> Result<Vec<Need>, FormatError> {
        if let Some(file) = self.file.take() {
            let ended = file.end(&mut self.context, self.entry.as_deref());
            let (parts, notes) = ended.inspect_err(|_| self.context.room = self.room_before)?;
            self.parts.extend(parts);
            self.notes.extend(notes);
        }
        Ok(self.needs())
    }

    /// What is still missing for a table.
    pub fn needs(&self) -> Vec<Need> {
        join::needs(&self.parts)
    }

    /// Goes on joining the parts by about `n_operations` numbers; whether the table is done. All files have to be ended, and
    /// once this has succeeded none can be added.
    /// Errors: [`FormatError`].
    pub fn advance(&mut self, n_operations: usize) -> Result<bool, FormatError> {
        let mut joining = match self.joining.take() {
            Some(joining) => joining,
            None => Joining::of(&mut self.parts, self.most_rows)?,
        };
        let is_done = joining.advance(n_operations, &mut self.context)?;
        self.joining = Some(joining);
        Ok(is_done)
    }

    /// The table. Joins what is not joined yet. Errors: [`FormatError`].
    pub fn finish(mut self) -> Result<Loaded, FormatError> {
        while !self.advance(usize::MAX)? {}
        let joining = self.joining.ok_or(FormatError::Empty)?;
        joining.finish(self.notes)
    }
}

impl File {
    fn push(&mut self, bytes: &[u8], context: &mut Context, entry: Option<&str>) -> Result<usize, FormatError> {
        if let Layer::Magic(magic) = &mut self.layer {
            let n = bytes.len().min(4 - magic.len());
            magic.extend_from_slice(&bytes[..n]);
            self.n_pushed += n as u64;
            if magic.len() == 4 {
                self.leave_magic(context, entry)?;
            }
            return Ok(n);
        }
        let bytes = &bytes[..bytes.len().min(STEP_BYTES)];
        let left = self.n_bytes.map(|n_bytes| n_bytes.saturating_sub(self.n_pushed + bytes.len() as u64));
        let taken = self.unpack(bytes, left, context, entry)?;
        self.n_pushed += taken as u64;
        Ok(taken)
    }

    fn leave_magic(&mut self, context: &mut Context, entry: Option<&str>) -> Result<(), FormatError> {
        let Layer::Magic(magic) = &mut self.layer else { return Ok(()) };
        let magic = std::mem::take(magic);
        self.layer = if magic.starts_with(&super::compressed::GZIP) {
            Layer::Gzip(Box::new(Gzip::new()))
        } else if magic == super::compressed::ZIP {
            Layer::Zip(Box::new(Zip::new()))
        } else {
            Layer::Plain
        };
        if !matches!(self.layer, Layer::Zip(_)) {
            self.opening = Some((self.name.clone(), Opening::new()));
        }
        let left = self.n_bytes.map(|n_bytes| n_bytes.saturating_sub(self.n_pushed));
        let mut rest = magic.as_slice();
        while !rest.is_empty() {
            let taken = self.unpack(rest, left, context, entry)?;
            rest = &rest[taken..];
        }
        Ok(())
    }

    /// Unpacks and reads some of these bytes. `left`: bytes of the file behind them.
    fn unpack(
        &mut self,
        bytes: &[u8],
        left: Option<u64>,
        context: &mut Context,
        entry: Option<&str>,
    ) -> Result<usize, FormatError> {
        let (mut taken, mut given) = (0, 0);
        while given < STEP_BYTES {
            let input = &bytes[taken..];
            let (n, unpacked) = match &mut self.layer {
                Layer::Magic(_) => return Ok(0),
                Layer::Plain => {
                    context.to_come = left;
                    if let Some((_, opening)) = &mut self.opening {
                        opening.push(input, context)?;
                    }
                    return Ok(bytes.len());
                }
                Layer::Gzip(gzip) => gzip.step(input)?,
                Layer::Zip(zip) => zip.step(input)?,
            };
            taken += n;
            match unpacked {
                Unpacked::Nothing if n == 0 => break,
                Unpacked::Nothing => {}
                Unpacked::Bytes(unpacked) => {
                    given += unpacked.len();
                    self.n_unpacked += unpacked.len() as u64;
                    self.n_entry_left = self.n_entry_left.map(|left| left.saturating_sub(unpacked.len() as u64));
                    let n_packed = self.n_pushed + taken as u64;
                    context.to_come = left.map(|left| {
                        let left = left + (bytes.len() - taken) as u64;
                        let ratio = MARGIN * self.n_unpacked as f64 / n_packed.max(1) as f64;
                        // An entry may lie about its length.
                        let guessed = self.n_entry_left.unwrap_or((ratio * left as f64) as u64);
                        guessed.min(left.saturating_mul(MOST_RATIO))
                    });
                    if let Some((name, opening)) = &mut self.opening
                        && let Err(error) = opening.push(unpacked, context)
                    {
                        if matches!(self.layer, Layer::Gzip(_)) || is_grave(&error) {
                            return Err(error);
                        }
                        self.passed_over.push(std::mem::take(name));
                        self.error.get_or_insert(error);
                        self.opening = None;
                    }
                }
                Unpacked::Begin { name, n_bytes } => {
                    self.n_entry_left = n_bytes;
                    let is_wanted = is_file(&name) && entry.is_none_or(|entry| entry == name) && !self.has_table();
                    if is_wanted {
                        self.opening = Some((name, Opening::new()));
                    } else if is_file(&name) {
                        self.passed_over.push(name);
                    }
                }
                Unpacked::End => self.end_entry(context, true)?,
            }
        }
        Ok(taken)
    }

    fn has_table(&self) -> bool {
        self.parts.iter().any(|(_, part)| is_table(part))
    }

    fn end_entry(&mut self, context: &mut Context, is_whole: bool) -> Result<(), FormatError> {
        let Some((name, opening)) = self.opening.take() else { return Ok(()) };
        match opening.end(context, is_whole) {
            Ok(part) => self.parts.push((name, part)),
            Err(error) if is_grave(&error) => return Err(error),
            Err(error) => {
                self.passed_over.push(name);
                self.error.get_or_insert(error);
            }
        }
        Ok(())
    }

    /// The parts, and what is to be told of an archive.
    fn end(mut self, context: &mut Context, entry: Option<&str>) -> Result<Ended, FormatError> {
        context.to_come = Some(0);
        self.leave_magic(context, entry)?;
        // What was packed may give more than one step does.
        loop {
            let before = self.n_out();
            self.unpack(&[], Some(0), context, entry)?;
            if self.n_out() == before {
                break;
            }
        }
        let (is_whole, n_bytes) = match &self.layer {
            Layer::Gzip(gzip) => (gzip.is_whole(), gzip.n_out()),
            Layer::Zip(zip) => (zip.is_whole(), zip.n_out()),
            Layer::Magic(_) | Layer::Plain => (true, 0),
        };
        let is_zip = matches!(self.layer, Layer::Zip(_));
        let is_enough =
            self.opening.as_ref().and_then(|(_, opening)| opening.known()).is_some_and(|part| part.is_enough(context));
        self.end_entry(context, is_whole)?;
        if self.parts.is_empty() {
            return Err(self.error.unwrap_or(FormatError::Empty));
        }
        let mut notes = Vec::new();
        if !is_whole && !is_enough {
            notes.push(Note::CutArchive { n_bytes });
        }
        let table = self.parts.iter().find(|(_, part)| is_table(part)).map(|(name, _)| name.clone());
        if let Some(opened) = table.filter(|_| is_zip && !self.passed_over.is_empty()) {
            self.passed_over.truncate(MOST_NAMES);
            notes.push(Note::OtherEntries { opened, others: self.passed_over });
        }
        Ok((self.parts, notes))
    }

    fn n_out(&self) -> u64 {
        match &self.layer {
            Layer::Gzip(gzip) => gzip.n_out(),
            Layer::Zip(zip) => zip.n_out(),
            Layer::Magic(_) | Layer::Plain => 0,
        }
    }
}

fn is_table(part: &Part) -> bool {
    matches!(part, Part::Table { .. } | Part::FastText(_))
}

/// Whether an error is about more than one entry of an archive.
fn is_grave(error: &FormatError) -> bool {
    matches!(
        error,
        FormatError::TooLarge { .. } | FormatError::NoRoom | FormatError::Archive { .. } | FormatError::Bomb { .. }
    )
}
