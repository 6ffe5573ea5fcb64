//! Where points lie and how far apart, so that a view of some of them can follow them as they spread.

use super::Camera;

/// Middle and size of a cloud of points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// The mean of the points.
    middle: [f64; 2],
    /// Root of their mean squared distance from it, above 0.
    radius: f64,
    n_points: usize,
}

impl Spread {
    /// Of `positions` (`x0 y0 x1 y1 ...`); points that are not finite are ignored. None where fewer than two places are
    /// left. Means, unlike the extent, do not jump when one word moves.
    pub fn of(positions: &[f32]) -> Option<Self> {
        let points = || positions.chunks_exact(2).filter(|point| point[0].is_finite() && point[1].is_finite());
        let (mut sum, mut n_points) = ([0.0; 2], 0);
        for point in points() {
            sum = [sum[0] + f64::from(point[0]), sum[1] + f64::from(point[1])];
            n_points += 1;
        }
        let middle = sum.map(|sum| sum / f64::from(n_points.max(1)));
        let squared = |point: &[f32]| {
            let [dx, dy] = [f64::from(point[0]) - middle[0], f64::from(point[1]) - middle[1]];
            dx * dx + dy * dy
        };
        let radius = (points().map(squared).sum::<f64>() / f64::from(n_points.max(1))).sqrt();
        (radius.is_normal()).then_some(Self { middle, radius, n_points: n_points as usize })
    }

    /// The camera that sees of the points with spread `later` what `camera` sees of these: as far from their middle, in
    /// units of their size. The same camera where there are more or fewer points than before.
    pub fn carry(&self, later: &Self, camera: Camera) -> Camera {
        if self.n_points != later.n_points {
            return camera;
        }
        let growth = later.radius / self.radius;
        let center = [0, 1].map(|axis| later.middle[axis] + growth * (camera.center[axis] - self.middle[axis]));
        Camera { center, scale: camera.scale / growth }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::Viewport;

    #[test]
    fn what_is_seen_stays_where_it_is_as_points_spread() {
        let before = [0.0, 0.0, 1.0, 0.0, 1.0, 2.0, 0.0, 2.0];
        let after: Vec<f32> = before.chunks(2).flat_map(|p: &[f32]| [5.0 + 7.0 * p[0], 7.0 * p[1] - 3.0]).collect();
        let spreads = [Spread::of(&before), Spread::of(&after)].map(|spread| spread.expect("four places"));
        let camera = Camera { center: [0.9, 1.8], scale: 400.0 };
        let carried = spreads[0].carry(&spreads[1], camera);
        let viewport = Viewport { width: 800.0, height: 600.0 };
        for (a, b) in before.chunks(2).zip(after.chunks(2)) {
            let [a, b] = [a, b].map(|point| [f64::from(point[0]), f64::from(point[1])]);
            let (was, is) = (camera.screen_from_world(viewport, a), carried.screen_from_world(viewport, b));
            assert!((was[0] - is[0]).abs() < 1e-3 && (was[1] - is[1]).abs() < 1e-3, "{was:?} is not {is:?}");
        }
    }

    #[test]
    fn other_points_and_no_points_move_nothing() {
        assert_eq!(Spread::of(&[]), None);
        assert_eq!(Spread::of(&[1.0, 2.0, 1.0, 2.0, f32::NAN, 0.0]), None);
        let two = Spread::of(&[0.0, 0.0, 1.0, 1.0]).expect("two places");
        let three = Spread::of(&[0.0, 0.0, 1.0, 1.0, 9.0, 9.0]).expect("three places");
        let camera = Camera { center: [0.5, 0.5], scale: 10.0 };
        assert_eq!(two.carry(&three, camera), camera);
        assert_eq!(two.carry(&two, camera), camera);
    }
}
