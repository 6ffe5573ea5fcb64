//! The cosine heatmap: words by words, cells colored from -1 to 1.

use plotters::element::Rectangle;
use plotters::prelude::DrawingBackend;
use plotters::style::text_anchor::HPos;
use plotters::style::{Color, FontTransform, RGBColor};

use super::backend::{Drawn, Root, text_style};
use super::palette::{Mode, Rgb, Theme, diverging};
use super::raster::PixelBuffer;

/// All that the heatmap is drawn from.
#[derive(Clone, Copy, Debug)]
pub struct HeatmapView<'a> {
    /// Words of rows and columns, in order.
    pub words: &'a [String],
    /// Cosines, `n x n`, row-major; a missing or non-finite one is drawn as paper.
    pub cosines: &'a [f32],
    /// Light or dark.
    pub mode: Mode,
    /// Row and column of the cell under the pointer: framed, its two words in bold ink.
    pub hovered: Option<(usize, usize)>,
    /// Row and column of a cell that stays framed, its two words in bold ink.
    pub pinned: Option<(usize, usize)>,
    /// Device pixels per CSS pixel.
    pub pixel_ratio: f64,
}

/// Where the parts of a heatmap are, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HeatmapLayout {
    /// Words in a row.
    pub n: usize,
    /// Left edge of the cells; the words of rows have this much room.
    pub left: f64,
    /// Top edge of the cells; the words of columns have this much room.
    pub top: f64,
    /// Width and height of a cell, gap included.
    pub cell: f64,
    /// Every how many words one is written; 1 for all.
    pub label_step: usize,
    /// Left, top, right and bottom of the color bar.
    pub color_bar: [f64; 4],
}

/// Size of the words beside the cells, in CSS pixels.
const LABEL_PX: f64 = 10.0;
/// The words take no more than this share of the width.
const MOST_LABEL_SHARE: f64 = 0.3;
/// Between words and cells, in CSS pixels.
const LABEL_GAP: f64 = 6.0;
/// Mean width of a bold letter, in parts of the font's size; for margins, and to shorten words that are too long.
const LETTER_WIDTH: f64 = 0.64;
/// Words closer than this would touch, in CSS pixels.
const LEAST_LABEL_DISTANCE: f64 = 9.0;
/// Above the color bar, its height, and its figures below it, in CSS pixels.
const BAR: [f64; 3] = [10.0, 6.0, 14.0];
const MOST_BAR_WIDTH: f64 = 220.0;
/// Steps of color in the bar.
const BAR_STEPS: i32 = 64;
/// A cell no larger than this, in CSS pixels, has no gap around it.
const LEAST_GAP_CELL: f64 = 6.0;
/// Above this many words, cells are drawn as an image.
const MOST_DRAWN_WORDS: usize = 24;
/// The frame around a cell is no smaller than this, in CSS pixels.
const LEAST_FRAME: f64 = 7.0;
/// The smallest side of all cells together in a picture of its own, in CSS pixels. With many words it grows, so that each
/// is written.
const PICTURE_SIDE: f64 = 440.0;

/// The layout of `n` words in `width` by at most `height` CSS pixels. `longest_word_px`: width of the longest word in a
/// font of ten CSS pixels. The cells are square; pass an infinite height to let the width alone decide.
pub fn layout(n: usize, width: f64, height: f64, longest_word_px: f64) -> HeatmapLayout {
    let label = (longest_word_px.max(0.0) + LABEL_GAP).min(MOST_LABEL_SHARE * width).max(0.0);
    let free = (width - label).min(height - label - BAR.iter().sum::<f64>()).max(0.0);
    let cell = if n == 0 { 0.0 } else { free / n as f64 };
    let label_step = if cell > 0.0 { ((LEAST_LABEL_DISTANCE / cell).ceil() as usize).max(1) } else { 1 };
    let side = cell * n as f64;
    let bar_top = label + side + BAR[0];
    let color_bar = [label, bar_top, label + side.min(MOST_BAR_WIDTH), bar_top + BAR[1]];
    HeatmapLayout { n, left: label, top: label, cell, label_step, color_bar }
}

/// Whether a heatmap of this many words has small cells and needs room for them: above 24 words.
pub fn is_large(n: usize) -> bool {
    n > MOST_DRAWN_WORDS
}

