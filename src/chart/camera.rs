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
/// Between controls at the upper edge and the first point under them.
const BELOW_CONTROLS: f64 = 24.0;
/// On a small viewport the margins shrink to this share of it on each axis, left and right (top and bottom) together.
const MOST_MARGIN_SHARE: f64 = 0.4;
/// The largest factor of zooming in or out from the scale that fits.
const ZOOM_RANGE: f64 = 100.0;
/// Wheel distance in CSS pixels that zooms by a factor of e.
const WHEEL_PER_E: f64 = 200.0;

impl Camera {
    /// The camera that shows all of `positions` (`x0 y0 x1 y1 ...`), with margins for words and controls.
    ///
    /// Points that are not finite are ignored. If there is no point, or all coincide, the camera shows two world units
    /// around them.
    pub fn fit(positions: &[f32], viewport: Viewport) -> Self {
        Self::fit_below(positions, viewport, 0.0)
    }

    /// As [`fit`](Self::fit), below controls that cover the viewport's first `covered` CSS pixels.
    pub fn fit_below(positions: &[f32], viewport: Viewport, covered: f64) -> Self {
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
        let top = top.max(covered + BELOW_CONTROLS);
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

    /// The camera at time `t` in [0, 1] of a flight from one to another, with a cubic ease in and out. The logarithm of the
    /// scale moves evenly, so that zooming seems to have one speed.
    #[must_use]
    pub fn flown(from: Self, to: Self, t: f64) -> Self {
        let eased = Self::eased(t);
        if eased >= 1.0 {
            return to;
        }
        let mix = |a: f64, b: f64| a + (b - a) * eased;
        Self {
            center: [mix(from.center[0], to.center[0]), mix(from.center[1], to.center[1])],
            scale: from.scale * (to.scale / from.scale).powf(eased),
        }
    }

    /// How far a flight is at time `t` in [0, 1]: a cubic ease in and out, from 0 to 1.
    pub fn eased(t: f64) -> f64 {
        let t = t.clamp(0.0, 1.0);
        if t < 0.5 { 4.0 * t * t * t } else { 1.0 - 4.0 * (1.0 - t).powi(3) }
    }

    /// The same scale with `point` in the middle.
    #[must_use]
    pub fn centered_on(&self, point: [f64; 2]) -> Self {
        Self { center: point, scale: self.scale }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const VIEWPORT: Viewport = Viewport { width: 800.0, height: 600.0 };
    const CAMERA: Camera = Camera { center: [2.0, -1.0], scale: 100.0 };

    fn assert_near(a: [f64; 2], b: [f64; 2], tolerance: f64) {
        assert!((a[0] - b[0]).abs() <= tolerance && (a[1] - b[1]).abs() <= tolerance, "{a:?} is not {b:?}");
    }

    #[test]
    fn up_in_the_world_is_up_on_the_screen() {
        assert_eq!(CAMERA.screen_from_world(VIEWPORT, [2.0, -1.0]), [400.0, 300.0]);
        assert_eq!(CAMERA.screen_from_world(VIEWPORT, [3.0, 0.0]), [500.0, 200.0]);
    }

    #[test]
    fn dragging_moves_points_with_the_pointer() {
        let point = [2.5, -0.5];
        let [x, y] = CAMERA.screen_from_world(VIEWPORT, point);
        assert_near(CAMERA.panned(30.0, -12.0).screen_from_world(VIEWPORT, point), [x + 30.0, y - 12.0], 1e-9);
    }

    #[test]
    fn zooming_follows_the_wheel_and_stops_at_its_limits() {
        let zoomed = CAMERA.zoomed_about(VIEWPORT, [400.0, 300.0], -200.0, 100.0);
        assert!((zoomed.scale / CAMERA.scale - std::f64::consts::E).abs() < 1e-12);
        assert_near(zoomed.center, CAMERA.center, 1e-12);
        assert_eq!(CAMERA.zoomed_about(VIEWPORT, [0.0, 0.0], -1e9, 100.0), CAMERA);
        assert_eq!(CAMERA.zoomed_about(VIEWPORT, [0.0, 0.0], -1e5, 100.0).scale, 1e4);
        assert_eq!(CAMERA.zoomed_about(VIEWPORT, [0.0, 0.0], 1e4, 100.0).scale, 1.0);
        assert_eq!(CAMERA.scaled_about(VIEWPORT, [0.0, 0.0], f64::NAN, 100.0), CAMERA);
    }

    #[test]
    fn fitting_leaves_room_for_words_and_controls() {
        let positions = [-3.0, -1.0, 5.0, 2.0, 0.0, 0.0, f32::NAN, 9.0];
        let viewport = Viewport { width: 830.0, height: 850.0 };
        let camera = Camera::fit(&positions, viewport);
        let [left, bottom] = camera.screen_from_world(viewport, [-3.0, -1.0]);
        let [right, top] = camera.screen_from_world(viewport, [5.0, 2.0]);
        assert_near([left, viewport.width - right], [36.0, 84.0], 1e-9);
        assert!(top >= 84.0 && viewport.height - bottom >= 60.0);
        // The other axis is in the middle of what is free.
        assert!((top - 84.0 - (viewport.height - 60.0 - bottom)).abs() < 1e-9);
    }

    #[test]
    fn fitting_needs_no_points_and_no_room() {
        let covered = Camera::fit_below(&[0.0, 0.0, 1.0, 1.0], VIEWPORT, 130.0);
        let [_, y] = covered.screen_from_world(VIEWPORT, [1.0, 1.0]);
        assert!((130.0..160.0).contains(&y), "below the controls: {y}");
        assert_eq!(Camera::fit_below(&[0.5, 2.0], VIEWPORT, 40.0), Camera::fit(&[0.5, 2.0], VIEWPORT));
        let none = Camera::fit(&[], VIEWPORT);
        assert!(none.scale > 0.0 && none.scale.is_finite());
        let one = Camera::fit(&[7.0, 8.0, 7.0, 8.0], VIEWPORT);
        assert!(one.scale > 0.0 && one.scale.is_finite());
        let [x, y] = one.screen_from_world(VIEWPORT, [7.0, 8.0]);
        assert!((0.0..800.0).contains(&x) && (0.0..600.0).contains(&y));
        let crushed = Camera::fit(&[0.0, 0.0, 1.0, 1.0], Viewport { width: 0.0, height: 0.0 });
        assert!(crushed.scale > 0.0 && crushed.scale.is_finite());
    }

    #[test]
    fn flying_starts_here_and_ends_there() {
        let there = Camera { center: [-5.0, 9.0], scale: 400.0 };
        assert_eq!(Camera::flown(CAMERA, there, 0.0), CAMERA);
        assert_eq!(Camera::flown(CAMERA, there, 1.0), there);
        assert_eq!(Camera::flown(CAMERA, there, 7.0), there);
        let half = Camera::flown(CAMERA, there, 0.5);
        assert_near(half.center, [-1.5, 4.0], 1e-12);
        assert!((half.scale - 200.0).abs() < 1e-9);
        let quarter = Camera::flown(CAMERA, there, 0.25);
        assert_near(quarter.center, [2.0 - 7.0 / 16.0, -1.0 + 10.0 / 16.0], 1e-12);
    }

    proptest! {
        #[test]
        fn the_way_to_the_screen_has_its_way_back(
            center in prop::array::uniform2(-1e3..1e3_f64), scale in 1e-2..1e4_f64, at in prop::array::uniform2(-2e3..2e3_f64),
        ) {
            let camera = Camera { center, scale };
            let back = camera.screen_from_world(VIEWPORT, camera.world_from_screen(VIEWPORT, at));
            prop_assert!((back[0] - at[0]).abs() < 1e-6 && (back[1] - at[1]).abs() < 1e-6);
        }

        #[test]
        fn what_is_under_the_cursor_stays_there(
            cursor in prop::array::uniform2(0.0..800.0_f64), delta_y in -900.0..900.0_f64, scale in 1.0..1e4_f64,
        ) {
            let camera = Camera { center: [0.3, -0.7], scale };
            let held = camera.world_from_screen(VIEWPORT, cursor);
            let zoomed = camera.zoomed_about(VIEWPORT, cursor, delta_y, 100.0);
            let seen = zoomed.screen_from_world(VIEWPORT, held);
            prop_assert!((seen[0] - cursor[0]).abs() < 1e-6 && (seen[1] - cursor[1]).abs() < 1e-6);
            prop_assert!((1.0..=1e4).contains(&zoomed.scale));
        }
    }
}
