//! A text that has been read, with what is known of it beforehand.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    protocol::{self, RowKind, SourceIdentity, WordUnit},
    text::{
        Absence, ColumnKind, Notice, Quirk, Rows, TableColumn, TextTable, TokenStream, Unit, Vocabulary, world::World,
    },
};

/// Words a vocabulary holds at most; where there are more, the minimum count is raised.
pub(super) const MOST_WORDS: usize = 200_000;

/// How large a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_field_names, reason = "counts are called `n_` everywhere")]
pub(super) struct Figures {
    pub(super) n_tokens: u64,
    pub(super) n_distinct: u64,
    pub(super) n_sentences: u64,
    pub(super) n_replaced: u64,
}

/// A text that has been read. Every model of it shares it.
#[derive(Debug)]
pub(super) struct Text {
    pub(super) name: String,
    pub(super) identity: SourceIdentity,
    pub(super) lowercase: bool,
    /// Whether it came from a file, whose encoding may be chosen.
    pub(super) is_file: bool,
    pub(super) stream: TokenStream,
    /// What is to be told of its files.
    pub(super) notices: Vec<protocol::Notice>,
    /// Figures of the whole text, where the stream has the words of the vocabulary alone: a session was saved without its text.
    pub(super) left_out: Option<Figures>,
    pub(super) topics: Vec<String>,
    pub(super) topic_of: BTreeMap<String, usize>,
    pub(super) landmarks: Vec<String>,
    pub(super) examples: Vec<[String; 4]>,
    pub(super) heatmaps: Vec<(String, Vec<String>)>,
}

impl Text {
    /// A text of which nothing is known but its words.
    pub(super) fn new(name: String, identity: SourceIdentity, lowercase: bool, stream: TokenStream) -> Self {
        Self {
            name,
            identity,
            lowercase,
            is_file: false,
            stream,
            notices: Vec::new(),
            left_out: None,
            topics: Vec::new(),
            topic_of: BTreeMap::new(),
            landmarks: Vec::new(),
            examples: Vec::new(),
            heatmaps: Vec::new(),
        }
    }

    /// The same, from a file or not.
    #[must_use]
    pub(super) fn with_is_file(self, is_file: bool) -> Self {
        Self { is_file, ..self }
    }

    /// The same with what is to be told of its files.
    #[must_use]
    pub(super) fn with_notices(self, notices: Vec<protocol::Notice>) -> Self {
        Self { notices, ..self }
    }

    /// What it was taken for, as the page hears it.
    pub(super) fn all_notices(&self) -> Vec<protocol::Notice> {
        if self.is_built_in() {
            return Vec::new();
        }
        let of_table = self.stream.table().and_then(columns_notice);
        self.notices.iter().cloned().chain(protocol_notices(self.stream.notices())).chain(of_table).collect()
    }

    /// The same with what the built-in corpus says of its words.
    #[must_use]
    pub(super) fn described_by(self, world: World) -> Self {
        let World { topics, topic_of, landmarks, examples, heatmaps, .. } = world;
        Self { topics, topic_of, landmarks, examples, heatmaps, ..self }
    }

    /// How large the whole text is, whether or not all of it is here.
    pub(super) fn figures(&self) -> Figures {
        self.left_out.unwrap_or(Figures {
            n_tokens: self.stream.n_tokens(),
            n_distinct: self.stream.n_distinct() as u64,
            n_sentences: self.stream.n_sentences() as u64,
            n_replaced: self.stream.n_replaced(),
        })
    }

    pub(super) fn is_built_in(&self) -> bool {
        matches!(self.identity, SourceIdentity::BuiltIn { .. })
    }

    /// Why a word that was typed is not in a vocabulary of this text.
    pub(super) fn absence(&self, vocabulary: &Vocabulary, min_count: u32, typed: &str) -> protocol::Absence {
        match self.stream.absence(vocabulary, min_count, typed) {
            // What was left out cannot be searched.
            Absence::TooRare { .. }
            | Absence::Cut { .. }
            | Absence::Dropped { .. }
            | Absence::Inside { .. }
            | Absence::Absent
                if self.left_out.is_some() =>
            {
                protocol::Absence::TextLeftOut
            }
            Absence::TooRare { count } => {
                protocol::Absence::TooRare { count, min_count: vocabulary.effective_min_count() }
            }
            Absence::Cut { count } => protocol::Absence::Cut { count, most_words: MOST_WORDS as u32 },
            Absence::Dropped { count } if self.has_other_columns() => protocol::Absence::OtherColumn { count },
            Absence::Dropped { count } => protocol::Absence::Dropped { count },
            Absence::Parts { words } => protocol::Absence::Parts { words },
            Absence::Inside { words } => protocol::Absence::Inside { words },
            Absence::TooLong { most_chars } => protocol::Absence::TooLong { most_chars: most_chars as u32 },
            Absence::Sign => protocol::Absence::Sign,
            Absence::Absent => protocol::Absence::Absent,
        }
    }

