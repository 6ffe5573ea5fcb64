//! The loss on what is never trained on: when it is taken, and the taking, in slices.
//!
//! It is not to be compared with the loss of training to the digit. A held-out sentence stands alone, so its windows
//! stop at its ends, while windows of training run on through their passage: the mean distance of a pair differs, and
//! with it how hard the pair is to tell. What counts is whether the held-out loss still falls.

use serde::{Deserialize, Serialize};

use super::{
    budget::Budget,
    generator::Use,
    loss::{LossSample, Tally},
    model::Model,
    unit::{Text, Unit},
};

/// Held-out losses of one run. Each evaluation draws the same windows and negatives, so that what changes from one to
/// the next is the model alone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct HeldOut {
    /// Words between two evaluations.
    interval: u64,
    next_at: u64,
    /// Where the last one was taken.
    last_at: Option<u64>,
    /// How far the one under way is.
    unit: usize,
    center: usize,
    tally: Tally,
    samples: Vec<LossSample>,
}

/// What became of a slice of an evaluation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Evaluated {
    /// Held-out words that were passed in it.
    Tokens(u64),
    /// The loss is no number that can be reported: the vectors are beyond all measure.
    Diverged,
}

impl HeldOut {
    pub(super) fn new(interval: u64) -> Self {
        Self {
            interval: interval.max(1),
            next_at: 0,
            last_at: None,
            unit: 0,
            center: 0,
            tally: Tally::default(),
            samples: Vec::new(),
        }
    }

    /// Evaluates no more often than this from now on.
    pub(super) fn extend(&mut self, interval: u64) {
        self.interval = self.interval.max(interval);
    }

    /// Whether the model is to be evaluated before it trains on.
    pub(super) fn is_due(&self, tokens_done: u64, is_trained: bool) -> bool {
        tokens_done >= self.next_at || (is_trained && self.last_at != Some(tokens_done))
    }

    /// Goes on with the evaluation that is due, at most to the end of a unit.
    pub(super) fn advance(
        &mut self,
        model: &mut dyn Model,
        text: Text<'_>,
        tokens_done: u64,
        budget: &mut Budget,
    ) -> Evaluated {
        let n_units = model.n_held_out_units(text);
        let mut n_tokens = 0;
        if self.unit < n_units {
            let unit = Unit { use_: Use::HeldOut, pass: 0, number: self.unit };
            if let Some(center) = model.evaluate(text, unit, self.center, budget, &mut self.tally) {
                self.center = center;
            } else {
                n_tokens = model.n_held_out_tokens_of(text, self.unit);
                (self.unit, self.center) = (self.unit + 1, 0);
            }
        }
        if self.unit >= n_units {
            let tally = std::mem::take(&mut self.tally);
            if let Some(mean) = tally.mean() {
                let loss = mean as f32;
                if !loss.is_finite() {
                    return Evaluated::Diverged;
                }
                self.samples.push(LossSample { tokens: tokens_done, loss });
            }
            self.unit = 0;
            self.last_at = Some(tokens_done);
            self.next_at = (tokens_done / self.interval + 1) * self.interval;
        }
        Evaluated::Tokens(n_tokens)
    }

    /// Whether evaluations of so many units can go on from here.
    pub(super) fn is_within(&self, n_units: usize) -> bool {
        let is_place = self.unit <= n_units && u32::try_from(self.center).is_ok();
        is_place && self.interval >= 1 && self.samples.iter().all(|sample| sample.loss.is_finite())
    }

    pub(super) fn samples(&self) -> &[LossSample] {
        &self.samples
    }
}
