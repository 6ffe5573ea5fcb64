//! The words that the reader points at and pins, and their neighbors.

use std::sync::Arc;

use leptos::prelude::*;

use super::{ColorBy, Fact, N_NEIGHBORS, Neighborhood, Page};
use crate::{
    protocol::{Answer, Measure, Phase, Progress, Question, Slot},
    ui::{hints::Hint, phrases},
};

/// Words that stand out, and what is near them.
#[derive(Clone, Copy)]
pub struct WordState {
    /// The word under the pointer, or walked to.
    pub hovered: Fact<Option<u32>>,
    pub hovered_near: Fact<Option<Neighborhood>>,
    /// The word of the word panel.
    pub pinned: Fact<Option<u32>>,
    pub pinned_near: Fact<Option<Neighborhood>>,
    /// The word of the list row under the pointer.
    pub linked: Fact<Option<u32>>,
    /// Two words of the heatmap that are joined on the map; the first one is pinned.
    pub joined: Fact<Option<[u32; 2]>>,
    /// Where the map should fly.
    pub fly_to: Fact<Option<u32>>,
    /// Neighbors of the pinned word.
    pub n_neighbors: Fact<u32>,
    /// By what.
    pub measure: Fact<Measure>,
    /// Why there are no neighbors by this measure.
    pub mishap: Fact<Option<String>>,
}

impl WordState {
    pub(super) fn new() -> Self {
        Self {
            hovered: Fact::new(None),
            hovered_near: Fact::new(None),
            pinned: Fact::new(None),
            pinned_near: Fact::new(None),
            linked: Fact::new(None),
            joined: Fact::new(None),
            fly_to: Fact::new(None),
            n_neighbors: Fact::new(N_NEIGHBORS),
            measure: Fact::new(Measure::Cosine),
            mishap: Fact::new(None),
        }
    }

    /// The word that the page is about, and its neighbors, from one answer: the hovered word's, else the pinned one's. None
    /// where the answer is still on its way.
    pub fn near(self) -> Option<Neighborhood> {
        let (hovered, pinned) = (self.hovered.get(), self.pinned.get());
        let (word_id, near) = match (hovered, pinned) {
            (Some(word_id), _) if hovered != pinned => (word_id, self.hovered_near),
            // Of the pinned word more is known, and by the measure that was chosen.
            (_, Some(word_id)) => (word_id, self.pinned_near),
            (Some(word_id), None) => (word_id, self.hovered_near),
            (None, None) => return None,
        };
        near.get().filter(|near| near.word_id == word_id)
    }

    /// Whether there is a word to show, whatever is known of it.
    pub fn has_word(self) -> bool {
        self.hovered.get().is_some() || self.pinned.get().is_some()
    }
}

impl Page {
    /// The pointer is over a word of the map, or over none.
    pub fn hover(self, word_id: Option<u32>) {
        if self.words.hovered.get_untracked() == word_id {
            return;
        }
        self.words.hovered.set(word_id);
        if word_id.is_some() {
            self.has_done(Hint::Hover);
            return self.ask_hovered();
        }
        self.line.withdraw(Slot::Hover);
        self.words.hovered_near.set(None);
    }

    pub(super) fn ask_hovered(self) {
        if let Some(word_id) = self.words.hovered.get_untracked() {
            let (k, measure) = (self.words.n_neighbors.get_untracked(), self.words.measure.get_untracked());
            self.ask(Slot::Hover, Question::Neighbors { word_id, k, measure });
        }
    }

    /// Keeps a word in the word panel, or none.
    pub fn pin(self, word_id: Option<u32>) {
        if self.words.joined.with_untracked(|joined| joined.is_some_and(|[first, _]| Some(first) != word_id)) {
            self.words.joined.set(None);
        }
        let is_let_go = word_id.is_none() && self.words.pinned.with_untracked(Option::is_some);
        self.words.pinned.set_if_new(word_id);
        if is_let_go {
            // A reload would bring it back.
            self.write_address(None, false);
        }
        if word_id.is_some() {
            self.ask_pinned();
        } else {
            self.line.withdraw(Slot::Pinned);
            self.line.withdraw(Slot::Color);
            self.words.pinned_near.set(None);
            self.words.mishap.set_if_new(None);
        }
        self.ask_both();
        if self.map.color_by.get_untracked() == ColorBy::Cosine {
            self.ask_coloring();
        }
    }

    /// Asks for the neighbors of the pinned word, as the reader wants them.
    pub(super) fn ask_pinned(self) {
        if let Some(word_id) = self.words.pinned.get_untracked() {
            let (k, measure) = (self.words.n_neighbors.get_untracked(), self.words.measure.get_untracked());
            self.ask(Slot::Pinned, Question::Neighbors { word_id, k, measure });
        }
    }

    /// Lists this many neighbors.
    pub fn choose_n_neighbors(self, n: u32) {
        self.words.n_neighbors.set(n);
        self.ask_pinned();
        self.ask_hovered();
    }

    /// Lists those that are near by another measure.
    pub fn choose_measure(self, measure: Measure) {
        self.words.measure.set(measure);
        self.ask_pinned();
        self.ask_hovered();
    }

    /// The pointer is over a row of a list, or over none.
    pub fn link(self, word_id: Option<u32>) {
        self.words.linked.set_if_new(word_id);
    }

