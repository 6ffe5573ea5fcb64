//! What the reader wants, as components send it.

use leptos::prelude::*;
use web_sys::File;

use super::{Client, ColorBy, N_NEIGHBORS, Page, Remedy, Reply, Session, Unknown, Wanted};
use crate::{
    protocol::{
        Command, Loading, Measure, Method, Optimizer, OutOfRange, Question, Setting, Settings, Slot, Source, Stage,
    },
    ui::phrases,
};

/// Words offered under a text box.
const N_COMPLETIONS: u32 = 8;

impl Page {
    pub fn send(self, command: Command) {
        self.send_with(command, None);
    }

    /// Opens a text. What is open stays until the new text is.
    pub fn open(self, source: Source, file: Option<File>, autoplay: bool) {
        let (name, bytes_total) = match &source {
            Source::BuiltIn => ("the built-in corpus".to_owned(), 0),
            Source::Text { name, text } => (name.clone(), text.len() as u64),
            Source::File { name, n_bytes } => (name.clone(), *n_bytes),
            Source::Table { name, .. } => (name.clone(), 0),
        };
        self.alert.set(None);
        self.is_cancelled.set_value(false);
        let open_id = self.next_id();
        self.loading.set(Some(Loading {
            open_id: Some(open_id),
            stage: Stage::Reading,
            share: 0.0,
            name,
            bytes_done: 0,
            bytes_total,
            bytes_per_second: None,
            n_tokens: 0,
        }));
        let settings = self.settings.get_untracked();
        let chosen = self.chosen.get_untracked();
        self.wanted.set_value(Some(Wanted { open_id, source: source.clone(), file: file.clone(), autoplay, settings }));
        self.send_with(Command::Open { open_id, source, settings, chosen, autoplay }, file);
    }

    /// Trains anew on the text that is open, with the settings of the panel.
    pub fn restart(self) {
        let settings = self.settings.get_untracked();
        let is_read_otherwise = self
            .opened
            .with_untracked(|opened| opened.as_ref().is_some_and(|open| open.settings.lowercase != settings.lowercase));
        if !is_read_otherwise {
            return self.send(Command::Restart { settings });
        }
        // Case is decided while a text is read.
        if let Some(Wanted { source, file, .. }) = self.current.get_value() {
            self.open(source, file, true);
        }
    }

    /// Changes a setting as the reader wants it: it is theirs from now on. What is live holds at once.
    pub fn choose(self, setting: Setting, value: f64) -> Result<(), OutOfRange> {
        let settings = self.settings.get_untracked().with(setting, value)?;
        if settings != self.settings.get_untracked() {
            self.chosen.update(|chosen| {
                if !chosen.contains(&setting) {
                    chosen.push(setting);
                }
            });
            self.settings.set(settings);
            if setting == Setting::LearningRate {
                self.change_rate(value);
            }
        }
        Ok(())
    }

    /// Chooses how vectors are learned. What the reader has not chosen themselves becomes what suits that method.
    pub fn choose_method(self, method: Method, optimizer: Optimizer) {
        let wanted = Settings { method, optimizer, ..self.settings.get_untracked() };
        self.settings.set(self.suited(&wanted).with_all(&self.chosen.get_untracked(), &wanted));
    }

    /// Gives every setting back to the text's size to choose.
    pub fn choose_nothing(self) {
        self.chosen.set(Vec::new());
        let suited = self.suited(&self.settings.get_untracked());
        self.settings.set(suited);
        self.change_rate(suited.learning_rate);
    }

