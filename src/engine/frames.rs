//! Pictures of the map while it grows: when to take one, and the taking.

use super::model::Model;
use crate::{
    protocol::{Frame, Phase},
    space::{Aligner, Pca, SpaceError},
};

/// Frames a second, at most.
const MOST_PER_SECOND: f64 = 30.0;
/// A frame may come when this many times its own cost has passed, so that drawing never takes much from training.
const COST_FACTOR: f64 = 8.0;
/// Words shown unless the page asks for another number.
const WORDS_SHOWN: usize = 20_000;

/// When the next frame is due, and how the last one lay.
#[derive(Debug)]
pub(super) struct Frames {
    aligner: Aligner,
    n_shown: usize,
    serial: u32,
    /// The frame that the page has not drawn yet.
    in_flight: Option<u32>,
    last_secs: f64,
    cost_secs: f64,
    /// Whether there is something to show that no later event will show.
    is_wanted: bool,
    /// Words trained on when the last frame was taken, to tell whether there is anything new.
    last_tokens: Option<u64>,
}

impl Frames {
    pub(super) fn new() -> Self {
        Self {
            aligner: Aligner::default(),
            n_shown: WORDS_SHOWN,
            serial: 0,
            in_flight: None,
            last_secs: f64::NEG_INFINITY,
            cost_secs: 0.0,
            is_wanted: false,
            last_tokens: None,
        }
    }

    /// Another model: what was in flight is stale.
    pub(super) fn start_over(&mut self) {
        self.aligner.reset();
        self.in_flight = None;
        self.last_tokens = None;
        self.want();
    }

    /// Asks for a frame as soon as the page can take one, even if training stands still.
    pub(super) fn want(&mut self) {
        self.is_wanted = true;
    }

    pub(super) fn show_words(&mut self, n_words: u32) {
        self.n_shown = (n_words as usize).max(2);
        self.aligner.reset();
        self.want();
    }

    /// The page has drawn a frame.
    pub(super) fn shown(&mut self, serial: u32) {
        if self.in_flight == Some(serial) {
            self.in_flight = None;
        }
    }

    /// Whether `take` would give a frame although training stands still.
    pub(super) fn is_pending(&self) -> bool {
        self.is_wanted && self.in_flight.is_none()
    }

    /// The next frame, where it is due.
    pub(super) fn take(
        &mut self,
        model: &mut Model,
        generation: u32,
        clock: &dyn Fn() -> f64,
    ) -> Result<Option<Frame>, SpaceError> {
        let start = clock();
        let rest = (1.0 / MOST_PER_SECOND).max(COST_FACTOR * self.cost_secs);
        let is_due = start - self.last_secs >= rest && self.last_tokens != Some(model.tokens_done());
        if self.in_flight.is_some() || !(self.is_wanted || is_due) {
            return Ok(None);
        }
        let is_last = model.phase == Phase::Trained;
        let embedding = model.embedding()?;
        let pca = Pca::fit(embedding, self.n_shown)?;
        let positions = pca.project(embedding, self.n_shown);
        let aligned = if is_last { self.aligner.settle(positions) } else { self.aligner.follow(positions) };
        self.serial += 1;
        self.in_flight = Some(self.serial);
        self.last_tokens = Some(model.tokens_done());
        // A paused map goes on turning towards its axes until it is at rest.
        self.is_wanted = !aligned.on_axes && model.phase == Phase::Paused;
        self.last_secs = clock();
        self.cost_secs = self.last_secs - start;
        let explained = pca.explained();
        Ok(Some(Frame {
            generation,
            serial: self.serial,
            tokens_done: model.tokens_done(),
            positions: aligned.positions,
            explained: [explained[0], explained.get(1).copied().unwrap_or(0.0)],
            on_axes: aligned.on_axes,
        }))
    }
}
