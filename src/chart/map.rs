//! Drawing of the map: what lies over its points.
//!
//! Three layers, bottom up. Points: [`rasterize_points`](super::rasterize_points) into pixels, or [`draw_points`] on a
//! backend that keeps shapes (an SVG file). Words: [`draw_axes_and_labels`]. The hovered or pinned word:
//! [`draw_overlay`], on a canvas of its own, so that hovering redraws neither of the others.
//!
//! plotters cannot stroke text, so on its backends a halo is the text drawn eight times around itself. A canvas can:
//! a page that is in a hurry calls [`draw_axes_and_labels`] with no labels and then strokes and fills each [`HaloText`] of
//! [`halo_text`] itself, two calls instead of nine.

use plotters::prelude::DrawingBackend;

use super::{Camera, Drawn, Mode, PlacedLabel, Rgb, Root, Viewport};

/// All that the map's layers are drawn from.
#[derive(Clone, Copy, Debug)]
pub struct MapView<'a> {
    /// `x0 y0 x1 y1 ...` of the words shown, by word id, in world units.
    pub positions: &'a [f32],
    /// For each word an index into the topics, or 255 for none. May be shorter than the words: the rest have no topic.
    pub topic_of_word: &'a [u8],
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
    /// What the axes show, written at the lower right, such as `PC 1 (31 %) →` and `PC 2 (18 %) ↑`; empty for nothing.
    pub axis_titles: [&'a str; 2],
    /// What [`draw_overlay`] makes stand out.
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
}

/// How a word is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LabelStyle {
    /// 12 CSS pixels.
    Plain,
    /// 15 CSS pixels, bold: the hovered or pinned word.
    Strong,
}

/// A word to be written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MapLabel<'a> {
    /// Where.
    pub place: PlacedLabel,
    /// What.
    pub text: &'a str,
    /// How.
    pub style: LabelStyle,
}

/// A word as a canvas would write it, in device pixels: stroke `2 * halo_width` wide in `halo` with round joins, then fill in `ink`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HaloText<'a> {
    /// What.
    pub text: &'a str,
    /// Left end of the text.
    pub x: f64,
    /// Middle of the line (`textBaseline = "middle"`).
    pub y: f64,
    /// Size of the font.
    pub font_px: f64,
    /// Whether it is bold.
    pub is_bold: bool,
    /// Color of the text.
    pub ink: Rgb,
    /// Color of the halo: the map's paper.
    pub halo: Rgb,
    /// How far the halo reaches around the text.
    pub halo_width: f64,
}

impl LabelStyle {
    /// Size of the font in CSS pixels.
    pub fn font_px(self) -> f64 {
        match self {
            Self::Plain => 12.0,
            Self::Strong => 15.0,
        }
    }

    /// The font as CSS spells it, for a page that measures text; in CSS pixels.
    pub fn css_font(self) -> String {
        let weight = if self == Self::Strong { "bold " } else { "" };
        format!("{weight}{}px {}", self.font_px(), super::FONT)
    }

    /// [`LabelBox::height`](super::LabelBox::height) for this style, in CSS pixels.
    pub fn line_height(self) -> f64 {
        self.font_px() + 3.0
    }

    /// [`LabelBox::gap`](super::LabelBox::gap) for this style: the disc's radius and a little air, in CSS pixels.
    pub fn gap(self) -> f64 {
        match self {
            Self::Plain => 8.0,
            Self::Strong => 10.0,
        }
    }
}

/// How a label is to be written on a canvas of device pixels.
pub fn halo_text<'a>(view: &MapView<'_>, label: &MapLabel<'a>) -> HaloText<'a> {
    todo!("{view:?} {label:?}")
}

/// Writes one text with its halo.
pub fn draw_halo_text<DB: DrawingBackend>(_root: &Root<DB>, _text: &HaloText<'_>) -> Drawn<DB> {
    Ok(())
}

/// The points as shapes: paper, hairlines through the origin, discs. For an SVG file and for small maps; the same
/// picture as [`rasterize_points`](super::rasterize_points), but each disc is a call to the backend.
pub fn draw_points<DB: DrawingBackend>(_root: &Root<DB>, _view: &MapView<'_>) -> Drawn<DB> {
    Ok(())
}

/// The titles of the axes, and the words in the order given, with halos. (The hairlines lie under the points and are
/// drawn with them.) Leave out the words that the overlay writes.
pub fn draw_axes_and_labels<DB: DrawingBackend>(
    _root: &Root<DB>,
    _view: &MapView<'_>,
    _labels: &[MapLabel<'_>],
) -> Drawn<DB> {
    Ok(())
}

/// The overlay, on a backend that was cleared to transparent: a veil of the map's paper if the rest greys, links from the word to its
/// neighbors, the analogy's parallelogram, the discs of all of these, and `labels` with halos.
///
/// Words beyond the positions shown are left out.
pub fn draw_overlay<DB: DrawingBackend>(_root: &Root<DB>, _view: &MapView<'_>, _labels: &[MapLabel<'_>]) -> Drawn<DB> {
    Ok(())
}
