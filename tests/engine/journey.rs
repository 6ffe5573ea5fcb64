//! A session with a clock of its own, and what it has said.

use std::cell::Cell;

use embedding_explorer::{
    engine::Session,
    protocol::{
        Answer, Command, Event, Frame, Opened, Progress, Question, Setting, Settings, Slot, Source, TableHead,
        TablePart,
    },
};

/// Every setting is the reader's own choice.
pub(crate) const ALL: &[Setting] = &Setting::ALL;

/// A table in memory: `words x dims`, row-major; counts may be empty.
pub(crate) struct Table {
    pub(crate) words: Vec<String>,
    pub(crate) counts: Vec<u32>,
    pub(crate) values: Vec<f32>,
    pub(crate) dims: usize,
}

impl Table {
    pub(crate) fn new(words: &[&str], dims: usize, values: Vec<f32>) -> Self {
        Self { words: words.iter().map(ToString::to_string).collect(), counts: Vec::new(), values, dims }
    }
}

/// A session with a clock that ticks a little at every look, so that slices end and rates can be taken.
pub(crate) struct Journey {
    pub(crate) session: Session,
    pub(crate) clock: Cell<f64>,
    pub(crate) events: Vec<Event>,
}

pub(crate) const TICK_SECS: f64 = 0.001;
pub(crate) const SLICE_SECS: f64 = 0.010;
/// More slices than any journey here needs.
const MOST_SLICES: usize = 100_000;

impl Journey {
    pub(crate) fn new() -> Self {
        Self::with_session(Session::new())
    }

    pub(crate) fn with_session(session: Session) -> Self {
        Self { session, clock: Cell::new(0.0), events: Vec::new() }
    }

    pub(crate) fn open_built_in(settings: Settings) -> Self {
        let mut journey = Self::new();
        journey.tell(Command::Open {
            open_id: 1,
            source: Source::BuiltIn,
            settings,
            chosen: ALL.to_vec(),
            autoplay: false,
        });
        journey.until_idle();
        journey
    }

    pub(crate) fn open_text(&mut self, text: &str, settings: Settings) {
        let source = Source::Text { name: "pasted".to_owned(), text: text.to_owned() };
        self.tell(Command::Open { open_id: 1, source, settings, chosen: ALL.to_vec(), autoplay: false });
        self.until_idle();
    }

    /// Opens a table of these words and vectors, `words x dims`, in parts of this many rows.
    pub(crate) fn open_table(&mut self, open_id: u32, table: &Table, rows_per_part: usize) {
        let Table { words, counts, values, dims } = table;
        let head = TableHead {
            name: "vectors.txt".to_owned(),
            format: "GloVe text".to_owned(),
            n_bytes: 1000,
            n_rows: words.len() as u64,
            dims: *dims as u32,
            n_letter_bytes: words.iter().map(|word| word.len() as u64).sum(),
            has_counts: !counts.is_empty(),
            ngrams: None,
            notes: vec!["1 word came twice.".to_owned()],
        };
        let (source, settings) = (Source::Table(head), Settings::default());
        self.tell(Command::Open { open_id, source, settings, chosen: Vec::new(), autoplay: true });
        for (place, words) in words.chunks(rows_per_part).enumerate() {
            let counts = counts.iter().copied().skip(place * rows_per_part).take(words.len()).collect::<Vec<_>>();
            let part = TablePart::Words { words: words.to_vec(), counts: counts.into() };
            self.tell(Command::TakePart { open_id, part });
        }
        for rows in values.chunks(dims * rows_per_part) {
            self.tell(Command::TakePart { open_id, part: TablePart::Rows(rows.to_vec().into()) });
        }
    }

    pub(crate) fn tell(&mut self, command: Command) {
        let events = self.session.handle(command, self.clock.get());
        self.hear(events);
    }

    pub(crate) fn hear(&mut self, events: Vec<Event>) {
        for event in events {
            if let Event::Frame(frame) = &event {
                let serial = frame.serial;
                self.events.push(event);
                let more = self.session.handle(Command::FrameShown { serial }, self.clock.get());
                self.hear(more);
            } else {
                self.events.push(event);
            }
        }
    }

    pub(crate) fn slice(&mut self, seconds: f64) {
        let clock = &self.clock;
        let events = self.session.work(
            &|| {
                clock.set(clock.get() + TICK_SECS);
                clock.get()
            },
            seconds,
        );
        self.hear(events);
    }

    /// Works until what was asked for last is open, or refused.
    pub(crate) fn until_opened(&mut self) {
        let n_before = self.events.len();
        for _ in 0..MOST_SLICES {
            let is_answer = |event: &Event| matches!(event, Event::Opened(_) | Event::Refused(_));
            if self.events[n_before..].iter().any(is_answer) {
                return;
            }
            self.slice(SLICE_SECS);
        }
        panic!("nothing was opened");
    }

    pub(crate) fn until_idle(&mut self) {
        for _ in 0..MOST_SLICES {
            if self.session.is_idle() {
                return;
            }
            self.slice(SLICE_SECS);
        }
        panic!("the session never came to rest");
    }

    pub(crate) fn opened(&self) -> &Opened {
        self.last(|event| match event {
            Event::Opened(opened) => Some(&**opened),
            _ => None,
        })
    }

    pub(crate) fn progress(&self) -> &Progress {
        self.last(|event| match event {
            Event::Progress(progress) => Some(progress),
            _ => None,
        })
    }

    pub(crate) fn frames(&self) -> Vec<&Frame> {
        self.events
            .iter()
            .filter_map(|event| if let Event::Frame(frame) = event { Some(frame) } else { None })
            .collect()
    }

    pub(crate) fn refusals(&self) -> Vec<&str> {
        let refusals = self.events.iter().filter_map(|event| match event {
            Event::Refused(refusal) => Some(refusal.message.as_str()),
            _ => None,
        });
        refusals.collect()
    }

    pub(crate) fn ask(&mut self, question: Question) -> Answer {
        self.tell(Command::Ask { id: 1, slot: Slot::Pinned, question });
        self.slice(SLICE_SECS);
        self.last(|event| match event {
            Event::Answer { answer, .. } => Some(answer.clone()),
            _ => None,
        })
    }

    pub(crate) fn last<'a, T>(&'a self, pick: impl FnMut(&'a Event) -> Option<T>) -> T {
        self.events.iter().rev().find_map(pick).expect("the session has said so")
    }
}

/// Settings whose run is over soon.
pub(crate) fn quick() -> Settings {
    Settings { epochs: 2, dims: 16, ..Settings::default() }
}
