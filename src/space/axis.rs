//! Axes with a meaning: from some words towards others.

use super::embedding::{Embedding, SpaceError};

/// A direction in the space of unit vectors, such as that from *man* to *woman*.
///
/// It is the difference of two means of unit vectors, of length one. Where a word lies along it is the cosine of the
/// two: in [-1, 1], whatever the word's frequency (compare Bolukbasi et al. 2016, section 5, and the "semantic axes" of
/// An, Kwak and Ahn 2018).
#[derive(Debug, Clone, PartialEq)]
pub struct SemanticAxis {
    direction: Vec<f32>,
}

impl SemanticAxis {
    /// The axis towards the mean of some words, from the mean of others, or from nowhere where there are none.
    /// Errors: [`SpaceError::ZeroNorm`] where both means are the same, [`SpaceError::NoSuchWord`].
    pub fn new(embedding: Embedding<'_>, towards: &[u32], from: &[u32]) -> Result<Self, SpaceError> {
        let mut sum = vec![0.0_f64; embedding.dims()];
        for (words, sign) in [(towards, 1.0), (from, -1.0)] {
            for &word_id in words {
                let vector = embedding.vector(word_id)?;
                let norm = norm_of(vector);
                if norm > 0.0 {
                    let scale = sign / (norm * words.len() as f64);
                    sum.iter_mut().zip(vector).for_each(|(total, &x)| *total += scale * f64::from(x));
                }
            }
        }
        let length = sum.iter().map(|x| x * x).sum::<f64>().sqrt();
        // A millionth is what rounding leaves of two means that are the same.
        if length < 1e-6 || !length.is_finite() {
            return Err(SpaceError::ZeroNorm);
        }
        Ok(Self { direction: sum.iter().map(|x| (x / length) as f32).collect() })
    }

    /// Where these words lie along it: cosines in [-1, 1], in the order of the words. Errors: [`SpaceError::NoSuchWord`].
    pub fn project(&self, embedding: Embedding<'_>, word_ids: &[u32]) -> Result<Vec<f32>, SpaceError> {
        let cosine = |&word_id: &u32| {
            let vector = embedding.vector(word_id)?;
            let norm = norm_of(vector);
            let along: f64 = self.direction.iter().zip(vector).map(|(&a, &x)| f64::from(a) * f64::from(x)).sum();
            Ok(if norm > 0.0 { (along / norm) as f32 } else { 0.0 })
        };
        word_ids.iter().map(cosine).collect()
    }

    /// The cosine of the angle to another axis: 0 where both say different things.
    pub fn cosine(&self, other: &Self) -> f64 {
        self.direction.iter().zip(&other.direction).map(|(&a, &b)| f64::from(a) * f64::from(b)).sum()
    }
}

/// The share of the variance of these words' unit vectors that lies along each of these coordinates, in [0, 1]: `x0 y0
/// x1 y1 ...`, in the order of the words.
pub fn explained_by(embedding: Embedding<'_>, word_ids: &[u32], positions: &[f32]) -> Result<[f64; 2], SpaceError> {
    let n = word_ids.len().max(1) as f64;
    let mut mean = vec![0.0_f64; embedding.dims()];
    let mut n_units = 0.0;
    for &word_id in word_ids {
        let vector = embedding.vector(word_id)?;
        let norm = norm_of(vector);
        if norm > 0.0 {
            n_units += 1.0;
            mean.iter_mut().zip(vector).for_each(|(total, &x)| *total += f64::from(x) / (norm * n));
        }
    }
    let total = n_units / n - mean.iter().map(|x| x * x).sum::<f64>();
    let along = |coordinate: usize| {
        let values = || positions.iter().skip(coordinate).step_by(2).map(|&x| f64::from(x));
        let middle = values().sum::<f64>() / n;
        let variance = values().map(|x| (x - middle) * (x - middle)).sum::<f64>() / n;
        if total > 0.0 { (variance / total).clamp(0.0, 1.0) } else { 0.0 }
    };
    Ok([along(0), along(1)])
}

fn norm_of(vector: &[f32]) -> f64 {
    vector.iter().map(|&x| f64::from(x) * f64::from(x)).sum::<f64>().sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::space::embedding::tests::Owned;

    #[test]
    fn words_lie_where_their_angle_says() {
        // East, west (longer), north, north-east, nowhere.
        let owned = Owned::new(&[vec![1., 0.], vec![-7., 0.], vec![0., 2.], vec![3., 3.], vec![0., 0.]]);
        let axis = SemanticAxis::new(owned.view(), &[0], &[1]).unwrap();
        let found = axis.project(owned.view(), &[0, 1, 2, 3, 4]).unwrap();
        let expected = [1.0, -1.0, 0.0, 0.5_f32.sqrt(), 0.0];
        assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-6), "{found:?}");
        let north = SemanticAxis::new(owned.view(), &[2], &[]).unwrap();
        assert!(axis.cosine(&north).abs() < 1e-6 && (axis.cosine(&axis) - 1.0).abs() < 1e-6);
    }

    #[test]
    fn means_that_are_the_same_make_no_axis() {
        let owned = Owned::new(&[vec![1., 0.], vec![4., 0.]]);
        assert_eq!(SemanticAxis::new(owned.view(), &[0], &[1]), Err(SpaceError::ZeroNorm));
        assert!(SemanticAxis::new(owned.view(), &[0], &[9]).is_err());
    }

    #[test]
    fn two_axes_of_a_plane_explain_all_of_it() {
        let rows: Vec<Vec<f32>> = (0..50).map(|i| vec![(i as f32).cos(), (i as f32).sin()]).collect();
        let owned = Owned::new(&rows);
        let all: Vec<u32> = (0..50).collect();
        let positions: Vec<f32> = rows.into_iter().flatten().collect();
        let [x, y] = explained_by(owned.view(), &all, &positions).unwrap();
        assert!((x + y - 1.0).abs() < 1e-6 && x > 0.4 && y > 0.4, "{x} and {y}");
    }
}
