//! The cosine heatmap: words by words, cells colored from -1 to 1.

use plotters::prelude::DrawingBackend;

use super::{Drawn, Mode, PixelBuffer, Root};

/// All that the heatmap is drawn from.
#[derive(Clone, Copy, Debug)]
pub struct HeatmapView<'a> {
    /// Words of rows and columns, in order.
    pub words: &'a [String],
    /// Cosines, `n x n`, row-major; a missing or non-finite one is drawn as paper.
    pub cosines: &'a [f32],
    /// Light or dark.
    pub mode: Mode,
    /// Row and column of the cell under the pointer: framed, its two words in full ink.
    pub hovered: Option<(usize, usize)>,
    /// Device pixels per CSS pixel.
    pub pixel_ratio: f64,
}

/// Where the parts of a heatmap are, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HeatmapLayout {
    /// Words in a row.
    pub n: usize,
    /// Left edge of the cells.
    pub left: f64,
    /// Top edge of the cells.
    pub top: f64,
    /// Width and height of a cell, gap included.
    pub cell: f64,
    /// Every how many words one is written; 1 for all.
    pub label_step: usize,
    /// Left, top, right and bottom of the color bar.
    pub color_bar: [f64; 4],
}

impl HeatmapLayout {
    /// Row and column of the cell at a point of the view, in CSS pixels.
    pub fn cell_at(&self, _point: [f64; 2]) -> Option<(usize, usize)> {
        None
    }

    /// Left, top, right and bottom of all cells together, in CSS pixels: where [`heatmap_pixels`] goes.
    pub fn cells(&self) -> [f64; 4] {
        let side = self.cell * self.n as f64;
        [self.left, self.top, self.left + side, self.top + side]
    }

    /// Whether the cells are better put as an image of [`heatmap_pixels`] than drawn one by one: above 24 words.
    /// Then [`draw_heatmap`] leaves them out.
    pub fn wants_pixels(&self) -> bool {
        self.n > 24
    }
}

/// The layout of `n` words in `width` by `height` CSS pixels. `longest_word_px`: width of the longest word in a font of
/// [`LABEL_PX`] CSS pixels.
pub fn layout(n: usize, _width: f64, _height: f64, _longest_word_px: f64) -> HeatmapLayout {
    HeatmapLayout { n, left: 0.0, top: 0.0, cell: 0.0, label_step: 1, color_bar: [0.0; 4] }
}

/// Size of the words beside the cells, in CSS pixels.
pub const LABEL_PX: f64 = 10.0;

/// The cells at data resolution: `n x n` pixels, row 0 on top. The page puts them into a canvas of that size and lets CSS
/// scale it to [`HeatmapLayout::cells`] with `image-rendering: pixelated`.
pub fn heatmap_pixels(_view: &HeatmapView<'_>) -> PixelBuffer {
    PixelBuffer::default()
}

/// Draws row words at the left, column words turned by 90 degrees on top, the color bar with -1, 0 and 1 below, and,
/// unless [`HeatmapLayout::wants_pixels`], paper and the cells with fine gaps.
pub fn draw_heatmap<DB: DrawingBackend>(
    _root: &Root<DB>,
    _view: &HeatmapView<'_>,
    _layout: &HeatmapLayout,
) -> Drawn<DB> {
    Ok(())
}
