//! Which word is under the pointer, and which is next in a direction.

use super::{Camera, Viewport};

/// A uniform grid over the positions of one frame, in world units; built once a frame, asked on each move of the
/// pointer.
#[derive(Clone, Debug, Default)]
pub struct PickIndex;

/// An arrow key, as the screen shows it: up is up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Towards smaller x.
    Left,
    /// Towards larger x.
    Right,
    /// Towards larger y of the world, the top of the screen.
    Up,
    /// Towards smaller y of the world, the bottom of the screen.
    Down,
}

impl PickIndex {
    /// The index of `positions` (`x0 y0 x1 y1 ...`). Points that are not finite are never found.
    pub fn new(_positions: &[f32]) -> Self {
        Self
    }

    /// The word nearest to `cursor` on the screen, if one is within `radius` CSS pixels; the more frequent one (the
    /// smaller id) of two equally near. `positions` must be those of [`new`](Self::new).
    pub fn nearest_within(
        &self,
        _positions: &[f32],
        _camera: &Camera,
        _viewport: Viewport,
        _cursor: [f64; 2],
        _radius: f64,
    ) -> Option<u32> {
        None
    }

    /// The next word from word `from` in a direction: the nearest within 45 degrees of it, where distance across the
    /// direction counts double. `None` at the edge of the map.
    pub fn step(&self, _positions: &[f32], _from: u32, _direction: Direction) -> Option<u32> {
        None
    }
}
