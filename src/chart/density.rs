//! How crowded a place of the map is, so that a crowd stays readable: the denser, the smaller and fainter its points.

use super::map::MapView;
use super::pick::finite_points;

/// Side of a cell in CSS pixels.
const CELL_PX: f64 = 24.0;
/// Points in a cell and its neighbors, on average, from which on the next tier begins; radius in CSS pixels and opacity of
/// each tier.
const TIERS: [(f64, f64, f64); 4] = [(0.0, 2.5, 0.42), (6.0, 2.2, 0.34), (20.0, 1.8, 0.26), (60.0, 1.4, 0.2)];
/// What contrast adds to opacity, for who asks for more.
const MORE_CONTRAST: f64 = 0.35;

/// Points in view by cell of a grid over the screen.
#[derive(Debug)]
pub(super) struct Density {
    n_columns: usize,
    n_rows: usize,
    counts: Vec<u32>,
}

impl Density {
    /// Of what a view shows, points just beyond its edge included.
    pub(super) fn of(view: &MapView<'_>) -> Self {
        // A cell beyond each edge.
        let n = |side: f64| (side / CELL_PX).ceil().max(0.0) as usize + 2;
        let (n_columns, n_rows) = (n(view.viewport.width), n(view.viewport.height));
        let mut density = Self { n_columns, n_rows, counts: vec![0; n_columns * n_rows] };
        for (_, point) in finite_points(view.positions) {
            if let Some(cell) = density.cell(view.camera.screen_from_world(view.viewport, point)) {
                density.counts[cell] += 1;
            }
        }
        density.smooth();
        density
    }

    /// The tier of a place in CSS pixels, from 0 for an open field.
    pub(super) fn tier(&self, screen: [f64; 2]) -> usize {
        // Counts are of nine cells.
        let n = self.cell(screen).map_or(0.0, |cell| f64::from(self.counts[cell]) / 9.0);
        TIERS.iter().rposition(|&(from, ..)| n >= from).unwrap_or(0)
    }

    fn cell(&self, [x, y]: [f64; 2]) -> Option<usize> {
        let (column, row) = ((x / CELL_PX).floor() + 1.0, (y / CELL_PX).floor() + 1.0);
        let is_near = column >= 0.0 && row >= 0.0 && column < self.n_columns as f64 && row < self.n_rows as f64;
        is_near.then(|| row as usize * self.n_columns + column as usize)
    }

    /// Adds to each cell those around it, so that no border between two tiers is a line of the grid.
    fn smooth(&mut self) {
        let (w, h) = (self.n_columns, self.n_rows);
        let along = |counts: &[u32], i: usize, n: usize, at: &dyn Fn(usize) -> usize| {
            (i.saturating_sub(1)..(i + 2).min(n)).map(|j| counts[at(j)]).sum::<u32>()
        };
        let across: Vec<u32> = (0..w * h).map(|cell| along(&self.counts, cell % w, w, &|j| cell / w * w + j)).collect();
        self.counts = (0..w * h).map(|cell| along(&across, cell / w, h, &|j| j * w + cell % w)).collect();
    }
}

/// Radius in CSS pixels and opacity of a point that is not written, for each tier.
pub(super) fn tiers(has_contrast: bool) -> [(f64, f64); TIERS.len()] {
    let more = if has_contrast { MORE_CONTRAST } else { 0.0 };
    TIERS.map(|(_, radius, opacity)| (radius, opacity + more))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::{Camera, Coloring, Highlight, Legend, Mode, Viewport};

    static NOTHING: Coloring = Coloring { class_of_word: Vec::new(), palette: Vec::new(), legend: Legend::None };

    fn view(positions: &[f32]) -> MapView<'_> {
        MapView {
            positions,
            coloring: &NOTHING,
            labeled: &[],
            camera: Camera { center: [120.0, 120.0], scale: 1.0 },
            viewport: Viewport { width: 240.0, height: 240.0 },
            mode: Mode::Light,
            pixel_ratio: 1.0,
            has_contrast: false,
            axis_titles: ["", ""],
            highlight: Highlight::default(),
        }
    }

    #[test]
    fn crowds_are_told_from_open_fields_and_nothing_outside_counts() {
        // A crowd around (60, 60) of the world, which is (60, 180) of the screen; one point by itself; many far away.
        let mut positions: Vec<f32> = (0..600).flat_map(|i| [60.0 + (i % 10) as f32, 60.0 + (i / 60) as f32]).collect();
        positions.extend([200.0, 200.0]);
        positions.extend((0..1000).flat_map(|_| [9000.0, f32::NAN, 5000.0, 0.0]));
        let density = Density::of(&view(&positions));
        assert_eq!(density.tier([65.0, 175.0]), 3);
        assert_eq!(density.tier([200.0, 40.0]), 0);
        assert_eq!(density.tier([-5000.0, 1e9]), 0);
        assert_eq!(density.counts.iter().sum::<u32>(), 9 * 601, "each point counts in nine cells");
    }

    #[test]
    fn the_denser_the_smaller_and_fainter() {
        for has_contrast in [false, true] {
            let tiers = tiers(has_contrast);
            assert!(tiers.windows(2).all(|pair| pair[0].0 > pair[1].0 && pair[0].1 > pair[1].1));
            assert!(tiers.iter().all(|&(_, opacity)| opacity <= 1.0));
        }
        assert!(tiers(true)[3].1 > tiers(false)[0].1);
    }
}
