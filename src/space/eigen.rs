//! Eigenvalues of a symmetric matrix and a few of its eigenvectors, in slices.
//!
//! Up to [`AT_ONCE`] rows this is nalgebra's, in one piece of at most three milliseconds. (Of a covariance, eigenvalues
//! and singular values are the same; nalgebra's `SVD` gives shares over 1 for some matrices of low rank, its
//! `SymmetricEigen` does not.) It cannot be interrupted, and its time grows with the cube of the rows, so larger matrices take the classical way of dense
//! problems in slices (Golub and Van Loan 2013, "Matrix Computations"; routines of EISPACK, Smith et al.
//! 1976):
//! 1. Householder reflections make the matrix tridiagonal, one row at a time (section 8.3.1; `tred1`). Reflectors stay in
//!    the rows that they emptied.
//! 2. The implicit QL algorithm finds the eigenvalues of the tridiagonal matrix, one sweep at a time (section 8.3.3;
//!    `imtql1`).
//! 3. Inverse iteration finds the eigenvectors that are wanted, one at a time (section 8.2.2; `tinvit`). Vectors of equal
//!    eigenvalues are made orthogonal to each other.
//! 4. The reflections carry them back.
//!
//! At 300 rows the longest step takes 0.2 million multiply-adds.

use nalgebra::{DMatrix, SymmetricEigen};

use super::{budget::Budget, embedding::SpaceError};

mod tridiagonal;

use tridiagonal::{Factors, Sweeps};

/// Rows of the largest matrix that is decomposed in one piece.
const AT_ONCE: usize = 128;
/// Iterations after which that is given up; nalgebra sets no limit by itself.
const MOST_ITERATIONS: usize = 10_000;
/// Rounds of inverse iteration; two are usually enough.
const N_ROUNDS: usize = 4;
/// Eigenvalues nearer to each other than this share of the largest count as equal.
const EQUAL: f64 = 1e-9;
/// Eigenvalues below this share of the trace count as zero: they are rounding, and so would be their vectors.
const ZERO: f64 = 1e-12;

/// A decomposition under way.
#[derive(Debug, Clone)]
pub(super) struct Decomposition {
    n: usize,
    /// Row-major. Row `i` holds its reflector once it is reduced.
    rows: Vec<f64>,
    /// Half of the squared length of each row's reflector; 0 for a row that needed none.
    halves: Vec<f64>,
    /// The tridiagonal matrix: its diagonal, and beside it `off[i]` in row `i + 1`; `off` ends with a zero.
    diagonal: Vec<f64>,
    off: Vec<f64>,
    stage: Stage,
    wanted: Vec<usize>,
    /// Falling; shares of the trace.
    values: Vec<f64>,
    /// By component.
    vectors: Vec<(usize, Vec<f64>)>,
}

#[derive(Debug, Clone)]
enum Stage {
    /// The whole matrix is small.
    Whole,
    /// Rows above this one are to be reduced, from the last to the second.
    Reducing(usize),
    Sweeping(Sweeps),
    /// Components whose vectors are to be found, the last one first.
    Inverting(Vec<usize>),
    Done,
}

impl Decomposition {
    /// Of a symmetric matrix, `n x n` and row-major, with no negative eigenvalues. `wanted`: the components whose vectors
    /// are wanted, from 0 for the largest eigenvalue. Errors: [`SpaceError::NotConverged`] if it is not finite.
    pub(super) fn new(mut matrix: Vec<f64>, n: usize, wanted: &[usize]) -> Result<Self, SpaceError> {
        let trace: f64 = (0..n).map(|i| matrix[i * n + i]).sum();
        if !matrix.iter().all(|x| x.is_finite()) || !trace.is_finite() {
            return Err(SpaceError::NotConverged);
        }
        let scale = if trace > 0.0 { 1.0 / trace } else { 0.0 };
        for x in &mut matrix {
            *x *= scale;
        }
        Ok(Self {
            n,
            rows: matrix,
            halves: vec![0.0; n],
            diagonal: vec![0.0; n],
            off: vec![0.0; n],
            stage: if n <= AT_ONCE { Stage::Whole } else { Stage::Reducing(n) },
            wanted: wanted.to_vec(),
            values: Vec::new(),
            vectors: Vec::new(),
        })
    }

