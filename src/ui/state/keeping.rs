//! A model that is kept, and how the current one differs from it.

use leptos::prelude::*;

use super::Page;
use crate::protocol::{Answer, Command, Compared, Neighbor, Question, Slot};

/// The neighbors of a word in two models.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::ui) struct BothNeighborhoods {
    pub(in crate::ui) word_id: u32,
    /// In the current model.
    pub(in crate::ui) now: Vec<Neighbor>,
    /// In the one that is kept.
    pub(in crate::ui) kept: Vec<Neighbor>,
    /// How alike they are; none where one model lacks the word.
    pub(in crate::ui) jaccard: Option<f32>,
}

/// What is known of the model that is kept.
#[derive(Clone, Copy)]
pub(in crate::ui) struct KeepState {
    /// None while no model is kept.
    pub(in crate::ui) compared: RwSignal<Option<Compared>>,
    /// Of the pinned word.
    pub(in crate::ui) both: RwSignal<Option<BothNeighborhoods>>,
}

impl KeepState {
    pub(super) fn new() -> Self {
        Self { compared: RwSignal::new(None), both: RwSignal::new(None) }
    }
}

impl Page {
    /// Keeps the model that is open as it is now.
    pub(in crate::ui) fn keep_model(self) {
        if let Some(generation) = self.opened.with_untracked(|opened| opened.as_ref().map(|o| o.generation)) {
            self.send(Command::KeepModel { generation });
        }
    }

    /// Lets go of the model that is kept.
    pub(in crate::ui) fn drop_kept_model(self) {
        self.send(Command::DropKeptModel);
    }

    pub(super) fn show_compared(self, compared: Option<Compared>) {
        if compared.as_ref().is_some_and(|compared| !self.is_current(compared.generation)) {
            return;
        }
        // A report of how far it is says nothing new of the neighbors.
        let is_same_model = self
            .keeping
            .compared
            .with_untracked(|old| old.as_ref().map(|old| &old.kept) == compared.as_ref().map(|new| &new.kept));
        self.keeping.compared.set(compared);
        if !is_same_model {
            self.ask_both();
        }
    }

    /// Asks for the neighbors of the pinned word in both models.
    pub(super) fn ask_both(self) {
        let is_kept = self.keeping.compared.with_untracked(Option::is_some);
        match self.pinned.get_untracked() {
            Some(word_id) if is_kept => self.ask(Slot::Compare, Question::SideBySide { word_id }),
            _ => self.keeping.both.set(None),
        }
    }

    pub(super) fn show_both(self, answer: Answer) {
        if let Answer::SideBySide { word_id, now, kept, jaccard } = answer {
            self.keeping.both.set(Some(BothNeighborhoods { word_id, now, kept, jaccard }));
        }
    }
}
