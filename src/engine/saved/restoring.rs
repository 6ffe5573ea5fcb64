//! Reads a saved session and builds it again, a piece at a time.

use std::sync::Arc;

use super::{CORPUS, LENT, PAGE, PAIRS, RUN, RunHead, STATE, SavedError, TEXT, TOKENS, TextHead, WORDS};
use crate::{
    columns::{Misfit, Parts},
    engine::{
        memory::{Item, MemoryPlan},
        run::{Run, memory_of},
        slice::OPERATIONS_PER_LOOK,
        subject::{Origin, Subject},
        text::Text,
    },
    formats::{Section, SectionsReader, Tag},
    matrix::Matrix,
    text::{Corpus, CorpusRestorer, RemnantBuilder, StreamRestorer, TokenStream, Vocabulary, VocabularyRestorer},
    train::{Checkpoint, Loan, Restorer, TrainConfig, Trainer, TrainerBuilder},
};

/// Numbers that are looked at between two looks at the clock.
const NUMBERS_PER_LOOK: usize = 100_000;
/// Numbers of a vector that a run can have.
const MOST_DIMS: usize = 4096;
/// Words that are entered between two looks at the clock.
const WORDS_PER_LOOK: usize = 4000;

/// A saved session on its way.
#[derive(Debug)]
pub(in crate::engine) struct Restoring {
    /// Whether more bytes come from outside.
    pub(in crate::engine) is_fed: bool,
    n_bytes: u64,
    n_read: u64,
    work: Work,
}

/// How far it has come.
pub(in crate::engine) enum Step {
    /// There is more to do, or more bytes are to come.
    Working,
    /// It stands where it was saved.
    Ready(Subject),
}

/// What is left of the file once its words are there.
#[derive(Debug)]
struct Rest {
    head: TextHead,
    run: RunHead,
    checkpoint: Checkpoint,
    page: Vec<u8>,
    lent: Option<LoanRestorer>,
}

#[derive(Debug)]
enum Work {
    Reading(SectionsReader),
    Words(VocabularyRestorer, Box<Sections>),
    Corpus(CorpusRestorer, Arc<Vocabulary>, Box<Sections>),
    Tokens(Box<StreamRestorer>, Arc<Vocabulary>, Arc<Corpus>, Box<Rest>),
    Remnant(Box<RemnantBuilder>, Arc<Vocabulary>, Arc<Corpus>, Box<Rest>),
    Fitting(Arc<Text>, Arc<Vocabulary>, Arc<Corpus>, Box<Rest>),
    Lending(Box<TrainerBuilder>, Arc<Text>, Arc<Vocabulary>, Box<Rest>),
    Building(Box<TrainerBuilder>, Arc<Text>, Arc<Vocabulary>, Box<Rest>),
    Restoring(Box<(Restorer, Trainer)>, Arc<Text>, Arc<Vocabulary>, Box<Rest>),
    Done,
}

/// The sections that are not used yet.
#[derive(Debug)]
struct Sections(Vec<Section>);

impl Sections {
    fn take_if_there(&mut self, tag: Tag) -> Option<Parts> {
        let place = self.0.iter().position(|section| section.tag == tag)?;
        Some(self.0.swap_remove(place).parts)
    }

    fn take(&mut self, tag: Tag) -> Result<Parts, SavedError> {
        self.take_if_there(tag).ok_or(SavedError::Missing { tag })
    }

    fn rest(&mut self) -> Result<Rest, SavedError> {
        let head = self.take(TEXT)?.read_head().map_err(SavedError::misfit(TEXT))?;
        let run: RunHead = self.take(RUN)?.read_head().map_err(SavedError::misfit(RUN))?;
        let (state, pairs) = (self.take(STATE)?, self.take_if_there(PAIRS));
        let checkpoint = Checkpoint::from_parts(state, pairs).map_err(SavedError::misfit(STATE))?;
        let page = self.take_if_there(PAGE).map_or_else(Vec::new, |parts| parts.head);
        let lent = self.take_if_there(LENT).filter(|_| run.record.settings.borrows());
        let lent = lent.map(|parts| LoanRestorer::new(parts, &run)).transpose().map_err(SavedError::misfit(LENT))?;
        if run.record.settings.borrows() && lent.is_none() {
            return Err(SavedError::Missing { tag: LENT });
        }
        Ok(Rest { head, run, checkpoint, page, lent })
    }
}

impl Restoring {
    /// Nothing is read yet, of `n_bytes`. `most_bytes`: memory that may be taken.
    pub(in crate::engine) fn new(n_bytes: u64, most_bytes: u64) -> Self {
        Self { is_fed: true, n_bytes, n_read: 0, work: Work::Reading(SectionsReader::new(n_bytes, most_bytes)) }
    }

    /// Takes bytes that come from outside. What is wrong with them is said by [`Restoring::advance`].
    pub(in crate::engine) fn feed(&mut self, bytes: &[u8]) {
        if let Work::Reading(reader) = &mut self.work {
            self.n_read += bytes.len() as u64;
            if reader.push(bytes).is_err() {
                self.is_fed = false;
            }
        }
    }

