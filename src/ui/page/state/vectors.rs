//! Files of vectors as the page opens them: from a worker that reads them to the engine, part by part.

use std::rc::Rc;

use leptos::prelude::*;
use web_sys::File;

use super::{
    Alert, Fact, Page, Remedy,
    run::{VectorFiles, Wanted},
};
use crate::{
    protocol::{FilesCommand, FilesMessage, FilesProgress, Source, TableHead},
    ui::{
        file_order::{in_order, name_of_all},
        page::files_client::{FilesClient, Said},
    },
};

/// A text up to this long starts to train by itself; a longer one waits for Play.
const AUTOPLAY_BYTES: f64 = 2e6;
/// Parts of a table that are on their way at once: one is read while the other one is taken.
const PARTS_UNDER_WAY: u32 = 2;

/// How far the opening of vectors is.
#[derive(Clone, Debug, PartialEq)]
pub enum VectorsStep {
    /// A file is being read.
    Reading(FilesProgress),
    /// Something is missing: what is there, what it needs, and why the last file was of no use.
    Waiting { what: String, needs: Vec<String>, trouble: Option<String> },
    /// The engine takes the table.
    Taking { name: String, n_rows: u64, n_rows_left: u64 },
}

/// What the page knows of vectors that are being opened.
#[derive(Clone, Copy)]
pub struct VectorsState {
    /// None unless some are being opened.
    pub step: Fact<Option<VectorsStep>>,
    /// Rows to keep of the files that are being opened, or that are open.
    pub most_rows: Fact<Option<u64>>,
    /// The files that came for this table.
    files: StoredValue<Vec<File>, LocalStorage>,
    /// How many of them came before the last ones, which may turn out to be of no use.
    n_files_before: StoredValue<usize>,
    /// The id under which the engine opens it.
    open_id: StoredValue<Option<u32>>,
    /// Whether the engine has said that it has room.
    is_begun: StoredValue<bool>,
    worker: StoredValue<Option<Rc<FilesClient>>, LocalStorage>,
}

impl VectorsState {
    pub(super) fn new() -> Self {
        Self {
            step: Fact::new(None),
            most_rows: Fact::new(None),
            files: StoredValue::new_local(Vec::new()),
            n_files_before: StoredValue::new(0),
            open_id: StoredValue::new(None),
            is_begun: StoredValue::new(false),
            worker: StoredValue::new_local(None),
        }
    }

    /// Whether something is at work, and not only waited for.
    pub(super) fn is_busy(self) -> bool {
        self.step.with(|step| step.as_ref().is_some_and(|step| !matches!(step, VectorsStep::Waiting { .. })))
    }
}

impl Page {
    /// Opens files that were chosen or dropped together: a text, vectors, or parts of a table. What is open stays until they are.
    pub fn open_files(self, files: Vec<File>) {
        let is_waited_for = self.vectors.step.with_untracked(|step| matches!(step, Some(VectorsStep::Waiting { .. })));
        if is_waited_for {
            return self.add_vectors(files);
        }
        match <[File; 1]>::try_from(files) {
            Ok([file]) => self.open_file(file, false),
            Err(files) => self.read_vectors(VectorFiles { files, most_rows: None }, false),
        }
    }

    /// Opens a file as a text. `is_text`: whatever it looks like.
    fn open_file(self, file: File, is_text: bool) {
        let source = Source::File {
            name: file.name(),
            n_bytes: file.size() as u64,
            encoding: None,
            columns: Vec::new(),
            is_text,
        };
        let autoplay = file.size() <= AUTOPLAY_BYTES;
        self.open(source, vec![file], autoplay);
    }

    /// The file that was to be opened as a text is for the reader of vectors.
    pub(super) fn turn_to_vectors(self, open_id: u32, is_packed: bool) {
        let Some(Wanted { files, is_cancelled: false, .. }) = self.run.take_wanted(open_id) else { return };
        self.read_vectors(VectorFiles { files, most_rows: None }, !is_packed);
    }

