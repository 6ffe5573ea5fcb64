//! The vectors of the map's words, handed over to be laid out elsewhere.

use std::sync::Arc;

use super::{Context, Job, Scene, refused};
use crate::{
    engine::{
        memory::{Item, MemoryPlan},
        slice::OPERATIONS_PER_LOOK,
        subject::Subject,
    },
    protocol::{Event, Refusal, Vectors},
    space::{PcaFitting, PcaMap, SpaceError},
};

/// Copies the vectors of the map's most frequent words, with their principal components, when it is asked to.
#[derive(Debug, Default)]
pub(in crate::engine) struct VectorsCopy {
    copying: Option<Copying>,
}

#[derive(Debug)]
struct Copying {
    word_ids: Arc<[u32]>,
    stage: Stage,
    values: Vec<f32>,
    n_floats: usize,
}

#[derive(Debug)]
enum Stage {
    Asked,
    Fitting(Box<PcaFitting>),
    /// The components are there, and rows are copied.
    Filling(PcaMap),
}

impl VectorsCopy {
    /// Asks for the vectors of these words. Errors: where there is no memory for them.
    pub(in crate::engine) fn ask(&mut self, subject: &Subject, word_ids: Arc<[u32]>) -> Result<(), Refusal> {
        let n_floats = word_ids.len() * subject.matrix().dims();
        let mut values = Vec::new();
        let no_memory = |_| Refusal::new("There is no memory left to lay the words out: take fewer of them.");
        values.try_reserve_exact(n_floats).map_err(no_memory)?;
        self.copying = Some(Copying { word_ids, stage: Stage::Asked, values, n_floats });
        Ok(())
    }
}

impl Copying {
    /// Goes on until the slice is over; the components at the end. The vectors are fresh.
    fn advance(&mut self, context: &mut Context<'_>) -> Result<Option<PcaMap>, SpaceError> {
        let embedding = context.subject.embedding();
        loop {
            match std::mem::replace(&mut self.stage, Stage::Asked) {
                Stage::Asked => {
                    let fitting = PcaFitting::new(embedding, Arc::clone(&self.word_ids), [0, 1])?;
                    self.stage = Stage::Fitting(Box::new(fitting));
                }
                Stage::Fitting(mut fitting) => {
                    let is_done = fitting.advance(embedding, OPERATIONS_PER_LOOK)?;
                    self.stage = if is_done { Stage::Filling(fitting.finish()) } else { Stage::Fitting(fitting) };
                }
                Stage::Filling(map) => {
                    let dims = embedding.dims();
                    let start = self.values.len() / dims;
                    let end = (start + (OPERATIONS_PER_LOOK / dims).max(1)).min(self.word_ids.len());
                    for &word_id in &self.word_ids[start..end] {
                        self.values.extend_from_slice(embedding.vector(word_id)?);
                    }
                    if end == self.word_ids.len() {
                        return Ok(Some(map));
                    }
                    self.stage = Stage::Filling(map);
                }
            }
            if context.slice.is_over() {
                return Ok(None);
            }
        }
    }
}

impl Job for VectorsCopy {
    fn is_due(&self, _: &Scene<'_>) -> bool {
        self.copying.is_some()
    }

    fn holds_vectors(&self) -> bool {
        self.copying.as_ref().is_some_and(|copying| !matches!(copying.stage, Stage::Asked))
    }

    fn advance(&mut self, context: &mut Context<'_>) -> Vec<Event> {
        if !context.subject.freshen(context.slice) {
            return Vec::new();
        }
        let Some(mut copying) = self.copying.take() else { return Vec::new() };
        match copying.advance(context) {
            Ok(None) => {
                self.copying = Some(copying);
                Vec::new()
            }
            Ok(Some(map)) => vec![Event::Vectors(Vectors {
                generation: context.generation,
                dims: context.subject.matrix().dims() as u32,
                word_ids: copying.word_ids.to_vec().into(),
                values: copying.values.into(),
                components: map.positions.into(),
            })],
            Err(error) => refused(&error),
        }
    }

    fn start_over(&mut self, _: &Subject) {
        self.copying = None;
    }

    fn memory(&self) -> MemoryPlan {
        let n_floats = self.copying.as_ref().map_or(0, |copying| copying.n_floats);
        MemoryPlan::default().with(Item::Copy, 4 * n_floats as u64)
    }
}
