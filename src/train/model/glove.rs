//! `GloVe` (Pennington et al. 2014, "`GloVe`: Global Vectors for Word Representation").
//!
//! First all pairs of words that stand near each other are counted, then vectors `w`, `w~` and biases `b`, `b~` are fit
//! to the logarithms of the counts `X` (equation 8 of the paper):
//!
//! ```text
//! J = sum_ij f(X_ij) (w_i . w~_j + b_i + b~_j - ln X_ij)^2,   f(x) = min(1, (x / x_max)^alpha)
//! ```
//!
//! The loss is the mean of its terms. Pairs come in a drawn order, the same in each epoch; of each, both directions are
//! trained, as `X` is symmetric. Steps are `AdaGrad`'s (Duchi et al. 2011), whose sums of squares begin at 1. There is
//! no decay of the learning rate besides. The vectors shown are `w + w~` (section 4.2).
//!
//! The held-out loss is that of the pairs counted in the held-out sentences, their counts scaled up to the length of
//! the text that is trained on. Counts of a hundredth of a text are rough, so it stays well above the loss of training;
//! what it tells is whether it still falls.

use crate::matrix::Matrix;
use wide::f32x4;

use super::{
    Model, Place, Text,
    cooccurrence::{Counter, Pair},
    initial_vectors,
};
use crate::train::{
    TrainConfig, TrainError,
    kernel::sum_of_lanes,
    loss::Tally,
    sampler::{TrainRng, below},
};

/// Places of the text that one unit counts at.
const PLACES_PER_UNIT: usize = 512;
/// Pairs that one unit trains on.
const PAIRS_PER_UNIT: usize = 256;
/// Most pairs: 16 bytes each, and twice that while their list grows.
const MOST_PAIRS: usize = 50_000_000;

/// A pair as training wants it.
#[derive(Debug, Clone, Copy)]
struct Term {
    word: u32,
    other: u32,
    /// `ln X`.
    log: f32,
    /// `f(X)`.
    weight: f32,
}

/// One side: vectors and biases, and the sums of their squared gradients.
#[derive(Debug, Clone)]
struct Side {
    vectors: Matrix,
    biases: Vec<f32>,
    vector_squares: Matrix,
    bias_squares: Vec<f32>,
}

impl Side {
    fn new(n_words: usize, dims: usize, rng: &mut TrainRng) -> Self {
        let mut vector_squares = Matrix::zeros(n_words, dims);
        // The padding too would do no harm, but has nothing to divide.
        vector_squares.as_floats_mut().fill(1.0);
        Self {
            vectors: initial_vectors(n_words, dims, rng),
            biases: vec![0.0; n_words],
            vector_squares,
            bias_squares: vec![1.0; n_words],
        }
    }

    fn state(&mut self) -> [&mut [f32]; 4] {
        [self.vectors.as_floats_mut(), &mut self.biases, self.vector_squares.as_floats_mut(), &mut self.bias_squares]
    }
}

#[derive(Debug, Clone)]
pub(super) struct Glove {
    x_max: f64,
    alpha: f64,
    window: u32,
    mains: Side,
    contexts: Side,
    /// `w + w~`.
    sum: Matrix,
    /// While pairs are counted.
    counter: Option<Counter>,
    /// The pairs of training, and those of evaluation.
    terms: Vec<Term>,
    held_out: Vec<Term>,
    n_steps: u64,
}

impl Glove {
    pub(super) fn new(
        config: &TrainConfig,
        x_max: f64,
        alpha: f64,
        n_words: usize,
        text: Text<'_>,
        rng: &mut TrainRng,
    ) -> Self {
        Self {
            x_max,
            alpha,
            window: config.window,
            mains: Side::new(n_words, config.dims, rng),
            contexts: Side::new(n_words, config.dims, rng),
            sum: Matrix::zeros(n_words, config.dims),
            counter: Some(Counter::new(text.corpus, text.split.training(), n_words, config.window)),
            terms: Vec::new(),
            held_out: Vec::new(),
            n_steps: 0,
        }
    }

    /// The terms of counted pairs, `scale` times as many as were counted.
    fn terms(&self, pairs: &[Pair], scale: f64) -> Vec<Term> {
        let terms = pairs.iter().map(|pair| {
            let count = f64::from(pair.count) * scale;
            // `libm` gives the same bits everywhere; the platform's logarithm and power need not.
            let weight = if count < self.x_max { libm::pow(count / self.x_max, self.alpha) } else { 1.0 };
            Term { word: pair.word, other: pair.other, log: libm::log(count) as f32, weight: weight as f32 }
        });
        terms.collect()
    }

