//! Eigenvalues of a symmetric tridiagonal matrix, and systems of equations with it.
//!
//! A matrix is given by its diagonal and by `off`, the numbers beside it: `off[i]` is in row `i + 1`, and `off` ends with a
//! zero.

use crate::space::{budget::Budget, embedding::SpaceError};

/// Sweeps after which an eigenvalue counts as lost; two or three are usual.
const MOST_SWEEPS: usize = 60;

/// The QL algorithm with implicit shifts, on a tridiagonal matrix that becomes diagonal.
#[derive(Debug, Clone)]
pub(super) struct Sweeps {
    diagonal: Vec<f64>,
    off: Vec<f64>,
    /// Eigenvalues found: the first ones of the diagonal.
    n_found: usize,
    /// Sweeps made for the next one.
    n_tries: usize,
}

impl Sweeps {
    pub(super) fn new(diagonal: Vec<f64>, off: Vec<f64>) -> Self {
        Self { diagonal, off, n_found: 0, n_tries: 0 }
    }

    /// One sweep, or the eigenvalues, falling. Errors: [`SpaceError::NotConverged`].
    pub(super) fn advance(&mut self, budget: &mut Budget) -> Result<Option<Vec<f64>>, SpaceError> {
        let (n, first) = (self.diagonal.len(), self.n_found);
        if first == n {
            budget.take(1, 8 * n);
            let mut values: Vec<f64> = self.diagonal.iter().map(|&value| value.max(0.0)).collect();
            values.sort_unstable_by(|a, b| b.total_cmp(a));
            return Ok(Some(values));
        }
        let is_zero = |i: usize| {
            let beside = self.diagonal[i].abs() + self.diagonal[i + 1].abs();
            // The trace is one, so that a thousandth is no small eigenvalue.
            self.off[i].abs() <= f64::EPSILON * beside.max(1e-3)
        };
        let last = (first..n - 1).find(|&i| is_zero(i)).unwrap_or(n - 1);
        budget.take(1, 20 * (last - first) + 8);
        if last == first {
            (self.n_found, self.n_tries) = (first + 1, 0);
            return Ok(None);
        }
        self.n_tries += 1;
        if self.n_tries > MOST_SWEEPS {
            return Err(SpaceError::NotConverged);
        }
        self.sweep(first, last);
        Ok(None)
    }

    /// One implicit QL step on the rows from `first` to `last`, whose neighbors beyond are zero.
    fn sweep(&mut self, first: usize, last: usize) {
        let (d, e) = (&mut self.diagonal, &mut self.off);
        let g = (d[first + 1] - d[first]) / (2.0 * e[first]);
        let r = (g * g + 1.0).sqrt();
        let mut g = d[last] - d[first] + e[first] / (g + if g >= 0.0 { r } else { -r });
        let (mut s, mut c, mut p) = (1.0, 1.0, 0.0);
        for i in (first..last).rev() {
            let (f, b) = (s * e[i], c * e[i]);
            let r = (f * f + g * g).sqrt();
            e[i + 1] = r;
            if r == 0.0 {
                // The matrix falls apart here.
                d[i + 1] -= p;
                e[last] = 0.0;
                return;
            }
            (s, c) = (f / r, g / r);
            g = d[i + 1] - p;
            let r = (d[i] - g) * s + 2.0 * c * b;
            p = s * r;
            d[i + 1] = g + p;
            g = c * r - b;
        }
        d[first] -= p;
        e[first] = g;
        e[last] = 0.0;
    }
}

/// The factors of a tridiagonal matrix less a multiple of one, by elimination with row exchanges.
pub(super) struct Factors {
    /// The upper triangle: diagonal, and the two beside it.
    upper: Vec<[f64; 3]>,
    /// For each step, how often the row above is taken off the one below, and whether they were exchanged before.
    steps: Vec<(f64, bool)>,
}

impl Factors {
    /// `least`: what a pivot of zero is replaced by.
    pub(super) fn new(diagonal: &[f64], off: &[f64], value: f64, least: f64) -> Self {
        let n = diagonal.len();
        let (mut upper, mut steps) = (Vec::with_capacity(n), Vec::with_capacity(n));
        let pivot = |x: f64| if x.abs() < least { least } else { x };
        let mut row = [diagonal[0] - value, off[0]];
        for i in 0..n - 1 {
            let below = [off[i], diagonal[i + 1] - value, off[i + 1]];
            if below[0].abs() > row[0].abs() {
                let factor = row[0] / below[0];
                upper.push(below);
                steps.push((factor, true));
                row = [row[1] - factor * below[1], -factor * below[2]];
            } else {
                let first = pivot(row[0]);
                let factor = below[0] / first;
                upper.push([first, row[1], 0.0]);
                steps.push((factor, false));
                row = [below[1] - factor * row[1], below[2]];
            }
        }
        upper.push([pivot(row[0]), 0.0, 0.0]);
        Self { upper, steps }
    }

    /// Solves for the right-hand side `x`, up to its length.
    pub(super) fn solve(&self, x: &mut [f64]) {
        for (i, &(factor, is_exchanged)) in self.steps.iter().enumerate() {
            if is_exchanged {
                x.swap(i, i + 1);
            }
            x[i + 1] -= factor * x[i];
        }
        for (i, upper) in self.upper.iter().enumerate().rev() {
            let beside = |k: usize| x.get(i + k).map_or(0.0, |x| upper[k] * x);
            x[i] = (x[i] - beside(1) - beside(2)) / upper[0];
            if x[i].abs() > 1e100 {
                for x in x.iter_mut() {
                    *x *= 1e-100;
                }
            }
        }
    }
}
