//! Where the reader has been: the words visited, and the word in the address.
//!
//! The address names the pinned word (`#word=king`). A word that the reader dwells on gets an entry of the browser's history;
//! one that is passed by gives its place to the next.

use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::UrlSearchParams;

use super::{Fact, Page};
use crate::ui::{page::clock::now_ms, phrases};

/// Words that are remembered as visited.
const MOST_VISITED: usize = 50;
/// How long a word must stay pinned to be worth going back to, in milliseconds.
const DWELL_MS: f64 = 1500.0;

/// The parameter of the address that names the pinned word.
const WORD: &str = "word";

/// Where the reader has been.
#[derive(Clone, Copy)]
pub struct HistoryState {
    /// Words that were pinned, the last one at the end.
    pub visited: Fact<Vec<u32>>,
    /// When the entry of the history that is shown came up.
    since_ms: StoredValue<f64>,
    /// The word that the address named when the page was opened; it is pinned once there is a text.
    wanted: StoredValue<Option<String>>,
}

impl HistoryState {
    pub(super) fn new() -> Self {
        Self {
            visited: Fact::new(Vec::new()),
            since_ms: StoredValue::new(0.0),
            wanted: StoredValue::new(word_in_address()),
        }
    }

    /// Takes the word that the address named when the page was opened.
    pub(super) fn take_wanted(self) -> Option<String> {
        self.since_ms.set_value(now_ms());
        self.wanted.try_update_value(Option::take).flatten()
    }
}

impl Page {
    /// Remembers a word that was pinned by the reader.
    pub(super) fn visit(self, word_id: u32) {
        if self.history.visited.with_untracked(|visited| visited.last() == Some(&word_id)) {
            return;
        }
        self.history.visited.update(|visited| {
            visited.push(word_id);
            if visited.len() > MOST_VISITED {
                visited.remove(0);
            }
        });
        let fragment = fragment_with_word(&untrack(|| self.word(word_id)));
        let now = now_ms();
        let has_dwelt = now - self.history.since_ms.get_value() >= DWELL_MS;
        self.history.since_ms.set_value(now);
        let Ok(history) = window().history() else { return };
        // A browser that keeps no history has a Back that leaves the page: nothing to report.
        let _ = if has_dwelt {
            history.push_state_with_url(&JsValue::NULL, "", Some(&fragment))
        } else {
            history.replace_state_with_url(&JsValue::NULL, "", Some(&fragment))
        };
    }

    /// The browser's Back and Forward go from word to word, and so does an address that is typed.
    pub(super) fn follow_history(self) {
        let handle = window_event_listener(leptos::ev::popstate, move |_| {
            self.history.since_ms.set_value(now_ms());
            // A word that this text does not have is told as any other that is looked for.
            if let Some(word) = word_in_address() {
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
    fn show_word_named(self, word: &str) {
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

/// The word that the address names.
fn word_in_address() -> Option<String> {
    parameters()?.get(WORD).filter(|word| !word.is_empty())
}

/// The fragment of the address with this word, other parameters as they are.
fn fragment_with_word(word: &str) -> String {
    parameters().map_or_else(String::new, |parameters| {
        parameters.set(WORD, word);
        format!("#{}", String::from(parameters.to_string()))
    })
}

fn parameters() -> Option<UrlSearchParams> {
    let fragment = window().location().hash().unwrap_or_default();
    UrlSearchParams::new_with_str(fragment.trim_start_matches('#')).ok()
}
