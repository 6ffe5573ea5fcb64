//! One side of `GloVe` and its steps.

use wide::f32x4;

use super::terms::Term;
use crate::{matrix::Matrix, train::kernel::sum_of_lanes};

/// One side: vectors and biases, and the sums of their squared gradients.
#[derive(Debug, Clone)]
pub(super) struct Side {
    pub(super) vectors: Matrix,
    pub(super) biases: Vec<f32>,
    vector_squares: Matrix,
    bias_squares: Vec<f32>,
}

impl Side {
    /// A side without biases, of drawn vectors, and squares of ones: those of the padding too, as they are divided by.
    pub(super) fn new(vectors: Matrix, vector_squares: Matrix) -> Self {
        let n_words = vectors.n_rows();
        Self { vectors, biases: vec![0.0; n_words], vector_squares, bias_squares: vec![1.0; n_words] }
    }

    pub(super) fn weights(&self) -> [&[f32]; 2] {
        [self.vectors.as_floats(), &self.biases]
    }

    pub(super) fn squares(&self) -> [&[f32]; 2] {
        [self.vector_squares.as_floats(), &self.bias_squares]
    }

    /// Weights and squares, as [`Side::weights`] and [`Side::squares`] in turn.
    pub(super) fn parts_mut(&mut self) -> [&mut [f32]; 4] {
        [self.vectors.as_floats_mut(), &mut self.biases, self.vector_squares.as_floats_mut(), &mut self.bias_squares]
    }
}

/// `w_i . w~_j + b_i + b~_j - ln X_ij`.
pub(super) fn difference(main: &Side, context: &Side, i: u32, j: u32, log: f32) -> f32 {
    let mut sum = f32x4::splat(0.0);
    for (&x, &y) in main.vectors.row(i).iter().zip(context.vectors.row(j)) {
        sum += x * y;
    }
    sum_of_lanes(sum) + main.biases[i as usize] + context.biases[j as usize] - log
}

/// One step of `AdaGrad` on `f(X_ij) (w_i . w~_j + b_i + b~_j - ln X_ij)^2 / 2`; returns the term, not halved.
pub(super) fn step(main: &mut Side, context: &mut Side, i: u32, j: u32, term: &Term, rate: f32) -> f32 {
    let difference = difference(main, context, i, j, term.log);
    let slope = term.weight * difference;
    let (rows, squares) = (
        (main.vectors.rows_mut([i]), context.vectors.rows_mut([j])),
        (main.vector_squares.rows_mut([i]), context.vector_squares.rows_mut([j])),
    );
    if let ((Some([w]), Some([c])), (Some([w_squares]), Some([c_squares]))) = (rows, squares) {
        let (slope, rate) = (f32x4::splat(slope), f32x4::splat(rate));
        for (((w, c), w_squares), c_squares) in w.iter_mut().zip(c).zip(w_squares).zip(c_squares) {
            let (for_w, for_c) = (slope * *c, slope * *w);
            *w -= rate * for_w / w_squares.sqrt();
            *c -= rate * for_c / c_squares.sqrt();
            *w_squares += for_w * for_w;
            *c_squares += for_c * for_c;
        }
    }
    let sides = [(&mut main.biases, &mut main.bias_squares, i), (&mut context.biases, &mut context.bias_squares, j)];
    for (biases, squares, word) in sides {
        let (bias, square) = (&mut biases[word as usize], &mut squares[word as usize]);
        *bias -= rate * slope / square.sqrt();
        *square += slope * slope;
    }
    slope * difference
}
