//! Stores what a session has while it trains, lists what is stored, and opens it again.

use std::{cell::RefCell, rc::Rc};

use js_sys::{Date, Math};
use wasm_bindgen_futures::spawn_local;

use super::{
    StoreError,
    database::Database,
    locks::{self, Held},
    sleep,
};
use crate::{
    engine::{
        SavedSession, Session, SessionWriter, TextMark, Volume,
        storing::{
            Due, LEAST_INTERVAL_SECS, PIECE_BYTES, RunNow, StoredNow, StoredPart, StoredRecord, due, offered,
            pause_after, to_drop,
        },
    },
    protocol::{Command, Event, Phase, Refusal, Settings, Source, StoreCommand, StoreEvent, StoredSession},
};

/// Seconds between two looks at whether something is due.
const LOOK_SECS: f64 = 0.5;
/// Seconds between two looks at what a session is about to have ready.
const SOON_SECS: f64 = 0.01;

/// Keeps what is stored in step with a session.
pub struct Keeper {
    session: Rc<RefCell<Session>>,
    /// Says something to the page.
    say: Box<dyn Fn(Vec<Event>)>,
    /// Has the session work on.
    wake: Box<dyn Fn()>,
    now_secs: fn() -> f64,
    state: RefCell<State>,
}

#[derive(Default)]
struct State {
    has_begun: bool,
    database: Option<Rc<Database>>,
    /// Why nothing is stored.
    trouble: Option<String>,
    here: Option<Here>,
    note: String,
    /// A text that the reader does not want to be stored.
    declined: Option<TextMark>,
}

/// The stored session of what is open.
struct Here {
    id: String,
    /// As long as it is there, no other tab has the session.
    held: Held,
    mark: TextMark,
    record: Option<StoredRecord>,
    stored: Option<StoredNow>,
}

impl Keeper {
    /// Nothing is stored until the page asks for the first list.
    pub fn new(
        session: Rc<RefCell<Session>>,
        say: impl Fn(Vec<Event>) + 'static,
        wake: impl Fn() + 'static,
        now_secs: fn() -> f64,
    ) -> Rc<Self> {
        let (say, wake) = (Box::new(say), Box::new(wake));
        Rc::new(Self { session, say, wake, now_secs, state: RefCell::default() })
    }

    /// Takes a command of the page.
    pub fn hear(self: &Rc<Self>, command: StoreCommand) {
        let keeper = Rc::clone(self);
        spawn_local(async move {
            let done = match command {
                StoreCommand::List => keeper.begin().await,
                StoreCommand::Continue { open_id, id } => keeper.go_on(open_id, &id).await,
                StoreCommand::Forget { id } => keeper.forget(&id).await,
                StoreCommand::Note { note } => {
                    keeper.state.borrow_mut().note = note;
                    Ok(())
                }
            };
            if let Err(error) = done {
                keeper.refuse(&error, None);
            }
        });
    }

    fn refuse(&self, error: &StoreError, open_id: Option<u32>) {
        (self.say)(vec![Event::Refused(Refusal { open_id, ..Refusal::new(error.to_string()) })]);
    }

    fn database(&self) -> Result<Rc<Database>, StoreError> {
        self.state.borrow().database.clone().ok_or(StoreError::None)
    }

    /// Lists what is stored; the first time, begins to store.
    async fn begin(self: &Rc<Self>) -> Result<(), StoreError> {
        if !std::mem::replace(&mut self.state.borrow_mut().has_begun, true) {
            match Database::open().await {
                Ok(database) => {
                    self.state.borrow_mut().database = Some(Rc::new(database));
                    spawn_local(Rc::clone(self).watch());
                }
                Err(_) => self.state.borrow_mut().trouble = Some(StoreError::None.to_string()),
            }
        }
        self.list().await
    }

    /// Tells the page what is stored.
    async fn list(&self) -> Result<(), StoreError> {
        let mut sessions = Vec::new();
        if let Ok(database) = self.database() {
            let (mut records, open) = (database.records().await?, locks::open_anywhere().await);
            records.sort_by(|a, b| b.saved_ms.total_cmp(&a.saved_ms));
            let is_open = |id: &str| open.iter().any(|open| open == id) || self.is_here(id);
            let offered = offered(&records, is_open).map(str::to_owned);
            sessions = records
                .iter()
                .map(|record| StoredSession {
                    id: record.id.clone(),
                    name: record.name.clone(),
                    saved_ms: record.saved_ms,
                    tokens_done: record.tokens_done,
                    tokens_total: record.tokens_total,
                    n_bytes: record.n_bytes(),
                    is_here: self.is_here(&record.id),
                    is_elsewhere: !self.is_here(&record.id) && is_open(&record.id),
                    is_offered: offered.as_deref() == Some(&record.id),
                })
                .collect();
        }
        let trouble = self.state.borrow().trouble.clone();
        (self.say)(vec![Event::Store(StoreEvent::Listed { sessions, trouble })]);
        Ok(())
    }

    fn is_here(&self, id: &str) -> bool {
        self.state.borrow().here.as_ref().is_some_and(|here| here.id == id)
    }

