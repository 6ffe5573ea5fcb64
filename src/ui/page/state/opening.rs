//! Opening and restarting: what the reader asks to train on, and giving it up.

use leptos::prelude::*;
use web_sys::File;

use super::{
    Page, Undoable,
    run::{VectorFiles, Wanted},
};
use crate::protocol::{Command, Loading, Setting, Settings, Source, Stage, TableHead};

/// As in [`ENCODINGS`](crate::protocol::ENCODINGS).
const UTF_8: &str = "utf-8";

impl Page {
    /// Opens a text. What is open stays until the new text is.
    pub fn open(self, source: Source, files: Vec<File>, autoplay: bool) {
        let source = match source {
            Source::File { name, n_bytes, encoding: None, columns, is_text } if columns.is_empty() => {
                let (encoding, columns) = self.expect_linked(n_bytes);
                Source::File { name, n_bytes, encoding, columns, is_text }
            }
            Source::Text { name, text } => {
                self.expect_linked(text.len() as u64);
                Source::Text { name, text }
            }
            other => other,
        };
        self.open_advised(source, files, autoplay, None);
    }

    /// The same with a minimum count that was advised for this text, and holds for no other.
    pub(super) fn open_advised(self, source: Source, files: Vec<File>, autoplay: bool, advised: Option<u32>) {
        let (name, bytes_total) = match &source {
            Source::BuiltIn => ("the built-in corpus".to_owned(), 0),
            Source::Text { name, text } => (name.clone(), text.len() as u64),
            Source::File { name, n_bytes, .. } => (name.clone(), *n_bytes),
            // Their rows come from files: `open_vectors`.
            Source::Table(_) => return,
        };
        let open_id = self.begin_reading(name, bytes_total);
        let settings = self.run.settings.get_untracked();
        let mut chosen = self.run.chosen.get_untracked();
        let (source_again, files_again) = (source.clone(), files.clone());
        let wanted = Wanted {
            open_id,
            source: source_again,
            files: files_again,
            vectors: None,
            stored: None,
            autoplay,
            settings,
            advised,
            is_session: false,
            is_cancelled: false,
        };
        self.run.want(wanted);
        let settings = advised.map_or(settings, |min_count| Settings { min_count, ..settings });
        if advised.is_some() {
            chosen.push(Setting::MinCount);
        }
        self.send_with(Command::Open { open_id, source, settings, chosen, autoplay }, files);
    }

    /// Something is about to be read: whatever else was on its way is given up, and what is read is shown. The id of the
    /// opening.
    pub(super) fn begin_reading(self, name: String, bytes_total: u64) -> u32 {
        self.stop_vectors();
        self.fetch.stop();
        self.alert.set(None);
        let open_id = self.line.next_id();
        self.run.loading.set(Some(Loading {
            open_id: Some(open_id),
            stage: Stage::Reading,
            share: 0.0,
            name,
            bytes_done: 0,
            bytes_total,
            bytes_per_second: None,
            n_tokens: 0,
            notices: Vec::new(),
            table: None,
        }));
        open_id
    }

    /// Asks the engine to make room for a table; its parts follow. The id of the opening.
    pub(super) fn open_vectors(self, head: TableHead, vectors: VectorFiles) -> u32 {
        let open_id = self.line.next_id();
        let settings = self.run.settings.get_untracked();
        let source = Source::Table(head);
        let wanted = Wanted {
            open_id,
            source: source.clone(),
            files: Vec::new(),
            vectors: Some(vectors),
            stored: None,
            autoplay: false,
            settings,
            advised: None,
            is_session: false,
            is_cancelled: false,
        };
        self.run.want(wanted);
        self.send(Command::Open { open_id, source, settings, chosen: Vec::new(), autoplay: false });
        open_id
    }

    /// Opens the text that was refused with another minimum count, for this text alone.
    pub(super) fn open_with_min_count(self, min_count: u32) {
        if let Some(Wanted { source, files, autoplay, .. }) = self.run.last_wanted() {
            self.open_advised(source, files, autoplay, Some(min_count));
        }
    }