    /// Goes on; whether it is done. Errors: [`SpaceError::NotConverged`].
    pub(super) fn advance(&mut self, budget: &mut Budget) -> Result<bool, SpaceError> {
        while !budget.is_spent() {
            match &mut self.stage {
                Stage::Whole => {
                    budget.take(1, 8 * self.n * self.n * self.n);
                    self.decompose_whole()?;
                    self.stage = Stage::Done;
                }
                Stage::Reducing(0) => {
                    self.stage = Stage::Sweeping(Sweeps::new(self.diagonal.clone(), self.off.clone()));
                }
                Stage::Reducing(end) => {
                    *end -= 1;
                    let row = *end;
                    budget.take(1, 2 * row * row + 8);
                    self.reduce(row);
                }
                Stage::Sweeping(sweeps) => {
                    if let Some(values) = sweeps.advance(budget)? {
                        self.values = values;
                        self.stage = Stage::Inverting(self.vectors_to_find());
                    }
                }
                Stage::Inverting(components) => {
                    if let Some(component) = components.pop() {
                        budget.take(1, N_ROUNDS * self.n * (16 + 2 * self.vectors.len()));
                        let vector = self.invert(component);
                        self.vectors.push((component, vector));
                    } else {
                        let wanted = std::mem::take(&mut self.wanted);
                        self.vectors.retain(|(component, _)| wanted.contains(component));
                        for place in 0..self.vectors.len() {
                            budget.take(1, self.n * self.n);
                            let vector = std::mem::take(&mut self.vectors[place].1);
                            self.vectors[place].1 = self.carry_back(vector);
                        }
                        self.stage = Stage::Done;
                    }
                }
                Stage::Done => return Ok(true),
            }
        }
        Ok(matches!(self.stage, Stage::Done))
    }

    /// Decomposes a small matrix.
    fn decompose_whole(&mut self) -> Result<(), SpaceError> {
        let matrix = DMatrix::from_row_slice(self.n, self.n, &self.rows);
        let eigen = SymmetricEigen::try_new(matrix, f64::EPSILON, MOST_ITERATIONS).ok_or(SpaceError::NotConverged)?;
        let mut falling: Vec<usize> = (0..self.n).collect();
        falling.sort_by(|&a, &b| eigen.eigenvalues[b].total_cmp(&eigen.eigenvalues[a]));
        self.values = falling.iter().map(|&column| eigen.eigenvalues[column].max(0.0)).collect();
        for component in std::mem::take(&mut self.wanted) {
            let is_new = self.vectors.iter().all(|(known, _)| *known != component);
            if is_new && self.values.get(component).is_some_and(|&value| value > ZERO) {
                let vector = eigen.eigenvectors.column(falling[component]);
                self.vectors.push((component, vector.iter().copied().collect()));
            }
        }
        Ok(())
    }

    /// Eigenvalues as shares of the trace, falling, none below zero.
    pub(super) fn values(&self) -> &[f64] {
        &self.values
    }

    /// The eigenvector of a component that was wanted, of length one; none for one whose eigenvalue is zero.
    pub(super) fn vector(&self, component: usize) -> Option<&[f64]> {
        let found = self.vectors.iter().find(|(other, _)| *other == component);
        found.map(|(_, vector)| vector.as_slice())
    }

    /// Reduces row `i`: the reflection `H = 1 - v vᵀ / h` turns what lies left of its diagonal into one number beside it, and
    /// the matrix above becomes `H A H = A - v qᵀ - q vᵀ`, where `p = A v / h` and `q = p - v (vᵀ p) / 2h`.
    fn reduce(&mut self, i: usize) {
        let n = self.n;
        let (above, row) = self.rows.split_at_mut(i * n);
        self.diagonal[i] = row[i];
        if i == 0 {
            return;
        }
        let v = &mut row[..i];
        // Divided by their sum, so that no square vanishes.
        let scale: f64 = v.iter().map(|x| x.abs()).sum();
        if i == 1 || v[..i - 1].iter().all(|&x| x == 0.0) || scale < f64::MIN_POSITIVE {
            self.off[i - 1] = v[i - 1];
            return;
        }
        for x in v.iter_mut() {
            *x /= scale;
        }
        let squared: f64 = v.iter().map(|x| x * x).sum();
        let last = v[i - 1];
        let end = if last >= 0.0 { -squared.sqrt() } else { squared.sqrt() };
        self.off[i - 1] = scale * end;
        let half = squared - last * end;
        v[i - 1] = last - end;
        self.halves[i] = half;

        // Only what lies on and below the diagonal is read and changed.
        let mut p = vec![0.0; i];
        for r in 0..i {
            let row = &above[r * n..][..=r];
            p[r] += dot(&row[..r], &v[..r]) + row[r] * v[r];
            for (p, x) in p[..r].iter_mut().zip(row) {
                *p += x * v[r];
            }
        }
        for p in &mut p {
            *p /= half;
        }
        let shift = dot(v, &p) / (2.0 * half);
        let q: Vec<f64> = p.iter().zip(v.iter()).map(|(p, v)| p - shift * v).collect();
        for r in 0..i {
            let (v_r, q_r) = (v[r], q[r]);
            for ((x, q), v) in above[r * n..][..=r].iter_mut().zip(&q).zip(v.iter()) {
                *x -= v_r * q + q_r * v;
            }
        }
    }

