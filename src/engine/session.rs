//! The state machine: commands change it, and each slice of work moves it on.
//!
//! `loading` opens texts and tables and builds models; `keeping` holds what was open before, to begin runs with;
//! `report` tells the page how far the run is; `saving` asks for files.

use std::sync::Arc;

use super::{
    answers::answer,
    jobs::{Context, Jobs, Scene, most_bytes},
    lender::Lenders,
    load_table::TableLoader,
    loader::{Loader, Parts, Request},
    map::MapState,
    memory::{Item, MemoryPlan},
    run::Run,
    slice::Slice,
    subject::Subject,
};
use crate::{
    protocol::{Answer, Command, Event, Phase, Question, QuestionSet, Refusal, Slot},
    text::LegacyDecoders,
};

mod keeping;
mod loading;
mod report;
mod saving;
mod undo;

use undo::Undone;

/// Seconds between two reports of progress.
const REPORT_SECS: f64 = 0.1;
/// A slice, with the gap before it, that took longer than this was not all work: the machine slept.
const LONGEST_SLICE_SECS: f64 = 1.0;
/// Share of a slice that training takes where something else is due as well.
const SHARE_OF_TRAINING: f64 = 0.6;
/// Share of a slice that opening a text takes where something is open.
const SHARE_OF_LOADING: f64 = 0.5;

const NOTHING_OPEN: &str = "Nothing is open: open a text first.";
const BEING_BUILT: &str = "The model is being built, and needs the memory of the one before: wait a moment.";
const NOT_TRAINED_HERE: &str = "These vectors were loaded, so there is no run to go on with: open a text to train.";

/// A question that waits for its answer.
#[derive(Debug)]
struct Asked {
    id: u32,
    slot: Slot,
    question: Question,
}

/// Decodes one text, a piece at a time: bytes, whether these are the last, and where to append. What is malformed becomes
/// U+FFFD.
pub type Decode = Box<dyn FnMut(&[u8], bool, &mut String)>;

/// One session of one reader. See the module's docs.
#[derive(Debug, Default)]
pub struct Session {
    /// Bytes that texts and models may take; the most that wasm has where none are named.
    most_bytes: Option<u64>,
    /// Who decodes encodings that are neither UTF-8 nor UTF-16.
    decoders: LegacyDecoders,
    /// A text that is being opened.
    opening: Option<Loader>,
    /// A table that is being taken.
    taking: Option<TableLoader>,
    /// What a run was built from that gave way to the one being built.
    given_way: Option<Parts>,
    /// Another model of the text that is open.
    restarting: Option<Loader>,
    /// Commands about the run that came after a restart: they are for the new run, and go with it.
    waiting: Vec<Command>,
    subject: Option<Subject>,
    /// The run that the last reset or restart has taken the place of.
    undone: Option<Undone>,
    /// Vectors that were open before, for runs to begin with.
    lenders: Lenders,
    /// The text that was open before the table that is, to train on again.
    text_aside: Option<Parts>,
    /// Bytes of a state that is being stored.
    storing_bytes: u64,
    map: MapState,
    jobs: Jobs,
    asked: Vec<Asked>,
    /// Whether the last slice did nothing but answer.
    has_only_answered: bool,
    generation: u32,
    /// When the last slice ended, while training.
    last_slice_end_secs: Option<f64>,
    last_report_secs: f64,
    /// Phase and words done when a frame was last asked for.
    last_seen: Option<(Phase, u64)>,
    /// Phase and words done, as the page last heard of them.
    last_report: Option<(Phase, u64)>,
}

impl Session {
    /// A session with nothing open.
    pub fn new() -> Self {
        Self::default()
    }

    /// A session with nothing open that may use this many bytes of memory for texts and models; what needs more is
    /// refused.
    pub fn with_memory(most_bytes: u64) -> Self {
        Self { most_bytes: Some(most_bytes), ..Self::default() }
    }

