//! What the text says of a word, or of a pair.

use leptos::prelude::*;

use super::{Fact, Page};
use crate::protocol::{Command, Evidence};

/// The dialog with what was found in the text.
#[derive(Clone, Copy)]
pub struct EvidenceState {
    pub found: Fact<Option<Evidence>>,
    pub is_open: Fact<bool>,
}

impl EvidenceState {
    pub(super) fn new() -> Self {
        Self { found: Fact::new(None), is_open: Fact::new(false) }
    }

    /// The worker that was looking is gone: a dialog that still waits for it closes.
    pub(super) fn stop_waiting(self) {
        if self.found.with_untracked(Option::is_none) {
            self.is_open.set_if_new(false);
        }
    }
}

impl Page {
    /// Looks a word up in the text, or a pair.
    pub fn explain(self, word_id: u32, other: Option<u32>) {
        self.evidence.found.set(None);
        // Where there is no worker, the words of the text that opens again are not known yet.
        let has_worker = self.line.fault.with_untracked(Option::is_none);
        self.evidence.is_open.set(has_worker);
        self.send(Command::Explain { word_id, other });
    }

    /// Closes the dialog.
    pub fn close_evidence(self) {
        self.evidence.is_open.set_if_new(false);
    }

    pub(super) fn show_evidence(self, evidence: Evidence) {
        if self.is_current(evidence.generation) {
            self.evidence.found.set(Some(evidence));
        }
    }
}
