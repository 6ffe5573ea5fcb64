//! The loss chart: the raw line, faint, and its moving average, bold.

use plotters::prelude::DrawingBackend;

use super::{Drawn, Mode, Root};

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
    /// Words of the whole run: the right edge of the chart. Where points go beyond it, the last point is.
    pub tokens_total: f64,
    /// Light or dark.
    pub mode: Mode,
    /// Size of the figures in pixels of the backend: 11 times the device's pixel ratio.
    pub font_px: f64,
}

/// The mean of each sample and those around it, at the same tokens.
pub fn moving_average(_points: &[LossSample]) -> Vec<LossSample> {
    Vec::new()
}

/// Draws the loss chart over the whole of `root`, paper included: three quiet grid lines with their figures, the raw
/// line, the moving average. With no point, the grid alone.
pub fn draw_loss<DB: DrawingBackend>(_root: &Root<DB>, _view: &LossView<'_>) -> Drawn<DB> {
    Ok(())
}
