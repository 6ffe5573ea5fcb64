//! Files that the worker writes: they come in pieces, which the browser holds until the last one is there.

use js_sys::{Array, Uint8Array};
use leptos::prelude::*;
use web_sys::{Blob, BlobPropertyBag};

use super::{Dialog, Fact, Page, Picture, Session};
use crate::{
    chart::format,
    protocol::{Command, Phase, Saved, Saving, SavingNews, SavingStage, VectorsFormat},
    ui::{
        page::{clock::now_ms, parts::download::download_blob},
        saving::{self, Amounts, Choice, SESSION, SessionAmounts, stem_of},
    },
};

/// How far a file is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SaveProgress {
    pub stage: SavingStage,
    /// Of the stage, in [0, 1].
    pub share: f64,
    /// Bytes that have come.
    pub n_bytes: u64,
    /// At this rate, once there is something to divide.
    pub seconds_left: Option<f64>,
}

/// What became of the last file.
#[derive(Clone, Debug, PartialEq)]
pub enum SaveOutcome {
    /// It was saved.
    Saved {
        /// What, in a sentence.
        sentence: String,
        /// What could not be written as it is.
        notes: Vec<String>,
        /// The files, where there is more than one: a browser may hold back the second.
        files: Vec<String>,
    },
    /// The reader gave it up.
    Cancelled,
    /// Why there is none.
    Failed(String),
}

/// Saving files.
#[derive(Clone, Copy)]
pub struct SaveState {
    /// What the reader has chosen in the dialog.
    pub choice: Fact<Choice>,
    /// While a file is being written.
    pub progress: Fact<Option<SaveProgress>>,
    pub outcome: Fact<Option<SaveOutcome>>,
    /// Whether a session is saved with its text.
    pub with_text: Fact<bool>,
    under_way: StoredValue<Option<UnderWay>, LocalStorage>,
    /// The last files, to be offered again, until the dialog is closed.
    last: StoredValue<Vec<(String, Blob)>, LocalStorage>,
}

/// A file that is being written.
struct UnderWay {
    save_id: u32,
    choice: Choice,
    names: Vec<String>,
    /// The pieces of each file.
    parts: Vec<Array>,
    n_bytes: u64,
    /// The stage, and when it began.
    stage: (SavingStage, f64),
}

impl SaveState {
    pub(super) fn new() -> Self {
        Self {
            choice: Fact::new(Choice::File(Saved::Vectors(VectorsFormat::Word2VecText))),
            progress: Fact::new(None),
            outcome: Fact::new(None),
            with_text: Fact::new(true),
            under_way: StoredValue::new_local(None),
            last: StoredValue::new_local(Vec::new()),
        }
    }
}

impl Page {
    /// Chooses what to save.
    pub fn choose_to_save(self, choice: Choice) {
        self.saving.choice.set_if_new(choice);
        self.saving.outcome.set_if_new(None);
    }

    /// Chooses a session, with its text or without.
    pub fn choose_text_of_session(self, with_text: bool) {
        self.saving.with_text.set_if_new(with_text);
        self.choose_to_save(SESSION[0].choice);
    }

    /// What is chosen, with what is chosen of it.
    pub fn chosen_to_save(self) -> Choice {
        match self.saving.choice.get() {
            Choice::File(Saved::Session { .. }) => {
                Choice::File(Saved::Session { with_text: self.saving.with_text.get() && self.has_text() })
            }
            other => other,
        }
    }

