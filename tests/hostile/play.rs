//! Plays a sequence on a session with a clock of its own.

use std::cell::Cell;

use embedding_explorer::{
    engine::Session,
    protocol::{Command, Event, Measure, Question, Setting, Settings, Slot, Source},
};

use crate::{actions::Action, rules::Rules};

/// Slices in which a session that is paused must have come to rest.
const MOST_SLICES: u32 = 20_000;
/// Trained runs of a sequence that are compared with a straight run.
const MOST_COMPARED: u32 = 3;

/// A file that is being read.
struct Reading {
    bytes: Vec<u8>,
    at: usize,
}

/// A session, its clock, and the rules.
pub(crate) struct Player {
    session: Session,
    clock_secs: Cell<f64>,
    reading: Option<Reading>,
    next_id: u32,
    n_saves: u32,
    n_compared: u32,
    pub(crate) rules: Rules,
}

impl Player {
    pub(crate) fn new() -> Self {
        Self {
            session: Session::new(),
            clock_secs: Cell::new(0.0),
            reading: None,
            next_id: 0,
            n_saves: 0,
            n_compared: 0,
            rules: Rules::default(),
        }
    }

    /// Does one thing. Errors: the rule that was broken.
    pub(crate) fn play(&mut self, action: &Action) -> Result<(), String> {
        let current = self.rules.generation.unwrap_or(0);
        let generation = |is_current: bool| if is_current { current } else { current.wrapping_add(7) };
        match action.clone() {
            Action::Open { text, settings, chosen, autoplay } => {
                self.reading = None;
                let name = self.rules.opens(text.clone().map(String::into_bytes));
                let source = text.map_or(Source::BuiltIn, |text| Source::Text { name, text });
                self.tell(Command::Open { open_id: 1, source, settings, chosen, autoplay })
            }
            Action::OpenFile { bytes, settings, autoplay } => {
                let name = self.rules.opens(Some(bytes.clone()));
                let source = Source::File {
                    name,
                    n_bytes: bytes.len() as u64,
                    encoding: None,
                    columns: Vec::new(),
                    is_text: true,
                };
                self.reading = Some(Reading { bytes, at: 0 });
                self.tell(Command::Open { open_id: 1, source, settings, chosen: Setting::ALL.to_vec(), autoplay })
            }
            Action::Feed { most } => self.feed(most),
            Action::FileFails => {
                self.reading = None;
                let events = self.session.file_failed("it is gone");
                self.hear(events)
            }
            Action::Cancel => self.tell(Command::Cancel),
            Action::Play => self.tell(Command::Play),
            Action::Pause => self.tell(Command::Pause),
            Action::Step(part) => self.tell(Command::Step { part }),
            Action::Extend { epochs } => self.tell(Command::Extend { epochs }),
            Action::Reset => self.tell(Command::Reset),
            Action::Restart { settings } => self.tell(Command::Restart { settings }),
            Action::SetLearningRate(learning_rate) => self.tell(Command::SetLearningRate { learning_rate }),
            Action::Show(view) => self.tell(Command::Show { view }),
            Action::Place { is_current, n_floats } => {
                let positions: Vec<f32> = (0..n_floats).map(|i| (i * 37 % 101) as f32 - 50.0).collect();
                self.tell(Command::Place { generation: generation(is_current), positions: positions.into() })
            }
            Action::Cluster { k } => self.tell(Command::Cluster { k }),
            Action::GiveVectors { most } => self.tell(Command::GiveVectors { most }),
            Action::Evaluate(questions) => self.tell(Command::Evaluate { questions }),
            Action::CancelEvaluation => self.tell(Command::CancelEvaluation),
            Action::Save(saved) => {
                self.n_saves += 1;
                self.tell(Command::Save { save_id: self.n_saves, saved, page: vec![1, 2, 3].into() })
            }
            Action::CancelSave => self.tell(Command::CancelSave),
            Action::Explain { word_id, other } => self.tell(Command::Explain { word_id, other }),
            Action::SetBaseline { is_current } => {
                self.tell(Command::SetBaseline { generation: generation(is_current) })
            }
            Action::DiscardBaseline => self.tell(Command::DiscardBaseline),
            Action::Ask { slot, question } => self.ask(slot, question),
            Action::FrameShown { is_last } => {
                let serial = if is_last { self.rules.serial } else { self.rules.serial.wrapping_add(3) };
                self.tell(Command::FrameShown { serial })
            }
            Action::Work { n_slices, slice_secs, tick_secs } => {
                (0..n_slices).try_for_each(|_| self.work(slice_secs, tick_secs))
            }
            Action::Sleep { seconds } => {
                self.clock_secs.set(self.clock_secs.get() + seconds);
                Ok(())
            }
        }
    }

