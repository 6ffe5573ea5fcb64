//! Words compared with each other: which, in which order, and which two are joined on the map.

use leptos::prelude::*;

use super::{MOST_HEATMAP_WORDS, Page, Reply};
use crate::{
    protocol::{HeatmapOrder, Question, Slot},
    ui::heatmap_words,
};

impl Page {
    /// Asks the cosines of the words chosen.
    pub fn ask_heatmap(self) {
        let words = self.heatmap_words.get_untracked();
        if words.is_empty() {
            return self.heatmap.set(Reply::Nothing);
        }
        let has_topics = untrack(|| self.has_topics());
        if !has_topics && self.heatmap_order.get_untracked() == HeatmapOrder::Topic {
            self.heatmap_order.set(HeatmapOrder::Input);
        }
        self.ask(Slot::Heatmap, Question::Heatmap { words, order: self.heatmap_order.get_untracked() });
    }

    /// Compares these words.
    pub fn compare(self, words: Vec<String>) {
        self.heatmap_words.set(words);
        self.ask_heatmap();
    }

    /// Whether the words of the text have topics.
    pub fn has_topics(self) -> bool {
        self.opened.with(|opened| opened.as_ref().is_some_and(|opened| !opened.topics.is_empty()))
    }

    /// Lists of words that may be compared, by name: the text's own, the pinned word with its nearest, the marked words,
    /// and those of each topic.
    pub fn word_lists(self) -> Vec<(String, Vec<String>)> {
        let Some(opened) = self.opened.get() else { return Vec::new() };
        let words = |ids: &[u32]| heatmap_words::words_of_ids(ids, &opened.words);
        let mut lists = opened.heatmaps.clone();
        self.pinned_near.with(|near| {
            if let Some(near) = near {
                let mut ids = vec![near.word_id];
                ids.extend(near.neighbors.iter().map(|neighbor| neighbor.word_id));
                let words = words(&ids);
                lists.extend(words.first().map(|word| (format!("neighbors of {word}"), words.clone())));
            }
        });
        self.map.selected.with(|selected| {
            if !selected.is_empty() {
                let most = selected.len().min(MOST_HEATMAP_WORDS);
                lists.push(("marked words".to_owned(), words(&selected[..most])));
            }
        });
        let topics = opened.topics.iter().enumerate();
        lists.extend(
            topics.map(|(place, topic)| (format!("topic: {topic}"), heatmap_words::words_of_topic(&opened, place))),
        );
        lists
    }

    /// Pins the first word, and joins it with the second on the map.
    pub fn join(self, pair: [u32; 2]) {
        self.choose_word(Some(pair[0]));
        self.joined.set(Some(pair));
    }

    /// Lets go of two words that are joined.
    pub fn part(self) {
        if self.joined.with_untracked(Option::is_some) {
            self.pin(None);
        }
    }
}
