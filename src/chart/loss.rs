//! The loss chart: the raw line of training, faint, its moving average, bold, and the loss on what is held out, as dots
//! on a line.

use plotters::chart::ChartBuilder;
use plotters::element::{Circle, Rectangle};
use plotters::prelude::DrawingBackend;
use plotters::series::LineSeries;
use plotters::style::text_anchor::HPos;
use plotters::style::{Color, RGBColor};

use super::backend::{Drawn, Root, text_style};
use super::format::{quantity, three_digits};
use super::palette::{Mode, Theme};

/// One point of the raw line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LossSample {
    /// Words trained on at its end.
    pub tokens: f64,
    /// Mean loss per pair over the stretch that ends there, in nats.
    pub loss: f64,
}

/// All that the loss chart is drawn from.
#[derive(Clone, Copy, Debug)]
pub struct LossView<'a> {
    /// In order of `tokens`. Those that are not finite are left out.
    pub points: &'a [LossSample],
    /// Loss on the held-out sentences, with the same rules.
    pub held_out: &'a [LossSample],
    /// Words trained on, and the share of a sample of analogies answered as expected then, in [0, 1]: on a scale of its own,
    /// from the axis to the top.
    pub accuracy: &'a [(f64, f64)],
    /// Words of the whole run, which end the axis; points beyond move the end to the last of them.
    pub tokens_total: f64,
    /// Words trained on at the moment that is marked, if any.
    pub marked: Option<f64>,
    /// Light or dark.
    pub mode: Mode,
    /// Size of the figures in pixels of the backend: 10 times the device's pixel ratio.
    pub font_px: f64,
}

/// The window of the moving average reaches this share of the samples to either side.
const WINDOW_SHARE: f64 = 1.0 / 30.0;
/// At least this many pixels, in parts of the font's size, lie between two corners of the average's line: backends
/// know whole pixels only, and a corner on every pixel would make stairs of a smooth curve.
const CORNER_DISTANCE: f64 = 0.25;
const RAW_OPACITY: f64 = 0.28;

/// The mean of each sample and those around it, at the same tokens.
///
/// The window is centered, so that the average does not lag behind what it averages: `n / 30` samples (rounded up) to
/// either side, fewer at the ends. Samples that are not finite are left out.
pub fn moving_average(points: &[LossSample]) -> Vec<LossSample> {
    let points = finite(points);
    let reach = (points.len() as f64 * WINDOW_SHARE).ceil() as usize;
    let sums: Vec<f64> = std::iter::once(0.0)
        .chain(points.iter().scan(0.0, |sum, point| {
            *sum += point.loss;
            Some(*sum)
        }))
        .collect();
    let mean = |(i, point): (usize, &LossSample)| {
        let (first, end) = (i.saturating_sub(reach), (i + reach + 1).min(points.len()));
        LossSample { tokens: point.tokens, loss: (sums[end] - sums[first]) / (end - first) as f64 }
    };
    points.iter().enumerate().map(mean).collect()
}

