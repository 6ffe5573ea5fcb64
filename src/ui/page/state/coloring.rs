//! What the colors of the points say.

use std::sync::Arc;

use leptos::prelude::*;

use super::Page;
use crate::{
    chart::{Coloring, NO_CLASS, format, frequency_shares, rank_shares},
    protocol::{Answer, Clusters, Command, N_CLUSTERS, NOT_MEASURED, Question, Slot},
    ui::{color_by::ColorBy, groups::follow_groups},
};

impl Page {
    /// What the colors say.
    pub fn color(self, color_by: ColorBy) {
        self.map.hidden_classes.set(Vec::new());
        self.map.color_by.set(color_by);
        self.change_view(|view| view.measures_all = color_by == ColorBy::Recall);
        self.ask_coloring();
    }

    /// Asks the worker for what the colors say, where they say something that it alone knows.
    pub(super) fn ask_coloring(self) {
        match self.map.color_by.get_untracked() {
            ColorBy::Cluster => {
                // Before training, words point anywhere.
                let has_trained = self.run.progress.with_untracked(|p| p.as_ref().is_some_and(|p| p.tokens_done > 0));
                if has_trained {
                    self.send(Command::Cluster { k: N_CLUSTERS });
                }
            }
            ColorBy::Cosine => {
                if let Some(word_id) = self.words.pinned.get_untracked() {
                    self.ask(Slot::Color, Question::Cosines { word_id });
                }
            }
            ColorBy::Topic | ColorBy::Frequency | ColorBy::Recall => {}
        }
    }

    pub(super) fn show_cosines(self, answer: Answer) {
        if let Answer::Cosines { word_id, cosines } = answer {
            self.map.cosines.set(Some((word_id, Arc::new(cosines.0))));
        }
    }

    pub(super) fn show_clusters(self, clusters: Clusters) {
        if self.is_current(clusters.generation) {
            // Groups that are found anew have other numbers: those that were toggled off stay so under theirs.
            let hidden = self.map.hidden_classes.get_untracked();
            let old = self.map.clusters.get_untracked();
            let followed = old.map(|old| follow_groups(&old.group_of_word, &clusters.group_of_word, &hidden));
            self.map.hidden_classes.set_if_new(followed.unwrap_or_default());
            self.map.clusters.set(Some(Arc::new(clusters)));
        }
    }

    /// The coloring of the points as it is now.
    pub fn coloring(self) -> Coloring {
        let mode = self.theme.mode.get();
        let of_opened = |make: &dyn Fn(&crate::protocol::Opened) -> Coloring| {
            self.run.opened.with(|opened| opened.as_ref().map(|opened| make(opened)).unwrap_or_default())
        };
        match self.map.color_by.get() {
            ColorBy::Topic => {
                of_opened(&|opened| Coloring::of_groups(mode, &opened.topic_of_word, opened.topics.clone()))
            }
            ColorBy::Frequency => of_opened(&|opened| {
                let n_words = opened.words.len();
                if opened.counts.is_empty() {
                    // Without counts the order of the words stands for them.
                    let ends = [n_words as u64, 1].map(|rank| format!("rank {}", format::count(rank)));
                    return Coloring::of_shares(mode, rank_shares(n_words).into_iter(), ends);
                }
                let (least, most) = (opened.counts.iter().min(), opened.counts.iter().max());
                let ends = [least, most].map(|count| format::count(u64::from(count.copied().unwrap_or(0))));
                Coloring::of_shares(
                    mode,
                    frequency_shares(&opened.counts).into_iter(),
                    ends.map(|n| format!("{n} times")),
                )
            }),
            ColorBy::Recall => self.map.recall.with(|recall| {
                let of_word = recall.as_ref().map(|recall| recall.of_word.as_slice()).unwrap_or_default();
                let share = |&n: &u8| if n == NOT_MEASURED { f64::NAN } else { f64::from(n) / 10.0 };
                Coloring::of_shares(mode, of_word.iter().map(share), ["0 of 10 kept".to_owned(), "all 10".to_owned()])
            }),
            ColorBy::Cluster => self.map.clusters.with(|clusters| {
                clusters.as_ref().map_or_else(Coloring::default, |clusters| {
                    let name = |words: &Vec<u32>| {
                        words.iter().take(2).map(|&word_id| self.word(word_id)).collect::<Vec<_>>().join(", ")
                    };
                    Coloring::of_groups(mode, &clusters.group_of_word, clusters.central.iter().map(name).collect())
                })
            }),
            ColorBy::Cosine => self.map.cosines.with(|cosines| {
                cosines.as_ref().map_or_else(Coloring::default, |(word_id, cosines)| {
                    Coloring::of_cosines(mode, cosines, &self.word(*word_id))
                })
            }),
        }
    }

    /// Shows a class of the coloring again, or no more.
    pub fn toggle_class(self, class: u8) {
        self.map.hidden_classes.update(|hidden| {
            if let Some(place) = hidden.iter().position(|&known| known == class) {
                hidden.remove(place);
            } else if class != NO_CLASS {
                hidden.push(class);
            }
        });
    }
}
