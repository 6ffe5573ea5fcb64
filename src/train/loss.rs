//! The loss of a run, as means over stretches of equal length.

/// Stretches that a run is divided into.
const N_STRETCHES: u64 = 400;

/// The mean loss over one stretch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LossSample {
    /// Words passed at the end of the stretch, over all epochs.
    pub tokens: u64,
    /// Mean loss per (context, center) pair of the stretch, in nats.
    pub loss: f32,
}

/// Adds up losses and closes a stretch at each four-hundredth of the run, wherever the work is sliced.
#[derive(Debug, Clone)]
pub(crate) struct LossLog {
    stretch: u64,
    next_end: u64,
    sum: f64,
    n_pairs: u64,
    samples: Vec<LossSample>,
}

impl LossLog {
    pub(crate) fn new(tokens_total: u64) -> Self {
        let stretch = tokens_total.div_ceil(N_STRETCHES).max(1);
        Self { stretch, next_end: stretch, sum: 0.0, n_pairs: 0, samples: Vec::new() }
    }

    /// Adds the summed loss of some pairs.
    pub(crate) fn add(&mut self, sum: f64, n_pairs: u64) {
        self.sum += sum;
        self.n_pairs += n_pairs;
    }

    /// Closes the stretch under way where it ends at or before `tokens_done`, or where the run is done. A stretch
    /// without pairs gives no sample. False where the loss is not a finite number: the run has diverged.
    pub(crate) fn close_stretch(&mut self, tokens_done: u64, is_done: bool) -> bool {
        if tokens_done < self.next_end && !is_done {
            return self.sum.is_finite();
        }
        self.next_end = (tokens_done / self.stretch + 1) * self.stretch;
        let loss = (self.sum / self.n_pairs as f64) as f32;
        if self.n_pairs > 0 {
            self.samples.push(LossSample { tokens: tokens_done, loss });
        }
        let is_finite = self.n_pairs == 0 || loss.is_finite();
        (self.sum, self.n_pairs) = (0.0, 0);
        is_finite
    }

    pub(crate) fn samples(&self) -> &[LossSample] {
        &self.samples
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_are_means_over_pairs() {
        let mut log = LossLog::new(800);
        log.add(6.0, 2);
        assert!(log.close_stretch(1, false));
        assert!(log.samples().is_empty(), "the stretch is two words long");
        log.add(6.0, 1);
        assert!(log.close_stretch(2, false));
        assert_eq!(log.samples(), [LossSample { tokens: 2, loss: 4.0 }]);
        assert!(log.close_stretch(800, true), "a stretch without pairs is no error");
        assert_eq!(log.samples().len(), 1, "and no sample");
    }

    #[test]
    fn a_loss_that_is_no_number_is_noticed() {
        let mut log = LossLog::new(1_000_000);
        log.add(f64::NAN, 5);
        assert!(!log.close_stretch(1, false));
    }
}
