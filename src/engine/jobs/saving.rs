//! Files of the session, of vectors, places on the map and answers, written in pieces while training goes on.
//!
//! What is written is of one moment: `session`, `vectors` and `places` write from a copy. Loaded vectors never move, so a file of
//! all of them needs no copy. The bytes leave as events of a few hundred kilobytes, so a file of any size takes no
//! memory here.

mod groups;
mod places;
mod session;
mod vectors;

use std::sync::Arc;

use self::{places::PlacesFile, session::SessionFile, vectors::VectorsFile};
use super::{
    Context, Job, Scene,
    copy::{Copying, Snapshot},
    evaluation::{Answers, AnswersWriter},
};
use crate::{
    engine::{
        map::MapState,
        memory::{Item, MemoryPlan},
        saved::CurveHead,
        subject::{Origin, Subject},
    },
    protocol::{Event, Saved, Saving, SavingNews, SavingStage},
    text::Vocabulary,
};

/// Bytes of a piece, about.
const PIECE_BYTES: usize = 256 * 1024;
/// Bytes that are written between two looks at the clock: under a millisecond, as numbers become text at 100 MB/s.
const BYTES_PER_LOOK: usize = 32 * 1024;
/// Questions that are written between two looks at the clock.
const QUESTIONS_PER_LOOK: usize = 1000;
/// Seconds between two reports.
const REPORT_SECS: f64 = 0.1;

const LOST: &str = "The file was not saved: another model was opened before it was complete. Save it again.";
const NO_MAP: &str = "There is no map yet: wait until its words are drawn.";
const NO_ANSWERS: &str = "There are no answers to save: ask the analogies of Evaluation first.";
const NO_MEMORY: &str = "There is no memory left for a copy of the vectors: lower Dimensions or raise Minimum count.";

/// Writes a file when it is asked to.
#[derive(Debug, Default)]
pub(in crate::engine) struct SavingFiles {
    file: Option<SavedFile>,
    /// The file that was under way when another model was opened.
    lost: Option<u32>,
}

/// A file under way.
#[derive(Debug)]
struct SavedFile {
    save_id: u32,
    kind: Kind,
    /// Until the copy is whole.
    copying: Option<Box<Copying>>,
    /// The vectors that are written; none where they do not move.
    copy: Option<Snapshot>,
    /// Bytes of the copy.
    n_bytes: u64,
    /// Words trained on when the copy was taken.
    tokens_done: Option<u64>,
    pieces: Pieces,
    last_report_secs: f64,
}

/// What files need of other jobs, and of the page.
pub(in crate::engine) struct Others {
    /// Of the evaluation that is shown.
    pub(in crate::engine) answers: Option<Arc<Answers>>,
    /// The accuracy so far.
    pub(in crate::engine) curve: CurveHead,
    /// What the page adds to a session.
    pub(in crate::engine) page: Vec<u8>,
}

#[derive(Debug)]
enum Kind {
    Session(Box<SessionFile>),
    Vectors(Box<VectorsFile>),
    Places(Box<PlacesFile>),
    Answers(Arc<Answers>, AnswersWriter),
}

/// Bytes on their way out.
#[derive(Debug, Default)]
struct Pieces {
    /// Which file they are of.
    file: u32,
    bytes: Vec<u8>,
    full: Vec<SavingNews>,
}

impl Pieces {
    /// Hands over what is there once it is a piece, or the last of its file.
    fn cut(&mut self, is_last: bool) {
        if self.bytes.len() >= PIECE_BYTES || (is_last && !self.bytes.is_empty()) {
            let bytes = std::mem::take(&mut self.bytes).into();
            self.full.push(SavingNews::Piece { file: self.file, bytes });
        }
        self.file += u32::from(is_last);
    }
}

impl SavingFiles {
    /// Asks for a file, in place of one that is under way. Errors: a sentence.
    pub(in crate::engine) fn ask(
        &mut self,
        (save_id, saved): (u32, Saved),
        subject: &Subject,
        map: &mut MapState,
        others: Others,
        in_use: &MemoryPlan,
    ) -> Result<(), String> {
        let n_words = subject.vocabulary.len();
        let moves = matches!(subject.origin, Origin::Run(_));
        // Before training, words point anywhere, and no group means anything.
        let has_groups = !moves || subject.tokens_done() > 0;
        let (kind, copied) = match saved {
            Saved::Session { with_text } => {
                let file = SessionFile::new(subject, with_text, others.curve, others.page, in_use)?;
                (Kind::Session(Box::new(file)), None)
            }
            Saved::Vectors(format) => {
                let grouped = has_groups.then(|| map.word_ids(n_words));
                (Kind::Vectors(Box::new(VectorsFile::new(format, subject, grouped))), moves.then_some((None, n_words)))
            }
            Saved::Places(format) => {
                let file = PlacesFile::new(format, subject, &map.drawn, has_groups).ok_or(NO_MAP)?;
                let word_ids = Arc::clone(&map.drawn.word_ids);
                let n_words = word_ids.len();
                (Kind::Places(Box::new(file)), Some((Some(word_ids), n_words)))
            }
            Saved::Answers => (Kind::Answers(others.answers.ok_or(NO_ANSWERS)?, AnswersWriter::default()), None),
        };
        let n_bytes = copied.as_ref().map_or(0, |&(_, n_words)| subject.copy_bytes(n_words));
        in_use.clone().with(Item::Copy, n_bytes).check().map_err(|error| error.to_string())?;
        let copying = match copied {
            None => None,
            Some((None, _)) => Some(Copying::new(subject).ok_or(NO_MEMORY)?),
            Some((Some(word_ids), _)) => Some(Copying::of_words(subject, word_ids).ok_or(NO_MEMORY)?),
        };
        self.file = Some(SavedFile {
            save_id,
            kind,
            copying: copying.map(Box::new),
            copy: None,
            n_bytes,
            tokens_done: moves.then(|| subject.tokens_done()),
            pieces: Pieces::default(),
            last_report_secs: f64::NEG_INFINITY,
        });
        Ok(())
    }

