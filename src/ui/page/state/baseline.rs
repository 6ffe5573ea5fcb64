//! The baseline, and how the current model differs from it.

use leptos::prelude::*;

use super::{Fact, Page};
use crate::protocol::{Answer, Command, Compared, Neighbor, Question, Slot};

/// The neighbors of a word in two models.
#[derive(Clone, Debug, PartialEq)]
pub struct BothNeighborhoods {
    pub word_id: u32,
    /// In the current model.
    pub now: Vec<Neighbor>,
    /// In the baseline.
    pub baseline: Vec<Neighbor>,
    /// How alike they are; none where one model lacks the word.
    pub jaccard: Option<f32>,
}

/// What is known of the baseline.
#[derive(Clone, Copy)]
pub struct BaselineState {
    /// None while there is no baseline.
    pub compared: Fact<Option<Compared>>,
    /// Of the pinned word.
    pub both: Fact<Option<BothNeighborhoods>>,
}

impl BaselineState {
    pub(super) fn new() -> Self {
        Self { compared: Fact::new(None), both: Fact::new(None) }
    }

    /// It died with its worker.
    pub(super) fn forget(self) {
        self.compared.set_if_new(None);
        self.both.set_if_new(None);
    }
}

impl Page {
    /// Lays the model that is open aside as it is now.
    pub fn set_baseline(self) {
        if let Some(generation) = self.run.opened.with_untracked(|opened| opened.as_ref().map(|o| o.generation)) {
            self.send(Command::SetBaseline { generation });
        }
    }

    /// Discards the baseline.
    pub fn discard_baseline(self) {
        self.send(Command::DiscardBaseline);
    }

    pub(super) fn show_compared(self, compared: Option<Compared>) {
        if compared.as_ref().is_some_and(|compared| !self.is_current(compared.generation)) {
            return;
        }
        // A report of how far it is says nothing new of the neighbors.
        let is_same_model = self
            .baseline
            .compared
            .with_untracked(|old| old.as_ref().map(|old| &old.baseline) == compared.as_ref().map(|new| &new.baseline));
        self.baseline.compared.set(compared);
        if !is_same_model {
            self.ask_both();
        }
    }

    /// Asks for the neighbors of the pinned word in both models.
    pub(super) fn ask_both(self) {
        let has_baseline = self.baseline.compared.with_untracked(Option::is_some);
        match self.words.pinned.get_untracked() {
            Some(word_id) if has_baseline => self.ask(Slot::Compare, Question::SideBySide { word_id }),
            _ => {
                self.line.withdraw(Slot::Compare);
                self.baseline.both.set_if_new(None);
            }
        }
    }

    pub(super) fn show_both(self, answer: Answer) {
        if let Answer::SideBySide { word_id, now, baseline, jaccard } = answer {
            self.baseline.both.set(Some(BothNeighborhoods { word_id, now, baseline, jaccard }));
        }
    }
}
