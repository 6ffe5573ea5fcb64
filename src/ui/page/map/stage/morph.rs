//! Where the points are: in the places of a frame, or on their way from one map to another.

use super::{Stage, flight::FLIGHT_MS};
use crate::chart::Camera;

/// Where the points were when they set out.
pub(super) struct Morph {
    pub(super) from: Vec<f32>,
    pub(super) start_ms: f64,
}

impl Stage {
    /// The points have moved: whoever points next finds them where they are.
    pub(super) fn index_points(&mut self) {
        self.index.take();
    }

    /// Puts the points where the frame has them.
    pub(super) fn place_points(&mut self) {
        self.positions.clear();
        if let Some(frame) = &self.frame {
            self.positions.extend_from_slice(&frame.positions);
        }
        for (point, class) in self.positions.chunks_exact_mut(2).zip(self.coloring.class_of_word.iter()) {
            if self.hidden_classes.contains(class) {
                point.fill(f32::NAN);
            }
        }
    }

    /// Moves the points on; whether there is more to come.
    pub(super) fn advance_morph(&mut self, now_ms: f64) -> bool {
        let Some(morph) = self.morph.take() else { return false };
        self.place_points();
        let t = ((now_ms - morph.start_ms) / FLIGHT_MS).clamp(0.0, 1.0);
        let share = Camera::eased(t) as f32;
        for (point, from) in self.positions.iter_mut().zip(&morph.from) {
            // A word that was not there has nowhere to come from.
            if from.is_finite() {
                *point = from + (*point - from) * share;
            }
        }
        self.index_points();
        self.spoil();
        if t < 1.0 {
            self.morph = Some(morph);
        } else {
            self.refit();
        }
        self.morph.is_some()
    }
}
