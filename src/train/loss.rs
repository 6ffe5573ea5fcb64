//! The loss of a run: means over stretches of training.

use serde::{Deserialize, Serialize};

use super::kernel::SoftplusSum;

/// Stretches that a run is divided into.
pub(super) const N_STRETCHES: u64 = 400;

/// A mean loss.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct LossSample {
    /// Words passed when it was taken, over all epochs.
    pub tokens: u64,
    /// Mean loss per pair, as the model defines it.
    pub loss: f32,
}

/// Losses added up.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) struct Tally {
    pub(super) sum: SoftplusSum,
    /// The sum that a model would have which knows nothing.
    pub(super) untrained: f64,
    pub(super) n_pairs: u64,
}

impl Default for Tally {
    fn default() -> Self {
        Self { sum: SoftplusSum::ZERO, untrained: 0.0, n_pairs: 0 }
    }
}

impl Tally {
    /// The mean; not finite where the sum is not. None without pairs.
    pub(super) fn mean(&self) -> Option<f64> {
        (self.n_pairs > 0).then(|| self.sum.value() / self.n_pairs as f64)
    }

    /// Whether the sum is not finite, or more than `factor` times that of a model that knows nothing.
    pub(super) fn is_over(&self, factor: f64) -> bool {
        let sum = self.sum.value();
        !sum.is_finite() || sum > factor * self.untrained
    }
}

/// Closes a stretch at each four-hundredth of the run, wherever the work is sliced.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct LossLog {
    stretch: u64,
    next_end: u64,
    samples: Vec<LossSample>,
}

impl LossLog {
    pub(super) fn new(tokens_total: u64) -> Self {
        let stretch = tokens_total.div_ceil(N_STRETCHES).max(1);
        Self { stretch, next_end: stretch, samples: Vec::new() }
    }

    /// The run is longer from now on: its stretches are too, so that there are never many more than those of one run.
    pub(super) fn extend(&mut self, tokens_total: u64) {
        self.stretch = self.stretch.max(tokens_total.div_ceil(N_STRETCHES));
    }

    /// Whether a stretch ends here.
    pub(super) fn is_end(&self, tokens_done: u64, is_done: bool) -> bool {
        tokens_done >= self.next_end || is_done
    }

    /// Closes the stretch under way. One without pairs gives no sample.
    pub(super) fn close(&mut self, tokens_done: u64, tally: &Tally) {
        self.next_end = (tokens_done / self.stretch + 1) * self.stretch;
        if let Some(mean) = tally.mean() {
            self.samples.push(LossSample { tokens: tokens_done, loss: mean as f32 });
        }
    }

    /// Whether a log that was saved can go on.
    pub(super) fn is_sound(&self) -> bool {
        self.stretch >= 1 && self.samples.iter().all(|sample| sample.loss.is_finite())
    }

    pub(super) fn samples(&self) -> &[LossSample] {
        &self.samples
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_are_means_over_pairs() {
        let mut log = LossLog::new(800);
        assert!(!log.is_end(1, false), "the stretch is two words long");
        assert!(log.is_end(2, false));
        let mut sum = SoftplusSum::ZERO;
        sum.linear = 12.0;
        log.close(2, &Tally { sum, n_pairs: 3, ..Tally::default() });
        assert_eq!(log.samples(), [LossSample { tokens: 2, loss: 4.0 }]);
        assert!(!log.is_end(3, false));
        let mut longer = log.clone();
        longer.extend(4000);
        longer.close(4, &Tally::default());
        assert!(!longer.is_end(9, false) && longer.is_end(10, false), "stretches of ten words");
        assert!(log.is_end(3, true), "the end of a run ends a stretch");
        log.close(4, &Tally::default());
        assert_eq!(log.samples().len(), 1, "a stretch without pairs gives no sample");
    }
}
