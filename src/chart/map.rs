//! Drawing of the map: what lies over its points.
//!
//! Three layers, bottom up. Points: [`rasterize_points`](super::rasterize_points) into pixels, or [`draw_points`] on a
//! backend that keeps shapes (an SVG file). Words: [`draw_axes_and_labels`]. The hovered or pinned word:
//! [`draw_overlay`], on a canvas of its own, so that hovering redraws neither of the others.
//!
//! plotters cannot stroke text, so on its backends a halo is the text drawn eight times around itself. A canvas can:
//! a page that has to be fast calls [`draw_axes_and_labels`] with no labels and then strokes and fills each [`HaloText`] of
//! [`halo_text`] itself, two calls instead of nine.

use plotters::element::{Circle, PathElement, Rectangle};
use plotters::prelude::DrawingBackend;
use plotters::style::text_anchor::HPos;
use plotters::style::{Color, RGBColor};

use super::backend::{Drawn, FONT, FONT_UNIT, Root, device, text_style};
use super::density::{Density, tiers};
use super::labels::PlacedLabel;
use super::palette::{Rgb, Theme};
use super::view::{LABELED_RADIUS, MapView};

/// Radius of the points of neighbors and of an analogy's words on the overlay, in CSS pixels.
const NEIGHBOR_RADIUS: f64 = 4.0;
/// Radius of the point of the hovered or pinned word, in CSS pixels.
const WORD_RADIUS: f64 = 6.5;
/// How much of the map the veil hides.
const VEIL_OPACITY: f64 = 0.78;
const LINK_OPACITY: f64 = 0.45;
/// Radius of the circle where there may be no word, in CSS pixels.
const GHOST_RADIUS: f64 = 9.0;
/// Width of the line between joined words, in CSS pixels.
const JOIN_WIDTH: f64 = 2.0;
/// Dash and gap of an analogy's lines, in CSS pixels.
const DASH: [f64; 2] = [6.0, 4.0];
/// How far a halo reaches around its text, in CSS pixels.
const HALO_WIDTH: f64 = 1.75;
/// Size of the axes' titles, in CSS pixels.
const TITLE_PX: f64 = 12.0;
/// From the lower right corner to the end of the titles' line, in CSS pixels.
const TITLE_INSET: [f64; 2] = [14.0, 22.0];

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
        format!("{weight}{}px {}", self.font_px(), FONT)
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

impl MapView<'_> {
    fn draw_disc<DB: DrawingBackend>(&self, root: &Root<DB>, id: u32, radius: f64, opacity: f64) -> Drawn<DB> {
        let Some(center) = self.device_of_word(id).filter(|center| self.is_near(*center)) else { return Ok(()) };
        let color = RGBColor::from(self.color_of_class(self.class_of(id))).mix(opacity);
        root.draw(&Circle::new(device(center), (radius * self.pixel_ratio).round(), color.filled()))
    }
}

/// How a label is to be written on a canvas of device pixels.
pub fn halo_text<'a>(view: &MapView<'_>, label: &MapLabel<'a>) -> HaloText<'a> {
    let theme = Theme::of(view.mode);
    let ratio = view.pixel_ratio;
    HaloText {
        text: label.text,
        x: label.place.left * ratio,
        y: (label.place.top + label.place.height / 2.0) * ratio,
        font_px: label.style.font_px() * ratio,
        is_bold: label.style == LabelStyle::Strong,
        ink: theme.ink,
        halo: theme.map_paper,
        halo_width: HALO_WIDTH * ratio,
    }
}

/// Eight directions. Written down, as a sine is 4 KiB of the page.
const AROUND: [[f64; 2]; 8] = {
    const D: f64 = std::f64::consts::FRAC_1_SQRT_2;
    [[1.0, 0.0], [D, D], [0.0, 1.0], [-D, D], [-1.0, 0.0], [-D, -D], [0.0, -1.0], [D, -D]]
};

/// Writes one text with its halo.
pub fn draw_halo_text<DB: DrawingBackend>(root: &Root<DB>, text: &HaloText<'_>) -> Drawn<DB> {
    let font_px = text.font_px * FONT_UNIT;
    let paper = text_style(font_px, text.is_bold, text.halo, HPos::Left);
    for [x, y] in AROUND {
        root.draw_text(text.text, &paper, device([text.x + x * text.halo_width, text.y + y * text.halo_width]))?;
    }
    root.draw_text(text.text, &text_style(font_px, text.is_bold, text.ink, HPos::Left), device([text.x, text.y]))
}

