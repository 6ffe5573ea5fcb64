//! Damaged files of sessions against the reader: no panic, nothing slow, one sentence, and what is open stays.
//!
//! Sessions of every method are damaged anywhere; half of the time their sums are put right afterwards, so that what lies behind
//! the sums is reached. A test of a few seconds here; for longer runs, `cargo xtask fuzz saved`. What it takes from the
//! environment is what `tests/hostile` takes: `HOSTILE_SECONDS` (5 by default) and `HOSTILE_SEED`. A failure names its seed;
//! `HOSTILE_SEED=n HOSTILE_SECONDS=0` tries that one alone.
#![cfg(not(target_arch = "wasm32"))]

use std::{
    cell::Cell,
    env,
    time::{Duration, Instant},
};

use embedding_explorer::{
    engine::Session,
    fnv::WideFnv,
    protocol::{
        Bytes, Command, Event, Method, Optimizer, Phase, Question, Saved, SavingNews, Setting, Settings, Slot, Source,
        VectorsFormat,
    },
};

#[path = "../hostile/random.rs"]
mod random;

use random::Random;

/// What one damaged file may take, with all that is done with it.
const SLOW: Duration = Duration::from_secs(10);
/// Slices until a session of these sizes must have come to rest.
const MOST_SLICES: usize = 20_000;
/// Bytes that the frame around a volume takes at its end: a tag and the sum.
const END_BYTES: usize = 12;
const OPEN_ID: u32 = 7;
/// Bytes by which a session is told from other files.
const LEAST_PIECE: usize = 8;

/// A session with a clock that ticks at every look.
struct Player {
    session: Session,
    clock: Cell<f64>,
    events: Vec<Event>,
}

impl Player {
    fn new() -> Self {
        Self { session: Session::with_memory(1 << 28), clock: Cell::new(0.0), events: Vec::new() }
    }

    fn tell(&mut self, command: Command) {
        let events = self.session.handle(command, self.clock.get());
        self.hear(events);
    }

    fn hear(&mut self, events: Vec<Event>) {
        for event in events {
            if let Event::Frame(frame) = &event {
                let serial = frame.serial;
                let more = self.session.handle(Command::FrameShown { serial }, self.clock.get());
                self.events.extend(more);
            }
            self.events.push(event);
        }
    }

    fn work(&mut self, n_slices: usize) {
        for _ in 0..n_slices {
            if self.session.is_idle() {
                return;
            }
            let clock = &self.clock;
            let tick = || {
                clock.set(clock.get() + 0.001);
                clock.get()
            };
            let events = self.session.work(&tick, 0.02);
            self.hear(events);
        }
    }

    fn until_idle(&mut self) {
        self.work(MOST_SLICES);
        assert!(self.session.is_idle(), "it never comes to rest");
    }

    /// Opens a file whose bytes come in pieces of these sizes.
    fn open_file(&mut self, bytes: &[u8], piece: usize) {
        let source = Source::File {
            name: "a.explorer".to_owned(),
            n_bytes: bytes.len() as u64,
            encoding: None,
            columns: Vec::new(),
            is_text: false,
        };
        let settings = Settings::default();
        self.tell(Command::Open { open_id: OPEN_ID, source, settings, chosen: Vec::new(), autoplay: true });
        for piece in bytes.chunks(piece) {
            let events = self.session.feed(piece, self.clock.get());
            self.hear(events);
            self.work(1);
        }
        self.session.end_of_file();
        self.until_idle();
    }

    /// The file of the session that is open.
    fn saved(&mut self, with_text: bool) -> Vec<u8> {
        let saved = Saved::Session { with_text };
        self.tell(Command::Save { save_id: 1, saved, page: Bytes::from(b"page".to_vec()) });
        let mut bytes = Vec::new();
        for _ in 0..MOST_SLICES {
            for event in std::mem::take(&mut self.events) {
                match event {
                    Event::Saving(saving) => match saving.news {
                        SavingNews::Piece { bytes: piece, .. } => bytes.extend_from_slice(&piece),
                        SavingNews::Done { .. } => return bytes,
                        SavingNews::Refused(why) => panic!("it was not saved: {why}"),
                        SavingNews::Progress { .. } => {}
                    },
                    other => drop(other),
                }
            }
            self.work(1);
        }
        panic!("the file never ends");
    }

