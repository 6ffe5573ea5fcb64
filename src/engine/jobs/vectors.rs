//! The vectors of the map's words, handed over to be laid out elsewhere.

use super::{Context, Job, Scene, refused};
use crate::{
    engine::{slice::OPERATIONS_PER_LOOK, subject::Subject},
    protocol::{Event, Vectors},
    space::PcaFitting,
};

/// Copies the vectors of the map's most frequent words, with their principal components, when it is asked to.
#[derive(Debug, Default)]
pub(in crate::engine) struct VectorsCopy {
    /// How many words are wanted.
    wanted: Option<usize>,
    fitting: Option<PcaFitting>,
}

impl VectorsCopy {
    /// Asks for the vectors of the most frequent words of the map, at most `most`.
    pub(in crate::engine) fn ask(&mut self, most: u32) {
        *self = Self { wanted: Some(most as usize), fitting: None };
    }
}

impl Job for VectorsCopy {
    fn is_due(&self, _: &Scene<'_>) -> bool {
        self.wanted.is_some()
    }

    fn holds_vectors(&self) -> bool {
        self.fitting.is_some()
    }

    fn advance(&mut self, context: &mut Context<'_>) -> Vec<Event> {
        let Some(most) = self.wanted else { return Vec::new() };
        if !context.subject.freshen(context.slice) {
            return Vec::new();
        }
        let word_ids = context.map.word_ids(context.subject.vocabulary.len());
        let word_ids = &word_ids[..word_ids.len().min(most)];
        let embedding = context.subject.embedding();
        let begun = self.fitting.take().map_or_else(|| PcaFitting::new(embedding, word_ids, [0, 1]), Ok);
        let advanced = begun.and_then(|mut fitting| {
            let is_done = context.slice.repeat(|| fitting.advance(embedding, OPERATIONS_PER_LOOK))?;
            Ok((fitting, is_done))
        });
        match advanced {
            Ok((fitting, false)) => {
                self.fitting = Some(fitting);
                Vec::new()
            }
            Ok((fitting, true)) => {
                self.wanted = None;
                let map = fitting.finish();
                let dims = embedding.dims();
                let mut values = Vec::with_capacity(dims * map.word_ids.len());
                for &word_id in map.word_ids.iter() {
                    values.extend_from_slice(embedding.vector(word_id).unwrap_or_default());
                }
                vec![Event::Vectors(Vectors {
                    generation: context.generation,
                    dims: dims as u32,
                    word_ids: map.word_ids.to_vec().into(),
                    values: values.into(),
                    components: map.positions.into(),
                })]
            }
            Err(error) => {
                self.wanted = None;
                refused(&error)
            }
        }
    }

    fn start_over(&mut self, _: &Subject) {
        *self = Self::default();
    }
}
