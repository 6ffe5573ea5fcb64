//! Parts to one table: words find their vectors, and rows that cannot be used are left out.

mod choose;
mod clean;

use super::{
    FormatError,
    builder::Builder,
    loaded::{Format, Loaded},
    note::Note,
    part::Part,
    room::Context,
    subwords::Subwords,
};
pub(super) use choose::needs;
use clean::Cleaning;

/// A join under way.
#[derive(Debug)]
pub(super) struct Joining {
    format: Format,
    work: Work,
    subwords: Option<Subwords>,
    notes: Vec<Note>,
}

#[derive(Debug)]
enum Work {
    /// Words and vectors came together.
    Done(Box<Builder>),
    /// They came apart, or vectors are sums.
    Clean(Box<Cleaning>),
}

impl Joining {
    /// Chooses what belongs together. Errors: [`FormatError::Missing`], and parts that do not fit.
    pub(super) fn new(parts: Vec<(String, Part)>) -> Result<Self, FormatError> {
        choose::joining(parts)
    }

    /// Goes on by about this many numbers; whether it is done.
    pub(super) fn advance(&mut self, n_operations: usize, context: &mut Context) -> Result<bool, FormatError> {
        match &mut self.work {
            Work::Done(_) => Ok(true),
            Work::Clean(cleaning) => cleaning.advance(n_operations, self.subwords.as_ref(), context),
        }
    }

    /// The table, with these notes first.
    pub(super) fn finish(self, mut notes: Vec<Note>) -> Result<Loaded, FormatError> {
        let (words, matrix, tally, counts) = match self.work {
            Work::Done(builder) => (builder.list.words, builder.matrix, builder.tally, None),
            Work::Clean(cleaning) => cleaning.finish(),
        };
        notes.extend(self.notes);
        notes.extend(tally.into_notes());
        if words.len() < 2 {
            let why =
                notes.first().map(|note| format!(": {}", note.to_string().trim_end_matches('.'))).unwrap_or_default();
            return Err(FormatError::TooFewWords { n_rows: words.len(), why });
        }
        Ok(Loaded { format: self.format, words, counts, matrix, subwords: self.subwords, notes })
    }
}
