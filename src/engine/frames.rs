//! Pictures of the map while it grows: when to take one, of what, and the taking.

use super::model::Model;
use crate::{
    protocol::{AxisWords, Frame, Phase, Projection, View},
    space::{Aligned, Aligner, AxesFitting, Embedding, PcaFitting, SemanticAxis, SpaceError},
};

/// Frames a second, at most.
const MOST_PER_SECOND: f64 = 30.0;
/// A frame may come when this many times its own cost has passed, so that drawing never takes much from training.
const COST_FACTOR: f64 = 8.0;
/// Multiply-adds between two looks at the clock: less than a millisecond.
const OPERATIONS_PER_LOOK: usize = 1_000_000;
/// Components whose share of the variance is told.
const N_SPREAD: usize = 20;

/// The words of the last frame and where they are.
#[derive(Debug, Default)]
pub(super) struct Map {
    pub(super) serial: u32,
    pub(super) word_ids: Vec<u32>,
    /// `x0 y0 x1 y1 ...` in the order of the words.
    pub(super) positions: Vec<f32>,
}

/// When the next frame is due, what it shows, and how the last one lay.
#[derive(Debug)]
pub(super) struct Frames {
    view: View,
    /// See [`Frame::view`].
    view_number: u32,
    /// The words of the view, by rising id; empty while out of date.
    word_ids: Vec<u32>,
    /// By word id; see [`Projection::Placed`].
    placed: Vec<f32>,
    aligner: Aligner,
    map: Map,
    serial: u32,
    /// The frame that the page has not drawn yet.
    in_flight: Option<u32>,
    last_secs: f64,
    cost_secs: f64,
    /// The frame that is being computed.
    fitting: Option<PcaFitting>,
    /// What it cost so far.
    spent_secs: f64,
    /// Whether there is something to show that no later event will show.
    is_wanted: bool,
    /// Words trained on when the last frame was taken, to tell whether there is anything new.
    last_tokens: Option<u64>,
}

/// Positions before they are sent.
struct Drawn {
    /// The words that have a place.
    word_ids: Vec<u32>,
    aligned: Aligned,
    explained: [f64; 2],
    spread: Vec<f64>,
    axes_cosine: Option<f64>,
}

impl Frames {
    pub(super) fn new() -> Self {
        Self {
            view: View::default(),
            view_number: 0,
            word_ids: Vec::new(),
            placed: Vec::new(),
            aligner: Aligner::default(),
            map: Map::default(),
            serial: 0,
            in_flight: None,
            last_secs: f64::NEG_INFINITY,
            cost_secs: 0.0,
            fitting: None,
            spent_secs: 0.0,
            is_wanted: false,
            last_tokens: None,
        }
    }

    /// Another model: what was in flight is stale, and words have other ids.
    pub(super) fn start_over(&mut self) {
        self.show(self.view.of_other_words());
        // The same view of other words.
        self.view_number += 1;
        self.word_ids.clear();
        self.aligner.reset();
        self.fitting = None;
        self.placed.clear();
        self.in_flight = None;
        self.last_tokens = None;
    }

    /// Asks for a frame as soon as the page can take one, even if training stands still.
    pub(super) fn want(&mut self) {
        self.is_wanted = true;
    }

    /// Draws another map from now on.
    pub(super) fn show(&mut self, view: View) {
        if (View { measures_all: view.measures_all, ..self.view.clone() }) != view {
            self.view_number += 1;
            self.aligner.reset();
            self.fitting = None;
            self.word_ids.clear();
        }
        self.view = view;
        self.want();
    }

