//! A whole session as it is saved: what of it is written, and how it is read again.
//!
//! [`formats`](crate::formats) knows the form of the bytes, and `text` and `train` know their own parts; what a session
//! consists of is known here. The sections, in this order:
//!
//! | tag | head | arrays | volume |
//! |---|---|---|---|
//! | `TEXT` | name, identity, topics, figures | | text |
//! | `WORD` | minimum count in force | letters, ends, counts of the vocabulary | text |
//! | `IDS ` | | the corpus that is trained on | text |
//! | `TOKN` | how the text was read | its tokens; optional | text |
//! | `LENT` | | what the run has borrowed: a row for each word, and the vectors; where it has | text |
//! | `PAIR` | | the pairs that `GloVe` fits; once they are counted | pairs |
//! | `RUN ` | record, accuracy curve | | state |
//! | `STAT` | settings, progress, losses | vectors of both sides, optimizer, counts so far | state |
//! | `PAGE` | what the page adds | | state |
//!
//! What is in `state` changes all the time; the rest stays what it is, so a store writes it once.

mod restoring;
mod write;

use serde::{Deserialize, Serialize};
use thiserror::Error;

pub(super) use restoring::{Restoring, Step};
pub use write::{SavedSession, SessionWriter, TextMark, Volume};

use crate::{
    columns::Misfit,
    formats::{SectionsError, Tag},
    protocol::{AccuracyPoint, Change, Notice, RunRecord, SourceIdentity},
    train::{RestoreError, TrainError},
};

use super::{memory::TooLarge, text::Figures};

const TEXT: Tag = *b"TEXT";
const WORDS: Tag = *b"WORD";
const CORPUS: Tag = *b"IDS ";
const TOKENS: Tag = *b"TOKN";
const LENT: Tag = *b"LENT";
const PAIRS: Tag = *b"PAIR";
const RUN: Tag = *b"RUN ";
const STATE: Tag = *b"STAT";
const PAGE: Tag = *b"PAGE";

/// What is known of a text but its words.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct TextHead {
    name: String,
    identity: SourceIdentity,
    lowercase: bool,
    is_file: bool,
    notices: Vec<Notice>,
    figures: Figures,
    topics: Vec<String>,
    topic_of: Vec<(String, u32)>,
    landmarks: Vec<String>,
    examples: Vec<[String; 4]>,
    heatmaps: Vec<(String, Vec<String>)>,
}

/// How a run came to where it is, apart from its trainer.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct RunHead {
    pub(super) record: RunRecord,
    /// How the vectors came about that it has borrowed.
    pub(super) lender: Option<RunRecord>,
    pub(super) seconds_training: f64,
    pub(super) tokens_timed: u64,
    /// Changes that are still to be made; the next one last.
    pub(super) replay: Vec<Change>,
    pub(super) curve: CurveHead,
}

/// The accuracy curve.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct CurveHead {
    pub(super) set: u32,
    pub(super) questions: Vec<[u32; 4]>,
    pub(super) points: Vec<AccuracyPoint>,
    /// What the vectors answered that the run has borrowed.
    pub(super) before: Option<f32>,
    pub(super) cost_secs: f64,
    pub(super) total_secs: f64,
}

/// What a saved session had beside its run.
#[derive(Debug, Clone)]
pub(super) struct Restored {
    pub(super) curve: CurveHead,
    /// What the page had added.
    pub(super) page: Vec<u8>,
}

/// Why a saved session cannot be opened.
#[derive(Debug, Clone, PartialEq, Error)]
pub(super) enum SavedError {
    #[error(transparent)]
    Sections(#[from] SectionsError),
    #[error("This session has no part “{}”: it was not saved whole. Use another copy of the file.", tag.escape_ascii())]
    Missing { tag: Tag },
    #[error("This session is damaged: its part “{}” does not fit the others. Use another copy of the file.", tag.escape_ascii())]
    Misfit { tag: Tag },
    #[error("{0} Use another copy of the session.")]
    Checkpoint(#[from] RestoreError),
    #[error(transparent)]
    Train(#[from] TrainError),
    #[error(transparent)]
    Memory(#[from] TooLarge),
}

impl SavedError {
    /// A part that does not fit.
    fn misfit(tag: Tag) -> impl Fn(Misfit) -> Self {
        move |Misfit| Self::Misfit { tag }
    }
}
