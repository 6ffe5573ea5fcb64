//! Why a text or a model cannot be had.

use thiserror::Error;

use crate::{
    engine::{memory::TooLarge, saved::SavedError},
    protocol::{OutOfRange, Refusal},
    text::{CompanySearch, TextError, TokenStream, world::WorldError},
    train::TrainError,
};

/// Why there can be no model of a text with these settings.
#[derive(Debug, Clone, PartialEq, Error)]
pub(in crate::engine) enum LoadError {
    #[error(transparent)]
    Setting(#[from] OutOfRange),
    #[error(transparent)]
    Text(#[from] TextError),
    #[error(transparent)]
    World(#[from] WorldError),
    #[error(transparent)]
    Train(#[from] TrainError),
    #[error(transparent)]
    Saved(#[from] SavedError),
    #[error(transparent)]
    Memory(#[from] TooLarge),
    #[error("Whether the and The are one word is decided while a text is read: open the text again.")]
    Case,
    #[error(
        "This session was saved without its text, so words below minimum count {min_count} are not here: open the text to \
         lower it."
    )]
    TextLeftOut { min_count: u32 },
    #[error(
        "There are no vectors here to start from: open a table of vectors and then a text, or choose random vectors under \
         Start from."
    )]
    NoLender,
    #[error(
        "None of this text's words are in {name}, so there is nothing to start from: choose random vectors under Start from."
    )]
    Strangers { name: String },
    #[error("There is no memory left for the vectors of {name}: raise Minimum count, or start from random vectors.")]
    NoRoomToLend { name: String },
    #[error(
        "Only the vectors of this run's words are here, and not all of {name}, so words below minimum count {min_count} have \
         none: open {name} again to lower it."
    )]
    PartLent { name: String, min_count: u32 },
    #[error(
        "This text has only one word, however often: a map needs at least two different words that stand together. Choose \
         another text."
    )]
    OneWord,
    #[error(
        "No two different words of this text stand on one line or in one sentence, so there is nothing to learn from: put \
         words that belong together on one line."
    )]
    NoCompany,
    #[error(
        "No two words that occur {min_count} times or more stand in one sentence, so there is nothing to learn from: lower \
         the minimum count to {try_min_count}."
    )]
    Apart { min_count: u32, try_min_count: u32 },
    #[error("“{0}” is no encoding that can be read: choose one of the list.")]
    Encoding(String),
    #[error("The file could not be read ({0}): choose it again, or another one.")]
    File(String),
}

impl LoadError {
    /// Whether another minimum count could help.
    pub(super) fn is_about_counts(&self) -> bool {
        matches!(
            self,
            Self::Text(TextError::TooFewWords { .. })
                | Self::Train(TrainError::NoNeighbors | TrainError::TooFewWords { .. })
        )
    }

    /// The same error with its true cause, and with a minimum count that helps, where one does.
    pub(super) fn advised(self, stream: &TokenStream, search: &CompanySearch, min_count: u32) -> Self {
        match (search.lower_min_count(stream, min_count), self) {
            (Some(lower), Self::Text(TextError::TooFewWords { n_left, min_count, .. })) => {
                Self::Text(TextError::TooFewWords { n_left, min_count, try_min_count: Some(lower) })
            }
            (Some(try_min_count), _) => Self::Apart { min_count, try_min_count },
            (None, _) if stream.n_distinct() < 2 => Self::OneWord,
            (None, _) => Self::NoCompany,
        }
    }

    /// The refusal that reports this error.
    pub(in crate::engine) fn refusal(&self, open_id: Option<u32>) -> Refusal {
        let try_min_count = match self {
            Self::Text(TextError::TooFewWords { try_min_count, .. }) => *try_min_count,
            Self::Apart { try_min_count, .. } => Some(*try_min_count),
            _ => None,
        };
        Refusal { open_id, try_min_count, ..Refusal::new(self.to_string()) }
    }
}
