//! numpy's `.npy`: a magic number, a header as a literal of Python, and the numbers; `.npz` is a zip of them.
//!
//! Arrays of two dimensions are read as vectors, arrays of one dimension as words (strings) or counts (numbers). Format: NEP 1
//! and `numpy/lib/_format_impl.py`.

use super::{
    Format, FormatError,
    floats::{FloatRows, Scalar},
    note::Tally,
    part::{Part, ReadPart, Rows, Words, WordsKind},
    room::Context,
};

pub(super) const MAGIC: &[u8] = b"\x93NUMPY";
/// A header is a line; this is more than any has.
const MOST_HEADER_BYTES: usize = 1 << 16;
/// Letters of a word in an array of strings.
const MOST_LETTERS: usize = 1 << 16;

/// What an array holds.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Item {
    Number {
        scalar: Scalar,
        is_big_endian: bool,
    },
    /// UCS-4, padded with zeros.
    Letters {
        n: usize,
        is_big_endian: bool,
    },
    /// UTF-8, padded with zeros.
    Bytes(usize),
}

impl Item {
    fn n_bytes(self) -> usize {
        match self {
            Self::Number { scalar, .. } => scalar.n_bytes(),
            Self::Letters { n, .. } => 4 * n,
            Self::Bytes(n) => n,
        }
    }
}

#[derive(Debug)]
enum State {
    Header(Vec<u8>),
    Vectors(FloatRows),
    /// `are_counts`: false once a number was none, and then there are no counts.
    List {
        item: Item,
        n: u64,
        carry: Vec<u8>,
        words: Vec<String>,
        counts: Vec<u64>,
        are_counts: bool,
    },
}

/// Reads one array.
#[derive(Debug)]
pub(super) struct Npy {
    state: State,
    offset: u64,
}

impl Npy {
    pub(super) fn new() -> Self {
        Self { state: State::Header(Vec::new()), offset: 0 }
    }
}

fn broken(why: impl Into<String>, offset: u64) -> FormatError {
    let advice = "save it again with numpy.save, as an array of float32 with two dimensions, or of strings with one";
    FormatError::Broken { format: "numpy's .npy", why: why.into(), offset, advice }
}

/// Where the header ends, once its length is known.
fn header_end(bytes: &[u8]) -> Result<Option<(usize, usize)>, FormatError> {
    if bytes.len() < 12 {
        return Ok(None);
    }
    let (start, length) = match bytes[6] {
        1 => (10, usize::from(u16::from_le_bytes([bytes[8], bytes[9]]))),
        2 | 3 => (12, u32::from_le_bytes([bytes[8], bytes[9], bytes[10], bytes[11]]) as usize),
        version => return Err(broken(format!("its version is {version}"), 6)),
    };
    if length > MOST_HEADER_BYTES {
        return Err(broken("its header is too long", 8));
    }
    Ok(Some((start, start + length)))
}

/// What follows `'name':` in the header.
fn field<'a>(header: &'a str, name: &str) -> Option<&'a str> {
    let at = header.find(&format!("'{name}'")).or_else(|| header.find(&format!("\"{name}\"")))?;
    Some(header[at + name.len() + 2..].trim_start().strip_prefix(':')?.trim_start())
}

fn item(header: &str) -> Result<Item, FormatError> {
    let descr = field(header, "descr").and_then(|rest| rest.strip_prefix(['\'', '"']));
    let descr =
        descr.and_then(|rest| rest.split(['\'', '"']).next()).ok_or_else(|| broken("its header has no type", 10))?;
    let is_big_endian = descr.starts_with('>');
    let kind = descr.trim_start_matches(['<', '>', '|', '=']);
    if let Some(scalar) = Scalar::of_numpy(kind) {
        return Ok(Item::Number { scalar, is_big_endian });
    }
    let length = || kind[1..].parse::<usize>().ok().filter(|&n| n <= MOST_LETTERS);
    match kind {
        _ if kind.starts_with('U') => {
            length().map(|n| Item::Letters { n, is_big_endian }).ok_or_else(|| broken("its words are too long", 10))
        }
        _ if kind.starts_with('S') => length().map(Item::Bytes).ok_or_else(|| broken("its words are too long", 10)),
        "O" => Err(broken("it holds objects of Python, which are never run", 10)),
        _ => Err(broken(format!("its type “{}” is not read", kind.chars().take(20).collect::<String>()), 10)),
    }
}

fn shape(header: &str) -> Option<Vec<u64>> {
    let inside = field(header, "shape")?.strip_prefix('(')?.split(')').next()?;
    inside.split(',').map(str::trim).filter(|part| !part.is_empty()).map(|part| part.parse().ok()).collect()
}