    /// The same session, which leaves the encodings that are neither UTF-8 nor UTF-16 to what this makes for their names, as
    /// the Encoding Standard has them.
    #[must_use]
    pub fn with_decoders(self, decoder: fn(&'static str) -> Option<Decode>) -> Self {
        Self { decoders: LegacyDecoders(decoder), ..self }
    }

    /// Takes a command. `now_secs` is the time on the clock that [`Session::work`] is given.
    pub fn handle(&mut self, command: Command, now_secs: f64) -> Vec<Event> {
        if self.restarting.is_some() && is_about_run(&command) {
            self.waiting.push(command);
            return Vec::new();
        }
        match command {
            Command::Open { open_id, source, settings, chosen, autoplay } => {
                self.open(source, Request { open_id: Some(open_id), settings, chosen, autoplay }, now_secs)
            }
            Command::Cancel => {
                (self.opening, self.taking, self.restarting) = (None, None, None);
                self.restore_given_way();
                self.forget_waiting(now_secs)
            }
            Command::TakePart { open_id, part } => self.take_part(open_id, part),
            Command::Play => self.with_run(|run| {
                run.play();
                Vec::new()
            }),
            Command::Pause => self.with_run(|run| {
                run.pause();
                Vec::new()
            }),
            Command::Step { part } => self.with_run(|run| {
                run.step(part);
                Vec::new()
            }),
            Command::Extend { epochs } => self.change_run(|run| run.extend(epochs)),
            Command::SetLearningRate { learning_rate } => self.change_run(|run| run.set_learning_rate(learning_rate)),
            Command::Replay { changes } => self
                .with_run(|run| run.replay(changes).err().map_or_else(Vec::new, |error| refused(&error.to_string()))),
            // Of the run that is being built, where there is one.
            Command::Reset => {
                match self.restarting.as_ref().map(|restarting| restarting.request.settings).or_else(|| {
                    let run = self.subject.as_ref().and_then(Subject::run);
                    run.map(Run::settings)
                }) {
                    Some(settings) => self.restart(settings, false),
                    None => self.with_run(|_| Vec::new()),
                }
            }
            Command::Restart { settings } => self.restart(settings, true),
            Command::Undo => self.undo(),
            Command::Show { view } => {
                if self.map.show(view) {
                    self.jobs.frames.restart();
                }
                Vec::new()
            }
            Command::Place { generation, positions } if generation == self.generation => {
                self.map.place(positions.0);
                Vec::new()
            }
            Command::Cluster { k } => {
                let word_ids = self.words_of_map();
                self.with_copy(word_ids.len(), |jobs, subject| jobs.clustering.ask(subject, word_ids, k))
            }
            Command::GiveVectors { most } => {
                let word_ids = self.words_of_map();
                let word_ids: Arc<[u32]> = word_ids[..word_ids.len().min(most as usize)].into();
                self.with_copy(word_ids.len(), |jobs, subject| jobs.vectors.ask(subject, word_ids))
            }
            Command::Evaluate { questions } => self.evaluate(questions, now_secs),
            Command::Explain { word_id, other } => {
                self.with_subject(|jobs, subject| jobs.evidence.ask(subject, word_id, other))
            }
            Command::CancelEvaluation => {
                self.jobs.evaluation.cancel();
                Vec::new()
            }
            Command::Save { save_id, saved, page } => self.save(save_id, saved, page.0),
            Command::CancelSave => {
                self.jobs.saving.cancel();
                Vec::new()
            }
            Command::SetBaseline { generation } if generation == self.generation => {
                // The old baseline stays until the new one is complete.
                let n_words = self.subject.as_ref().map_or(0, |subject| subject.vocabulary.len());
                self.with_copy(n_words, |jobs, subject| jobs.comparison.set(subject))
            }
            // These are about a model that is gone, and the store is the worker's.
            Command::Place { .. } | Command::SetBaseline { .. } | Command::Store(_) => Vec::new(),
            Command::DiscardBaseline => {
                self.jobs.comparison.discard();
                vec![Event::Compared(None)]
            }
            Command::FrameShown { serial } => {
                self.map.shown(serial);
                Vec::new()
            }
            Command::Scene { question } => self.with_subject(|jobs, _| {
                jobs.scenes.ask(question);
                Ok(())
            }),
            Command::Ask { id, slot, question } => {
                self.asked.retain(|asked| asked.slot != slot);
                self.asked.push(Asked { id, slot, question });
                Vec::new()
            }
        }
    }

    /// Whether there is nothing to do until the next command or the next bytes.
    pub fn is_idle(&self) -> bool {
        let is_loading = self.opening.as_ref().is_some_and(|opening| !opening.wants_bytes());
        let has_work = self.subject.as_ref().is_some_and(|subject| {
            subject.is_training() || self.is_news(subject) || self.jobs.is_due(&self.scene(subject, f64::INFINITY))
        });
        !(is_loading || self.restarting.is_some() || has_work || !self.asked.is_empty())
    }

    /// Works for about `slice_secs`. Answers come first; a turn that has answered does nothing else, but never twice in a
    /// row. Then come opening, training, and the jobs beside it.
    pub fn work(&mut self, clock: &dyn Fn() -> f64, slice_secs: f64) -> Vec<Event> {
        let start = clock();
        let slice = Slice::until(clock, start + slice_secs);
        let mut events = self.answer_questions();
        // An answer does not wait for a slice of training, and questions do not stop training.
        self.has_only_answered = !events.is_empty() && !self.has_only_answered;
        if self.has_only_answered {
            return events;
        }
        let share = if self.subject.is_some() { SHARE_OF_LOADING } else { 1.0 };
        events.extend(self.load(&slice.ending_at(start + share * slice_secs)));
        events.extend(self.train(&slice, start, slice_secs));
        events.extend(self.advance_jobs(&slice));
        events.extend(self.report(clock()));
        events
    }

    fn scene<'a>(&'a self, subject: &'a Subject, now_secs: f64) -> Scene<'a> {
        Scene { subject, map: &self.map, generation: self.generation, now_secs }
    }

    /// What is in memory whatever is open.
    fn beside(&self) -> MemoryPlan {
        let taking = self.taking.as_ref().map_or_else(MemoryPlan::default, TableLoader::memory);
        self.most_bytes
            .map_or_else(MemoryPlan::default, MemoryPlan::within)
            .and(self.jobs.memory())
            .and(taking)
            .and(self.memory_of_undone())
            .with(Item::Saved, self.storing_bytes)
    }

    /// What is in memory now.
    fn in_use(&self) -> MemoryPlan {
        let open = self.subject.as_ref().map_or_else(MemoryPlan::default, Subject::memory);
        let loaders = [&self.opening, &self.restarting].into_iter().flatten();
        let beside = self.beside().with(Item::Open, open.n_bytes()).with(Item::Kept, self.spare_bytes(None));
        loaders.fold(beside, |plan, loader| plan.and(loader.memory()))
    }

    /// Acts on the run that is open, or refuses if there is no run.
    fn with_run(&mut self, act: impl FnOnce(&mut Run) -> Vec<Event>) -> Vec<Event> {
        match self.subject.as_mut().map(Subject::run_mut) {
            Some(Some(run)) => act(run),
            Some(None) => refused(NOT_TRAINED_HERE),
            None => refused(self.why_nothing()),
        }
    }

    /// Why nothing can be done with what is open.
    fn why_nothing(&self) -> &'static str {
        if self.restarting.is_some() || self.given_way.is_some() { BEING_BUILT } else { NOTHING_OPEN }
    }

