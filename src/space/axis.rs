//! Axes with a meaning: from some words towards others.

use std::sync::Arc;

use super::{
    budget::Budget,
    embedding::{Embedding, SpaceError, norm_f64},
};

/// A direction in the space of unit vectors, such as that from *man* to *woman*.
///
/// It is the difference of two means of unit vectors, scaled to length one. A word's place along it is the cosine of the
/// two, in [-1, 1], whatever the word's frequency (compare Bolukbasi et al. 2016, section 5, and the "semantic axes" of
/// An, Kwak and Ahn 2018).
#[derive(Debug, Clone, PartialEq)]
pub struct SemanticAxis {
    direction: Vec<f32>,
}

impl SemanticAxis {
    /// The axis towards the mean of some words, away from the mean of others if there are any.
    /// Errors: [`SpaceError::ZeroNorm`] if both means are the same, [`SpaceError::NoSuchWord`].
    pub fn new(embedding: Embedding<'_>, towards: &[u32], from: &[u32]) -> Result<Self, SpaceError> {
        let mut sum = vec![0.0_f64; embedding.dims()];
        for (words, sign) in [(towards, 1.0), (from, -1.0)] {
            for &word_id in words {
                let vector = embedding.vector(word_id)?;
                let norm = norm_f64(vector);
                if norm > 0.0 {
                    let scale = sign / (norm * words.len() as f64);
                    sum.iter_mut().zip(vector).for_each(|(total, &x)| *total += scale * f64::from(x));
                }
            }
        }
        let length = sum.iter().map(|x| x * x).sum::<f64>().sqrt();
        // Rounding leaves about a millionth of two means that are the same.
        if length < 1e-6 || !length.is_finite() {
            return Err(SpaceError::ZeroNorm);
        }
        Ok(Self { direction: sum.iter().map(|x| (x / length) as f32).collect() })
    }

    /// The cosine of the angle to another axis: 0 if they say different things.
    pub fn cosine(&self, other: &Self) -> f64 {
        self.direction.iter().zip(&other.direction).map(|(&a, &b)| f64::from(a) * f64::from(b)).sum()
    }

    /// The cosine of a vector to the axis, given the vector's norm; 0 for a vector of zeros.
    fn cosine_of(&self, vector: &[f32], norm: f64) -> f64 {
        let along: f64 = self.direction.iter().zip(vector).map(|(&a, &x)| f64::from(a) * f64::from(x)).sum();
        if norm > 0.0 { along / norm } else { 0.0 }
    }
}

/// A map along two semantic axes.
#[derive(Debug, Clone, PartialEq)]
pub struct AxesMap {
    /// The words, in the order of the positions.
    pub word_ids: Arc<[u32]>,
    /// `x0 y0 x1 y1 ...`: cosines to the axes, in [-1, 1]; 0 for a vector of zeros.
    pub positions: Vec<f32>,
    /// Share of the variance of the words' unit vectors that lies along each axis, in [0, 1].
    pub explained: [f64; 2],
    /// The cosine of the angle between the axes.
    pub axes_cosine: f64,
}

/// An [`AxesMap`] under way, in slices. The vectors must not change meanwhile.
#[derive(Debug, Clone)]
pub struct AxesFitting {
    word_ids: Arc<[u32]>,
    axes: [SemanticAxis; 2],
    positions: Vec<f32>,
    /// Words that have a position.
    n_placed: usize,
    /// Words whose share of the variance is counted.
    n_counted: usize,
    /// Sum of the unit vectors, their number, and the sum of the positions.
    sum: Vec<f64>,
    n_units: f64,
    sums: [f64; 2],
    /// Sum of squared differences from the mean position.
    squares: [f64; 2],
}

/// A few operations for each coordinate of a position.
const COST_OF_VARIANCE: usize = 8;

impl AxesFitting {
    /// At the beginning.
    pub fn new(x: SemanticAxis, y: SemanticAxis, word_ids: impl Into<Arc<[u32]>>) -> Self {
        let (word_ids, sum) = (word_ids.into(), vec![0.0; x.direction.len()]);
        Self {
            positions: Vec::with_capacity(2 * word_ids.len()),
            word_ids,
            axes: [x, y],
            n_placed: 0,
            n_counted: 0,
            sum,
            n_units: 0.0,
            sums: [0.0; 2],
            squares: [0.0; 2],
        }
    }

