//! Opens a text, or builds another model of the text that is open, a piece at a time.
//!
//! Bytes are read, words are counted and numbered, and the vectors are drawn. What is open meanwhile goes on as it was,
//! and is replaced only once the new model is ready.

mod beginning;
mod error;
mod reading;
mod restart;

use std::sync::Arc;

use self::{beginning::Beginning, reading::Reading};
pub(super) use self::{error::LoadError, restart::Parts};
use super::{
    lender::Lender,
    lending::{Lending, LendingError},
    memory::{BYTES_PER_PAIR, Item, MemoryPlan, PAIRS_EXPECTED},
    run::{Run, memory_of},
    saved::{self, Restoring},
    slice::{OPERATIONS_PER_LOOK, Slice},
    subject::{Origin, Subject},
    text::{MOST_WORDS, Text},
};
use crate::{
    protocol::{Loading, Setting, Settings, Source, Stage},
    text::{CompanySearch, Corpus, Encoder, LegacyDecoders, Vocabulary, VocabularyOptions},
    train::{TrainConfig, TrainerBuilder},
};

/// Words that are numbered between two looks at the clock.
const TOKENS_PER_LOOK: usize = 20_000;
/// Most pairs, whatever memory is left.
const MOST_PAIRS: usize = 50_000_000;

/// What is to become of a text once it is read.
#[derive(Debug, Clone)]
pub(super) struct Request {
    /// The id of the command; none for another model of the text that is open.
    pub(super) open_id: Option<u32>,
    pub(super) settings: Settings,
    /// Those of the settings that are the reader's own; the text's size chooses the others.
    pub(super) chosen: Vec<Setting>,
    pub(super) autoplay: bool,
}

/// How far a loader has come.
pub(super) enum Step {
    /// There is more to do.
    Working,
    /// The next piece needs the memory of what is open.
    NeedsRoom,
    /// The new model stands at its beginning.
    Ready(Subject),
}

/// A model on its way.
#[derive(Debug)]
pub(super) struct Loader {
    pub(super) request: Request,
    work: Work,
    beginning: Beginning,
    /// What the model that is open and the new one have in common, so that it is counted once.
    shared: &'static [Item],
    /// Whether a saved session trains on once it is there. Otherwise it stands where it was saved until the reader goes on.
    pub(super) goes_on: bool,
    started_secs: f64,
    name: String,
    bytes_done: u64,
    bytes_total: u64,
}

#[derive(Debug)]
enum Work {
    Reading(Box<Reading>),
    Restoring(Box<Restoring>),
    Read {
        text: Arc<Text>,
    },
    Counting {
        text: Arc<Text>,
        encoder: Box<Encoder>,
    },
    Fitting {
        text: Arc<Text>,
        vocabulary: Arc<Vocabulary>,
        corpus: Arc<Corpus>,
    },
    /// Finds the vectors that are lent to its words.
    Lending {
        text: Arc<Text>,
        vocabulary: Arc<Vocabulary>,
        builder: Box<TrainerBuilder>,
        lending: Box<Lending>,
    },
    Building {
        text: Arc<Text>,
        vocabulary: Arc<Vocabulary>,
        builder: Box<TrainerBuilder>,
    },
    /// There can be no model: looks for a minimum count with which there can.
    Advising {
        text: Arc<Text>,
        cause: LoadError,
        search: CompanySearch,
    },
    Done,
}

impl Loader {
    /// Begins to read a text. `lender`: what its settings have it start from, where that is here. `in_use`: what is in memory
    /// already. Errors: a setting out of range, or a built-in corpus that is broken.
    pub(super) fn open(
        source: Source,
        request: Request,
        lender: Option<Arc<Lender>>,
        decoders: LegacyDecoders,
        in_use: &MemoryPlan,
        now_secs: f64,
    ) -> Result<Self, LoadError> {
        request.settings.check()?;
        let lowercase = request.settings.lowercase;
        let reading = Reading::new(source, lowercase, in_use.n_bytes_left(), decoders)?;
        let (name, bytes_total) = (reading.name.clone(), reading.bytes_total);
        let work = Work::Reading(Box::new(reading));
        Ok(Self {
            request,
            work,
            beginning: lender.map_or(Beginning::Drawn, Beginning::Of),
            shared: &[],
            goes_on: false,
            started_secs: now_secs,
            name,
            bytes_done: 0,
            bytes_total,
        })
    }

