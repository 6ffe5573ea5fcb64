//! Reads a saved session and builds it again, a piece at a time.

use std::sync::Arc;

use super::{CORPUS, PAGE, PAIRS, RUN, RunHead, STATE, SavedError, TEXT, TOKENS, TextHead, WORDS};
use crate::{
    columns::Parts,
    engine::{
        memory::{Item, MemoryPlan},
        run::{Run, memory_of},
        slice::OPERATIONS_PER_LOOK,
        subject::{Origin, Subject},
        text::Text,
    },
    formats::{Section, SectionsReader, Tag},
    text::{Corpus, CorpusRestorer, RemnantBuilder, StreamRestorer, TokenStream, Vocabulary, VocabularyRestorer},
    train::{Checkpoint, Restorer, TrainConfig, Trainer, TrainerBuilder},
};

/// Numbers that are looked at between two looks at the clock.
const NUMBERS_PER_LOOK: usize = 100_000;
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
}

#[derive(Debug)]
enum Work {
    Reading(SectionsReader),
    Words(VocabularyRestorer, Box<Sections>),
    Corpus(CorpusRestorer, Arc<Vocabulary>, Box<Sections>),
    Tokens(Box<StreamRestorer>, Arc<Vocabulary>, Arc<Corpus>, Box<Rest>),
    Remnant(Box<RemnantBuilder>, Arc<Vocabulary>, Arc<Corpus>, Box<Rest>),
    Fitting(Arc<Text>, Arc<Vocabulary>, Arc<Corpus>, Box<Rest>),
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
        let run = self.take(RUN)?.read_head().map_err(SavedError::misfit(RUN))?;
        let (state, pairs) = (self.take(STATE)?, self.take_if_there(PAIRS));
        let checkpoint = Checkpoint::from_parts(state, pairs).map_err(SavedError::misfit(STATE))?;
        let page = self.take_if_there(PAGE).map_or_else(Vec::new, |parts| parts.head);
        Ok(Rest { head, run, checkpoint, page })
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
            Work::Building(builder, text, vocabulary, rest) => {
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
                Work::Building(Box::new(builder), text, vocabulary, rest)
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

/// What the run takes once it is built; of a checkpoint's pairs only one copy is there.
fn needed(text: &Text, vocabulary: &Vocabulary, corpus: &Corpus, run: &RunHead) -> MemoryPlan {
    memory_of(text, vocabulary, corpus, &run.record.settings).without(&[Item::Pairs])
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
