//! The map's points straight into pixels: antialiased discs, 50,000 of them in a few milliseconds.
//!
//! A disc is a stamp: for each pixel of a small square its weight (coverage times opacity), computed once per radius
//! for 4 x 4 positions of the center within a pixel. Stamping blends each pixel over what is there, two channels to a
//! multiplication; no point allocates.

use super::density::{Density, tiers};
use super::map::{LABELED_RADIUS, MapView};
use super::pick::{finite_points, point_of};
use super::{Rgb, Theme};

/// Positions of a center within a pixel, along each axis, that have a stamp of their own.
const STEPS: usize = 4;
/// Samples along each axis of a pixel that the disc's edge crosses.
const SAMPLES: usize = 16;
/// The weight that covers wholly.
const FULL: f64 = 256.0;

/// An image in device pixels, as `ImageData` wants it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PixelBuffer {
    /// Columns.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Red, green, blue and alpha of each pixel, row by row from the top; `4 * width * height` bytes, not premultiplied.
    pub rgba: Vec<u8>,
}

/// The weights of a disc, 0 to 256: `STEPS x STEPS` squares of `side x side`, row-major.
struct Stamps {
    /// From the pixel of the center to the edge of the square, in pixels.
    reach: i64,
    side: usize,
    weights: Vec<u16>,
    /// For each row of each square its first column that weighs anything, and the one after its last.
    spans: Vec<[u32; 2]>,
}

/// Draws paper, hairlines through the origin and all points of `view` into `buffer`, which is given the view's size in
/// device pixels; its memory is reused. Every pixel ends up opaque.
///
/// Frequent words lie over rare ones, words that are written over all others. The highlight does not matter here.
pub fn rasterize_points(buffer: &mut PixelBuffer, view: &MapView<'_>) {
    let theme = Theme::of(view.mode);
    let ratio = view.pixel_ratio;
    buffer.width = (view.viewport.width * ratio).round() as u32;
    buffer.height = (view.viewport.height * ratio).round() as u32;
    buffer.rgba.resize(4 * buffer.width as usize * buffer.height as usize, 0);
    buffer.rgba.as_chunks_mut::<4>().0.fill(opaque(theme.map_paper));
    buffer.draw_hairlines(view.device_from_world([0.0, 0.0]), ratio.round().max(1.0) as i64, theme.hairline);

    let colors: Vec<Rgb> = (0..=u8::MAX).map(|class| view.color_of_class(class)).collect();
    let color_of = |id: u32| colors[view.class_of(id) as usize];
    let density = Density::of(view);
    let tiers = tiers(view.has_contrast).map(|(radius, opacity)| Stamps::of_disc(radius * ratio, opacity));
    for (id, point) in finite_points(view.positions).rev() {
        let screen = view.camera.screen_from_world(view.viewport, point);
        buffer.stamp(&tiers[density.tier(screen)], screen.map(|x| x * ratio), color_of(id));
    }
    let stamps = Stamps::of_disc(LABELED_RADIUS * ratio, 1.0);
    for &id in view.labeled.iter().rev() {
        if let Some(point) = point_of(view.positions, id) {
            buffer.stamp(&stamps, view.device_from_world(point), color_of(id));
        }
    }
}

impl PixelBuffer {
    /// Blends one disc over the pixels. `center` in device pixels, anywhere.
    fn stamp(&mut self, stamps: &Stamps, center: [f64; 2], color: Rgb) {
        let (width, height) = (i64::from(self.width), i64::from(self.height));
        let base = [center[0].floor(), center[1].floor()];
        let left = (base[0] as i64).saturating_sub(stamps.reach);
        let top = (base[1] as i64).saturating_sub(stamps.reach);
        let side = stamps.side as i64;
        if left >= width || top >= height || left <= -side || top <= -side {
            return;
        }
        let (first_row, end_row) = ((-top).max(0) as usize, (height - top).min(side) as usize);
        let (first_column, end_column) = ((-left).max(0) as usize, (width - left).min(side) as usize);
        let step = |axis: usize| (((center[axis] - base[axis]) * STEPS as f64) as usize).min(STEPS - 1);
        let square = step(1) * STEPS + step(0);

        let red_and_blue = u32::from(color.0) | u32::from(color.2) << 16;
        let green = u32::from(color.1);
        for row in first_row..end_row {
            let (span, weights) = stamps.row(square, row);
            let (first, end) = (first_column.max(span[0] as usize), end_column.min(span[1] as usize));
            if first >= end {
                continue;
            }
            let start = (top + row as i64) as usize * self.width as usize + (left + first as i64) as usize;
            let pixels = &mut self.rgba[4 * start..4 * (start + end - first)];
            let weights = &weights[first..end];
            for (pixel, &weight) in pixels.as_chunks_mut::<4>().0.iter_mut().zip(weights) {
                let (over, under) = (u32::from(weight), 256 - u32::from(weight));
                let old = u32::from_le_bytes(*pixel);
                // Red and blue share a word: each product stays below 2^16, so neither reaches the other.
                let rb = (((old & 0x00ff_00ff) * under + red_and_blue * over + 0x0080_0080) >> 8) & 0x00ff_00ff;
                let g = (((old >> 8) & 0xff) * under + green * over + 0x80) >> 8;
                *pixel = (rb | g << 8 | 0xff00_0000).to_le_bytes();
            }
        }
    }

