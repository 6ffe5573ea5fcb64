//! What the page can ask a session to do.

use serde::{Deserialize, Serialize};

use super::{
    Bytes, Change, Floats, Question, QuestionSet, Saved, SceneQuestion, Setting, Settings, Slot, StoreCommand,
    TableHead, TablePart, View,
};

/// Page to worker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Command {
    /// Read a text and build a model for it. What is open stays open until the new text is ready, and for good where
    /// the new text is refused ([`Event::Refused`](super::Event::Refused)). Answered by
    /// [`Event::Opened`](super::Event::Opened) or [`Event::Refused`](super::Event::Refused); for a file that is no text
    /// by [`Event::NotText`](super::Event::NotText).
    Open {
        /// Comes back in every event about this opening, so that the page knows which of several is meant.
        open_id: u32,
        /// Where the text comes from.
        source: Source,
        /// The settings of the run. Method, optimizer and case always apply, the others only if they are `chosen`.
        settings: Settings,
        /// The settings that are the reader's own choice; the others are chosen by the text's size.
        chosen: Vec<Setting>,
        /// Whether training starts by itself once the text is open.
        autoplay: bool,
    },
    /// The next part of the table of the last `Open`. Answered by [`Event::TableTaken`](super::Event::TableTaken), after the
    /// last one by [`Event::Opened`](super::Event::Opened), or refused, and nothing changed, where it does not fit.
    TakePart {
        /// The id of that `Open`; parts of any other are ignored.
        open_id: u32,
        /// Words or rows.
        part: TablePart,
    },
    /// Stop reading the text of the last `Open`, or building the model of the last `Restart`; what is open stays.
    Cancel,
    /// Train until the last epoch is done.
    Play,
    /// Stop training; the vectors stay as they are.
    Pause,
    /// Train a part of the run, then pause.
    Step {
        /// How much.
        part: Part,
    },
    /// Make the run this many epochs long, where it is shorter, and go on, even if it was done. The learning rate then
    /// falls over the longer run.
    Extend {
        /// Epochs of the longer run.
        epochs: u32,
    },
    /// Discard the vectors and start from the seed again, paused. Answered by [`Event::Opened`](super::Event::Opened).
    Reset,
    /// Build a new model for the text that is open, and train it. What is open goes on until the new model is ready.
    /// Answered by [`Event::Opened`](super::Event::Opened), or refused, and nothing changed, where the settings do not fit
    /// the text.
    Restart {
        /// The settings of the new run.
        settings: Settings,
    },
    /// Bring back the run that the last `Reset` or `Restart` has taken the place of, paused where it was. Answered by
    /// [`Event::Opened`](super::Event::Opened), or refused where it is gone.
    Undo,
    /// About what is stored in the browser: the worker answers it, and a session has nothing to do with it.
    Store(StoreCommand),
    /// Change the learning rate of the run under way; holds from the next sentence on.
    SetLearningRate {
        /// Initial rate of the linear decay, dimensionless.
        learning_rate: f64,
    },
    /// Make changes to the run as another was changed under way, each at the same word: with the same text, settings and
    /// seed, it comes to the same vectors. Refused, and nothing is changed, where the run has begun. A change that the
    /// reader makes ends it.
    Replay {
        /// The changes of [`RunRecord::changes`](super::RunRecord::changes), oldest first.
        changes: Vec<Change>,
    },
    /// Draw another map.
    Show {
        /// Its words and axes.
        view: View,
    },
    /// The positions of [`Projection::Placed`](super::Projection::Placed).
    Place {
        /// Their model; positions of any other are ignored.
        generation: u32,
        /// `x0 y0 x1 y1 ...` by word id, NaN for words without a place.
        positions: Floats,
    },
    /// Group the words of the map by direction. Answered by [`Event::Clusters`](super::Event::Clusters).
    Cluster {
        /// Groups, from 1 to 64.
        k: u32,
    },
    /// Hand over the vectors of the map's words. Answered by [`Event::Vectors`](super::Event::Vectors).
    GiveVectors {
        /// How many at most; the most frequent ones come first.
        most: u32,
    },
    /// Ask questions whose answers are known, of the vectors as they are now, in the background. This
    /// replaces an evaluation that is under way. Answered by [`Event::Evaluation`](super::Event::Evaluation), more than once.
    Evaluate {
        /// Which.
        questions: QuestionSet,
    },
    /// Look up in the text what stands around a word, or what two words have in common. Answered by
    /// [`Event::Evidence`](super::Event::Evidence). It replaces a search that is under way.
    Explain {
        /// The word.
        word_id: u32,
        /// The other one of a pair.
        other: Option<u32>,
    },
    /// Cancel the evaluation that is under way.
    CancelEvaluation,
    /// Write a file of the session, the vectors, places or answers as they are now, in the background, in place of one that is under way.
    /// Answered by [`Event::Saving`](super::Event::Saving), more than once.
    Save {
        /// Comes back in every event about it.
        save_id: u32,
        /// What is saved.
        saved: Saved,
        /// What the page adds to a session, as it likes; it comes back in [`Opened::page`](super::Opened::page). Nothing else
        /// has it.
        page: Bytes,
    },
    /// Give up the file that is being saved.
    CancelSave,
    /// Lay a copy of the vectors as they are now aside as the baseline, in place of an earlier one. Whatever model comes
    /// next is compared with it whenever training rests. Answered by [`Event::Compared`](super::Event::Compared), more than
    /// once.
    SetBaseline {
        /// The model that is meant; any other is ignored.
        generation: u32,
    },
    /// Discard the baseline.
    DiscardBaseline,
    /// The page has drawn the frame with this serial and is ready for the next.
    FrameShown {
        /// [`Frame::serial`](super::Frame::serial) of the frame drawn.
        serial: u32,
    },
    /// Show a scene of a lesson. A later one takes the place of one that is not answered yet. Answered by
    /// [`Event::Scene`](super::Event::Scene).
    Scene {
        /// Which, at which step, with what the reader puts in.
        question: SceneQuestion,
    },
    /// Ask a question. A later question in the same slot takes the place of one that is not answered yet.
    Ask {
        /// Comes back in [`Event::Answer`](super::Event::Answer).
        id: u32,
        /// Who asks.
        slot: Slot,
        /// What is asked.
        question: Question,
    },
}

