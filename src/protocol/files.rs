//! What crosses between the page, the worker that reads files of vectors, and the engine that takes their table.
//!
//! The page gives files to the reading worker ([`FilesCommand`]). Once it has a table, it says how large that is
//! ([`TableHead`]), and the page opens it as a [`Source::Table`](super::Source::Table). Then each
//! [`FilesCommand::Next`] brings one [`TablePart`], which the page passes on to the engine without looking into it, and
//! each [`Event::TableTaken`](super::Event::TableTaken) of the engine asks for another one.

use serde::{Deserialize, Serialize};

use super::{Floats, Ids};

/// A table of vectors before its words and rows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableHead {
    /// What to call it: the names of its files.
    pub name: String,
    /// What it came as, such as `GloVe text`; empty for a table that was no file.
    pub format: String,
    /// Bytes of its files that were read.
    pub n_bytes: u64,
    /// Words.
    pub n_rows: u64,
    /// Numbers of a vector.
    pub dims: u32,
    /// Bytes of all words.
    pub n_letter_bytes: u64,
    /// Whether its words come with counts.
    pub has_counts: bool,
    /// The n-grams that compose vectors for words which the table does not have.
    pub ngrams: Option<NgramsHead>,
    /// What was out of the ordinary in its files, a sentence each.
    pub notes: Vec<String>,
}

impl TableHead {
    /// Rows that cross: of words and of n-grams.
    pub fn n_rows_in_all(&self) -> u64 {
        self.n_rows.saturating_add(self.ngrams.map_or(0, |ngrams| ngrams.n_rows))
    }
}

/// N-grams of a table before their rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct NgramsHead {
    /// Rows.
    pub n_rows: u64,
    /// Rows that n-grams are hashed into; those from `n_rows` on are missing.
    pub n_buckets: u64,
    /// Letters of the shortest.
    pub min_n: u32,
    /// Letters of the longest.
    pub max_n: u32,
}

/// A part of a table: words, or rows. The words come before the rows, the n-grams last, and each part behind the one before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum TablePart {
    /// The next words, most frequent first.
    Words {
        /// The words: all different, none empty, none with a line feed.
        words: Vec<String>,
        /// How often each occurs; empty where the table has no counts.
        counts: Ids,
    },
    /// The next vectors: `rows x dims`, row-major, every number finite.
    Rows(Floats),
    /// The next n-grams: as many numbers each.
    Ngrams(Floats),
}

/// Page to the worker that reads files of vectors. To give up, the page terminates it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum FilesCommand {
    /// Read these files, which come with the message, and add them to those before.
    Read {
        /// Rows to keep: the first ones; none keeps all. Only that of the first command counts.
        most_rows: Option<u64>,
        /// Whether they are known to be vectors, or parts of a table. Otherwise one of them has to look like vectors.
        is_sure: bool,
    },
    /// Hand over the next part of the table.
    Next {
        /// The id under which the engine opens it.
        open_id: u32,
    },
}

/// The worker that reads files of vectors to the page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum FilesMessage {
    /// The first message: the worker is up, and was built from these sources.
    Ready {
        /// Equal to the page's own [`BUILD`](super::BUILD) unless one of the two is stale.
        build: String,
    },
    /// None of the files looks like vectors: they are for the reader of texts. Nothing was read.
    NoVectors,
    /// None of the files looks like vectors, and some are archives of texts: e-books, or zipped text files. What is in them lies
    /// beside this message, as files in the place of their archives, and is for the reader of texts.
    Texts {
        /// Whether they are in the order in which they are to be read; otherwise that of their names holds.
        are_in_order: bool,
    },
    /// How far reading is.
    Reading(FilesProgress),
    /// What has come is a part of a table.
    Needs {
        /// What is there, in one sentence: `This is an array of 30 vectors.`
        what: String,
        /// What is still missing, a phrase each.
        needs: Vec<String>,
        /// Why the file that came last is of no use, where it is: one sentence.
        trouble: Option<String>,
    },
    /// The table is complete, and waits for [`FilesCommand::Next`].
    Table(TableHead),
    /// A part of the table, which lies beside this message as the command to the engine.
    Part,
    /// There is no table; nothing is left to go on with.
    Failed {
        /// One sentence.
        message: String,
        /// How many of the first rows would fit in memory, where that is why.
        try_rows: Option<u64>,
    },
}

/// How far the reading of files of vectors is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct FilesProgress {
    /// The file that is being read.
    pub name: String,
    /// Bytes of it that were read.
    pub bytes_done: u64,
    /// Its length.
    pub bytes_total: u64,
    /// Bytes a second, once there is something to divide.
    pub bytes_per_second: Option<f64>,
    /// Rows so far.
    pub n_rows: u64,
    /// Rows that the file promises, where it does.
    pub said_rows: Option<u64>,
}
