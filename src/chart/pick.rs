//! Which word is under the pointer, and which is next in a direction.

use super::camera::{Camera, Viewport};

/// A uniform grid over the positions of one frame, in world units; built once a frame, asked on each move of the
/// pointer.
///
/// Cells are square, about as many as points. The words of cell `c` are `word_ids[starts[c]..starts[c + 1]]`, by id.
#[derive(Clone, Debug, Default)]
pub struct PickIndex {
    low: [f64; 2],
    cell_size: f64,
    n_columns: usize,
    n_rows: usize,
    starts: Vec<u32>,
    word_ids: Vec<u32>,
}

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
    pub fn new(positions: &[f32]) -> Self {
        let mut low = [f64::INFINITY; 2];
        let mut high = [f64::NEG_INFINITY; 2];
        let mut n_points = 0;
        for (_, point) in finite_points(positions) {
            for axis in 0..2 {
                low[axis] = low[axis].min(point[axis]);
                high[axis] = high[axis].max(point[axis]);
            }
            n_points += 1;
        }
        if n_points == 0 {
            return Self::default();
        }
        let extent = [high[0] - low[0], high[1] - low[1]];
        let longest = extent[0].max(extent[1]);
        // As many cells as points, and no side longer than that many: a line of points still gets a fine grid.
        let even = (extent[0] * extent[1] / n_points as f64).sqrt();
        let cell_size = even.max(longest / n_points as f64).max(f64::from(f32::MIN_POSITIVE));
        let n_columns = (extent[0] / cell_size) as usize + 1;
        let n_rows = (extent[1] / cell_size) as usize + 1;
        let mut index = Self { low, cell_size, n_columns, n_rows, starts: Vec::new(), word_ids: vec![0; n_points] };

        // Counting sort: count the words of each cell, sum up, hand out places.
        let mut starts = vec![0_u32; n_columns * n_rows + 1];
        for (_, point) in finite_points(positions) {
            starts[index.cell_of(point) + 1] += 1;
        }
        for cell in 1..starts.len() {
            starts[cell] += starts[cell - 1];
        }
        let mut next = starts.clone();
        for (id, point) in finite_points(positions) {
            let place = &mut next[index.cell_of(point)];
            index.word_ids[*place as usize] = id;
            *place += 1;
        }
        index.starts = starts;
        index
    }

    /// The word nearest to `cursor` on the screen, if one is within `radius` CSS pixels; the more frequent one (the
    /// smaller id) of two equally near. `positions` must be those of [`new`](Self::new).
    pub fn nearest_within(
        &self,
        positions: &[f32],
        camera: &Camera,
        viewport: Viewport,
        cursor: [f64; 2],
        radius: f64,
    ) -> Option<u32> {
        if self.word_ids.is_empty() {
            return None;
        }
        let center = camera.world_from_screen(viewport, cursor);
        let reach = radius / camera.scale;
        let columns = self.span(0, center[0] - reach, center[0] + reach)?;
        let rows = self.span(1, center[1] - reach, center[1] + reach)?;
        let mut best: Option<(f64, u32)> = None;
        for row in rows.0..=rows.1 {
            let (first, last) = (row * self.n_columns + columns.0, row * self.n_columns + columns.1);
            for &id in &self.word_ids[self.starts[first] as usize..self.starts[last + 1] as usize] {
                let Some(point) = point_of(positions, id) else { continue };
                let distance = (point[0] - center[0]).powi(2) + (point[1] - center[1]).powi(2);
                if distance <= reach * reach && best.is_none_or(|nearest| (distance, id) < nearest) {
                    best = Some((distance, id));
                }
            }
        }
        best.map(|(_, id)| id)
    }

    /// The next word from word `from` in a direction: the nearest within 45 degrees of it, where distance across the
    /// direction counts double. `None` at the edge of the map.
    pub fn step(&self, positions: &[f32], from: u32, direction: Direction) -> Option<u32> {
        let start = point_of(positions, from)?;
        let mut best: Option<(f64, u32)> = None;
        for &id in &self.word_ids {
            let Some(point) = point_of(positions, id) else { continue };
            let (dx, dy) = (point[0] - start[0], point[1] - start[1]);
            let (along, across) = match direction {
                Direction::Left => (-dx, dy),
                Direction::Right => (dx, dy),
                Direction::Up => (dy, dx),
                Direction::Down => (-dy, dx),
            };
            let cost = along + 2.0 * across.abs();
            if along > 0.0 && across.abs() <= along && best.is_none_or(|nearest| (cost, id) < nearest) {
                best = Some((cost, id));
            }
        }
        best.map(|(_, id)| id)
    }

    /// The cell of a point that is not beyond the grid.
    fn cell_of(&self, point: [f64; 2]) -> usize {
        let column = ((point[0] - self.low[0]) / self.cell_size) as usize;
        let row = ((point[1] - self.low[1]) / self.cell_size) as usize;
        row.min(self.n_rows - 1) * self.n_columns + column.min(self.n_columns - 1)
    }

    /// First and last column (`axis` 0) or row (1) between two world coordinates, with one more on either side because of
    /// rounding; `None` if the grid has no such cells.
    fn span(&self, axis: usize, from: f64, to: f64) -> Option<(usize, usize)> {
        let last = if axis == 0 { self.n_columns } else { self.n_rows } - 1;
        let from = ((from - self.low[axis]) / self.cell_size).floor() - 1.0;
        let to = ((to - self.low[axis]) / self.cell_size).floor() + 1.0;
        (to >= 0.0 && from <= last as f64).then(|| (from.max(0.0) as usize, (to as usize).min(last)))
    }
}