    /// A column and a row of `thickness` pixels through `origin`, in device pixels.
    fn draw_hairlines(&mut self, origin: [f64; 2], thickness: i64, color: Rgb) {
        let (width, height) = (self.width as usize, self.height as usize);
        let within = |middle: f64, end: usize| {
            let start = (middle - thickness as f64 / 2.0).round() as i64;
            let clip = |at: i64| at.clamp(0, end as i64) as usize;
            clip(start)..clip(start.saturating_add(thickness))
        };
        let (columns, rows) = (within(origin[0], width), within(origin[1], height));
        let pixels = self.rgba.as_chunks_mut::<4>().0;
        pixels[rows.start * width..rows.end * width].fill(opaque(color));
        for row in pixels.chunks_exact_mut(width.max(1)) {
            row[columns.clone()].fill(opaque(color));
        }
    }
}

impl Stamps {
    /// The stamps of a disc of `radius` device pixels.
    fn of_disc(radius: f64, opacity: f64) -> Self {
        let reach = radius.ceil() as i64;
        let side = 2 * reach as usize + 1;
        let mut weights = Vec::with_capacity(STEPS * STEPS * side * side);
        // Centers sit in the middle of their quarter of a pixel.
        let center = |step: usize| reach as f64 + (step as f64 + 0.5) / STEPS as f64;
        for step_y in 0..STEPS {
            for step_x in 0..STEPS {
                for row in 0..side {
                    for column in 0..side {
                        let covered =
                            coverage(column as f64 - center(step_x), row as f64 - center(step_y), radius) * opacity;
                        weights.push((covered * FULL).round() as u16);
                    }
                }
            }
        }
        let span = |row: &[u16]| {
            let first = row.iter().position(|&weight| weight > 0).unwrap_or(0);
            [first as u32, row.iter().rposition(|&weight| weight > 0).map_or(0, |last| last as u32 + 1)]
        };
        let spans = weights.chunks_exact(side).map(span).collect();
        Self { reach, side, weights, spans }
    }

    /// One row of a square: where it weighs anything, and its weights. Square `4 y + x` is that for a center in quarter
    /// (x, y) of its pixel.
    fn row(&self, square: usize, row: usize) -> ([u32; 2], &[u16]) {
        let row = square * self.side + row;
        (self.spans[row], &self.weights[row * self.side..(row + 1) * self.side])
    }
}

/// Share of the unit square from (`left`, `top`) that a disc around (0, 0) covers.
fn coverage(left: f64, top: f64, radius: f64) -> f64 {
    // Squares are compared: a hypotenuse is a library call in wasm, and there is one for each of many samples.
    let squared = |x: f64, y: f64| x * x + y * y;
    if squared(left.max(0.0).max(-left - 1.0), top.max(0.0).max(-top - 1.0)) >= radius * radius {
        return 0.0;
    }
    if squared(left.abs().max((left + 1.0).abs()), top.abs().max((top + 1.0).abs())) <= radius * radius {
        return 1.0;
    }
    let at = |sample: usize| (sample as f64 + 0.5) / SAMPLES as f64;
    let inside = (0..SAMPLES * SAMPLES)
        .filter(|i| squared(left + at(i % SAMPLES), top + at(i / SAMPLES)) <= radius * radius)
        .count();
    inside as f64 / (SAMPLES * SAMPLES) as f64
}

