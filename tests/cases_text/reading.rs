//! Opening a file as the page does, and asking about it.

use std::{cell::Cell, fs, path::Path};

use embedding_explorer::{
    engine::Session,
    protocol::{
        Absence, Answer, Command, Event, HeatmapOrder, Loading, Measure, Notice, Opened, Question, Settings, Slot,
        Source,
    },
};

/// A file that is open.
pub(crate) struct Reading {
    session: Session,
    pub(crate) opened: Opened,
    /// What was told while it was read.
    pub(crate) loading: Vec<Loading>,
}

/// The bytes of a case.
pub(crate) fn case(path: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(path);
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Opens a case with the settings that its size chooses, or gives the refusal.
pub(crate) fn open(path: &str) -> Result<Reading, String> {
    open_bytes(&case(path), None)
}

/// A case that has to open.
pub(crate) fn opened(path: &str) -> Reading {
    open(path).unwrap_or_else(|refusal| panic!("{path}: {refusal}"))
}

/// A text that has to open.
pub(crate) fn opened_text(text: &str) -> Reading {
    open_bytes(text.as_bytes(), None).unwrap_or_else(|refusal| panic!("{text:.60}: {refusal}"))
}

/// Opens a file with these bytes and, where it is given, this encoding.
pub(crate) fn open_bytes(bytes: &[u8], encoding: Option<&str>) -> Result<Reading, String> {
    open_columns(bytes, encoding, &[])
}

/// The same of these columns.
pub(crate) fn open_columns(bytes: &[u8], encoding: Option<&str>, columns: &[&str]) -> Result<Reading, String> {
    let mut session = Session::new();
    let encoding = encoding.map(str::to_owned);
    let columns = columns.iter().map(|&name| name.to_owned()).collect();
    let source =
        Source::File { name: "file".to_owned(), n_bytes: bytes.len() as u64, encoding, columns, is_text: true };
    let (settings, chosen) = (Settings::default(), Vec::new());
    let mut events = session.handle(Command::Open { open_id: 1, source, settings, chosen, autoplay: false }, 0.0);
    let mut loading = Vec::new();
    let ticks = Cell::new(0.0);
    let clock = || {
        ticks.set(ticks.get() + 0.2);
        ticks.get()
    };
    let mut pieces = bytes.chunks(100_000);
    for _ in 0..100_000 {
        for event in events.drain(..) {
            match event {
                Event::Opened(opened) => return Ok(Reading { session, opened: *opened, loading }),
                Event::Refused(refusal) => return Err(refusal.message),
                Event::Loading(told) => loading.push(told),
                _ => {}
            }
        }
        if session.wants_bytes() {
            match pieces.next() {
                Some(piece) => events.extend(session.feed(piece, ticks.get())),
                None => session.end_of_file(),
            }
        }
        events.extend(session.work(&clock, 0.5));
    }
    panic!("it was neither opened nor refused");
}

impl Reading {
    /// Words of the vocabulary.
    pub(crate) fn n_words(&self) -> usize {
        self.opened.words.len()
    }

    /// How often a word of the vocabulary occurs; none if it is not there.
    pub(crate) fn count(&self, word: &str) -> Option<u32> {
        let place = self.opened.words.iter().position(|known| known == word)?;
        Some(self.opened.counts[place])
    }

    fn ask(&mut self, question: Question) -> Answer {
        let mut events = self.session.handle(Command::Ask { id: 1, slot: Slot::Search, question }, 0.0);
        events.extend(self.session.work(&|| 0.0, 0.5));
        let answer = |event| if let Event::Answer { answer, .. } = event { Some(answer) } else { None };
        events.into_iter().find_map(answer).expect("every question is answered")
    }

    /// The word that is found for what was typed, or why there is none.
    pub(crate) fn find(&mut self, typed: &str) -> Result<String, Absence> {
        match self.ask(Question::Find { word: typed.to_owned() }) {
            Answer::Found { word_id } => Ok(self.opened.words[word_id as usize].clone()),
            Answer::UnknownWord { why, .. } => Err(why),
            answer => panic!("{answer:?}"),
        }
    }

    /// Whether an expression can be computed, or what is wrong.
    pub(crate) fn compute(&mut self, expression: &str) -> Result<(), String> {
        let question = Question::Arithmetic {
            expression: expression.to_owned(),
            by_product: false,
            k: 5,
            include_inputs: false,
            expected: String::new(),
        };
        match self.ask(question) {
            Answer::Arithmetic { .. } => Ok(()),
            answer => Err(format!("{answer:?}")),
        }
    }

    /// Whether a heatmap and a group of these words can be had.
    pub(crate) fn compare(&mut self, words: &[&str]) -> bool {
        let words: Vec<String> = words.iter().map(|&word| word.to_owned()).collect();
        let heatmap = Question::Heatmap { words: words.clone(), order: HeatmapOrder::default() };
        let groups = Question::Groups { words, others: Vec::new() };
        matches!(self.ask(heatmap), Answer::Heatmap { .. }) && matches!(self.ask(groups), Answer::Groups { .. })
    }

    /// Trains to the end; the checksum of the vectors.
    pub(crate) fn train(&mut self) -> String {
        let mut events = self.session.handle(Command::Play, 0.0);
        for _ in 0..100_000 {
            for event in events.drain(..) {
                match event {
                    Event::Progress(progress) if progress.checksum.is_some() => {
                        return progress.checksum.expect("it was looked at");
                    }
                    Event::Frame(frame) => drop(self.session.handle(Command::FrameShown { serial: frame.serial }, 0.0)),
                    _ => {}
                }
            }
            events = self.session.work(&|| 0.0, 1.0);
        }
        panic!("it never came to its end");
    }

    /// The nearest words to a word.
    pub(crate) fn nearest(&mut self, word: &str, k: u32) -> Vec<String> {
        let word_id = self.opened.words.iter().position(|known| known == word).expect("a word") as u32;
        match self.ask(Question::Neighbors { word_id, k, measure: Measure::Cosine }) {
            Answer::Neighbors { neighbors, .. } => {
                neighbors.iter().map(|near| self.opened.words[near.word_id as usize].clone()).collect()
            }
            answer => panic!("{answer:?}"),
        }
    }

    /// Whether this was told of the text.
    pub(crate) fn says(&self, notice: &Notice) -> bool {
        self.opened.notices.contains(notice)
    }
}
