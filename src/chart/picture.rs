//! The map and the heatmap as SVG files: as on the page, with legend and captions.

use plotters::backend::SVGBackend;
use plotters::drawing::IntoDrawingArea;
use plotters::element::{Circle, Rectangle};
use plotters::prelude::DrawingBackend;
use plotters::style::text_anchor::HPos;
use plotters::style::{Color, RGBColor};

use super::backend::{Drawn, FONT_UNIT, Root, text_style};
use super::coloring::Legend;
use super::district_names::{DistrictName, draw_district_names};
use super::heatmap::{HeatmapView, draw_picture, picture_layout};
use super::map::{MapLabel, draw_axes_and_labels, draw_overlay, draw_points};
use super::palette::Theme;
use super::view::MapView;

/// Size of the legend's and the caption's text, and the height of a line of it.
const TEXT_PX: f64 = 12.0;
const LINE_PX: f64 = 20.0;
const MARGIN_PX: f64 = 14.0;
/// The mean width of a letter, in parts of the text's size: an SVG has no fonts to measure.
const LETTER: f64 = 0.58;

/// An SVG of the map: points, words and what stands out as on the page, then the legend, then `captions`, a line each.
///
/// `districts` and `labels`: names and words that are written, with their places. The picture is as wide as the view, and higher by the legend
/// and the captions, which break at their ` · `. It ignores `view.pixel_ratio`: a pixel is a CSS pixel.
pub fn map_svg(
    view: &MapView<'_>,
    districts: &[DistrictName],
    labels: &[MapLabel<'_>],
    hidden_classes: &[u8],
    captions: &[String],
) -> String {
    let view = MapView { pixel_ratio: 1.0, ..*view };
    let rows = legend_rows(&view, hidden_classes);
    let captions: Vec<String> =
        captions.iter().flat_map(|caption| wrapped(caption, view.viewport.width - 2.0 * MARGIN_PX)).collect();
    let n_lines = rows.len() + captions.len();
    let (width, map_height) = (view.viewport.width.round() as u32, view.viewport.height.round() as u32);
    let foot_height = (n_lines as f64 * LINE_PX + MARGIN_PX).ceil() as u32;
    let mut svg = String::new();
    let root = SVGBackend::with_string(&mut svg, (width, map_height + foot_height)).into_drawing_area();
    // Writing into a string does not fail.
    let _ = draw(&root, &view, districts, labels, (&rows, &captions), map_height);
    let _ = root.present();
    drop(root);
    svg
}

/// A name in the legend: its left end, its width, the color before it.
struct Entry {
    left: f64,
    text: String,
    class: u8,
}

fn draw<DB: DrawingBackend>(
    root: &Root<DB>,
    view: &MapView<'_>,
    districts: &[DistrictName],
    labels: &[MapLabel<'_>],
    (rows, captions): (&[Vec<Entry>], &[String]),
    map_height: u32,
) -> Drawn<DB> {
    let theme = Theme::of(view.mode);
    let (map, foot) = root.split_vertically(map_height);
    draw_points(&map, view)?;
    draw_district_names(&map, view, districts)?;
    // On a page the word that stands out has its links under its name; the veil of a hover is not for a picture.
    let mut still = *view;
    still.highlight.greys_rest = false;
    draw_overlay(&map, &still, &[])?;
    draw_axes_and_labels(&map, view, labels)?;
    // Points beyond the map's lower edge are covered.
    let (width, height) = foot.dim_in_pixel();
    foot.draw(&Rectangle::new([(0, 0), (width as i32, height as i32)], RGBColor::from(theme.paper).filled()))?;
    let mut y = MARGIN_PX / 2.0 + LINE_PX / 2.0;
    for row in rows {
        for entry in row {
            let color = RGBColor::from(view.coloring.color(entry.class, view.mode)).filled();
            let at = |x: f64| (x.round() as i32, y.round() as i32);
            foot.draw(&Circle::new(at(entry.left + 4.0), 4, color))?;
            let ink = text_style(TEXT_PX * FONT_UNIT, false, theme.ink_soft, HPos::Left);
            foot.draw_text(&entry.text, &ink, at(entry.left + 13.0))?;
        }
        y += LINE_PX;
    }
    draw_captions(&foot, theme, captions, y)
}

/// Captions, a line each, the middle of the first at `y`.
fn draw_captions<DB: DrawingBackend>(root: &Root<DB>, theme: &Theme, captions: &[String], mut y: f64) -> Drawn<DB> {
    for caption in captions {
        let ink = text_style(TEXT_PX * FONT_UNIT, false, theme.ink_faint, HPos::Left);
        root.draw_text(caption, &ink, (MARGIN_PX as i32, y.round() as i32))?;
        y += LINE_PX;
    }
    Ok(())
}

/// An SVG of the heatmap: all cells and all words, the color bar, then `captions`, broken at their ` · `.
pub fn heatmap_svg(view: &HeatmapView<'_>, captions: &[String]) -> String {
    let view = HeatmapView { pixel_ratio: 1.0, ..*view };
    let theme = Theme::of(view.mode);
    let (layout, width) = picture_layout(view.words);
    let captions: Vec<String> = captions.iter().flat_map(|caption| wrapped(caption, width)).collect();
    let captions_top = MARGIN_PX + layout.height() + LINE_PX;
    let height = captions_top + captions.len() as f64 * LINE_PX;
    let size = [width + 2.0 * MARGIN_PX, height].map(|x| x.ceil() as u32);
    let mut svg = String::new();
    let root = SVGBackend::with_string(&mut svg, size.into()).into_drawing_area();
    // Writing into a string does not fail.
    let _ = root.fill(&RGBColor::from(theme.paper));
    let cells = root.clone().shrink((MARGIN_PX, MARGIN_PX), (width.ceil(), layout.height().ceil()));
    let _ = draw_picture(&cells, &view, &layout, FONT_UNIT);
    let _ = draw_captions(&root, theme, &captions, captions_top);
    let _ = root.present();
    drop((cells, root));
    svg
}

/// The parts of a caption in lines no wider than this many pixels, as far as can be estimated without fonts.
fn wrapped(caption: &str, width: f64) -> Vec<String> {
    let most = (width / (TEXT_PX * LETTER)).max(1.0) as usize;
    let mut lines: Vec<String> = Vec::new();
    for part in caption.split(" · ") {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 3 + part.chars().count() <= most => {
                line.push_str(" · ");
                line.push_str(part);
            }
            _ => lines.push(part.to_owned()),
        }
    }
    lines
}

/// The entries of the legend, row by row; those of classes that are not drawn are left out.
fn legend_rows(view: &MapView<'_>, hidden_classes: &[u8]) -> Vec<Vec<Entry>> {
    let last = view.coloring.palette.len().saturating_sub(1) as u8;
    let names: Vec<(u8, String)> = match &view.coloring.legend {
        Legend::None => Vec::new(),
        Legend::Groups(names) => (0..).zip(names.iter().cloned()).collect(),
        Legend::Scale { low, high } => vec![(0, low.clone()), (last / 2, "…".to_owned()), (last, high.clone())],
    };
    let mut rows: Vec<Vec<Entry>> = Vec::new();
    let mut left = f64::INFINITY;
    for (class, text) in names.into_iter().filter(|(class, _)| !hidden_classes.contains(class)) {
        let width = 13.0 + text.chars().count() as f64 * TEXT_PX * LETTER + 14.0;
        if left + width > view.viewport.width - MARGIN_PX {
            left = MARGIN_PX;
            rows.push(Vec::new());
        }
        if let Some(row) = rows.last_mut() {
            row.push(Entry { left, text, class });
        }
        left += width;
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captions_are_broken_at_their_dots() {
        assert_eq!(wrapped("one · two · three", 9.0 * TEXT_PX * LETTER), ["one · two", "three"]);
        assert_eq!(wrapped("one · two · three", 2.0), ["one", "two", "three"], "what is too wide stands alone");
        assert_eq!(wrapped("", 100.0), [""]);
    }
}
