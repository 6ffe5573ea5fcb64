//! What all drawings share of plotters: the backend's area, its errors, texts and device pixels.

use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, RGBColor, TextStyle};

use super::palette::Rgb;

/// What a drawing function gives back: nothing, or what its backend `DB` complained about.
pub type Drawn<DB> =
    Result<(), plotters::drawing::DrawingAreaErrorKind<<DB as plotters::prelude::DrawingBackend>::ErrorType>>;

/// The whole of a backend, as plotters' drawing area without coordinates.
pub type Root<DB> = plotters::drawing::DrawingArea<DB, plotters::coord::Shift>;

/// The page's font, as CSS spells a family list.
pub(super) const FONT: &str = "system-ui, sans-serif";

/// What plotters' SVG divides the sizes of fonts by.
pub(super) const FONT_UNIT: f64 = 1.24;

/// How a text is written: size in device pixels, and which of its points is given (left, center or right; the middle of
/// the line).
pub(super) fn text_style(font_px: f64, is_bold: bool, color: Rgb, at: HPos) -> TextStyle<'static> {
    let style = if is_bold { FontStyle::Bold } else { FontStyle::Normal };
    let font = FontDesc::new(FontFamily::Name(FONT), font_px, style);
    TextStyle { font, color: RGBColor::from(color).to_backend_color(), pos: Pos::new(at, VPos::Center) }
}

/// The device pixel nearest to a place given in device pixels.
pub(super) fn device(point: [f64; 2]) -> (i32, i32) {
    (point[0].round() as i32, point[1].round() as i32)
}
