//! What of a session is saved, and its bytes, a piece at a time.

use std::sync::{Arc, Weak};

use super::{CORPUS, LENT, PAGE, PAIRS, RUN, RunHead, STATE, TEXT, TOKENS, TextHead, WORDS};
use crate::{
    columns::{Column, head_of},
    engine::{run::Run, text::Text},
    formats::{SectionView, SectionsWriter},
    protocol::RunRecord,
    text::{Corpus, Vocabulary, VocabularyToSave, corpus_columns},
    train::{Checkpoint, Loan},
};

/// A session at one moment. It shares what it holds with the session, and stays what it is whatever becomes of that.
#[derive(Debug, Clone)]
pub struct SavedSession {
    text: Arc<Text>,
    corpus: Arc<Corpus>,
    vocabulary: Arc<Vocabulary>,
    /// What the run has borrowed.
    loan: Option<Arc<Loan>>,
    run: RunHead,
    checkpoint: Checkpoint,
}

/// Which text, vocabulary and borrowed vectors a session has, without keeping them.
#[derive(Debug, Clone)]
pub struct TextMark {
    text: Weak<Text>,
    corpus: Weak<Corpus>,
    loan: Option<Weak<Loan>>,
}

impl TextMark {
    pub(in crate::engine) fn of(run: &Run) -> Self {
        Self::new(&run.text, run.corpus(), run.trainer.loan())
    }

    fn new(text: &Arc<Text>, corpus: &Arc<Corpus>, loan: Option<&Arc<Loan>>) -> Self {
        Self { text: Arc::downgrade(text), corpus: Arc::downgrade(corpus), loan: loan.map(Arc::downgrade) }
    }

    /// Whether it is of the text of a run.
    pub(in crate::engine) fn is_of_run(&self, run: &Run) -> bool {
        self.text.ptr_eq(&Arc::downgrade(&run.text))
    }

    /// Whether it is of the text that was saved.
    pub fn is_of_text_of(&self, saved: &SavedSession) -> bool {
        self.text.ptr_eq(&Arc::downgrade(&saved.text))
    }

    /// Whether it is of the text, the vocabulary and the borrowed vectors that were saved.
    pub fn has_words_of(&self, saved: &SavedSession) -> bool {
        let has_loan = match (&self.loan, &saved.loan) {
            (Some(loan), Some(saved)) => loan.ptr_eq(&Arc::downgrade(saved)),
            (None, None) => true,
            _ => false,
        };
        has_loan && self.is_of_text_of(saved) && self.corpus.ptr_eq(&Arc::downgrade(&saved.corpus))
    }
}

/// Which part of a session is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Volume {
    /// All of it, in one volume, with or without the tokens of its text.
    Whole {
        /// Whether evidence and "is not in this text" shall be there again.
        with_text: bool,
    },
    /// The text with its vocabulary, and the vectors that the run has borrowed: the same for all states of a run.
    Text,
    /// The pairs of words that `GloVe` fits: the same from the end of its preparation on.
    Pairs,
    /// What changes.
    State,
}

impl SavedSession {
    pub(in crate::engine) fn new(
        run: &Run,
        vocabulary: &Arc<Vocabulary>,
        head: RunHead,
        checkpoint: Checkpoint,
    ) -> Self {
        Self {
            text: Arc::clone(&run.text),
            corpus: Arc::clone(run.corpus()),
            vocabulary: Arc::clone(vocabulary),
            loan: run.trainer.loan().cloned(),
            run: head,
            checkpoint,
        }
    }

    /// How the vectors came about.
    pub fn record(&self) -> &RunRecord {
        &self.run.record
    }

    /// Its text, vocabulary and borrowed vectors.
    pub fn mark(&self) -> TextMark {
        TextMark::new(&self.text, &self.corpus, self.loan.as_ref())
    }

    /// Bytes of memory that its state takes.
    pub fn state_bytes(&self) -> u64 {
        self.checkpoint.n_bytes()
    }

