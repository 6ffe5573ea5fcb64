//! The run: the text that is open, its settings, and how training goes.

use std::sync::Arc;

use leptos::prelude::*;
use web_sys::File;

use super::{Fact, Page, Session};
use crate::{
    chart::LossSample,
    protocol::{
        Command, Loading, Method, Opened, Optimizer, OutOfRange, Part, Progress, Setting, Settings, Source, Start,
    },
    ui::phrases,
};

/// Files that belong together, and how much of them is wanted.
#[derive(Clone)]
pub(super) struct VectorFiles {
    pub(super) files: Vec<File>,
    /// Rows to keep; none keeps all.
    pub(super) most_rows: Option<u64>,
}

/// A text that was asked for, and how to get it again.
#[derive(Clone)]
pub(super) struct Wanted {
    pub(super) open_id: u32,
    pub(super) source: Source,
    /// The files of the text, where it is not in memory.
    pub(super) files: Vec<File>,
    /// The files of vectors, where it is these.
    pub(super) vectors: Option<VectorFiles>,
    /// Its name in the store, where it is a stored session.
    pub(super) stored: Option<String>,
    pub(super) autoplay: bool,
    /// The settings of the panel when it was asked for.
    pub(super) settings: Settings,
    /// A minimum count that was advised for this text, and for no other.
    pub(super) advised: Option<u32>,
    /// Whether it turned out to be a saved session.
    pub(super) is_session: bool,
    /// Whether it was given up. It may open all the same, if it was as good as read.
    pub(super) is_cancelled: bool,
}

/// What is open and how it learns.
#[derive(Clone, Copy)]
pub struct RunState {
    /// Texts that were asked for and are neither open nor refused, oldest first.
    wanted: StoredValue<Vec<Wanted>, LocalStorage>,
    /// The text that was asked for last, whatever became of it.
    last_wanted: StoredValue<Option<Wanted>, LocalStorage>,
    /// The text that is open.
    pub(super) current: StoredValue<Option<Wanted>, LocalStorage>,
    /// The settings that the next model without an opening begins from, as it was asked for: those touched later are kept.
    sent: StoredValue<Option<Settings>>,
    /// Whether what is being built for a restart was given up.
    is_restart_cancelled: StoredValue<bool>,
    /// The minimum count that was advised for the text that is open, where that was followed.
    pub advised: Fact<Option<u32>>,
    /// Epochs that were chosen for another text, where this one may not have as many.
    pub lowered_epochs: Fact<Option<u32>>,
    pub loading: Fact<Option<Loading>>,
    pub opened: Fact<Option<Arc<Opened>>>,
    /// The settings as the panel has them; in force after a restart.
    pub settings: Fact<Settings>,
    /// The settings that the reader has chosen; the text's size chooses the others.
    pub chosen: Fact<Vec<Setting>>,
    pub progress: Fact<Option<Progress>>,
    pub loss: Fact<Vec<LossSample>>,
    /// Loss on the sentences that are never trained on.
    pub held_out_loss: Fact<Vec<LossSample>>,
}

impl RunState {
    pub(super) fn new() -> Self {
        Self {
            wanted: StoredValue::new_local(Vec::new()),
            last_wanted: StoredValue::new_local(None),
            current: StoredValue::new_local(None),
            sent: StoredValue::new(None),
            is_restart_cancelled: StoredValue::new(false),
            advised: Fact::new(None),
            lowered_epochs: Fact::new(None),
            loading: Fact::new(None),
            opened: Fact::new(None),
            settings: Fact::new(Settings::default()),
            chosen: Fact::new(Vec::new()),
            progress: Fact::new(None),
            loss: Fact::new(Vec::new()),
            held_out_loss: Fact::new(Vec::new()),
        }
    }

    /// A text or a table is asked for.
    pub(super) fn want(self, wanted: Wanted) {
        self.last_wanted.set_value(Some(wanted.clone()));
        self.wanted.update_value(|all| all.push(wanted));
    }

    /// Another model of what is open is asked for, with these settings.
    pub(super) fn want_restart(self, settings: Option<Settings>) {
        self.is_restart_cancelled.set_value(false);
        self.sent.set_value(settings);
    }

    /// Whatever was asked for and is not there yet is given up.
    pub(super) fn give_up(self) {
        self.wanted.update_value(|wanted| {
            for wanted in wanted {
                wanted.is_cancelled = true;
            }
        });
        self.is_restart_cancelled.set_value(true);
        self.loading.set(None);
    }

    pub(super) fn last_wanted(self) -> Option<Wanted> {
        self.last_wanted.get_value()
    }