/// The layout of these words, whose widths are estimated from their letters.
pub fn layout_of(words: &[String], width: f64, height: f64) -> HeatmapLayout {
    layout(words.len(), width, height, longest_px(words))
}

/// The layout of a picture of its own, as wide as it wants to be, and that width.
pub(super) fn picture_layout(words: &[String]) -> (HeatmapLayout, f64) {
    let side = PICTURE_SIDE.max(LEAST_LABEL_DISTANCE * words.len() as f64);
    let width = side + (longest_px(words) + LABEL_GAP).min(PICTURE_SIDE * MOST_LABEL_SHARE);
    (layout_of(words, width, f64::INFINITY), width)
}

/// Estimated width of the longest of these words, for a margin.
fn longest_px(words: &[String]) -> f64 {
    words.iter().map(|word| word.chars().count()).max().unwrap_or(0) as f64 * LABEL_PX * LETTER_WIDTH
}

impl HeatmapLayout {
    /// Row and column of the cell at a point of the view, in CSS pixels.
    pub fn cell_at(&self, point: [f64; 2]) -> Option<(usize, usize)> {
        let index = |at: f64, start: f64| {
            let index = ((at - start) / self.cell).floor();
            (index >= 0.0 && index < self.n as f64).then_some(index as usize)
        };
        Some((index(point[1], self.top)?, index(point[0], self.left)?))
    }

    /// Left, top, right and bottom of all cells together, in CSS pixels: where [`heatmap_pixels`] goes.
    pub fn cells(&self) -> [f64; 4] {
        let side = self.cell * self.n as f64;
        [self.left, self.top, self.left + side, self.top + side]
    }

    /// Height of the whole, color bar and its figures included, in CSS pixels.
    pub fn height(&self) -> f64 {
        self.color_bar[3] + BAR[2]
    }

    /// Whether the heatmap is so large that its cells should be an image of [`heatmap_pixels`]; [`draw_heatmap`] then leaves
    /// them out.
    pub fn wants_pixels(&self) -> bool {
        is_large(self.n)
    }

    /// Left, top, right and bottom of a cell without its gap, in device pixels.
    fn device_cell(&self, row: usize, column: usize, ratio: f64) -> [(i32, i32); 2] {
        let gap = if self.cell > LEAST_GAP_CELL { ratio.round().max(1.0) as i32 } else { 0 };
        let edge = |start: f64, i: usize| ((start + i as f64 * self.cell) * ratio).round() as i32;
        [
            (edge(self.left, column), edge(self.top, row)),
            (edge(self.left, column + 1) - gap, edge(self.top, row + 1) - gap),
        ]
    }
}

impl HeatmapView<'_> {
    fn color(&self, row: usize, column: usize) -> Rgb {
        let cosine = self.cosines.get(row * self.words.len() + column).copied().unwrap_or(f32::NAN);
        diverging(self.mode, f64::from(cosine))
    }
}

/// The cells at data resolution: `n x n` pixels, row 0 on top. The page puts them into a canvas of that size and lets CSS
/// scale it to [`HeatmapLayout::cells`] with `image-rendering: pixelated`.
pub fn heatmap_pixels(view: &HeatmapView<'_>) -> PixelBuffer {
    let n = view.words.len();
    let rgba = (0..n * n)
        .flat_map(|i| {
            let color = view.color(i / n, i % n);
            [color.0, color.1, color.2, 255]
        })
        .collect();
    PixelBuffer::new(n as u32, n as u32, rgba)
}

/// Draws row words at the left, column words turned by 90 degrees on top, the color bar with -1, 0 and 1 below, and,
/// unless [`HeatmapLayout::wants_pixels`], paper and the cells with fine gaps.
///
/// If the cells are an image, it lies below this drawing, and the backend was cleared to transparent before.
pub fn draw_heatmap<DB: DrawingBackend>(root: &Root<DB>, view: &HeatmapView<'_>, layout: &HeatmapLayout) -> Drawn<DB> {
    if !layout.wants_pixels() {
        root.fill(&RGBColor::from(Theme::of(view.mode).paper))?;
        draw_cells(root, view, layout)?;
    }
    let font_px = LABEL_PX * view.pixel_ratio;
    draw_words(root, view, layout, font_px)?;
    [view.pinned, view.hovered].into_iter().flatten().try_for_each(|cell| draw_frame(root, view, layout, cell))?;
    draw_color_bar(root, view, layout, font_px)
}