/// Draws the loss chart over the whole of `root`, paper included: quiet grid lines with their figures, the raw line, the
/// moving average, and the words of the whole run at the end of the axis. With no point, the axis alone.
pub fn draw_loss<DB: DrawingBackend>(root: &Root<DB>, view: &LossView<'_>) -> Drawn<DB> {
    let theme = Theme::of(view.mode);
    root.fill(&RGBColor::from(theme.paper))?;
    let (width, height) = root.dim_in_pixel();
    let (width, height) = (f64::from(width), f64::from(height));
    let font_px = view.font_px;
    // Room for a figure at the left and a line of them below; without that room there is no chart.
    let (left, bottom) = ((2.6 * font_px).round(), (1.7 * font_px).round());
    let (top, right) = ((0.7 * font_px).round(), (0.2 * font_px).round());
    if width < 2.0 * left || height < 3.0 * bottom {
        return Ok(());
    }

    let points = finite(view.points);
    let held_out = finite(view.held_out);
    let last =
        points.iter().chain(&held_out).max_by(|a, b| a.tokens.total_cmp(&b.tokens)).map_or(0.0, |point| point.tokens);
    let total = if view.tokens_total.is_finite() { view.tokens_total.max(last).max(1.0) } else { last.max(1.0) };
    let (low, high) = value_range(points.iter().chain(&held_out));
    let line_width = (font_px / 10.0).round().max(1.0);
    let y_of = |loss: f64| (top + (high - loss) / (high - low) * (height - bottom - top)).round();

    let hairline = RGBColor::from(theme.hairline).filled();
    let figures = text_style(font_px, false, theme.ink_faint, HPos::Left);
    let draw_line = |y: f64| {
        let above = (y - (line_width / 2.0).floor()) as i32;
        root.draw(&Rectangle::new([(left as i32, above), (width as i32, above + line_width as i32)], hairline))
    };
    draw_line(height - bottom)?;
    if !points.is_empty() {
        for value in grid_values(low, high) {
            // A line too close to the axis would look like a thicker axis.
            if height - bottom - y_of(value) > font_px / 2.0 {
                draw_line(y_of(value))?;
                root.draw_text(&grid_figure(value, low, high), &figures, (0, y_of(value) as i32))?;
            }
        }
    }
    if view.tokens_total > 0.0 {
        let words = text_style(font_px, false, theme.ink_faint, HPos::Right);
        let end = ((width - right) as i32, (height - 0.6 * font_px).round() as i32);
        root.draw_text(&quantity(total, "words"), &words, end)?;
    }

    let mut chart = ChartBuilder::on(root)
        .margin_left(left as i32)
        .margin_right(right as i32)
        .margin_top(top as i32)
        .margin_bottom(bottom as i32)
        .build_cartesian_2d(0.0..total, low..high)?;
    let raw = RGBColor::from(theme.accent).mix(RAW_OPACITY).stroke_width(line_width as u32);
    chart.draw_series(LineSeries::new(points.iter().map(|point| (point.tokens, point.loss)), raw))?;
    let apart = CORNER_DISTANCE * font_px * total / (width - left - right);
    let bold = RGBColor::from(theme.warm).stroke_width((2.0 * font_px / 10.0).round().max(1.0) as u32);
    let corners = spaced(&moving_average(&points), apart);
    chart.draw_series(LineSeries::new(corners.iter().map(|point| (point.tokens, point.loss)), bold))?;
    let of_held_out = || held_out.iter().map(|point| (point.tokens, point.loss));
    let thin = RGBColor::from(theme.ink_soft).stroke_width(line_width as u32);
    chart.draw_series(LineSeries::new(of_held_out(), thin))?;
    if view.accuracy.len() > 1 {
        let at = |&(tokens, share): &(f64, f64)| (tokens, low + share * (high - low));
        let line = RGBColor::from(theme.good).stroke_width((1.5 * line_width) as u32);
        chart.draw_series(LineSeries::new(view.accuracy.iter().map(at), line))?;
    }
    if let Some(tokens) = view.marked.filter(|tokens| (0.0..=total).contains(tokens)) {
        let marker = RGBColor::from(theme.accent).stroke_width((1.5 * line_width) as u32);
        chart.draw_series(LineSeries::new([(tokens, low), (tokens, high)], marker))?;
    }
    let radius = (0.2 * font_px).round().max(1.0) as i32;
    let dot = RGBColor::from(theme.ink_soft).filled();
    chart.draw_series(of_held_out().map(|at| Circle::new(at, radius, dot)))?;
    Ok(())
}

/// The samples that can be drawn.
fn finite(points: &[LossSample]) -> Vec<LossSample> {
    points.iter().copied().filter(|point| point.tokens.is_finite() && point.loss.is_finite()).collect()
}

/// The samples at least `apart` tokens from one another, with the first and the last.
fn spaced(points: &[LossSample], apart: f64) -> Vec<LossSample> {
    let mut shown: Vec<LossSample> = Vec::new();
    for point in points {
        if shown.last().is_none_or(|last| point.tokens - last.tokens >= apart) {
            shown.push(*point);
        }
    }
    if let Some(last) = points.last().filter(|last| shown.last() != Some(*last)) {
        shown.push(*last);
    }
    shown
}

