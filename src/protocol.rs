//! What crosses between the page and the worker: commands in, events out, as plain data.
//!
//! A message is one run of bytes: [`to_bytes`] writes a command or an event, [`from_bytes`] reads it. Long arrays are
//! [`Array`]s, which are copied as they lie in memory. Nothing here knows how the bytes cross.
//!
//! Words are named by their **word id**: their index in [`Opened::words`], which lists the most frequent word first.

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use thiserror::Error;

mod array;
mod baseline;
mod commands;
mod defaults;
mod evaluation;
mod evidence;
mod files;
mod lessons;
mod opened;
mod pictures;
mod questions;
mod record;
mod saving;
mod scene;
mod settings;
mod store;
mod text;
mod tsne;
mod view;

pub use array::{Array, Bytes, Floats, Ids};
pub use baseline::{Baseline, ChangedWord, Compared, MOST_CHANGED};
pub use commands::{Command, Part, Source};
pub use evaluation::{
    CellSeparator, Evaluation, MOST_MISSING, MOST_WRONG, Missing, PairReport, QuestionFile, QuestionKind, QuestionSet,
    ScoreColumn, SectionReport, SkippedLine, WrongAnswer,
};
pub use evidence::{ContextWord, Evidence, Quotation, SharedContext};
pub use files::{FilesCommand, FilesMessage, FilesProgress, NgramsHead, TableHead, TablePart};
pub use lessons::{
    Bar, Control, Curve, CurveKind, CurveLevel, CurveLine, Element, Figure, Goal, MapAct, MissingWord, NamedWord,
    SceneInputs, SceneQuestion, SceneView, StripRow, TableCell, TableRow, Token, TokenRole, Tone, Unit,
};
pub use opened::{FewWords, Lender, NO_TOPIC, Opened};
pub use pictures::{Clusters, Frame, NOT_MEASURED, Recall, Vectors};
pub use questions::{Answer, ExpectedAnswer, HeatmapOrder, Measure, Neighbor, Question, Slot, WeightedWord};
pub use record::{Change, Changed, Loan, Reproducible, RunRecord, SourceIdentity};
pub use saving::{N_CLUSTERS, PlacesFormat, Saved, Saving, SavingNews, SavingStage, VectorsFormat};
pub use scene::SceneName;
pub use settings::{Method, Optimizer, OutOfRange, Scale, Setting, SettingSpec, Settings, Start};
pub use store::{StoreCommand, StoreEvent, StoredSession};
pub use text::{Absence, ColumnKind, ENCODINGS, Notice, Quirk, RowKind, TextColumn, TextTable, WordUnit};
pub use tsne::{LEAST_TSNE_WORDS, TsneJob, TsneMessage, TsneReport, usable_perplexity};
pub use view::{AxisWords, Mapping, Projection, View, WORDS_SHOWN};