impl Command {
    /// What the page asks for first unless its address says otherwise: the built-in corpus, with the settings that suit it.
    /// The first worker begins with it before the page is there to ask, and takes no notice when it does.
    pub fn first() -> Self {
        Self::Open {
            open_id: 1,
            source: Source::BuiltIn,
            settings: Settings::default(),
            chosen: Vec::new(),
            autoplay: true,
        }
    }
}

/// A part of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Part {
    /// One hundredth of it.
    Slice,
    /// What is left of the epoch under way.
    Epoch,
}

/// Where a text, or a table of vectors, comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Source {
    /// The built-in corpus.
    BuiltIn,
    /// Text given whole, such as pasted text.
    Text {
        /// What to call it.
        name: String,
        /// The text.
        text: String,
    },
    /// A file whose bytes follow in pieces.
    File {
        /// The file's name.
        name: String,
        /// Its length in bytes.
        n_bytes: u64,
        /// The encoding that the reader chose, as in [`ENCODINGS`](super::ENCODINGS); none: whichever the file is in.
        encoding: Option<String>,
        /// Columns that the reader chose, by their names in [`TextTable`](super::TextTable), where it is a table; empty: those
        /// that it is read by itself.
        columns: Vec<String>,
        /// Whether it is to be read as a text even where it looks like vectors.
        is_text: bool,
    },
    /// A table of vectors that were made elsewhere; its words and rows follow by [`Command::TakePart`].
    Table(TableHead),
}
