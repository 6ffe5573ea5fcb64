//! How vectors came about: enough to make them again, or to know that nobody can.

use serde::{Deserialize, Serialize};

use super::Settings;

/// How the vectors on the screen came about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunRecord {
    /// What they were learned from.
    pub source: SourceIdentity,
    /// Every setting as the run began, method, optimizer and case included. Without meaning for a loaded table.
    pub settings: Settings,
    /// The vectors that the run began with in the place of random ones; how far they move is in the settings.
    pub loan: Option<Loan>,
    /// The minimum count in force: above that of the settings where the vocabulary would have been too large.
    pub effective_min_count: u32,
    /// What was changed while the run was under way, oldest first.
    pub changes: Vec<Change>,
    /// Words trained on so far, over all epochs.
    pub tokens_done: u64,
    /// Words of the whole run; 0 for a loaded table.
    pub tokens_total: u64,
}

/// What vectors were learned from, so that a reader can tell whether they have the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SourceIdentity {
    /// The built-in corpus; every copy of this version holds it.
    BuiltIn {
        /// Grows by one whenever the corpus changes.
        version: u32,
    },
    /// A text of the reader's.
    Text {
        /// Its name, such as a file's.
        name: String,
        /// Its length as it was read.
        n_bytes: u64,
        /// SHA-256 of these bytes, 64 hexadecimal digits.
        sha256: String,
        /// The encoding that the reader chose, as in [`ENCODINGS`](super::ENCODINGS); none: whichever the bytes told.
        encoding: Option<String>,
        /// The columns that the reader chose, in their order, where it is a table; empty: those that it is read by itself.
        columns: Vec<String>,
    },
    /// Vectors that were made elsewhere and loaded.
    Vectors {
        /// Their name.
        name: String,
        /// What they came as; empty where that is not known.
        format: String,
        /// Words.
        n_rows: u64,
        /// Numbers of a vector.
        dims: u32,
        /// Bytes of their files that were read.
        n_bytes: u64,
        /// A sum of the words and vectors that were kept, whatever files they came in: 16 hexadecimal digits.
        checksum: String,
    },
}

/// Vectors that a run began with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Loan {
    /// The name of their table, or of the text that they were trained on.
    pub name: String,
    /// Words of their table.
    pub n_rows: u64,
    /// Numbers of a vector.
    pub dims: u32,
    /// FNV-1a 64 of all of its vectors, 16 hexadecimal digits: as [`Progress::checksum`](super::Progress::checksum).
    pub checksum: String,
    /// Words of this run that a vector was lent to.
    pub n_lent: u32,
    /// Words of this run that were drawn, because they are missing there.
    pub n_drawn: u32,
}

/// A change to a run under way.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// Words trained on when it took hold: at the end of a unit of training.
    pub tokens: u64,
    /// What was changed.
    pub what: Changed,
}

/// What can change in a run under way.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Changed {
    /// The initial learning rate, from which the decay starts.
    LearningRate(f64),
    /// The number of epochs.
    Epochs(u32),
}

/// What it takes to make the same vectors again, to the last bit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reproducible {
    /// The settings: the text is built in and nothing was changed on the way.
    FromSettings,
    /// The settings and the text.
    WithText,
    /// The whole record, as something was changed on the way, and the text where it is not built in.
    WithRecord,
    /// The record, the text where it is not built in, and the vectors that it began with.
    WithLoan,
    /// Nothing that is known here: the vectors were made elsewhere.
    No,
}

impl RunRecord {
    /// Whether the run is at its end.
    pub fn is_complete(&self) -> bool {
        self.tokens_done == self.tokens_total
    }

    /// What another reader needs to make the same vectors.
    pub fn reproducible(&self) -> Reproducible {
        match (&self.source, self.changes.is_empty()) {
            (SourceIdentity::Vectors { .. }, _) => Reproducible::No,
            _ if self.loan.is_some() => Reproducible::WithLoan,
            (_, false) => Reproducible::WithRecord,
            (SourceIdentity::BuiltIn { .. }, true) => Reproducible::FromSettings,
            (SourceIdentity::Text { .. }, true) => Reproducible::WithText,
        }
    }

    /// Whether they were trained here, so that there is a run to go on with.
    pub fn is_of_run(&self) -> bool {
        !matches!(self.source, SourceIdentity::Vectors { .. })
    }

    /// The name of what the vectors were learned from.
    pub fn name(&self) -> &str {
        match &self.source {
            SourceIdentity::BuiltIn { .. } => "Small World",
            SourceIdentity::Text { name, .. } | SourceIdentity::Vectors { name, .. } => name,
        }
    }

    /// The settings in force now: those of the start with every change made.
    pub fn settings_now(&self) -> Settings {
        self.changes.iter().fold(self.settings, |settings, change| match change.what {
            Changed::LearningRate(learning_rate) => Settings { learning_rate, ..settings },
            Changed::Epochs(epochs) => Settings { epochs, ..settings },
        })
    }

    /// Notes a change that takes hold after `tokens` words. A later one at the same place replaces an earlier one of its
    /// kind, which never took hold.
    pub fn note(&mut self, tokens: u64, what: Changed) {
        let is_of_kind = |other: &Changed| std::mem::discriminant(other) == std::mem::discriminant(&what);
        self.changes.retain(|change| change.tokens != tokens || !is_of_kind(&change.what));
        self.changes.push(Change { tokens, what });
    }

    /// Moves the changes that took hold after `tokens` words back to there: a run that diverged goes on from there, with the
    /// rate and the epochs that are in force.
    pub fn rewind(&mut self, tokens: u64) {
        for change in &mut self.changes {
            change.tokens = change.tokens.min(tokens);
        }
        let changes = std::mem::take(&mut self.changes);
        for Change { tokens, what } in changes {
            self.note(tokens, what);
        }
        self.tokens_done = tokens;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> RunRecord {
        RunRecord {
            source: SourceIdentity::BuiltIn { version: 1 },
            settings: Settings::default(),
            loan: None,
            effective_min_count: 5,
            changes: Vec::new(),
            tokens_done: 0,
            tokens_total: 1000,
        }
    }

    #[test]
    fn a_change_decides_what_it_takes_to_make_the_vectors_again() {
        let mut record = record();
        assert_eq!(record.reproducible(), Reproducible::FromSettings);
        record.note(300, Changed::LearningRate(0.01));
        assert_eq!(record.reproducible(), Reproducible::WithRecord);
        assert_eq!(record.settings_now().learning_rate, 0.01);
        assert_eq!(record.settings.learning_rate, Settings::default().learning_rate, "the start stays as it was");
        record.changes.clear();
        let (name, format) = ("glove".to_owned(), "GloVe text".to_owned());
        record.source =
            SourceIdentity::Vectors { name, format, n_rows: 2, dims: 64, n_bytes: 90, checksum: String::new() };
        assert_eq!(record.reproducible(), Reproducible::No);
    }

    #[test]
    fn only_the_last_of_several_changes_at_one_place_took_hold() {
        let mut record = record();
        record.note(300, Changed::LearningRate(0.01));
        record.note(300, Changed::Epochs(9));
        record.note(300, Changed::LearningRate(0.02));
        assert_eq!(record.changes.len(), 2);
        record.note(500, Changed::LearningRate(0.9));
        record.rewind(400);
        assert_eq!((record.tokens_done, record.changes.last().map(|change| change.tokens)), (400, Some(400)));
        assert_eq!(record.settings_now().learning_rate, 0.9, "the rate in force goes back with the run");
    }
}
