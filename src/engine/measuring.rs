//! Work on a map that stands still, a slice at a time: how true it is, and which of its words belong together.

use super::{frames::Map, model::Model};
use crate::{
    protocol::{self, Kept, NO_TOPIC, NOT_MEASURED},
    space::{Clusters, Embedding, SpaceError, neighbor_recall},
};

/// Words that are measured where not all are asked for.
const N_SAMPLED: usize = 1000;
/// Seconds between two reports.
const REPORT_SECS: f64 = 0.5;
/// The seed of the groups: the same words give the same groups.
const SEED: u64 = 1;

/// How many of its words' neighbors a map keeps, being found out.
#[derive(Debug)]
pub(super) struct Measuring {
    pub(super) serial: u32,
    pub(super) measures_all: bool,
    /// Places among the words of the map, in the order in which they are measured.
    places: Vec<usize>,
    n_measured: usize,
    n_kept: u64,
    n_compared: u64,
    kept_of_word: Vec<u8>,
    last_report_secs: f64,
}

impl Measuring {
    /// Of a sample spread evenly over the words, from frequent to rare, or of all of them.
    pub(super) fn new(map: &Map, measures_all: bool, now_secs: f64) -> Self {
        let n = map.word_ids.len();
        let n_wanted = if measures_all { n } else { n.min(N_SAMPLED) };
        Self {
            serial: map.serial,
            measures_all,
            places: (0..n_wanted).map(|i| i * n / n_wanted.max(1)).collect(),
            n_measured: 0,
            n_kept: 0,
            n_compared: 0,
            kept_of_word: vec![NOT_MEASURED; map.word_ids.last().map_or(0, |&id| id as usize + 1)],
            last_report_secs: now_secs,
        }
    }

    pub(super) fn is_done(&self) -> bool {
        self.n_measured == self.places.len()
    }

    /// Goes on until the deadline; a report now and then, and at the end.
    pub(super) fn advance(
        &mut self,
        map: &Map,
        model: &mut Model,
        generation: u32,
        clock: &dyn Fn() -> f64,
        deadline_secs: f64,
    ) -> Result<Option<Kept>, SpaceError> {
        let (embedding, norms) = model.embedding_and_norms()?;
        while let Some(&place) = self.places.get(self.n_measured) {
            let (n_kept, n_compared) = neighbor_recall(embedding, norms, &map.word_ids, &map.positions, place)?;
            self.n_kept += n_kept as u64;
            self.n_compared += n_compared as u64;
            self.kept_of_word[map.word_ids[place] as usize] = n_kept as u8;
            self.n_measured += 1;
            if clock() >= deadline_secs {
                break;
            }
        }
        let now = clock();
        if !self.is_done() && now - self.last_report_secs < REPORT_SECS {
            return Ok(None);
        }
        self.last_report_secs = now;
        Ok(Some(Kept {
            generation,
            serial: self.serial,
            mean: self.n_kept as f64 / self.n_compared.max(1) as f64,
            n_measured: self.n_measured as u32,
            n_wanted: self.places.len() as u32,
            kept_of_word: self.kept_of_word.clone(),
        }))
    }
}

/// The words of the map in groups, being found.
#[derive(Debug)]
pub(super) struct Clustering {
    word_ids: Vec<u32>,
    clusters: Clusters,
}

impl Clustering {
    pub(super) fn new(model: &mut Model, word_ids: Vec<u32>, k: u32) -> Result<Self, SpaceError> {
        let clusters = Clusters::new(model.embedding()?, word_ids.as_slice(), k as usize, SEED);
        Ok(Self { word_ids, clusters })
    }

    /// One round or more, until the deadline; the groups once they are settled.
    pub(super) fn advance(
        &mut self,
        embedding: Embedding<'_>,
        generation: u32,
        clock: &dyn Fn() -> f64,
        deadline_secs: f64,
    ) -> Result<Option<protocol::Clusters>, SpaceError> {
        while !self.clusters.advance(embedding, 1_000_000)? {
            if clock() >= deadline_secs {
                return Ok(None);
            }
        }
        let mut group_of_word = vec![NO_TOPIC; self.word_ids.last().map_or(0, |&id| id as usize + 1)];
        for (&id, &group) in self.word_ids.iter().zip(self.clusters.group_of()) {
            group_of_word[id as usize] = group;
        }
        let central = self.clusters.central();
        let central = central.iter().map(|places| places.iter().map(|&place| self.word_ids[place]).collect()).collect();
        Ok(Some(protocol::Clusters { generation, central, group_of_word }))
    }
}
