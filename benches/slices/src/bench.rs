//! Drives a session as the worker does, and takes the time of its slices.

use embedding_explorer::{
    engine::Session,
    protocol::{Command, Event, Phase, Settings, Source},
};
use serde_json::{Value, json};

use crate::{
    listener::Heard,
    rows::{self, Job, Row},
    words,
};

/// The worker's budget of a slice.
const SLICE_SECS: f64 = 0.010;
/// What a job may take until it has shown that it does something, and what preparing may take.
const PATIENCE_SECS: f64 = 90.0;
/// Slices before the first that counts.
const WARM_SECS: f64 = 0.1;
/// Slices of every kind of work, on a small text, before the first row: V8 compiles its best code meanwhile.
const WARM_UP_SECS: f64 = 0.1;

/// A session, and what was heard of it.
pub(crate) struct Bench<'a> {
    clock: &'a dyn Fn() -> f64,
    session: Session,
    pub(crate) heard: Heard,
    /// Milliseconds of the slices that count; none while nothing counts.
    slices_ms: Option<Vec<f64>>,
    /// The text that is open.
    n_words: u32,
    settings: Option<Settings>,
}

impl<'a> Bench<'a> {
    /// `clock` is in seconds.
    pub(crate) fn new(clock: &'a dyn Fn() -> f64) -> Self {
        Self { clock, session: Session::new(), heard: Heard::default(), slices_ms: None, n_words: 0, settings: None }
    }

    /// Runs every job of the smallest size once, uncounted.
    pub(crate) fn warm_up(&mut self) -> Result<(), String> {
        let smallest = |row: &&Row| row.n_words == 900 && row.dims == 64;
        for row in rows::all(true).iter().filter(smallest) {
            self.measure(row, WARM_UP_SECS)?;
        }
        Ok(())
    }

    /// One row of the table, or `skipped` with the reason where the session refuses what the row needs for lack of memory.
    pub(crate) fn measure(&mut self, row: &Row, seconds: f64) -> Result<Value, String> {
        let (what, words, dims) = (row.what(), row.n_words, row.dims);
        let within = |error: String| format!("{what}, {words} words, {dims} dims: {error}");
        self.heard.refusal = None;
        match self.measured(row, seconds * row.weight()) {
            Ok(ms) => {
                let [p99, max] = p99_and_max(ms);
                Ok(json!({ "what": what, "words": words, "dims": dims, "p99_ms": p99, "max_ms": max }))
            }
            Err(error) if error.contains("memory") => {
                self.slices_ms = None;
                self.settings = None;
                Ok(json!({ "what": what, "words": words, "dims": dims, "skipped": error }))
            }
            Err(error) => Err(within(error)),
        }
    }

    /// The machine alone: slices that do nothing but look at the clock until their 10 ms are over. What these take beyond
    /// that, other programs have taken.
    pub(crate) fn control(&self, seconds: f64) -> Value {
        let (start, mut ms) = ((self.clock)(), Vec::new());
        while (self.clock)() - start < seconds {
            let begin = (self.clock)();
            while (self.clock)() - begin < SLICE_SECS {}
            ms.push(1000.0 * ((self.clock)() - begin));
        }
        let [p99, max] = p99_and_max(ms);
        json!({ "p99_ms": p99, "max_ms": max })
    }

    fn measured(&mut self, row: &Row, seconds: f64) -> Result<Vec<f64>, String> {
        self.slices_ms = None;
        self.ready(row)?;
        row.job.prepare(self, row)?;
        self.go_on(WARM_SECS)?;
        let before = self.heard.clone();
        self.slices_ms = Some(Vec::new());
        row.job.begin(self, row)?;
        let start = (self.clock)();
        let mut last = before.clone();
        loop {
            self.slice()?;
            if let Some(message) = &self.heard.refusal {
                return Err(message.clone());
            }
            let elapsed = (self.clock)() - start;
            let has_happened = row.job.has_happened(&before, &self.heard);
            if has_happened && (elapsed >= seconds || row.job.is_once()) {
                break;
            }
            if elapsed > PATIENCE_SECS {
                return Err(format!("nothing came of it in {PATIENCE_SECS} s: {:?}", self.heard));
            }
            if row.job.is_over(&last, &self.heard) {
                last = self.heard.clone();
                row.job.begin(self, row)?;
            }
            if self.heard.phase == Some(Phase::Trained) && row.job.needs_training() {
                // The run is over before the row is. What a new one costs is another row's; what the job had asked for went
                // with the old one.
                let counted = self.slices_ms.take();
                self.renew()?;
                row.job.prepare(self, row)?;
                self.slices_ms = counted;
                last = self.heard.clone();
                row.job.begin(self, row)?;
            }
        }
        let ms = self.slices_ms.take().unwrap_or_default();
        row.job.clear(self, row)?;
        if ms.is_empty() { Err("no slice was measured".to_owned()) } else { Ok(ms) }
    }

