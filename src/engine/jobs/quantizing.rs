//! The copy in bytes by which a large table is searched.

use super::{Context, Job, Scene};
use crate::{
    engine::subject::Subject,
    protocol::{Event, Phase},
};

/// Makes the copy whenever the vectors of a large table have come to rest. Questions that come before are answered without.
#[derive(Debug, Default)]
pub(in crate::engine) struct Quantizing;

impl Job for Quantizing {
    fn is_due(&self, scene: &Scene<'_>) -> bool {
        scene.subject.phase() == Phase::Trained && scene.subject.wants_quantized()
    }

    fn advance(&mut self, context: &mut Context<'_>) -> Vec<Event> {
        context.subject.quantize(context.slice);
        Vec::new()
    }

    // The copy is a part of the subject.
    fn start_over(&mut self, _: &Subject) {}
}
