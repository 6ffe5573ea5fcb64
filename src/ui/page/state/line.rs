//! The line to the worker: commands, questions and what became of them, and a worker that is no more.

use std::collections::HashMap;

use js_sys::Array;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::File;

use super::{Fact, Page, Remedy, Wanted};
use crate::{
    protocol::{Command, Question, Slot, StoreCommand},
    ui::page::client::{Client, Report},
};

/// Why the page cannot go on by itself. It stays in sight until it is mended.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    pub message: String,
    pub remedy: Remedy,
}

/// A question that was asked and is not answered yet, or that was.
struct Asked {
    id: u32,
    question: Question,
    is_answered: bool,
}

/// The line to the worker.
#[derive(Clone, Copy)]
pub struct LineState {
    client: StoredValue<Option<Client>, LocalStorage>,
    last_id: StoredValue<u32>,
    /// The newest question of each slot; an answer to any other is stale.
    asked: StoredValue<HashMap<Slot, Asked>>,
    /// Slots whose last answer is to another question than their last.
    waiting: Fact<Vec<Slot>>,
    /// Whether the worker that is up has nothing open yet.
    is_empty: StoredValue<bool>,
    /// Whether what was open before it was asked for again because another text was refused.
    has_fallen_back: StoredValue<bool>,
    pub fault: Fact<Option<Fault>>,
}

impl LineState {
    pub(super) fn new() -> Self {
        Self {
            client: StoredValue::new_local(None),
            last_id: StoredValue::new(0),
            asked: StoredValue::new(HashMap::new()),
            waiting: Fact::new(Vec::new()),
            is_empty: StoredValue::new(true),
            has_fallen_back: StoredValue::new(false),
            fault: Fact::new(None),
        }
    }

    /// Whether what a slot shows is the answer to an earlier question, and the new one is on its way.
    pub fn is_waiting(self, slot: Slot) -> bool {
        self.waiting.with(|waiting| waiting.contains(&slot))
    }

    /// A number that no question and no opening has had.
    pub(super) fn next_id(self) -> u32 {
        let id = self.last_id.get_value().wrapping_add(1);
        self.last_id.set_value(id);
        id
    }

    /// Whether an answer is to the newest question of its slot. It counts as answered from now on.
    pub(super) fn takes_answer(self, slot: Slot, id: u32) -> bool {
        let is_newest = self.asked.try_update_value(|asked| {
            let newest = asked.get_mut(&slot).filter(|asked| asked.id == id);
            newest.map(|asked| asked.is_answered = true).is_some()
        });
        let is_newest = is_newest == Some(true);
        if is_newest {
            self.settle(slot);
        }
        is_newest
    }

    /// Nobody wants the answer any more; it is dropped when it comes.
    pub(super) fn withdraw(self, slot: Slot) {
        self.asked.update_value(|asked| {
            asked.remove(&slot);
        });
        self.settle(slot);
    }

    /// The same for all questions.
    pub(super) fn withdraw_all(self) {
        self.asked.update_value(HashMap::clear);
        self.waiting.set_if_new(Vec::new());
    }

    /// The worker has something open.
    pub(super) fn has_opened(self) {
        self.is_empty.set_value(false);
    }

    fn settle(self, slot: Slot) {
        self.waiting.maybe_update(|waiting| {
            let n_before = waiting.len();
            waiting.retain(|&known| known != slot);
            waiting.len() != n_before
        });
    }
}

impl Page {
    /// Starts the worker for the first time.
    pub(super) fn connect(self) {
        let client = Client::new(move |report| self.hear(report));
        client.start();
        self.line.client.set_value(Some(client));
    }

    /// Sends what the reader asks for. Where the worker is gone, another is started and what was open opens again; the
    /// command itself is about a model that is gone, so it is dropped.
    pub(super) fn send(self, command: Command) {
        self.send_with(command, Vec::new());
    }

    pub(super) fn send_with(self, command: Command, files: Vec<File>) {
        let Some(client) = self.line.client.get_value() else { return };
        let is_opening = matches!(command, Command::Open { .. } | Command::Store(StoreCommand::Continue { .. }));
        if client.is_down() {
            // A stale page needs to be loaded again: another worker would be as new as the last.
            let is_stale = self
                .line
                .fault
                .with_untracked(|fault| fault.as_ref().is_some_and(|fault| fault.remedy == Remedy::Reload));
            if is_stale || !revives(&command) {
                return;
            }
            self.start_worker(&client);
            if !is_opening {
                return self.open_again();
            }
        }
        client.send(command, files);
    }

