//! The words of the map in groups.

use std::sync::Arc;

use super::{Context, Job, Scene, refused};
use crate::{
    engine::{
        memory::{Item, MemoryPlan},
        slice::OPERATIONS_PER_LOOK,
        subject::Subject,
    },
    matrix::Matrix,
    protocol::{self, Event, NO_TOPIC, Refusal},
    space::Clusters,
};

/// The seed of the groups: the same words give the same groups.
pub(super) const SEED: u64 = 1;

/// Groups the words of the map when it is asked to. It copies their vectors first, so that training goes on meanwhile.
#[derive(Debug, Default)]
pub(in crate::engine) struct Clustering {
    grouping: Option<Grouping>,
}

/// Words being grouped.
#[derive(Debug)]
struct Grouping {
    word_ids: Arc<[u32]>,
    /// Groups wanted.
    k: u32,
    copy: Matrix,
    /// Once the copy is whole.
    clusters: Option<Clusters>,
}

impl Clustering {
    /// Asks for `k` groups of these words, in place of a grouping under way. Errors: where there is no memory for a copy.
    pub(in crate::engine) fn ask(&mut self, subject: &Subject, word_ids: Arc<[u32]>, k: u32) -> Result<(), Refusal> {
        let no_memory = |_| Refusal::new("There is no memory left to group the words: show fewer words on the map.");
        let copy = Matrix::try_with_capacity(word_ids.len(), subject.matrix().dims()).map_err(no_memory)?;
        self.grouping = Some(Grouping { word_ids, k, copy, clusters: None });
        Ok(())
    }
}

impl Job for Clustering {
    fn is_due(&self, _: &Scene<'_>) -> bool {
        self.grouping.is_some()
    }

    fn holds_vectors(&self) -> bool {
        // Not before the first row: a grouping that is asked for again and again must not starve training.
        self.grouping.as_ref().is_some_and(|grouping| grouping.clusters.is_none() && grouping.copy.n_rows() > 0)
    }

    fn advance(&mut self, context: &mut Context<'_>) -> Vec<Event> {
        let Some(grouping) = &mut self.grouping else { return Vec::new() };
        if grouping.clusters.is_none() {
            if !context.subject.freshen(context.slice) {
                return Vec::new();
            }
            let matrix = context.subject.matrix();
            let rows_per_look = (OPERATIONS_PER_LOOK / matrix.stride()).max(1);
            while grouping.copy.n_rows() < grouping.word_ids.len() {
                let start = grouping.copy.n_rows();
                for &word_id in &grouping.word_ids[start..grouping.word_ids.len().min(start + rows_per_look)] {
                    grouping.copy.extend_from_rows(matrix, word_id, word_id + 1);
                }
                if context.slice.is_over() {
                    return Vec::new();
                }
            }
        }
        let copy = (&grouping.copy).into();
        let (n_words, k) = (grouping.word_ids.len() as u32, grouping.k as usize);
        let clusters =
            grouping.clusters.get_or_insert_with(|| Clusters::new(copy, (0..n_words).collect::<Vec<u32>>(), k, SEED));
        match context.slice.repeat(|| clusters.advance(copy, OPERATIONS_PER_LOOK)) {
            Ok(false) => Vec::new(),
            Ok(true) => {
                let word_ids = &grouping.word_ids;
                let mut group_of_word = vec![NO_TOPIC; word_ids.last().map_or(0, |&id| id as usize + 1)];
                for (&id, &group) in word_ids.iter().zip(clusters.group_of()) {
                    group_of_word[id as usize] = group;
                }
                let of_places = |places: &Vec<usize>| places.iter().map(|&place| word_ids[place]).collect();
                let central = clusters.central().iter().map(of_places).collect();
                self.grouping = None;
                let group_of_word = group_of_word.into();
                vec![Event::Clusters(protocol::Clusters { generation: context.generation, central, group_of_word })]
            }
            Err(error) => {
                self.grouping = None;
                refused(&error)
            }
        }
    }

    fn start_over(&mut self, _: &Subject) {
        self.grouping = None;
    }

    fn memory(&self) -> MemoryPlan {
        let bytes_of = |grouping: &Grouping| Matrix::bytes(grouping.word_ids.len() as u64, grouping.copy.dims() as u64);
        let n_bytes = self.grouping.as_ref().map_or(0, bytes_of);
        MemoryPlan::default().with(Item::Copy, n_bytes)
    }
}
