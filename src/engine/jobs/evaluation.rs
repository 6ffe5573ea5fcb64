//! Questions whose answers are known, asked of the vectors of one moment while training goes on.
//!
//! `reading` makes questions of a file, `asking` asks them, and `answers` writes them with what was answered.

mod answers;
mod asking;
mod reading;

use std::sync::Arc;

pub(in crate::engine) use self::{
    answers::{Answers, AnswersWriter},
    reading::most_bytes,
};
use self::{
    asking::{Asking, first_report},
    reading::{Read, Reading},
};
use super::{Context, Job, Scene, copy::Copying};
use crate::{
    engine::{
        memory::{Item, MemoryPlan},
        subject::Subject,
    },
    protocol::{Evaluation, Event, Missing, QuestionSet},
    space::evaluation::Questions,
    text::LegacyDecoders,
};

/// Seconds between two reports.
const REPORT_SECS: f64 = 0.2;

/// Asks a set of questions when it is asked to.
#[derive(Debug, Default)]
pub(in crate::engine) struct Evaluating {
    run: Option<Run>,
    /// The questions of the last set whose words are known, until they are taken for the curve.
    known: Option<Vec<[u32; 4]>>,
    /// What the last set of analogies was answered.
    answers: Option<Arc<Answers>>,
}

/// An evaluation under way.
#[derive(Debug)]
struct Run {
    stage: Stage,
    last_report_secs: f64,
}

#[derive(Debug)]
enum Stage {
    Reading(Box<Reading>),
    /// The vectors are copied: training goes on, and they are of one moment.
    Copying(Box<Copying>, Box<Questions>, String),
    Asking(Box<Asking>, Box<Evaluation>),
    Done,
}

impl Evaluating {
    /// Begins to read and to ask, in place of an evaluation under way. Errors: a sentence about a file that is no text.
    pub(in crate::engine) fn ask(
        &mut self,
        set: QuestionSet,
        decoders: LegacyDecoders,
        now_secs: f64,
    ) -> Result<(), String> {
        self.run = None;
        let stage = Stage::Reading(Box::new(Reading::new(set, decoders)?));
        self.run = Some(Run { stage, last_report_secs: now_secs });
        self.known = None;
        Ok(())
    }

    /// Gives up.
    pub(in crate::engine) fn cancel(&mut self) {
        (self.run, self.answers) = (None, None);
    }

    /// What the analogies were answered that the page shows; none before they are done, and where pairs were compared.
    pub(in crate::engine) fn answers(&self) -> Option<Arc<Answers>> {
        self.answers.clone()
    }

    /// The questions of the last set whose words are known, once: for the curve.
    pub(in crate::engine) fn take_known(&mut self) -> Option<Vec<[u32; 4]>> {
        self.known.take()
    }
}

impl Run {
    /// Goes on until the slice is over; whether all is done. Errors: a sentence.
    fn advance(&mut self, context: &mut Context<'_>, events: &mut Vec<Event>) -> Result<bool, String> {
        let (generation, slice) = (context.generation, context.slice);
        loop {
            match std::mem::replace(&mut self.stage, Stage::Done) {
                Stage::Reading(mut reading) => {
                    let Some(Read { questions, file }) = reading.advance(generation, slice)? else {
                        self.stage = Stage::Reading(reading);
                        return Ok(false);
                    };
                    let needs_choice = file.as_ref().is_some_and(|file| file.needs_choice());
                    events.extend(file.map(Event::QuestionFile));
                    if needs_choice {
                        return Ok(true);
                    }
                    let no_memory =
                        "There is no memory left for a copy of the vectors: lower Dimensions or raise Minimum count.";
                    let copying = Box::new(Copying::new(context.subject).ok_or(no_memory)?);
                    self.stage = Stage::Copying(copying, Box::new(questions), reading.name);
                }
                Stage::Copying(copying, questions, name) => match copying.advance(context.subject, slice) {
                    Err(copying) => {
                        self.stage = Stage::Copying(Box::new(copying), questions, name);
                        return Ok(false);
                    }
                    Ok(snapshot) => {
                        let report = first_report(generation, &name, context.subject.tokens_done(), &questions);
                        self.stage = Stage::Asking(Box::new(Asking::new(snapshot, *questions)), Box::new(report));
                    }
                },
                Stage::Asking(mut asking, mut report) => {
                    let words = context.subject.vocabulary.words();
                    let is_done = asking.advance(&mut report, words).map_err(|error| error.to_string())?;
                    self.stage = Stage::Asking(asking, report);
                    if is_done {
                        return Ok(true);
                    }
                }
                Stage::Done => return Ok(true),
            }
            if slice.is_over() {
                return Ok(false);
            }
        }
    }
}

impl Job for Evaluating {
    fn is_due(&self, _: &Scene<'_>) -> bool {
        self.run.is_some()
    }

    fn holds_vectors(&self) -> bool {
        self.run.as_ref().is_some_and(|run| matches!(&run.stage, Stage::Copying(copying, ..) if copying.has_begun()))
    }

    fn advance(&mut self, context: &mut Context<'_>) -> Vec<Event> {
        let Some(mut run) = self.run.take() else { return Vec::new() };
        let mut events = Vec::new();
        let outcome = run.advance(context, &mut events);
        if outcome.is_ok() && !matches!(run.stage, Stage::Reading(_)) {
            // What is shown from now on is another set.
            self.answers = None;
        }
        match outcome {
            Err(message) => events.push(Event::Evaluation(Err(message))),
            Ok(true) => {
                if let Stage::Asking(mut asking, mut report) = run.stage {
                    for (section, wrong) in report.sections.iter_mut().zip(asking.take_wrong()) {
                        section.wrong = wrong;
                    }
                    let reasoned = |word: String| Missing { why: context.subject.absence(&word), word };
                    report.missing = asking.take_missing().into_iter().map(reasoned).collect();
                    self.known = Some(std::mem::take(&mut asking.known));
                    self.answers = asking.into_answers().map(Arc::new);
                    events.push(Event::Evaluation(Ok(*report)));
                }
            }
            Ok(false) => {
                let now = context.slice.now();
                if let Stage::Asking(_, report) = &run.stage
                    && now - run.last_report_secs >= REPORT_SECS
                {
                    run.last_report_secs = now;
                    events.push(Event::Evaluation(Ok(Evaluation::clone(report))));
                }
                self.run = Some(run);
            }
        }
        events
    }

    fn start_over(&mut self, _: &Subject) {
        *self = Self::default();
    }

    fn memory(&self) -> MemoryPlan {
        let (copy, questions) = match self.run.as_ref().map(|run| &run.stage) {
            Some(Stage::Reading(reading)) => (0, reading.n_bytes()),
            Some(Stage::Copying(copying, questions, _)) => (copying.n_bytes, questions.n_bytes()),
            Some(Stage::Asking(asking, _)) => (4 * asking.snapshot.matrix.as_floats().len() as u64, asking.n_bytes()),
            Some(Stage::Done) | None => (0, 0),
        };
        let answers = self.answers.as_ref().map_or(0, |answers| answers.n_bytes());
        MemoryPlan::default().with(Item::Copy, copy).with(Item::Questions, questions + answers)
    }
}