    /// The files of the vectors that are open, where it is these.
    pub(super) fn current_vectors(self) -> Option<VectorFiles> {
        self.current.with_value(|current| current.as_ref().and_then(|current| current.vectors.clone()))
    }

    /// Whether what is open came as a saved session, and not as a text that can be read again.
    pub fn is_session(self) -> bool {
        self.current.with_value(|current| current.as_ref().is_some_and(|current| current.is_session))
    }

    /// A text that was asked for is no longer waited for.
    pub(super) fn take_wanted(self, open_id: u32) -> Option<Wanted> {
        let found = self.wanted.with_value(|wanted| wanted.iter().find(|wanted| wanted.open_id == open_id).cloned());
        self.is_refused(Some(open_id));
        found
    }

    /// Whether a report of loading is about what the reader still waits for.
    pub(super) fn is_awaited(self, loading: &Loading) -> bool {
        let awaited = self.wanted.with_value(|wanted| {
            let awaited = wanted.last().filter(|last| !last.is_cancelled);
            awaited.map(|awaited| awaited.open_id)
        });
        match (loading.open_id, awaited) {
            (Some(id), awaited) => awaited == Some(id),
            // A text that is being read is shown before a restart of the one that is open.
            (None, Some(_)) => false,
            (None, None) => !self.is_restart_cancelled.get_value(),
        }
    }

    /// Whether the text that is open trains by itself.
    pub(super) fn starts_by_itself(self) -> bool {
        self.current.with_value(|current| current.as_ref().is_none_or(|current| current.autoplay))
    }

    /// Whether an opening was asked for, and not overtaken by a later one.
    pub(super) fn is_wanted(self, open_id: u32) -> bool {
        self.wanted.with_value(|wanted| wanted.iter().any(|wanted| wanted.open_id == open_id))
    }

    /// A text was refused. It is no longer waited for.
    pub(super) fn is_refused(self, open_id: Option<u32>) {
        self.wanted.update_value(|wanted| wanted.retain(|wanted| Some(wanted.open_id) != open_id));
        let is_loading = self.loading.with_untracked(|loading| loading.as_ref().map(|loading| loading.open_id));
        if is_loading == Some(open_id) {
            self.loading.set(None);
        }
    }

    /// A model is open. Gives the settings that its panel has: its own, but for those that were touched since it was asked for.
    pub(super) fn is_open(self, opened: &Opened) -> Settings {
        let panel = self.settings.get_untracked();
        let found = opened.open_id.and_then(|id| {
            let take = |wanted: &mut Vec<Wanted>| {
                let found = wanted.iter().find(|wanted| wanted.open_id == id).cloned();
                // The worker reads one text at a time: earlier ones will not come.
                wanted.retain(|wanted| wanted.open_id > id);
                found
            };
            self.wanted.try_update_value(take).flatten()
        });
        let sent = match &found {
            Some(found) => Some(found.settings),
            None => self.sent.try_update_value(Option::take).flatten(),
        };
        if let Some(mut found) = found {
            found.is_session = opened.page.is_some();
            self.advised.set_if_new(found.advised);
            if found.stored.is_some() {
                // What the text would not have had by itself was the reader's choice.
                let Settings { method, optimizer, .. } = opened.settings;
                let suited = Settings::for_text(method, optimizer, opened.n_tokens);
                let differs = |&setting: &Setting| {
                    method.uses(setting) && opened.settings.get(setting).to_bits() != suited.get(setting).to_bits()
                };
                self.chosen.set(Setting::ALL.into_iter().filter(differs).collect());
            }
            let chosen = found.settings.epochs;
            let is_lowered =
                opened.settings.epochs < chosen && self.chosen.with_untracked(|c| c.contains(&Setting::Epochs));
            self.lowered_epochs.set_if_new(is_lowered.then_some(chosen));
            self.current.set_value(Some(found));
        }
        let is_over = |loading: &Loading| match (loading.open_id, opened.open_id) {
            (Some(awaited), Some(id)) => awaited <= id,
            (awaited, id) => awaited == id,
        };
        if self.loading.with_untracked(|loading| loading.as_ref().is_some_and(is_over)) {
            self.loading.set(None);
        }
        let settings = opened.settings.with_differences(&sent.unwrap_or(panel), &panel);
        // Vectors that are gone cannot be chosen.
        if settings.start != Start::Random && phrases::lender_of(&opened.lenders, settings.start).is_none() {
            self.chosen.update(|chosen| chosen.retain(|&setting| setting != Setting::Start));
            return Settings { start: Start::Random, ..settings };
        }
        settings
    }

    /// Words and record of the text are the same as those that are open.
    pub(super) fn is_same_text(self, opened: &Opened) -> bool {
        self.opened.with_untracked(|old| {
            old.as_ref().is_some_and(|old| old.record.source == opened.record.source && old.n_tokens == opened.n_tokens)
        })
    }
}

