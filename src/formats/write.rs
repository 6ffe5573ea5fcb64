//! Tables to files. Each writer goes on by a bounded number of bytes at a time and is handed the table at each call, so a worker
//! can slice it; the table must not change in between.

mod csv;
mod npz;
mod points;
mod report;
mod rows;
mod safetensors;
#[cfg(not(target_arch = "wasm32"))]
mod save;

use std::fmt;

use crate::space::Embedding;
pub use points::{Neighbor, Point, PointsFormat, PointsWriter};
pub use report::{AnalogyRow, ReportWriter};
use rows::Rows;
#[cfg(not(target_arch = "wasm32"))]
pub use save::save;

use super::{FormatError, note::Note};

/// What is written of a table.
#[derive(Debug, Clone, Copy)]
pub struct TableView<'a> {
    /// One for each row.
    pub words: &'a [String],
    /// How often each occurs, where that is known.
    pub counts: Option<&'a [u32]>,
    /// `words x dims`.
    pub embedding: Embedding<'a>,
}

/// What is known of words beside their vectors, for the Projector's metadata; columns that are not known are left out.
#[derive(Debug, Clone, Copy, Default)]
pub struct Labels<'a> {
    /// The topic of each word.
    pub topics: Option<Labeling<'a>>,
    /// The cluster of each word.
    pub clusters: Option<Labeling<'a>>,
}

/// A few names, and which of them each word has.
#[derive(Debug, Clone, Copy)]
pub struct Labeling<'a> {
    /// At most 255.
    pub names: &'a [String],
    /// For each row a place among the names. A word has none where there is no such place, or no such row.
    pub of_word: &'a [u8],
}

impl<'a> Labeling<'a> {
    /// The name of a row; none where it has none.
    pub fn name(&self, row: usize) -> Option<&'a str> {
        self.of_word.get(row).and_then(|&place| self.names.get(usize::from(place))).map(String::as_str)
    }
}

/// A file that a table can be written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Output {
    /// word2vec's text: a line `rows dims`, then a word and its numbers a line.
    Word2VecText,
    /// word2vec's binary format, with a line feed behind each vector, as `word2vec.c` has it.
    Word2VecBinary,
    /// `GloVe`'s text: no first line.
    Glove,
    /// fastText's `.vec`: word2vec's text with a space at the end of each line.
    FastTextVec,
    /// numpy's `.npz`, not packed: `words` (strings), `vectors` (float32), and `counts` where they are known.
    Npz,
    /// safetensors: tensor `embeddings` (F32); the words stand in the metadata, a line each.
    Safetensors,
    /// The Embedding Projector's vectors.
    ProjectorVectors,
    /// The Embedding Projector's metadata.
    ProjectorMetadata,
}

impl Output {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Word2VecText,
        Self::Word2VecBinary,
        Self::Glove,
        Self::FastTextVec,
        Self::Npz,
        Self::Safetensors,
        Self::ProjectorVectors,
        Self::ProjectorMetadata,
    ];

    /// A name for such a file.
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Word2VecText => "word2vec.txt",
            Self::Word2VecBinary => "word2vec.bin",
            Self::Glove => "glove.txt",
            Self::FastTextVec => "fasttext.vec",
            Self::Npz => "vectors.npz",
            Self::Safetensors => "vectors.safetensors",
            Self::ProjectorVectors => "projector-vectors.tsv",
            Self::ProjectorMetadata => "projector-metadata.tsv",
        }
    }
}

impl fmt::Display for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Word2VecText => "word2vec text",
            Self::Word2VecBinary => "word2vec binary",
            Self::Glove => "GloVe text",
            Self::FastTextVec => "fastText .vec",
            Self::Npz => "numpy .npz",
            Self::Safetensors => "safetensors",
            Self::ProjectorVectors => "Projector vectors",
            Self::ProjectorMetadata => "Projector metadata",
        })
    }
}

#[derive(Debug)]
enum Kind {
    Rows(Rows),
    Npz(npz::Npz),
    Safetensors(safetensors::Safetensors),
}

/// Writes one table to one file.
#[derive(Debug)]
pub struct TableWriter {
    kind: Kind,
}

impl TableWriter {
    /// The writer of such a file. Errors: [`FormatError::Unwritable`].
    pub fn new(output: Output, table: TableView<'_>) -> Result<Self, FormatError> {
        let (n_words, n_rows) = (table.words.len(), table.embedding.n_words());
        if n_words != n_rows {
            let why = format!("it has {n_words} words and {n_rows} vectors");
            return Err(FormatError::Unwritable { format: "A file", why });
        }
        let kind = match output {
            Output::Npz => Kind::Npz(npz::Npz::new(table)?),
            Output::Safetensors => Kind::Safetensors(safetensors::Safetensors::default()),
            rows => Kind::Rows(Rows::new(rows)),
        };
        Ok(Self { kind })
    }

    /// Appends about `n_bytes` to `out`; whether the file is complete. Errors: [`FormatError::Unwritable`].
    pub fn write(
        &mut self,
        table: TableView<'_>,
        labels: Labels<'_>,
        out: &mut Vec<u8>,
        n_bytes: usize,
    ) -> Result<bool, FormatError> {
        let most = out.len().saturating_add(n_bytes);
        match &mut self.kind {
            Kind::Rows(rows) => Ok(rows.write(table, labels, out, most)),
            Kind::Npz(npz) => Ok(npz.write(table, out, most)),
            Kind::Safetensors(safetensors) => safetensors.write(table, out, most),
        }
    }

    /// The share of the rows that are written, in [0, 1]: for a progress bar.
    pub fn share_done(&self, table: TableView<'_>) -> f64 {
        let n_written = match &self.kind {
            Kind::Rows(rows) => rows.n_written(),
            Kind::Npz(npz) => return npz.share_done(),
            Kind::Safetensors(safetensors) => safetensors.n_written(),
        };
        n_written as f64 / table.words.len().max(1) as f64
    }

    /// What could not be written as it is.
    pub fn notes(&self) -> Vec<Note> {
        match &self.kind {
            Kind::Rows(rows) => rows.notes(),
            Kind::Npz(_) | Kind::Safetensors(_) => Vec::new(),
        }
    }
}
