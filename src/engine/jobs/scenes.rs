//! Scenes of lessons: the newest one that was asked for.

use super::{Context, Job, Scene};
use crate::{
    engine::{slice::OPERATIONS_PER_LOOK, subject::Subject},
    lessons::{self, RunState, State, Work},
    protocol::{Event, MissingWord, SceneQuestion},
    text::spelling_suggestions,
};

/// Spellings offered for a word that is not there.
const N_SUGGESTIONS: usize = 5;

/// Answers the newest question.
#[derive(Debug, Default)]
pub(in crate::engine) struct ScenesOfLessons {
    asked: Option<SceneQuestion>,
    work: Work,
    /// Whether something was found out of the vectors that must not move until the answer is there.
    has_begun: bool,
}

impl ScenesOfLessons {
    /// Asks for a scene, in place of one that is not answered yet.
    pub(in crate::engine) fn ask(&mut self, question: SceneQuestion) {
        *self = Self { asked: Some(question), ..Self::default() };
    }
}

impl Job for ScenesOfLessons {
    fn is_due(&self, _: &Scene<'_>) -> bool {
        self.asked.is_some()
    }

    fn holds_vectors(&self) -> bool {
        self.has_begun
    }

    fn advance(&mut self, context: &mut Context<'_>) -> Vec<Event> {
        let Some(question) = &self.asked else { return Vec::new() };
        self.has_begun = true;
        if !context.subject.measure_norms(context.slice) {
            return Vec::new();
        }
        let subject = &*context.subject;
        let (embedding, norms) = subject.seen();
        let run = subject.run().map(|run| {
            let (trainer, text) = (&run.trainer, &run.text);
            RunState {
                config: trainer.config(),
                corpus: run.corpus(),
                loan: trainer.loan().map(|loan| &**loan),
                stream: text.left_out.is_none().then_some(&text.stream),
                is_built_in: text.is_built_in(),
                epochs_done: trainer.epoch().saturating_sub(u32::from(!trainer.is_done())),
            }
        });
        let examples = subject.text().map_or(&[][..], |text| &text.examples);
        let state =
            State { vocabulary: &subject.vocabulary, embedding, norms, outputs: subject.outputs(), run, examples };
        loop {
            if let Some(lessons::Answer { mut view, missing }) =
                lessons::show(&state, question, &mut self.work, OPERATIONS_PER_LOOK)
            {
                view.generation = context.generation;
                view.missing = missing.map(|word| MissingWord {
                    suggestions: spelling_suggestions(&subject.vocabulary, &word, N_SUGGESTIONS),
                    why: subject.absence(&word),
                    word,
                });
                *self = Self::default();
                return vec![Event::Scene(Box::new(view))];
            }
            if context.slice.is_over() {
                return Vec::new();
            }
        }
    }

    fn start_over(&mut self, _: &Subject) {
        *self = Self::default();
    }
}
