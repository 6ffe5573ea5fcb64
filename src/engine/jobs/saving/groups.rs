//! The groups of the words that are saved: those that the map's colors would show at the same moment.

use std::sync::Arc;

use super::super::clusters::SEED;
use crate::{
    engine::slice::OPERATIONS_PER_LOOK,
    formats::Labeling,
    protocol::{N_CLUSTERS, NO_TOPIC},
    space::{Clusters, Embedding, SpaceError},
};

/// Words that name a group, as in the map's legend.
const N_NAMING: usize = 2;

/// Rows being grouped, or in their groups.
#[derive(Debug)]
pub(super) struct Groups {
    /// The rows that are grouped.
    rows: Arc<[u32]>,
    clusters: Option<Clusters>,
    names: Vec<String>,
    /// By row.
    of_row: Vec<u8>,
    is_done: bool,
}

impl Groups {
    /// Of some rows of a table.
    pub(super) fn new(rows: Arc<[u32]>) -> Self {
        Self { rows, clusters: None, names: Vec::new(), of_row: Vec::new(), is_done: false }
    }

    /// Does one piece; whether all is done. `word`: of a row.
    pub(super) fn advance<'a>(
        &mut self,
        embedding: Embedding<'_>,
        word: &dyn Fn(u32) -> &'a str,
    ) -> Result<bool, SpaceError> {
        if self.is_done {
            return Ok(true);
        }
        let begun = || Clusters::new(embedding, Arc::clone(&self.rows), N_CLUSTERS as usize, SEED);
        let clusters = self.clusters.get_or_insert_with(begun);
        if !clusters.advance(embedding, OPERATIONS_PER_LOOK)? {
            return Ok(false);
        }
        self.of_row = vec![NO_TOPIC; embedding.n_words()];
        for (&row, &group) in self.rows.iter().zip(clusters.group_of()) {
            self.of_row[row as usize] = group;
        }
        let name = |places: Vec<usize>| {
            let words: Vec<&str> = places.iter().take(N_NAMING).map(|&place| word(self.rows[place])).collect();
            words.join(", ")
        };
        self.names = clusters.central().into_iter().map(name).collect();
        (self.clusters, self.is_done) = (None, true);
        Ok(true)
    }

    pub(super) fn is_done(&self) -> bool {
        self.is_done
    }

    pub(super) fn labeling(&self) -> Labeling<'_> {
        Labeling { names: &self.names, of_word: &self.of_row }
    }
}
