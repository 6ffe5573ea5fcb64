//! Opening and restarting: reading a text, building a model, and what waits for it.

use super::{NOT_TRAINED_HERE, REPORT_SECS, Session, refused};
use crate::{
    engine::{
        load_table::TableLoader,
        loader::{LoadError, Loader, Parts, Request, Step},
        memory::{Item, MemoryPlan},
        opened::opened,
        slice::Slice,
        subject::Subject,
    },
    formats::{is_packed, looks_like_session, looks_like_vectors},
    protocol::{Command, Event, Settings, Source, TablePart},
};

impl Session {
    /// Whether a file is being read whose next bytes should be given to [`Session::feed`].
    pub fn wants_bytes(&self) -> bool {
        self.opening.as_ref().is_some_and(Loader::wants_bytes)
    }

    /// Whether a file is being read that has not ended, whether or not its next bytes are wanted yet.
    pub fn is_fed(&self) -> bool {
        self.opening.as_ref().is_some_and(Loader::is_fed)
    }

    /// Takes the next bytes of the file that is being read. [`Session::work`] reads them.
    pub fn feed(&mut self, bytes: &[u8], now_secs: f64) -> Vec<Event> {
        let most_bytes = self.in_use().n_bytes_left();
        let Some(opening) = self.opening.as_mut().filter(|opening| opening.is_fed()) else {
            return Vec::new();
        };
        let is_packed = is_packed(bytes);
        let takes_look = opening.takes_look();
        if takes_look && looks_like_session(bytes) {
            opening.take_as_session(most_bytes);
        } else if takes_look && (is_packed || looks_like_vectors(bytes)) {
            let open_id = self.opening.take().and_then(|opening| opening.request.open_id);
            return open_id.map(|open_id| Event::NotText { open_id, is_packed }).into_iter().collect();
        }
        opening.feed(bytes);
        if now_secs - self.last_report_secs < REPORT_SECS { Vec::new() } else { self.report_loading(now_secs) }
    }

    /// What comes next is a file of this name, of the several that are one text. To be called before each, once the bytes
    /// of the one before are read: [`Session::wants_bytes`].
    pub fn next_file(&mut self, name: &str) -> Vec<Event> {
        match self.opening.as_mut().map(|opening| opening.next_file(name)) {
            Some(Err(error)) => self.refuse_opening(&error),
            Some(Ok(())) | None => Vec::new(),
        }
    }

    /// The file that is being read has no more bytes.
    pub fn end_of_file(&mut self) {
        if let Some(opening) = &mut self.opening {
            opening.end_of_file();
        }
    }

    /// The file that is being read could not be read on.
    pub fn file_failed(&mut self, reason: &str) -> Vec<Event> {
        if self.is_fed() { self.refuse_opening(&LoadError::File(reason.to_owned())) } else { Vec::new() }
    }

    pub(super) fn open(&mut self, source: Source, request: Request, now_secs: f64) -> Vec<Event> {
        let open_id = request.open_id;
        if let (Source::Table(head), Some(open_id)) = (&source, open_id) {
            self.taking = None;
            let taken = TableLoader::new(open_id, head.clone(), &self.in_use()).or_else(|error| {
                // What was kept gives its memory to what is opened.
                if self.let_go(None) { TableLoader::new(open_id, head.clone(), &self.in_use()) } else { Err(error) }
            });
            return match taken {
                Ok(loader) => {
                    let n_rows_left = loader.n_rows_left();
                    (self.opening, self.taking) = (None, Some(loader));
                    vec![Event::TableTaken { open_id, n_rows_left }]
                }
                Err(error) => vec![Event::Refused(error.refusal(open_id))],
            };
        }
        let lender = self.lender_for_opening(&request.settings, &request.chosen);
        let in_use = self.in_use();
        match Loader::open(source, request, lender, self.decoders, &in_use, now_secs) {
            Ok(loader) => {
                (self.opening, self.taking) = (Some(loader), None);
                self.report_loading(now_secs)
            }
            Err(error) => vec![Event::Refused(error.refusal(open_id))],
        }
    }

