//! What the map shows: positions, camera, colors and what stands out.

use super::camera::{Camera, Viewport};
use super::coloring::{Coloring, NO_CLASS};
use super::palette::{Mode, Rgb};
use super::pick::point_of;

/// Radius of the points of words that are written, in CSS pixels.
pub(super) const LABELED_RADIUS: f64 = 3.75;

/// All that the map's layers are drawn from.
#[derive(Clone, Copy, Debug)]
pub struct MapView<'a> {
    /// `x0 y0 x1 y1 ...` of the words shown, by word id, in world units.
    pub positions: &'a [f32],
    /// What the colors say.
    pub coloring: &'a Coloring,
    /// The words that are written: their points are larger and opaque, all others small and translucent.
    pub labeled: &'a [u32],
    /// Where the map lies.
    pub camera: Camera,
    /// Size of the map in CSS pixels.
    pub viewport: Viewport,
    /// Light or dark.
    pub mode: Mode,
    /// Device pixels per CSS pixel.
    pub pixel_ratio: f64,
    /// Whether the reader asks for more contrast.
    pub has_contrast: bool,
    /// What the axes show, written at the lower right, such as `PC 1 (31 %) →` and `PC 2 (18 %) ↑`; empty for nothing.
    pub axis_titles: [&'a str; 2],
    /// What [`draw_overlay`](super::draw_overlay) emphasizes.
    pub highlight: Highlight<'a>,
}

/// What stands out on the map. The default is nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Highlight<'a> {
    /// The hovered word, or else the pinned one.
    pub word: Option<u32>,
    /// Its neighbors: linked to it by thin lines.
    pub neighbors: &'a [u32],
    /// Whether all the rest greys: while hovering, not for a pin.
    pub greys_rest: bool,
    /// a, b, c and the answer of an analogy a - b + c: a dashed parallelogram.
    pub analogy: Option<[u32; 4]>,
    /// Two words that are joined by a line.
    pub joined: Option<[u32; 2]>,
    /// A place of the map where there may be no word, and the word from which a way leads there: an open circle.
    pub ghost: Option<([f64; 2], u32)>,
}

impl MapView<'_> {
    /// Where a world point is, in device pixels.
    pub(super) fn device_from_world(&self, point: [f64; 2]) -> [f64; 2] {
        self.camera.screen_from_world(self.viewport, point).map(|x| x * self.pixel_ratio)
    }

    /// The topic of a word, 255 for none.
    pub(super) fn class_of(&self, id: u32) -> u8 {
        self.coloring.class_of_word.get(id as usize).copied().unwrap_or(NO_CLASS)
    }

    /// The color of a topic's points.
    pub(super) fn color_of_class(&self, class: u8) -> Rgb {
        self.coloring.color(class, self.mode)
    }

    /// Where a word is, in device pixels, if it is shown.
    pub(super) fn device_of_word(&self, id: u32) -> Option<[f64; 2]> {
        point_of(self.positions, id).map(|point| self.device_from_world(point))
    }

    /// A width in device pixels, at least one.
    pub(super) fn stroke(&self, width: f64) -> u32 {
        (width * self.pixel_ratio).round().max(1.0) as u32
    }

    /// Whether a disc around a point in device pixels can be visible. Far points would overflow a backend's integers.
    pub(super) fn is_near(&self, point: [f64; 2]) -> bool {
        let sides = [self.viewport.width, self.viewport.height];
        point.iter().zip(sides).all(|(x, side)| (-32.0..=side + 32.0).contains(&(x / self.pixel_ratio)))
    }
}
