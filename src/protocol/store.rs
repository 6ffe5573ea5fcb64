//! What the worker stores of a session in the browser, and what the page may ask of it.

use serde::{Deserialize, Serialize};

/// Page to worker, about what is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum StoreCommand {
    /// Begin to store what is open, where that was not begun, and list what is stored. Answered by [`StoreEvent::Listed`].
    List,
    /// Open a stored session and train on. Answered as an [`Open`](super::Command::Open) of this id is.
    Continue {
        /// Comes back in every event about this opening.
        open_id: u32,
        /// [`StoredSession::id`].
        id: String,
    },
    /// Delete a stored session. Answered by [`StoreEvent::Listed`].
    Forget {
        /// [`StoredSession::id`].
        id: String,
    },
    /// What the page shows, as it likes to write it: it comes back with [`StoreEvent::Continued`].
    Note {
        /// The text.
        note: String,
    },
}

/// Worker to page, about what is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum StoreEvent {
    /// What is stored.
    Listed {
        /// Newest first.
        sessions: Vec<StoredSession>,
        /// Why nothing can be stored, in one sentence; none where it can.
        trouble: Option<String>,
    },
    /// A stored session is being opened.
    Continued {
        /// The id of the [`StoreCommand::Continue`].
        open_id: u32,
        /// The page's last [`StoreCommand::Note`] of it.
        note: String,
    },
}

/// A session that is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StoredSession {
    /// Its name in the store.
    pub id: String,
    /// The name of its text.
    pub name: String,
    /// When it was stored last, in milliseconds since 1970.
    pub saved_ms: f64,
    /// Words trained on.
    pub tokens_done: u64,
    /// Words of the whole run.
    pub tokens_total: u64,
    /// Bytes that it takes.
    pub n_bytes: u64,
    /// Whether it is what this tab has open.
    pub is_here: bool,
    /// Whether another tab has it open.
    pub is_elsewhere: bool,
    /// Whether the page should offer to go on with it.
    pub is_offered: bool,
}
