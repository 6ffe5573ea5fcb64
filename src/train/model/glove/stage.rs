//! From a text to the terms that `GloVe` fits: the preparation, one stage after the other.

use std::sync::Arc;

use super::{
    cooccurrence::Counter,
    terms::{Term, Terms},
};
use crate::train::{
    budget::Budget,
    error::TrainError,
    generator::{Use, generator},
    sampler::below,
    unit::Text,
};

/// What the weights and the order of the terms depend on.
#[derive(Debug, Clone, Copy)]
pub(in crate::train) struct Weighing {
    pub(in crate::train) x_max: f64,
    pub(in crate::train) alpha: f64,
    pub(in crate::train) seed: u32,
    pub(in crate::train) window: u32,
    pub(in crate::train) most_pairs: usize,
    pub(in crate::train) n_words: usize,
}

/// How far the preparation is.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::train) enum Stage {
    /// Counts the pairs of the training part.
    Counting(Counter),
    /// Counts those of the held-out part.
    CountingHeldOut { terms: Terms, counter: Counter },
    /// Turns counts into logarithms and weights, those of the training part first: `next` is the next of both lists.
    Weighing { terms: Terms, held_out: Terms, next: usize, scale: f64 },
    /// Brings the terms of training into the order in which they are fit: `n_left` are still to be drawn.
    Shuffling { terms: Terms, held_out: Terms, n_left: usize },
    /// All is prepared. The lists are shared with checkpoints.
    Fitting { terms: Arc<Terms>, held_out: Arc<Terms> },
    /// The run has ended: this error is returned again whatever is asked for.
    Refused(TrainError),
}

impl Stage {
    pub(super) fn new(weighing: &Weighing) -> Result<Self, TrainError> {
        Ok(Self::Counting(Counter::new(weighing.n_words, weighing.window, weighing.most_pairs)?))
    }

    /// How much of the preparation is done, from 0 to 1.
    pub(super) fn share(&self, text: Text<'_>) -> f64 {
        /// Where each stage begins.
        const STARTS: [f64; 5] = [0.0, 0.7, 0.72, 0.86, 1.0];
        let (stage, share) = match self {
            Self::Counting(counter) => (0, counter.share(text.split.training())),
            Self::CountingHeldOut { counter, .. } => (1, counter.share(text.split.held_out())),
            Self::Weighing { terms, held_out, next, .. } => {
                (2, *next as f64 / (terms.len() + held_out.len()).max(1) as f64)
            }
            Self::Shuffling { terms, n_left, .. } => (3, 1.0 - *n_left as f64 / terms.len().max(1) as f64),
            Self::Fitting { .. } => return 1.0,
            Self::Refused(_) => return 0.0,
        };
        STARTS[stage] + share * (STARTS[stage + 1] - STARTS[stage])
    }

    /// Goes on with the stage under way. True once all is prepared.
    /// Errors: the one that ended the run, at this call and at each one after it.
    pub(super) fn advance(
        &mut self,
        text: Text<'_>,
        weighing: &Weighing,
        budget: &mut Budget,
    ) -> Result<bool, TrainError> {
        if let Self::Refused(error) = self {
            return Err(error.clone());
        }
        let stage = std::mem::replace(self, Self::Refused(TrainError::NoNeighbors));
        match stage.advanced(text, weighing, budget) {
            Ok(stage) => {
                *self = stage;
                Ok(matches!(self, Self::Fitting { .. }))
            }
            Err(error) => {
                *self = Self::Refused(error.clone());
                Err(error)
            }
        }
    }