    /// Whether it waits for bytes from outside.
    pub(in crate::engine) fn wants_bytes(&self) -> bool {
        self.is_fed && matches!(self.work, Work::Reading(_))
    }

    /// The share that is read, and the bytes of it.
    pub(in crate::engine) fn n_read(&self) -> u64 {
        self.n_read
    }

    /// How much of building is done, in [0, 1]; none while it is read.
    pub(in crate::engine) fn share_built(&self) -> Option<f64> {
        match &self.work {
            Work::Reading(_) => None,
            Work::Building(builder, ..) => Some(builder.share_done()),
            Work::Restoring(..) | Work::Done => Some(1.0),
            _ => Some(0.0),
        }
    }

    /// Memory that it takes.
    pub(in crate::engine) fn memory(&self) -> MemoryPlan {
        let plan = MemoryPlan::default();
        match &self.work {
            Work::Reading(reader) => plan.with(Item::Saved, reader.n_taken()),
            Work::Building(builder, text, vocabulary, rest) | Work::Lending(builder, text, vocabulary, rest) => {
                let plan = plan.with(Item::Saved, rest.checkpoint.n_bytes());
                plan.and(needed(text, vocabulary, builder.corpus(), &rest.run))
            }
            Work::Restoring(restoring, text, vocabulary, rest) => {
                let plan = plan.with(Item::Saved, rest.checkpoint.n_bytes());
                plan.and(needed(text, vocabulary, restoring.1.corpus(), &rest.run))
            }
            Work::Done => plan,
            _ => plan.with(Item::Saved, self.n_bytes),
        }
    }

    /// Goes on for a piece. `others`: all other memory that is in use. Errors: [`SavedError`].
    pub(in crate::engine) fn advance(&mut self, others: &MemoryPlan) -> Result<Step, SavedError> {
        self.work = match std::mem::replace(&mut self.work, Work::Done) {
            Work::Reading(reader) if self.is_fed => Work::Reading(reader),
            Work::Reading(reader) => {
                let mut sections = Sections(reader.finish()?);
                let words = sections.take(WORDS)?;
                Work::Words(VocabularyRestorer::new(words).map_err(SavedError::misfit(WORDS))?, Box::new(sections))
            }
            Work::Words(mut words, mut sections) => {
                if words.advance(WORDS_PER_LOOK).map_err(SavedError::misfit(WORDS))? {
                    let vocabulary = Arc::new(words.finish());
                    let corpus = CorpusRestorer::new(sections.take(CORPUS)?, vocabulary.len());
                    Work::Corpus(corpus.map_err(SavedError::misfit(CORPUS))?, vocabulary, sections)
                } else {
                    Work::Words(words, sections)
                }
            }
            Work::Corpus(mut corpus, vocabulary, mut sections) => {
                if corpus.advance(NUMBERS_PER_LOOK).map_err(SavedError::misfit(CORPUS))? {
                    let (corpus, rest) = (Arc::new(corpus.finish()), Box::new(sections.rest()?));
                    if let Some(parts) = sections.take_if_there(TOKENS) {
                        let tokens = StreamRestorer::new(parts).map_err(SavedError::misfit(TOKENS))?;
                        Work::Tokens(Box::new(tokens), vocabulary, corpus, rest)
                    } else {
                        let remnant = RemnantBuilder::new(rest.head.lowercase);
                        Work::Remnant(Box::new(remnant), vocabulary, corpus, rest)
                    }
                } else {
                    Work::Corpus(corpus, vocabulary, sections)
                }
            }
            Work::Tokens(mut tokens, vocabulary, corpus, rest) => {
                if tokens.advance(NUMBERS_PER_LOOK).map_err(SavedError::misfit(TOKENS))? {
                    Work::Fitting(text(&rest.head, tokens.finish(), true), vocabulary, corpus, rest)
                } else {
                    Work::Tokens(tokens, vocabulary, corpus, rest)
                }
            }
            Work::Remnant(mut remnant, vocabulary, corpus, rest) => {
                let advanced = remnant.advance(&vocabulary, &corpus, NUMBERS_PER_LOOK / 8);
                if advanced.map_err(SavedError::misfit(CORPUS))? {
                    Work::Fitting(text(&rest.head, remnant.finish(), false), vocabulary, corpus, rest)
                } else {
                    Work::Remnant(remnant, vocabulary, corpus, rest)
                }
            }
            Work::Fitting(text, vocabulary, corpus, rest) => {
                let config = TrainConfig::from(&rest.run.record.settings);
                let counts = vocabulary.counts().unwrap_or_default();
                let builder = TrainerBuilder::new(config, counts, Arc::clone(&corpus))?;
                let plan = others.clone().with(Item::Saved, rest.checkpoint.n_bytes());
                plan.and(needed(&text, &vocabulary, &corpus, &rest.run)).check()?;
                let builder = builder.most_pairs(rest.checkpoint.most_pairs());
                Work::Lending(Box::new(builder), text, vocabulary, rest)
            }
            Work::Lending(builder, text, vocabulary, mut rest) => {
                if rest.lent.as_mut().is_some_and(|lent| !lent.advance(NUMBERS_PER_LOOK)) {
                    Work::Lending(builder, text, vocabulary, rest)
                } else if let Some(lent) = rest.lent.take() {
                    let loan = lent.finish().map_err(SavedError::misfit(LENT))?;
                    Work::Building(Box::new(builder.lent(Arc::new(loan))), text, vocabulary, rest)
                } else {
                    Work::Building(builder, text, vocabulary, rest)
                }
            }
            Work::Building(mut builder, text, vocabulary, rest) => {
                if builder.advance(OPERATIONS_PER_LOOK as u64)? {
                    let restorer = Restorer::new(rest.checkpoint.clone());
                    Work::Restoring(Box::new((restorer, builder.finish())), text, vocabulary, rest)
                } else {
                    Work::Building(builder, text, vocabulary, rest)
                }
            }
            Work::Restoring(mut restoring, text, vocabulary, rest) => {
                let (restorer, trainer) = &mut *restoring;
                if restorer.advance(trainer, OPERATIONS_PER_LOOK as u64)? {
                    let (Rest { run, page, .. }, (_, trainer)) = (*rest, *restoring);
                    let run = Run::restored(text, run, trainer, page);
                    return Ok(Step::Ready(Subject::new(vocabulary, Origin::Run(Box::new(run)))));
                }
                Work::Restoring(restoring, text, vocabulary, rest)
            }
            Work::Done => Work::Done,
        };
        Ok(Step::Working)
    }
}