    /// Changes the rate of the run under way, unless the panel is about a run of another method.
    fn change_rate(self, learning_rate: f64) {
        let panel = self.settings.get_untracked();
        let is_same_method = self.opened.with_untracked(|opened| {
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
        let n_tokens = self.opened.with_untracked(|opened| opened.as_ref().map(|opened| opened.n_tokens));
        n_tokens.map_or(*wanted, |n_tokens| Settings {
            lowercase: wanted.lowercase,
            ..Settings::for_text(wanted.method, wanted.optimizer, n_tokens)
        })
    }

    /// Makes the run as many epochs long as the panel says, and goes on.
    pub fn extend(self) {
        self.send(Command::Extend { epochs: self.settings.get_untracked().epochs });
    }

    /// Gives up the text that is being read.
    pub fn cancel(self) {
        self.is_cancelled.set_value(true);
        self.loading.set(None);
        self.send(Command::Cancel);
    }

    /// Play or pause, whichever can be done now.
    pub fn toggle_training(self) {
        match self.session.get_untracked() {
            Session::Training => self.send(Command::Pause),
            Session::Paused => self.send(Command::Play),
            Session::Loading | Session::Trained | Session::Failed => {}
        }
    }

    /// Does what the button of an alert says.
    pub fn mend(self, remedy: Remedy) {
        match remedy {
            Remedy::Reload => {
                // Where reloading is forbidden there is nothing better to offer.
                let _ = window().location().reload();
            }
            Remedy::MinCount(min_count) => {
                if self.choose(Setting::MinCount, min_count.into()).is_err() {
                    return;
                }
                self.open_wanted(self.wanted.get_value());
            }
            Remedy::RestartWorker => {
                self.has_failed.set(false);
                // The baseline died with the worker.
                self.baseline.compared.set(None);
                self.client.with_value(|client| client.iter().for_each(Client::start));
                self.open_wanted(self.current.get_value().or_else(|| self.wanted.get_value()));
            }
        }
    }

    /// The pointer is over a word of the map, or over none.
    pub fn hover(self, word_id: Option<u32>) {
        if self.hovered.get_untracked() == word_id {
            return;
        }
        self.hovered.set(word_id);
        match word_id {
            Some(word_id) => {
                self.ask(Slot::Hover, Question::Neighbors { word_id, k: N_NEIGHBORS, measure: Measure::Cosine });
            }
            None => self.hovered_near.set(None),
        }
    }

    /// Keeps a word in the word panel, or none.
    pub fn pin(self, word_id: Option<u32>) {
        if self.joined.with_untracked(|joined| joined.is_some_and(|[first, _]| Some(first) != word_id)) {
            self.joined.set(None);
        }
        self.pinned.set(word_id);
        match word_id {
            Some(_) => self.ask_pinned(),
            None => self.pinned_near.set(None),
        }
        self.ask_both();
        if self.map.color_by.get_untracked() == ColorBy::Cosine {
            self.ask_coloring();
        }
    }

    /// Keeps the word that the reader chose, or none, and remembers it.
    pub fn choose_word(self, word_id: Option<u32>) {
        self.joined.set(None);
        self.pin(word_id);
        if let Some(word_id) = word_id {
            self.visit(word_id);
        }
    }

    /// Pins a word and brings it to the middle of the map.
    pub fn pin_and_show(self, word_id: u32) {
        self.show_word(word_id);
        self.visit(word_id);
    }

    /// The same without remembering it: on the way back.
    pub fn show_word(self, word_id: u32) {
        self.hover(None);
        self.joined.set(None);
        self.pin(Some(word_id));
        self.fly_to.set(Some(word_id));
    }

    /// Looks for a word as it was typed; it is pinned once found.
    pub fn find(self, word: &str) {
        let word = word.trim();
        if word.is_empty() {
            return self.search.set(Reply::Nothing);
        }
        self.ask(Slot::Search, Question::Find { word: word.to_owned() });
    }

    /// Asks how the text in the box named `field` might go on or, for a search, which words it may mean.
    pub fn complete(self, field: &'static str, text: &str, is_search: bool) {
        self.completions.set((field, Vec::new()));
        if text.is_empty() {
            return;
        }
        let (text, k) = (text.to_owned(), N_COMPLETIONS);
        let question = if is_search { Question::Search { text, k } } else { Question::Complete { prefix: text, k } };
        self.ask(Slot::Completion, question);
    }

    /// What there is to say of a word that is not there.
    pub fn say_unknown(self, unknown: &Unknown) -> String {
        let min_count =
            self.opened.with_untracked(|opened| opened.as_ref().map_or(1, |o| o.record.effective_min_count));
        phrases::unknown_word(&unknown.word, unknown.n_in_text, min_count)
    }

    /// The word with this id, of the text that is open.
    pub fn word(self, word_id: u32) -> String {
        self.opened.with(|opened| {
            opened.as_ref().and_then(|opened| opened.words.get(word_id as usize).cloned()).unwrap_or_default()
        })
    }

    pub(super) fn ask(self, slot: Slot, question: Question) {
        let id = self.next_id();
        self.asked.update_value(|asked| {
            asked.insert(slot, id);
        });
        self.send(Command::Ask { id, slot, question });
    }

    /// A number that no question and no opening has had.
    fn next_id(self) -> u32 {
        let id = self.last_id.get_value().wrapping_add(1);
        self.last_id.set_value(id);
        id
    }

    fn send_with(self, command: Command, file: Option<File>) {
        let Some(client) = self.client.get_value() else { return };
        client.send(command, file);
    }

    fn open_wanted(self, wanted: Option<Wanted>) {
        if let Some(Wanted { source, file, autoplay, .. }) = wanted {
            self.open(source, file, autoplay);
        }
    }
}
