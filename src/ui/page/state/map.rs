//! What the reader does with the map: what it shows, and what is marked.

use std::sync::Arc;

use leptos::prelude::*;

use super::{ColorBy, Fact, Page};
use crate::{
    protocol::{AxisWords, Clusters, Command, Frame, Mapping, Phase, Projection, Question, Recall, Slot, View},
    ui::{gestures::Pen, heatmap_words::MOST_HEATMAP_WORDS, page::clock::now_ms, phrases, trail::Trail},
};

/// How often a reader who prefers stillness sees how far the map is while it trains, in milliseconds.
const STILL_MS: f64 = 3000.0;

/// A kind of picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Picture {
    Svg,
    Png,
}

/// The map's part of the page.
#[derive(Clone, Copy)]
pub struct MapState {
    /// The newest frame.
    pub frame: Fact<Option<Arc<Frame>>>,
    /// A frame that waits, for readers who prefer stillness: it is shown after a while, or once training rests.
    held_frame: StoredValue<Option<Arc<Frame>>>,
    /// When the last frame was shown while training, in milliseconds since the page was opened.
    shown_ms: StoredValue<f64>,
    /// What it shows.
    pub view: Fact<View>,
    pub color_by: Fact<ColorBy>,
    /// Classes of the coloring that are toggled off.
    pub hidden_classes: Fact<Vec<u8>>,
    pub recall: Fact<Option<Arc<Recall>>>,
    pub(super) clusters: Fact<Option<Arc<Clusters>>>,
    /// Cosines of all words to one.
    pub(super) cosines: Fact<Option<(u32, Arc<Vec<f32>>)>>,
    /// Words that are marked, by rising id.
    pub selected: Fact<Arc<Vec<u32>>>,
    /// The frame of an earlier moment that is shown instead of the newest.
    pub replayed: Fact<Option<Arc<Frame>>>,
    /// How the map came about.
    pub trail: StoredValue<Trail>,
    /// Frames of the trail.
    pub trail_len: Fact<usize>,
    /// A picture that the reader wants of the map.
    pub wanted_picture: Fact<Option<Picture>>,
    /// What a drag draws; where nothing, it moves the map.
    pub pen: Fact<Option<Pen>>,
    /// The words of the axes as they were typed.
    pub axes: Fact<[String; 2]>,
    /// The same of the axes that the map lies along.
    pub axes_in_force: Fact<[String; 2]>,
    /// Why the axes as typed cannot be had.
    pub axes_mishap: Fact<Option<String>>,
}