    /// Goes on by about `n_operations` multiply-adds; whether the map is done.
    /// Errors: [`SpaceError::NoSuchWord`]; [`SpaceError::Length`] if the axes are of other dims;
    /// [`SpaceError::NotFinite`].
    pub fn advance(&mut self, embedding: Embedding<'_>, n_operations: usize) -> Result<bool, SpaceError> {
        for axis in &self.axes {
            if axis.direction.len() != embedding.dims() {
                return Err(SpaceError::Length { found: axis.direction.len(), dims: embedding.dims() });
            }
        }
        let (mut budget, n_words) = (Budget::new(n_operations), self.word_ids.len());
        // The norm, two cosines and the sum.
        for place in budget.take_range(&mut self.n_placed, n_words, 4 * embedding.row_cost()) {
            let word_id = self.word_ids[place];
            let vector = embedding.vector(word_id)?;
            let norm = norm_f64(vector);
            if !norm.is_finite() {
                return Err(SpaceError::NotFinite { word_id });
            }
            for (axis, sum) in self.axes.iter().zip(&mut self.sums) {
                let cosine = axis.cosine_of(vector, norm) as f32;
                *sum += f64::from(cosine);
                self.positions.push(cosine);
            }
            if norm > 0.0 {
                self.n_units += 1.0;
                self.sum.iter_mut().zip(vector).for_each(|(total, &x)| *total += f64::from(x) / norm);
            }
        }
        if self.n_placed < n_words {
            return Ok(false);
        }
        let means = self.sums.map(|sum| sum / n_words as f64);
        let range = budget.take_range(&mut self.n_counted, n_words, COST_OF_VARIANCE);
        for point in &self.positions.as_chunks::<2>().0[range] {
            for ((square, &x), mean) in self.squares.iter_mut().zip(point).zip(means) {
                *square += (f64::from(x) - mean) * (f64::from(x) - mean);
            }
        }
        Ok(self.n_counted == n_words)
    }

    /// The map, once [`AxesFitting::advance`] says that it is done.
    pub fn finish(self) -> AxesMap {
        let n = self.word_ids.len().max(1) as f64;
        // Variance of all unit vectors: their mean square less the square of their mean.
        let total = self.n_units / n - self.sum.iter().map(|x| (x / n) * (x / n)).sum::<f64>();
        let share = |square: f64| if total > 0.0 { (square / n / total).clamp(0.0, 1.0) } else { 0.0 };
        AxesMap {
            explained: self.squares.map(share),
            axes_cosine: self.axes[0].cosine(&self.axes[1]),
            word_ids: self.word_ids,
            positions: self.positions,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{matrix::Matrix, space::embedding::tests::matrix};
    use proptest::prelude::*;

    fn map(owned: &Matrix, axes: [&SemanticAxis; 2], n_operations: usize) -> Result<AxesMap, SpaceError> {
        let ids: Vec<u32> = (0..owned.n_rows() as u32).collect();
        let mut fitting = AxesFitting::new(axes[0].clone(), axes[1].clone(), ids);
        while !fitting.advance(Embedding::from(owned), n_operations)? {}
        Ok(fitting.finish())
    }

    #[test]
    fn words_lie_where_their_angle_says() {
        // East, west (longer), north, north-east, nowhere.
        let owned = matrix(&[vec![1., 0.], vec![-7., 0.], vec![0., 2.], vec![3., 3.], vec![0., 0.]]);
        let east = SemanticAxis::new(Embedding::from(&owned), &[0], &[1]).unwrap();
        let north = SemanticAxis::new(Embedding::from(&owned), &[2], &[]).unwrap();
        let found = map(&owned, [&east, &north], 1).unwrap();
        let half = 0.5_f32.sqrt();
        let expected = [1.0, 0.0, -1.0, 0.0, 0.0, 1.0, half, half, 0.0, 0.0];
        assert!(found.positions.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-6), "{found:?}");
        assert!(found.axes_cosine.abs() < 1e-6 && (east.cosine(&east) - 1.0).abs() < 1e-6);
    }

    #[test]
    fn what_makes_no_axis_and_no_map_is_refused() {
        let owned = matrix(&[vec![1., 0.], vec![4., 0.], vec![f32::INFINITY, 0.]]);
        let axis = |towards: &[u32], from: &[u32]| SemanticAxis::new(Embedding::from(&owned), towards, from);
        assert_eq!(axis(&[0], &[1]), Err(SpaceError::ZeroNorm));
        assert!(axis(&[0], &[9]).is_err());
        let x = axis(&[0], &[]).unwrap();
        assert_eq!(map(&owned, [&x, &x], 100), Err(SpaceError::NotFinite { word_id: 2 }));
        let other = matrix(&[vec![1., 0., 0.]]);
        assert_eq!(map(&other, [&x, &x], 100), Err(SpaceError::Length { found: 2, dims: 3 }));
    }

    #[test]
    fn two_axes_of_a_plane_explain_all_of_it() {
        let rows: Vec<Vec<f32>> = (0..50).map(|i| vec![(i as f32).cos(), (i as f32).sin()]).collect();
        let owned = matrix(&[rows, vec![vec![1., 0.], vec![0., 1.]]].concat());
        let axis = |word| SemanticAxis::new(Embedding::from(&owned), &[word], &[]).unwrap();
        let [x, y] = map(&owned, [&axis(50), &axis(51)], 1000).unwrap().explained;
        assert!((x + y - 1.0).abs() < 1e-6 && x > 0.4 && y > 0.4, "{x} and {y}");
    }

    proptest! {
        #[test]
        fn the_cutting_makes_no_difference(
            rows in prop::collection::vec(prop::collection::vec(-1.0_f32..1.0, 5), 2..40),
            n_operations in 0_usize..200,
        ) {
            let owned = matrix(&rows);
            let axis = |word| SemanticAxis::new(Embedding::from(&owned), &[word], &[]);
            if let (Ok(x), Ok(y)) = (axis(0), axis(1)) {
                prop_assert_eq!(map(&owned, [&x, &y], n_operations), map(&owned, [&x, &y], usize::MAX));
            }
        }
    }
}