    fn phase(&self) -> Option<Phase> {
        let phases = self.events.iter().rev().filter_map(|event| match event {
            Event::Progress(progress) => Some(progress.phase),
            _ => None,
        });
        phases.into_iter().next()
    }

    /// How the file fared: the id or the sentence.
    fn outcome(&self) -> Vec<String> {
        let outcomes = self.events.iter().filter_map(|event| match event {
            Event::Opened(opened) if opened.open_id == Some(OPEN_ID) => Some(format!("opened: {}", opened.words.len())),
            Event::Refused(refusal) if refusal.open_id == Some(OPEN_ID) => Some(refusal.message.clone()),
            Event::NotText { .. } => Some("no text".to_owned()),
            _ => None,
        });
        outcomes.collect()
    }
}

fn text() -> String {
    let mut text = String::new();
    for i in 0_u32..300 {
        for j in 0..6 {
            let word = (i.wrapping_mul(2_654_435_761) >> (j + 9)) % (5 * (j + 1));
            text.push_str("word");
            text.push_str(&word.to_string());
            text.push(' ');
        }
        text.push_str(if i % 4 == 0 { "end.\n" } else { "end. " });
    }
    text + "zebra.\n"
}

const METHODS: [(Method, Optimizer); 5] = [
    (Method::SkipGram, Optimizer::Sgd),
    (Method::Cbow, Optimizer::Sgd),
    (Method::Softmax, Optimizer::Sgd),
    (Method::Softmax, Optimizer::Adam),
    (Method::Glove, Optimizer::Sgd),
];

fn trained(method: Method, optimizer: Optimizer, n_slices: usize) -> Player {
    let mut player = Player::new();
    let rate = if optimizer == Optimizer::Adam { 0.002 } else { 0.05 };
    let settings = Settings {
        method,
        optimizer,
        learning_rate: rate,
        dims: 4,
        epochs: 3,
        min_count: 2,
        subsample: 0.01,
        ..Settings::default()
    };
    let source = Source::Text { name: "pasted".to_owned(), text: text() };
    player.tell(Command::Open { open_id: 1, source, settings, chosen: Setting::ALL.to_vec(), autoplay: false });
    player.until_idle();
    player.tell(Command::Play);
    player.work(n_slices);
    player
}

/// Sessions of every method, from early on, from half-way and trained, with their texts and without.
fn sessions() -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    for (method, optimizer) in METHODS {
        for n_slices in [2, 6, MOST_SLICES] {
            for with_text in [true, false] {
                all.push(trained(method, optimizer, n_slices).saved(with_text));
            }
        }
    }
    all
}

/// Numbers that break things.
const NASTY: [u64; 9] =
    [0, 1, u32::MAX as u64, 1 << 31, 1_000_000_000_000, u64::MAX, 1 << 63, 0x7fc0_0000, 0x7f7f_ffff];

fn damaged(random: &mut Random, sessions: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = sessions[random.index(sessions.len())].clone();
    for _ in 0..=random.index(3) {
        // Most of a file is its arrays; what says what they are lies at the beginning of its sections.
        let at = if random.one_in(3) { random.index(bytes.len().min(600)) } else { random.index(bytes.len()) };
        let end = (at + random.index(24)).min(bytes.len());
        match random.index(7) {
            0 if at < bytes.len() => bytes[at] ^= 1 << random.index(8),
            1 if at < bytes.len() => bytes[at] = random.next() as u8,
            2 if random.one_in(4) => bytes.truncate(at),
            3 => drop(bytes.drain(at..end)),
            4 => {
                let nasty = random.pick(&NASTY).to_le_bytes();
                let n = random.pick(&[4, 8]).min(bytes.len() - at);
                bytes[at..at + n].copy_from_slice(&nasty[..n]);
            }
            5 => {
                let copy = bytes[at..end].to_vec();
                bytes.splice(at..at, copy);
            }
            _ => {
                let other = &sessions[random.index(sessions.len())];
                let from = random.index(other.len());
                let piece = other[from..(from + random.index(40)).min(other.len())].to_vec();
                bytes.splice(at..end, piece);
            }
        }
    }
    if !random.one_in(3) && bytes.len() > END_BYTES {
        mend_sum(&mut bytes);
    }
    bytes
}

