//! How crowded each place of the map is. In crowds, points are drawn smaller and fainter, so that crowds stay readable.

use super::view::MapView;

/// Side of a cell in CSS pixels.
const CELL_PX: f64 = 24.0;
/// For each tier: the mean number of points in a cell and its neighbors at which it begins, radius in CSS pixels, opacity.
const TIERS: [(f64, f64, f64); 4] = [(0.0, 2.5, 0.42), (6.0, 2.2, 0.34), (20.0, 1.8, 0.26), (60.0, 1.4, 0.2)];
/// What more contrast adds to opacity, for readers who ask for it.
const MORE_CONTRAST: f64 = 0.35;

/// A point on the screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Spot {
    /// The word.
    pub(super) word_id: u32,
    /// In CSS pixels, near enough: what is drawn is placed to a quarter of a pixel.
    pub(super) screen: [f32; 2],
    cell: u32,
}

/// The points in view, and how crowded each cell of a grid over the screen is.
#[derive(Debug)]
pub(super) struct Density {
    n_columns: usize,
    n_rows: usize,
    counts: Vec<u32>,
    /// By word id.
    spots: Vec<Spot>,
}

impl Density {
    /// Of what a view shows, points just beyond its edge included.
    pub(super) fn of(view: &MapView<'_>) -> Self {
        // A cell beyond each edge.
        let n = |side: f64| (side / CELL_PX).ceil().max(0.0) as usize + 2;
        let (n_columns, n_rows) = (n(view.viewport.width), n(view.viewport.height));
        let mut counts = vec![0; n_columns * n_rows];
        let mut spots = Vec::with_capacity(view.positions.len() / 2);
        for (id, &[x, y]) in view.positions.as_chunks::<2>().0.iter().enumerate() {
            let screen = view.camera.screen_from_world(view.viewport, [x.into(), y.into()]);
            let (column, row) = (screen[0] / CELL_PX + 1.0, screen[1] / CELL_PX + 1.0);
            // No word without a place passes: nothing compares with NaN.
            if column >= 0.0 && row >= 0.0 && column < n_columns as f64 && row < n_rows as f64 {
                let cell = row as usize * n_columns + column as usize;
                counts[cell] += 1;
                spots.push(Spot {
                    word_id: id as u32,
                    screen: [screen[0] as f32, screen[1] as f32],
                    cell: cell as u32,
                });
            }
        }
        let mut density = Self { n_columns, n_rows, counts, spots };
        density.smooth();
        density
    }

    /// The points in view, each with its tier, from 0 for an open field; the frequent after the rare, as they are drawn.
    pub(super) fn spots(&self) -> impl Iterator<Item = (Spot, usize)> {
        // Counts are of nine cells.
        let tier = |&n: &u32| TIERS.iter().rposition(|&(from, ..)| f64::from(n) / 9.0 >= from).unwrap_or(0);
        let tiers: Vec<usize> = self.counts.iter().map(tier).collect();
        self.spots.iter().rev().map(move |&spot| (spot, tiers[spot.cell as usize]))
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
    fn crowds_and_open_fields_have_other_tiers_and_nothing_outside_counts() {
        // A crowd around (60, 60) of the world, which is (60, 180) of the screen; one point by itself; many far away.
        let mut positions: Vec<f32> = (0..600).flat_map(|i| [60.0 + (i % 10) as f32, 60.0 + (i / 60) as f32]).collect();
        positions.extend([200.0, 200.0]);
        positions.extend((0..1000).flat_map(|_| [9000.0, f32::NAN, 5000.0, 0.0]));
        let density = Density::of(&view(&positions));
        let spots: Vec<(Spot, usize)> = density.spots().collect();
        assert_eq!((spots[0].0.screen, spots[0].1), ([200.0, 40.0], 0));
        assert!(spots[1..].iter().all(|&(_, tier)| tier == 3), "one crowd");
        assert!(spots.iter().any(|(spot, _)| spot.word_id == 249 && spot.screen == [69.0, 176.0]));
        let seen = spots.iter().map(|(spot, _)| spot.word_id);
        assert!(seen.eq((0..601).rev()), "all in view and no others");
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