/// A heatmap in a picture of its own, whatever its size: cells, words and color bar. `font_unit`: what the backend
/// divides the sizes of fonts by.
pub(super) fn draw_picture<DB: DrawingBackend>(
    root: &Root<DB>,
    view: &HeatmapView<'_>,
    layout: &HeatmapLayout,
    font_unit: f64,
) -> Drawn<DB> {
    draw_cells(root, view, layout)?;
    draw_words(root, view, layout, LABEL_PX * font_unit)?;
    draw_color_bar(root, view, layout, LABEL_PX * font_unit)
}

fn draw_cells<DB: DrawingBackend>(root: &Root<DB>, view: &HeatmapView<'_>, layout: &HeatmapLayout) -> Drawn<DB> {
    let n = layout.n.min(view.words.len());
    for (row, column) in (0..n).flat_map(|row| (0..n).map(move |column| (row, column))) {
        let cell = layout.device_cell(row, column, view.pixel_ratio);
        root.draw(&Rectangle::new(cell, RGBColor::from(view.color(row, column)).filled()))?;
    }
    Ok(())
}

/// A frame around a cell; around a very small cell it includes some neighbors, so that it can be seen.
fn draw_frame<DB: DrawingBackend>(
    root: &Root<DB>,
    view: &HeatmapView<'_>,
    layout: &HeatmapLayout,
    (row, column): (usize, usize),
) -> Drawn<DB> {
    if row.max(column) >= layout.n.min(view.words.len()) {
        return Ok(());
    }
    let [(left, top), (right, bottom)] = layout.device_cell(row, column, view.pixel_ratio);
    let room = (((LEAST_FRAME * view.pixel_ratio) as i32 - (right - left) + 1) / 2).max(0);
    let ink = RGBColor::from(Theme::of(view.mode).ink).stroke_width(view.pixel_ratio.round().max(1.0) as u32);
    root.draw(&Rectangle::new([(left - room, top - room), (right + room, bottom + room)], ink))
}

/// The words of rows and columns. If there is no room for all, those of the hovered and the pinned cell replace the words
/// around them.
fn draw_words<DB: DrawingBackend>(
    root: &Root<DB>,
    view: &HeatmapView<'_>,
    layout: &HeatmapLayout,
    font_px: f64,
) -> Drawn<DB> {
    let theme = Theme::of(view.mode);
    let ratio = view.pixel_ratio;
    let most_letters = ((layout.left - LABEL_GAP) / (LABEL_PX * LETTER_WIDTH)).max(1.0).ceil() as usize;
    for (i, word) in view.words.iter().take(layout.n).enumerate() {
        let word = shortened(word, most_letters);
        let middle = |start: f64| ((start + (i as f64 + 0.5) * layout.cell) * ratio).round() as i32;
        for is_row in [true, false] {
            let place = |cell: Option<(usize, usize)>| cell.map(|cell| if is_row { cell.0 } else { cell.1 });
            // What is hovered covers what is pinned.
            let marked = [place(view.hovered), place(view.pinned)];
            let is_marked = marked.contains(&Some(i));
            let is_beside = |other: &usize| other.abs_diff(i) < layout.label_step;
            let is_crowded = match marked[0].filter(|&hovered| hovered != i) {
                Some(hovered) if is_beside(&hovered) => true,
                _ => !is_marked && marked.iter().flatten().any(is_beside),
            };
            let is_left_out = is_crowded || (!is_marked && !i.is_multiple_of(layout.label_step));
            if is_left_out && layout.label_step > 1 {
                continue;
            }
            let ink = if is_marked { theme.ink } else { theme.ink_soft };
            let style = text_style(font_px, is_marked, ink, HPos::Left);
            if is_row {
                root.draw_text(&word, &style, (0, middle(layout.top)))?;
            } else {
                let style = style.transform(FontTransform::Rotate90);
                root.draw_text(&word, &style, (middle(layout.left), 0))?;
            }
        }
    }
    Ok(())
}