/// Gives a volume the sum of its bytes.
fn mend_sum(bytes: &mut [u8]) {
    let at = bytes.len() - END_BYTES;
    let mut sum = WideFnv::default();
    sum.write(&bytes[..at]);
    bytes[at..at + 4].copy_from_slice(b"END ");
    bytes[at + 4..].copy_from_slice(&sum.finish().to_le_bytes());
}

/// Opens a damaged file while another session is open, and goes on with whichever is there then. Whether it was opened.
fn attempt(random: &mut Random, sessions: &[Vec<u8>]) -> bool {
    let bytes = damaged(random, sessions);
    let mut player = trained(Method::SkipGram, Optimizer::Sgd, 3);
    player.tell(Command::Pause);
    player.until_idle();
    let before = player.phase();
    player.events.clear();
    // What a file is, its first bytes say; a browser's pieces are never as small as these.
    player.open_file(&bytes, LEAST_PIECE + random.index(bytes.len()));
    let outcome = player.outcome();
    assert_eq!(outcome.len(), 1, "one outcome: {outcome:?}");
    let is_opened = outcome[0].starts_with("opened");
    if !is_opened {
        assert!(player.phase().is_none_or(|phase| Some(phase) == before), "what was open has changed");
    }
    // What no longer begins as a session is another reader's.
    if bytes.starts_with(&sessions[0][..LEAST_PIECE]) {
        let mut whole = Player::new();
        whole.open_file(&bytes, bytes.len());
        assert_eq!(whole.outcome(), outcome, "pieces of any size come to the same");
    }
    player.events.clear();
    player.tell(Command::Ask { id: 1, slot: Slot::Pinned, question: Question::Find { word: "word1".to_owned() } });
    player.tell(Command::Explain { word_id: 0, other: None });
    player.tell(Command::Play);
    player.work(40);
    player.tell(Command::Pause);
    player.until_idle();
    let has_answer = player.events.iter().any(|event| matches!(event, Event::Answer { .. }));
    assert!(has_answer, "no answer after {outcome:?}");
    let saved = Saved::Vectors(VectorsFormat::Word2VecText);
    player.tell(Command::Save { save_id: 2, saved, page: Bytes::default() });
    player.until_idle();
    is_opened
}

#[test]
fn no_file_of_a_session_breaks_what_is_open() {
    let number = |name: &str| env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
    let patience = Duration::from_secs(number("HOSTILE_SECONDS").unwrap_or(5));
    let first = number("HOSTILE_SEED").unwrap_or(1);
    let sessions = sessions();
    let start = Instant::now();
    let (mut n_tried, mut n_opened) = (0_u64, 0_u64);
    while n_tried == 0 || start.elapsed() < patience {
        let seed = first.wrapping_add(n_tried);
        let began = Instant::now();
        let tried =
            std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| attempt(&mut Random::new(seed), &sessions)));
        assert!(tried.is_ok(), "seed {seed} breaks a rule; what it does stands above");
        assert!(began.elapsed() < SLOW, "seed {seed} takes {:?}", began.elapsed());
        n_opened += u64::from(tried.unwrap_or(false));
        n_tried += 1;
    }
    eprintln!(
        "{n_tried} damaged sessions from seed {first} in {:.0} s; {n_opened} of them opened all the same",
        start.elapsed().as_secs_f64()
    );
}

#[test]
fn what_a_file_claims_and_does_not_have_is_refused_before_it_is_taken() {
    let session = trained(Method::SkipGram, Optimizer::Sgd, 3).saved(true);
    // The first section has one head and no array; the second one has arrays, whose lengths stand behind its frame.
    let at = session.windows(4).position(|window| window == b"WORD").expect("a vocabulary") + END_BYTES;
    for claimed in [1_000_000_000_000_u64, u64::MAX, u64::MAX / 4 + 1, session.len() as u64] {
        let mut bytes = session.clone();
        bytes[at + 1..at + 9].copy_from_slice(&claimed.to_le_bytes());
        mend_sum(&mut bytes);
        let mut player = Player::new();
        player.open_file(&bytes, 1000);
        let outcome = player.outcome();
        assert!(matches!(&outcome[..], [why] if why.contains("claims more than it has")), "{outcome:?}");
    }
}