/// The points as shapes: paper, hairlines through the origin, discs. For an SVG file and for small maps; the same
/// picture as [`rasterize_points`](super::rasterize_points), but each disc is a call to the backend.
pub fn draw_points<DB: DrawingBackend>(root: &Root<DB>, view: &MapView<'_>) -> Drawn<DB> {
    let theme = Theme::of(view.mode);
    root.fill(&RGBColor::from(theme.map_paper))?;
    let origin = view.device_from_world([0.0, 0.0]);
    let (width, height) = root.dim_in_pixel();
    let (width, height) = (width as i32, height as i32);
    let thickness = view.stroke(1.0) as i32;
    let start = |middle: f64| (middle - f64::from(thickness) / 2.0).round().clamp(-1e6, 1e6) as i32;
    let (left, top) = (start(origin[0]), start(origin[1]));
    let hairline = RGBColor::from(theme.hairline).filled();
    root.draw(&Rectangle::new([(left, 0), (left + thickness, height)], hairline))?;
    root.draw(&Rectangle::new([(0, top), (width, top + thickness)], hairline))?;
    let (density, tiers) = (Density::of(view), tiers(view.has_contrast));
    for (spot, tier) in density.spots() {
        let (radius, opacity) = tiers[tier];
        view.draw_disc(root, spot.word_id, radius, opacity)?;
    }
    view.labeled.iter().rev().try_for_each(|&id| view.draw_disc(root, id, LABELED_RADIUS, 1.0))
}

/// The titles of the axes, and the words in the order given, with halos. (The hairlines lie under the points and are
/// drawn with them.) Leave out the words that the overlay writes.
pub fn draw_axes_and_labels<DB: DrawingBackend>(
    root: &Root<DB>,
    view: &MapView<'_>,
    labels: &[MapLabel<'_>],
) -> Drawn<DB> {
    let theme = Theme::of(view.mode);
    let title = view.axis_titles.into_iter().filter(|title| !title.is_empty()).collect::<Vec<_>>().join("\u{2003}");
    if !title.is_empty() {
        let corner = [view.viewport.width - TITLE_INSET[0], view.viewport.height - TITLE_INSET[1]];
        let style = text_style(TITLE_PX * view.pixel_ratio, false, theme.ink_faint, HPos::Right);
        root.draw_text(&title, &style, device(corner.map(|x| x * view.pixel_ratio)))?;
    }
    labels.iter().try_for_each(|label| draw_halo_text(root, &halo_text(view, label)))
}

/// The overlay, on a backend that was cleared to transparent: a veil of the map's paper if the rest greys, links from
/// the word to its neighbors, the analogy's parallelogram, the discs of all of these, and `labels` with halos.
///
/// Words beyond the positions shown are left out.
pub fn draw_overlay<DB: DrawingBackend>(root: &Root<DB>, view: &MapView<'_>, labels: &[MapLabel<'_>]) -> Drawn<DB> {
    let theme = Theme::of(view.mode);
    let highlight = view.highlight;
    if highlight.greys_rest {
        root.fill(&RGBColor::from(theme.map_paper).mix(VEIL_OPACITY))?;
    }
    if let Some(word) = highlight.word.and_then(|word| view.device_of_word(word)) {
        let link = RGBColor::from(theme.accent).mix(LINK_OPACITY).stroke_width(view.stroke(1.0));
        for neighbor in highlight.neighbors.iter().filter_map(|&id| view.device_of_word(id)) {
            if let Some((from, to)) = clipped(view, word, neighbor) {
                root.draw(&PathElement::new([device(from), device(to)], link))?;
            }
        }
    }
    if let Some((ghost, start)) = highlight.ghost {
        let place = view.device_from_world(ghost);
        let line = RGBColor::from(theme.warm).stroke_width(view.stroke(JOIN_WIDTH));
        if let Some((from, to)) = view.device_of_word(start).and_then(|from| clipped(view, from, place)) {
            root.draw(&PathElement::new([device(from), device(to)], line))?;
            view.draw_disc(root, start, WORD_RADIUS, 1.0)?;
        }
        root.draw(&Circle::new(device(place), (GHOST_RADIUS * view.pixel_ratio) as i32, line))?;
    }
    if let Some(words) = highlight.joined {
        let line = RGBColor::from(theme.accent).stroke_width(view.stroke(JOIN_WIDTH));
        if let [Some(from), Some(to)] = words.map(|word| view.device_of_word(word))
            && let Some((from, to)) = clipped(view, from, to)
        {
            root.draw(&PathElement::new([device(from), device(to)], line))?;
        }
        words.iter().try_for_each(|&id| view.draw_disc(root, id, WORD_RADIUS, 1.0))?;
    }
    if let Some(words) = highlight.analogy {
        draw_parallelogram(root, view, words)?;
        words.iter().try_for_each(|&id| view.draw_disc(root, id, NEIGHBOR_RADIUS, 1.0))?;
    }
    highlight.neighbors.iter().try_for_each(|&id| view.draw_disc(root, id, NEIGHBOR_RADIUS, 1.0))?;
    if let Some(word) = highlight.word {
        view.draw_disc(root, word, WORD_RADIUS, 1.0)?;
    }
    labels.iter().try_for_each(|label| draw_halo_text(root, &halo_text(view, label)))
}