    /// Reads files of vectors from their beginning. `is_sure`: they are vectors; otherwise they may be texts.
    pub(super) fn read_vectors(self, wanted: VectorFiles, is_sure: bool) {
        self.stop_vectors();
        self.fetch.stop();
        // A text that is being opened gives way, unless there is nothing else.
        if self.run.loading.with_untracked(Option::is_some) && self.run.opened.with_untracked(Option::is_some) {
            self.cancel();
        }
        self.alert.set(None);
        let VectorFiles { files, most_rows } = wanted;
        let first = files.first().map(File::name).unwrap_or_default();
        self.vectors.step.set(Some(VectorsStep::Reading(FilesProgress { name: first, ..FilesProgress::default() })));
        self.vectors.most_rows.set_if_new(most_rows);
        self.vectors.n_files_before.set_value(0);
        self.vectors.files.set_value(files.clone());
        match FilesClient::start(move |said| self.hear_of_vectors(said)) {
            Ok(worker) => {
                worker.send(FilesCommand::Read { most_rows, is_sure }, files);
                self.vectors.worker.set_value(Some(Rc::new(worker)));
            }
            Err(message) => self.fail_vectors(message, None),
        }
    }

    /// Gives more files to the table that waits for some.
    pub fn add_vectors(self, files: Vec<File>) {
        let Some(worker) = self.vectors.worker.get_value() else { return };
        let first = files.first().map(File::name).unwrap_or_default();
        self.vectors.step.set(Some(VectorsStep::Reading(FilesProgress { name: first, ..FilesProgress::default() })));
        self.vectors.n_files_before.set_value(self.vectors.files.with_value(Vec::len));
        self.vectors.files.update_value(|all| all.extend(files.clone()));
        worker.send(FilesCommand::Read { most_rows: None, is_sure: true }, files);
    }

    /// Reads the files again, or opens the table again, with the first rows alone; none: with all of them.
    pub fn keep_rows(self, most_rows: Option<u64>) {
        let under_way = self.vectors.files.get_value();
        let files = if self.vectors.step.with_untracked(Option::is_some) || !under_way.is_empty() {
            under_way
        } else {
            self.run.current_vectors().map(|vectors| vectors.files).unwrap_or_default()
        };
        if !files.is_empty() {
            self.read_vectors(VectorFiles { files, most_rows }, true);
        }
    }

    /// Gives up. What is open stays.
    pub fn cancel_vectors(self) {
        let has_engine = self.vectors.open_id.get_value().is_some();
        self.stop_vectors();
        if has_engine {
            self.cancel();
        }
    }

    /// Terminates the worker.
    pub(super) fn stop_vectors(self) {
        self.vectors.step.set_if_new(None);
        self.vectors.open_id.set_value(None);
        self.vectors.files.set_value(Vec::new());
        // It may be its own message that ends it.
        let worker = self.vectors.worker.try_update_value(Option::take).flatten();
        queue_microtask(move || drop(worker));
    }

    fn hear_of_vectors(self, said: Result<Said, String>) {
        if self.vectors.step.with_untracked(Option::is_none) {
            return;
        }
        match said {
            Err(message) => self.fail_vectors(message, None),
            Ok((FilesMessage::Ready { .. }, ..) | (FilesMessage::Part, None, _)) => {}
            Ok((FilesMessage::Reading(progress), ..)) => {
                self.vectors.step.set(Some(VectorsStep::Reading(progress)));
            }
            Ok((FilesMessage::Needs { what, needs, trouble }, ..)) => {
                let n_before = self.vectors.n_files_before.get_value();
                if trouble.is_some() && n_before > 0 {
                    self.vectors.files.update_value(|files| files.truncate(n_before));
                }
                self.vectors.step.set(Some(VectorsStep::Waiting { what, needs, trouble }));
            }
            Ok((FilesMessage::Table(head), ..)) => self.open_table(head),
            Ok((FilesMessage::Part, Some((command, transfer)), _)) => self.forward(&command, &transfer),
            Ok((FilesMessage::NoVectors, ..)) => self.turn_to_text(),
            Ok((FilesMessage::Texts { are_in_order }, _, texts)) => self.open_archived(texts, are_in_order),
            Ok((FilesMessage::Failed { message, try_rows }, ..)) => self.fail_vectors(message, try_rows),
        }
    }

