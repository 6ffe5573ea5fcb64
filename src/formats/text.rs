//! Tables as text: word2vec's and fastText's `.vec`, whose first line promises rows and numbers, `GloVe`'s without it, and
//! vectors without words, as the Embedding Projector and `numpy.savetxt` write them.
//!
//! A line ends at a line feed, a cell at a space or a tab, and at nothing else: U+00A0, U+0085 and U+2028 are letters of words,
//! as in the programs that write these files. The last `dims` cells of a line are the vector, and what stands before them is
//! the word, spaces inside included.

use memchr::memchr2;

use super::{
    Format, FormatError,
    builder::{Builder, no_rows},
    lines::Lines,
    note::{Note, Tally, more_words},
    number::{is_separator, leading_number},
    part::{Part, ReadPart, Rows},
    room::{Context, too_large},
};
use crate::matrix::Matrix;

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq)]
enum Odd {
    /// It has this many numbers.
    Length(usize),
    /// It has this cell where a number should be.
    Cell(String),
}

/// Reads words with vectors.
#[derive(Debug)]
pub(super) struct TextTable {
    lines: Lines,
    builder: Builder,
    header: Option<(u64, u64)>,
    /// Bytes of a usual row.
    row_bytes: u64,
    dims: usize,
}

impl TextTable {
    /// Errors: [`FormatError::Dims`].
    pub(super) fn new(header: Option<(u64, u64)>, dims: u64, row_bytes: u64) -> Result<Self, FormatError> {
        let builder = Builder::new(dims)?;
        Ok(Self { lines: Lines::default(), builder, header, row_bytes, dims: dims as usize })
    }
}

impl ReadPart for TextTable {
    fn push(&mut self, bytes: &[u8], context: &mut Context) -> Result<(), FormatError> {
        let Self { lines, builder, header, row_bytes, dims } = self;
        if builder.is_enough(context) {
            return Ok(());
        }
        lines.push(bytes, |line, number, rest| {
            let is_header = number == 1 && header.is_some();
            if !is_header {
                let at_hand = rest + line.len() as u64;
                let said = header.map(|(rows, _)| rows);
                let expected = context.expected_rows(builder.n_rows(), said, *row_bytes, at_hand);
                table_line(line, number, *dims, builder, context, expected)?;
            }
            Ok(!builder.is_enough(context))
        })
    }

    fn n_rows(&self) -> u64 {
        self.builder.n_rows() as u64
    }

    fn said_rows(&self) -> Option<u64> {
        self.header.map(|(rows, _)| rows)
    }

    fn is_enough(&self, context: &Context) -> bool {
        self.builder.is_enough(context)
    }

    fn end(mut self: Box<Self>, context: &mut Context, is_whole: bool) -> Result<Part, FormatError> {
        let is_enough = self.builder.is_enough(context);
        // The last line of a file that was cut off may end within a number.
        if let Some(line) = self.lines.last().filter(|_| is_whole && !is_enough) {
            table_line(&line, self.lines.n_lines, self.dims, &mut self.builder, context, None)?;
        }
        let Self { mut builder, header, dims, .. } = *self;
        let (n_bad, line) = builder.tally.n_bad();
        if n_bad > builder.n_rows() as u64 {
            return Err(FormatError::MostlyBad { n_bad, n_lines: builder.n_seen, dims, line });
        }
        if let Some((said_rows, said_dims)) = header {
            let n_rows = builder.n_seen;
            let is_short = said_rows != n_rows && !is_enough && is_whole;
            if is_short || said_dims != dims as u64 {
                builder.tally.others.push(Note::HeaderLies { said_rows, said_dims, n_rows, dims });
            }
        }
        if is_enough {
            let of = header.map(|(rows, _)| rows);
            builder.tally.others.push(Note::KeptFirst { n_rows: builder.n_rows() as u64, of });
        }
        let format = if header.is_some() { Format::Word2VecText } else { Format::Glove };
        Ok(Part::Table { format, builder })
    }
}