    /// Takes a part of the table that is being opened; the last one opens it.
    pub(super) fn take_part(&mut self, open_id: u32, part: TablePart) -> Vec<Event> {
        let Some(mut loader) = self.taking.take_if(|loader| loader.open_id == open_id) else { return Vec::new() };
        match loader.take(part) {
            Ok(()) if loader.n_rows_left() > 0 => {
                let n_rows_left = loader.n_rows_left();
                self.taking = Some(loader);
                vec![Event::TableTaken { open_id, n_rows_left }]
            }
            Ok(()) => match loader.finish() {
                Ok(subject) => self.begin(subject, Some(open_id), false),
                Err(error) => vec![Event::Refused(error.refusal(open_id))],
            },
            Err(error) => vec![Event::Refused(error.refusal(open_id))],
        }
    }

    pub(super) fn restart(&mut self, settings: Settings, play: bool) -> Vec<Event> {
        self.make_room_of_undone();
        let Some(subject) = &self.subject else { return refused(self.why_nothing()) };
        let of_run = subject.run().map(|run| Parts::of(run, &subject.vocabulary));
        let is_of_run = of_run.is_some();
        let Some(parts) = of_run.or_else(|| self.text_aside.clone()) else { return refused(NOT_TRAINED_HERE) };
        let lender = self.lender_for(&settings);
        match Loader::restart(parts, settings, lender.as_ref(), play) {
            Ok(loader) => {
                self.restarting = Some(if is_of_run { loader } else { loader.beside_another() });
                self.waiting.clear();
                Vec::new()
            }
            Err(error) => vec![Event::Refused(error.refusal(None))],
        }
    }

    /// Goes on opening, or building another model.
    pub(super) fn load(&mut self, slice: &Slice<'_>) -> Vec<Event> {
        let mut events = Vec::new();
        for is_restart in [true, false] {
            let is_building = self.restarting.is_some();
            let place = if is_restart { &mut self.restarting } else { &mut self.opening };
            // One model is built at a time, so that each is counted with the other.
            if !is_restart && is_building && !place.as_ref().is_some_and(Loader::is_reading) {
                continue;
            }
            let Some(mut loader) = place.take_if(|loader| !loader.wants_bytes()) else { continue };
            events.extend(self.load_with(&mut loader, slice).map_or_else(
                |done| done,
                |working| {
                    let place = if is_restart { &mut self.restarting } else { &mut self.opening };
                    *place = Some(loader);
                    working
                },
            ));
        }
        events
    }

    /// Goes on with a loader. `Ok`: it has more to do; `Err`: it is done, for good or for bad.
    fn load_with(&mut self, loader: &mut Loader, slice: &Slice<'_>) -> Result<Vec<Event>, Vec<Event>> {
        let open_id = loader.request.open_id;
        loop {
            let lender = loader.lender().cloned();
            let needed = lender.as_ref().map_or(0, |lender| lender.n_bytes());
            // A table that is needed to begin with does not give way.
            let lends = self.open_table().zip(lender.as_ref()).is_some_and(|(table, lender)| lender.has_vectors(table));
            let open = self.subject.as_ref().filter(|_| !lends).map_or_else(MemoryPlan::default, Subject::memory);
            let others = [&self.opening, &self.restarting].into_iter().flatten();
            let beside = others.fold(self.beside(), |plan, other| plan.and(other.memory())).with(Item::Kept, needed);
            let spare = MemoryPlan::default().with(Item::Kept, self.spare_bytes(lender.as_ref()));
            match loader.advance(slice, &open, &beside, &spare) {
                Ok(Step::Working) => {
                    let now = slice.now();
                    if now - self.last_report_secs < REPORT_SECS {
                        return Ok(Vec::new());
                    }
                    self.last_report_secs = now;
                    return Ok(vec![Event::Loading(loader.progress(now))]);
                }
                // The new model is known to be possible, and does not fit beside the old one.
                Ok(Step::NeedsRoom) => {
                    if self.let_go(lender.as_ref()) {
                        continue;
                    }
                    let Some(subject) = self.subject.take() else { continue };
                    self.given_way = subject.run().map(|run| Parts::of(run, &subject.vocabulary));
                }
                Ok(Step::Ready(subject)) => {
                    let mut events = self.begin(subject, open_id, loader.request.autoplay);
                    events.extend(self.act_on_waiting(slice.now()));
                    return Err(events);
                }
                Err(error) => {
                    let mut events = vec![Event::Refused(error.refusal(open_id))];
                    self.restore_given_way();
                    if open_id.is_none() {
                        events.extend(self.forget_waiting(slice.now()));
                    }
                    return Err(events);
                }
            }
        }
    }

