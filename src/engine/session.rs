//! The state machine.

use super::{
    answers::answer,
    comparing::Comparing,
    examining::{Examining, Probe},
    explaining::Explaining,
    frames::Frames,
    measuring::{Clustering, Measuring},
    model::{Model, ModelError},
    opening::{Opening, Wishes},
};
use crate::protocol::{Command, Event, Phase, Question, Refusal, Settings, Slot, Source};

mod beside;

/// Seconds between two reports of progress.
const REPORT_SECS: f64 = 0.1;
/// A slice, with the gap before it, that took longer than this was no work: the machine slept.
const LONGEST_SLICE_SECS: f64 = 1.0;

/// A question that waits for its answer.
#[derive(Debug)]
struct Asked {
    id: u32,
    slot: Slot,
    question: Question,
}

/// One session of one reader. See the module's docs.
#[derive(Debug)]
pub struct Session {
    opening: Option<Opening>,
    model: Option<Model>,
    frames: Frames,
    asked: Vec<Asked>,
    measuring: Option<Measuring>,
    clustering: Option<Clustering>,
    examining: Option<Examining>,
    explaining: Option<Explaining>,
    /// The model that is kept; it outlives the current one.
    comparing: Option<Comparing>,
    probe: Probe,
    /// Whether the last slice did nothing but answer.
    has_only_answered: bool,
    generation: u32,
    /// When the last slice ended, while training.
    last_slice_end_secs: Option<f64>,
    last_report_secs: f64,
    /// Phase and words done, as the page last heard of them.
    last_report: Option<(Phase, u64)>,
}

impl Default for Session {
    fn default() -> Self {
        Self::new()
    }
}

impl Session {
    /// A session with nothing open.
    pub fn new() -> Self {
        Self {
            opening: None,
            model: None,
            frames: Frames::new(),
            asked: Vec::new(),
            measuring: None,
            clustering: None,
            examining: None,
            explaining: None,
            comparing: None,
            probe: Probe::default(),
            has_only_answered: false,
            generation: 0,
            last_slice_end_secs: None,
            last_report_secs: f64::NEG_INFINITY,
            last_report: None,
        }
    }

    /// Takes a command. `now_secs` is the time on the clock that [`Session::work`] is given.
    pub fn handle(&mut self, command: Command, now_secs: f64) -> Vec<Event> {
        match command {
            Command::Open { source, settings, chosen, autoplay } => {
                return self.open(source, Wishes { settings, chosen, autoplay }, now_secs);
            }
            Command::Cancel => self.opening = None,
            Command::Play => self.with_model(Model::play),
            Command::Pause => self.with_model(Model::pause),
            Command::Step { part } => self.with_model(|model| model.step(part)),
            Command::Extend { epochs } => {
                if let Some(model) = &mut self.model {
                    return model.extend(epochs).err().map(|error| refused(&error)).into_iter().collect();
                }
            }
            Command::Reset => {
                if let Some(settings) = self.model.as_ref().map(Model::settings) {
                    return self.restart(settings, false);
                }
            }
            Command::Restart { settings } => return self.restart(settings, true),
            Command::SetLearningRate { learning_rate } => {
                if let Some(model) = &mut self.model {
                    return match model.set_learning_rate(learning_rate) {
                        Ok(()) => Vec::new(),
                        Err(error) => vec![refused(&error)],
                    };
                }
            }
            Command::Show { view } => self.frames.show(view),
            Command::Place { generation, positions } if generation == self.generation => self.frames.place(positions),
            Command::Cluster { k } => return self.cluster(k),
            Command::Evaluate { questions } => return self.evaluate(&questions, now_secs),
            Command::Explain { word_id, other } => {
                self.explaining = self.model.as_ref().and_then(|model| Explaining::new(model, word_id, other));
            }
            Command::CancelEvaluation => self.examining = None,
            Command::KeepModel { generation } if generation == self.generation => return self.keep_model(),
            // Of a model that is gone.
            Command::Place { .. } | Command::KeepModel { .. } => {}
            Command::DropKeptModel => {
                self.comparing = None;
                self.with_model(|model| model.n_bytes_kept = 0);
                return vec![Event::Compared(None)];
            }
            Command::GiveVectors { most } => return self.give_vectors(most),
            Command::FrameShown { serial } => self.frames.shown(serial),
            Command::Ask { id, slot, question } => {
                self.asked.retain(|asked| asked.slot != slot);
                self.asked.push(Asked { id, slot, question });
            }
        }
        Vec::new()
    }

    /// Whether a file is being read whose next bytes should be given to [`Session::feed`].
    pub fn wants_bytes(&self) -> bool {
        self.opening.as_ref().is_some_and(Opening::wants_bytes)
    }