    /// Stores what is due, for as long as the worker lives.
    async fn watch(self: Rc<Self>) {
        loop {
            sleep(LOOK_SECS).await;
            if self.state.borrow().trouble.is_some() {
                continue;
            }
            match self.store_what_is_due().await {
                // A session that was replaced while it was stored is not wanted any more.
                Ok(()) | Err(StoreError::Gone) => {}
                Err(error) => {
                    self.state.borrow_mut().trouble = Some(error.to_string());
                    self.refuse(&error, None);
                    let _ = self.tidy().await;
                    let _ = self.list().await;
                }
            }
            self.session.borrow_mut().count_stored(0);
        }
    }

    /// Deletes what was written of a state that is not whole.
    async fn tidy(&self) -> Result<(), StoreError> {
        let here = self.state.borrow().here.as_ref().map(|here| (here.id.clone(), here.record.clone()));
        let Some((id, record)) = here else { return Ok(()) };
        let parts = record.map_or_else(Vec::new, |record| record.parts());
        self.database()?.delete_other_parts(&id, &parts).await
    }

    async fn store_what_is_due(&self) -> Result<(), StoreError> {
        let Some(run) = self.session.borrow().run_now() else { return Ok(()) };
        let is_declined = {
            let (state, session) = (self.state.borrow(), self.session.borrow());
            state.declined.as_ref().is_some_and(|mark| session.has_text(mark))
        };
        if is_declined {
            return Ok(());
        }
        let stored = self.state.borrow().here.as_ref().and_then(|here| here.stored);
        let saved = match due(&run, stored.as_ref(), (self.now_secs)()) {
            Due::Nothing => return self.store_note().await,
            Due::Good => self.session.borrow().last_good(),
            Due::Exact => self.snapshot().await,
        };
        match saved {
            Some(saved) => self.write(&run, saved).await,
            None => Ok(()),
        }
    }

    /// The state as it is, once it is copied.
    async fn snapshot(&self) -> Option<SavedSession> {
        self.session.borrow_mut().begin_snapshot().ok()?;
        loop {
            (self.wake)();
            sleep(SOON_SECS).await;
            let mut session = self.session.borrow_mut();
            if let Some(saved) = session.take_snapshot() {
                return Some(saved);
            }
            if !session.has_snapshot() {
                return None;
            }
        }
    }

