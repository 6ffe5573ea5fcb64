//! Words compared with each other: which, and in which order.

use leptos::prelude::*;

use super::{Fact, Heatmap, MOST_HEATMAP_WORDS, Page, Reply};
use crate::{
    protocol::{Answer, HeatmapOrder, Question, Slot},
    ui::heatmap_words,
};

/// The words of the heatmap and their cosines.
#[derive(Clone, Copy)]
pub struct HeatmapState {
    pub words: Fact<Vec<String>>,
    pub order: Fact<HeatmapOrder>,
    pub reply: Fact<Reply<Heatmap>>,
}

impl HeatmapState {
    pub(super) fn new() -> Self {
        Self {
            words: Fact::new(Vec::new()),
            order: Fact::new(HeatmapOrder::default()),
            reply: Fact::new(Reply::Nothing),
        }
    }
}

impl Page {
    /// Compares these words.
    pub fn compare(self, words: Vec<String>) {
        self.heatmap.words.set(words);
        self.ask_heatmap();
    }

    /// Orders rows and columns.
    pub fn order_heatmap(self, order: HeatmapOrder) {
        self.heatmap.order.set(order);
        self.ask_heatmap();
    }

    /// Takes `right` for `wrong`, and compares again.
    pub fn mend_heatmap(self, wrong: &str, right: &str) {
        self.heatmap.words.update(|words| {
            for word in words.iter_mut().filter(|word| *word == wrong) {
                right.clone_into(word);
            }
        });
        self.ask_heatmap();
    }

    /// Asks the cosines of the words chosen.
    pub(super) fn ask_heatmap(self) {
        let words = self.heatmap.words.get_untracked();
        if words.is_empty() {
            self.line.withdraw(Slot::Heatmap);
            return self.heatmap.reply.set(Reply::Nothing);
        }
        let has_topics = untrack(|| self.has_topics());
        if !has_topics && self.heatmap.order.get_untracked() == HeatmapOrder::Topic {
            self.heatmap.order.set(HeatmapOrder::Input);
        }
        self.ask(Slot::Heatmap, Question::Heatmap { words, order: self.heatmap.order.get_untracked() });
    }

    pub(super) fn show_heatmap(self, answer: Answer) {
        let Answer::Heatmap { word_ids, cosines } = answer else { return };
        let is_same = self.heatmap.reply.with_untracked(
            |reply| matches!(reply, Reply::Good(old) if old.word_ids == word_ids && old.cosines == cosines.0),
        );
        if !is_same {
            let words = untrack(|| word_ids.iter().map(|&word_id| self.word(word_id)).collect());
            self.heatmap.reply.set(Reply::Good(Heatmap { word_ids, words, cosines: cosines.0 }));
        }
    }

    /// Whether the words of the text have topics.
    pub fn has_topics(self) -> bool {
        self.run.opened.with(|opened| opened.as_ref().is_some_and(|opened| !opened.topics.is_empty()))
    }

    /// Names of the lists that may be compared: the text's own, the pinned word with its nearest, the marked words, and the
    /// topics.
    pub fn word_list_names(self) -> Vec<String> {
        let Some(opened) = self.run.opened.get() else { return Vec::new() };
        let mut names: Vec<String> = opened.heatmaps.iter().map(|(name, _)| name.clone()).collect();
        names.extend(self.words.pinned.get().map(|word_id| format!("neighbors of {}", self.word(word_id))));
        if self.map.selected.with(|selected| !selected.is_empty()) {
            names.push("marked words".to_owned());
        }
        names.extend(opened.topics.iter().map(|topic| format!("topic: {topic}")));
        names
    }

    /// The words of the list at a place of [`Page::word_list_names`]; none where they are not known yet.
    pub fn word_list(self, place: usize) -> Option<Vec<String>> {
        let opened = self.run.opened.get_untracked()?;
        let words = |ids: &[u32]| heatmap_words::words_of_ids(ids, |id| opened.word(id));
        let mut place = place;
        if let Some((_, words)) = opened.heatmaps.get(place) {
            return Some(words.clone());
        }
        place -= opened.heatmaps.len();
        if let Some(word_id) = self.words.pinned.get_untracked() {
            if place == 0 {
                let near = self.words.pinned_near.get_untracked().filter(|near| near.word_id == word_id)?;
                let ids: Vec<u32> = [word_id].into_iter().chain(near.neighbors.iter().map(|n| n.word_id)).collect();
                return Some(words(&ids));
            }
            place -= 1;
        }
        let selected = self.map.selected.get_untracked();
        if !selected.is_empty() {
            if place == 0 {
                return Some(words(&selected[..selected.len().min(MOST_HEATMAP_WORDS)]));
            }
            place -= 1;
        }
        (place < opened.topics.len()).then(|| heatmap_words::words_of_topic(&opened, place))
    }
}