    /// The positions of [`Projection::Placed`].
    pub(super) fn place(&mut self, positions: Vec<f32>) {
        self.placed = positions;
        if self.view.projection == Projection::Placed {
            self.view_number += 1;
            self.want();
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

    /// The words that are shown.
    pub(super) fn word_ids(&mut self, n_words: usize) -> &[u32] {
        if self.word_ids.is_empty() {
            let most = (self.view.n_words.max(2) as usize).min(n_words) as u32;
            let mut word_ids: Vec<u32> = if self.view.only.is_empty() {
                (0..most).collect()
            } else {
                self.view.only.iter().copied().filter(|&id| (id as usize) < n_words).collect()
            };
            word_ids.sort_unstable();
            word_ids.dedup();
            let mut hidden = self.view.hidden.clone();
            hidden.sort_unstable();
            word_ids.retain(|id| hidden.binary_search(id).is_err());
            self.word_ids = word_ids;
        }
        &self.word_ids
    }

    /// The last frame.
    pub(super) fn map(&self) -> &Map {
        &self.map
    }

    /// The page has drawn a frame.
    pub(super) fn shown(&mut self, serial: u32) {
        if self.in_flight == Some(serial) {
            self.in_flight = None;
        }
    }

    /// Whether `take` would give a frame, or go on with one, although training stands still.
    pub(super) fn is_pending(&self) -> bool {
        self.is_drawing() || self.is_wanted && self.in_flight.is_none()
    }

    /// Whether a frame is being computed: the vectors must not move before it is there.
    pub(super) fn is_drawing(&self) -> bool {
        self.fitting.is_some()
    }

    /// Whether the last frame is of the view and vectors as they are, and drawn.
    pub(super) fn is_at_rest(&self) -> bool {
        !self.is_wanted && !self.is_drawing() && self.in_flight.is_none() && self.serial > 0
    }

    /// The next frame, where it is due and once it is done; a part of it at a time, until the deadline.
    pub(super) fn take(
        &mut self,
        model: &mut Model,
        generation: u32,
        clock: &dyn Fn() -> f64,
        deadline_secs: f64,
    ) -> Result<Option<Frame>, SpaceError> {
        let start = clock();
        if !self.is_drawing() {
            let rest = (1.0 / MOST_PER_SECOND).max(COST_FACTOR * self.cost_secs);
            let is_due = start - self.last_secs >= rest && self.last_tokens != Some(model.tokens_done());
            if self.in_flight.is_some() || !(self.is_wanted || is_due) {
                return Ok(None);
            }
            self.word_ids(model.vocabulary.len());
            // What cannot be drawn cannot be drawn a moment later either.
            self.is_wanted = false;
            self.spent_secs = 0.0;
        }
        let is_last = model.phase == Phase::Trained;
        let drawn = self.draw(model.embedding()?, is_last, clock, deadline_secs);
        let now = clock();
        self.spent_secs += now - start;
        let Some(Drawn { word_ids, aligned, explained, spread, axes_cosine }) = drawn? else { return Ok(None) };
        self.serial += 1;
        self.in_flight = Some(self.serial);
        self.last_tokens = Some(model.tokens_done());
        // A paused map goes on turning towards its axes until it is at rest.
        self.is_wanted = !aligned.on_axes && model.phase == Phase::Paused;
        let positions = by_word_id(&word_ids, &aligned.positions);
        self.map = Map { serial: self.serial, word_ids, positions: aligned.positions };
        (self.last_secs, self.cost_secs) = (now, self.spent_secs);
        Ok(Some(Frame {
            generation,
            serial: self.serial,
            tokens_done: model.tokens_done(),
            positions,
            view: self.view_number,
            mapping: self.view.projection.mapping(),
            explained,
            spread,
            on_axes: aligned.on_axes,
            axes_cosine,
        }))
    }

    /// The positions; none yet, where the deadline came first.
    fn draw(
        &mut self,
        embedding: Embedding<'_>,
        is_last: bool,
        clock: &dyn Fn() -> f64,
        deadline_secs: f64,
    ) -> Result<Option<Drawn>, SpaceError> {
        let still = |positions| Aligned { positions, on_axes: true };
        let word_ids = self.word_ids.clone();
        if word_ids.len() < 2 {
            // Hidden but for one: there is nothing to lie along.
            let aligned = still(vec![0.0; 2 * word_ids.len()]);
            return Ok(Some(Drawn { word_ids, aligned, explained: [0.0; 2], spread: Vec::new(), axes_cosine: None }));
        }
        let drawn = match &self.view.projection {
            Projection::Components { x, y } => {
                let begun = self.fitting.take();
                let components = [x, y].map(|&component| component.max(1) as usize - 1);
                let new = || PcaFitting::new(embedding, word_ids.as_slice(), components);
                let mut fitting = begun.map_or_else(new, Ok)?;
                while !fitting.advance(embedding, OPERATIONS_PER_LOOK)? {
                    if clock() >= deadline_secs {
                        self.fitting = Some(fitting);
                        return Ok(None);
                    }
                }
                let pca = fitting.finish();
                let positions = pca.positions;
                let aligned = if is_last { self.aligner.settle(positions) } else { self.aligner.follow(positions) };
                let share = |component: usize| pca.explained.get(component).copied().unwrap_or(0.0);
                let spread = pca.explained.iter().copied().take(N_SPREAD).collect();
                Drawn { word_ids, aligned, explained: components.map(share), spread, axes_cosine: None }
            }
            Projection::Axes { x, y } => {
                let axis = |words: &AxisWords| SemanticAxis::new(embedding, &words.towards, &words.from);
                let (x, y) = (axis(x)?, axis(y)?);
                let mut fitting = AxesFitting::new(x, y, word_ids.as_slice());
                while !fitting.advance(embedding, usize::MAX)? {}
                let map = fitting.finish();
                Drawn {
                    word_ids,
                    aligned: still(map.positions),
                    explained: map.explained,
                    spread: Vec::new(),
                    axes_cosine: Some(map.axes_cosine),
                }
            }
            Projection::Placed => {
                // Only words that have a place are on this map.
                let place = |&id: &u32| self.placed.get(2 * id as usize..2 * id as usize + 2);
                let is_placed = |id: &u32| place(id).is_some_and(|point| point[0].is_finite() && point[1].is_finite());
                let word_ids: Vec<u32> = word_ids.into_iter().filter(is_placed).collect();
                let positions = word_ids.iter().filter_map(place).flatten().copied().collect();
                Drawn {
                    word_ids,
                    aligned: still(positions),
                    explained: [0.0; 2],
                    spread: Vec::new(),
                    axes_cosine: None,
                }
            }
        };
        Ok(Some(drawn))
    }
}

/// Positions by word id, NaN for words that are not shown.
fn by_word_id(word_ids: &[u32], positions: &[f32]) -> Vec<f32> {
    let n_words = word_ids.last().map_or(0, |&last| last as usize + 1);
    if n_words == word_ids.len() {
        return positions.to_vec();
    }
    let mut by_id = vec![f32::NAN; 2 * n_words];
    for (&id, point) in word_ids.iter().zip(positions.chunks_exact(2)) {
        by_id[2 * id as usize..][..2].copy_from_slice(point);
    }
    by_id
}
