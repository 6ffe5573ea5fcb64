//! Native code that waits for its files: a table written to the end.

use std::io::{self, Write};

use super::{Labels, Output, TableView, TableWriter};
use crate::formats::Note;

/// Bytes that are made before they are written.
const PIECE_BYTES: usize = 1 << 20;

/// Writes a whole table to `out`; what there is to tell of it. For whoever may wait: a worker drives a [`TableWriter`].
/// Errors: those of `out`, and a table that such a file cannot hold.
pub fn save(output: Output, table: TableView<'_>, labels: Labels<'_>, out: &mut impl Write) -> io::Result<Vec<Note>> {
    let unwritable = |error| io::Error::new(io::ErrorKind::InvalidInput, error);
    let mut writer = TableWriter::new(output, table).map_err(unwritable)?;
    let mut piece = Vec::with_capacity(PIECE_BYTES);
    let mut is_done = false;
    while !is_done {
        is_done = writer.write(table, labels, &mut piece, PIECE_BYTES).map_err(unwritable)?;
        out.write_all(&piece)?;
        piece.clear();
    }
    Ok(writer.notes())
}