    /// Pauses, reads what is being read to its end, and works until there is nothing to do. Errors: where that does not
    /// come, or something is not as it must be at rest.
    pub(crate) fn come_to_rest(&mut self) -> Result<(), String> {
        while self.reading.is_some() && self.session.wants_bytes() {
            self.feed(4000)?;
        }
        self.tell(Command::Pause)?;
        let mut n_slices = 0;
        loop {
            self.tell(Command::FrameShown { serial: self.rules.serial })?;
            if self.session.is_idle() {
                break;
            }
            self.work(0.01, 0.001)?;
            // An opening that ends may have begun to play.
            self.tell(Command::Pause)?;
            n_slices += 1;
            if n_slices > MOST_SLICES {
                return Err(format!("it spins: paused, and not at rest after {MOST_SLICES} slices"));
            }
        }
        self.rules.at_rest()?;
        if self.rules.generation.is_some() {
            // What is open stays open, whatever was refused since.
            self.ask(Slot::Hover, Question::Neighbors { word_id: 0, k: 3, measure: Measure::Cosine })?;
            self.work(0.01, 0.001)?;
            self.rules.has_answered_neighbors()?;
        }
        Ok(())
    }

    fn ask(&mut self, slot: Slot, question: Question) -> Result<(), String> {
        self.next_id += 1;
        self.rules.asks(self.next_id, slot);
        self.tell(Command::Ask { id: self.next_id, slot, question })
    }

    fn feed(&mut self, most: usize) -> Result<(), String> {
        let Some(mut reading) = self.reading.take() else { return Ok(()) };
        if !self.session.is_fed() {
            return Ok(());
        }
        let end = reading.bytes.len().min(reading.at + most);
        let events = self.session.feed(&reading.bytes[reading.at..end], self.clock_secs.get());
        self.hear(events)?;
        reading.at = end;
        if end == reading.bytes.len() {
            self.session.end_of_file();
            return Ok(());
        }
        self.reading = Some(reading);
        Ok(())
    }

    fn tell(&mut self, command: Command) -> Result<(), String> {
        let events = self.session.handle(command, self.clock_secs.get());
        self.hear(events)
    }

    fn work(&mut self, slice_secs: f64, tick_secs: f64) -> Result<(), String> {
        let clock = || {
            self.clock_secs.set(self.clock_secs.get() + tick_secs);
            self.clock_secs.get()
        };
        let events = self.session.work(&clock, slice_secs);
        self.hear(events)?;
        self.rules.all_are_answered()
    }

    fn hear(&mut self, events: Vec<Event>) -> Result<(), String> {
        for event in events {
            self.rules.hear(&event)?;
        }
        if let Some(trained) = self.rules.trained.take()
            && self.n_compared < MOST_COMPARED
        {
            self.n_compared += 1;
            let straight = straight_run(trained.text, trained.settings)?;
            self.rules.counts.checksums += 1;
            if straight != trained.checksum {
                return Err(format!(
                    "other bits: the vectors have checksum {}, those of a straight run {straight} ({:?})",
                    trained.checksum, trained.settings
                ));
            }
        }
        Ok(())
    }
}

/// The checksum of a run that nobody disturbs, in one slice. `text`: none for the built-in corpus.
fn straight_run(text: Option<Vec<u8>>, settings: Settings) -> Result<String, String> {
    let mut session = Session::new();
    let clock = || 0.0;
    let n_bytes = text.as_ref().map_or(0, Vec::len) as u64;
    let source = if text.is_some() {
        Source::File { name: "straight".to_owned(), n_bytes, encoding: None, columns: Vec::new(), is_text: true }
    } else {
        Source::BuiltIn
    };
    let chosen = Setting::ALL.to_vec();
    let mut events = session.handle(Command::Open { open_id: 1, source, settings, chosen, autoplay: true }, 0.0);
    if let Some(text) = text {
        events.extend(session.feed(&text, 0.0));
        session.end_of_file();
    }
    for _ in 0..MOST_SLICES {
        for event in events.drain(..) {
            if let Event::Progress(progress) = event
                && let Some(checksum) = progress.checksum
            {
                return Ok(checksum);
            }
        }
        events = session.work(&clock, 1.0);
    }
    Err("a straight run of the same text and settings never came to its end".to_owned())
}