    /// Keeps the word that the reader chose, or none, and remembers it.
    pub fn choose_word(self, word_id: Option<u32>) {
        self.words.joined.set_if_new(None);
        self.pin(word_id);
        self.take_into_scene(word_id);
        if let Some(word_id) = word_id {
            self.has_done(Hint::Click);
            // What a finger has tapped before stays hovered; the panel is about what was chosen since.
            if self.words.hovered.get_untracked() != Some(word_id) {
                self.hover(None);
            }
            self.visit(word_id);
        }
    }

    /// Pins a word and brings it to the middle of the map.
    pub fn pin_and_show(self, word_id: u32) {
        self.show_word(word_id);
        self.visit(word_id);
    }

    /// The same without remembering it: on the way back.
    pub(super) fn show_word(self, word_id: u32) {
        self.hover(None);
        self.words.joined.set_if_new(None);
        self.pin(Some(word_id));
        self.words.fly_to.set(Some(word_id));
    }

    /// The map is on its way to the word.
    pub fn has_set_out(self) {
        self.words.fly_to.set(None);
    }

    /// Pins the first word, and joins it with the second on the map.
    pub fn join(self, pair: [u32; 2]) {
        self.choose_word(Some(pair[0]));
        self.words.joined.set(Some(pair));
    }

    /// Separates two words that are joined.
    pub fn part(self) {
        if self.words.joined.with_untracked(Option::is_some) {
            self.pin(None);
        }
    }

    pub(super) fn show_neighbors(self, slot: Slot, answer: Answer) {
        let Answer::Neighbors { word_id, neighbors, recall, lengths, measure } = answer else { return };
        let near = Neighborhood { word_id, neighbors, recall, measure, lengths };
        if slot == Slot::Hover {
            return self.words.hovered_near.set(Some(near));
        }
        self.words.mishap.set_if_new(None);
        self.words.pinned_near.set(Some(near));
    }

    /// Whether vectors are as they were drawn, and training does not go on: whatever is near is near by chance.
    pub fn is_untrained(self) -> bool {
        let has_run = self.run.opened.with(|opened| {
            opened.as_ref().is_some_and(|opened| opened.record.is_of_run() && opened.record.loan.is_none())
        });
        let rests = |progress: &Progress| progress.phase == Phase::Paused && progress.tokens_done == 0;
        has_run && self.run.progress.with(|progress| progress.as_ref().is_some_and(rests))
    }

    /// Whether there is a run to go on with: loaded vectors have none.
    pub fn has_run(self) -> bool {
        self.run.opened.with(|opened| opened.as_ref().is_none_or(|opened| opened.record.is_of_run()))
    }

    /// Why there are no sentences to look into; none where there are.
    pub fn why_no_sentences(self) -> Option<&'static str> {
        let why = if self.has_run() { phrases::TEXT_LEFT_OUT } else { phrases::NO_SENTENCES };
        (!self.has_text()).then_some(why)
    }

    /// Whether there is a text: loaded vectors have none, and neither has a session that was saved without it.
    pub fn has_text(self) -> bool {
        self.run.opened.with(|opened| opened.as_ref().is_none_or(|opened| opened.has_text))
    }

    /// The words of a list as it was typed.
    pub fn words_of(self, list: &str) -> Vec<String> {
        self.run.opened.with_untracked(|opened| {
            let words = opened.as_ref().map(|opened| opened.words.as_slice()).unwrap_or_default();
            phrases::words_of(list, |word| words.iter().any(|known| known == word))
        })
    }

    /// The word with this id, of the text that is open.
    pub fn word(self, word_id: u32) -> String {
        self.run
            .opened
            .with(|opened| opened.as_ref().map(|opened| opened.shown(word_id).to_owned()).unwrap_or_default())
    }

    /// Words that the table does not have were composed of their parts.
    pub(super) fn take_composed(self, generation: u32, words: Vec<(u32, String)>) {
        if !self.is_current(generation) {
            return;
        }
        self.run.opened.update(|opened| {
            if let Some(opened) = opened.as_mut() {
                let composed = &mut Arc::make_mut(opened).composed;
                composed.retain(|(id, _)| words.iter().all(|(new, _)| new != id));
                composed.extend(words);
            }
        });
    }

    /// Whether a word is not in the table that is open but was composed of its parts.
    pub fn is_composed(self, word_id: u32) -> bool {
        self.run.opened.with(|opened| opened.as_ref().is_some_and(|opened| opened.is_composed(word_id)))
    }

    /// Which of some words were composed of their parts, in a sentence; none where none were.
    pub fn composed_among(self, words: &[String]) -> Option<String> {
        self.run.opened.with(|opened| {
            let composed = &opened.as_ref().filter(|opened| !opened.composed.is_empty())?.composed;
            let is_composed = |word: &&String| composed.iter().any(|(_, known)| known == *word);
            phrases::from_parts(&words.iter().filter(is_composed).cloned().collect::<Vec<_>>())
        })
    }

    /// Word ids change their meaning: forgets all that holds one.
    pub(super) fn forget_words(self) {
        self.hover(None);
        self.words.linked.set_if_new(None);
        self.words.joined.set_if_new(None);
        self.words.fly_to.set_if_new(None);
        self.words.pinned_near.set(None);
        self.words.mishap.set_if_new(None);
    }
}