    /// The files are no vectors.
    fn turn_to_text(self) {
        let files = self.vectors.files.get_value();
        self.stop_vectors();
        match <[File; 1]>::try_from(files) {
            Ok([file]) => self.open_file(file, true),
            Err(files) => {
                let files = sorted(files);
                self.open_as_one_text(&names_of(&files), files);
            }
        }
    }

    /// Opens what was in archives as one text, called as these are.
    fn open_archived(self, texts: Vec<File>, are_in_order: bool) {
        let archives = names_of(&sorted(self.vectors.files.get_value()));
        self.stop_vectors();
        self.open_as_one_text(&archives, if are_in_order { texts } else { sorted(texts) });
    }

    /// Opens several files as one text, in their order. `names`: of the files that it is called after.
    fn open_as_one_text(self, names: &[String], files: Vec<File>) {
        let n_bytes: f64 = files.iter().map(|file| file.size()).sum();
        let source = Source::File {
            name: name_of_all(names),
            n_bytes: n_bytes as u64,
            encoding: None,
            columns: Vec::new(),
            is_text: true,
        };
        self.open(source, files, n_bytes <= AUTOPLAY_BYTES);
    }

    /// Opens a table that was read: the engine makes room, and then takes it part by part.
    fn open_table(self, head: TableHead) {
        let (name, n_rows) = (head.name.clone(), head.n_rows_in_all());
        self.vectors.step.set(Some(VectorsStep::Taking { name, n_rows, n_rows_left: n_rows }));
        let (files, most_rows) = (self.vectors.files.get_value(), self.vectors.most_rows.get_untracked());
        let open_id = self.open_vectors(head, VectorFiles { files, most_rows });
        self.vectors.open_id.set_value(Some(open_id));
        self.vectors.is_begun.set_value(false);
    }

    /// The engine has room for the table, or has taken a part of it.
    pub(super) fn show_table_taken(self, open_id: u32, n_rows_left: u64) {
        if self.vectors.open_id.get_value() != Some(open_id) {
            return;
        }
        self.vectors.step.maybe_update(|step| {
            let Some(VectorsStep::Taking { n_rows_left: left, .. }) = step else { return false };
            std::mem::replace(left, n_rows_left) != n_rows_left
        });
        let Some(worker) = self.vectors.worker.get_value() else { return };
        let n_wanted = if self.vectors.is_begun.get_value() { 1 } else { PARTS_UNDER_WAY };
        self.vectors.is_begun.set_value(true);
        for _ in 0..n_wanted {
            worker.send(FilesCommand::Next { open_id }, Vec::new());
        }
    }

    /// What has this id is open, or was refused. `keeps_files`: they may be read again.
    pub(super) fn end_vectors(self, open_id: Option<u32>, keeps_files: bool) {
        let (own, files) = (self.vectors.open_id.get_value(), self.vectors.files.get_value());
        let is_own = own.is_some() && own == open_id;
        if is_own || self.vectors.step.with_untracked(Option::is_none) {
            self.stop_vectors();
        }
        if is_own && keeps_files {
            self.vectors.files.set_value(files);
        }
    }

    fn fail_vectors(self, message: String, try_rows: Option<u64>) {
        let files = self.vectors.files.get_value();
        self.stop_vectors();
        if try_rows.is_some() {
            // So that they can be read again.
            self.vectors.files.set_value(files);
        }
        let remedy = try_rows.map(Remedy::KeepRows);
        self.alert.set(Some(Alert { remedy, ..Alert::new(message) }));
    }
}

/// Files in the order of their names.
fn sorted(mut files: Vec<File>) -> Vec<File> {
    files.sort_by(|a, b| in_order(&a.name(), &b.name()));
    files
}

fn names_of(files: &[File]) -> Vec<String> {
    files.iter().map(File::name).collect()
}
