//! The map's points straight into pixels: antialiased discs, 50,000 of them in a few milliseconds.
//!
//! A disc is a stamp: for each pixel of a small square its weight (coverage times opacity), computed once per radius
//! for 4 x 4 positions of the center within a pixel. Stamping blends four pixels of a row at a time over what is there;
//! no point allocates.

use wide::{i16x8, u8x16, u16x8};

use super::density::{Density, tiers};
use super::palette::{Rgb, Theme};
use super::pick::point_of;
use super::view::{LABELED_RADIUS, MapView};

/// Positions of a center within a pixel, along each axis, that have a stamp of their own.
const STEPS: usize = 4;
/// Samples along each axis of a pixel that the disc's edge crosses.
const SAMPLES: usize = 16;
/// The weight of full coverage.
const FULL: f64 = 256.0;

/// An image in device pixels, as `ImageData` wants it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PixelBuffer {
    /// Columns.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Red, green, blue and alpha of each pixel, row by row from the top; `4 * width * height` bytes, not premultiplied.
    pub rgba: Vec<u8>,
    /// The stamps of the last picture, for the next one.
    kit: Option<Kit>,
}

/// The stamps of a picture.
#[derive(Clone, Debug, PartialEq)]
struct Kit {
    /// Device pixels per CSS pixel, and whether there is more contrast.
    key: (f64, bool),
    /// By tier of density.
    tiers: Vec<Disc>,
    labeled: Disc,
}

/// Pixels that are blended at a time.
const GROUP: usize = 4;

/// The weights of a disc whose center lies in one of the quarters of a pixel.
#[derive(Clone, Debug, PartialEq)]
struct Stamp {
    /// From the center's pixel to the upper left one: columns and rows, not positive.
    from: [i64; 2],
    /// Columns, a multiple of [`GROUP`].
    n_columns: usize,
    /// Row-major, 0 to 256, each once for each channel of its pixel.
    groups: Vec<[u16x8; 2]>,
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
    let key = (ratio, view.has_contrast);
    let kit = buffer.kit.take().filter(|kit| kit.key == key).unwrap_or_else(|| Kit::new(key));
    for (spot, tier) in Density::of(view).spots() {
        let center = spot.screen.map(|x| f64::from(x) * ratio);
        buffer.stamp(&kit.tiers[tier], center, color_of(spot.word_id));
    }
    for &id in view.labeled.iter().rev() {
        if let Some(point) = point_of(view.positions, id) {
            buffer.stamp(&kit.labeled, view.device_from_world(point), color_of(id));
        }
    }
    buffer.kit = Some(kit);
}

impl PixelBuffer {
    /// An image of `width x height` pixels of four bytes each.
    pub(super) fn new(width: u32, height: u32, rgba: Vec<u8>) -> Self {
        Self { width, height, rgba, kit: None }
    }