impl Page {
    /// Changes a setting as the reader wants it: it is theirs from now on. What is live holds at once.
    pub fn choose(self, setting: Setting, value: f64) -> Result<(), OutOfRange> {
        let settings = self.run.settings.get_untracked().with_for(untrack(|| self.n_tokens()), setting, value)?;
        if settings != self.run.settings.get_untracked() {
            self.run.chosen.maybe_update(|chosen| {
                let is_new = !chosen.contains(&setting);
                if is_new {
                    chosen.push(setting);
                }
                is_new
            });
            self.run.settings.set(settings);
            if setting == Setting::LearningRate {
                self.change_rate(value);
            }
        }
        Ok(())
    }

    /// Chooses what the next run begins with. Its dimensions are those of the vectors; with random ones those that were chosen,
    /// or suit the text.
    pub fn choose_start(self, start: Start) {
        let settings = Settings { start, ..self.run.settings.get_untracked() };
        let dims = self.run.opened.with_untracked(|opened| {
            let lender = phrases::lender_of(&opened.as_ref()?.lenders, start)?;
            Some(lender.dims)
        });
        self.run.chosen.update(|chosen| {
            chosen.retain(|&setting| setting != Setting::Start && (start == Start::Random || setting != Setting::Dims));
            if start != Start::Random {
                chosen.push(Setting::Start);
            }
        });
        let dims = dims.unwrap_or_else(|| self.suited(&settings).dims);
        self.run.settings.set(Settings { dims, ..settings });
    }

    /// Chooses how vectors are learned. What the reader has not chosen themselves becomes what suits that method.
    pub fn choose_method(self, method: Method, optimizer: Optimizer) {
        let wanted = Settings { method, optimizer, ..self.run.settings.get_untracked() };
        self.run.settings.set(self.suited(&wanted).with_all(&self.run.chosen.get_untracked(), &wanted));
    }

    /// Chooses whether The and the are one word; that holds once the text is read again.
    pub fn choose_case(self, lowercase: bool) {
        self.run.settings.update(|settings| settings.lowercase = lowercase);
    }

    /// Gives every setting back to the text's size to choose.
    pub fn choose_nothing(self) {
        self.run.chosen.set(Vec::new());
        let suited = self.suited(&self.run.settings.get_untracked());
        self.run.settings.set(suited);
        self.change_rate(suited.learning_rate);
    }

    /// Changes the rate of the run under way, unless the panel is about a run of another method.
    fn change_rate(self, learning_rate: f64) {
        let panel = self.run.settings.get_untracked();
        let is_same_method = self.run.opened.with_untracked(|opened| {
            opened.as_ref().is_some_and(|opened| {
                let open = &opened.settings;
                open.method == panel.method && (open.optimizer == panel.optimizer || panel.method != Method::Softmax)
            })
        });
        if is_same_method {
            self.send(Command::SetLearningRate { learning_rate });
        }
    }

    /// The settings that suit the text that is open, with the method, optimizer and case of those given.
    fn suited(self, wanted: &Settings) -> Settings {
        let n_tokens = self.run.opened.with_untracked(|opened| opened.as_ref().map(|opened| opened.n_tokens));
        n_tokens.map_or(*wanted, |n_tokens| {
            let suited = Settings::for_text(wanted.method, wanted.optimizer, n_tokens);
            let min_count = self.run.advised.get_untracked().unwrap_or(suited.min_count);
            let (lowercase, start) = (wanted.lowercase, wanted.start);
            let dims = if start == Start::Random { suited.dims } else { wanted.dims };
            Settings { lowercase, min_count, start, dims, borrowed_rate: wanted.borrowed_rate, ..suited }
        })
    }

    /// Words of the text that is open, which say what some settings may be; 0 where none is open.
    pub fn n_tokens(self) -> u64 {
        self.run.opened.with(|opened| opened.as_ref().map_or(0, |opened| opened.n_tokens))
    }

    /// Makes the run as many epochs long as the panel says, and goes on.
    pub fn extend(self) {
        self.send(Command::Extend { epochs: self.run.settings.get_untracked().epochs });
    }

    /// Play or pause, whichever can be done now.
    pub fn toggle_training(self) {
        match self.session.get_untracked() {
            Session::Training => self.send(Command::Pause),
            Session::Paused => self.send(Command::Play),
            // There is no worker: Play brings another.
            Session::Failed => self.restart_worker(),
            Session::Loading | Session::Trained => {}
        }
    }

    /// Trains a part of the run.
    pub fn step(self, part: Part) {
        self.send(Command::Step { part });
    }
}