    /// The vectors that it needs to begin with, where they are a lender's.
    pub(super) fn lender(&self) -> Option<&Arc<Lender>> {
        if let Beginning::Of(lender) = &self.beginning { Some(lender) } else { None }
    }

    /// Whether it still reads; then it takes no memory but that of its text.
    pub(super) fn is_reading(&self) -> bool {
        matches!(self.work, Work::Reading(_))
    }

    /// What it takes of memory besides what it shares with the model that is open.
    pub(super) fn memory(&self) -> MemoryPlan {
        let plan = MemoryPlan::default();
        let plan = match &self.work {
            Work::Reading(reading) => plan.with(Item::Text, reading.n_bytes()),
            Work::Restoring(restoring) => restoring.memory(),
            Work::Read { text } | Work::Advising { text, .. } => plan.with(Item::Text, text.stream.n_bytes()),
            Work::Counting { text, .. } => {
                plan.with(Item::Text, text.stream.n_bytes()).with(Item::Ids, Encoder::peak_bytes(&text.stream))
            }
            Work::Fitting { text, vocabulary, corpus } => {
                memory_of(text, vocabulary, corpus, &self.request.settings).without(&[Item::Vectors, Item::Pairs])
            }
            Work::Building { text, vocabulary, builder } | Work::Lending { text, vocabulary, builder, .. } => {
                memory_of(text, vocabulary, builder.corpus(), &self.request.settings)
                    .with_share_of(Item::Pairs, PAIRS_EXPECTED)
                    .with(Item::Lent, self.beginning.most_bytes(vocabulary.len()))
            }
            Work::Done => plan,
        };
        plan.without(self.shared)
    }

    /// Whether its bytes come from outside, and not all have come.
    pub(super) fn is_fed(&self) -> bool {
        match &self.work {
            Work::Reading(reading) => reading.is_fed,
            Work::Restoring(restoring) => restoring.is_fed,
            _ => false,
        }
    }

    /// Whether it waits for bytes from outside.
    pub(super) fn wants_bytes(&self) -> bool {
        match &self.work {
            Work::Reading(reading) => reading.wants_bytes(),
            Work::Restoring(restoring) => restoring.wants_bytes(),
            _ => false,
        }
    }

    /// Takes bytes that come from outside; [`Loader::advance`] reads them.
    pub(super) fn feed(&mut self, bytes: &[u8]) {
        match &mut self.work {
            Work::Reading(reading) => reading.feed(bytes),
            Work::Restoring(restoring) => restoring.feed(bytes),
            _ => {}
        }
    }

    /// What comes next is another file of the same text. Errors: as [`Reading::next_file`].
    pub(super) fn next_file(&mut self, name: &str) -> Result<(), LoadError> {
        if let Work::Reading(reading) = &mut self.work { reading.next_file(name) } else { Ok(()) }
    }

    /// What comes is a saved session and no text. `most_bytes`: memory that it may take while it is read.
    pub(super) fn take_as_session(&mut self, most_bytes: u64) {
        self.request.autoplay = self.goes_on;
        self.work = Work::Restoring(Box::new(Restoring::new(self.bytes_total, most_bytes)));
    }

    /// Whether these bytes are the first of a file that may be no text.
    pub(super) fn takes_look(&mut self) -> bool {
        if let Work::Reading(reading) = &mut self.work { reading.takes_look() } else { false }
    }

    /// No more bytes come from outside.
    pub(super) fn end_of_file(&mut self) {
        match &mut self.work {
            Work::Reading(reading) => reading.is_fed = false,
            Work::Restoring(restoring) => restoring.is_fed = false,
            _ => {}
        }
    }