    /// Whether there are pairs of words to save: see [`Volume::Pairs`].
    pub fn has_pairs(&self) -> bool {
        self.checkpoint.pairs().is_some()
    }

    fn text_head(&self) -> TextHead {
        let text = &self.text;
        TextHead {
            name: text.name.clone(),
            identity: text.identity.clone(),
            lowercase: text.lowercase,
            is_file: text.is_file,
            notices: text.notices.clone(),
            figures: text.figures(),
            topics: text.topics.clone(),
            topic_of: text.topic_of.iter().map(|(word, &topic)| (word.clone(), topic as u32)).collect(),
            landmarks: text.landmarks.clone(),
            examples: text.examples.clone(),
            heatmaps: text.heatmaps.clone(),
        }
    }
}

/// Writes a session, a piece at a time.
#[derive(Debug)]
pub struct SessionWriter {
    saved: SavedSession,
    volume: Volume,
    vocabulary: Option<VocabularyToSave>,
    text: Vec<u8>,
    tokens: Vec<u8>,
    run: Vec<u8>,
    state: Vec<u8>,
    page: Vec<u8>,
    writer: SectionsWriter,
}

impl SessionWriter {
    /// Nothing is written yet. `page`: what the page adds, as it likes; it comes back in
    /// [`Opened::page`](crate::protocol::Opened::page).
    pub fn new(saved: SavedSession, volume: Volume, page: Vec<u8>) -> Self {
        let has_words = matches!(volume, Volume::Whole { .. } | Volume::Text);
        Self {
            vocabulary: has_words.then(|| VocabularyToSave::new(Arc::clone(&saved.vocabulary))),
            text: head_of(&saved.text_head()),
            tokens: saved.text.stream.head(),
            run: head_of(&saved.run),
            state: saved.checkpoint.head(),
            page,
            saved,
            volume,
            writer: SectionsWriter::default(),
        }
    }

    fn sections(&self) -> Vec<SectionView<'_>> {
        let Self { saved, volume, .. } = self;
        let is_whole = matches!(volume, Volume::Whole { .. });
        let small = |tag, head| SectionView { tag, head, columns: Vec::new() };
        let mut sections = Vec::new();
        if let Some(vocabulary) = &self.vocabulary {
            sections.push(small(TEXT, &self.text));
            sections.push(SectionView { tag: WORDS, head: vocabulary.head(), columns: vocabulary.columns() });
            sections.push(SectionView { tag: CORPUS, head: &[], columns: corpus_columns(&saved.corpus) });
            if *volume != (Volume::Whole { with_text: false }) && saved.text.left_out.is_none() {
                let columns = saved.text.stream.columns();
                sections.push(SectionView { tag: TOKENS, head: &self.tokens, columns });
            }
        }
        if let Some(loan) = saved.loan.as_ref().filter(|_| is_whole || *volume == Volume::Text) {
            let columns = vec![Column::Words(loan.rows()), Column::Floats(loan.vectors().as_floats())];
            sections.push(SectionView { tag: LENT, head: &[], columns });
        }
        if let Some(pairs) = saved.checkpoint.pairs().filter(|_| is_whole || *volume == Volume::Pairs) {
            sections.push(SectionView { tag: PAIRS, head: &[], columns: pairs.into() });
        }
        if is_whole || *volume == Volume::State {
            sections.push(small(RUN, &self.run));
            sections.push(SectionView { tag: STATE, head: &self.state, columns: saved.checkpoint.columns() });
            sections.push(small(PAGE, &self.page));
        }
        sections
    }

    /// Bytes of all that will be written.
    pub fn n_bytes(&self) -> u64 {
        SectionsWriter::n_bytes(&self.sections())
    }

    /// Appends about `most` more bytes. True once all are written.
    pub fn pull(&mut self, out: &mut Vec<u8>, most: usize) -> bool {
        let mut writer = std::mem::take(&mut self.writer);
        let is_done = writer.write(&self.sections(), out, most);
        self.writer = writer;
        is_done
    }
}