/// A pixel of this color.
fn opaque(color: Rgb) -> [u8; 4] {
    [color.0, color.1, color.2, 255]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::chart::{Camera, Coloring, Highlight, Legend, Mode, Viewport, category};

    static NOTHING: Coloring = Coloring { class_of_word: Vec::new(), palette: Vec::new(), legend: Legend::None };

    fn view<'a>(positions: &'a [f32], coloring: &'a Coloring, labeled: &'a [u32]) -> MapView<'a> {
        MapView {
            positions,
            coloring,
            labeled,
            camera: Camera { center: [0.0, 0.0], scale: 1.0 },
            viewport: Viewport { width: 64.0, height: 48.0 },
            mode: Mode::Light,
            pixel_ratio: 1.0,
            has_contrast: false,
            axis_titles: ["", ""],
            highlight: Highlight::default(),
        }
    }

    fn pixel(buffer: &PixelBuffer, x: usize, y: usize) -> [u8; 4] {
        buffer.rgba.as_chunks::<4>().0[y * buffer.width as usize + x]
    }

    #[test]
    fn a_stamp_weighs_what_its_disc_covers() {
        for radius in [0.7, 1.0, 1.6, 2.0, 2.5, 3.75, 7.5, 13.0] {
            let stamps = Stamps::of_disc(radius, 1.0);
            for (step, weights) in stamps.weights.chunks_exact(stamps.side * stamps.side).enumerate() {
                let area: f64 = weights.iter().map(|&w| f64::from(w) / FULL).sum();
                let disc = std::f64::consts::PI * radius * radius;
                assert!((area / disc - 1.0).abs() < 0.02, "radius {radius}, step {step}: {area} for {disc}");
            }
        }
    }

    #[test]
    fn opacity_scales_a_stamp() {
        let weights = |opacity| Stamps::of_disc(3.0, opacity).weights.iter().map(|&w| f64::from(w)).sum::<f64>();
        assert!((weights(0.35) / weights(1.0) - 0.35).abs() < 0.005);
    }

    #[test]
    fn paper_hairlines_and_points_are_where_they_belong() {
        let positions = [16.0, 8.0, -16.0, -8.0];
        let mut buffer = PixelBuffer::default();
        let coloring = Coloring::of_groups(Mode::Light, &[3], vec![String::new(); 4]);
        rasterize_points(&mut buffer, &view(&positions, &coloring, &[0]));
        let theme = Theme::of(Mode::Light);
        assert_eq!((buffer.width, buffer.height, buffer.rgba.len()), (64, 48, 4 * 64 * 48));
        assert_eq!(pixel(&buffer, 2, 2), opaque(theme.map_paper));
        // The origin is between pixels 31 and 32: the hairline takes one of them.
        assert_eq!((pixel(&buffer, 32, 2), pixel(&buffer, 2, 24)), (opaque(theme.hairline), opaque(theme.hairline)));
        // Word 0 is written: its disc is opaque in its topic's color. Word 1 has no topic and is faint.
        assert_eq!(pixel(&buffer, 48, 16), opaque(category(Mode::Light, 3)));
        let faint = theme.map_paper.mixed(theme.neutral, tiers(false)[0].1);
        let [r, g, b, a] = pixel(&buffer, 16, 32);
        assert_eq!(a, 255);
        for (seen, wanted) in [(r, faint.0), (g, faint.1), (b, faint.2)] {
            assert!(seen.abs_diff(wanted) <= 1, "{seen} for {wanted}");
        }
    }

    #[test]
    fn a_buffer_takes_the_size_of_its_view_again() {
        let mut buffer = PixelBuffer::default();
        let mut large = view(&[0.0, 0.0], &NOTHING, &[]);
        large.pixel_ratio = 2.0;
        rasterize_points(&mut buffer, &large);
        assert_eq!((buffer.width, buffer.height), (128, 96));
        rasterize_points(&mut buffer, &view(&[0.0, 0.0], &NOTHING, &[]));
        assert_eq!(buffer.rgba.len(), 4 * 64 * 48);
        let mut fresh = PixelBuffer::default();
        rasterize_points(&mut fresh, &view(&[0.0, 0.0], &NOTHING, &[]));
        assert_eq!(buffer, fresh);
    }

    #[test]
    fn an_empty_viewport_is_no_trouble() {
        let mut none = view(&[0.0, 0.0], &NOTHING, &[0]);
        none.viewport = Viewport { width: 0.0, height: 0.0 };
        let mut buffer = PixelBuffer::default();
        rasterize_points(&mut buffer, &none);
        assert!(buffer.rgba.is_empty());
    }

    proptest! {
        #[test]
        fn points_anywhere_are_clipped(
            positions in prop::collection::vec(prop_oneof![-40.0_f32..40.0, Just(f32::NAN), Just(3e38_f32)], 0..60),
            scale in prop_oneof![0.1..4.0_f64, Just(1e300)],
        ) {
            let mut map = view(&positions, &NOTHING, &[0, 5, 4_000_000_000]);
            map.camera.scale = scale;
            let mut buffer = PixelBuffer::default();
            rasterize_points(&mut buffer, &map);
            prop_assert!(buffer.rgba.as_chunks::<4>().0.iter().all(|pixel| pixel[3] == 255));
        }
    }
}
