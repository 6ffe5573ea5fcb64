//! What is stored in the browser, what the page offers of it, and undoing a reset.

use std::time::Duration;

use leptos::prelude::*;

use super::{Fact, Page, run::Wanted};
use crate::{
    protocol::{Command, Source, StoreCommand, StoreEvent, StoredSession},
    ui::link::Link,
};

/// How long after the first map the store is asked for what there is.
const AFTER_FIRST_MAP: Duration = Duration::from_millis(500);
/// How long after the first list it is asked again where another tab has something.
const LOOK_AGAIN_AFTER: Duration = Duration::from_millis(1500);
/// How long what the page shows stays the same before it is noted.
const NOTE_AFTER: Duration = Duration::from_millis(700);

/// What was done to a run that can be undone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undoable {
    Reset,
    Restart,
}

/// What is known of the store.
#[derive(Clone, Copy)]
pub struct StoreState {
    has_begun: Fact<bool>,
    /// What is stored, newest first; none before it was asked for.
    pub sessions: Fact<Option<Vec<StoredSession>>>,
    /// Why nothing is stored.
    pub trouble: Fact<Option<String>>,
    /// What the page offers to go on with.
    pub offer: Fact<Option<StoredSession>>,
    /// Whether the reader has said what they think of the offer.
    is_answered: StoredValue<bool>,
    /// What the button Undo undoes.
    pub undoable: Fact<Option<Undoable>>,
    /// What the reader has asked for that may be undone once it is done.
    asked: StoredValue<Option<Undoable>>,
    /// What was noted last, and the number of the change that it waits for.
    noted: StoredValue<(String, u32)>,
}

impl StoreState {
    pub(super) fn new() -> Self {
        Self {
            has_begun: Fact::new(false),
            sessions: Fact::new(None),
            trouble: Fact::new(None),
            offer: Fact::new(None),
            is_answered: StoredValue::new(false),
            undoable: Fact::new(None),
            asked: StoredValue::new(None),
            noted: StoredValue::new((String::new(), 0)),
        }
    }

    /// The reader asks for what can be undone once it is done.
    pub(super) fn will_undo(self, what: Undoable) {
        self.asked.set_value(Some(what));
    }

    /// A model is open. `can_undo`: the one before can be had back.
    pub(super) fn has_opened(self, can_undo: bool) {
        let asked = self.asked.try_update_value(Option::take).flatten();
        self.undoable.set_if_new(asked.filter(|_| can_undo));
    }

    pub fn dismiss_undo(self) {
        self.undoable.set(None);
    }

    pub fn dismiss_offer(self) {
        self.is_answered.set_value(true);
        self.offer.set(None);
    }
}

impl Page {
    /// There is a map: from now on what is open is stored, and what was stored is offered. Before, nothing of it runs.
    pub(super) fn begin_store(self) {
        if !self.store.has_begun.get_untracked() {
            self.store.has_begun.set(true);
            self.list_after(AFTER_FIRST_MAP);
        }
    }

    fn list_after(self, wait: Duration) {
        set_timeout(move || self.send(Command::Store(StoreCommand::List)), wait);
    }

    /// A worker that was started again stores as well.
    pub(super) fn begin_store_again(self) {
        if self.store.has_begun.get_untracked() {
            self.send(Command::Store(StoreCommand::List));
            self.store.noted.update_value(|noted| noted.0.clear());
        }
    }

    /// Notes what the page shows once it stays the same for a while.
    pub(super) fn follow_what_is_shown(self) {
        if !self.store.has_begun.get() {
            return;
        }
        self.words.pinned.track();
        self.map.view.track();
        self.map.color_by.track();
        self.analogy.boxes.track();
        self.analogy.expression.track();
        self.heatmap.words.track();
        let number = self.store.noted.with_value(|noted| noted.1) + 1;
        self.store.noted.update_value(|noted| noted.1 = number);
        let note = move || {
            if self.store.noted.with_value(|noted| noted.1) != number {
                return;
            }
            let Some(note) = self.link_to_view().map(|link| link.to_hash()) else { return };
            if self.store.noted.with_value(|noted| noted.0 != note) {
                self.store.noted.update_value(|noted| noted.0.clone_from(&note));
                self.send(Command::Store(StoreCommand::Note { note }));
            }
        };
        set_timeout(note, NOTE_AFTER);
    }

    pub(super) fn show_store(self, event: StoreEvent) {
        match event {
            StoreEvent::Listed { sessions, trouble } => {
                let is_first = self.store.sessions.with_untracked(Option::is_none);
                if is_first && sessions.iter().any(|session| session.is_elsewhere) {
                    // A tab that was just closed may not have given back what it had.
                    self.list_after(LOOK_AGAIN_AFTER);
                }
                if !self.store.is_answered.get_value() {
                    self.store.offer.set_if_new(sessions.iter().find(|session| session.is_offered).cloned());
                }
                self.store.trouble.set_if_new(trouble);
                self.store.sessions.set(Some(sessions));
            }
            StoreEvent::Continued { open_id, note } => self.expect_view(open_id, Link::parse(&note).0),
        }
    }

    /// Opens a stored session and trains on.
    pub fn continue_stored(self, id: String) {
        self.store.dismiss_offer();
        let sessions = self.store.sessions.get_untracked().unwrap_or_default();
        let session = sessions.into_iter().find(|session| session.id == id);
        let (name, n_bytes) = session.map_or_else(Default::default, |session| (session.name, session.n_bytes));
        let open_id = self.begin_reading(name.clone(), n_bytes);
        self.run.want(Wanted {
            open_id,
            source: Source::File { name, n_bytes, encoding: None, columns: Vec::new(), is_text: false },
            files: Vec::new(),
            vectors: None,
            stored: Some(id.clone()),
            is_session: true,
            autoplay: true,
            settings: self.run.settings.get_untracked(),
            advised: None,
            is_cancelled: false,
        });
        self.send(Command::Store(StoreCommand::Continue { open_id, id }));
    }

    /// Deletes a stored session.
    pub fn forget_stored(self, id: String) {
        if self.store.offer.with_untracked(|offer| offer.as_ref().is_some_and(|offer| offer.id == id)) {
            self.store.dismiss_offer();
        }
        self.send(Command::Store(StoreCommand::Forget { id }));
    }

    /// Asks anew what is stored, for a list that is about to be seen.
    pub fn list_stored(self) {
        if self.store.has_begun.get_untracked() {
            self.send(Command::Store(StoreCommand::List));
        }
    }

    /// Brings the run back that was reset or restarted.
    pub fn undo(self) {
        self.store.undoable.set(None);
        self.run.want_restart(None);
        self.send(Command::Undo);
    }
}