/// Worker to page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Event {
    /// The first message of a worker: it is up, and was built from these sources.
    Ready {
        /// Equal to the page's own [`BUILD`] unless one of the two is stale.
        build: String,
    },
    /// A text is being read.
    Loading(Loading),
    /// The file that was to be opened as a text looks like vectors, or is an archive that may hold some: it was not opened, and
    /// is for the worker that reads such files.
    NotText {
        /// The id of the [`Command::Open`].
        open_id: u32,
        /// Whether it is an archive, so that what is in it has to be looked at.
        is_packed: bool,
    },
    /// A part of a table was taken; another one may follow.
    TableTaken {
        /// The id of the [`Command::Open`].
        open_id: u32,
        /// Rows that are still missing.
        n_rows_left: u64,
    },
    /// A text is open and its model stands at its beginning.
    Opened(Box<Opened>),
    /// The last command could not be done; nothing has changed.
    Refused(Refusal),
    /// The record of the run has changed: a rate, or a number of epochs.
    Recorded {
        /// The model.
        generation: u32,
        /// Its record.
        record: RunRecord,
    },
    /// How far training is. Sent at least once for each change of [`Progress::phase`].
    Progress(Progress),
    /// The map at one moment.
    Frame(Frame),
    /// The recall of the map of a frame, so far.
    Recall(Recall),
    /// The words of the map in groups.
    Clusters(Clusters),
    /// The vectors of the map's words.
    Vectors(Vectors),
    /// What a file of questions was taken for. Where a column of scores has to be chosen, nothing else follows.
    QuestionFile(Box<QuestionFile>),
    /// How an evaluation stands, or one sentence: why there can be none.
    Evaluation(Result<Evaluation, String>),
    /// News of a file that is being saved.
    Saving(Saving),
    /// What the text says of a word or a pair.
    Evidence(Box<Evidence>),
    /// What a scene of a lesson shows.
    Scene(Box<SceneView>),
    /// How the current model differs from the baseline; none where there is no baseline.
    Compared(Option<Box<Compared>>),
    /// About what is stored in the browser.
    Store(StoreEvent),
    /// Words that a loaded table does not have and that were composed of their parts, before the answers that name them: ids
    /// beyond the table's own, and the words.
    Composed {
        /// The model.
        generation: u32,
        /// A word takes the place of an earlier one with its id.
        words: Vec<(u32, String)>,
    },
    /// The answer to a question.
    Answer {
        /// The question's id.
        id: u32,
        /// The question's slot.
        slot: Slot,
        /// What the vectors say.
        answer: Answer,
    },
}

/// What is being done to open a text, or to build another model of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// Bytes become words.
    Reading,
    /// Words become numbers.
    Counting,
    /// The vectors are drawn.
    Building,
}

/// How far the opening of a text is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Loading {
    /// The id of the [`Command::Open`]; none where another model of the text that is open is being built.
    pub open_id: Option<u32>,
    /// What is being done.
    pub stage: Stage,
    /// How much of this stage is done, in [0, 1].
    pub share: f64,
    /// The text's name.
    pub name: String,
    /// Bytes read so far.
    pub bytes_done: u64,
    /// Bytes in all.
    pub bytes_total: u64,
    /// Bytes a second, once there is something to divide.
    pub bytes_per_second: Option<f64>,
    /// Words found so far.
    pub n_tokens: u64,
    /// What the text was taken for, as far as its beginning tells; empty until that is read.
    pub notices: Vec<Notice>,
    /// Its columns, where it is a table, as far as its beginning tells.
    pub table: Option<TextTable>,
}

/// Why a command could not be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The id of the [`Command::Open`] that is refused; none for any other command.
    pub open_id: Option<u32>,
    /// One sentence or two: what is wrong, where, and what to do.
    pub message: String,
    /// A minimum count with which the text would have been accepted.
    pub try_min_count: Option<u32>,
    /// How many of the first rows of a table would fit in memory.
    pub try_rows: Option<u64>,
    /// Whether this is why training has stopped: it is over once training goes on.
    pub stops_training: bool,
}

impl Refusal {
    /// A refusal that is about no opening and has no minimum count to offer.
    pub fn new(message: impl Into<String>) -> Self {
        Self { open_id: None, message: message.into(), try_min_count: None, try_rows: None, stops_training: false }
    }
}

/// Where a session stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Phase {
    /// At work.
    Training,
    /// Stopped before the end of the run.
    Paused,
    /// The run is done.
    Trained,
}

