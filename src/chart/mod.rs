//! Geometry and drawing of the views, on any plotters backend: no web types, no state of the page.
//!
//! In reading order: [`Camera`] places the map on the screen, [`PickIndex`] finds the word under the pointer,
//! [`Theme`] and its palettes color it, [`LabelPlacer`] says which words are written and where, [`Districts`]
//! which groups have a place of their own to be named at, [`map`] draws the map
//! ([`raster`] its points, pixel by pixel), [`loss`] the loss chart, [`heatmap`] the cosine heatmap, [`format`](mod@format)
//! writes the figures.
//!
//! Units: the *world* is the plane of the frame's positions, y up. The *screen* is the view's own rectangle in CSS
//! pixels, origin at the top left, y down; all geometry here is in CSS pixels, as `f64`. What draws on a backend
//! multiplies by `pixel_ratio` (device pixels per CSS pixel) itself, because plotters knows whole device pixels only:
//! give the canvas its device size and leave its context's transform alone.

mod backend;
pub mod camera;
mod coloring;
mod density;
mod district_names;
mod districts;
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
mod spread;
mod view;
mod written;

pub use backend::{Drawn, Root};
pub use camera::{Camera, Viewport};
pub use coloring::{Coloring, Legend, NO_CLASS, frequency_shares, rank_shares};
pub use district_names::{
    DistrictName, NamePlacer, NameWish, cut_name, name_font, name_opacity, name_px, name_spacing,
};
pub use districts::{District, Districts};
pub use heatmap::{HeatmapLayout, HeatmapView, draw_heatmap, heatmap_pixels};
pub use labels::{LabelBox, LabelPlacer, PlacedLabel};
pub use loss::{LossSample, LossView, draw_loss, moving_average};
pub use map::{
    HaloText, LabelStyle, MapLabel, draw_axes_and_labels, draw_halo_text, draw_overlay, draw_points, halo_text,
};
pub use palette::{Mode, Rgb, Theme, category, diverging};
pub use pick::{Direction, PickIndex};
pub use picture::{heatmap_svg, map_svg};
pub use raster::{PixelBuffer, rasterize_points};
pub use selection::{box_outline, draw_selection, words_within};
pub use spread::Spread;
pub use view::{Highlight, MapView};
pub use written::{cut_text, set_apart};