    /// Changes something of the run that is open, and reports the record where it is changed.
    fn change_run<E: ToString>(&mut self, change: impl FnOnce(&mut Run) -> Result<bool, E>) -> Vec<Event> {
        let generation = self.generation;
        self.with_run(|run| match change(run) {
            Ok(true) => vec![Event::Recorded { generation, record: run.record.clone() }],
            Ok(false) => Vec::new(),
            Err(error) => refused(&error.to_string()),
        })
    }

    /// Asks a job about what is open, or says why not.
    fn with_subject(&mut self, ask: impl FnOnce(&mut Jobs, &Subject) -> Result<(), Refusal>) -> Vec<Event> {
        let asked = match &self.subject {
            Some(subject) => ask(&mut self.jobs, subject),
            None => Err(Refusal::new(self.why_nothing())),
        };
        asked.err().map(Event::Refused).into_iter().collect()
    }

    fn evaluate(&mut self, questions: QuestionSet, now_secs: f64) -> Vec<Event> {
        let asked = match &self.subject {
            None => Err(self.why_nothing().to_owned()),
            Some(subject) => {
                let copy_bytes = subject.copy_bytes(subject.vocabulary.len());
                let plan = self.in_use().with(Item::Copy, copy_bytes).with(Item::Questions, most_bytes(&questions));
                let asked = plan.check().map_err(|error| error.to_string());
                asked.and_then(|()| self.jobs.evaluation.ask(questions, self.decoders, now_secs))
            }
        };
        asked.err().map(|message| Event::Evaluation(Err(message))).into_iter().collect()
    }

    /// The words of the map, by rising id.
    fn words_of_map(&mut self) -> Arc<[u32]> {
        match &self.subject {
            Some(subject) => self.map.word_ids(subject.vocabulary.len()),
            None => Arc::default(),
        }
    }