    /// Trains anew on the text that is open with another minimum count, for this text alone.
    pub fn restart_with_min_count(self, min_count: u32) {
        self.run.advised.set(Some(min_count));
        self.run.current.update_value(|current| {
            if let Some(current) = current {
                current.advised = Some(min_count);
            }
        });
        self.run.chosen.maybe_update(|chosen| {
            let n_before = chosen.len();
            chosen.retain(|&setting| setting != Setting::MinCount);
            chosen.len() != n_before
        });
        self.run.settings.update(|settings| settings.min_count = min_count);
        self.restart();
    }

    /// Reads the file that is open once more, in this encoding. `name`: as in [`ENCODINGS`](crate::protocol::ENCODINGS).
    pub fn read_again_as(self, name: String) {
        let Some(Wanted { source, files, autoplay, advised, .. }) = self.run.current.get_value() else { return };
        if files.is_empty() {
            return self.complain(
                "This text came from the store of the browser. Open its file to read it in another encoding.",
            );
        }
        if let Source::File { name: file_name, n_bytes, columns, is_text, .. } = source {
            let source = Source::File { name: file_name, n_bytes, encoding: Some(name), columns, is_text };
            self.open_advised(source, files, autoplay, advised);
        }
    }

    /// Reads the text that is open, or that is being read, once more from its beginning: of its columns, these. Empty: those that
    /// it is read by itself.
    pub fn read_columns(self, columns: Vec<String>) {
        let under_way = self.run.loading.with_untracked(Option::is_some).then(|| self.run.last_wanted()).flatten();
        let Some(wanted) = under_way.or_else(|| self.run.current.get_value()) else { return };
        let Wanted { source, mut files, autoplay, advised, .. } = wanted;
        let source = match source {
            Source::File { name, n_bytes, encoding, is_text, .. } if !files.is_empty() => {
                Source::File { name, n_bytes, encoding, columns, is_text }
            }
            // What was pasted becomes a file, as only files have columns to choose.
            Source::Text { name, text } => {
                let Ok(file) = File::new_with_str_sequence(&js_sys::Array::of1(&text.as_str().into()), &name) else {
                    return;
                };
                files = vec![file];
                let encoding = Some(UTF_8.to_owned());
                Source::File { name, n_bytes: text.len() as u64, encoding, columns, is_text: true }
            }
            _ => {
                return self.complain(
                    "This text came from the store of the browser. Open its file to read other columns of it.",
                );
            }
        };
        self.open_advised(source, files, autoplay, advised);
    }

    /// Trains anew on the text that is open, with the settings of the panel.
    pub fn restart(self) {
        let settings = self.run.settings.get_untracked();
        let is_read_otherwise = self
            .run
            .opened
            .with_untracked(|opened| opened.as_ref().is_some_and(|open| open.settings.lowercase != settings.lowercase));
        // The engine says what a session lacks for that.
        if !is_read_otherwise || self.run.is_session() {
            self.alert.set(None);
            self.run.want_restart(Some(settings));
            self.store.will_undo(Undoable::Restart);
            return self.send(Command::Restart { settings });
        }
        // Case is decided while a text is read.
        if let Some(Wanted { source, files, advised, stored, .. }) = self.run.current.get_value() {
            if stored.is_some() {
                return self.complain(
                    "Case is decided while a text is read, and this one came from the store: open its file again.",
                );
            }
            self.open_advised(source, files, true, advised);
        }
    }

    /// Starts the run that is open over, paused. Settings that were touched and are not in force stay in the panel.
    pub fn reset(self) {
        self.run.want_restart(self.run.opened.with_untracked(|opened| opened.as_ref().map(|opened| opened.settings)));
        self.store.will_undo(Undoable::Reset);
        self.send(Command::Reset);
    }

    /// Gives up the text that is being read, or the model that is being built.
    pub fn cancel(self) {
        self.run.give_up();
        self.send(Command::Cancel);
    }
}
