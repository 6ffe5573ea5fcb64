//! The current model beside one that was kept.

use super::{
    answers::to_neighbors,
    model::{Model, ModelError},
};
use crate::{
    matrix::Matrix,
    protocol::{Answer, ChangedWord, Compared, KeptModel, MOST_CHANGED, Phase},
    space::{Comparison, Embedding, SpaceError, inverse_norms},
};

/// Neighbors that are compared.
const K: usize = 10;
/// Words that are compared, the most frequent ones: each asks all others, in both models.
const MOST_COMPARED: usize = 5_000;
/// Seconds between two reports.
const REPORT_SECS: f64 = 0.3;

/// A model that was kept, and how the current one differs from it.
#[derive(Debug)]
pub(super) struct Comparing {
    label: KeptModel,
    words: Vec<String>,
    table: Matrix,
    inverse_norms: Vec<f32>,
    /// The current model, when it was kept.
    generation: u32,
    comparison: Comparison,
    /// Words that the current model was trained on when the comparison began.
    compared_at: Option<u64>,
    last_report_secs: f64,
}

impl Comparing {
    /// Keeps a copy of a model. Errors: where there is no memory for it.
    pub(super) fn new(model: &mut Model, generation: u32) -> Result<Self, ModelError> {
        model.check_room_for_copy()?;
        let table = model.table().clone();
        let label = KeptModel {
            name: model.text.name.clone(),
            settings: model.settings(),
            n_words: model.vocabulary.len() as u32,
            tokens_done: model.tokens_done(),
            tokens_total: model.tokens_total(),
        };
        let inverse_norms = view(&table).map(inverse_norms).unwrap_or_default();
        let mut kept = Self {
            label,
            words: model.vocabulary.words().to_vec(),
            table,
            inverse_norms,
            generation,
            comparison: Comparison::new(&[], 0, K),
            compared_at: None,
            last_report_secs: 0.0,
        };
        kept.meet(model);
        Ok(kept)
    }

    /// Another model is the current one: looks for the words that both have.
    pub(super) fn meet(&mut self, model: &Model) {
        let n_words = model.vocabulary.len();
        let mut kept_id = vec![None; n_words];
        for (id, word) in self.words.iter().enumerate() {
            if let Some(current) = model.vocabulary.id(word) {
                kept_id[current as usize] = Some(id as u32);
            }
        }
        let pairs: Vec<(u32, u32)> = (0_u32..).zip(kept_id).filter_map(|(id, kept)| Some((id, kept?))).collect();
        self.comparison = Comparison::new(&pairs, MOST_COMPARED, K);
        self.compared_at = None;
    }

    /// Whether there is something to compare: the model has trained, stands still, and was not compared as it is.
    pub(super) fn is_due(&self, model: &Model, generation: u32) -> bool {
        let is_compared = self.compared_at == Some(model.tokens_done()) && self.comparison.is_done();
        let is_trained = model.phase != Phase::Training && model.tokens_done() > 0;
        is_trained && !is_compared && !self.is_of(model, generation)
    }

    /// Whether the current model is the one that was kept, and has not moved since.
    fn is_of(&self, model: &Model, generation: u32) -> bool {
        generation == self.generation && model.tokens_done() == self.label.tokens_done
    }

    /// Goes on until the deadline; a report now and then, and at the end.
    pub(super) fn advance(
        &mut self,
        model: &mut Model,
        generation: u32,
        clock: &dyn Fn() -> f64,
        deadline_secs: f64,
    ) -> Result<Option<Compared>, SpaceError> {
        let tokens_done = model.tokens_done();
        if self.compared_at.replace(tokens_done) != Some(tokens_done) {
            self.comparison.start_over();
        }
        let kept = (view(&self.table)?, self.inverse_norms.as_slice());
        let current = model.embedding_and_norms()?;
        while !self.comparison.advance(current, kept, 1_000_000)? && clock() < deadline_secs {}
        let now = clock();
        if !self.comparison.is_done() && now - self.last_report_secs < REPORT_SECS {
            return Ok(None);
        }
        self.last_report_secs = now;
        Ok(Some(self.report(model, generation)))
    }

    /// How it stands.
    pub(super) fn report(&self, model: &Model, generation: u32) -> Compared {
        let tokens_done = self.compared_at.unwrap_or_else(|| model.tokens_done());
        let changed = if self.comparison.is_done() { self.comparison.by_change() } else { Vec::new() };
        let changed = changed.into_iter().take(MOST_CHANGED);
        Compared {
            generation,
            tokens_done,
            kept: self.label.clone(),
            is_itself: self.is_of(model, generation),
            n_shared: self.comparison.n_shared() as u32,
            n_compared: self.comparison.n_compared() as u32,
            n_to_compare: self.comparison.n_words() as u32,
            mean: self.comparison.mean(),
            changed: changed.map(|word| ChangedWord { word_id: word.word_a, jaccard: word.jaccard }).collect(),
        }
    }

    /// The neighbors of a word in both models.
    pub(super) fn side_by_side(&self, model: &mut Model, word_id: u32) -> Result<Answer, SpaceError> {
        let kept = (view(&self.table)?, self.inverse_norms.as_slice());
        let both = self.comparison.side_by_side(model.embedding_and_norms()?, kept, word_id)?;
        let jaccard = both.as_ref().map(|both| both.jaccard);
        let [now, kept] = both.map_or_else(Default::default, |both| [both.in_a, both.in_b]);
        Ok(Answer::SideBySide { word_id, now: to_neighbors(&now), kept: to_neighbors(&kept), jaccard })
    }

    /// Bytes that are kept.
    pub(super) fn n_bytes(&self) -> u64 {
        4 * self.table.as_floats().len() as u64
    }
}

fn view(table: &Matrix) -> Result<Embedding<'_>, SpaceError> {
    Embedding::new(table.as_floats(), table.n_rows(), table.dims())
}