    /// Stores what the page shows, where that has changed since the last state.
    async fn store_note(&self) -> Result<(), StoreError> {
        let record = {
            let state = self.state.borrow();
            let record = state.here.as_ref().and_then(|here| here.record.clone());
            record
                .filter(|record| record.note != state.note)
                .map(|record| StoredRecord { note: state.note.clone(), ..record })
        };
        match record {
            Some(record) => {
                self.database()?.put_record(&record).await?;
                if let Some(here) = &mut self.state.borrow_mut().here {
                    here.record = Some(record);
                }
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// Writes a state with all that it needs, then its record, and deletes what it takes the place of.
    async fn write(&self, run: &RunNow, saved: SavedSession) -> Result<(), StoreError> {
        let database = self.database()?;
        let is_same_text = self.state.borrow().here.as_ref().is_some_and(|here| here.mark.is_of_text_of(&saved));
        if !is_same_text {
            let id = format!("{:x}-{:x}", Date::now() as u64, (Math::random() * f64::from(u32::MAX)) as u32);
            let held = locks::take(&id).await.ok_or(StoreError::Elsewhere)?;
            let here = Here { id, held, mark: saved.mark(), record: None, stored: None };
            self.state.borrow_mut().here = Some(here);
        }
        let (id, before, mark, stored) = {
            let state = self.state.borrow();
            let here = state.here.as_ref().ok_or(StoreError::Gone)?;
            (here.id.clone(), here.record.clone(), here.mark.clone(), here.stored)
        };
        self.session.borrow_mut().count_stored(saved.state_bytes());
        let mut number = before.as_ref().map_or(0, StoredRecord::next_number);
        let mut next = async |volume: Volume| {
            let writer = SessionWriter::new(saved.clone(), volume, Vec::new());
            let part = self.write_part(&database, run, &id, number, writer).await?;
            number += 1;
            Ok::<StoredPart, StoreError>(part)
        };
        let text = match before.as_ref().filter(|_| mark.has_words_of(&saved)) {
            Some(before) => before.text,
            None => next(Volume::Text).await?,
        };
        // They are those of a run from the end of its preparation on.
        let is_same_run = stored.is_some_and(|stored| stored.generation == run.generation);
        let pairs = match before.as_ref().and_then(|before| before.pairs).filter(|_| is_same_run) {
            Some(pairs) => Some(pairs),
            None if saved.has_pairs() => Some(next(Volume::Pairs).await?),
            None => None,
        };
        let state = next(Volume::State).await?;
        let record = StoredRecord {
            id: id.clone(),
            name: saved.record().name().to_owned(),
            saved_ms: Date::now(),
            tokens_done: saved.record().tokens_done,
            tokens_total: saved.record().tokens_total,
            is_built_in: run.is_built_in,
            text,
            pairs,
            state,
            note: self.state.borrow().note.clone(),
        };
        database.put_record(&record).await?;
        let parts = record.parts();
        if let Some(here) = self.state.borrow_mut().here.as_mut().filter(|here| here.id == id) {
            let (generation, tokens_done) = (run.generation, record.tokens_done);
            here.stored = Some(StoredNow { generation, tokens_done, at_secs: (self.now_secs)() });
            (here.record, here.mark) = (Some(record), saved.mark());
        }
        database.delete_other_parts(&id, &parts).await?;
        if before.is_none() {
            self.drop_old(&database).await?;
        }
        self.list().await
    }

    /// Writes a part, a piece at a time, as fast as its share allows.
    async fn write_part(
        &self,
        database: &Database,
        run: &RunNow,
        id: &str,
        number: u32,
        mut writer: SessionWriter,
    ) -> Result<StoredPart, StoreError> {
        let mut part = StoredPart { number, n_pieces: 0, n_bytes: 0 };
        let mut piece = Vec::new();
        loop {
            let start = (self.now_secs)();
            piece.clear();
            let is_done = writer.pull(&mut piece, PIECE_BYTES);
            let transaction = database.put_piece(id, number, part.n_pieces, &piece)?;
            let cost = (self.now_secs)() - start;
            part.n_pieces += 1;
            part.n_bytes += piece.len() as u64;
            database.finish(&transaction).await?;
            let now = self.session.borrow().run_now();
            let Some(now) = now.filter(|now| now.generation == run.generation) else { return Err(StoreError::Gone) };
            sleep(pause_after(cost, now.phase == Phase::Training)).await;
            if is_done {
                return Ok(part);
            }
        }
    }

    async fn drop_old(&self, database: &Database) -> Result<(), StoreError> {
        let (records, open) = (database.records().await?, locks::open_anywhere().await);
        for id in to_drop(&records, |id| open.iter().any(|open| open == id) || self.is_here(id)) {
            database.delete(id).await?;
        }
        Ok(())
    }

    /// Deletes a stored session. The text that is open is then not stored again.
    async fn forget(&self, id: &str) -> Result<(), StoreError> {
        let database = self.database()?;
        if self.is_here(id) {
            let here = self.state.borrow_mut().here.take();
            self.state.borrow_mut().declined = here.map(|here| here.mark);
        } else if locks::take(id).await.is_none() {
            return Err(StoreError::Elsewhere);
        }
        database.delete(id).await?;
        self.state.borrow_mut().trouble = None;
        self.list().await
    }

    /// Opens a stored session, and stores in its place from then on.
    async fn go_on(&self, open_id: u32, id: &str) -> Result<(), StoreError> {
        let opened = self.open_stored(open_id, id).await;
        if let Err(error) = &opened {
            if self.session.borrow().is_opening(open_id) {
                let events = self.session.borrow_mut().file_failed(&error.to_string());
                (self.say)(events);
            } else {
                self.refuse(error, Some(open_id));
            }
        }
        self.list().await
    }

    async fn open_stored(&self, open_id: u32, id: &str) -> Result<(), StoreError> {
        let database = self.database()?;
        let held = if self.is_here(id) {
            let here = self.state.borrow_mut().here.take();
            here.map(|here| here.held)
        } else {
            locks::take(id).await
        };
        let held = held.ok_or(StoreError::Elsewhere)?;
        let record = database.records().await?.into_iter().find(|record| record.id == id).ok_or(StoreError::Gone)?;
        let before = self.session.borrow().run_now().map(|run| run.generation);
        let (name, n_bytes) = (record.name.clone(), record.n_bytes());
        let source = Source::File { name, n_bytes, encoding: None, columns: Vec::new(), is_text: false };
        let command =
            Command::Open { open_id, source, settings: Settings::default(), chosen: Vec::new(), autoplay: true };
        let events = self.session.borrow_mut().handle(command, (self.now_secs)());
        self.session.borrow_mut().go_on_once_open();
        (self.say)(vec![Event::Store(StoreEvent::Continued { open_id, note: record.note.clone() })]);
        (self.say)(events);
        for part in record.parts() {
            for place in 0..part.n_pieces {
                let piece = database.piece(id, part.number, place).await?;
                if !self.session.borrow().is_opening(open_id) {
                    return Ok(());
                }
                let events = self.session.borrow_mut().feed(&piece, (self.now_secs)());
                (self.say)(events);
                (self.wake)();
            }
        }
        self.session.borrow_mut().end_of_file();
        (self.wake)();
        while self.session.borrow().is_opening(open_id) {
            sleep(SOON_SECS).await;
        }
        let session = self.session.borrow();
        if let (Some(run), Some(mark)) = (session.run_now(), session.text_mark())
            && before != Some(run.generation)
        {
            let at_secs = (self.now_secs)() - LEAST_INTERVAL_SECS;
            let stored = StoredNow { generation: run.generation, tokens_done: record.tokens_done, at_secs };
            let mut state = self.state.borrow_mut();
            state.note.clone_from(&record.note);
            let (id, stored, record) = (id.to_owned(), Some(stored), Some(record));
            state.here = Some(Here { id, held, mark, record, stored });
        }
        Ok(())
    }
}