    /// Goes on until the slice is over. `open`: what the model that is open takes of memory; `beside`: what will stay in
    /// memory whatever is open; `spare`: what would give its memory first ([`Step::NeedsRoom`]).
    pub(super) fn advance(
        &mut self,
        slice: &Slice<'_>,
        open: &MemoryPlan,
        beside: &MemoryPlan,
        spare: &MemoryPlan,
    ) -> Result<Step, LoadError> {
        loop {
            match std::mem::replace(&mut self.work, Work::Done) {
                Work::Reading(mut reading) => {
                    let has_all_read = reading.advance()?;
                    self.bytes_done = reading.bytes_done;
                    if has_all_read && !reading.is_fed {
                        let (text, settings) = reading.finish(&self.request)?;
                        self.request.settings =
                            Settings { dims: self.beginning.dims().unwrap_or(settings.dims), ..settings };
                        self.work = Work::Read { text: Arc::new(text) };
                    } else {
                        self.work = Work::Reading(reading);
                        if has_all_read {
                            return Ok(Step::Working);
                        }
                    }
                }
                Work::Restoring(mut restoring) => {
                    self.bytes_done = restoring.n_read();
                    let others = beside.clone().and(spare.clone()).with(Item::Open, open.n_bytes());
                    if let saved::Step::Ready(subject) = restoring.advance(&others)? {
                        return Ok(Step::Ready(subject));
                    }
                    let waits = restoring.wants_bytes();
                    self.work = Work::Restoring(restoring);
                    if waits {
                        return Ok(Step::Working);
                    }
                }
                Work::Read { text } => {
                    let peak_bytes = Encoder::peak_bytes(&text.stream);
                    let open = open.clone().without(self.shared);
                    let needed = beside
                        .clone()
                        .with(Item::Open, open.n_bytes())
                        .with(Item::Text, text.stream.n_bytes())
                        .with(Item::Ids, peak_bytes);
                    needed.check()?;
                    if needed.and(spare.clone()).check().is_err() {
                        self.work = Work::Read { text };
                        return Ok(Step::NeedsRoom);
                    }
                    self.work = Work::Counting { text, encoder: Box::new(encoder(&self.request.settings)) };
                }
                Work::Counting { text, mut encoder } => {
                    self.work = match encoder.advance(&text.stream, TOKENS_PER_LOOK) {
                        Ok(false) => Work::Counting { text, encoder },
                        Ok(true) => {
                            let (vocabulary, corpus) = encoder.finish();
                            Work::Fitting { text, vocabulary: Arc::new(vocabulary), corpus: Arc::new(corpus) }
                        }
                        Err(error) => refused_or_advised(text, error.into())?,
                    };
                }
                Work::Advising { text, cause, mut search } => {
                    if search.advance(&text.stream, TOKENS_PER_LOOK) {
                        return Err(cause.advised(&text.stream, &search, self.request.settings.min_count));
                    }
                    self.work = Work::Advising { text, cause, search };
                }
                Work::Fitting { text, vocabulary, corpus } => {
                    let settings = &self.request.settings;
                    if settings.borrows() && matches!(self.beginning, Beginning::Drawn) {
                        return Err(LoadError::NoLender);
                    }
                    let counts = vocabulary.counts().unwrap_or_default();
                    let builder = TrainerBuilder::new(TrainConfig::from(settings), counts, Arc::clone(&corpus))?;
                    // All neighbors are counted as pairs of their own, which is several times what texts have.
                    let needed = beside.clone().and(memory_of(&text, &vocabulary, &corpus, settings));
                    let needed = needed.with_share_of(Item::Pairs, PAIRS_EXPECTED);
                    let needed = needed.with(Item::Lent, self.beginning.most_bytes(vocabulary.len()));
                    needed.check()?;
                    let both = needed.with(Item::Open, open.clone().without(self.shared).n_bytes());
                    if spare.n_bytes() > 0 && both.clone().and(spare.clone()).check().is_err() {
                        self.work = Work::Fitting { text, vocabulary, corpus };
                        return Ok(Step::NeedsRoom);
                    }
                    if both.check().is_err() {
                        // The vectors that are open would give way; their text stays, to build them again if need be.
                        let text_alone = open.clone().without(self.shared).without(&[Item::Vectors, Item::Pairs]);
                        let without = both.without(&[Item::Open]).with(Item::Open, text_alone.n_bytes());
                        without.check()?;
                        self.work = Work::Fitting { text, vocabulary, corpus };
                        return Ok(Step::NeedsRoom);
                    }
                    let left = both.without(&[Item::Pairs]).n_bytes_left();
                    let most_pairs = usize::try_from(left / BYTES_PER_PAIR).unwrap_or(MOST_PAIRS);
                    let builder = builder.most_pairs(most_pairs.min(MOST_PAIRS));
                    self.work = match &self.beginning {
                        Beginning::Of(lender) if settings.borrows() => {
                            let lending = Lending::new(Arc::clone(lender), Arc::clone(&vocabulary), text.lowercase);
                            Work::Lending { text, vocabulary, builder: Box::new(builder), lending: Box::new(lending) }
                        }
                        Beginning::Lent(lent) => {
                            let builder = Box::new(builder.lent(Arc::clone(&lent.loan)));
                            Work::Building { text, vocabulary, builder }
                        }
                        _ => Work::Building { text, vocabulary, builder: Box::new(builder) },
                    };
                }
                Work::Lending { text, vocabulary, builder, mut lending } => {
                    if lending.advance().map_err(|error| self.unlent(error))? {
                        let lent = lending.finish().map_err(|error| self.unlent(error))?;
                        let builder = Box::new(builder.lent(Arc::clone(&lent.loan)));
                        self.beginning = Beginning::Lent(Box::new(lent));
                        self.work = Work::Building { text, vocabulary, builder };
                    } else {
                        self.work = Work::Lending { text, vocabulary, builder, lending };
                    }
                }
                Work::Building { text, vocabulary, builder } if builder.is_ready() => {
                    let effective_min_count = vocabulary.effective_min_count();
                    let lent = match std::mem::replace(&mut self.beginning, Beginning::Drawn) {
                        Beginning::Lent(lent) if self.request.settings.borrows() => Some(*lent),
                        _ => None,
                    };
                    let run = Run::new(text, self.request.settings, effective_min_count, builder.finish(), lent);
                    return Ok(Step::Ready(Subject::new(vocabulary, Origin::Run(Box::new(run)))));
                }
                Work::Building { text, vocabulary, mut builder } => {
                    let advanced = builder.advance(OPERATIONS_PER_LOOK as u64);
                    let is_ready = advanced == Ok(true);
                    self.work = match advanced {
                        Ok(_) => Work::Building { text, vocabulary, builder },
                        Err(error) => refused_or_advised(text, error.into())?,
                    };
                    if is_ready {
                        // A long list of words takes most of a slice to tell, so that begins one.
                        return Ok(Step::Working);
                    }
                }
                Work::Done => return Ok(Step::Working),
            }
            if slice.is_over() {
                return Ok(Step::Working);
            }
        }
    }

