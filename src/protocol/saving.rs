//! Files that are saved: what is asked for, and what comes of it.

use serde::{Deserialize, Serialize};

use super::Bytes;

/// What is saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Saved {
    /// All that it takes to go on: the run with both sides of its vectors, optimizer and position, and what the page adds.
    Session {
        /// Whether the text itself is in it: without, sentences cannot be shown, and rarer words not be had.
        with_text: bool,
    },
    /// The vectors of all words.
    Vectors(VectorsFormat),
    /// The words of the map: where they lie, and their neighbors.
    Places(PlacesFormat),
    /// The analogies of the last evaluation, as CSV: a line a question.
    Answers,
}

/// How vectors are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum VectorsFormat {
    /// word2vec's text: the size, then a word and its numbers a line.
    Word2VecText,
    /// word2vec's binary format.
    Word2VecBinary,
    /// `GloVe`'s text, which does not begin with the size.
    Glove,
    /// fastText's text.
    FastText,
    /// numpy's archive, with the words and their counts.
    Npz,
    /// safetensors, with the words in the metadata.
    Safetensors,
    /// The Embedding Projector's two files: vectors, then words with what is known of them.
    Projector,
}

/// How places on the map are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PlacesFormat {
    /// A heading, and a line a word.
    Csv,
    /// An object a line.
    JsonLines,
}

/// News of a file that is being saved. Pieces of a file come in their order, and nothing follows the last of `news`:
/// [`SavingNews::Done`] or [`SavingNews::Refused`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Saving {
    /// The id of the [`Command::Save`](super::Command::Save).
    pub save_id: u32,
    /// What is new.
    pub news: SavingNews,
}

/// What is new of a file that is being saved.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum SavingNews {
    /// How far it is.
    Progress {
        /// What is being done.
        stage: SavingStage,
        /// How much of this stage is done, in [0, 1]; 0 where that is not known.
        share: f64,
    },
    /// The next bytes of a file, a few hundred kilobytes at most.
    Piece {
        /// Which file, from 0: the Projector has two.
        file: u32,
        /// The bytes.
        bytes: Bytes,
    },
    /// All is written.
    Done {
        /// Words trained on when the vectors were taken; none where they were loaded.
        tokens_done: Option<u64>,
        /// Words, or questions.
        n_rows: u64,
        /// What could not be written as it is, a sentence each.
        notes: Vec<String>,
    },
    /// Nothing can be saved: one sentence why.
    Refused(String),
}

/// What is being done to save a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum SavingStage {
    /// The vectors of the moment are copied.
    Copying,
    /// Words are grouped by direction.
    Grouping,
    /// Rows are written.
    Writing,
}

/// Groups of words that the map's colors and saved files tell apart.
pub const N_CLUSTERS: u32 = 12;
