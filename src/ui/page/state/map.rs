//! What the reader does with the map: what it shows, its colors, what is marked, where they have been.

use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen::JsValue;

use super::Page;
use crate::{
    chart::{Coloring, NO_CLASS, format, frequency_shares},
    protocol::{
        Answer, AxisWords, Clusters, Command, Frame, Mapping, NOT_MEASURED, Projection, Question, Recall, Slot, View,
    },
    ui::{phrases, trail::Trail},
};

/// Groups of the coloring by cluster.
const N_CLUSTERS: u32 = 12;
/// Words that are remembered as visited.
const MOST_VISITED: usize = 50;
/// Words that a heatmap compares at most.
pub const MOST_HEATMAP_WORDS: usize = 200;

/// What the colors of the points say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColorBy {
    #[default]
    Topic,
    Cluster,
    Frequency,
    Recall,
    Cosine,
}

impl ColorBy {
    pub const ALL: [Self; 5] = [Self::Topic, Self::Cluster, Self::Frequency, Self::Recall, Self::Cosine];

    /// As the page says it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Topic => "topic",
            Self::Cluster => "cluster",
            Self::Frequency => "frequency",
            Self::Recall => "neighbors kept",
            Self::Cosine => "cosine to the pinned word",
        }
    }
}

/// A kind of picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Picture {
    Svg,
    Png,
}

/// The map's part of the page.
#[derive(Clone, Copy)]
pub struct MapState {
    /// What it shows.
    pub view: RwSignal<View>,
    pub color_by: RwSignal<ColorBy>,
    /// Classes of the coloring that are toggled off.
    pub hidden_classes: RwSignal<Vec<u8>>,
    pub recall: RwSignal<Option<Arc<Recall>>>,
    clusters: RwSignal<Option<Arc<Clusters>>>,
    /// Cosines of all words to one.
    cosines: RwSignal<Option<(u32, Arc<Vec<f32>>)>>,
    /// Words that are marked, by rising id.
    pub selected: RwSignal<Arc<Vec<u32>>>,
    /// The frame of an earlier moment that is shown instead of the newest.
    pub replayed: RwSignal<Option<Arc<Frame>>>,
    /// How the map came about.
    pub trail: StoredValue<Trail>,
    /// Frames of the trail.
    pub trail_len: RwSignal<usize>,
    /// Whether the keys of the map are listed.
    pub shows_keys: RwSignal<bool>,
    /// Whether the map's words are listed as a table.
    pub shows_table: RwSignal<bool>,
    /// A picture that the reader wants of the map.
    pub wanted_picture: RwSignal<Option<Picture>>,
    /// Whether a drag draws a lasso.
    pub has_lasso: RwSignal<bool>,
    /// Words that were pinned, the last one at the end.
    pub visited: RwSignal<Vec<u32>>,
    /// The words of the axes as they were typed.
    pub axes: RwSignal<[String; 2]>,
    /// The same of the axes that the map lies along.
    pub axes_in_force: RwSignal<[String; 2]>,
    /// Why the axes as typed cannot be had.
    pub axes_mishap: RwSignal<Option<String>>,
}

impl MapState {
    pub(super) fn new() -> Self {
        Self {
            view: RwSignal::new(View::default()),
            color_by: RwSignal::new(ColorBy::default()),
            hidden_classes: RwSignal::new(Vec::new()),
            recall: RwSignal::new(None),
            clusters: RwSignal::new(None),
            cosines: RwSignal::new(None),
            selected: RwSignal::new(Arc::default()),
            replayed: RwSignal::new(None),
            trail: StoredValue::new(Trail::default()),
            trail_len: RwSignal::new(0),
            shows_keys: RwSignal::new(false),
            shows_table: RwSignal::new(false),
            wanted_picture: RwSignal::new(None),
            has_lasso: RwSignal::new(false),
            visited: RwSignal::new(Vec::new()),
            axes: RwSignal::new(["woman - man".to_owned(), "king queen - man woman".to_owned()]),
            axes_in_force: RwSignal::new([const { String::new() }; 2]),
            axes_mishap: RwSignal::new(None),
        }
    }

    /// Tracks what the controls over the map change their size with.
    pub fn track_controls(self) {
        self.color_by.track();
        self.clusters.track();
        self.view.track();
        self.axes_mishap.track();
        self.selected.track();
    }
}

impl Page {
    /// Shows another map.
    pub fn change_view(self, change: impl FnOnce(&mut View)) {
        let mut view = self.map.view.get_untracked();
        change(&mut view);
        if view != self.map.view.get_untracked() {
            self.map.view.set(view.clone());
            self.send(Command::Show { view });
            if self.map.color_by.get_untracked() == ColorBy::Cluster {
                self.ask_coloring();
            }
        }
    }

    /// Lays the map along the axes as they are typed, once the worker knows their words.
    pub fn ask_axes(self) {
        let [x, y] = self.map.axes.get_untracked();
        self.ask(Slot::Axes, Question::Axes { x, y });
    }

    /// The words of the axes, or what is wrong with them.
    pub(super) fn show_axes(self, answer: Result<[AxisWords; 2], String>) {
        match answer {
            Ok([x, y]) => {
                self.map.axes_in_force.set(self.map.axes.get_untracked());
                self.map.axes_mishap.set(None);
                self.change_view(|view| view.projection = Projection::Axes { x, y });
            }
            Err(message) => self.map.axes_mishap.set(Some(message)),
        }
    }

    /// Along what the map lies, or is about to.
    pub fn shown_mapping(self) -> Mapping {
        if self.tsne.is_open.get() { Mapping::Placed } else { self.map.view.with(|view| view.projection.mapping()) }
    }

