//! Keeps a map from spinning while it grows.

/// How much of the turn that is left each frame keeps: the map comes to rest on its axes in about a second.
const DAMPING: f64 = 0.85;
/// A turn under this, in radians, is none that can be seen.
const STILL: f64 = 0.005;

/// The positions of one frame, turned to fit the last one.
#[derive(Debug, Clone, PartialEq)]
pub struct Aligned {
    /// `x0 y0 x1 y1 ...`.
    pub positions: Vec<f32>,
    /// Whether x and y are still the axes that the positions came with, but for their signs.
    pub on_axes: bool,
}

/// Turns each frame towards the one before it.
///
/// Principal components have arbitrary signs, and two of nearly the same variance may trade places from one frame to the
/// next. Against the first, each axis takes the sign that fits the last frame. Against the second, the frame is rotated
/// by the best angle (orthogonal Procrustes, Schönemann 1966, in the plane), most of the way: the angle that is left
/// decays, so that the map settles on the true axes.
#[derive(Debug, Clone, Default)]
pub struct Aligner {
    last: Vec<f32>,
}

impl Aligner {
    /// Forgets the last frame, so that the next one comes out as it is.
    pub fn reset(&mut self) {
        self.last.clear();
    }

    /// Aligns a frame of a run under way. Words beyond those of the last frame follow the others.
    pub fn follow(&mut self, mut positions: Vec<f32>) -> Aligned {
        for coordinate in 0..2 {
            if self.covariance(&positions, coordinate, coordinate) < 0.0 {
                positions.iter_mut().skip(coordinate).step_by(2).for_each(|x| *x = -*x);
            }
        }
        let sine = self.covariance(&positions, 0, 1) - self.covariance(&positions, 1, 0);
        let cosine = self.covariance(&positions, 0, 0) + self.covariance(&positions, 1, 1);
        // `last` against `positions`: the turn that lays the new frame onto the old one, as a direction. Part of the way from
        // no turn at all to it is a smaller turn; the signs are set, so that it is at most a right angle.
        let length = (sine * sine + cosine * cosine).sqrt();
        let (s, c) = if length > 0.0 { (-sine / length, cosine / length) } else { (0.0, 1.0) };
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

    /// Takes a frame as it is: the last of a run depends on its vectors alone, not on the frames drawn before it.
    pub fn settle(&mut self, positions: Vec<f32>) -> Aligned {
        self.last.clone_from(&positions);
        Aligned { positions, on_axes: true }
    }

    /// Sum over words of one coordinate of the last frame times one of the new frame.
    fn covariance(&self, positions: &[f32], of_last: usize, of_new: usize) -> f64 {
        let last = self.last.chunks_exact(2).map(|point| f64::from(point[of_last]));
        last.zip(positions.chunks_exact(2)).map(|(x, point)| x * f64::from(point[of_new])).sum()
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
    fn the_last_frame_is_taken_as_it_is() {
        let mut aligner = Aligner::default();
        aligner.follow(MAP.to_vec());
        let last = turned(1.0, [-1.0, 1.0]);
        assert_eq!(aligner.settle(last.clone()), Aligned { positions: last, on_axes: true });
    }
}
