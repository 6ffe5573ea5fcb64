//! Where the reader has been: the words visited, and the word in the address.
//!
//! The address names the pinned word (`#word=king`), beside what came with a link (`state/link.rs`). A word that the reader
//! dwells on gets an entry of the browser's history; one that is passed by gives its place to the next.

use leptos::prelude::*;
use wasm_bindgen::JsValue;

use super::{Fact, Page};
use crate::ui::{link::Link, page::clock::now_ms, phrases};

/// Words that are remembered as visited.
const MOST_VISITED: usize = 50;
/// How long a word must stay pinned to be worth going back to, in milliseconds.
const DWELL_MS: f64 = 1500.0;

/// Where the reader has been.
#[derive(Clone, Copy)]
pub struct HistoryState {
    /// Words that were pinned, the last one at the end.
    pub visited: Fact<Vec<u32>>,
    /// When the entry of the history that is shown came up.
    since_ms: StoredValue<f64>,
}

impl HistoryState {
    pub(super) fn new() -> Self {
        Self { visited: Fact::new(Vec::new()), since_ms: StoredValue::new(0.0) }
    }
}

impl Page {
    /// Remembers a word that was pinned by the reader.
    pub(super) fn visit(self, word_id: u32) {
        if self.history.visited.with_untracked(|visited| visited.last() == Some(&word_id)) {
            // It may have been let go meanwhile.
            return self.write_address(Some(word_id), false);
        }
        self.history.visited.update(|visited| {
            visited.push(word_id);
            if visited.len() > MOST_VISITED {
                visited.remove(0);
            }
        });
        let has_dwelt = now_ms() - self.history.since_ms.get_value() >= DWELL_MS;
        self.write_address(Some(word_id), has_dwelt);
    }

    /// Names a word in the address, or none: in an entry of its own, or in the place of the last one.
    pub(super) fn write_address(self, word_id: Option<u32>, is_entry: bool) {
        let Some(hash) = self.hash_with_word(word_id.map(|word_id| untrack(|| self.word(word_id)))) else { return };
        self.history.since_ms.set_value(now_ms());
        let Ok(history) = window().history() else { return };
        // An empty address would leave the old one.
        let address = if hash.is_empty() { window().location().pathname().unwrap_or_default() } else { hash };
        // What the page writes is marked, and so told from an address that the reader types or follows. A browser that keeps
        // no history has a Back that leaves the page: nothing to report.
        let _ = if is_entry {
            history.push_state_with_url(&JsValue::TRUE, "", Some(&address))
        } else {
            history.replace_state_with_url(&JsValue::TRUE, "", Some(&address))
        };
    }

    /// Another entry of the history is shown from now on. It is the page's own: what is typed later is told from it.
    pub(super) fn has_come_to_entry(self) {
        self.history.since_ms.set_value(now_ms());
        if let Ok(history) = window().history() {
            let _ = history.replace_state_with_url(&JsValue::TRUE, "", None);
        }
    }

    /// The browser's Back and Forward go from word to word, and so does an address that is typed; one that names another run
    /// opens it.
    pub(super) fn follow_history(self) {
        let handle = window_event_listener(leptos::ev::popstate, move |event| {
            // Back never costs a run.
            let is_typed = !event.state().is_truthy();
            self.has_come_to_entry();
            let link = self.read_address();
            if is_typed && link != Link::of_word(link.word.clone()) {
                return self.follow_link(link);
            }
            // A word that this text does not have is told as any other that is looked for.
            if let Some(word) = link.word {
                return self.show_word_named(&word);
            }
            let first = self.run.opened.with_untracked(|opened| phrases::first_word(opened.as_deref()?));
            if let Some(word_id) = first {
                self.show_word(word_id);
            }
        });
        on_cleanup(move || handle.remove());
    }

    /// Pins a word by its name; looks for it where the vocabulary has none that is spelled so.
    pub(super) fn show_word_named(self, word: &str) {
        match self.word_id(word) {
            Some(word_id) => {
                self.show_word(word_id);
                self.history.visited.update(|visited| visited.push(word_id));
            }
            None => self.find(word),
        }
    }

    /// The id of a word that is spelled exactly so.
    pub(super) fn word_id(self, word: &str) -> Option<u32> {
        self.run.opened.with_untracked(|opened| {
            let place = opened.as_ref()?.words.iter().position(|known| known == word)?;
            Some(place as u32)
        })
    }
}