/// a - b + c = d says that the way from b to a is the way from c to d: these two sides are dashed boldly, the two that
/// close the figure finely.
fn draw_parallelogram<DB: DrawingBackend>(root: &Root<DB>, view: &MapView<'_>, words: [u32; 4]) -> Drawn<DB> {
    let [a, b, c, d] = words.map(|id| view.device_of_word(id));
    let warm = RGBColor::from(Theme::of(view.mode).warm);
    for (from, to, width, opacity) in [(b, a, 1.6, 1.0), (c, d, 1.6, 1.0), (b, c, 1.0, 0.6), (a, d, 1.0, 0.6)] {
        let (Some(from), Some(to)) = (from, to) else { continue };
        let Some((from, to)) = clipped(view, from, to) else { continue };
        let style = warm.mix(opacity).stroke_width(view.stroke(width));
        for dash in dashes(from, to, DASH.map(|length| length * view.pixel_ratio)) {
            root.draw(&PathElement::new(dash.map(device), style))?;
        }
    }
    Ok(())
}

/// The dashes of a line: as many as fit, the last one ending where the line does. `pattern`: dash and gap.
fn dashes(from: [f64; 2], to: [f64; 2], pattern: [f64; 2]) -> impl Iterator<Item = [[f64; 2]; 2]> {
    let length = (to[0] - from[0]).hypot(to[1] - from[1]);
    let period = pattern[0] + pattern[1];
    let n_gaps = ((length - pattern[0]) / period).round().max(0.0);
    // The period gives way a little, so that a dash ends the line.
    let period = if n_gaps > 0.0 { (length - pattern[0]) / n_gaps } else { length };
    let at = move |along: f64| {
        let share = if length > 0.0 { (along / length).clamp(0.0, 1.0) } else { 0.0 };
        [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share]
    };
    (0..=n_gaps as u32).map(move |i| {
        let start = f64::from(i) * period;
        [at(start), at(start + pattern[0])]
    })
}

/// The part of a line between two points in device pixels that may be seen (Liang and Barsky 1984), with a margin so that its
/// ends do not show; a zoomed map has ends millions of pixels away.
fn clipped(view: &MapView<'_>, from: [f64; 2], to: [f64; 2]) -> Option<([f64; 2], [f64; 2])> {
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    let way = [to[0] - from[0], to[1] - from[1]];
    for (axis, side) in [view.viewport.width, view.viewport.height].into_iter().enumerate() {
        let (low, high) = (-32.0 * view.pixel_ratio, (side + 32.0) * view.pixel_ratio);
        if way[axis] == 0.0 {
            if from[axis] < low || from[axis] > high {
                return None;
            }
            continue;
        }
        let (at_low, at_high) = ((low - from[axis]) / way[axis], (high - from[axis]) / way[axis]);
        enter = enter.max(at_low.min(at_high));
        leave = leave.min(at_low.max(at_high));
    }
    let at = |share: f64| [from[0] + way[0] * share, from[1] + way[1] * share];
    (enter < leave).then(|| (at(enter), at(leave)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::{Camera, Coloring, Highlight, Legend, Mode, Viewport};

    static NOTHING: Coloring = Coloring { class_of_word: Vec::new(), palette: Vec::new(), legend: Legend::None };

    #[test]
    fn dashes_begin_and_end_their_line() {
        for length in [3.0, 6.0, 50.0, 61.0, 400.0] {
            let all: Vec<_> = dashes([10.0, 20.0], [10.0 + length, 20.0], [6.0, 4.0]).collect();
            assert_eq!(all[0][0], [10.0, 20.0]);
            assert!((all.last().expect("at least one")[1][0] - 10.0 - length).abs() < 1e-9);
            assert!(all.windows(2).all(|pair| pair[1][0][0] - pair[0][1][0] > 2.0), "{length}: {all:?}");
        }
    }

    #[test]
    fn lines_are_cut_to_what_is_seen() {
        let view = MapView {
            positions: &[],
            coloring: &NOTHING,
            labeled: &[],
            camera: Camera { center: [0.0; 2], scale: 1.0 },
            viewport: Viewport { width: 100.0, height: 50.0 },
            mode: Mode::Light,
            pixel_ratio: 2.0,
            has_contrast: false,
            axis_titles: ["", ""],
            highlight: Highlight::default(),
        };
        assert_eq!(clipped(&view, [10.0, 10.0], [20.0, 30.0]), Some(([10.0, 10.0], [20.0, 30.0])));
        assert_eq!(clipped(&view, [-1024.0, 10.0], [1024.0, 10.0]), Some(([-64.0, 10.0], [264.0, 10.0])));
        assert_eq!(clipped(&view, [-1e9, -100.0], [1e9, -100.0]), None);
        assert_eq!(clipped(&view, [400.0, 0.0], [0.0, 900.0]), None);
    }
}
