//! Where the map lies on the screen: one center, one scale, no rotation.
//!
//! `screen = middle + scale * (world - center)` with y turned over, so that up in the world is up on the screen.

/// Size of a view in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Viewport {
    /// Width, at least 0.
    pub width: f64,
    /// Height, at least 0.
    pub height: f64,
}

/// The part of the world that is seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Camera {
    /// The world point in the middle of the viewport.
    pub center: [f64; 2],
    /// CSS pixels per world unit, above 0.
    pub scale: f64,
}

/// What [`Camera::fit`] leaves free of points for the map's own controls and the words to the right of their points,
/// in CSS pixels: left, top, right, bottom.
const FIT_MARGINS: [f64; 4] = [36.0, 84.0, 84.0, 60.0];
/// On a small viewport the margins shrink to this share of it on each axis, left and right (top and bottom) together.
const MOST_MARGIN_SHARE: f64 = 0.4;
/// How far zooming goes from the scale that fits, either way.
const ZOOM_RANGE: f64 = 100.0;
/// Wheel distance in CSS pixels that zooms by a factor of e.
const WHEEL_PER_E: f64 = 200.0;

impl Camera {
    /// The camera that shows all of `positions` (`x0 y0 x1 y1 ...`), with margins for words and controls.
    ///
    /// Points that are not finite do not count. Of no point or coincident points it makes a camera on their middle
    /// that shows two world units.
    pub fn fit(positions: &[f32], viewport: Viewport) -> Self {
        let mut low = [f64::INFINITY; 2];
        let mut high = [f64::NEG_INFINITY; 2];
        for point in positions.chunks_exact(2).filter(|p| p[0].is_finite() && p[1].is_finite()) {
            for axis in 0..2 {
                low[axis] = low[axis].min(f64::from(point[axis]));
                high[axis] = high[axis].max(f64::from(point[axis]));
            }
        }
        if low[0] > high[0] {
            (low, high) = ([0.0; 2], [0.0; 2]);
        }
        let [left, top, right, bottom] = FIT_MARGINS;
        let shrink_x = (MOST_MARGIN_SHARE * viewport.width / (left + right)).min(1.0);
        let shrink_y = (MOST_MARGIN_SHARE * viewport.height / (top + bottom)).min(1.0);
        let free = [
            (viewport.width - shrink_x * (left + right)).max(1.0),
            (viewport.height - shrink_y * (top + bottom)).max(1.0),
        ];
        let extent = [high[0] - low[0], high[1] - low[1]];
        let least = f64::from(f32::MIN_POSITIVE);
        let scale = if extent[0] <= least && extent[1] <= least {
            free[0].min(free[1]) / 2.0
        } else {
            (free[0] / extent[0].max(least)).min(free[1] / extent[1].max(least))
        };
        // The free rectangle's middle lies beside the viewport's where the margins differ; the camera gives way.
        let aside = [shrink_x * (left - right) / 2.0, shrink_y * (top - bottom) / 2.0];
        let middle = [f64::midpoint(low[0], high[0]), f64::midpoint(low[1], high[1])];
        Self { center: [middle[0] - aside[0] / scale, middle[1] + aside[1] / scale], scale }
    }

    /// Where a world point is on the screen.
    pub fn screen_from_world(&self, viewport: Viewport, point: [f64; 2]) -> [f64; 2] {
        [
            viewport.width / 2.0 + self.scale * (point[0] - self.center[0]),
            viewport.height / 2.0 - self.scale * (point[1] - self.center[1]),
        ]
    }

    /// Which world point is at a screen point: the inverse of [`screen_from_world`](Self::screen_from_world).
    pub fn world_from_screen(&self, viewport: Viewport, point: [f64; 2]) -> [f64; 2] {
        [
            self.center[0] + (point[0] - viewport.width / 2.0) / self.scale,
            self.center[1] - (point[1] - viewport.height / 2.0) / self.scale,
        ]
    }

    /// Zoomed by a turn of the wheel: `exp(-delta_y / 200)`, `delta_y` in CSS pixels. What is under the cursor stays
    /// there. `fit_scale` is the scale of [`fit`](Self::fit); zooming stops at 1/100 and 100 times that.
    #[must_use]
    pub fn zoomed_about(&self, viewport: Viewport, cursor: [f64; 2], delta_y: f64, fit_scale: f64) -> Self {
        self.scaled_about(viewport, cursor, (-delta_y / WHEEL_PER_E).exp(), fit_scale)
    }

    /// Scaled by `factor` (a pinch); else as [`zoomed_about`](Self::zoomed_about).
    #[must_use]
    pub fn scaled_about(&self, viewport: Viewport, cursor: [f64; 2], factor: f64, fit_scale: f64) -> Self {
        let wanted = self.scale * factor;
        if !wanted.is_finite() || wanted <= 0.0 {
            return *self;
        }
        let scale = wanted.clamp(fit_scale / ZOOM_RANGE, fit_scale * ZOOM_RANGE);
        let held = self.world_from_screen(viewport, cursor);
        Self {
            center: [
                held[0] - (cursor[0] - viewport.width / 2.0) / scale,
                held[1] + (cursor[1] - viewport.height / 2.0) / scale,
            ],
            scale,
        }
    }

    /// Dragged by this many CSS pixels: the points move with the pointer.
    #[must_use]
    pub fn panned(&self, dx: f64, dy: f64) -> Self {
        Self { center: [self.center[0] - dx / self.scale, self.center[1] + dy / self.scale], scale: self.scale }
    }

    /// On the way from one camera to another, at time `t` in [0, 1], with a cubic ease in and out. The scale goes
    /// evenly in its logarithm, so that zooming feels of one speed.
    #[must_use]
    pub fn flown(from: Self, to: Self, t: f64) -> Self {
        let t = t.clamp(0.0, 1.0);
        let eased = if t < 0.5 { 4.0 * t * t * t } else { 1.0 - 4.0 * (1.0 - t).powi(3) };
        if eased >= 1.0 {
            return to;
        }
        let mix = |a: f64, b: f64| a + (b - a) * eased;
        Self {
            center: [mix(from.center[0], to.center[0]), mix(from.center[1], to.center[1])],
            scale: from.scale * (to.scale / from.scale).powf(eased),
        }
    }

    /// The same scale with `point` in the middle.
    #[must_use]
    pub fn centered_on(&self, point: [f64; 2]) -> Self {
        Self { center: point, scale: self.scale }
    }
}