    /// Gives up.
    pub(in crate::engine) fn cancel(&mut self) {
        self.file = None;
    }
}

impl SavedFile {
    /// Goes on until the slice is over; whether all is written. Errors: a sentence.
    fn advance(&mut self, context: &mut Context<'_>) -> Result<bool, String> {
        if let Some(copying) = self.copying.take() {
            match copying.advance(context.subject, context.slice) {
                Err(copying) => {
                    self.copying = Some(Box::new(copying));
                    return Ok(false);
                }
                Ok(copy) => {
                    self.copy = Some(copy);
                    if self.tokens_done.is_some() {
                        self.tokens_done = Some(context.subject.tokens_done());
                    }
                }
            }
        }
        let subject = &*context.subject;
        let vocabulary = &subject.vocabulary;
        let pieces = &mut self.pieces;
        match (&mut self.kind, &self.copy) {
            (Kind::Session(file), _) => context.slice.repeat(|| file.advance(subject, pieces)),
            (Kind::Vectors(file), copy) => {
                let matrix = copy.as_ref().map_or_else(|| subject.matrix(), |copy| &copy.matrix);
                context.slice.repeat(|| file.advance(matrix.into(), vocabulary, pieces))
            }
            (Kind::Places(file), Some(copy)) => context.slice.repeat(|| file.advance(copy.view(), vocabulary, pieces)),
            (Kind::Places(_), None) => Err(NO_MAP.to_owned()),
            (Kind::Answers(answers, writer), _) => context.slice.repeat(|| {
                let is_done = writer.write(answers, vocabulary.words(), &mut pieces.bytes, QUESTIONS_PER_LOOK);
                pieces.cut(is_done);
                Ok(is_done)
            }),
        }
    }

    fn progress(&self, subject: &Subject) -> SavingNews {
        let (stage, share) = match (&self.copying, &self.kind) {
            (Some(copying), _) => (SavingStage::Copying, copying.share_done(subject)),
            (None, Kind::Session(file)) => file.progress(),
            (None, Kind::Vectors(file)) => file.progress(),
            (None, Kind::Places(file)) => file.progress(),
            (None, Kind::Answers(answers, writer)) => {
                let share = writer.n_written as f64 / answers.n_questions().max(1) as f64;
                (SavingStage::Writing, share)
            }
        };
        SavingNews::Progress { stage, share }
    }

    fn done(&self, vocabulary: &Vocabulary) -> SavingNews {
        let (n_rows, notes) = match &self.kind {
            Kind::Session(_) => (vocabulary.len(), Vec::new()),
            Kind::Vectors(file) => (vocabulary.len(), file.notes.clone()),
            Kind::Places(file) => (file.n_words(), Vec::new()),
            Kind::Answers(_, writer) => (writer.n_written, Vec::new()),
        };
        SavingNews::Done { tokens_done: self.tokens_done, n_rows: n_rows as u64, notes }
    }
}

impl Job for SavingFiles {
    fn is_due(&self, _: &Scene<'_>) -> bool {
        self.file.is_some() || self.lost.is_some()
    }

    fn holds_vectors(&self) -> bool {
        self.file.as_ref().is_some_and(|file| match (&file.copying, &file.kind) {
            (Some(copying), _) => copying.has_begun(),
            (None, Kind::Session(file)) => file.is_copying(),
            _ => false,
        })
    }

    fn advance(&mut self, context: &mut Context<'_>) -> Vec<Event> {
        let event = |save_id, news| Event::Saving(Saving { save_id, news });
        let lost = self.lost.take().map(|save_id| event(save_id, SavingNews::Refused(LOST.to_owned())));
        let mut events: Vec<Event> = lost.into_iter().collect();
        let Some(mut file) = self.file.take() else { return events };
        let save_id = file.save_id;
        let advanced = file.advance(context);
        let mut news = std::mem::take(&mut file.pieces.full);
        match advanced {
            Err(message) => news = vec![SavingNews::Refused(message)],
            Ok(true) => news.push(file.done(&context.subject.vocabulary)),
            Ok(false) => {
                let now = context.slice.now();
                if now - file.last_report_secs >= REPORT_SECS {
                    file.last_report_secs = now;
                    news.push(file.progress(context.subject));
                }
                self.file = Some(file);
            }
        }
        events.extend(news.into_iter().map(|news| event(save_id, news)));
        events
    }

    fn start_over(&mut self, _: &Subject) {
        self.lost = self.file.take().map(|file| file.save_id);
    }

    fn memory(&self) -> MemoryPlan {
        let copy = self.file.as_ref().map_or(0, |file| match &file.kind {
            Kind::Session(file) => file.n_copied(),
            _ => file.n_bytes,
        });
        MemoryPlan::default().with(Item::Copy, copy)
    }
}
