//! The whole session as one file: its state is copied while training stands still, and written while it goes on.

use super::{BYTES_PER_LOOK, NO_MEMORY, Pieces};
use crate::{
    engine::{
        memory::{Item, MemoryPlan},
        saved::{CurveHead, SavedSession, SessionWriter, Volume},
        slice::OPERATIONS_PER_LOOK,
        subject::Subject,
    },
    protocol::SavingStage,
    train::CheckpointBuilder,
};

const NOT_TRAINED_HERE: &str =
    "These vectors were loaded and not trained here, so there is no session to save: save them as vectors.";

/// A session being saved.
#[derive(Debug)]
pub(super) struct SessionFile {
    volume: Volume,
    /// Bytes of the copy.
    n_copied: u64,
    step: Step,
}

#[derive(Debug)]
enum Step {
    Copying { builder: Box<CheckpointBuilder>, curve: CurveHead, page: Vec<u8> },
    Writing { writer: Box<SessionWriter>, n_bytes: u64, n_written: u64 },
    Done,
}

impl SessionFile {
    /// `page`: what the page adds. Errors: a sentence.
    pub(super) fn new(
        subject: &Subject,
        with_text: bool,
        curve: CurveHead,
        page: Vec<u8>,
        in_use: &MemoryPlan,
    ) -> Result<Self, String> {
        let run = subject.run().ok_or(NOT_TRAINED_HERE)?;
        let n_copied = run.trainer.checkpoint_bytes();
        in_use.clone().with(Item::Copy, n_copied).check().map_err(|error| error.to_string())?;
        let builder = Box::new(CheckpointBuilder::new(&run.trainer).map_err(|_| NO_MEMORY)?);
        Ok(Self { volume: Volume::Whole { with_text }, n_copied, step: Step::Copying { builder, curve, page } })
    }

    pub(super) fn is_copying(&self) -> bool {
        matches!(self.step, Step::Copying { .. })
    }

    /// Bytes of the copy.
    pub(super) fn n_copied(&self) -> u64 {
        self.n_copied
    }

    /// Does one piece; whether all is written. The run stands still while it is copied. Errors: a sentence.
    pub(super) fn advance(&mut self, subject: &Subject, pieces: &mut Pieces) -> Result<bool, String> {
        match &mut self.step {
            Step::Copying { builder, .. } => {
                let run = subject.run().ok_or(NOT_TRAINED_HERE)?;
                let Some(checkpoint) = builder.advance(&run.trainer, OPERATIONS_PER_LOOK as u64) else {
                    return Ok(false);
                };
                let Step::Copying { curve, page, .. } = std::mem::replace(&mut self.step, Step::Done) else {
                    return Ok(true);
                };
                let head = run.head_at(&checkpoint, curve);
                let saved = SavedSession::new(run, &subject.vocabulary, head, checkpoint);
                let writer = Box::new(SessionWriter::new(saved, self.volume, page));
                self.step = Step::Writing { n_bytes: writer.n_bytes(), n_written: 0, writer };
                Ok(false)
            }
            Step::Writing { writer, n_written, .. } => {
                let n_before = pieces.bytes.len();
                let is_done = writer.pull(&mut pieces.bytes, BYTES_PER_LOOK);
                *n_written += (pieces.bytes.len() - n_before) as u64;
                pieces.cut(is_done);
                Ok(is_done)
            }
            Step::Done => Ok(true),
        }
    }

    pub(super) fn progress(&self) -> (SavingStage, f64) {
        match &self.step {
            Step::Copying { .. } => (SavingStage::Copying, 0.0),
            Step::Writing { n_bytes, n_written, .. } => {
                (SavingStage::Writing, *n_written as f64 / (*n_bytes).max(1) as f64)
            }
            Step::Done => (SavingStage::Writing, 1.0),
        }
    }
}
