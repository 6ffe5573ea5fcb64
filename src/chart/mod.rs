//! Geometry and drawing of the views, on any plotters backend: no web types, no state of the page.
//!
//! In reading order: [`Camera`] places the map on the screen, [`PickIndex`] finds the word under the pointer,
//! [`Theme`] and its palettes color it, [`LabelPlacer`] says which words are written and where, [`map`] draws the map
//! ([`raster`] its points, pixel by pixel), [`loss`] the loss chart, [`heatmap`] the cosine heatmap, [`format`](mod@format)
//! writes the figures.
//!
//! Units: the *world* is the plane of the frame's positions, y up. The *screen* is the view's own rectangle in CSS
//! pixels, origin at the top left, y down; all geometry here is in CSS pixels, as `f64`. What draws on a backend
//! multiplies by `pixel_ratio` (device pixels per CSS pixel) itself, because plotters knows whole device pixels only:
//! give the canvas its device size and leave its context's transform alone.

use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, RGBColor, TextStyle};

pub mod camera;
mod coloring;
mod density;
pub mod format;
pub mod heatmap;
pub mod labels;
pub mod loss;
pub mod map;
pub mod palette;
pub mod pick;
mod picture;
pub mod raster;
mod selection;

pub use camera::{Camera, Viewport};
pub use coloring::{Coloring, Legend, NO_CLASS, frequency_shares};
pub use heatmap::{HeatmapLayout, HeatmapView, draw_heatmap, heatmap_pixels};
pub use labels::{LabelBox, LabelPlacer, PlacedLabel};
pub use loss::{LossSample, LossView, draw_loss, moving_average};
pub use map::{
    HaloText, Highlight, LabelStyle, MapLabel, MapView, draw_axes_and_labels, draw_halo_text, draw_overlay,
    draw_points, halo_text,
};
pub use palette::{Mode, Rgb, Theme, category, diverging};
pub use pick::{Direction, PickIndex};
pub use picture::{heatmap_svg, map_svg};
pub use raster::{PixelBuffer, rasterize_points};
pub use selection::{box_outline, draw_selection, words_within};

/// What a drawing function gives back: nothing, or what its backend `DB` complained about.
pub type Drawn<DB> =
    Result<(), plotters::drawing::DrawingAreaErrorKind<<DB as plotters::prelude::DrawingBackend>::ErrorType>>;

/// The whole of a backend, as plotters' drawing area without coordinates.
pub type Root<DB> = plotters::drawing::DrawingArea<DB, plotters::coord::Shift>;

/// The page's font, as CSS spells a family list.
const FONT: &str = "system-ui, sans-serif";

/// How a text is written: size in device pixels, and which of its points is given (left, center or right; the middle of
/// the line).
fn text_style(font_px: f64, is_bold: bool, color: Rgb, at: HPos) -> TextStyle<'static> {
    let style = if is_bold { FontStyle::Bold } else { FontStyle::Normal };
    let font = FontDesc::new(FontFamily::Name(FONT), font_px, style);
    TextStyle { font, color: RGBColor::from(color).to_backend_color(), pos: Pos::new(at, VPos::Center) }
}

/// The device pixel nearest to a place given in device pixels.
fn device(point: [f64; 2]) -> (i32, i32) {
    (point[0].round() as i32, point[1].round() as i32)
}