fn table_line(
    line: &[u8],
    number: u64,
    dims: usize,
    builder: &mut Builder,
    context: &mut Context,
    expected: Option<u64>,
) -> Result<(), FormatError> {
    if line.iter().all(|&byte| is_separator(byte)) {
        return Ok(());
    }
    let row = builder.begin_row(context, expected)?;
    let end = memchr2(b' ', b'\t', line).unwrap_or(line.len());
    let read = if end > 0 && numbers_only(&line[end..], row) { Ok(end) } else { last_numbers(line, row) };
    match read {
        Ok(end) => {
            let word = &line[..end];
            let first = word.iter().position(|&byte| !is_separator(byte)).unwrap_or(end);
            let word = &word[first..];
            if word.iter().any(|&byte| is_separator(byte)) {
                more_words(&mut builder.tally.with_spaces, || String::from_utf8_lossy(word).into_owned());
            }
            builder.keep(word, number, context)?;
        }
        Err(odd) => {
            builder.drop_row();
            count_odd(odd, number, dims, &mut builder.tally);
        }
    }
    Ok(())
}

fn count_odd(odd: Odd, number: u64, dims: usize, tally: &mut Tally) {
    match odd {
        Odd::Length(found) => tally.ragged.get_or_insert((0, number, found, dims)).0 += 1,
        Odd::Cell(cell) => tally.bad_numbers.get_or_insert((0, number, cell)).0 += 1,
    }
}

/// Reads a row that is as it should be: before each number one space or tab, and behind the last one nothing else.
#[inline]
fn numbers_only(mut text: &[u8], row: &mut [f32]) -> bool {
    for x in row {
        let Some((&first, rest)) = text.split_first() else { return false };
        if !is_separator(first) {
            return false;
        }
        let Some((value, n_bytes)) = leading_number(rest) else { return false };
        *x = value;
        text = &rest[n_bytes..];
    }
    text.iter().all(|&byte| is_separator(byte))
}

/// Reads the last cells of any row; where the word before them ends.
#[cold]
fn last_numbers(line: &[u8], row: &mut [f32]) -> Result<usize, Odd> {
    let dims = row.len();
    let trimmed = |end: usize| line[..end].iter().rposition(|&byte| !is_separator(byte)).map_or(0, |at| at + 1);
    let cell_before = |end: usize| line[..end].iter().rposition(|&byte| is_separator(byte)).map_or(0, |at| at + 1);
    let mut end = trimmed(line.len());
    for (n_found, x) in row.iter_mut().rev().enumerate() {
        let start = cell_before(end);
        // The first cell is the word.
        if start == 0 {
            return Err(Odd::Length(n_found));
        }
        match leading_number(&line[start..end]) {
            Some((value, n_bytes)) if n_bytes == end - start => *x = value,
            _ if trimmed(start - 1) == 0 || is_word_only(&line[..start]) && n_found > 0 => {
                return Err(Odd::Length(n_found));
            }
            _ => return Err(Odd::Cell(String::from_utf8_lossy(&line[start..end]).chars().take(40).collect())),
        }
        end = trimmed(start);
    }
    // Decimals that are left are numbers of a longer row, not part of a word.
    let mut n_more = 0;
    let mut left = end;
    while left > 0 {
        let start = cell_before(left);
        let cell = &line[start..left];
        if start == 0 || !cell.contains(&b'.') || leading_number(cell).is_none_or(|(_, n_bytes)| n_bytes != cell.len())
        {
            break;
        }
        n_more += 1;
        left = trimmed(start);
    }
    if n_more > 0 { Err(Odd::Length(dims + n_more)) } else { Ok(end) }
}

/// Whether no cell before the last one of this beginning of a line is a number: then all of it may be a word.
fn is_word_only(line: &[u8]) -> bool {
    let mut cells = line.split(|&byte| is_separator(byte)).filter(|cell| !cell.is_empty());
    cells.all(|cell| leading_number(cell).is_none_or(|(_, n_bytes)| n_bytes != cell.len()))
}

/// Reads vectors without words.
#[derive(Debug)]
pub(super) struct TextRows {
    lines: Lines,
    matrix: Matrix,
    left_out: Vec<u32>,
    tally: Tally,
    row_bytes: u64,
    /// Rows that came, kept or not.
    n_seen: u64,
}