/// The point of a word, if it is shown.
pub(super) fn point_of(positions: &[f32], id: u32) -> Option<[f64; 2]> {
    let at = 2 * id as usize;
    let point = positions.get(at..at + 2)?;
    (point[0].is_finite() && point[1].is_finite()).then(|| [f64::from(point[0]), f64::from(point[1])])
}

/// Ids and points of the words that have a place.
pub(super) fn finite_points(positions: &[f32]) -> impl DoubleEndedIterator<Item = (u32, [f64; 2])> {
    let n_words = positions.len() / 2;
    (0..n_words as u32).filter_map(|id| point_of(positions, id).map(|point| (id, point)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const VIEWPORT: Viewport = Viewport { width: 800.0, height: 600.0 };

    /// What `nearest_within` promises, word by word.
    fn nearest_by_force(positions: &[f32], camera: &Camera, cursor: [f64; 2], radius: f64) -> Option<u32> {
        let center = camera.world_from_screen(VIEWPORT, cursor);
        let reach = radius / camera.scale;
        finite_points(positions)
            .map(|(id, p)| ((p[0] - center[0]).powi(2) + (p[1] - center[1]).powi(2), id))
            .filter(|(distance, _)| *distance <= reach * reach)
            .min_by(|a, b| a.partial_cmp(b).expect("finite"))
            .map(|(_, id)| id)
    }

    proptest! {
        #[test]
        fn picks_as_brute_force_does(
            positions in prop::collection::vec(prop_oneof![9 => -3.0_f32..3.0, 1 => Just(0.5_f32)], 0..240),
            x in -50.0..850.0_f64, y in -50.0..650.0_f64, zoom in 0.02..50.0_f64, radius in 0.5..200.0_f64,
        ) {
            let fit = Camera::fit(&positions, VIEWPORT);
            let camera = fit.scaled_about(VIEWPORT, [300.0, 200.0], zoom, fit.scale);
            let index = PickIndex::new(&positions);
            prop_assert_eq!(
                index.nearest_within(&positions, &camera, VIEWPORT, [x, y], radius),
                nearest_by_force(&positions, &camera, [x, y], radius)
            );
        }

        #[test]
        fn finds_each_word_at_its_own_point(positions in prop::collection::vec(-1e6_f32..1e6, 2..200)) {
            let camera = Camera::fit(&positions, VIEWPORT);
            let index = PickIndex::new(&positions);
            for (_, point) in finite_points(&positions) {
                let cursor = camera.screen_from_world(VIEWPORT, point);
                let found = index.nearest_within(&positions, &camera, VIEWPORT, cursor, 1.0);
                let there = found.and_then(|id| point_of(&positions, id)).expect("a word is there");
                let seen = camera.screen_from_world(VIEWPORT, there);
                prop_assert!((seen[0] - cursor[0]).abs() < 1e-6 && (seen[1] - cursor[1]).abs() < 1e-6);
            }
        }
    }

    #[test]
    fn of_two_at_one_point_the_more_frequent_is_found() {
        let positions = [1.0, 1.0, 0.5, 0.5, 0.5, 0.5];
        let camera = Camera::fit(&positions, VIEWPORT);
        let cursor = camera.screen_from_world(VIEWPORT, [0.5, 0.5]);
        assert_eq!(PickIndex::new(&positions).nearest_within(&positions, &camera, VIEWPORT, cursor, 12.0), Some(1));
    }

    #[test]
    fn what_is_not_finite_is_not_there() {
        let positions = [f32::NAN, 0.0, f32::INFINITY, 1.0];
        let camera = Camera::fit(&positions, VIEWPORT);
        let index = PickIndex::new(&positions);
        assert_eq!(index.nearest_within(&positions, &camera, VIEWPORT, [400.0, 300.0], 1e9), None);
        assert_eq!(index.step(&positions, 0, Direction::Left), None);
    }

    #[test]
    fn arrows_walk_to_the_next_word_that_way() {
        // A cross: 0 in the middle, 1 right, 2 farther right, 3 up, 4 left, 5 down and a little to the right.
        let positions = [0.0, 0.0, 1.0, 0.1, 2.0, 0.0, 0.0, 1.0, -1.0, 0.0, 0.2, -1.0];
        let index = PickIndex::new(&positions);
        let step = |from, direction| index.step(&positions, from, direction);
        assert_eq!(step(0, Direction::Right), Some(1));
        assert_eq!(step(1, Direction::Right), Some(2));
        assert_eq!(step(2, Direction::Right), None);
        assert_eq!(step(0, Direction::Up), Some(3));
        assert_eq!(step(0, Direction::Left), Some(4));
        assert_eq!(step(0, Direction::Down), Some(5));
        assert_eq!(step(99, Direction::Down), None);
    }
}