    /// Whether some of its columns are not read.
    fn has_other_columns(&self) -> bool {
        self.stream.table().is_some_and(|table| table.columns.iter().any(|column| !column.is_taken))
    }

    /// Its columns, as the page hears of them.
    pub(super) fn table(&self) -> Option<protocol::TextTable> {
        self.stream.table().map(protocol_table)
    }

    /// The topic of a word, as an index into `topics`.
    pub(super) fn topic_of(&self, word: &str) -> Option<usize> {
        if self.topic_of.is_empty() { None } else { self.topic_of.get(&word.to_lowercase()).copied() }
    }
}

/// The columns of a text, as the page hears of them.
pub(super) fn protocol_table(table: &TextTable) -> protocol::TextTable {
    let columns = table.columns.iter().map(|TableColumn { name, kind, samples, is_taken }| protocol::TextColumn {
        name: name.clone(),
        kind: match kind {
            ColumnKind::Prose => protocol::ColumnKind::Prose,
            ColumnKind::Words => protocol::ColumnKind::Words,
            ColumnKind::Numbers => protocol::ColumnKind::Numbers,
            ColumnKind::Dates => protocol::ColumnKind::Dates,
            ColumnKind::Links => protocol::ColumnKind::Links,
            ColumnKind::Empty => protocol::ColumnKind::Empty,
        },
        samples: samples.clone(),
        is_taken: *is_taken,
    });
    protocol::TextTable { columns: columns.collect(), is_chosen: table.is_chosen }
}

/// Which columns of a table are read, where it has others too.
pub(super) fn columns_notice(table: &TextTable) -> Option<protocol::Notice> {
    let taken: Vec<String> = table.taken().map(str::to_owned).collect();
    let n_columns = table.columns.len();
    (taken.len() < n_columns).then_some(protocol::Notice::Columns { taken, n_columns: n_columns as u32 })
}

/// What was told of a text, as the page hears it.
pub(super) fn protocol_notices(notices: &[Notice]) -> Vec<protocol::Notice> {
    notices.iter().map(|&notice| protocol_notice(notice)).collect()
}

fn protocol_notice(notice: Notice) -> protocol::Notice {
    match notice {
        Notice::Compressed => protocol::Notice::Compressed,
        Notice::CutOff => protocol::Notice::CutOff,
        Notice::Encoding { encoding, is_guessed } => {
            protocol::Notice::Encoding { name: encoding.name().to_owned(), is_guessed }
        }
        Notice::Document => protocol::Notice::Document,
        Notice::Quirk(quirk) => protocol::Notice::Quirk(match quirk {
            Quirk::EncodedTwice => protocol::Quirk::EncodedTwice,
            Quirk::Escaped => protocol::Quirk::Escaped,
            Quirk::Stamps => protocol::Quirk::Stamps,
            Quirk::WordTags => protocol::Quirk::WordTags,
            Quirk::Columns => protocol::Quirk::Columns,
            Quirk::Latex => protocol::Quirk::Latex,
            Quirk::Mail => protocol::Quirk::Mail,
        }),
        Notice::Wrapped => protocol::Notice::Wrapped,
        Notice::Joined(n) => protocol::Notice::Joined(n),
        Notice::Keys => protocol::Notice::Keys,
        Notice::Rows(rows) => protocol::Notice::Rows(match rows {
            Rows::Tabs => RowKind::Tabs,
            Rows::Commas => RowKind::Commas,
            Rows::Semicolons => RowKind::Semicolons,
            Rows::Bars => RowKind::Bars,
            Rows::Spaces => RowKind::Spaces,
            Rows::Json => RowKind::Json,
            Rows::List => RowKind::List,
            Rows::Vertical => RowKind::Vertical,
        }),
        Notice::Script(script, unit) => {
            let unit = match unit {
                Unit::Spaced => WordUnit::Spaced,
                Unit::Character => WordUnit::Character,
                Unit::Syllable => WordUnit::Syllable,
                Unit::Stretch => WordUnit::Stretch,
            };
            protocol::Notice::Script { script: script.name().to_owned(), unit }
        }
        Notice::TooLong(n) => protocol::Notice::TooLong(n),
        Notice::Tags(n) => protocol::Notice::Tags(n),
    }
}

#[cfg(test)]
mod tests {
    use crate::{protocol::ENCODINGS, text::Encoding};

    #[test]
    fn every_encoding_that_is_offered_can_be_read() {
        let mut names: Vec<&str> = ENCODINGS.iter().map(|&(name, _)| name).collect();
        assert!(names.iter().all(|name| Encoding::named(name).is_some_and(|encoding| encoding.name() == *name)));
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Encoding::ALL.len());
    }
}
