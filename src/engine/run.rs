//! A text together with the run that trains on it.

use std::sync::Arc;

use thiserror::Error;

use super::{
    lender::Lent,
    memory::{Item, MemoryPlan},
    saved::{CurveHead, Restored, RunHead},
    slice::{OPERATIONS_PER_LOOK, Slice},
    text::Text,
};
use crate::{
    protocol::{Change, Changed, LossPoint, OutOfRange, Part, Phase, RunRecord, Setting, Settings},
    text::{Corpus, Vocabulary},
    train::{self, Checkpoint, LossSample, TrainConfig, TrainError, Trainer},
};

/// The number of steps in a run.
const STEPS_PER_RUN: u64 = 100;

/// Why a setting of a run under way cannot be changed.
#[derive(Debug, Clone, PartialEq, Error)]
pub(super) enum SettingError {
    #[error(transparent)]
    OutOfRange(#[from] OutOfRange),
    #[error(transparent)]
    Train(#[from] TrainError),
}

/// Why changes cannot be made as in another run.
#[derive(Debug, Error)]
pub(super) enum ReplayError {
    /// The run is not at its beginning.
    #[error("Changes can be made again only in a run at its beginning. Press Reset first.")]
    HasBegun,
    /// A change is to what there cannot be.
    #[error(transparent)]
    OutOfRange(#[from] OutOfRange),
}

/// A run at some point between its beginning and its end.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) text: Arc<Text>,
    pub(super) phase: Phase,
    pub(super) trainer: Trainer,
    pub(super) record: RunRecord,
    /// What it began with, if it has borrowed vectors.
    pub(super) lent: Option<Lent>,
    /// Seconds spent in [`Phase::Training`].
    pub(super) seconds_training: f64,
    /// Words passed in that time.
    tokens_timed: u64,
    /// Where Step ends.
    step_end: Option<u64>,
    n_loss_sent: usize,
    n_held_out_loss_sent: usize,
    /// Changes that are still to be made, as another run was changed; the next one last.
    replay: Vec<Change>,
    /// What else a saved session had, until it is told.
    pub(super) restored: Option<Restored>,
}

impl Run {
    /// A run at its beginning, paused.
    pub(super) fn new(
        text: Arc<Text>,
        settings: Settings,
        effective_min_count: u32,
        trainer: Trainer,
        lent: Option<Lent>,
    ) -> Self {
        let record = RunRecord {
            source: text.identity.clone(),
            settings,
            loan: lent.as_ref().map(|lent| lent.about.clone()),
            effective_min_count,
            changes: Vec::new(),
            tokens_done: 0,
            tokens_total: trainer.tokens_total(),
        };
        Self {
            text,
            phase: Phase::Paused,
            trainer,
            record,
            lent,
            seconds_training: 0.0,
            tokens_timed: 0,
            step_end: None,
            n_loss_sent: 0,
            n_held_out_loss_sent: 0,
            replay: Vec::new(),
            restored: None,
        }
    }

    /// The run as it goes on from a state that its trainer had at `tokens` words. Changes that were made since are made
    /// again on the way.
    pub(super) fn head_at(&self, checkpoint: &Checkpoint, curve: CurveHead) -> RunHead {
        let tokens_done = checkpoint.tokens_done();
        let mut record = RunRecord { tokens_done, ..self.record.clone() };
        let mut replay = self.replay.clone();
        if *checkpoint.config() != *self.trainer.config() || tokens_done < self.record.tokens_done {
            let (before, after) = record.changes.iter().partition(|change| change.tokens < tokens_done);
            record.changes = before;
            let after: Vec<Change> = after;
            replay.extend(after.into_iter().rev());
        }
        let (seconds_training, tokens_timed) = (self.seconds_training, self.tokens_timed);
        let lender = self.lent.as_ref().map(|lent| lent.lender.clone());
        RunHead { record, lender, seconds_training, tokens_timed, replay, curve }
    }

    /// What [`Run::head_at`] gave, with a trainer that stands where it should: paused, or trained.
    pub(super) fn restored(text: Arc<Text>, head: RunHead, trainer: Trainer, page: Vec<u8>) -> Self {
        let RunHead { record, lender, seconds_training, tokens_timed, replay, curve } = head;
        let parts = trainer.loan().cloned().zip(record.loan.clone()).zip(lender);
        let lent = parts.map(|((loan, about), lender)| Lent { loan, about, lender });
        let mut run = Self::new(text, record.settings, record.effective_min_count, trainer, lent);
        let (tokens_done, tokens_total) = (run.trainer.tokens_done(), run.trainer.tokens_total());
        run.record = RunRecord { tokens_done, tokens_total, ..record };
        run.phase = if run.trainer.is_done() && replay.is_empty() { Phase::Trained } else { Phase::Paused };
        (run.seconds_training, run.tokens_timed, run.replay) = (seconds_training, tokens_timed, replay);
        run.restored = Some(Restored { curve, page });
        run
    }

    /// The page has forgotten the run: its losses are told from the beginning.
    pub(super) fn tell_again(&mut self) {
        (self.n_loss_sent, self.n_held_out_loss_sent) = (0, 0);
    }

    /// The settings in force.
    pub(super) fn settings(&self) -> Settings {
        self.record.settings_now()
    }

    /// The text as word ids.
    pub(super) fn corpus(&self) -> &Arc<Corpus> {
        self.trainer.corpus()
    }

    /// Trains to the end of the run, also where a step is under way.
    pub(super) fn play(&mut self) {
        self.step_end = None;
        if self.phase == Phase::Paused {
            self.phase = Phase::Training;
        }
    }

    pub(super) fn pause(&mut self) {
        if self.phase == Phase::Training {
            self.phase = Phase::Paused;
        }
        self.step_end = None;
    }

    /// Trains a part of the run, then pauses.
    pub(super) fn step(&mut self, part: Part) {
        if self.phase != Phase::Trained {
            self.phase = Phase::Training;
            self.step_end = Some(match part {
                Part::Slice => self.trainer.tokens_done() + self.trainer.tokens_total().div_ceil(STEPS_PER_RUN),
                Part::Epoch => self.trainer.tokens_at_epoch_end(),
            });
        }
    }

    /// Will make changes as another run was changed, each where its record has it. Errors: [`ReplayError`], and none is
    /// made.
    pub(super) fn replay(&mut self, mut changes: Vec<Change>) -> Result<(), ReplayError> {
        if self.record.tokens_done > 0 || self.trainer.next_change_at() > 0 || !self.record.changes.is_empty() {
            return Err(ReplayError::HasBegun);
        }
        let n_tokens = self.text.stream.n_tokens();
        for change in &changes {
            match change.what {
                Changed::LearningRate(rate) => self.settings().with(Setting::LearningRate, rate)?,
                Changed::Epochs(epochs) => self.settings().with_for(n_tokens, Setting::Epochs, f64::from(epochs))?,
            };
        }
        // The sort keeps the order of those at one place.
        changes.sort_by_key(|change| change.tokens);
        changes.reverse();
        self.replay = changes;
        Ok(())
    }

    /// Makes the changes that are due. They are made between two units of training, so they hold from the same word on as in
    /// the run that was recorded.
    fn make_due_changes(&mut self) -> Result<(), TrainError> {
        let tokens_done = self.trainer.tokens_done();
        while let Some(change) = self.replay.pop_if(|change| change.tokens <= tokens_done) {
            match change.what {
                Changed::LearningRate(rate) => self.trainer.set_learning_rate(rate)?,
                Changed::Epochs(epochs) => {
                    self.trainer.extend(epochs);
                    self.record.tokens_total = self.trainer.tokens_total();
                }
            }
            self.record.note(self.trainer.next_change_at(), change.what);
        }
        Ok(())
    }

    /// Makes the run longer and goes on to its new end. Returns whether it is longer now.
    pub(super) fn extend(&mut self, epochs: u32) -> Result<bool, OutOfRange> {
        let before = self.trainer.epochs();
        self.settings().with_for(self.text.stream.n_tokens(), Setting::Epochs, f64::from(epochs.max(before)))?;
        self.trainer.extend(epochs);
        self.step_end = None;
        if !self.trainer.is_done() {
            self.phase = Phase::Training;
        }
        let is_longer = self.trainer.epochs() != before;
        if is_longer {
            self.replay.clear();
            self.record.note(self.trainer.next_change_at(), Changed::Epochs(self.trainer.epochs()));
            self.record.tokens_total = self.trainer.tokens_total();
        }
        Ok(is_longer)
    }

    /// Changes the rate that the decay starts from. Returns whether it is another one.
    pub(super) fn set_learning_rate(&mut self, learning_rate: f64) -> Result<bool, SettingError> {
        let settings = self.settings();
        settings.with(Setting::LearningRate, learning_rate)?;
        let is_other = settings.learning_rate.to_bits() != learning_rate.to_bits();
        if is_other {
            self.trainer.set_learning_rate(learning_rate)?;
            self.replay.clear();
            self.record.note(self.trainer.next_change_at(), Changed::LearningRate(learning_rate));
        }
        Ok(is_other)
    }

    /// Trains until the slice is over, or to the end of a step or of the run. Errors: those of the trainer; the run is
    /// paused then.
    pub(super) fn train(&mut self, slice: &Slice<'_>) -> Result<(), TrainError> {
        while self.phase == Phase::Training {
            self.make_due_changes()?;
            let tokens_done = self.trainer.tokens_done();
            let left_until = |end: Option<u64>| end.map_or(u64::MAX, |end| end.saturating_sub(tokens_done));
            let left = left_until(self.step_end).min(left_until(self.replay.last().map(|change| change.tokens)));
            let trained = self.trainer.advance(left.max(1), OPERATIONS_PER_LOOK as u64);
            match trained {
                Ok(n_tokens) => self.tokens_timed += n_tokens,
                Err(error) => {
                    self.pause();
                    self.record.rewind(self.trainer.tokens_done());
                    // What was sent of the loss may be longer than what is left of it.
                    self.n_loss_sent = self.n_loss_sent.min(self.trainer.loss().len());
                    self.n_held_out_loss_sent = self.n_held_out_loss_sent.min(self.trainer.held_out_loss().len());
                    return Err(error);
                }
            }
            self.record.tokens_done = self.trainer.tokens_done();
            // A run that was made longer at its end is not over there.
            self.make_due_changes()?;
            if self.trainer.is_done() {
                self.phase = Phase::Trained;
                self.step_end = None;
            } else if self.step_end.is_some_and(|end| self.trainer.tokens_done() >= end)
                // After the last word comes the last evaluation.
                && self.trainer.tokens_done() < self.trainer.tokens_total()
            {
                self.pause();
            }
            if slice.is_over() {
                break;
            }
        }
        Ok(())
    }

    /// Adds to the time that words per second are measured over.
    pub(super) fn add_training_time(&mut self, seconds: f64) {
        self.seconds_training += seconds;
    }

    /// Words a second over the time spent training, once measured.
    pub(super) fn words_per_second(&self) -> Option<f64> {
        (self.seconds_training > 0.0 && self.tokens_timed > 0).then(|| self.tokens_timed as f64 / self.seconds_training)
    }

    /// The points of the loss, and of the loss on held-out sentences, that are new since the last call.
    pub(super) fn new_losses(&mut self) -> [Vec<LossPoint>; 2] {
        let new_points = |samples: &[LossSample], n_sent: &mut usize| {
            let new = &samples[std::mem::replace(n_sent, samples.len())..];
            new.iter().map(|sample| LossPoint { tokens: sample.tokens, loss: sample.loss }).collect()
        };
        [
            new_points(self.trainer.loss(), &mut self.n_loss_sent),
            new_points(self.trainer.held_out_loss(), &mut self.n_held_out_loss_sent),
        ]
    }
}

/// What a run of these settings takes of memory, its text and vocabulary included.
pub(super) fn memory_of(text: &Text, vocabulary: &Vocabulary, corpus: &Corpus, settings: &Settings) -> MemoryPlan {
    let needed = train::memory(&TrainConfig::from(settings), vocabulary.len() as u64, corpus.ids.len() as u64);
    // The norms of the vectors, and the covariance of the map with its decomposition in double precision.
    let dims = u64::from(settings.dims);
    let of_map = 4 * vocabulary.len() as u64 + 4 * dims * dims * 8;
    MemoryPlan::default()
        .with(Item::Text, text.stream.n_bytes())
        .with(Item::Ids, corpus.n_bytes())
        .with(Item::Vocabulary, vocabulary.n_bytes())
        .with(Item::Vectors, needed.tables + needed.optimizer + needed.checkpoint + needed.samplers + of_map)
        .with(Item::Pairs, needed.pairs_peak)
}