/// What a run has borrowed, read a piece at a time.
#[derive(Debug)]
struct LoanRestorer {
    rows: Vec<u32>,
    /// Rows with their padding.
    floats: Vec<f32>,
    vectors: Matrix,
}

impl LoanRestorer {
    /// Errors: sizes that do not fit together, or no memory.
    fn new(mut parts: Parts, run: &RunHead) -> Result<Self, Misfit> {
        let (rows, floats) = (parts.words()?, parts.floats()?);
        let dims = run.record.loan.as_ref().ok_or(Misfit)?.dims as usize;
        if !(1..=MOST_DIMS).contains(&dims) || run.lender.is_none() {
            return Err(Misfit);
        }
        let stride = Matrix::zeros(0, dims).stride();
        if !floats.len().is_multiple_of(stride) {
            return Err(Misfit);
        }
        let vectors = Matrix::try_with_capacity(floats.len() / stride, dims).map_err(|_| Misfit)?;
        Ok(Self { rows, floats, vectors })
    }

    /// Takes about `n_numbers` more; whether all are there.
    fn advance(&mut self, n_numbers: usize) -> bool {
        let (stride, dims) = (self.vectors.stride(), self.vectors.dims());
        let first = self.vectors.n_rows();
        let rows = self.floats[first * stride..].chunks_exact(stride).take((n_numbers / stride).max(1));
        self.vectors.grow(rows.len(), 0.0);
        for (row, floats) in (first..).zip(rows) {
            self.vectors.vector_mut(row).copy_from_slice(&floats[..dims]);
        }
        self.vectors.n_rows() * stride == self.floats.len()
    }

    fn finish(self) -> Result<Loan, Misfit> {
        Loan::new(self.vectors, self.rows).map_err(|_| Misfit)
    }
}

/// What the run takes once it is built; of a checkpoint's pairs only one copy is there.
fn needed(text: &Text, vocabulary: &Vocabulary, corpus: &Corpus, run: &RunHead) -> MemoryPlan {
    let plan = memory_of(text, vocabulary, corpus, &run.record.settings).without(&[Item::Pairs]);
    let loan = run.record.loan.as_ref();
    let bytes =
        |loan: &crate::protocol::Loan| Loan::bytes(loan.n_lent.into(), vocabulary.len() as u64, loan.dims.into());
    plan.with(Item::Lent, loan.map_or(0, bytes))
}

fn text(head: &TextHead, stream: TokenStream, is_whole: bool) -> Arc<Text> {
    let TextHead { name, identity, lowercase, is_file, notices, figures, .. } = head.clone();
    let TextHead { topics, landmarks, examples, heatmaps, .. } = head.clone();
    let n_topics = topics.len() as u32;
    let topic_of = head.topic_of.iter().filter(|&&(_, topic)| topic < n_topics);
    Arc::new(Text {
        is_file,
        notices,
        left_out: (!is_whole).then_some(figures),
        topics,
        topic_of: topic_of.map(|(word, topic)| (word.clone(), *topic as usize)).collect(),
        landmarks,
        examples,
        heatmaps,
        ..Text::new(name, identity, lowercase, stream)
    })
}