/// How far training is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// The model this is about.
    pub generation: u32,
    /// Where the session stands.
    pub phase: Phase,
    /// Words trained on so far, over all epochs.
    pub tokens_done: u64,
    /// Words of the whole run: words trained on in an epoch, times epochs; a method that first counts pairs passes the
    /// text once more.
    pub tokens_total: u64,
    /// The epoch under way, from 1; 0 while pairs are counted; the last one once trained.
    pub epoch: u32,
    /// Epochs of the whole run.
    pub epochs: u32,
    /// Words a second over the time spent training, once measured.
    pub words_per_second: Option<f64>,
    /// Time left at this rate, while training.
    pub seconds_left: Option<f64>,
    /// The learning rate of the next step.
    pub learning_rate: f64,
    /// Loss points that are new since the last `Progress`.
    pub loss: Vec<LossPoint>,
    /// Points of the loss on held-out sentences that are new since the last `Progress`.
    pub held_out_loss: Vec<LossPoint>,
    /// Shares of a sample of analogies that were answered as expected, new since the last `Progress`.
    pub accuracy: Vec<AccuracyPoint>,
    /// Grows by one when other analogies are asked: the points before belong to another curve.
    pub accuracy_set: u32,
    /// The share of the same analogies that the vectors answered which a run began with that borrows; none for another run, and
    /// none before they are asked.
    pub accuracy_before: Option<f32>,
    /// The share of training time that asking them took, in [0, 1].
    pub accuracy_cost: f64,
    /// FNV-1a 64 of the vectors, 16 hexadecimal digits; once trained.
    pub checksum: Option<String>,
}

impl Progress {
    /// A report that knows only the phase of a model.
    pub fn new(generation: u32, phase: Phase) -> Self {
        Self {
            generation,
            phase,
            tokens_done: 0,
            tokens_total: 0,
            epoch: 0,
            epochs: 0,
            words_per_second: None,
            seconds_left: None,
            learning_rate: 0.0,
            loss: Vec::new(),
            held_out_loss: Vec::new(),
            accuracy: Vec::new(),
            accuracy_set: 0,
            accuracy_before: None,
            accuracy_cost: 0.0,
            checksum: None,
        }
    }
}

/// A mean loss: over one stretch of training, or over the held-out sentences.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct LossPoint {
    /// Words trained on when it was taken, over all epochs.
    pub tokens: u64,
    /// Mean per pair, as the method defines it: in nats, for `GloVe` a squared error.
    pub loss: f32,
}

/// How many of a sample of analogies were answered as expected.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct AccuracyPoint {
    /// Words trained on when they were asked, over all epochs.
    pub tokens: u64,
    /// In [0, 1].
    pub accuracy: f32,
}

/// A hash of the sources of this binary, the same for page and worker.
pub const BUILD: &str = env!("EXPLORER_BUILD");

/// A message that is not one of this build's.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("a message between page and worker could not be read: {0}")]
pub struct NotAMessage(String);

/// A command, an event, or a message of the t-SNE worker, as bytes.
///
/// # Panics
/// Never: postcard fails only for types that it cannot write and for buffers that are full; this one grows.
pub fn to_bytes<T: Serialize>(message: &T) -> Vec<u8> {
    postcard::to_allocvec(message).expect("plain data can always be written to memory")
}

/// The message that [`to_bytes`] wrote. Errors: [`NotAMessage`] where the bytes are something else.
pub fn from_bytes<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, NotAMessage> {
    postcard::from_bytes(bytes).map_err(|error| NotAMessage(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrays_cross_with_everything_else() {
        let event = Event::Frame(Frame {
            generation: 3,
            serial: 7,
            tokens_done: 100,
            positions: vec![1.0, 2.0, f32::MIN_POSITIVE, 4.0].into(),
            view: 1,
            projection: View::default().projection,
            explained: [0.3, 0.2],
            spread: vec![0.3, 0.2],
            on_axes: true,
            axes_cosine: None,
        });
        assert_eq!(from_bytes::<Event>(&to_bytes(&event)), Ok(event));
        let command = Command::Place { generation: 2, positions: vec![0.5; 3].into() };
        assert_eq!(from_bytes::<Command>(&to_bytes(&command)), Ok(command));
    }

    #[test]
    fn what_is_no_message_is_an_error() {
        assert!(from_bytes::<Event>(&[250, 1, 2]).is_err());
        // Five bytes are no whole number of floats.
        assert!(from_bytes::<Floats>(&[5, 0, 0, 0, 0, 0]).is_err());
    }
}