    /// Takes the next bytes of the file that is being read.
    pub fn feed(&mut self, bytes: &[u8], now_secs: f64) -> Vec<Event> {
        let Some(opening) = self.opening.as_mut().filter(|opening| opening.wants_bytes()) else {
            return Vec::new();
        };
        match opening.feed(bytes) {
            Ok(()) if now_secs - self.last_report_secs < REPORT_SECS => Vec::new(),
            Ok(()) => self.report_loading(now_secs),
            Err(error) => self.refuse_opening(&error.into()),
        }
    }

    /// The file that is being read has no more bytes.
    pub fn end_of_file(&mut self) -> Vec<Event> {
        if self.wants_bytes() { self.finish_opening() } else { Vec::new() }
    }

    /// The file that is being read could not be read on.
    pub fn file_failed(&mut self, reason: &str) -> Vec<Event> {
        if !self.wants_bytes() {
            return Vec::new();
        }
        self.opening = None;
        let message = format!("The file could not be read ({reason}): choose it again, or another one.");
        vec![Event::Refused(Refusal { message, try_min_count: None })]
    }

    /// Whether there is nothing to do until the next command or the next bytes.
    pub fn is_idle(&self) -> bool {
        let is_reading = self.opening.as_ref().is_some_and(|opening| !opening.wants_bytes());
        let is_training = self.model.as_ref().is_some_and(|model| model.phase == Phase::Training);
        let has_picture = self.model.is_some() && self.frames.is_pending();
        let has_news = self.model.as_ref().is_some_and(|model| is_news(self.last_report, model));
        let is_asking = self.probe.is_asking()
            || self.model.as_ref().is_some_and(|m| m.phase == Phase::Trained && self.probe.is_due(m, 0.0));
        let is_looking = self.clustering.is_some()
            || self.is_measuring()
            || self.examining.is_some()
            || self.explaining.is_some()
            || self.is_comparing()
            || is_asking;
        !(is_reading || is_training || has_picture || has_news || is_looking || !self.asked.is_empty())
    }

    /// Goes on with what is under way for about `slice_secs`: answers first, and nothing else where there are any, though
    /// not twice in a row; then reading or training, then a frame.
    pub fn work(&mut self, clock: &dyn Fn() -> f64, slice_secs: f64) -> Vec<Event> {
        let start = clock();
        let mut events = self.answer_questions();
        // An answer does not wait for a slice of training, and questions do not stop training.
        self.has_only_answered = !events.is_empty() && !self.has_only_answered;
        if self.has_only_answered {
            return events;
        }
        if self.opening.is_some() {
            events.extend(self.read(start));
        }
        let Some(model) = &mut self.model else { return events };
        match model.phase {
            // Vectors that are being drawn stand still; the time it takes is counted with the next slice.
            _ if self.frames.is_drawing() || self.probe.is_asking() => {}
            Phase::Training => {
                let begin = self.last_slice_end_secs.unwrap_or(start);
                if let Err(error) = model.train(clock, start + slice_secs) {
                    events.push(refused(&error.into()));
                }
                let end = clock();
                model.add_training_time((end - begin).clamp(0.0, LONGEST_SLICE_SECS));
                self.last_slice_end_secs = (model.phase == Phase::Training).then_some(end);
            }
            Phase::Paused | Phase::Trained => self.last_slice_end_secs = None,
        }
        let has_news = is_news(self.last_report, model);
        if has_news {
            self.frames.want();
        }
        match self.frames.take(model, self.generation, clock, start + slice_secs) {
            Ok(frame) => events.extend(frame.map(Event::Frame)),
            Err(error) => {
                self.frames.give_up_view();
                events.push(Event::Refused(Refusal { message: error.to_string(), try_min_count: None }));
            }
        }
        if !self.frames.is_drawing()
            && let Err(error) = self.probe.advance(model, clock, start + slice_secs)
        {
            events.push(Event::Refused(Refusal { message: error.to_string(), try_min_count: None }));
        }
        let start_of_rest = clock();
        events.extend(self.examine(clock, start_of_rest + slice_secs / 2.0));
        events.extend(self.explain(clock, start_of_rest + slice_secs / 2.0));
        events.extend(self.compare(clock, start_of_rest + slice_secs / 2.0));
        match self.look_into_map(clock, start + slice_secs) {
            Ok(found) => events.extend(found),
            Err(error) => events.push(Event::Refused(Refusal { message: error.to_string(), try_min_count: None })),
        }
        let Some(model) = &mut self.model else { return events };
        let now = clock();
        let is_due = model.phase == Phase::Training && now - self.last_report_secs >= REPORT_SECS;
        if has_news || is_due || (model.phase != Phase::Training && self.probe.has_news()) {
            self.last_report = Some((model.phase, model.tokens_done()));
            self.last_report_secs = now;
            let mut progress = model.progress(self.generation);
            let (points, seconds) = self.probe.news();
            progress.accuracy = points;
            progress.accuracy_set = self.probe.set;
            progress.accuracy_cost = seconds / model.seconds_training().max(seconds).max(f64::MIN_POSITIVE);
            events.push(Event::Progress(progress));
        }
        events
    }

