//! Keeps a map from spinning while it grows.

/// The share of the remaining rotation that each frame keeps: the map comes to rest on its axes in about a second.
const DAMPING: f64 = 0.85;
/// Rotations smaller than this (radians) are invisible.
const STILL: f64 = 0.005;

/// The positions of one frame, rotated to fit the last one.
#[derive(Debug, Clone, PartialEq)]
pub struct Aligned {
    /// `x0 y0 x1 y1 ...`.
    pub positions: Vec<f32>,
    /// Whether x and y are the axes that the positions came with, except for their signs.
    pub on_axes: bool,
}

/// Rotates each frame towards the one before it.
///
/// Principal components have arbitrary signs, and two of nearly the same variance may trade places from one frame to the
/// next. So each frame is laid onto the last one by the best rotation, after the flips of axes that make it fit best
/// (orthogonal Procrustes in the plane, Schönemann 1966). The flips stay; the rotation decays from frame to frame, so that
/// the map settles on the true axes.
#[derive(Debug, Clone, Default)]
pub struct Aligner {
    last: Vec<f32>,
}

impl Aligner {
    /// Forgets the last frame, so that the next one comes out as it is.
    pub fn reset(&mut self) {
        self.last.clear();
    }

    /// Aligns a frame of a run under way. Words that the last frame did not have are moved with the others.
    pub fn follow(&mut self, mut positions: Vec<f32>) -> Aligned {
        let (flips, (sine, cosine)) = self.best_fit(&positions);
        for (axis, flip) in flips.into_iter().enumerate() {
            if flip < 0.0 {
                positions.iter_mut().skip(axis).step_by(2).for_each(|x| *x = -*x);
            }
        }
        // A part of the way from no rotation to the best one is a smaller rotation, as that is at most a right angle.
        let length = (sine * sine + cosine * cosine).sqrt();
        let (s, c) = if length > 0.0 { (sine / length, cosine / length) } else { (0.0, 1.0) };
        let (s, c) = (DAMPING * s, 1.0 - DAMPING + DAMPING * c);
        let length = (s * s + c * c).sqrt();
        let (s, c) = (s / length, c / length);
        let on_axes = self.last.is_empty() || s.abs() < STILL;
        if !on_axes {
            let (s, c) = (s as f32, c as f32);
            for point in positions.chunks_exact_mut(2) {
                (point[0], point[1]) = (c * point[0] - s * point[1], s * point[0] + c * point[1]);
            }
        }
        self.last.clone_from(&positions);
        Aligned { positions, on_axes }
    }

    /// Takes a frame as it is: the last one of a run depends on its vectors only, not on the frames drawn before it.
    pub fn settle(&mut self, positions: Vec<f32>) -> Aligned {
        self.last.clone_from(&positions);
        Aligned { positions, on_axes: true }
    }

    /// The signs of the axes with which a rotation fits the new frame best to the last one, and that rotation's sine and
    /// cosine times its fit.
    ///
    /// The fit is the trace of `RᵀM`, where `M` sums the products of the last frame's coordinates with the flipped new
    /// ones. The best rotation reaches `hypot(M00 + M11, M10 - M01)`. Flipping both axes is a rotation by half a turn and
    /// fits no better; of the two, the one that leaves the smaller angle is taken, which is at most a right angle.
    fn best_fit(&self, positions: &[f32]) -> ([f64; 2], (f64, f64)) {
        let mut m = [[0.0; 2]; 2];
        for (last, new) in self.last.chunks_exact(2).zip(positions.chunks_exact(2)) {
            for (row, &x) in m.iter_mut().zip(last) {
                row.iter_mut().zip(new).for_each(|(sum, &y)| *sum += f64::from(x) * f64::from(y));
            }
        }
        let rotation = |[x, y]: [f64; 2]| (x * m[1][0] - y * m[0][1], x * m[0][0] + y * m[1][1]);
        let fit = |(sine, cosine): (f64, f64)| sine * sine + cosine * cosine;
        let upright = |flips: [f64; 2]| if rotation(flips).1 < 0.0 { flips.map(|flip| -flip) } else { flips };
        let (same, mirrored) = (upright([1.0, 1.0]), upright([1.0, -1.0]));
        let flips = if fit(rotation(mirrored)) > fit(rotation(same)) { mirrored } else { same };
        (flips, rotation(flips))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAP: [f32; 8] = [3.0, 0.0, 0.0, 1.0, -2.0, 0.5, 1.0, -1.5];

    fn turned(angle: f32, flips: [f32; 2]) -> Vec<f32> {
        let (s, c) = angle.sin_cos();
        MAP.chunks_exact(2).flat_map(|p| [flips[0] * (c * p[0] - s * p[1]), flips[1] * (s * p[0] + c * p[1])]).collect()
    }

    fn distance(a: &[f32], b: &[f32]) -> f32 {
        a.iter().zip(b).map(|(x, y)| (x - y).powi(2)).sum::<f32>().sqrt()
    }

    #[test]
    fn flipped_axes_are_flipped_back() {
        for flips in [[1.0, 1.0], [-1.0, 1.0], [1.0, -1.0], [-1.0, -1.0]] {
            let mut aligner = Aligner::default();
            aligner.follow(MAP.to_vec());
            let aligned = aligner.follow(turned(0.0, flips));
            assert_eq!(aligned.positions, MAP);
            assert!(aligned.on_axes);
        }
    }

    #[test]
    fn a_turn_is_undone_for_the_most_part_and_then_decays() {
        for angle in [0.8, -0.8] {
            let mut aligner = Aligner::default();
            aligner.follow(MAP.to_vec());
            let axes = turned(angle, [1.0, 1.0]);
            let first = aligner.follow(axes.clone());
            assert!(!first.on_axes);
            assert!(distance(&first.positions, &MAP) < 0.2 * distance(&axes, &MAP), "the map must not jump");
            let mut frame = first;
            for _ in 0..60 {
                frame = aligner.follow(axes.clone());
            }
            assert!(frame.on_axes, "two seconds later it is at rest");
            assert_eq!(frame.positions, axes);
        }
    }

    #[test]
    fn components_that_trade_places_leave_the_map_where_it_is() {
        for signs in [[1.0, 1.0], [-1.0, 1.0], [1.0, -1.0], [-1.0, -1.0]] {
            let mut aligner = Aligner::default();
            aligner.follow(MAP.to_vec());
            let traded: Vec<f32> = MAP.chunks_exact(2).flat_map(|p| [signs[0] * p[1], signs[1] * p[0]]).collect();
            let mut frame = aligner.follow(traded.clone());
            let jump = distance(&frame.positions, &MAP) / distance(&MAP, &[0.0; 8]);
            assert!(jump < 0.2, "it jumps by {jump} of its size");
            for _ in 0..60 {
                let last = frame.positions;
                frame = aligner.follow(traded.clone());
                assert!(distance(&frame.positions, &last) < 0.3 * distance(&MAP, &[0.0; 8]), "without a jump");
            }
            assert!(frame.on_axes, "two seconds later it is at rest");
        }
    }

    #[test]
    fn the_last_frame_is_taken_as_it_is() {
        let mut aligner = Aligner::default();
        aligner.follow(MAP.to_vec());
        let last = turned(1.0, [-1.0, 1.0]);
        assert_eq!(aligner.settle(last.clone()), Aligned { positions: last, on_axes: true });
    }
}