fn begin(header: &[u8], context: &Context) -> Result<State, FormatError> {
    let header = String::from_utf8_lossy(header);
    let item = item(&header)?;
    let is_by_column = field(&header, "fortran_order").is_some_and(|rest| rest.starts_with("True"));
    let shape = shape(&header).ok_or_else(|| broken("its header has no shape", 10))?;
    match (item, shape.as_slice()) {
        (Item::Number { scalar, is_big_endian }, &[n_rows, dims]) => {
            let rows = FloatRows::new(scalar, n_rows, dims, context.most_rows)?;
            // What is claimed must be countable.
            if rows.n_bytes() == u64::MAX {
                return Err(broken("its shape is larger than any file", 10));
            }
            Ok(State::Vectors(rows.with_order(is_big_endian, is_by_column)))
        }
        (item, &[n]) if item.n_bytes() > 0 || n == 0 => {
            Ok(State::List { item, n, carry: Vec::new(), words: Vec::new(), counts: Vec::new(), are_counts: true })
        }
        _ => Err(broken(format!("an array of {} dimensions is no table of vectors", shape.len()), 10)),
    }
}

fn word(bytes: &[u8], item: Item) -> String {
    match item {
        Item::Letters { is_big_endian, .. } => {
            let letters = bytes.as_chunks::<4>().0.iter();
            let codes = letters.map(|&c| if is_big_endian { u32::from_be_bytes(c) } else { u32::from_le_bytes(c) });
            let text: String = codes.map(|code| char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
            text.trim_end_matches('\0').to_owned()
        }
        _ => String::from_utf8_lossy(bytes).trim_end_matches('\0').to_owned(),
    }
}

impl ReadPart for Npy {
    fn push(&mut self, mut bytes: &[u8], context: &mut Context) -> Result<(), FormatError> {
        self.offset += bytes.len() as u64;
        if let State::Header(held) = &mut self.state {
            let n = bytes.len().min(MOST_HEADER_BYTES + 12 - held.len());
            let before = held.len();
            held.extend_from_slice(&bytes[..n]);
            let Some((start, end)) = header_end(held)?.filter(|&(_, end)| held.len() >= end) else { return Ok(()) };
            bytes = &bytes[end - before..];
            self.state = begin(&held[start..end], context)?;
        }
        match &mut self.state {
            State::Header(_) => {}
            State::Vectors(rows) => {
                rows.push(bytes, context)?;
            }
            State::List { item, n, carry, words, counts, are_counts } => {
                let size = item.n_bytes();
                while !bytes.is_empty() && words.len().max(counts.len()) < usize::try_from(*n).unwrap_or(usize::MAX) {
                    let (more, rest) = bytes.split_at(bytes.len().min(size - carry.len()));
                    carry.extend_from_slice(more);
                    bytes = rest;
                    if carry.len() < size {
                        break;
                    }
                    if let Item::Number { scalar, is_big_endian } = *item {
                        if is_big_endian {
                            carry.reverse();
                        }
                        context.room.grow(counts, 1)?;
                        let count = scalar.read(carry);
                        *are_counts &= count >= 0.0 && count.fract() == 0.0;
                        counts.push(count as u64);
                    } else {
                        context.room.grow(words, 1)?;
                        words.push(context.room.word(&word(carry, *item))?);
                    }
                    carry.clear();
                }
            }
        }
        Ok(())
    }

    fn n_rows(&self) -> u64 {
        match &self.state {
            State::Header(_) => 0,
            State::Vectors(rows) => rows.n_whole(),
            State::List { words, counts, .. } => words.len().max(counts.len()) as u64,
        }
    }

    fn said_rows(&self) -> Option<u64> {
        match &self.state {
            State::Header(_) => None,
            State::Vectors(rows) => Some(rows.said_rows()),
            State::List { n, .. } => Some(*n),
        }
    }

    fn is_enough(&self, _context: &Context) -> bool {
        matches!(&self.state, State::Vectors(rows) if rows.is_enough())
    }

    fn end(self: Box<Self>, _context: &mut Context, _is_whole: bool) -> Result<Part, FormatError> {
        let offset = self.offset;
        match self.state {
            State::Header(_) => Err(broken("it ends within its header", offset)),
            State::Vectors(rows) => {
                let tally = Tally { others: rows.broken_off(offset).into_iter().collect(), ..Tally::default() };
                let n_in_file = Some(rows.said_rows());
                let matrix = rows.into_matrix();
                Ok(Part::Rows(Rows {
                    format: Format::Npy,
                    matrix,
                    left_out: Vec::new(),
                    tally,
                    n_in_file,
                    own_words: None,
                    mapping: None,
                    weights: None,
                }))
            }
            State::List { n, words, .. } if !words.is_empty() => {
                if (words.len() as u64) < n {
                    return Err(broken(format!("it ends after {} of {n} words", words.len()), offset));
                }
                Ok(Part::Words(Words { words: WordsKind::Exact(words), counts: None }))
            }
            State::List { counts, are_counts, .. } => Ok(Part::Counts(if are_counts { counts } else { Vec::new() })),
        }
    }
}