    /// What is missing of what is chosen; none where nothing is.
    pub fn missing_to_save(self) -> Option<&'static str> {
        match self.saving.choice.get() {
            Choice::Film => {
                let rests = matches!(self.session.get(), Session::Paused | Session::Trained);
                Choice::missing_for_film(rests, self.map.trail_len.get())
            }
            choice => choice.missing(self.has_run(), self.n_analogies().is_some()),
        }
    }

    /// Opens the dialog, or closes it. A file that is being written goes on.
    pub fn show_save(self, is_shown: bool) {
        self.show_dialog(Dialog::Save, is_shown);
        self.saving.outcome.set_if_new(None);
        self.saving.last.set_value(Vec::new());
    }

    /// How files of what is open are called, up to their endings.
    pub fn file_stem(self) -> String {
        let stem = |opened: &crate::protocol::Opened| stem_of(&opened.record);
        self.run.opened.with_untracked(|opened| opened.as_ref().map_or_else(String::new, |opened| stem(opened)))
    }

    /// Analogies of the evaluation that is shown, once it is done.
    fn n_analogies(self) -> Option<u64> {
        self.exam.evaluation.with(|evaluation| {
            let evaluation = evaluation.as_ref().filter(|e| e.is_done() && e.pairs.is_none());
            evaluation.map(|evaluation| u64::from(evaluation.n_total))
        })
    }

    /// Whether there is anything of what is chosen.
    pub fn can_save(self) -> bool {
        self.missing_to_save().is_none() && self.run.opened.with(Option::is_some)
    }

    /// What sizes follow from.
    pub fn amounts(self) -> Amounts {
        let phase = self.run.progress.with(|progress| progress.as_ref().map(|progress| progress.phase));
        self.run.opened.with(|opened| {
            let Some(opened) = opened else { return Amounts::default() };
            let letters = |word: &String| word.chars().count() as u64;
            Amounts {
                n_words: opened.words.len() as u64,
                dims: opened.settings.dims.into(),
                word_bytes: opened.words.iter().map(|word| word.len() as u64).sum(),
                longest_word: opened.words.iter().map(letters).max().unwrap_or(0),
                has_counts: !opened.counts.is_empty(),
                n_on_map: self.n_words_shown() as u64,
                n_analogies: self.n_analogies(),
                is_training: phase == Some(Phase::Training),
                session: opened.record.is_of_run().then(|| {
                    let n_ids = opened.counts.iter().map(|&count| u64::from(count)).sum();
                    let text = opened.has_text.then_some([opened.n_tokens, opened.n_sentences, opened.n_distinct]);
                    SessionAmounts::of(&opened.settings, n_ids, text, phase == Some(Phase::Trained))
                }),
            }
        })
    }

    /// Saves what is chosen.
    pub fn save(self) {
        self.saving.outcome.set(None);
        self.saving.last.set_value(Vec::new());
        let choice = untrack(|| self.chosen_to_save());
        let saved = match choice {
            Choice::Png => return self.want_picture(Picture::Png),
            Choice::Svg => return self.want_picture(Picture::Svg),
            Choice::Film => return self.save_film(choice.file_names(&self.file_stem()).concat()),
            Choice::File(saved) => saved,
        };
        if let Some(fault) = self.line.fault.get_untracked() {
            return self.fail_saving(fault.message);
        }
        let names = choice.file_names(&self.file_stem());
        let save_id = self.line.next_id();
        let stage = SavingStage::Copying;
        let parts = names.iter().map(|_| Array::new()).collect();
        let under_way = UnderWay { save_id, choice, names, parts, n_bytes: 0, stage: (stage, now_ms()) };
        self.saving.under_way.set_value(Some(under_way));
        self.saving.progress.set(Some(SaveProgress { stage, share: 0.0, n_bytes: 0, seconds_left: None }));
        let page = if matches!(saved, Saved::Session { .. }) { self.page_to_save() } else { Vec::new() };
        self.send(Command::Save { save_id, saved, page: page.into() });
    }

    /// Gives up the file that is being written.
    pub fn cancel_saving(self) {
        self.send(Command::CancelSave);
        self.end_saving(SaveOutcome::Cancelled);
    }

    /// Offers a file of the last ones again.
    pub fn save_again(self, name: &str) {
        self.saving.last.with_value(|last| {
            if let Some((name, blob)) = last.iter().find(|(known, _)| known == name) {
                download_blob(name, blob);
            }
        });
    }

    /// The worker is gone, and with it the file that it was writing.
    pub(super) fn lose_saving(self) {
        if self.saving.progress.with_untracked(Option::is_some) {
            self.fail_saving("The file was not saved: the worker stopped before it was complete.".to_owned());
        }
    }

    /// A picture was saved, or could not be made.
    pub fn has_saved_picture(self, name: &str, is_saved: bool) {
        if is_saved {
            let sentence = format!("Saved {name}.");
            self.saving.outcome.set(Some(SaveOutcome::Saved { sentence, notes: Vec::new(), files: Vec::new() }));
        } else {
            self.fail_saving(
                "The picture could not be made: the browser may be short of memory. Save it as a drawing, or make the window \
                 smaller."
                    .to_owned(),
            );
        }
    }

    /// A film is being recorded from now on.
    pub fn begin_film(self) {
        let stage = SavingStage::Writing;
        self.saving.progress.set(Some(SaveProgress { stage, share: 0.0, n_bytes: 0, seconds_left: None }));
    }

    /// Shows how far a film is; false where the reader gave it up.
    pub fn goes_on_with_film(self, share: f64, seconds_left: f64) -> bool {
        self.saving.progress.maybe_update(|progress| {
            let Some(progress) = progress else { return false };
            (progress.share, progress.seconds_left) = (share, Some(seconds_left));
            true
        });
        self.saving.progress.with_untracked(Option::is_some)
    }

    /// A film of so many bytes was saved, or why not.
    pub fn has_saved_film(self, name: &str, saved: Result<u64, &str>) {
        match saved {
            Ok(n_bytes) => {
                let sentence = format!("Saved {name}: {}.", format::bytes(n_bytes));
                self.end_saving(SaveOutcome::Saved { sentence, notes: Vec::new(), files: Vec::new() });
            }
            Err(why) => self.fail_saving(why.to_owned()),
        }
    }

    pub(super) fn hear_of_saving(self, Saving { save_id, news }: Saving) {
        let is_awaited = self
            .saving
            .under_way
            .with_value(|under_way| under_way.as_ref().is_some_and(|under_way| under_way.save_id == save_id));
        if !is_awaited {
            return;
        }
        match news {
            SavingNews::Progress { stage, share } => self.show_saving(stage, share),
            SavingNews::Piece { file, bytes } => self.take_piece(file as usize, &bytes),
            SavingNews::Done { tokens_done, n_rows, notes } => self.finish_saving(tokens_done, n_rows, notes),
            SavingNews::Refused(message) => self.fail_saving(message),
        }
    }

    fn show_saving(self, stage: SavingStage, share: f64) {
        let now = now_ms();
        let seen = self.saving.under_way.try_update_value(|under_way| {
            let under_way = under_way.as_mut()?;
            if under_way.stage.0 != stage {
                under_way.stage = (stage, now);
            }
            Some(((now - under_way.stage.1) / 1000.0, under_way.n_bytes))
        });
        if let Some((seconds, n_bytes)) = seen.flatten() {
            let seconds_left = (seconds > 1.0 && share > 0.0).then(|| seconds / share * (1.0 - share));
            self.saving.progress.set(Some(SaveProgress { stage, share, n_bytes, seconds_left }));
        }
    }

    /// The browser takes each piece at once, so that this page's memory holds one at a time.
    fn take_piece(self, file: usize, bytes: &[u8]) {
        let is_taken = self.saving.under_way.try_update_value(|under_way| {
            let under_way = under_way.as_mut()?;
            let blob = Blob::new_with_u8_array_sequence(&Array::of1(&Uint8Array::from(bytes))).ok()?;
            under_way.parts.get(file)?.push(&blob);
            under_way.n_bytes += bytes.len() as u64;
            Some(())
        });
        if is_taken.flatten().is_none() {
            self.send(Command::CancelSave);
            self.fail_saving("The file was not saved: the browser has no room for it.".to_owned());
        }
    }

    fn finish_saving(self, tokens_done: Option<u64>, n_rows: u64, notes: Vec<String>) {
        let Some(under_way) = self.saving.under_way.try_update_value(Option::take).flatten() else { return };
        let UnderWay { choice, names, parts, n_bytes, .. } = under_way;
        let options = BlobPropertyBag::new();
        options.set_type(choice.mime());
        let mut files = Vec::new();
        for (name, parts) in names.iter().zip(parts) {
            let blob = Blob::new_with_blob_sequence_and_options(&parts, &options);
            match blob.ok().filter(|blob| download_blob(name, blob)) {
                Some(blob) => files.push((name.clone(), blob)),
                None => return self.fail_saving(format!("{name} could not be saved: the browser has no room for it.")),
            }
        }
        let sentence = saving::saved(&names, choice, n_rows, n_bytes, tokens_done);
        let is_open = self.look.dialog.get_untracked() == Some(Dialog::Save);
        if is_open {
            self.saving.last.set_value(files);
        }
        let files = if names.len() > 1 { names } else { Vec::new() };
        self.end_saving(SaveOutcome::Saved { sentence, notes, files });
    }

    fn fail_saving(self, message: String) {
        if self.look.dialog.get_untracked() != Some(Dialog::Save) {
            self.complain(&message);
        }
        self.end_saving(SaveOutcome::Failed(message));
    }

    fn end_saving(self, outcome: SaveOutcome) {
        self.saving.under_way.set_value(None);
        self.saving.progress.set_if_new(None);
        self.saving.outcome.set(Some(outcome));
    }
}