    /// Asks a job for something that copies the vectors of some words, or says why there is no memory for them.
    fn with_copy(
        &mut self,
        n_words: usize,
        ask: impl FnOnce(&mut Jobs, &Subject) -> Result<(), Refusal>,
    ) -> Vec<Event> {
        let in_use = self.in_use();
        self.with_subject(|jobs, subject| {
            let plan = in_use.with(Item::Copy, subject.copy_bytes(n_words));
            plan.check().map_err(|error| Refusal::new(error.to_string()))?;
            ask(jobs, subject)
        })
    }

    fn answer_questions(&mut self) -> Vec<Event> {
        let asked = std::mem::take(&mut self.asked);
        let why_nothing = self.why_nothing();
        let answered = asked.into_iter().map(|Asked { id, slot, question }| {
            let answer = match &mut self.subject {
                Some(subject) => answer(subject, &self.map, &mut self.jobs.comparison, &question),
                None => Answer::Refused { message: why_nothing.to_owned() },
            };
            Event::Answer { id, slot, answer }
        });
        let answered: Vec<Event> = answered.collect();
        // The page hears of words before it hears of what names them.
        let words = self.subject.as_mut().map(Subject::take_composed).unwrap_or_default();
        let generation = self.generation;
        let composed = (!words.is_empty()).then_some(Event::Composed { generation, words });
        composed.into_iter().chain(answered).collect()
    }

    /// Trains, unless the vectors must stand still.
    fn train(&mut self, slice: &Slice<'_>, start_secs: f64, slice_secs: f64) -> Vec<Event> {
        let Some(subject) = &self.subject else { return Vec::new() };
        if !subject.is_training() {
            self.last_slice_end_secs = None;
            return Vec::new();
        }
        if self.jobs.holds_vectors() {
            // The time it takes is counted with the next slice.
            return Vec::new();
        }
        let is_alone = !self.jobs.is_due(&self.scene(subject, start_secs));
        let share = if is_alone { 1.0 } else { SHARE_OF_TRAINING };
        let begin = self.last_slice_end_secs.unwrap_or(start_secs);
        let Some(subject) = &mut self.subject else { return Vec::new() };
        let Some(run) = subject.run_mut() else { return Vec::new() };
        let n_changes = run.record.changes.len();
        let trained = run.train(&slice.ending_at(start_secs + share * slice_secs));
        let is_changed = run.record.changes.len() != n_changes;
        let end = slice.now();
        run.add_training_time((end - begin).clamp(0.0, LONGEST_SLICE_SECS));
        self.last_slice_end_secs = (run.phase == Phase::Training).then_some(end);
        let mut events = Vec::new();
        let is_stopped = trained.is_err();
        if let Err(error) = trained {
            self.jobs.accuracy.rewind(run.trainer.tokens_done());
            events.push(Event::Refused(Refusal { stops_training: true, ..Refusal::new(error.to_string()) }));
        }
        if is_stopped || is_changed {
            events.push(Event::Recorded { generation: self.generation, record: run.record.clone() });
        }
        subject.vectors_moved();
        self.jobs.comparison.vectors_moved();
        events
    }

    /// Advances the jobs beside training.
    fn advance_jobs(&mut self, slice: &Slice<'_>) -> Vec<Event> {
        let Some(subject) = &mut self.subject else { return Vec::new() };
        let seen = (subject.phase(), subject.tokens_done());
        let is_at_rest = seen.0 != Phase::Training;
        if self.last_seen.is_none_or(|last| last.0 != seen.0 || (is_at_rest && last.1 != seen.1)) {
            self.map.is_wanted = true;
            self.last_seen = Some(seen);
        }
        let generation = self.generation;
        let events = self.jobs.advance(&mut Context { subject, map: &mut self.map, generation, slice });
        if let Some(known) = self.jobs.evaluation.take_known() {
            self.jobs.accuracy.exchange(known.into_iter());
        }
        events
    }
}

/// Whether a command is about the run that is open, and so, after a restart, about the new one.
fn is_about_run(command: &Command) -> bool {
    matches!(
        command,
        Command::Play
            | Command::Pause
            | Command::Step { .. }
            | Command::Extend { .. }
            | Command::SetLearningRate { .. }
            | Command::Replay { .. }
    )
}

fn refused(message: &str) -> Vec<Event> {
    vec![Event::Refused(Refusal::new(message))]
}