    /// Ends the counting: what has been counted becomes terms, in the order in which they are trained on.
    fn finish_counting(&mut self, pairs: &[Pair], text: Text<'_>, rng: &mut TrainRng) {
        self.terms = self.terms(pairs, 1.0);
        for i in (1..self.terms.len()).rev() {
            self.terms.swap(i, below(rng, i as u32 + 1) as usize);
        }
        if !text.split.held_out().is_empty() {
            let n_words = self.sum.n_rows();
            let mut counter = Counter::new(text.corpus, text.split.held_out(), n_words, self.window);
            let n_places = counter.n_places().max(1);
            counter.advance(text.corpus, n_places);
            let scale = text.split.n_training_tokens() as f64 / n_places as f64;
            self.held_out = self.terms(&counter.pairs, scale);
        }
    }

    fn range(&self, unit: usize) -> std::ops::Range<usize> {
        let start = unit * PAIRS_PER_UNIT;
        start..(start + PAIRS_PER_UNIT).min(self.terms.len())
    }
}

/// `w_i . w~_j + b_i + b~_j - ln X_ij`.
fn difference(main: &Side, context: &Side, i: u32, j: u32, log: f32) -> f32 {
    let mut sum = f32x4::splat(0.0);
    for (&x, &y) in main.vectors.row(i).iter().zip(context.vectors.row(j)) {
        sum += x * y;
    }
    sum_of_lanes(sum) + main.biases[i as usize] + context.biases[j as usize] - log
}

/// One step of `AdaGrad` on `f(X_ij) (w_i . w~_j + b_i + b~_j - ln X_ij)^2 / 2`; returns the term, not halved.
fn step(main: &mut Side, context: &mut Side, i: u32, j: u32, term: &Term, rate: f32) -> f32 {
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

impl Model for Glove {
    /// The first pass counts.
    fn n_preparations(&self) -> u32 {
        1
    }

    fn n_units(&self, text: Text<'_>, pass: u32) -> usize {
        if pass == 0 {
            (text.split.n_training_tokens() as usize).div_ceil(PLACES_PER_UNIT).max(1)
        } else {
            self.terms.len().div_ceil(PAIRS_PER_UNIT).max(1)
        }
    }

    fn train(
        &mut self,
        text: Text<'_>,
        place: Place,
        rate: f32,
        rng: &mut TrainRng,
        tally: &mut Tally,
    ) -> Result<u64, TrainError> {
        let n_units = self.n_units(text, place.pass) as u64;
        if let Some(mut counter) = self.counter.take() {
            let is_done = counter.advance(text.corpus, PLACES_PER_UNIT);
            if counter.pairs.len() > MOST_PAIRS {
                return Err(TrainError::TooManyPairs { most: MOST_PAIRS });
            }
            if is_done {
                self.finish_counting(&counter.pairs, text, rng);
            } else {
                self.counter = Some(counter);
            }
        } else {
            for k in self.range(place.unit) {
                let term = self.terms[k];
                let (i, j) = (term.word, term.other);
                tally.sum += f64::from(step(&mut self.mains, &mut self.contexts, i, j, &term, rate));
                tally.n_pairs += 1;
                if i != j {
                    tally.sum += f64::from(step(&mut self.mains, &mut self.contexts, j, i, &term, rate));
                    tally.n_pairs += 1;
                }
                self.n_steps += 2;
            }
        }
        // A pass over the pairs stands for one over the text.
        let n_tokens = text.split.n_training_tokens();
        let done = |units: u64| n_tokens * units / n_units;
        Ok(done(place.unit as u64 + 1) - done(place.unit as u64))
    }

    fn n_evaluation_units(&self, _: Text<'_>) -> usize {
        self.held_out.len().div_ceil(PAIRS_PER_UNIT)
    }

    fn evaluate(&mut self, text: Text<'_>, unit: usize, _: &mut TrainRng, tally: &mut Tally) -> u64 {
        let terms = self.held_out.chunks(PAIRS_PER_UNIT).nth(unit).unwrap_or_default();
        for &Term { word, other, log, weight } in terms {
            for (i, j) in [(word, other), (other, word)] {
                let difference = f64::from(difference(&self.mains, &self.contexts, i, j, log));
                tally.sum += f64::from(weight) * difference * difference;
                tally.n_pairs += 1;
            }
        }
        let n_units = self.held_out.len().div_ceil(PAIRS_PER_UNIT).max(1) as u64;
        text.split.n_held_out_tokens() / n_units
    }

    fn untrained_loss(&self) -> Option<f64> {
        None
    }

    fn refresh(&mut self) {
        let (mains, contexts) = (self.mains.vectors.as_floats(), self.contexts.vectors.as_floats());
        for ((sum, main), context) in self.sum.as_floats_mut().iter_mut().zip(mains).zip(contexts) {
            *sum = main + context;
        }
    }

    fn vectors(&self) -> &Matrix {
        &self.sum
    }

    fn state(&mut self) -> Vec<&mut [f32]> {
        self.mains.state().into_iter().chain(self.contexts.state()).collect()
    }

    /// For each step and dimension: a dot product, and for either side a gradient, its square, a quotient and two sums.
    fn n_operations(&self) -> u64 {
        self.n_steps * 16 * self.sum.dims() as u64
    }
}

#[cfg(test)]
mod tests;