    /// Along what the map shall lie.
    pub fn choose_mapping(self, mapping: Mapping) {
        self.stop_tsne();
        self.tsne.is_open.set(mapping == Mapping::Placed);
        match mapping {
            Mapping::Components => {
                self.map.axes_mishap.set(None);
                self.change_view(|view| view.projection = View::default().projection);
            }
            Mapping::Axes => self.ask_axes(),
            Mapping::Placed => self.run_tsne(),
        }
    }

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
                let has_trained = self.progress.with_untracked(|p| p.as_ref().is_some_and(|p| p.tokens_done > 0));
                if has_trained {
                    self.send(Command::Cluster { k: N_CLUSTERS });
                }
            }
            ColorBy::Cosine => {
                if let Some(word_id) = self.pinned.get_untracked() {
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
            // Groups that are found anew have other numbers.
            self.map.hidden_classes.set(Vec::new());
            self.map.clusters.set(Some(Arc::new(clusters)));
        }
    }

    pub(super) fn show_recall(self, recall: Recall) {
        let is_of_frame =
            self.frame.with_untracked(|frame| frame.as_ref().is_some_and(|frame| frame.serial == recall.serial));
        if self.is_current(recall.generation) && is_of_frame {
            self.map.recall.set(Some(Arc::new(recall)));
        }
    }

    /// Word ids have changed their meaning: forgets all that holds one.
    pub(super) fn forget_words_of_map(self) {
        self.map.selected.set(Arc::default());
        self.map.visited.set(Vec::new());
        self.map.cosines.set(None);
    }

    /// Another model: the worker has gone back to the components of all words.
    pub(super) fn start_map_over(self) {
        self.map.recall.set(None);
        self.map.clusters.set(None);
        self.map.axes_mishap.set(None);
        self.tsne.is_open.set(false);
        self.map.view.update(|view| *view = view.of_other_words());
    }

    /// The coloring of the points as it is now.
    pub fn coloring(self) -> Coloring {
        let mode = self.theme.mode.get();
        let of_opened = |make: &dyn Fn(&crate::protocol::Opened) -> Coloring| {
            self.opened.with(|opened| opened.as_ref().map(|opened| make(opened)).unwrap_or_default())
        };
        match self.map.color_by.get() {
            ColorBy::Topic => {
                of_opened(&|opened| Coloring::of_groups(mode, &opened.topic_of_word, opened.topics.clone()))
            }
            ColorBy::Frequency => of_opened(&|opened| {
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
                cosines.as_ref().map_or_else(Coloring::default, |(_, cosines)| Coloring::of_cosines(mode, cosines))
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

    /// Marks words.
    pub fn select(self, word_ids: Vec<u32>) {
        self.map.selected.set(Arc::new(word_ids));
    }

    /// The map of the marked words alone.
    pub fn isolate_selected(self) {
        let only = self.map.selected.get_untracked().to_vec();
        self.select(Vec::new());
        self.change_view(|view| view.only = only);
    }

    /// The map without the marked words.
    pub fn hide_selected(self) {
        let hidden = self.map.selected.get_untracked();
        self.select(Vec::new());
        self.change_view(|view| view.hidden.extend(hidden.iter()));
    }

    /// The map of all words again.
    pub fn show_all(self) {
        self.change_view(|view| (view.only, view.hidden) = (Vec::new(), Vec::new()));
    }

    /// The marked words in the heatmap, the most frequent where there are too many.
    pub fn compare_selected(self) {
        let selected = self.map.selected.get_untracked();
        let words = selected.iter().take(MOST_HEATMAP_WORDS).map(|&word_id| untrack(|| self.word(word_id)));
        self.compare(words.collect());
    }

    /// Keeps a frame to look back at.
    pub(super) fn remember_frame(self, frame: &Arc<Frame>) {
        self.map.trail.update_value(|trail| trail.push(Arc::clone(frame)));
        self.map.trail_len.set(self.map.trail.with_value(Trail::len));
    }

    /// The frame that the map shows: of an earlier moment, on its way through t-SNE, or the newest.
    pub fn shown_frame(self) -> Option<Arc<Frame>> {
        self.map.replayed.get().or_else(|| self.tsne.frame.get()).or_else(|| self.frame.get())
    }

    /// Shows the map as it was at a place of the trail; as it is, at its end.
    pub fn replay(self, place: usize) {
        let frame =
            self.map.trail.with_value(|trail| if place + 1 >= trail.len() { None } else { trail.get(place).cloned() });
        self.map.replayed.set(frame);
    }

    /// Remembers a word that was pinned by the reader.
    pub(super) fn visit(self, word_id: u32) {
        if self.map.visited.with_untracked(|visited| visited.last() == Some(&word_id)) {
            return;
        }
        self.map.visited.update(|visited| {
            visited.push(word_id);
            if visited.len() > MOST_VISITED {
                visited.remove(0);
            }
        });
        let word = untrack(|| self.word(word_id));
        // A browser that keeps no history has a Back that leaves the page: nothing to report.
        let _ = window().history().and_then(|history| history.push_state(&JsValue::from_str(&word), ""));
    }

    /// The browser's Back and Forward go from word to word.
    pub fn follow_history(self) {
        let handle = window_event_listener(leptos::ev::popstate, move |event| {
            let word = event.state().as_string();
            let wanted = self.opened.with_untracked(|opened| {
                let opened = opened.as_ref()?;
                let at = |word: &String| opened.words.iter().position(|known| known == word).map(|id| id as u32);
                word.as_ref().map_or_else(|| phrases::first_word(opened), at)
            });
            if let Some(word_id) = wanted {
                self.show_word(word_id);
            }
        });
        on_cleanup(move || handle.remove());
    }
}
