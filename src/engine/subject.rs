//! What a session is about: a run that trains on a text, or a table of vectors that was made elsewhere.
//!
//! Questions, map and evaluation see either through one view: a vocabulary and an embedding. Whatever needs a text or a run
//! asks for it, and a table has neither.

use std::sync::Arc;

use super::{
    memory::{BYTES_PER_PAIR, Item, MemoryPlan, PAIRS_EXPECTED},
    run::{Run, memory_of},
    slice::{OPERATIONS_PER_LOOK, Slice},
    table::Table,
    text::Text,
};
use crate::{
    matrix::Matrix,
    protocol::{Absence, Phase, RunRecord},
    space::{Embedding, InverseNorms},
    text::Vocabulary,
};

/// A vocabulary with its vectors, and where they come from.
#[derive(Debug)]
pub(super) struct Subject {
    pub(super) vocabulary: Arc<Vocabulary>,
    pub(super) origin: Origin,
    /// Whether the trainer's vectors lag behind its training.
    is_stale: bool,
    /// Of the vectors as they are; incomplete while out of date.
    norms: InverseNorms,
}

/// Where vectors come from.
#[derive(Debug)]
pub(super) enum Origin {
    /// They are trained here.
    Run(Box<Run>),
    /// They were loaded.
    Table(Box<Table>),
}

impl Subject {
    pub(super) fn new(vocabulary: Arc<Vocabulary>, origin: Origin) -> Self {
        let is_stale = matches!(origin, Origin::Run(_));
        Self { vocabulary, origin, is_stale, norms: InverseNorms::default() }
    }

    /// Why a word that was typed is not in the vocabulary.
    pub(super) fn absence(&self, word: &str) -> Absence {
        self.run()
            .map_or(Absence::Absent, |run| run.text.absence(&self.vocabulary, run.record.settings.min_count, word))
    }

    pub(super) fn run(&self) -> Option<&Run> {
        match &self.origin {
            Origin::Run(run) => Some(run),
            Origin::Table(_) => None,
        }
    }

    pub(super) fn run_mut(&mut self) -> Option<&mut Run> {
        match &mut self.origin {
            Origin::Run(run) => Some(run),
            Origin::Table(_) => None,
        }
    }

    /// The text that the vectors are learned from; none where they were loaded.
    pub(super) fn text(&self) -> Option<&Arc<Text>> {
        self.run().map(|run| &run.text)
    }

    /// Where the run stands; loaded vectors are done.
    pub(super) fn phase(&self) -> Phase {
        self.run().map_or(Phase::Trained, |run| run.phase)
    }

    pub(super) fn is_training(&self) -> bool {
        self.phase() == Phase::Training
    }

    /// Words trained on; 0 where the vectors were loaded.
    pub(super) fn tokens_done(&self) -> u64 {
        self.run().map_or(0, |run| run.trainer.tokens_done())
    }

    /// How the vectors came about.
    pub(super) fn record(&self) -> &RunRecord {
        match &self.origin {
            Origin::Run(run) => &run.record,
            Origin::Table(table) => &table.record,
        }
    }

    /// What it takes of memory.
    pub(super) fn memory(&self) -> MemoryPlan {
        match &self.origin {
            Origin::Run(run) => {
                let plan = memory_of(&run.text, &self.vocabulary, run.corpus(), &run.settings());
                match run.trainer.n_pairs() {
                    Some(n_pairs) => plan.without(&[Item::Pairs]).with(Item::Pairs, BYTES_PER_PAIR * n_pairs),
                    None => plan.with_share_of(Item::Pairs, PAIRS_EXPECTED),
                }
            }
            Origin::Table(table) => table.memory(&self.vocabulary),
        }
    }

    /// Bytes of a copy of the vectors of this many words.
    pub(super) fn copy_bytes(&self, n_words: usize) -> u64 {
        Matrix::bytes(n_words as u64, self.matrix().dims() as u64)
    }

    /// The topic of a word, as an index into the text's topics.
    pub(super) fn topic_of(&self, word_id: u32) -> Option<usize> {
        self.text()?.topic_of(&self.vocabulary.words()[word_id as usize])
    }

    /// Training has moved the vectors.
    pub(super) fn vectors_moved(&mut self) {
        self.is_stale = true;
        self.norms = InverseNorms::default();
    }

    /// Brings the vectors up to date with training, a piece at a time; whether they are.
    pub(super) fn freshen(&mut self, slice: &Slice<'_>) -> bool {
        let Origin::Run(run) = &mut self.origin else { return true };
        while self.is_stale {
            self.is_stale = !run.trainer.refresh_some(OPERATIONS_PER_LOOK as u64);
            if self.is_stale && slice.is_over() {
                return false;
            }
        }
        true
    }

    /// Takes the norms of fresh vectors, a piece at a time; whether all are there.
    pub(super) fn measure_norms(&mut self, slice: &Slice<'_>) -> bool {
        if !self.freshen(slice) {
            return false;
        }
        let embedding = Embedding::from(match &self.origin {
            Origin::Run(run) => run.trainer.vectors(),
            Origin::Table(table) => &table.matrix,
        });
        loop {
            if self.norms.advance(embedding, OPERATIONS_PER_LOOK) {
                return true;
            }
            if slice.is_over() {
                return false;
            }
        }
    }

    /// The vectors as of the last time they were brought up to date.
    pub(super) fn matrix(&self) -> &Matrix {
        match &self.origin {
            Origin::Run(run) => run.trainer.vectors(),
            Origin::Table(table) => &table.matrix,
        }
    }

    /// The vectors as they are now.
    pub(super) fn embedding(&mut self) -> Embedding<'_> {
        if let Origin::Run(run) = &mut self.origin
            && std::mem::take(&mut self.is_stale)
        {
            run.trainer.refresh();
        }
        self.matrix().into()
    }

    /// The vectors as they are now, with one over their norms.
    pub(super) fn embedding_and_norms(&mut self) -> (Embedding<'_>, &[f32]) {
        self.embedding();
        let embedding = Embedding::from(match &self.origin {
            Origin::Run(run) => run.trainer.vectors(),
            Origin::Table(table) => &table.matrix,
        });
        while !self.norms.advance(embedding, usize::MAX) {}
        (embedding, self.norms.as_slice())
    }

    /// The vectors as of the last time that their norms were measured, and these.
    pub(super) fn seen(&self) -> (Embedding<'_>, &[f32]) {
        (self.matrix().into(), self.norms.as_slice())
    }

    /// The vectors by which words are predicted; none where there are no such vectors.
    pub(super) fn outputs(&self) -> Option<Embedding<'_>> {
        self.run()?.trainer.outputs().map(Embedding::from)
    }
}
