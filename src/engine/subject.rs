//! What a session is about: a run that trains on a text, or a table of vectors that was made elsewhere.
//!
//! Questions, map and evaluation see either through one view: a vocabulary and an embedding. Whatever needs a text or a run
//! asks for it, and a table has neither.

use std::sync::Arc;

use super::{
    guests::Guests,
    memory::{BYTES_PER_PAIR, Item, MOST_BYTES, MemoryPlan, PAIRS_EXPECTED},
    run::{Run, memory_of},
    search::Search,
    slice::{OPERATIONS_PER_LOOK, Slice},
    table::Table,
    text::Text,
};
use crate::{
    matrix::Matrix,
    protocol::{Absence, Phase, RunRecord},
    space::{Embedding, InverseNorms, Quantized, SpaceError},
    text::Vocabulary,
};

/// Floats from which on a table is searched by a copy in bytes. Smaller ones take a few milliseconds as they are.
const LARGE: usize = 8_000_000;
/// The copy is made only where the subject with it takes at most half of the memory, so that it is never in the way.
const MOST_BYTES_WITH_COPY: u64 = MOST_BYTES / 2;

/// A vocabulary with its vectors, and where they come from.
#[derive(Debug)]
pub(super) struct Subject {
    pub(super) vocabulary: Arc<Vocabulary>,
    pub(super) origin: Origin,
    /// Whether the trainer's vectors lag behind its training.
    is_stale: bool,
    /// Of the vectors as they are; incomplete while out of date.
    norms: InverseNorms,
    /// Their copy in bytes, and whether it is complete.
    quantized: Quantized,
    is_quantized: bool,
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
        let (norms, quantized) = (InverseNorms::default(), Quantized::default());
        Self { vocabulary, origin, is_stale, norms, quantized, is_quantized: false }
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
        self.memory_of_origin().with(Item::Quantized, self.quantized.n_bytes())
    }

    fn memory_of_origin(&self) -> MemoryPlan {
        match &self.origin {
            Origin::Run(run) => {
                let plan = memory_of(&run.text, &self.vocabulary, run.corpus(), &run.settings());
                let plan = plan.with(Item::Lent, run.lent.as_ref().map_or(0, |lent| lent.loan.n_bytes()));
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
        (self.quantized, self.is_quantized) = (Quantized::default(), false);
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

    /// Whether a copy in bytes is missing that would serve.
    pub(super) fn wants_quantized(&self) -> bool {
        let (n_words, dims) = (self.matrix().n_rows(), self.matrix().dims());
        let n_bytes = Quantized::bytes(n_words as u64, dims as u64);
        !self.is_quantized
            && n_words.saturating_mul(dims) >= LARGE
            && self.memory_of_origin().n_bytes() + n_bytes <= MOST_BYTES_WITH_COPY
    }

    /// Makes the copy in bytes, a piece at a time.
    pub(super) fn quantize(&mut self, slice: &Slice<'_>) {
        if !self.measure_norms(slice) {
            return;
        }
        let embedding = Embedding::from(match &self.origin {
            Origin::Run(run) => run.trainer.vectors(),
            Origin::Table(table) => &table.matrix,
        });
        while !self.is_quantized {
            self.is_quantized = self.quantized.advance(embedding, self.norms.as_slice(), OPERATIONS_PER_LOOK);
            if slice.is_over() {
                return;
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

    /// The vectors as they are now, to be asked.
    pub(super) fn search(&mut self) -> Search<'_> {
        self.embedding_and_norms();
        let quantized = self.is_quantized.then_some(&self.quantized);
        Search { embedding: self.matrix().into(), norms: self.norms.as_slice(), quantized }
    }

    /// The id of a word that the vocabulary lacks, composed of its n-grams, where there are some.
    pub(super) fn compose(&mut self, typed: &str) -> Option<u32> {
        let n_words = self.vocabulary.len();
        let Origin::Table(table) = &mut self.origin else { return None };
        table.guests.as_mut()?.find(typed).map(|place| (n_words + place) as u32)
    }

    /// Words that were composed since this was last asked.
    pub(super) fn take_composed(&mut self) -> Vec<(u32, String)> {
        let n_words = self.vocabulary.len();
        let Origin::Table(table) = &mut self.origin else { return Vec::new() };
        let news = table.guests.as_mut().map(Guests::take_news).unwrap_or_default();
        news.into_iter().map(|(place, word)| ((n_words + place) as u32, word)).collect()
    }

    /// The vector of a word that was composed.
    pub(super) fn composed(&self, word_id: u32) -> Option<&[f32]> {
        let Origin::Table(table) = &self.origin else { return None };
        let place = (word_id as usize).checked_sub(self.vocabulary.len())?;
        table.guests.as_ref()?.vector(place)
    }

    /// The vectors of some words, each once, and the row of each of the words. Errors: [`SpaceError::NoSuchWord`].
    pub(super) fn rows_of(&mut self, word_ids: &[u32]) -> Result<(Matrix, Vec<u32>), SpaceError> {
        self.embedding();
        let (mut matrix, mut taken) = (Matrix::zeros(0, self.matrix().dims()), Vec::new());
        let mut rows = Vec::with_capacity(word_ids.len());
        for &word_id in word_ids {
            let known = taken.iter().position(|&other| other == word_id);
            rows.push(known.unwrap_or(taken.len()) as u32);
            if known.is_none() {
                let vector = match self.composed(word_id) {
                    Some(vector) => vector,
                    None => Embedding::from(self.matrix()).vector(word_id)?,
                };
                matrix.grow(1, 0.0);
                matrix.vector_mut(taken.len()).copy_from_slice(vector);
                taken.push(word_id);
            }
        }
        Ok((matrix, rows))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::SourceIdentity;

    fn loaded(n_words: usize, dims: usize) -> Subject {
        let mut matrix = Matrix::zeros(n_words, dims);
        let mut next = 0_u32;
        matrix.fill_with(|| {
            next = next.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (next >> 16) as f32 - 32_768.0
        });
        let words = (0..n_words).map(|i| format!("word{i}")).collect();
        let source = SourceIdentity::Vectors {
            name: String::new(),
            format: String::new(),
            n_rows: n_words as u64,
            dims: dims as u32,
            n_bytes: 0,
            checksum: String::new(),
        };
        let record = crate::engine::lender::record_of(source);
        let vocabulary = Arc::new(Vocabulary::from_words(words, None).expect("different words"));
        let table = Table { matrix: Arc::new(matrix), record, notes: Vec::new(), guests: None };
        Subject::new(vocabulary, Origin::Table(Box::new(table)))
    }

    #[test]
    fn a_large_table_gets_a_copy_in_bytes_with_the_same_answers() {
        assert!(!loaded(1000, 100).wants_quantized());
        let mut subject = loaded(LARGE / 500, 500);
        assert!(subject.wants_quantized());
        let before = subject.memory();
        let ask = |subject: &mut Subject| {
            let search = subject.search();
            let query = search.embedding.vector(77).expect("a word").to_vec();
            let found = search.nearest(&query, 10, &[77]).expect("it has a direction");
            (search.quantized.is_some(), found, search.rank_of(&query, 3, &[77]).expect("a word"))
        };
        let (is_quantized, whole, rank) = ask(&mut subject);
        assert!(!is_quantized);
        let mut n_slices = 0;
        while subject.wants_quantized() {
            subject.quantize(&Slice::until(&|| 1.0, 0.0));
            n_slices += 1;
        }
        assert!(n_slices > 20, "it is made in slices: {n_slices}");
        assert_eq!(ask(&mut subject), (true, whole, rank));
        assert_eq!(subject.memory().n_bytes() - before.n_bytes(), Quantized::bytes(LARGE as u64 / 500, 500));
        subject.vectors_moved();
        assert_eq!((subject.wants_quantized(), subject.memory()), (true, before));
    }
}