    fn advanced(self, text: Text<'_>, weighing: &Weighing, budget: &mut Budget) -> Result<Self, TrainError> {
        match self {
            Self::Counting(mut counter) => {
                if !counter.advance(text.corpus, text.split.training(), budget)? {
                    return Ok(Self::Counting(counter));
                }
                let (terms, _) = counter.finish();
                let counter = Counter::new(weighing.n_words, weighing.window, weighing.most_pairs)?;
                Ok(Self::CountingHeldOut { terms, counter })
            }
            Self::CountingHeldOut { terms, mut counter } => {
                if !counter.advance(text.corpus, text.split.held_out(), budget)? {
                    return Ok(Self::CountingHeldOut { terms, counter });
                }
                let (held_out, n_tokens) = counter.finish();
                let scale = text.split.n_training_tokens() as f64 / n_tokens.max(1) as f64;
                Ok(Self::Weighing { terms, held_out, next: 0, scale })
            }
            Self::Weighing { mut terms, mut held_out, next, scale } => {
                /// What a logarithm and a power cost.
                const PRICE: u64 = 100;
                let n = terms.len();
                let end = next.saturating_add(budget.n_steps(PRICE)).min(n + held_out.len());
                for i in next..end {
                    if i < n {
                        terms.set(i, weighed(terms.get(i), 1.0, weighing));
                    } else {
                        held_out.set(i - n, weighed(held_out.get(i - n), scale, weighing));
                    }
                }
                budget.spend(PRICE * (end - next) as u64);
                if end < n + held_out.len() {
                    return Ok(Self::Weighing { terms, held_out, next: end, scale });
                }
                Ok(Self::Shuffling { n_left: n, terms, held_out })
            }
            Self::Shuffling { mut terms, held_out, n_left } => {
                /// A term comes from memory that is far away.
                const PRICE: u64 = 200;
                let mut rng = generator(weighing.seed, Use::Shuffle, 0, 0);
                // One draw for each that is in its place already.
                rng.advance((terms.len() - n_left) as u64);
                let end = n_left.saturating_sub(budget.n_steps(PRICE));
                for i in (end..n_left).rev() {
                    terms.swap(i, below(&mut rng, i as u32 + 1) as usize);
                }
                budget.spend(PRICE * (n_left - end) as u64);
                if end > 0 {
                    return Ok(Self::Shuffling { terms, held_out, n_left: end });
                }
                Ok(Self::Fitting { terms: Arc::new(terms), held_out: Arc::new(held_out) })
            }
            stage => Ok(stage),
        }
    }

    /// Whether some of the pairs are of words that there are: `n` of them from `start` on. True once all are seen, false where
    /// there are more, none where some are not.
    pub(in crate::train) fn check(&self, start: usize, n: usize, n_words: usize) -> Option<bool> {
        let none = Terms::default();
        let (terms, others) = match self {
            Self::Counting(counter) => (counter.pairs(n_words)?, &none),
            Self::CountingHeldOut { terms, counter } => (terms, counter.pairs(n_words)?),
            Self::Weighing { terms, held_out, .. } | Self::Shuffling { terms, held_out, .. } => (terms, held_out),
            Self::Fitting { terms, held_out } => (terms.as_ref(), held_out.as_ref()),
            Self::Refused(_) => (&none, &none),
        };
        let are_sound = match self {
            Self::Weighing { next, scale, .. } => *next <= terms.len() + others.len() && scale.is_finite(),
            Self::Shuffling { n_left, .. } => *n_left <= terms.len(),
            _ => true,
        };
        let end = start.saturating_add(n).min(terms.len() + others.len());
        let mut places = start..end;
        let is_sound = |i: usize| {
            let term = if i < terms.len() { terms.get(i) } else { others.get(i - terms.len()) };
            term.other <= term.word && (term.word as usize) < n_words && term.log.is_finite() && term.weight.is_finite()
        };
        (are_sound && places.all(is_sound)).then_some(end == terms.len() + others.len())
    }

    /// Bytes on the heap.
    pub(in crate::train) fn n_bytes(&self) -> u64 {
        match self {
            Self::Counting(counter) => counter.n_bytes(),
            Self::CountingHeldOut { terms, counter } => terms.n_bytes() + counter.n_bytes(),
            Self::Weighing { terms, held_out, .. } | Self::Shuffling { terms, held_out, .. } => {
                terms.n_bytes() + held_out.n_bytes()
            }
            Self::Fitting { terms, held_out } => terms.n_bytes() + held_out.n_bytes(),
            Self::Refused(_) => 0,
        }
    }
}

/// A counted pair with the logarithm and the weight of `scale` times its count.
fn weighed(term: Term, scale: f64, weighing: &Weighing) -> Term {
    let count = f64::from(term.log) * scale;
    // `libm` gives the same bits everywhere; the platform's logarithm and power need not.
    let is_light = count < weighing.x_max;
    let weight = if is_light { libm::pow(count / weighing.x_max, weighing.alpha) } else { 1.0 };
    Term { log: libm::log(count) as f32, weight: weight as f32, ..term }
}