impl MapState {
    pub(super) fn new() -> Self {
        Self {
            frame: Fact::new(None),
            held_frame: StoredValue::new(None),
            shown_ms: StoredValue::new(0.0),
            view: Fact::new(View::default()),
            color_by: Fact::new(ColorBy::default()),
            hidden_classes: Fact::new(Vec::new()),
            recall: Fact::new(None),
            clusters: Fact::new(None),
            cosines: Fact::new(None),
            selected: Fact::new(Arc::default()),
            replayed: Fact::new(None),
            trail: StoredValue::new(Trail::default()),
            trail_len: Fact::new(0),
            wanted_picture: Fact::new(None),
            pen: Fact::new(None),
            axes: Fact::new(["woman - man".to_owned(), "king queen - man woman".to_owned()]),
            axes_in_force: Fact::new([const { String::new() }; 2]),
            axes_mishap: Fact::new(None),
        }
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

    /// Types the words of an axis: 0 goes to the right, 1 upwards.
    pub fn choose_axis(self, place: usize, words: String) {
        self.map.axes.update(|axes| axes[place] = words);
        self.ask_axes();
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
        if self.tsne.progress.with(Option::is_some) {
            Mapping::Placed
        } else {
            self.map.view.with(|view| view.projection.mapping())
        }
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

    pub(super) fn show_recall(self, recall: Recall) {
        let is_of_frame =
            self.map.frame.with_untracked(|frame| frame.as_ref().is_some_and(|frame| frame.serial == recall.serial));
        if self.is_current(recall.generation) && is_of_frame {
            self.map.recall.set(Some(Arc::new(recall)));
        }
    }

    /// Word ids have changed their meaning: forgets all that holds one.
    pub(super) fn forget_words_of_map(self) {
        self.map.selected.set(Arc::default());
        self.history.visited.set(Vec::new());
        self.map.cosines.set(None);
    }

    /// Another model: the worker has gone back to the components of all words.
    pub(super) fn start_map_over(self) {
        self.map.held_frame.set_value(None);
        self.map.recall.set(None);
        self.map.clusters.set(None);
        self.map.axes_mishap.set_if_new(None);
        self.tsne.is_open.set_if_new(false);
        self.map.view.maybe_update(|view| {
            let other = view.of_other_words();
            let is_other = *view != other;
            *view = other;
            is_other
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
        self.choose_tab(super::Tab::Explore);
    }

    /// What a drag draws from now on.
    pub fn take_pen(self, pen: Option<Pen>) {
        self.map.pen.set_if_new(pen);
    }

    /// A picture of the map is wanted as a file.
    pub fn want_picture(self, kind: Picture) {
        self.map.wanted_picture.set(Some(kind));
    }

    /// It is being made.
    pub fn has_made_picture(self) {
        self.map.wanted_picture.set(None);
    }

    /// A new frame. A reader who prefers stillness sees one every few seconds while training, and the last one.
    pub(super) fn show_frame(self, frame: Frame) {
        let serial = frame.serial;
        if !self.is_current(frame.generation) {
            // It is never drawn; the worker need not wait for it.
            return self.send(Command::FrameShown { serial });
        }
        let is_training = self
            .run
            .progress
            .with_untracked(|progress| progress.as_ref().is_none_or(|progress| progress.phase == Phase::Training));
        let is_other_map = self.map.frame.with_untracked(|old| old.as_ref().is_some_and(|old| old.view != frame.view));
        if is_other_map {
            // How many of its neighbors this map keeps is another matter.
            self.pin(self.words.pinned.get_untracked());
        }
        let frame = Arc::new(frame);
        self.remember_frame(&frame);
        // Whoever looks back sees the newest again when there is a newer one.
        self.map.replayed.set_if_new(None);
        let now = now_ms();
        let waits = self.prefers_stillness.get_untracked()
            && is_training
            && !is_other_map
            && now - self.map.shown_ms.get_value() < STILL_MS;
        if waits {
            self.map.held_frame.set_value(Some(frame));
            return self.send(Command::FrameShown { serial });
        }
        self.map.shown_ms.set_value(now);
        self.map.held_frame.set_value(None);
        self.map.frame.set(Some(frame));
    }

    /// A frame was drawn; the worker may send the next.
    pub fn has_drawn(self, serial: u32) {
        self.has_begun();
        self.send(Command::FrameShown { serial });
    }

    /// Training rests: the map shows what it came to.
    pub(super) fn show_held_frame(self) {
        if let Some(frame) = self.map.held_frame.try_update_value(Option::take).flatten() {
            self.map.frame.set(Some(frame));
        }
    }

    /// Keeps a frame to look back at.
    pub(super) fn remember_frame(self, frame: &Arc<Frame>) {
        self.map.trail.update_value(|trail| trail.push(Arc::clone(frame)));
        self.map.trail_len.set(self.map.trail.with_value(Trail::len));
    }

    /// Words that have a place on the map that is shown.
    pub fn n_words_shown(self) -> usize {
        let has_place = |point: &&[f32]| point[0].is_finite() && point[1].is_finite();
        self.shown_frame().map_or(0, |frame| frame.positions.chunks_exact(2).filter(has_place).count())
    }

    /// The frame that the map shows: of an earlier moment, on its way through t-SNE, or the newest.
    pub fn shown_frame(self) -> Option<Arc<Frame>> {
        self.map.replayed.get().or_else(|| self.tsne.frame.get()).or_else(|| self.map.frame.get())
    }

    /// What the axes of a frame show.
    pub fn axes_caption(self, frame: &Frame) -> String {
        let axes = self.map.axes_in_force.get();
        let of = self.map.view.with(|view| view.projection.clone());
        phrases::axes_caption(frame, (&axes, &of), self.perplexity_shown())
    }

    /// Shows the map as it was at a place of the trail; as it is, at its end.
    pub fn replay(self, place: usize) {
        let frame =
            self.map.trail.with_value(|trail| if place + 1 >= trail.len() { None } else { trail.get(place).cloned() });
        self.map.replayed.set(frame);
    }
}
