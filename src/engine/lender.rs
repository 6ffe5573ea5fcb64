//! Vectors that runs can begin with: those of the table that was open last, and of the text before.
//!
//! A session keeps them when something else is opened, where there is plenty of memory, and lets go of them when a text needs
//! it. A run has what it borrows to itself ([`Lent`]), so it can be reset, saved and undone whatever becomes of the lender.

use std::sync::{Arc, OnceLock};

use crate::{
    matrix::Matrix,
    protocol::{self, RunRecord, Settings, SourceIdentity, Start},
    text::Vocabulary,
    train::Loan,
};

/// What a run has borrowed.
#[derive(Debug, Clone)]
pub(super) struct Lent {
    pub(super) loan: Arc<Loan>,
    /// What is said of it.
    pub(super) about: protocol::Loan,
    /// How the lender's vectors came about.
    pub(super) lender: RunRecord,
}

/// Vectors that can be lent, with their words.
#[derive(Debug)]
pub(super) struct Lender {
    /// How they came about.
    pub(super) record: RunRecord,
    pub(super) vocabulary: Arc<Vocabulary>,
    vectors: Vectors,
    /// Of all of its vectors, once it is known.
    checksum: OnceLock<u64>,
}

#[derive(Debug)]
enum Vectors {
    /// One a word.
    Whole(Arc<Matrix>),
    /// Those that a run has borrowed, by the words of that run; the rest is not here.
    Part(Box<Lent>),
}

impl Lender {
    /// A table, one vector a word.
    pub(super) fn new(record: RunRecord, vocabulary: Arc<Vocabulary>, vectors: Arc<Matrix>) -> Self {
        Self { record, vocabulary, vectors: Vectors::Whole(vectors), checksum: OnceLock::new() }
    }

    /// What a run has borrowed, to be lent to another run of its text. `vocabulary`: of the run.
    pub(super) fn of_part(lent: Lent, vocabulary: Arc<Vocabulary>) -> Self {
        let record = lent.lender.clone();
        Self { record, vocabulary, vectors: Vectors::Part(Box::new(lent)), checksum: OnceLock::new() }
    }

    pub(super) fn name(&self) -> &str {
        self.record.name()
    }

    pub(super) fn matrix(&self) -> &Matrix {
        match &self.vectors {
            Vectors::Whole(vectors) => vectors,
            Vectors::Part(lent) => lent.loan.vectors(),
        }
    }

    /// The row of [`Lender::matrix`] for one of its words.
    pub(super) fn row_of(&self, word_id: u32) -> Option<u32> {
        match &self.vectors {
            Vectors::Whole(_) => Some(word_id),
            Vectors::Part(lent) => lent.loan.row_of(word_id),
        }
    }

    pub(super) fn dims(&self) -> u32 {
        self.matrix().dims() as u32
    }

    /// What is known of the whole table, where only a part of it is here.
    pub(super) fn about_whole(&self) -> Option<&protocol::Loan> {
        if let Vectors::Part(lent) = &self.vectors { Some(&lent.about) } else { None }
    }

    /// Its checksum, where it is known.
    pub(super) fn checksum(&self) -> Option<String> {
        match &self.vectors {
            Vectors::Whole(_) => self.checksum.get().map(|checksum| format!("{checksum:016x}")),
            Vectors::Part(lent) => Some(lent.about.checksum.clone()),
        }
    }

    /// The checksum of all vectors is this.
    pub(super) fn is_of_checksum(&self, checksum: u64) {
        // It is taken of what never changes.
        let _ = self.checksum.set(checksum);
    }

    /// Whether its vectors are these.
    pub(super) fn has_vectors(&self, vectors: &Arc<Matrix>) -> bool {
        matches!(&self.vectors, Vectors::Whole(own) if Arc::ptr_eq(own, vectors))
    }

    /// Bytes that it takes.
    pub(super) fn n_bytes(&self) -> u64 {
        let matrix = self.matrix();
        Matrix::bytes(matrix.n_rows() as u64, matrix.dims() as u64) + self.vocabulary.n_bytes()
    }

    /// What the page hears of it.
    pub(super) fn to_protocol(&self) -> protocol::Lender {
        let n_words = self.about_whole().map_or(self.matrix().n_rows() as u64, |about| about.n_rows);
        protocol::Lender { name: self.name().to_owned(), n_words: n_words as u32, dims: self.dims() }
    }
}

/// What is said of vectors whose record is not at hand.
pub(super) fn record_of(source: SourceIdentity) -> RunRecord {
    RunRecord {
        source,
        settings: Settings::default(),
        loan: None,
        effective_min_count: 1,
        changes: Vec::new(),
        tokens_done: 0,
        tokens_total: 0,
    }
}

/// The vectors that are kept beside what is open.
#[derive(Debug, Default)]
pub(super) struct Lenders {
    /// The table that was open last.
    table: Option<Arc<Lender>>,
    /// What was trained here on the text that was open before.
    before: Option<Arc<Lender>>,
}

impl Lenders {
    /// Those of a start.
    pub(super) fn of(&self, start: Start) -> Option<&Arc<Lender>> {
        match start {
            Start::Random => None,
            Start::Table => self.table.as_ref(),
            Start::Before => self.before.as_ref(),
        }
    }

    /// Keeps others in their place.
    pub(super) fn keep(&mut self, start: Start, lender: Lender) {
        match start {
            Start::Random => {}
            Start::Table => self.table = Some(Arc::new(lender)),
            Start::Before => self.before = Some(Arc::new(lender)),
        }
    }

    /// Lets go of those of a start that have other vectors than those of a checksum: a run has borrowed these, and names them.
    pub(super) fn forget_others(&mut self, start: Start, checksum: &str) {
        let is_other = |lender: &mut Arc<Lender>| lender.checksum().as_deref() != Some(checksum);
        match start {
            Start::Random => None,
            Start::Table => self.table.take_if(is_other),
            Start::Before => self.before.take_if(is_other),
        };
    }

    /// Lets go of all but one that is needed; whether any went.
    pub(super) fn let_go(&mut self, needed: Option<&Arc<Lender>>) -> bool {
        let is_spare = |lender: &mut Arc<Lender>| needed.is_none_or(|needed| !Arc::ptr_eq(lender, needed));
        let gone = [self.table.take_if(is_spare), self.before.take_if(is_spare)];
        gone.iter().any(Option::is_some)
    }

    /// Bytes of all whose vectors are not those of the table that is open. `needed`: one that is left out as well.
    pub(super) fn n_bytes(&self, open: Option<&Arc<Matrix>>, needed: Option<&Arc<Lender>>) -> u64 {
        let all = [&self.table, &self.before].into_iter().flatten();
        let counts = all.filter(|lender| {
            open.is_none_or(|open| !lender.has_vectors(open))
                && needed.is_none_or(|needed| !Arc::ptr_eq(lender, needed))
        });
        counts.map(|lender| lender.n_bytes()).sum()
    }

    /// What the page hears of them, in the order of [`Start::ALL`].
    pub(super) fn to_protocol(&self) -> [Option<protocol::Lender>; 2] {
        [&self.table, &self.before].map(|lender| lender.as_ref().map(|lender| lender.to_protocol()))
    }
}
