//! What the beginning of a table says of its columns.

use serde::{Deserialize, Serialize};

use super::{
    Found, Parser,
    cells::{self, Cells},
    header,
    kinds::{Census, ColumnKind},
    outline,
    records::{MOST_COLUMNS, Records},
};
use crate::text::rows::Rows;

/// Rows that are looked at.
const MOST_ROWS: usize = 1000;
/// Bytes of a cell that are looked at.
const MOST_CELL: usize = 4096;
/// Cells of a column that are shown, and characters of each.
const N_SAMPLES: usize = 3;
const MOST_CHARS: usize = 120;

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableColumn {
    /// Its name: that of the first row, or its number; of a record, the keys that lead to it. No two are the same.
    pub name: String,
    /// What its cells are.
    pub kind: ColumnKind,
    /// Some of its first cells, cut after 120 characters; none empty.
    pub samples: Vec<String>,
    /// Whether it is read.
    pub is_taken: bool,
}

/// A row: the columns of its cells, and these.
type Row = Vec<(usize, String)>;

/// Columns of a text that begins with `head`, a parser of it from its beginning, and whether its first row has names. None
/// where there are none to choose from. `is_all`: nothing follows.
pub(super) fn survey(head: &str, rows: Rows, is_all: bool) -> Option<(Parser, Vec<TableColumn>, bool)> {
    let separator = match rows {
        Rows::Tabs => b'\t',
        Rows::Commas => b',',
        Rows::Semicolons => b';',
        Rows::Bars => b'|',
        Rows::Json => return survey_records(head, is_all),
        Rows::Spaces | Rows::List | Rows::Vertical => return None,
    };
    // The last row may be cut off.
    let whole = if is_all { head } else { &head[..head.rfind(['\n', '\r']).map_or(head.len(), |end| end + 1)] };
    let form = cells::form(whole, separator);
    let (n_columns, is_even) = usual(&rows_of(whole, &mut Parser::Cells(Cells::new(form, usize::MAX))))?;
    let rows = rows_of(whole, &mut Parser::Cells(Cells::new(form, n_columns)));
    let (first, below) = rows.split_first()?;
    let first: Vec<String> = first.iter().map(|(_, cell)| cell.clone()).collect();
    let has_header =
        !below.is_empty() && first.len() == n_columns && header::is_header(&first, &counted(below, n_columns));
    let names = header::names(has_header.then_some(first.as_slice()), n_columns);
    let columns = described(names, if has_header { below } else { &rows });
    // Separators in its last column are those of sentences; elsewhere rows of other lengths have no columns.
    let is_table = is_even || columns.last().is_some_and(|column| column.kind == ColumnKind::Prose);
    is_table.then(|| (Parser::Cells(Cells::new(form, n_columns)), columns, has_header))
}

fn survey_records(head: &str, is_all: bool) -> Option<(Parser, Vec<TableColumn>, bool)> {
    let mut parser = Parser::Records(Records::new(outline::form(head, is_all)));
    let rows = rows_of(head, &mut parser);
    let Parser::Records(records) = &parser else { return None };
    let paths = records.paths();
    if paths.is_empty() || paths.len() > MOST_COLUMNS {
        return None;
    }
    let named = |path: &String| if path.is_empty() { "value".to_owned() } else { path.clone() };
    let names: Vec<String> = paths.iter().map(named).collect();
    let names = header::names(Some(&names), names.len());
    Some((Parser::Records(records.over()), described(names, &rows), false))
}

/// The number of columns of rows, and whether four rows in five have that many cells; the others have more. None where they
/// have no number of columns.
fn usual(rows: &[Row]) -> Option<(usize, bool)> {
    let mut lengths: Vec<usize> = rows.iter().map(Vec::len).collect();
    lengths.sort_unstable();
    let is_most = |n: usize| n * 5 >= lengths.len() * 4;
    let usual = *lengths.get(lengths.len() / 2)?;
    let is_even = is_most(lengths.iter().filter(|&&length| length == usual).count());
    let n_columns = if is_even { usual } else { *lengths.get(lengths.len() / 20)? };
    let n_with = lengths.iter().filter(|&&length| length >= n_columns).count();
    ((2..=MOST_COLUMNS).contains(&n_columns) && is_most(n_with)).then_some((n_columns, is_even))
}

/// The rows of a text.
fn rows_of(text: &str, parser: &mut Parser) -> Vec<Row> {
    let (mut rows, mut row): (Vec<Row>, Row) = (Vec::new(), Vec::new());
    let mut found = |found: Found<'_>| match found {
        _ if rows.len() >= MOST_ROWS => {}
        Found::Cell(column) => row.push((column, String::new())),
        Found::Text(text) => {
            if let Some((_, cell)) = row.last_mut().filter(|(_, cell)| cell.len() < MOST_CELL) {
                cell.push_str(&text[..text.floor_char_boundary(MOST_CELL)]);
            }
        }
        Found::RowEnd => rows.push(std::mem::take(&mut row)),
    };
    parser.push(text, &mut found);
    parser.finish(&mut found);
    rows
}

/// What the cells of each column are.
fn counted(rows: &[Row], n_columns: usize) -> Vec<Census> {
    let mut columns = vec![Census::default(); n_columns];
    for (column, cell) in rows.iter().flatten() {
        if let Some(census) = columns.get_mut(*column) {
            census.count(cell);
        }
    }
    columns
}

/// The columns by these names.
fn described(names: Vec<String>, rows: &[Row]) -> Vec<TableColumn> {
    let mut samples: Vec<Vec<String>> = vec![Vec::new(); names.len()];
    for (column, cell) in rows.iter().flatten() {
        if let Some(samples) = samples.get_mut(*column).filter(|samples| samples.len() < N_SAMPLES) {
            let sample = sample(cell);
            if !sample.is_empty() && !samples.contains(&sample) {
                samples.push(sample);
            }
        }
    }
    let kinds = counted(rows, names.len()).into_iter().map(|census| census.kind());
    let columns = names.into_iter().zip(kinds).zip(samples);
    columns.map(|((name, kind), samples)| TableColumn { name, kind, samples, is_taken: false }).collect()
}

/// A cell as it is shown.
fn sample(cell: &str) -> String {
    let plain = cell.split_whitespace().collect::<Vec<_>>().join(" ");
    match plain.char_indices().nth(MOST_CHARS) {
        Some((end, _)) => plain[..end].to_owned() + "…",
        None => plain,
    }
}