/// The color bar, from -1 to 1, with its figures.
fn draw_color_bar<DB: DrawingBackend>(
    root: &Root<DB>,
    view: &HeatmapView<'_>,
    layout: &HeatmapLayout,
    font_px: f64,
) -> Drawn<DB> {
    let [left, top, right, bottom] = layout.color_bar.map(|x| (x * view.pixel_ratio).round() as i32);
    if right - left < BAR_STEPS {
        return Ok(());
    }
    let x_of = |step: i32| left + (right - left) * step / BAR_STEPS;
    for step in 0..BAR_STEPS {
        let cosine = f64::from(2 * step + 1) / f64::from(BAR_STEPS) - 1.0;
        let color = RGBColor::from(diverging(view.mode, cosine)).filled();
        root.draw(&Rectangle::new([(x_of(step), top), (x_of(step + 1), bottom)], color))?;
    }
    let y = bottom + (BAR[2] / 2.0 * view.pixel_ratio).round() as i32;
    let ink = Theme::of(view.mode).ink_faint;
    for (figure, x, at) in
        [("−1", left, HPos::Left), ("0", i32::midpoint(left, right), HPos::Center), ("1", right, HPos::Right)]
    {
        root.draw_text(figure, &text_style(font_px, false, ink, at), (x, y))?;
    }
    Ok(())
}

/// A word of at most this many letters, an ellipsis among them.
fn shortened(word: &str, most_letters: usize) -> String {
    if word.chars().count() <= most_letters {
        return word.to_owned();
    }
    word.chars().take(most_letters.saturating_sub(1)).chain(std::iter::once('…')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_cell_is_found_at_its_middle_and_nothing_beside() {
        let layout = layout(9, 300.0, 340.0, 45.0);
        for row in 0..9 {
            for column in 0..9 {
                let middle = |start: f64, i: usize| start + (i as f64 + 0.5) * layout.cell;
                let point = [middle(layout.left, column), middle(layout.top, row)];
                assert_eq!(layout.cell_at(point), Some((row, column)));
            }
        }
        let [left, top, right, bottom] = layout.cells();
        for outside in
            [[left - 0.1, top + 1.0], [left + 1.0, top - 0.1], [right + 0.1, top + 1.0], [left, bottom + 0.1]]
        {
            assert_eq!(layout.cell_at(outside), None);
        }
    }

    #[test]
    fn all_parts_are_inside() {
        for (n, width, height) in [(1, 300.0, 320.0), (9, 300.0, 340.0), (200, 300.0, 300.0), (50, 900.0, 400.0)] {
            let layout = layout(n, width, height, 60.0);
            assert!(layout.cells()[2] <= width + 1e-9 && layout.height() <= height + 1e-9, "{layout:?}");
            assert!(layout.color_bar[1] >= layout.cells()[3]);
        }
        assert!(layout(9, 300.0, f64::INFINITY, 45.0).height().is_finite());
    }

    #[test]
    fn no_words_and_no_room_are_no_trouble() {
        assert_eq!(layout(0, 300.0, 300.0, 0.0).cell_at([150.0, 150.0]), None);
        assert_eq!(layout(5, 0.0, 0.0, 40.0).cell_at([0.0, 0.0]), None);
    }

    #[test]
    fn labels_thin_out_in_small_cells() {
        assert_eq!(layout(9, 300.0, 340.0, 45.0).label_step, 1);
        let small = layout(200, 300.0, 340.0, 45.0);
        assert!(small.cell * small.label_step as f64 >= 9.0 && small.cell * (small.label_step - 1) as f64 <= 9.0);
    }

    #[test]
    fn pixels_are_the_cells_row_by_row() {
        let words = ["a", "b"].map(String::from);
        let view = HeatmapView {
            words: &words,
            cosines: &[1.0, -1.0, f32::NAN],
            mode: Mode::Light,
            hovered: None,
            pinned: None,
            pixel_ratio: 1.0,
        };
        let pixels = heatmap_pixels(&view);
        assert_eq!((pixels.width, pixels.height), (2, 2));
        let paper = Theme::of(Mode::Light).paper;
        let wanted = [diverging(Mode::Light, 1.0), diverging(Mode::Light, -1.0), paper, paper];
        for (pixel, color) in pixels.rgba.as_chunks::<4>().0.iter().zip(wanted) {
            assert_eq!(*pixel, [color.0, color.1, color.2, 255]);
        }
    }

    #[test]
    fn long_words_are_shortened_by_letters() {
        assert_eq!(shortened("naïveté", 7), "naïveté");
        assert_eq!(shortened("naïveté", 4), "naï…");
    }
}
