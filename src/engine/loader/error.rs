//! Why a text or a model cannot be had.

use thiserror::Error;

use crate::{
    engine::memory::TooLarge,
    protocol::{OutOfRange, Refusal},
    text::{TextError, world::WorldError},
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
    Memory(#[from] TooLarge),
    #[error("Whether the and The are one word is decided while a text is read: open the text again.")]
    Case,
    #[error("“{0}” is no encoding that can be read: choose one of the list.")]
    Encoding(String),
    #[error("The file could not be read ({0}): choose it again, or another one.")]
    File(String),
}

impl LoadError {
    /// The refusal that reports this error.
    pub(in crate::engine) fn refusal(&self, open_id: Option<u32>) -> Refusal {
        let try_min_count = match self {
            Self::Text(TextError::TooFewWords { try_min_count, .. }) => *try_min_count,
            _ => None,
        };
        Refusal { open_id, message: self.to_string(), try_min_count }
    }
}
