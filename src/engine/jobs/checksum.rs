//! The checksum of vectors that are done.

use super::{Context, Job, Scene};
use crate::{
    engine::{slice::OPERATIONS_PER_LOOK, subject::Subject},
    protocol::{Event, Phase},
    space::Checksum,
};

/// Takes the checksum whenever a run comes to its end. A large table takes many slices, so it is not a part of the report.
#[derive(Debug, Default)]
pub(in crate::engine) struct Checksums {
    taking: Option<(u64, Checksum)>,
    /// The words trained on, and the checksum of the vectors then.
    taken: Option<(u64, u64)>,
}

impl Checksums {
    /// The checksum of the vectors as they are, where it is there.
    pub(in crate::engine) fn of(&self, subject: &Subject) -> Option<u64> {
        self.taken.filter(|&(tokens, _)| tokens == subject.tokens_done()).map(|(_, checksum)| checksum)
    }
}

impl Job for Checksums {
    fn is_due(&self, scene: &Scene<'_>) -> bool {
        scene.subject.phase() == Phase::Trained && self.of(scene.subject).is_none()
    }

    fn advance(&mut self, context: &mut Context<'_>) -> Vec<Event> {
        let tokens = context.subject.tokens_done();
        if !context.subject.freshen(context.slice) {
            return Vec::new();
        }
        let taking = self.taking.take().filter(|&(begun, _)| begun == tokens);
        let (_, mut checksum) = taking.unwrap_or((tokens, Checksum::default()));
        let embedding = context.subject.embedding();
        loop {
            if let Some(value) = checksum.advance(embedding, OPERATIONS_PER_LOOK) {
                self.taken = Some((tokens, value));
                break;
            }
            if context.slice.is_over() {
                self.taking = Some((tokens, checksum));
                break;
            }
        }
        // It is sent with the next report of progress.
        Vec::new()
    }

    fn start_over(&mut self, _: &Subject) {
        *self = Self::default();
    }
}