    /// Blends one disc over the pixels. `center` in device pixels, anywhere.
    fn stamp(&mut self, disc: &Disc, center: [f64; 2], color: Rgb) {
        let base = center.map(f64::floor);
        let quarter = |axis: usize| (((center[axis] - base[axis]) * STEPS as f64) as usize).min(STEPS - 1);
        let stamp = &disc[quarter(1) * STEPS + quarter(0)];
        let (width, height) = (i64::from(self.width), i64::from(self.height));
        let left = (base[0] as i64).saturating_add(stamp.from[0]);
        let top = (base[1] as i64).saturating_add(stamp.from[1]);
        let (n_columns, n_rows) = (stamp.n_columns as i64, stamp.n_rows() as i64);
        if left >= width || top >= height || left <= -n_columns || top <= -n_rows {
            return;
        }
        let ink = u16x8::new([color.0, color.1, color.2, 255, color.0, color.1, color.2, 255].map(u16::from));
        if left >= 0 && top >= 0 && left + n_columns <= width && top + n_rows <= height {
            let mut start = 4 * (top * width + left) as usize;
            for row in stamp.groups.chunks_exact(stamp.n_columns / GROUP) {
                let pixels = &mut self.rgba[start..start + 4 * stamp.n_columns];
                for (pixels, &weights) in pixels.as_chunks_mut::<16>().0.iter_mut().zip(row) {
                    // Written so that also a build for size loads and stores sixteen bytes at once.
                    let old = bytemuck::pod_read_unaligned(pixels);
                    pixels.copy_from_slice(bytemuck::bytes_of(&blended(old, ink, weights)));
                }
                start += 4 * width as usize;
            }
            return;
        }
        let pixels = self.rgba.as_chunks_mut::<4>().0;
        for row in (-top).max(0)..(height - top).min(n_rows) {
            for column in (-left).max(0)..(width - left).min(n_columns) {
                let group = stamp.groups[(row * n_columns + column) as usize / GROUP];
                let pixel = &mut pixels[((top + row) * width + left + column) as usize];
                // The pixel in each of four places, of which its own counts.
                let quad = u8x16::new(std::array::from_fn(|i| pixel[i % 4]));
                let at = 4 * (column as usize % GROUP);
                pixel.copy_from_slice(&blended(quad, ink, group).to_array()[at..at + 4]);
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

const ALL: u16x8 = u16x8::new([FULL as u16; 8]);
const HALF: u16x8 = u16x8::new([FULL as u16 / 2; 8]);

/// Four pixels with a color blended over them.
#[inline]
fn blended(pixels: u8x16, ink: u16x8, weights: [u16x8; 2]) -> u8x16 {
    let halves = [u16x8::from_u8x16_low(pixels), u16x8::from_u8x16_high(pixels)];
    let over = |old: u16x8, weights: u16x8| {
        // At most 255 x 256 + 128: it fits.
        bytemuck::cast::<_, i16x8>((old * (ALL - weights) + ink * weights + HALF) >> 8_u32)
    };
    u8x16::narrow_i16x8(over(halves[0], weights[0]), over(halves[1], weights[1]))
}

impl Kit {
    fn new(key @ (pixel_ratio, has_contrast): (f64, bool)) -> Self {
        let tiers = tiers(has_contrast).map(|(radius, opacity)| disc(radius * pixel_ratio, opacity));
        Self { key, tiers: tiers.into(), labeled: disc(LABELED_RADIUS * pixel_ratio, 1.0) }
    }
}

/// The stamps of a disc: stamp `4 y + x` is that for a center in quarter (x, y) of its pixel.
type Disc = [Stamp; STEPS * STEPS];

/// The stamps of a disc of `radius` device pixels.
fn disc(radius: f64, opacity: f64) -> Disc {
    std::array::from_fn(|step| {
        // Centers sit in the middle of their quarter of a pixel.
        let center = [step % STEPS, step / STEPS].map(|quarter| (quarter as f64 + 0.5) / STEPS as f64);
        let from = center.map(|x| (x - radius).floor());
        let [n_columns, n_rows] = [0, 1].map(|axis| ((center[axis] + radius).ceil() - from[axis]) as usize);
        let n_columns = n_columns.next_multiple_of(GROUP);
        let weight = |place: usize| {
            let [column, row] = [place % n_columns, place / n_columns];
            let covered = coverage(column as f64 + from[0] - center[0], row as f64 + from[1] - center[1], radius);
            (covered * opacity * FULL).round() as u16
        };
        let group = |group: usize| {
            [0, 2].map(|half| {
                let [a, b] = [0, 1].map(|i| weight(group * GROUP + half + i));
                u16x8::new([a, a, a, a, b, b, b, b])
            })
        };
        let groups = (0..n_columns * n_rows / GROUP).map(group).collect();
        Stamp { from: from.map(|x| x as i64), n_columns, groups }
    })
}

impl Stamp {
    fn n_rows(&self) -> usize {
        self.groups.len() * GROUP / self.n_columns
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

    /// Of all pixels, each counted once.
    fn weight(stamp: &Stamp) -> f64 {
        stamp.groups.iter().flatten().flat_map(|half| half.to_array()).map(f64::from).sum::<f64>() / 4.0
    }

    #[test]
    fn a_stamp_weighs_what_its_disc_covers() {
        for radius in [0.7, 1.0, 1.6, 2.0, 2.5, 3.75, 7.5, 13.0] {
            for (step, stamp) in disc(radius, 1.0).iter().enumerate() {
                let area = weight(stamp) / FULL;
                let wanted = std::f64::consts::PI * radius * radius;
                assert!((area / wanted - 1.0).abs() < 0.02, "radius {radius}, step {step}: {area} for {wanted}");
            }
        }
    }

    #[test]
    fn opacity_scales_a_stamp() {
        let weights = |opacity| disc(3.0, opacity).iter().map(weight).sum::<f64>();
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
    fn a_disc_at_the_edge_is_the_part_of_a_whole_one_that_lies_within() {
        let disc_at = |x: f64, y: f64| {
            let mut buffer = PixelBuffer::new(32, 24, vec![255; 4 * 32 * 24]);
            buffer.stamp(&disc(3.0, 0.6), [x, y], Rgb(200, 100, 50));
            buffer
        };
        let whole = disc_at(16.3, 12.6);
        for (dx, dy) in [(-15, 0), (14, 0), (0, -12), (0, 11), (-17, -10), (14, 10)] {
            let part = disc_at(16.3 + f64::from(dx), 12.6 + f64::from(dy));
            for (y, x) in (0..24).flat_map(|y| (0..32).map(move |x| (y, x))) {
                let (old_x, old_y) = (x - dx, y - dy);
                let is_within = (0..32).contains(&old_x) && (0..24).contains(&old_y);
                let wanted =
                    if is_within { whole.rgba.as_chunks::<4>().0[(old_y * 32 + old_x) as usize] } else { [255; 4] };
                assert_eq!(part.rgba.as_chunks::<4>().0[(y * 32 + x) as usize], wanted, "at {x}, {y} by {dx}, {dy}");
            }
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
