//! The loss on what is never trained on: when it is taken, and the taking, a unit at a time.

use super::{
    loss::{LossSample, Tally},
    model::{Model, Text},
    sampler::TrainRng,
};

/// Evaluations of one run. Each draws the same windows and negatives, so that what changes from one to the next is the
/// model alone.
#[derive(Debug, Clone)]
pub(super) struct Evaluation {
    /// Words between two evaluations.
    interval: u64,
    next_at: u64,
    /// Where the last one was taken.
    last_at: Option<u64>,
    next_unit: usize,
    tally: Tally,
    rng: TrainRng,
    /// The generator as each evaluation begins with it.
    fresh: TrainRng,
    samples: Vec<LossSample>,
}

impl Evaluation {
    pub(super) fn new(interval: u64, rng: TrainRng) -> Self {
        Self {
            interval: interval.max(1),
            next_at: 0,
            last_at: None,
            next_unit: 0,
            tally: Tally::default(),
            fresh: rng.clone(),
            rng,
            samples: Vec::new(),
        }
    }

    /// Whether the model is to be evaluated before it trains on.
    pub(super) fn is_due(&self, tokens_done: u64, is_trained: bool) -> bool {
        tokens_done >= self.next_at || (is_trained && self.last_at != Some(tokens_done))
    }

    /// Whether the evaluation that is due has not begun.
    pub(super) fn is_beginning(&self) -> bool {
        self.next_unit == 0
    }

    /// Does one more unit; returns the words it stands for.
    pub(super) fn advance(&mut self, model: &mut dyn Model, text: Text<'_>, tokens_done: u64) -> u64 {
        let n_units = model.n_evaluation_units(text);
        let mut n_tokens = 0;
        if self.next_unit < n_units {
            n_tokens = model.evaluate(text, self.next_unit, &mut self.rng, &mut self.tally);
            self.next_unit += 1;
        }
        if self.next_unit >= n_units {
            let tally = std::mem::take(&mut self.tally);
            if let Some(mean) = tally.mean() {
                self.samples.push(LossSample { tokens: tokens_done, loss: mean as f32 });
            }
            self.rng = self.fresh.clone();
            self.next_unit = 0;
            self.last_at = Some(tokens_done);
            self.next_at = (tokens_done / self.interval + 1) * self.interval;
        }
        n_tokens
    }

    /// Forgets what came after `tokens`, where one was taken.
    pub(super) fn rewind(&mut self, tokens: u64) {
        self.samples.retain(|sample| sample.tokens <= tokens);
        self.last_at = Some(tokens);
        self.next_at = (tokens / self.interval + 1) * self.interval;
        self.tally = Tally::default();
        self.next_unit = 0;
        self.rng = self.fresh.clone();
    }

    pub(super) fn samples(&self) -> &[LossSample] {
        &self.samples
    }
}
