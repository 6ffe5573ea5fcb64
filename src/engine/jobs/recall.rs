//! How true the map is: its recall of the nearest neighbors, measured while it stands still.

use super::{Context, Job, Scene, refused};
use crate::{
    engine::{map::Drawn, slice::OPERATIONS_PER_LOOK, subject::Subject},
    protocol::{Event, NOT_MEASURED, Recall},
    space::{N_NEIGHBORS, RecallMeasure, chance_recall},
};

/// Words that are measured where not all are asked for.
const N_SAMPLED: usize = 1000;
/// Seconds between two reports.
const REPORT_SECS: f64 = 0.5;

/// Measures each map that stands still.
#[derive(Debug, Default)]
pub(in crate::engine) struct RecallMeasuring {
    measuring: Option<Measuring>,
}

/// One map being measured.
#[derive(Debug)]
struct Measuring {
    serial: u32,
    measures_all: bool,
    /// Places among the words of the map, in the order in which they are measured.
    places: Vec<usize>,
    n_measured: usize,
    /// The word under way.
    measure: Option<RecallMeasure>,
    n_recalled: u64,
    n_compared: u64,
    of_word: Vec<u8>,
    last_report_secs: f64,
}

impl Measuring {
    /// Of a sample spread evenly over the words, from frequent to rare, or of all of them.
    fn new(drawn: &Drawn, measures_all: bool, now_secs: f64) -> Self {
        let n = drawn.word_ids.len();
        let n_wanted = if measures_all { n } else { n.min(N_SAMPLED) };
        Self {
            serial: drawn.serial,
            measures_all,
            places: (0..n_wanted).map(|i| i * n / n_wanted.max(1)).collect(),
            n_measured: 0,
            measure: None,
            n_recalled: 0,
            n_compared: 0,
            of_word: vec![NOT_MEASURED; drawn.word_ids.last().map_or(0, |&id| id as usize + 1)],
            last_report_secs: now_secs,
        }
    }

    fn is_of(&self, drawn: &Drawn, measures_all: bool) -> bool {
        self.serial == drawn.serial && self.measures_all == measures_all
    }

    fn is_done(&self) -> bool {
        self.n_measured == self.places.len()
    }
}

impl Job for RecallMeasuring {
    fn is_due(&self, scene: &Scene<'_>) -> bool {
        let measures_all = scene.map.view().measures_all;
        let is_measured = self
            .measuring
            .as_ref()
            .is_some_and(|measuring| measuring.is_of(&scene.map.drawn, measures_all) && measuring.is_done());
        !scene.subject.is_training() && scene.map.is_at_rest() && !is_measured
    }

    fn advance(&mut self, context: &mut Context<'_>) -> Vec<Event> {
        if !context.subject.measure_norms(context.slice) {
            return Vec::new();
        }
        let (drawn, measures_all) = (&context.map.drawn, context.map.view().measures_all);
        let known = self.measuring.take().filter(|measuring| measuring.is_of(drawn, measures_all));
        let mut measuring = known.unwrap_or_else(|| Measuring::new(drawn, measures_all, context.slice.now()));
        let (embedding, norms) = context.subject.embedding_and_norms();
        while let Some(&place) = measuring.places.get(measuring.n_measured) {
            let mut measure = measuring.measure.take().unwrap_or_else(|| RecallMeasure::new(place));
            let found = measure.advance(embedding, norms, &drawn.word_ids, &drawn.positions, OPERATIONS_PER_LOOK);
            match found {
                Ok(Some((n_recalled, n_compared))) => {
                    measuring.n_recalled += n_recalled as u64;
                    measuring.n_compared += n_compared as u64;
                    measuring.of_word[drawn.word_ids[place] as usize] = n_recalled as u8;
                    measuring.n_measured += 1;
                }
                Ok(None) => measuring.measure = Some(measure),
                Err(error) => {
                    measuring.n_measured = measuring.places.len();
                    self.measuring = Some(measuring);
                    return refused(&error);
                }
            }
            if context.slice.is_over() {
                break;
            }
        }
        let now = context.slice.now();
        let is_report_due = measuring.is_done() || now - measuring.last_report_secs >= REPORT_SECS;
        let mut events = Vec::new();
        if is_report_due {
            measuring.last_report_secs = now;
            events.push(Event::Recall(Recall {
                generation: context.generation,
                serial: measuring.serial,
                mean: measuring.n_recalled as f64 / measuring.n_compared.max(1) as f64,
                n_neighbors: N_NEIGHBORS.min(drawn.word_ids.len().saturating_sub(1)) as u32,
                chance: chance_recall(drawn.word_ids.len()),
                n_measured: measuring.n_measured as u32,
                n_wanted: measuring.places.len() as u32,
                of_word: measuring.of_word.clone().into(),
            }));
        }
        self.measuring = Some(measuring);
        events
    }

    fn start_over(&mut self, _: &Subject) {
        *self = Self::default();
    }
}
