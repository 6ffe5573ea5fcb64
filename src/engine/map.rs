//! The map that is on the screen: what it shows, and how the last frame lay.

use std::sync::Arc;

use crate::protocol::{Projection, View};

/// The words of the last frame and where they are.
#[derive(Debug, Default)]
pub(super) struct Drawn {
    /// The frame's serial; 0 before the first.
    pub(super) serial: u32,
    pub(super) word_ids: Arc<[u32]>,
    /// `x0 y0 x1 y1 ...` in the order of the words.
    pub(super) positions: Vec<f32>,
    /// Along what they lie; none before the first.
    pub(super) projection: Option<Projection>,
    /// Whether the map lies along its axes: see [`Frame::on_axes`](crate::protocol::Frame::on_axes).
    pub(super) on_axes: bool,
}

/// What the map shows, and what is known of the frames on their way to the page.
#[derive(Debug, Default)]
pub(super) struct MapState {
    view: View,
    /// See [`Frame::view`](crate::protocol::Frame::view).
    pub(super) view_number: u32,
    /// The words of the view, sorted by id; none while out of date.
    word_ids: Option<Arc<[u32]>>,
    /// By word id; see [`Projection::Placed`].
    pub(super) placed: Vec<f32>,
    pub(super) drawn: Drawn,
    pub(super) last_serial: u32,
    /// The frame that the page has not drawn yet.
    pub(super) in_flight: Option<u32>,
    /// Whether a frame must be drawn even if the vectors do not move.
    pub(super) is_wanted: bool,
}

impl MapState {
    /// Another model is open: frames in flight are stale, and words have other ids.
    pub(super) fn start_over(&mut self) {
        self.show(self.view.of_other_words());
        // The same view of other words.
        self.view_number += 1;
        self.word_ids = None;
        self.placed.clear();
        self.drawn = Drawn::default();
        self.in_flight = None;
        self.is_wanted = true;
    }

    /// Shows another map from now on; a view that is shown already changes nothing. Whether it is another map.
    pub(super) fn show(&mut self, view: View) -> bool {
        let is_other = (View { measures_all: view.measures_all, ..self.view.clone() }) != view;
        if is_other {
            self.view_number += 1;
            self.word_ids = None;
        }
        self.is_wanted |= self.view != view;
        self.view = view;
        is_other
    }

    /// The positions of [`Projection::Placed`].
    pub(super) fn place(&mut self, positions: Vec<f32>) {
        self.placed = positions;
        if self.view.projection == Projection::Placed {
            self.view_number += 1;
            self.is_wanted = true;
        }
    }

    /// Goes back to the components of all words: what was asked for cannot be drawn.
    pub(super) fn give_up_view(&mut self) {
        self.show(View { n_words: self.view.n_words, ..View::default() });
    }

    /// What is shown.
    pub(super) fn view(&self) -> &View {
        &self.view
    }

    /// The words that are shown, of a vocabulary of `n_words`, sorted by id.
    pub(super) fn word_ids(&mut self, n_words: usize) -> Arc<[u32]> {
        let view = &self.view;
        let word_ids = self.word_ids.get_or_insert_with(|| {
            let most = (view.n_words.max(2) as usize).min(n_words) as u32;
            let mut word_ids: Vec<u32> = if view.only.is_empty() {
                (0..most).collect()
            } else {
                view.only.iter().copied().filter(|&id| (id as usize) < n_words).collect()
            };
            word_ids.sort_unstable();
            word_ids.dedup();
            let mut hidden = view.hidden.clone();
            hidden.sort_unstable();
            word_ids.retain(|id| hidden.binary_search(id).is_err());
            word_ids.into()
        });
        Arc::clone(word_ids)
    }

    /// The page has drawn a frame.
    pub(super) fn shown(&mut self, serial: u32) {
        if self.in_flight == Some(serial) {
            self.in_flight = None;
        }
    }

    /// Whether the last frame is of the view and vectors as they are, and drawn.
    pub(super) fn is_at_rest(&self) -> bool {
        !self.is_wanted && self.in_flight.is_none() && self.drawn.serial > 0
    }
}
