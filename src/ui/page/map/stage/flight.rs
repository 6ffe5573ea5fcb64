//! The camera of the stage: held by the reader, on its way, or following the points.

use super::Stage;
use crate::chart::{Camera, Spread};

/// How long flying to a word takes, in milliseconds.
pub(super) const FLIGHT_MS: f64 = 500.0;

/// A camera on its way.
pub(super) struct Flight {
    pub(super) from: Camera,
    pub(super) to: Camera,
    pub(super) start_ms: f64,
}

impl Stage {
    /// Zooms about a point by a turn of the wheel.
    pub fn zoom(&mut self, cursor: [f64; 2], delta_y: f64) {
        self.hold(self.camera.zoomed_about(self.viewport, cursor, delta_y, self.fit.scale));
    }

    /// Zooms about a point by a factor.
    pub fn scale(&mut self, cursor: [f64; 2], factor: f64) {
        self.hold(self.camera.scaled_about(self.viewport, cursor, factor, self.fit.scale));
    }

    /// Zooms about the middle by a factor.
    pub fn scale_about_middle(&mut self, factor: f64) {
        self.scale([self.viewport.width / 2.0, self.viewport.height / 2.0], factor);
    }

    /// Moves with the pointer.
    pub fn pan(&mut self, [dx, dy]: [f64; 2]) {
        self.hold(self.camera.panned(dx, dy));
    }

    /// Shows all, and follows it again.
    pub fn fit(&mut self, now_ms: Option<f64>) {
        self.is_held = false;
        self.fly(self.fit, now_ms);
    }

    /// Brings a word to the middle; at once where `now_ms` is none.
    pub fn fly_to(&mut self, word_id: u32, now_ms: Option<f64>) {
        let Some(point) = self.point(word_id) else { return };
        self.is_held = true;
        self.fly(self.camera.centered_on(point), now_ms);
    }

    /// Brings a word into view if it is beyond the edge.
    pub fn reveal(&mut self, word_id: u32, now_ms: Option<f64>) {
        let Some(point) = self.point(word_id) else { return };
        let [x, y] = self.camera.screen_from_world(self.viewport, point);
        if x < 0.0 || y < 0.0 || x > self.viewport.width || y > self.viewport.height {
            self.fly_to(word_id, now_ms);
        }
    }

    pub fn fly(&mut self, to: Camera, now_ms: Option<f64>) {
        if let Some(start_ms) = now_ms {
            self.flight = Some(Flight { from: self.camera, to, start_ms });
        } else {
            self.flight = None;
            self.camera = to;
        }
        self.spoil();
    }

    fn hold(&mut self, camera: Camera) {
        self.is_held = true;
        self.flight = None;
        self.camera = camera;
        self.spoil();
    }

    pub fn refit_to_frame(&mut self) {
        // A row of controls as wide as the map leaves no room beside it; a single one does.
        let is_row = |[left, top, right, bottom]: &[f64; 4]| {
            right - left > self.viewport.width / 2.0 && (top + bottom) / 2.0 < self.viewport.height / 2.0
        };
        let covered = self.obstacles.iter().filter(|control| is_row(control)).map(|control| control[3]);
        self.fit = Camera::fit_below(&self.positions, self.viewport, covered.fold(0.0, f64::max));
    }

    pub fn refit(&mut self) {
        // Where the points are on their way says nothing of where they will be.
        if self.morph.is_some() {
            return;
        }
        self.refit_to_frame();
        let spread = Spread::of(&self.positions);
        if self.is_held
            && let (Some(before), Some(now)) = (&self.spread, &spread)
        {
            // While it trains the map grows manifold: a view that stood still in the plane would soon be empty.
            self.camera = before.carry(now, self.camera);
            if let Some(flight) = &mut self.flight {
                flight.from = before.carry(now, flight.from);
                flight.to = before.carry(now, flight.to);
            }
        }
        self.spread = spread;
        if !self.is_held {
            if let Some(flight) = &mut self.flight {
                flight.to = self.fit;
            } else {
                self.camera = self.fit;
            }
        }
    }

    pub(super) fn advance_flight(&mut self, now_ms: f64) -> bool {
        let Some(flight) = &self.flight else { return false };
        let t = ((now_ms - flight.start_ms) / FLIGHT_MS).clamp(0.0, 1.0);
        self.camera = Camera::flown(flight.from, flight.to, t);
        if t >= 1.0 {
            self.flight = None;
        }
        self.spoil();
        self.flight.is_some()
    }
}