/// The losses at the bottom and at the top of the chart: all samples with a small margin; the range is never empty.
fn value_range<'a>(points: impl Iterator<Item = &'a LossSample>) -> (f64, f64) {
    let (low, high) = points
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), point| (low.min(point.loss), high.max(point.loss)));
    if low > high {
        return (0.0, 1.0);
    }
    let air = (0.06 * (high - low)).max(0.02 * high.abs()).max(1e-6);
    (low - air, high + air)
}

/// At most four round values between `low` and `high`, as far apart as 1, 2 or 5 times a power of ten.
fn grid_values(low: f64, high: f64) -> Vec<f64> {
    let mut power = 10_f64.powf((high - low).log10().floor() - 1.0);
    loop {
        for factor in [1.0, 2.0, 5.0] {
            let step = factor * power;
            let (first, last) = ((low / step).ceil(), (high / step).floor());
            if last - first < 4.0 {
                return (0..=(last - first).max(0.0) as u32).map(|i| (first + f64::from(i)) * step).collect();
            }
        }
        power *= 10.0;
    }
}

/// A grid value with enough decimals to distinguish the lines.
fn grid_figure(value: f64, low: f64, high: f64) -> String {
    let decimals = (1.0 - (high - low).log10().floor()).clamp(0.0, 9.0) as usize;
    if value.abs() >= 1e4 { three_digits(value) } else { format!("{value:.decimals$}") }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn samples(losses: &[f64]) -> Vec<LossSample> {
        losses.iter().enumerate().map(|(i, &loss)| LossSample { tokens: i as f64, loss }).collect()
    }

    #[test]
    fn the_average_of_a_constant_is_that_constant() {
        let points = samples(&[1.5; 100]);
        assert_eq!(moving_average(&points), points);
    }

    #[test]
    fn the_average_does_not_lag() {
        // A straight line is its own centered average, away from the ends.
        let points = samples(&(0..120).map(f64::from).collect::<Vec<_>>());
        for (point, mean) in points.iter().zip(moving_average(&points)).skip(4).take(112) {
            assert!((point.loss - mean.loss).abs() < 1e-9);
        }
    }

    #[test]
    fn few_or_broken_samples_are_no_trouble() {
        assert_eq!(moving_average(&[]), []);
        assert_eq!(moving_average(&samples(&[3.0])), samples(&[3.0]));
        assert_eq!(moving_average(&samples(&[3.0, 1.0])), samples(&[2.0, 2.0]));
        assert_eq!(moving_average(&samples(&[f64::NAN, f64::INFINITY])), []);
    }

    #[test]
    fn spacing_keeps_both_ends() {
        let points = samples(&[5.0; 11]);
        let tokens: Vec<f64> = spaced(&points, 4.0).iter().map(|point| point.tokens).collect();
        assert_eq!(tokens, [0.0, 4.0, 8.0, 10.0]);
        assert_eq!(spaced(&[], 4.0), []);
    }

    #[test]
    fn grid_values_are_round() {
        assert_eq!(grid_values(1.3, 4.3), [2.0, 3.0, 4.0]);
        assert_eq!(grid_values(0.95, 4.3), [1.0, 2.0, 3.0, 4.0]);
        assert_eq!(grid_values(0.95, 5.3), [2.0, 4.0]);
        assert_eq!(grid_figure(2.0, 1.3, 4.3), "2.0");
        assert_eq!(grid_figure(0.5, 0.02, 0.98), "0.50");
    }

    proptest! {
        #[test]
        fn a_window_mean_is_the_mean_of_its_window(losses in prop::collection::vec(0.0..10.0_f64, 1..200)) {
            let reach = losses.len().div_ceil(30);
            for (i, mean) in moving_average(&samples(&losses)).iter().enumerate() {
                let window = &losses[i.saturating_sub(reach)..(i + reach + 1).min(losses.len())];
                prop_assert!((mean.loss - window.iter().sum::<f64>() / window.len() as f64).abs() < 1e-9);
            }
        }

        #[test]
        fn one_to_four_grid_values_lie_within(low in -1e3..1e3_f64, exponent in -5.0..5.0_f64) {
            let high = low + 10_f64.powf(exponent);
            let values = grid_values(low, high);
            prop_assert!((1..=4).contains(&values.len()), "{:?}", values);
            let slack = 1e-9 * (1.0 + high.abs());
            prop_assert!(values.iter().all(|v| (low - slack..=high + slack).contains(v)));
        }
    }
}
