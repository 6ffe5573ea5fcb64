//! Texts that are tables or records: which of their columns are read.
//!
//! The beginning of a text tells its columns ([`survey`]): cells between separators (RFC 4180), or the values of JSON
//! (RFC 8259) by their keys. Columns of prose are taken by themselves, and all where none, or each, is prose; a reader may
//! choose others by name. What is taken is written as a text of its own, a line for each row or record ([`Table::push`]), and
//! is then read as any other text. What stands in other columns is dropped and counted, so that nobody is told that the
//! text does not have it.

mod cells;
mod header;
mod kinds;
mod outline;
mod records;
mod survey;

use serde::{Deserialize, Serialize};

pub(super) use self::header::rows_below_names;
use self::{cells::Cells, records::Records};
pub use self::{kinds::ColumnKind, survey::TableColumn};
use super::rows::Rows;

/// A table or records, as a reader may choose from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextTable {
    /// Its columns, in their order; of records, the keys that its beginning has.
    pub columns: Vec<TableColumn>,
    /// Whether the reader chose what is taken.
    pub is_chosen: bool,
}

impl TextTable {
    /// Names of the columns that are read.
    pub fn taken(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().filter(|column| column.is_taken).map(|column| column.name.as_str())
    }
}

/// What is found in a table, in the order of its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found<'a> {
    /// A cell begins, of the column with this number.
    Cell(usize),
    /// More of the cell, without line ends.
    Text(&'a str),
    /// The row is over.
    RowEnd,
}

/// How the bytes of a table are told apart.
#[derive(Debug, Clone)]
enum Parser {
    Cells(Cells),
    Records(Records),
}

impl Parser {
    fn push(&mut self, text: &str, found: &mut dyn FnMut(Found<'_>)) {
        match self {
            Self::Cells(cells) => cells.push(text, found),
            Self::Records(records) => records.push(text, found),
        }
    }

    fn finish(&mut self, found: &mut dyn FnMut(Found<'_>)) {
        match self {
            Self::Cells(cells) => cells.finish(found),
            Self::Records(records) => records.finish(found),
        }
    }
}

/// Whether what is written stands in a row that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Before the first cell of a row.
    Begin,
    /// In a cell that is taken.
    Taken,
    /// In one that is not.
    Dropped,
}

/// A table under way: its columns are known, and what is taken of it is written as a text.
#[derive(Debug)]
pub(super) struct Table {
    columns: TextTable,
    parser: Parser,
    /// Whether what is taken is all there is and needs no other form than it has.
    is_as_it_is: bool,
    /// Whether columns that the beginning does not have are taken: keys that come later.
    takes_others: bool,
    /// What stands between two cells of a row: a period of its own where they are prose, so that a sentence ends there.
    between: &'static str,
    skips_row: bool,
    place: Place,
    /// Cells that were taken of the present row.
    n_taken: usize,
}

impl Table {
    /// Of a text that begins with `head` and whose lines are `rows`; none where it has no columns to choose from. `is_all`:
    /// nothing follows. `chosen`: names of columns; empty, and where the table has none of them, the columns of prose.
    pub(super) fn of(head: &str, rows: Rows, is_all: bool, chosen: &[String]) -> Option<Self> {
        let (parser, mut columns, has_header) = survey::survey(head, rows, is_all)?;
        let is_chosen = columns.iter().any(|column| chosen.contains(&column.name));
        let is_prose = |column: &TableColumn| column.kind == ColumnKind::Prose;
        let (n_prose, n_all) = (columns.iter().filter(|column| is_prose(column)).count(), columns.len());
        for column in &mut columns {
            column.is_taken = if is_chosen {
                chosen.contains(&column.name)
            } else {
                n_prose == 0 || column.kind == ColumnKind::Prose
            };
        }
        let has_prose = columns.iter().any(|column| column.is_taken && is_prose(column));
        let is_all_taken = !is_chosen && (n_prose == 0 || n_prose == n_all);
        Some(Self {
            is_as_it_is: is_all_taken && rows != Rows::Json,
            takes_others: is_all_taken,
            columns: TextTable { columns, is_chosen },
            parser,
            between: if has_prose { " . " } else { "\t" },
            skips_row: has_header,
            place: Place::Begin,
            n_taken: 0,
        })
    }

    /// Names that are no part of what is read, with a line feed behind each: keys of records.
    pub(super) fn keys(&self) -> String {
        let names = || self.columns.columns.iter().map(|column| column.name.clone() + "\n");
        if matches!(self.parser, Parser::Records(_)) { names().collect() } else { String::new() }
    }

    /// Its columns.
    pub(super) fn table(&self) -> &TextTable {
        &self.columns
    }

    /// Whether the text is read as it is, because all of it is taken.
    pub(super) fn is_as_it_is(&self) -> bool {
        self.is_as_it_is
    }

    /// Reads more of the table. `taken`: where a line is written for each row; `dropped`: where the rest is, with a line feed
    /// behind each cell.
    pub(super) fn push(&mut self, text: &str, taken: &mut String, dropped: &mut String) {
        self.read(|parser, found| parser.push(text, found), taken, dropped);
    }

    /// Ends the table. The same as [`push`](Self::push) otherwise.
    pub(super) fn finish(&mut self, taken: &mut String, dropped: &mut String) {
        self.read(|parser, found| parser.finish(found), taken, dropped);
    }

    fn read(
        &mut self,
        read: impl FnOnce(&mut Parser, &mut dyn FnMut(Found<'_>)),
        taken: &mut String,
        dropped: &mut String,
    ) {
        let Self { columns, parser, takes_others, between, skips_row, place, n_taken, .. } = self;
        read(parser, &mut |found| match found {
            Found::Cell(column) => {
                if *place == Place::Dropped {
                    dropped.push('\n');
                }
                let column = columns.columns.get(column);
                let is_taken = !*skips_row && column.map_or(*takes_others, |column| column.is_taken);
                *place = if is_taken { Place::Taken } else { Place::Dropped };
                if is_taken && *n_taken > 0 {
                    taken.push_str(between);
                }
                *n_taken += usize::from(is_taken);
            }
            Found::Text(text) if *place == Place::Taken => taken.push_str(text),
            Found::Text(text) => dropped.push_str(text),
            Found::RowEnd => {
                match *place {
                    Place::Dropped => dropped.push('\n'),
                    Place::Taken | Place::Begin => {}
                }
                if *n_taken > 0 {
                    taken.push('\n');
                }
                (*place, *n_taken, *skips_row) = (Place::Begin, 0, false);
            }
        });
    }
}

#[cfg(test)]
mod tests;