    /// Passes on what another worker wrote for the engine.
    pub(super) fn forward(self, message: &JsValue, transfer: &Array) {
        if let Some(client) = self.line.client.get_value() {
            client.forward(message, transfer);
        }
    }

    pub(super) fn ask(self, slot: Slot, question: Question) {
        let id = self.line.next_id();
        let is_other = self.line.asked.try_update_value(|asked| {
            let asked_now = Asked { id, question: question.clone(), is_answered: false };
            let before = asked.insert(slot, asked_now);
            // The vectors moved: what is shown is the answer to the same question, a moment ago.
            let is_same = before.is_some_and(|before| {
                before.question == question
                    && (before.is_answered || !self.line.waiting.with_untracked(|w| w.contains(&slot)))
            });
            !is_same
        });
        if is_other == Some(true) {
            self.line.waiting.maybe_update(|waiting| {
                let is_new = !waiting.contains(&slot);
                if is_new {
                    waiting.push(slot);
                }
                is_new
            });
        }
        self.send(Command::Ask { id, slot, question });
    }

    fn hear(self, report: Report) {
        let (message, remedy) = match report {
            Report::Event(event) => return self.apply(event),
            // Whoever started the worker was told why there is none.
            Report::Unsent => return,
            Report::Stale => ("This page was updated. Reload.".to_owned(), Remedy::Reload),
            Report::Dead(message) => {
                (format!("{message} Restart opens the same text again with the same settings."), Remedy::RestartWorker)
            }
        };
        self.has_begun();
        // What the worker was busy with is over.
        self.run.loading.set(None);
        self.line.withdraw_all();
        self.exam.stop_waiting();
        self.evidence.stop_waiting();
        self.lose_saving();
        self.stop_tsne();
        self.stop_vectors();
        self.line.fault.set(Some(Fault { message, remedy }));
    }

    /// A new worker with what was open before.
    pub(super) fn restart_worker(self) {
        if let Some(client) = self.line.client.get_value() {
            self.start_worker(&client);
            self.open_again();
        }
    }

    fn start_worker(self, client: &Client) {
        self.line.fault.set(None);
        self.line.withdraw_all();
        self.line.is_empty.set_value(true);
        self.line.has_fallen_back.set_value(false);
        // The baseline died with the worker.
        self.baseline.forget();
        self.store.dismiss_undo();
        client.start();
        self.begin_store_again();
    }

    /// Opens the text that was open, else the one that was asked for.
    fn open_again(self) {
        let wanted = self.run.current.get_value().or_else(|| self.run.last_wanted());
        if let Some(Wanted { vectors: Some(vectors), .. }) = wanted {
            return self.read_vectors(vectors, true);
        }
        if let Some(Wanted { stored: Some(id), .. }) = wanted {
            return self.continue_stored(id);
        }
        if let Some(Wanted { source, files, autoplay, advised, .. }) = wanted {
            self.open_advised(source, files, autoplay, advised);
        }
    }

    /// A text was refused. A worker that has nothing open gets back what was open before its predecessor stopped.
    pub(super) fn fall_back(self, refused: u32) {
        let has_other = self.run.current.with_value(|current| current.as_ref().is_some_and(|c| c.open_id != refused));
        if self.line.is_empty.get_value() && has_other && !self.line.has_fallen_back.get_value() {
            self.line.has_fallen_back.set_value(true);
            let alert = self.alert.get_untracked();
            self.open_again();
            // Why the other text was refused is still worth saying.
            self.alert.set(alert);
        }
    }
}

/// Whether a command is the reader's wish, worth a new worker where the old one is gone. What the page asks by itself, and
/// what follows the pointer, is not.
fn revives(command: &Command) -> bool {
    !matches!(
        command,
        Command::FrameShown { .. }
            | Command::Show { .. }
            | Command::Place { .. }
            | Command::Cluster { .. }
            | Command::Cancel
            | Command::CancelEvaluation
            | Command::Save { .. }
            | Command::CancelSave
            | Command::DiscardBaseline
            | Command::Undo
            | Command::Store(StoreCommand::List | StoreCommand::Note { .. } | StoreCommand::Forget { .. })
            | Command::Ask { slot: Slot::Hover | Slot::Color | Slot::Completion | Slot::Compare, .. }
    )
}
