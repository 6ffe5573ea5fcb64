//! Looking for words: the search box, and the offers under every box that takes words.

use leptos::prelude::*;

use super::{Fact, Page, Reply, Unknown};
use crate::{
    protocol::{Answer, Question, Slot},
    ui::phrases,
};

/// Words offered under a text box.
const N_COMPLETIONS: u32 = 8;

/// What is looked for.
#[derive(Clone, Copy)]
pub struct SearchState {
    pub reply: Fact<Reply<u32>>,
    /// Words that begin as the text box with this name does.
    pub completions: Fact<(&'static str, Vec<String>)>,
}

impl SearchState {
    pub(super) fn new() -> Self {
        Self { reply: Fact::new(Reply::Nothing), completions: Fact::new(("", Vec::new())) }
    }
}

impl Page {
    /// Looks for a word as it was typed; it is pinned once found.
    pub fn find(self, word: &str) {
        let word = word.trim();
        if word.is_empty() {
            self.line.withdraw(Slot::Search);
            return self.search.reply.set(Reply::Nothing);
        }
        self.ask(Slot::Search, Question::Find { word: word.to_owned() });
    }

    /// Asks how the text in the box named `field` might go on or, for a search, which words it may mean. The offers for the
    /// text before stay until there are others.
    pub fn complete(self, field: &'static str, text: &str, is_search: bool) {
        let is_other_field = self.search.completions.with_untracked(|(known, _)| *known != field);
        if text.is_empty() || is_other_field {
            self.search.completions.set((field, Vec::new()));
        }
        if text.is_empty() {
            return self.line.withdraw(Slot::Completion);
        }
        let (text, k) = (text.to_owned(), N_COMPLETIONS);
        let question = if is_search { Question::Search { text, k } } else { Question::Complete { prefix: text, k } };
        self.ask(Slot::Completion, question);
    }

    pub(super) fn show_completions(self, answer: &Answer) {
        if let Answer::Completions { word_ids, .. } = answer {
            let words = untrack(|| word_ids.iter().map(|&word_id| self.word(word_id)).collect());
            self.search.completions.update(|completions| completions.1 = words);
        }
    }

    /// What there is to say of a word that is not there.
    pub fn say_unknown(self, unknown: &Unknown) -> String {
        let has_text = self.run.opened.with_untracked(|opened| opened.as_ref().is_none_or(|opened| opened.has_text));
        phrases::unknown_word(&unknown.word, &unknown.why, has_text)
    }
}