    /// Builds the run again that gave way to another one that is not to be.
    pub(super) fn restore_given_way(&mut self) {
        if let Some(parts) = self.given_way.take() {
            self.restarting = Some(Loader::rebuild(parts));
        }
    }

    /// Does what was asked for while another model was being built.
    pub(super) fn act_on_waiting(&mut self, now_secs: f64) -> Vec<Event> {
        let waiting = std::mem::take(&mut self.waiting);
        waiting.into_iter().flat_map(|command| self.handle(command, now_secs)).collect()
    }

    /// The model that was being built is not to be. What was asked of it is not done to the one before it; only a pause is, as
    /// whoever asks for it wants nothing to train.
    pub(super) fn forget_waiting(&mut self, now_secs: f64) -> Vec<Event> {
        self.waiting.retain(|command| *command == Command::Pause);
        self.act_on_waiting(now_secs)
    }

    /// A subject stands at its beginning: says so, and starts it where it should start by itself.
    pub(super) fn begin(&mut self, mut subject: Subject, open_id: Option<u32>, play: bool) -> Vec<Event> {
        (self.restarting, self.given_way) = (None, None);
        if open_id.is_some() {
            // They are about a run that is gone.
            self.waiting.clear();
        }
        if let Some(old) = self.subject.take_if(|old| open_id.is_some() || old.run().is_none()) {
            self.keep_of(old, &subject);
        }
        let can_undo = if open_id.is_none() {
            // Of a run that another one of the same text takes the place of.
            self.lay_aside(&subject)
        } else {
            self.undone = None;
            false
        };
        self.generation += 1;
        // Questions name words by ids of the vocabulary before.
        self.asked.clear();
        self.map.start_over();
        self.jobs.start_over(&subject);
        (self.last_report, self.last_seen, self.last_slice_end_secs) = (None, None, None);
        if let (true, Some(run)) = (play, subject.run_mut()) {
            run.play();
        }
        let mut opened = opened(&subject, self.generation, open_id);
        opened.can_undo = can_undo;
        self.tell_lenders(&subject, &mut opened);
        let n_words = subject.vocabulary.len();
        if let Some(restored) = subject.run_mut().and_then(|run| run.restored.take()) {
            self.jobs.accuracy.restore(restored.curve, n_words);
            opened.page = open_id.is_some().then(|| restored.page.into());
        }
        let mut events = vec![Event::Opened(Box::new(opened))];
        // Neither is called for nothing: their code may not be here yet.
        if subject.run().is_some_and(|run| run.lent.is_some()) {
            self.jobs.comparison.meet_lender(&subject);
        }
        if self.jobs.comparison.has_baseline() {
            events.extend(self.jobs.comparison.report(&subject, self.generation));
        }
        self.subject = Some(subject);
        events
    }

    fn refuse_opening(&mut self, error: &LoadError) -> Vec<Event> {
        let open_id = self.opening.take().and_then(|opening| opening.request.open_id);
        vec![Event::Refused(error.refusal(open_id))]
    }

    fn report_loading(&mut self, now_secs: f64) -> Vec<Event> {
        let Some(opening) = &self.opening else { return Vec::new() };
        self.last_report_secs = now_secs;
        vec![Event::Loading(opening.progress(now_secs))]
    }
}
