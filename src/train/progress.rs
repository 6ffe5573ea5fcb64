//! How far a run is, apart from its vectors.

use serde::{Deserialize, Serialize};

use super::{
    held_out::HeldOut,
    loss::{LossLog, Tally},
    unit::Cursor,
};

/// How far a run is. With the model's floats it is all that a run goes on from: what is drawn for a unit follows from
/// the cursor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Progress {
    /// What comes next.
    pub(super) cursor: Cursor,
    /// Words of the text passed, over all passes; those of the unit under way are not among them.
    pub(super) tokens_done: u64,
    /// The rate of the unit under way, if any is.
    pub(super) unit_rate: Option<f64>,
    /// The stretch under way.
    pub(super) tally: Tally,
    pub(super) loss: LossLog,
    pub(super) held_out: HeldOut,
    /// Whether the vectors are to be looked at, and a snapshot taken, before training goes on.
    pub(super) is_check_due: bool,
}

impl Progress {
    /// At the beginning of a run of this many words, which is evaluated at intervals. A model that prepares nothing is
    /// `is_prepared` at once.
    pub(super) fn new(tokens_total: u64, interval: u64, is_prepared: bool) -> Self {
        Self {
            cursor: Cursor::default(),
            tokens_done: 0,
            unit_rate: None,
            tally: Tally::default(),
            loss: LossLog::new(tokens_total),
            held_out: HeldOut::new(interval),
            is_check_due: is_prepared,
        }
    }

    /// Whether a run of so many passes, units in a pass, units of an evaluation and words in all can be here.
    pub(super) fn is_within(&self, n_passes: u32, n_units: usize, n_held_out: usize, tokens_total: u64) -> bool {
        let Cursor { pass, unit, center } = self.cursor;
        let is_place = pass <= n_passes && unit < n_units.max(1) && u32::try_from(center).is_ok();
        is_place && self.tokens_done <= tokens_total && self.loss.is_sound() && self.held_out.is_within(n_held_out)
    }
}