    fn with_model(&mut self, act: impl FnOnce(&mut Model)) {
        if let Some(model) = &mut self.model {
            act(model);
        }
    }

    fn open(&mut self, source: Source, wishes: Wishes, now_secs: f64) -> Vec<Event> {
        self.opening = None;
        if let Err(error) = wishes.settings.check() {
            return vec![refused(&error.into())];
        }
        match Opening::new(source, wishes, now_secs) {
            Ok(opening) => {
                self.opening = Some(opening);
                self.report_loading(now_secs)
            }
            Err(error) => vec![Event::Refused(Refusal { message: error.to_string(), try_min_count: None })],
        }
    }

    fn restart(&mut self, settings: Settings, play: bool) -> Vec<Event> {
        let Some(model) = &mut self.model else { return Vec::new() };
        match model.restart(settings) {
            Ok(()) => self.begin(play),
            Err(error) => vec![refused(&error)],
        }
    }

    /// A model stands at its beginning: says so, and starts it where it should start by itself.
    fn begin(&mut self, play: bool) -> Vec<Event> {
        let Some(model) = &mut self.model else { return Vec::new() };
        self.generation += 1;
        self.asked.clear();
        (self.measuring, self.clustering, self.examining, self.explaining) = (None, None, None, None);
        self.probe = if model.text.is_built_in { Probe::of_built_in(model) } else { Probe::default() };
        self.frames.start_over();
        self.last_report = None;
        self.last_slice_end_secs = None;
        if play {
            model.play();
        }
        let mut events = vec![Event::Opened(Box::new(model.opened(self.generation)))];
        if let Some(comparing) = &mut self.comparing {
            comparing.meet(model);
            events.push(Event::Compared(Some(Box::new(comparing.report(model, self.generation)))));
        }
        events
    }

    fn answer_questions(&mut self) -> Vec<Event> {
        let Some(model) = &mut self.model else { return Vec::new() };
        let answered = self.asked.drain(..).map(|Asked { id, slot, question }| {
            let answer = answer(model, self.frames.map(), self.comparing.as_ref(), &question);
            Event::Answer { id, slot, answer }
        });
        answered.collect()
    }

    /// Reads the next piece of a text that is in memory.
    fn read(&mut self, now_secs: f64) -> Vec<Event> {
        let Some(opening) = self.opening.as_mut().filter(|opening| !opening.wants_bytes()) else {
            return Vec::new();
        };
        match opening.read_piece() {
            Ok(true) => self.finish_opening(),
            Ok(false) => self.report_loading(now_secs),
            Err(error) => self.refuse_opening(&error.into()),
        }
    }

    fn finish_opening(&mut self) -> Vec<Event> {
        let Some(opening) = self.opening.take() else { return Vec::new() };
        let (text, settings, autoplay) = match opening.finish() {
            Ok(finished) => finished,
            Err(error) => return vec![refused(&error.into())],
        };
        match Model::new(text, settings, self.comparing.as_ref().map_or(0, Comparing::n_bytes)) {
            Ok(model) => {
                self.model = Some(model);
                self.begin(autoplay)
            }
            Err(error) => vec![refused(&error)],
        }
    }

    fn refuse_opening(&mut self, error: &ModelError) -> Vec<Event> {
        self.opening = None;
        vec![refused(error)]
    }

    fn report_loading(&mut self, now_secs: f64) -> Vec<Event> {
        let Some(opening) = &self.opening else { return Vec::new() };
        self.last_report_secs = now_secs;
        vec![Event::Loading(opening.progress(now_secs))]
    }
}

/// Whether the page must hear of the model now. While it trains, a report every so often will do.
fn is_news(last_report: Option<(Phase, u64)>, model: &Model) -> bool {
    last_report.is_none_or(|(phase, tokens_done)| {
        phase != model.phase || (phase != Phase::Training && tokens_done != model.tokens_done())
    })
}

fn refused(error: &ModelError) -> Event {
    Event::Refused(Refusal { message: error.to_string(), try_min_count: error.try_min_count() })
}