    /// Opens the row's text, or builds the row's model of it, and trains until the method is at what it does most.
    fn ready(&mut self, row: &Row) -> Result<(), String> {
        let settings = row.settings();
        if self.n_words != row.n_words {
            // The old session goes first: both would not fit.
            self.session = Session::new();
            self.heard = Heard::default();
            self.n_words = 0;
            self.open(row, 1)?;
            self.n_words = row.n_words;
        } else if self.settings != Some(settings) {
            let n_opened = self.heard.n_opened;
            self.tell(Command::Restart { settings })?;
            self.until("it is restarted", |heard| heard.n_opened > n_opened)?;
        }
        self.settings = Some(settings);
        self.train()
    }

    /// Opens a text of the row's size.
    pub(crate) fn open(&mut self, row: &Row, seed: u64) -> Result<(), String> {
        let source = Source::Text { name: "words".to_owned(), text: words::text(row.n_words, seed) };
        let n_opened = self.heard.n_opened;
        let chosen = embedding_explorer::protocol::Setting::ALL.to_vec();
        self.tell(Command::Open { open_id: 1, source, settings: row.settings(), chosen, autoplay: true })?;
        if self.slices_ms.is_none() {
            self.until("the text is open", |heard| heard.n_opened > n_opened)?;
        }
        Ok(())
    }

    /// Sees that it trains, and is past the counting of pairs and past its first picture.
    pub(crate) fn train(&mut self) -> Result<(), String> {
        if self.heard.phase == Some(Phase::Trained) {
            return self.renew();
        }
        self.tell(Command::Play)?;
        self.until("it trains", |heard| {
            heard.phase == Some(Phase::Trained)
                || heard.tokens_done > 0 && heard.epoch > 0 && heard.n_frames + heard.n_axes_frames > 0
        })
    }

    /// Begins the run anew.
    fn renew(&mut self) -> Result<(), String> {
        let n_opened = self.heard.n_opened;
        self.tell(Command::Reset)?;
        self.until("it is reset", |heard| heard.n_opened > n_opened)?;
        self.tell(Command::Play)?;
        self.until("it trains", |heard| heard.tokens_done > 0 && heard.epoch > 0)
    }

    /// Gives a command; the time that this takes counts as a slice.
    pub(crate) fn tell(&mut self, command: Command) -> Result<(), String> {
        let start = (self.clock)();
        let events = self.session.handle(command, start);
        self.count(start);
        self.hear(events)
    }

    /// Works until something was heard. Errors: where it was refused, or takes too long.
    pub(crate) fn until(&mut self, what: &str, is_so: impl Fn(&Heard) -> bool) -> Result<(), String> {
        let start = (self.clock)();
        while !is_so(&self.heard) {
            self.slice()?;
            if let Some(message) = &self.heard.refusal {
                return Err(message.clone());
            }
            if (self.clock)() - start > PATIENCE_SECS {
                return Err(format!("gave up waiting until {what}: {:?}", self.heard));
            }
        }
        Ok(())
    }

    fn go_on(&mut self, seconds: f64) -> Result<(), String> {
        let start = (self.clock)();
        while (self.clock)() - start < seconds {
            self.slice()?;
        }
        Ok(())
    }

    fn slice(&mut self) -> Result<(), String> {
        let start = (self.clock)();
        let events = work(&mut self.session, self.clock);
        self.count(start);
        self.hear(events)
    }

    fn count(&mut self, start_secs: f64) {
        let end_secs = (self.clock)();
        if let Some(slices_ms) = &mut self.slices_ms {
            slices_ms.push(1000.0 * (end_secs - start_secs));
        }
    }

    fn hear(&mut self, events: Vec<Event>) -> Result<(), String> {
        for event in events {
            if let Some(serial) = self.heard.take(&event)? {
                self.tell(Command::FrameShown { serial })?;
            }
        }
        Ok(())
    }

    /// A few words of those that are open, by id.
    pub(crate) fn job_word(&self, job: Job) -> u32 {
        (job as u32 + 3) % self.n_words
    }
}

/// The value that 99 % are not above, and the greatest, to a hundredth of a millisecond.
fn p99_and_max(mut ms: Vec<f64>) -> [f64; 2] {
    ms.sort_by(f64::total_cmp);
    let at = (0.99 * ms.len() as f64).ceil() as usize;
    [at, ms.len()].map(|at| ms.get(at.saturating_sub(1)).map_or(f64::NAN, |ms| (ms * 100.0).round() / 100.0))
}

/// One call of the session. Never a part of a loop: V8 gives a function that runs its faster code at the next call only.
#[inline(never)]
fn work(session: &mut Session, clock: &dyn Fn() -> f64) -> Vec<Event> {
    session.work(clock, SLICE_SECS)
}
