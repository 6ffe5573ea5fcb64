//! Principal component analysis: the plane in which the vectors differ most.

use std::sync::Arc;

use wide::f32x4;

use super::{
    budget::Budget,
    covariance::Covariance,
    eigen::Decomposition,
    embedding::{Embedding, LARGEST, SpaceError, dot},
    nearest::padded_lanes,
};

/// A map along two principal components.
///
/// Components are the eigenvectors of the covariance of the words' vectors (`dims x dims`). A component's sign is
/// arbitrary; here it is the one in which the positions along it are skewed to the positive side, so that the same vectors
/// always give the same map.
#[derive(Debug, Clone, PartialEq)]
pub struct PcaMap {
    /// The words, in the order of the positions.
    pub word_ids: Arc<[u32]>,
    /// `x0 y0 x1 y1 ...`, from the middle of the words. Along a component without variance, all are 0.
    pub positions: Vec<f32>,
    /// Share of the variance along each component, in [0, 1], falling; as many as there are dims.
    pub explained: Vec<f64>,
}

impl PcaMap {
    /// Fits a map in one call. Arguments and errors: as [`PcaFitting::new`] and [`PcaFitting::advance`].
    pub fn fit(
        embedding: Embedding<'_>,
        word_ids: impl Into<Arc<[u32]>>,
        components: [usize; 2],
    ) -> Result<Self, SpaceError> {
        let mut fitting = PcaFitting::new(embedding, word_ids, components)?;
        while !fitting.advance(embedding, usize::MAX)? {}
        Ok(fitting.finish())
    }
}

/// A [`PcaMap`] under way, in slices. The vectors must not change meanwhile.
#[derive(Debug, Clone)]
pub struct PcaFitting {
    word_ids: Arc<[u32]>,
    components: [usize; 2],
    /// The sum of the vectors, then their mean.
    mean: Vec<f64>,
    stage: Stage,
    explained: Vec<f64>,
    positions: Vec<f32>,
}

#[derive(Debug, Clone)]
enum Stage {
    /// Words that are in the mean.
    Summing(usize),
    Multiplying(Covariance),
    Decomposing(Decomposition),
    Projecting(Projection),
    /// Whether each axis is turned around, and words that it was done for.
    Turning([bool; 2], usize),
    Done,
}

/// Positions under way.
#[derive(Debug, Clone)]
struct Projection {
    axes: [Vec<f32x4>; 2],
    /// The place of the mean along each axis.
    offsets: [f32; 2],
    /// Words that have a position.
    n_placed: usize,
    /// Sum of the positions' cubes.
    skews: [f64; 2],
}

impl PcaFitting {
    /// At the beginning. `components`: those along x and y, from 0. Errors: [`SpaceError::TooFewWords`].
    pub fn new(
        embedding: Embedding<'_>,
        word_ids: impl Into<Arc<[u32]>>,
        components: [usize; 2],
    ) -> Result<Self, SpaceError> {
        let word_ids = word_ids.into();
        if word_ids.len() < 2 {
            return Err(SpaceError::TooFewWords { n_words: word_ids.len() });
        }
        Ok(Self {
            word_ids,
            components,
            mean: vec![0.0; embedding.dims()],
            stage: Stage::Summing(0),
            explained: Vec::new(),
            positions: Vec::new(),
        })
    }

    /// Goes on by about `n_operations` multiply-adds; whether the map is done.
    ///
    /// Errors: [`SpaceError::NoSuchWord`]; [`SpaceError::Length`] if the vectors have other dims than at first;
    /// [`SpaceError::NotFinite`] if a vector has a number that is not finite or beyond [`LARGEST`];
    /// [`SpaceError::NotConverged`].
    pub fn advance(&mut self, embedding: Embedding<'_>, n_operations: usize) -> Result<bool, SpaceError> {
        if embedding.dims() != self.mean.len() {
            return Err(SpaceError::Length { found: embedding.dims(), dims: self.mean.len() });
        }
        let mut budget = Budget::new(n_operations);
        while !budget.is_spent() && !matches!(self.stage, Stage::Done) {
            self.step(embedding, &mut budget)?;
        }
        Ok(matches!(self.stage, Stage::Done))
    }

    /// The map, once [`PcaFitting::advance`] says that it is done.
    pub fn finish(self) -> PcaMap {
        PcaMap { word_ids: self.word_ids, positions: self.positions, explained: self.explained }
    }

