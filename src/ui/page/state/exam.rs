//! What is known of how well the vectors answer, and the asking.

use js_sys::{ArrayBuffer, Uint8Array};
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

use super::{Fact, Page};
use crate::protocol::{Command, Evaluation, Progress, QuestionFile, QuestionSet};

/// A file of questions is not longer: Google's has 600 kB.
const MOST_BYTES: f64 = 20e6;

/// How well the vectors answer questions whose answers are known.
#[derive(Clone, Copy)]
pub struct ExamState {
    /// The last evaluation, or the one under way.
    pub evaluation: Fact<Option<Evaluation>>,
    /// What the last file was taken for.
    pub taken: Fact<Option<QuestionFile>>,
    /// The file of `taken`, to ask it again with another column of scores.
    file: StoredValue<Option<File>, LocalStorage>,
    /// The file that was chosen last. It may be refused.
    chosen: StoredValue<Option<File>, LocalStorage>,
    /// Why the last file could not be asked.
    pub mishap: Fact<Option<String>>,
    /// Words trained on, and the share of a sample that was answered as expected then.
    pub accuracy: Fact<Vec<(f64, f64)>>,
    /// What the vectors that the run has borrowed answered of the same sample.
    pub accuracy_before: Fact<Option<f64>>,
    /// Which analogies it is of.
    accuracy_set: Fact<u32>,
    /// Whether the evaluation under way was given up: a report of it may still be on its way.
    is_cancelled: StoredValue<bool>,
    /// What asking for it took of the time spent training.
    pub accuracy_cost: Fact<f64>,
}

impl ExamState {
    pub(super) fn new() -> Self {
        Self {
            evaluation: Fact::new(None),
            taken: Fact::new(None),
            file: StoredValue::new_local(None),
            chosen: StoredValue::new_local(None),
            mishap: Fact::new(None),
            accuracy: Fact::new(Vec::new()),
            accuracy_before: Fact::new(None),
            accuracy_set: Fact::new(0),
            is_cancelled: StoredValue::new(false),
            accuracy_cost: Fact::new(0.0),
        }
    }

    /// The worker that was asking is gone.
    pub(super) fn stop_waiting(self) {
        if untrack(|| self.is_running()) {
            self.evaluation.set(None);
        }
    }

    /// Whether questions are being asked.
    pub fn is_running(self) -> bool {
        self.evaluation.with(|evaluation| evaluation.as_ref().is_some_and(|evaluation| !evaluation.is_done()))
    }
}

impl Page {
    /// Asks the built-in analogies of the vectors as they are now.
    pub fn evaluate_built_in(self) {
        self.exam.taken.set(None);
        self.exam.chosen.set_value(None);
        self.evaluate(QuestionSet::BuiltIn);
    }

    /// Asks the questions of a file. What was asked before stays until the file is taken.
    pub fn evaluate_file(self, file: File) {
        self.exam.chosen.set_value(Some(file.clone()));
        self.read_questions(file, None);
    }

    /// Asks the pairs of the last file again, with the scores of this column.
    pub fn choose_score(self, column: u32) {
        if let Some(file) = self.exam.file.get_value() {
            self.exam.chosen.set_value(Some(file.clone()));
            self.read_questions(file, Some(column));
        }
    }

    fn evaluate(self, questions: QuestionSet) {
        self.exam.mishap.set(None);
        self.exam.is_cancelled.set_value(false);
        self.send(Command::Evaluate { questions });
    }

    fn read_questions(self, file: File, score: Option<u32>) {
        let name = file.name();
        if file.size() > MOST_BYTES {
            let message = format!("{name} is longer than 20 MB: it is hardly a file of questions. Choose another one.");
            return self.exam.mishap.set(Some(message));
        }
        spawn_local(async move {
            let Ok(buffer) = JsFuture::from(file.array_buffer()).await else {
                return self.exam.mishap.set(Some(format!("{name} could not be read: choose it again.")));
            };
            // Another file may have been chosen meanwhile.
            if self.exam.chosen.with_value(|chosen| chosen.as_ref() == Some(&file)) {
                let bytes = Uint8Array::new(buffer.unchecked_ref::<ArrayBuffer>()).to_vec().into();
                self.evaluate(QuestionSet::File { name, bytes, score });
            }
        });
    }

    /// Gives up the evaluation that is under way.
    pub fn cancel_evaluation(self) {
        self.exam.is_cancelled.set_value(true);
        self.send(Command::CancelEvaluation);
        self.exam.evaluation.set(None);
    }

    pub(super) fn show_question_file(self, file: QuestionFile) {
        if !self.exam.is_cancelled.get_value() && self.is_current(file.generation) {
            self.exam.file.set_value(self.exam.chosen.get_value());
            self.exam.evaluation.set(None);
            self.exam.taken.set(Some(file));
        }
    }

    pub(super) fn show_evaluation(self, evaluation: Result<Evaluation, String>) {
        if self.exam.is_cancelled.get_value() {
            return;
        }
        match evaluation {
            Ok(evaluation) if self.is_current(evaluation.generation) => self.exam.evaluation.set(Some(evaluation)),
            Ok(_) => {}
            Err(message) => self.exam.mishap.set(Some(message)),
        }
    }

    /// Another model has other answers.
    pub(super) fn forget_evaluation(self) {
        self.exam.evaluation.set(None);
        self.exam.taken.set(None);
        self.exam.mishap.set(None);
        self.exam.accuracy.set(Vec::new());
        self.exam.accuracy_before.set_if_new(None);
    }

    pub(super) fn show_accuracy(self, progress: &Progress) {
        self.exam.accuracy_cost.set_if_new(progress.accuracy_cost);
        if self.exam.accuracy_set.get_untracked() != progress.accuracy_set {
            self.exam.accuracy_set.set(progress.accuracy_set);
            self.exam.accuracy.set(Vec::new());
        }
        self.exam.accuracy_before.set_if_new(progress.accuracy_before.map(f64::from));
        let new = &progress.accuracy;
        // After a divergence it goes on from an earlier state.
        let done = progress.tokens_done as f64;
        if !new.is_empty() || self.exam.accuracy.with_untracked(|old| old.last().is_some_and(|last| last.0 > done)) {
            self.exam.accuracy.update(|shown| {
                shown.retain(|&(tokens, _)| tokens <= done);
                shown.extend(new.iter().map(|point| (point.tokens as f64, f64::from(point.accuracy))));
            });
        }
    }
}
