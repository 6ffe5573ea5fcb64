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
    /// Whether the vectors are the words' own rows, to which those of the n-grams are still to be added.
    is_sum_open: bool,
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
    /// Chooses what belongs together. `most_rows`: rows that each table kept at most. Errors: [`FormatError::Missing`], and parts
    /// that do not fit.
    pub(super) fn of(parts: &mut Vec<(String, Part)>, most_rows: u64) -> Result<Self, FormatError> {
        choose::joining(parts, most_rows)
    }

    fn new(format: Format, work: Work) -> Self {
        Self { format, work, subwords: None, is_sum_open: false, notes: Vec::new() }
    }

    /// Goes on by about this many numbers; whether it is done.
    pub(super) fn advance(&mut self, n_operations: usize, context: &mut Context) -> Result<bool, FormatError> {
        match &mut self.work {
            Work::Done(_) => Ok(true),
            Work::Clean(cleaning) => {
                let open = self.subwords.as_ref().filter(|_| self.is_sum_open);
                cleaning.advance(n_operations, open, context)
            }
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