    /// Why nothing is lent.
    fn unlent(&self, error: LendingError) -> LoadError {
        let name = self.lender().map_or_else(String::new, |lender| lender.name().to_owned());
        match error {
            LendingError::Strangers => LoadError::Strangers { name },
            LendingError::NoRoom => LoadError::NoRoomToLend { name },
        }
    }

    /// How far it is.
    pub(super) fn progress(&self, now_secs: f64) -> Loading {
        let elapsed = now_secs - self.started_secs;
        let share_read = self.bytes_done as f64 / self.bytes_total.max(1) as f64;
        let (stage, share, n_tokens) = match &self.work {
            Work::Reading(reading) => (Stage::Reading, share_read.min(1.0), reading.n_tokens()),
            Work::Counting { text, encoder } => (Stage::Counting, encoder.progress(), text.stream.n_tokens()),
            Work::Read { text } => (Stage::Counting, 0.0, text.stream.n_tokens()),
            Work::Advising { text, .. } | Work::Fitting { text, .. } | Work::Lending { text, .. } => {
                (Stage::Counting, 1.0, text.stream.n_tokens())
            }
            Work::Building { text, builder, .. } => (Stage::Building, builder.share_done(), text.stream.n_tokens()),
            Work::Restoring(restoring) => match restoring.share_built() {
                None => (Stage::Reading, share_read.min(1.0), 0),
                Some(share) => (Stage::Building, share, 0),
            },
            Work::Done => (Stage::Building, 1.0, 0),
        };
        let is_measured = stage == Stage::Reading && elapsed > 0.0 && self.bytes_done > 0;
        Loading {
            open_id: self.request.open_id,
            stage,
            share,
            name: self.name.clone(),
            bytes_done: self.bytes_done,
            bytes_total: self.bytes_total,
            bytes_per_second: is_measured.then(|| self.bytes_done as f64 / elapsed),
            n_tokens,
            notices: match &self.work {
                Work::Reading(reading) => reading.notices(),
                _ => Vec::new(),
            },
            table: match &self.work {
                Work::Reading(reading) => reading.table(),
                _ => None,
            },
        }
    }
}

/// What follows an error: a look for a minimum count that helps, where one could. Errors: the error, where none could.
fn refused_or_advised(text: Arc<Text>, cause: LoadError) -> Result<Work, LoadError> {
    if cause.is_about_counts() {
        Ok(Work::Advising { text, cause, search: CompanySearch::default() })
    } else {
        Err(cause)
    }
}

fn encoder(settings: &Settings) -> Encoder {
    Encoder::new(VocabularyOptions { min_count: settings.min_count, max_words: MOST_WORDS })
}
