//! Which words are written on the map, and where.

use super::Viewport;

/// A label that would like a place. Give them in order of priority.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LabelBox {
    /// The word.
    pub id: u32,
    /// Its point on the screen, in CSS pixels.
    pub anchor: [f64; 2],
    /// Width of the text in CSS pixels, as measured in the font that it will be drawn in.
    pub width: f64,
    /// Height of a line of it in CSS pixels.
    pub height: f64,
    /// From the point's center to the text in CSS pixels: the disc's radius and a little air.
    pub gap: f64,
    /// Placed before all others, beyond `most` and over obstacles if need be (the word under the pointer).
    pub always: bool,
}

/// A label that got a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlacedLabel {
    /// The word.
    pub id: u32,
    /// Left edge of its box on the screen, in CSS pixels.
    pub left: f64,
    /// Top edge of its box on the screen, in CSS pixels.
    pub top: f64,
    /// Width of its box, as it was asked for.
    pub width: f64,
    /// Height of its box, as it was asked for.
    pub height: f64,
}

/// Places labels without collisions, and remembers what it showed so that labels do not flicker.
#[derive(Clone, Debug, Default)]
pub struct LabelPlacer;

impl LabelPlacer {
    /// A placer that has shown nothing yet.
    pub fn new() -> Self {
        Self
    }

    /// Forget what was shown: for a new vocabulary or another projection.
    pub fn clear(&mut self) {}

    /// Places at most `most` of `labels`, none over another, none over an obstacle (`[left, top, right, bottom]` in CSS
    /// pixels: toolbar, legend), all inside the viewport.
    pub fn place(
        &mut self,
        _viewport: Viewport,
        _labels: &[LabelBox],
        _obstacles: &[[f64; 4]],
        _most: usize,
    ) -> Vec<PlacedLabel> {
        Vec::new()
    }
}