    /// The components whose vectors are needed, the last one first: those wanted, and those of equal eigenvalues before
    /// them, so that a component is the same whichever others are wanted.
    fn vectors_to_find(&self) -> Vec<usize> {
        let largest = self.values.first().copied().unwrap_or(0.0);
        let mut components = Vec::new();
        for &wanted in self.wanted.iter().filter(|&&component| self.values.get(component).is_some_and(|&x| x > ZERO)) {
            let mut component = wanted;
            components.push(component);
            while component > 0 && self.values[component - 1] - self.values[component] <= EQUAL * largest {
                component -= 1;
                components.push(component);
            }
        }
        components.sort_unstable_by(|a, b| b.cmp(a));
        components.dedup();
        components
    }

    /// An eigenvector of the tridiagonal matrix by inverse iteration.
    fn invert(&self, component: usize) -> Vec<f64> {
        let (n, value) = (self.n, self.values[component]);
        let largest = self.values[0];
        let factors = Factors::new(&self.diagonal, &self.off, value, f64::EPSILON * largest);
        let equal = |other: usize| (self.values[other] - value).abs() <= EQUAL * largest * n as f64;
        let others: Vec<&[f64]> =
            self.vectors.iter().filter(|(other, _)| equal(*other)).map(|(_, vector)| vector.as_slice()).collect();
        // Any start that is not at right angles to the vector; another for each of equal ones.
        let start = |i: usize| ((i + 1) as f64 * (component + 1) as f64 * 0.618_033_988_749_895).fract() - 0.45;
        let mut vector: Vec<f64> = (0..n).map(start).collect();
        for _ in 0..N_ROUNDS {
            factors.solve(&mut vector);
            normalize(&mut vector);
            for other in &others {
                let product = dot(other, &vector);
                vector.iter_mut().zip(*other).for_each(|(x, y)| *x -= product * y);
            }
            normalize(&mut vector);
        }
        vector
    }

    /// A vector of the tridiagonal matrix as one of the matrix itself: through all reflections, the last one first.
    fn carry_back(&self, mut vector: Vec<f64>) -> Vec<f64> {
        for i in 2..self.n {
            if self.halves[i] > 0.0 {
                let reflector = &self.rows[i * self.n..][..i];
                let scale = dot(reflector, &vector[..i]) / self.halves[i];
                vector.iter_mut().zip(reflector).for_each(|(x, v)| *x -= scale * v);
            }
        }
        // The sign is arbitrary: the largest number is positive.
        let largest = vector.iter().fold(0.0_f64, |largest, &x| if x.abs() > largest.abs() { x } else { largest });
        if largest < 0.0 {
            for x in &mut vector {
                *x = -*x;
            }
        }
        vector
    }
}

/// Scales a vector to length one; zeros, which do not occur but by accident, become a unit vector.
fn normalize(vector: &mut [f64]) {
    let largest = vector.iter().fold(0.0_f64, |largest, x| largest.max(x.abs()));
    if largest > 0.0 && largest.is_finite() {
        for x in vector.iter_mut() {
            *x /= largest;
        }
        let norm = dot(vector, vector).sqrt();
        for x in vector.iter_mut() {
            *x /= norm;
        }
    } else {
        vector.fill(0.0);
        vector[0] = 1.0;
    }
}

/// A dot product with four sums under way at a time.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    let ((a_chunks, a_rest), (b_chunks, b_rest)) = (a.as_chunks::<4>(), b.as_chunks::<4>());
    let mut sums = [0.0; 4];
    for (x, y) in a_chunks.iter().zip(b_chunks) {
        for i in 0..4 {
            sums[i] += x[i] * y[i];
        }
    }
    let rest: f64 = a_rest.iter().zip(b_rest).map(|(x, y)| x * y).sum();
    (sums[0] + sums[1]) + (sums[2] + sums[3]) + rest
}

#[cfg(test)]
mod tests;
