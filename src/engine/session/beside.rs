//! What a session does beside training: groups, measures, hands over, examines.

use super::{
    super::{
        comparing::Comparing,
        examining::Examining,
        measuring::{Clustering, Measuring},
        model::Model,
    },
    Session, refused,
};
use crate::{
    protocol::{Event, Phase, QuestionSet, Refusal, Vectors},
    space::{PcaMap, SpaceError},
};

impl Session {
    /// Begins to group the words of the map.
    pub(super) fn cluster(&mut self, k: u32) -> Vec<Event> {
        let Some(model) = &mut self.model else { return Vec::new() };
        let word_ids = self.frames.word_ids(model.vocabulary.len()).to_vec();
        match Clustering::new(model, word_ids, k) {
            Ok(clustering) => self.clustering = Some(clustering),
            Err(error) => return vec![Event::Refused(Refusal { message: error.to_string(), try_min_count: None })],
        }
        Vec::new()
    }

    /// Copies the vectors of the map's most frequent words, with their principal components.
    pub(super) fn give_vectors(&mut self, most: u32) -> Vec<Event> {
        let Some(model) = &mut self.model else { return Vec::new() };
        let all = self.frames.word_ids(model.vocabulary.len());
        let word_ids: Vec<u32> = all.iter().copied().take(most as usize).collect();
        match vectors_of(model, self.generation, word_ids) {
            Ok(vectors) => vec![Event::Vectors(vectors)],
            Err(error) => vec![Event::Refused(Refusal { message: error.to_string(), try_min_count: None })],
        }
    }

    /// Begins to ask questions whose answers are known.
    pub(super) fn evaluate(&mut self, questions: &QuestionSet, now_secs: f64) -> Vec<Event> {
        let Some(model) = &mut self.model else { return Vec::new() };
        match Examining::new(model, self.generation, questions, now_secs) {
            Ok(examining) => {
                self.probe.exchange(examining.sample());
                self.examining = Some(examining);
                Vec::new()
            }
            Err(message) => vec![Event::Evaluation(Err(message))],
        }
    }

    /// Keeps a copy of the model as it is now.
    pub(super) fn keep_model(&mut self) -> Vec<Event> {
        let Some(model) = &mut self.model else { return Vec::new() };
        // The one kept before gives way.
        let n_bytes_before = std::mem::take(&mut model.n_bytes_kept);
        match Comparing::new(model, self.generation) {
            Ok(comparing) => {
                model.n_bytes_kept = comparing.n_bytes();
                let report = comparing.report(model, self.generation);
                self.comparing = Some(comparing);
                vec![Event::Compared(Some(Box::new(report)))]
            }
            Err(error) => {
                model.n_bytes_kept = n_bytes_before;
                vec![refused(&error)]
            }
        }
    }

    /// Whether the current model is to be compared with the one that is kept.
    pub(super) fn is_comparing(&self) -> bool {
        let (Some(comparing), Some(model)) = (&self.comparing, &self.model) else { return false };
        comparing.is_due(model, self.generation)
    }

    /// Goes on comparing them.
    pub(super) fn compare(&mut self, clock: &dyn Fn() -> f64, deadline_secs: f64) -> Vec<Event> {
        let is_comparing = self.is_comparing();
        let (Some(comparing), Some(model)) = (&mut self.comparing, &mut self.model) else { return Vec::new() };
        if !is_comparing {
            return Vec::new();
        }
        match comparing.advance(model, self.generation, clock, deadline_secs) {
            Ok(report) => report.map(|report| Event::Compared(Some(Box::new(report)))).into_iter().collect(),
            Err(error) => {
                self.comparing = None;
                let refusal = Refusal { message: error.to_string(), try_min_count: None };
                vec![Event::Refused(refusal), Event::Compared(None)]
            }
        }
    }

    /// Goes on looking a word up.
    pub(super) fn explain(&mut self, clock: &dyn Fn() -> f64, deadline_secs: f64) -> Option<Event> {
        let (explaining, model) = (self.explaining.as_mut()?, self.model.as_ref()?);
        let evidence = explaining.advance(model, self.generation, clock, deadline_secs)?;
        self.explaining = None;
        Some(Event::Evidence(Box::new(evidence)))
    }

    /// Goes on asking them.
    pub(super) fn examine(&mut self, clock: &dyn Fn() -> f64, deadline_secs: f64) -> Option<Event> {
        let (examining, model) = (self.examining.as_mut()?, self.model.as_ref()?);
        let report = examining.advance(model.vocabulary.words(), clock, deadline_secs);
        if report.is_err() || examining.is_done() {
            self.examining = None;
        }
        match report {
            Ok(report) => report.map(|report| Event::Evaluation(Ok(report))),
            Err(error) => Some(Event::Evaluation(Err(error.to_string()))),
        }
    }

    /// Whether the map stands still and is not measured yet.
    pub(super) fn is_measuring(&self) -> bool {
        let rests = self.model.as_ref().is_some_and(|model| model.phase != Phase::Training);
        let view = self.frames.view();
        let is_measured = self.measuring.as_ref().is_some_and(|measuring| {
            measuring.serial == self.frames.map().serial
                && measuring.measures_all == view.measures_all
                && measuring.is_done()
        });
        rests && self.frames.is_at_rest() && !is_measured
    }

    /// Goes on with what is found out about the map.
    pub(super) fn look_into_map(
        &mut self,
        clock: &dyn Fn() -> f64,
        deadline_secs: f64,
    ) -> Result<Option<Event>, SpaceError> {
        if let (Some(clustering), Some(model)) = (&mut self.clustering, &mut self.model) {
            let found = clustering.advance(model.embedding()?, self.generation, clock, deadline_secs)?;
            if found.is_some() {
                self.clustering = None;
            }
            return Ok(found.map(Event::Clusters));
        }
        if !self.is_measuring() {
            return Ok(None);
        }
        let Some(model) = &mut self.model else { return Ok(None) };
        let (map, measures_all) = (self.frames.map(), self.frames.view().measures_all);
        let known = self.measuring.take().filter(|old| old.serial == map.serial && old.measures_all == measures_all);
        let mut measuring = known.unwrap_or_else(|| Measuring::new(map, measures_all, clock()));
        let found = measuring.advance(map, model, self.generation, clock, deadline_secs)?;
        self.measuring = Some(measuring);
        Ok(found.map(Event::Kept))
    }
}

fn vectors_of(model: &mut Model, generation: u32, word_ids: Vec<u32>) -> Result<Vectors, SpaceError> {
    let embedding = model.embedding()?;
    let components = PcaMap::fit(embedding, word_ids.as_slice(), [0, 1])?.positions;
    let rows = word_ids.iter().map(|&id| embedding.vector(id)).collect::<Result<Vec<_>, _>>()?;
    let values = rows.concat();
    Ok(Vectors { generation, dims: embedding.dims() as u32, word_ids, values, components })
}