    /// Goes on within a stage, or to the next one.
    fn step(&mut self, embedding: Embedding<'_>, budget: &mut Budget) -> Result<(), SpaceError> {
        let (n_words, dims) = (self.word_ids.len(), self.mean.len());
        match &mut self.stage {
            Stage::Summing(next) if *next < n_words => {
                for place in budget.take_range(next, n_words, 2 * embedding.row_cost()) {
                    add_to(&mut self.mean, embedding, self.word_ids[place])?;
                }
            }
            Stage::Summing(_) => {
                self.mean.iter_mut().for_each(|total| *total /= n_words as f64);
                self.stage = Stage::Multiplying(Covariance::new(dims));
            }
            Stage::Multiplying(covariance) => {
                if covariance.advance(embedding, &self.word_ids, &self.mean, budget)? {
                    let matrix = std::mem::replace(covariance, Covariance::new(0)).into_matrix();
                    budget.take(1, 2 * dims * dims);
                    self.stage = Stage::Decomposing(Decomposition::new(matrix, dims, &self.components)?);
                }
            }
            Stage::Decomposing(decomposition) => {
                if decomposition.advance(budget)? {
                    self.explained = decomposition.values().to_vec();
                    self.positions = Vec::with_capacity(2 * n_words);
                    let projection = Projection::new(decomposition, self.components, &self.mean);
                    self.stage = Stage::Projecting(projection);
                }
            }
            Stage::Projecting(projection) if projection.n_placed < n_words => {
                for place in budget.take_range(&mut projection.n_placed, n_words, 2 * embedding.row_cost()) {
                    let row = embedding.row(self.word_ids[place])?;
                    for axis in 0..2 {
                        let x = dot(row, &projection.axes[axis]) - projection.offsets[axis];
                        projection.skews[axis] += f64::from(x) * f64::from(x) * f64::from(x);
                        self.positions.push(x);
                    }
                }
            }
            Stage::Projecting(projection) => self.stage = Stage::Turning(projection.skews.map(|skew| skew < 0.0), 0),
            Stage::Turning(turns, next) if *next < n_words && turns.contains(&true) => {
                let range = budget.take_range(next, n_words, 2);
                for point in &mut self.positions.as_chunks_mut::<2>().0[range] {
                    for (x, turns) in point.iter_mut().zip(*turns) {
                        *x = if turns { -*x } else { *x };
                    }
                }
            }
            Stage::Turning(..) => self.stage = Stage::Done,
            Stage::Done => {}
        }
        Ok(())
    }
}

impl Projection {
    fn new(decomposition: &Decomposition, components: [usize; 2], mean: &[f64]) -> Self {
        let axes = components.map(|component| -> Vec<f32> {
            let zeros = || vec![0.0; mean.len()];
            decomposition.vector(component).map_or_else(zeros, |axis| axis.iter().map(|&x| x as f32).collect())
        });
        let offset = |axis: &Vec<f32>| axis.iter().zip(mean).map(|(a, m)| f64::from(*a) * m).sum::<f64>() as f32;
        Self {
            offsets: axes.each_ref().map(offset),
            axes: axes.map(|axis| padded_lanes(&axis)),
            n_placed: 0,
            skews: [0.0; 2],
        }
    }
}

