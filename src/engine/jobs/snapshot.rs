//! The state of the run at one moment, copied to be saved. Training stands still meanwhile.

use super::{Context, Job, Scene, refused};
use crate::{
    engine::{
        memory::{Item, MemoryPlan},
        run::Run,
        saved::SavedSession,
        slice::OPERATIONS_PER_LOOK,
        subject::Subject,
    },
    protocol::{Event, Refusal},
    train::{Checkpoint, CheckpointBuilder},
};

/// Takes a checkpoint when it is asked to, and has it until it is fetched.
#[derive(Debug, Default)]
pub(in crate::engine) struct Snapshots {
    builder: Option<CheckpointBuilder>,
    n_bytes: u64,
    ready: Option<Checkpoint>,
}

impl Snapshots {
    /// Begins a checkpoint of a run; one that was not fetched is dropped. Errors: no memory.
    pub(in crate::engine) fn begin(&mut self, run: &Run) -> Result<(), Refusal> {
        self.ready = None;
        self.builder = Some(CheckpointBuilder::new(&run.trainer).map_err(|error| Refusal::new(error.to_string()))?);
        self.n_bytes = run.trainer.checkpoint_bytes();
        Ok(())
    }

    /// Whether one is being copied, or waits to be fetched.
    pub(in crate::engine) fn is_busy(&self) -> bool {
        self.builder.is_some() || self.ready.is_some()
    }

    /// The checkpoint with what belongs to it, once it is complete.
    pub(in crate::engine) fn take(
        &mut self,
        subject: &Subject,
        accuracy: &super::AccuracyCurve,
    ) -> Option<SavedSession> {
        let (checkpoint, run) = (self.ready.take()?, subject.run()?);
        let head = run.head_at(&checkpoint, accuracy.head(checkpoint.tokens_done()));
        Some(SavedSession::new(run, &subject.vocabulary, head, checkpoint))
    }
}

impl Job for Snapshots {
    fn is_due(&self, _: &Scene<'_>) -> bool {
        self.builder.is_some()
    }

    fn holds_vectors(&self) -> bool {
        // What belongs to a checkpoint is put to it when it is fetched, so nothing moves until then.
        self.is_busy()
    }

    fn advance(&mut self, context: &mut Context<'_>) -> Vec<Event> {
        let (Some(builder), Some(run)) = (&mut self.builder, context.subject.run()) else {
            self.builder = None;
            return Vec::new();
        };
        let (slice, ready) = (context.slice, &mut self.ready);
        let advanced: Result<bool, std::convert::Infallible> = slice.repeat(|| {
            *ready = builder.advance(&run.trainer, OPERATIONS_PER_LOOK as u64);
            Ok(ready.is_some())
        });
        match advanced {
            Ok(true) => self.builder = None,
            Ok(false) => {}
            Err(error) => return refused(&error),
        }
        Vec::new()
    }

    fn start_over(&mut self, _: &Subject) {
        *self = Self::default();
    }

    fn memory(&self) -> MemoryPlan {
        let n_bytes = if self.is_busy() { self.n_bytes } else { 0 };
        MemoryPlan::default().with(Item::Copy, n_bytes)
    }
}