impl TextRows {
    /// Errors: [`FormatError::Dims`].
    pub(super) fn new(dims: u64, row_bytes: u64) -> Result<Self, FormatError> {
        let (lines, matrix) = (Lines::default(), no_rows(dims)?);
        Ok(Self { lines, matrix, left_out: Vec::new(), tally: Tally::default(), row_bytes, n_seen: 0 })
    }

    fn line(&mut self, line: &[u8], number: u64, at_hand: u64, context: &mut Context) -> Result<(), FormatError> {
        self.n_seen += 1;
        if self.matrix.n_rows() as u64 >= context.most_rows {
            return Ok(());
        }
        let expected = context.expected_rows(self.matrix.n_rows(), None, self.row_bytes, at_hand);
        if context.room.grow_matrix(&mut self.matrix, expected).is_err() {
            return Err(too_large(&self.matrix, &context.room));
        }
        let place = self.matrix.n_rows();
        self.matrix.grow(1, 0.0);
        let row = self.matrix.vector_mut(place);
        let dims = row.len();
        let mut spaced = Vec::with_capacity(line.len() + 2);
        // With a word of its own, it is a line of a table.
        spaced.extend_from_slice(b"= ");
        spaced.extend_from_slice(line);
        if let Err(odd) =
            last_numbers(&spaced, row).and_then(|end| if end == 1 { Ok(()) } else { Err(Odd::Length(dims + 1)) })
        {
            if context.room.grow(&mut self.left_out, 1).is_err() {
                return Err(too_large(&self.matrix, &context.room));
            }
            self.left_out.push(place as u32);
            count_odd(odd, number, dims, &mut self.tally);
        }
        Ok(())
    }
}

impl ReadPart for TextRows {
    fn push(&mut self, bytes: &[u8], context: &mut Context) -> Result<(), FormatError> {
        let mut lines = std::mem::take(&mut self.lines);
        let pushed = lines.push(bytes, |line, number, rest| {
            if !line.is_empty() {
                self.line(line, number, rest + line.len() as u64, context)?;
            }
            Ok(true)
        });
        self.lines = lines;
        pushed
    }

    fn n_rows(&self) -> u64 {
        self.matrix.n_rows() as u64
    }

    // Never enough: the number of all rows tells whether a list of words has a heading.
    fn end(mut self: Box<Self>, context: &mut Context, is_whole: bool) -> Result<Part, FormatError> {
        if let Some(line) = self.lines.last().filter(|_| is_whole) {
            let number = self.lines.n_lines;
            self.line(&line, number, 0, context)?;
        }
        let Self { matrix, left_out, tally, n_seen, .. } = *self;
        let n_in_file = is_whole.then_some(n_seen);
        let format = Format::Projector;
        Ok(Part::Rows(Rows {
            format,
            matrix,
            left_out,
            tally,
            n_in_file,
            own_words: None,
            mapping: None,
            weights: None,
        }))
    }
}

/// Reads words without vectors, a line each.
#[derive(Debug, Default)]
pub(super) struct WordLines {
    lines: Lines,
    words: Vec<String>,
    n_bytes: u64,
}

impl WordLines {
    fn line(words: &mut Vec<String>, line: &[u8], context: &mut Context) -> Result<(), FormatError> {
        context.room.grow(words, 1)?;
        words.push(context.room.word(&String::from_utf8_lossy(line))?);
        Ok(())
    }
}

impl ReadPart for WordLines {
    fn push(&mut self, bytes: &[u8], context: &mut Context) -> Result<(), FormatError> {
        self.n_bytes += bytes.len() as u64;
        let words = &mut self.words;
        self.lines.push(bytes, |line, _, _| Self::line(words, line, context).map(|()| true))
    }

    fn n_rows(&self) -> u64 {
        self.words.len() as u64
    }

    fn end(mut self: Box<Self>, context: &mut Context, _is_whole: bool) -> Result<Part, FormatError> {
        if let Some(line) = self.lines.last() {
            Self::line(&mut self.words, &line, context)?;
        }
        while self.words.last().is_some_and(String::is_empty) {
            self.words.pop();
        }
        let words = super::part::WordsKind::Lines(self.words);
        Ok(Part::Words(super::part::Words { words, counts: None }))
    }
}