/// Adds a word's vector to a sum. Errors: [`SpaceError::NoSuchWord`], [`SpaceError::NotFinite`].
fn add_to(sum: &mut [f64], embedding: Embedding<'_>, word_id: u32) -> Result<(), SpaceError> {
    let mut is_ordinary = true;
    for (total, &x) in sum.iter_mut().zip(embedding.vector(word_id)?) {
        // NaN is not below anything.
        is_ordinary &= x.abs() <= LARGEST;
        *total += f64::from(x);
    }
    if is_ordinary { Ok(()) } else { Err(SpaceError::NotFinite { word_id }) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{matrix::Matrix, space::embedding::tests::matrix};
    use proptest::prelude::*;

    fn all(owned: &Matrix) -> Vec<u32> {
        (0..owned.n_rows() as u32).collect()
    }

    fn map(owned: &Matrix) -> PcaMap {
        PcaMap::fit(Embedding::from(owned), all(owned), [0, 1]).unwrap()
    }

    /// Points of a known shape: `long` along one diagonal of the first two dims, `short` across it.
    fn ellipse(n: usize, dims: usize, long: f32, short: f32) -> Matrix {
        let rows: Vec<Vec<f32>> = (0..n)
            .map(|i| {
                let angle = i as f32 / n as f32 * std::f32::consts::TAU;
                let (u, v) = (long * angle.cos(), short * angle.sin());
                let mut row = vec![0.5; dims];
                row[0] += (u + v) / 2.0_f32.sqrt();
                row[1] += (u - v) / 2.0_f32.sqrt();
                row
            })
            .collect();
        matrix(&rows)
    }

    #[test]
    fn finds_the_axes_of_an_ellipse() {
        let PcaMap { positions, explained, .. } = map(&ellipse(360, 6, 3.0, 1.0));
        assert!((explained[0] - 0.9).abs() < 1e-6 && (explained[1] - 0.1).abs() < 1e-6);
        assert!(explained.len() == 6 && explained[2].abs() < 1e-9);
        assert_eq!(positions.len(), 720);
        for point in positions.chunks_exact(2) {
            let on_ellipse = (point[0] / 3.0).powi(2) + point[1].powi(2);
            assert!((on_ellipse - 1.0).abs() < 1e-4);
        }
    }

    #[test]
    fn the_same_vectors_mirrored_give_the_same_map() {
        let rows: Vec<Vec<f32>> = (0..40).map(|i| vec![(i * i % 41) as f32, (i % 5) as f32, 1.0]).collect();
        let mirrored: Vec<Vec<f32>> = rows.iter().map(|row| row.iter().map(|x| -x).collect()).collect();
        let (a, b) = (map(&matrix(&rows)).positions, map(&matrix(&mirrored)).positions);
        // Mirroring all vectors mirrors every position; the canonical sign undoes it.
        assert!(a.iter().zip(&b).all(|(x, y)| (x.abs() - y.abs()).abs() < 1e-3));
        for axis in 0..2 {
            let skew: f32 = b.iter().skip(axis).step_by(2).map(|x| x.powi(3)).sum();
            assert!(skew >= 0.0);
        }
    }

    #[test]
    fn degenerate_vectors_make_a_map_too() {
        let same = matrix(&vec![vec![2.0; 5]; 7]);
        assert!(map(&same).positions.iter().all(|&x| x == 0.0));
        let line = matrix(&[vec![1.0], vec![2.0], vec![4.0]]);
        assert!(map(&line).positions.iter().skip(1).step_by(2).all(|&y| y == 0.0));
        let failed = PcaMap::fit(Embedding::from(&line), vec![2], [0, 1]);
        assert_eq!(failed, Err(SpaceError::TooFewWords { n_words: 1 }));
    }

    #[test]
    fn vectors_that_are_not_finite_or_too_long_are_refused() {
        for dims in [1, 2, 3, 8, 130] {
            for x in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, f32::MAX, 1e25, -2e18] {
                let mut rows = vec![vec![1.0; dims]; 20];
                rows[3][dims / 2] = 2.0;
                rows[7][dims - 1] = x;
                let owned = matrix(&rows);
                let failed = PcaMap::fit(Embedding::from(&owned), all(&owned), [0, 1]);
                assert_eq!(failed, Err(SpaceError::NotFinite { word_id: 7 }), "{x} in {dims} dims");
            }
            // As long as they may be.
            let rows: Vec<Vec<f32>> =
                (0..200).map(|i| vec![if i % 3 == 0 { LARGEST } else { -LARGEST }; dims]).collect();
            assert!(map(&matrix(&rows)).positions.iter().all(|x| x.is_finite()));
        }
    }

    #[test]
    fn some_words_make_a_map_of_their_own_along_any_components() {
        let owned = ellipse(90, 5, 3.0, 1.0);
        let (embedding, some) = (Embedding::from(&owned), (0..90).step_by(3).collect::<Vec<u32>>());
        let fit = |components| PcaMap::fit(embedding, some.as_slice(), components).unwrap().positions;
        let (both, turned) = (fit([0, 1]), fit([1, 0]));
        assert_eq!(both.len(), 60);
        assert!(both.chunks_exact(2).zip(turned.chunks_exact(2)).all(|(a, b)| a[0] == b[1] && a[1] == b[0]));
        assert!(fit([2, 99]).iter().all(|x| x.abs() < 1e-3));
        assert!(fit([1, 1]).chunks_exact(2).all(|point| point[0] == point[1]));
        assert!(PcaMap::fit(embedding, [0, 90].as_slice(), [0, 1]).is_err());
    }

    proptest! {
        #[test]
        fn the_cutting_makes_no_difference(
            rows in prop::collection::vec(prop::collection::vec(-1.0_f32..1.0, 7), 2..150),
            n_operations in 0_usize..5000,
        ) {
            let owned = matrix(&rows);
            let mut fitting = PcaFitting::new(Embedding::from(&owned), all(&owned), [0, 2]).unwrap();
            while !fitting.advance(Embedding::from(&owned), n_operations).unwrap() {}
            prop_assert_eq!(fitting.finish(), PcaMap::fit(Embedding::from(&owned), all(&owned), [0, 2]).unwrap());
        }
    }
}
