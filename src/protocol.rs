//! What crosses between the page and the worker: commands in, events out, as plain data.
//!
//! Nothing here knows how it crosses. Control data is serializable; long arrays of numbers are taken out first
//! ([`Event::detach`]) and put back on the other side ([`Event::attach`]), so that the transport can move their
//! buffers instead of copying them.
//!
//! Words are named by their **word id**: their index in [`Opened::words`], which is in falling order of frequency.

use serde::{Deserialize, Serialize};

mod commands;
mod compared;
mod defaults;
mod evaluation;
mod evidence;
mod pictures;
mod questions;
mod settings;
mod unfold;
mod view;

pub use commands::{Command, Part, Source};
pub use compared::{ChangedWord, Compared, KeptModel, MOST_CHANGED};
pub use evaluation::{Evaluation, MOST_WRONG, PairReport, QuestionSet, SectionReport, WrongAnswer};
pub use evidence::{ContextWord, Evidence, Quotation, SharedContext};
pub use pictures::{Clusters, Frame, Kept, NOT_MEASURED, Vectors};
pub use questions::{Answer, ExpectedAnswer, HeatmapOrder, Measure, Neighbor, Question, Slot, WeightedWord};
pub use settings::{Method, Optimizer, OutOfRange, Scale, Setting, SettingSpec, Settings};
pub use unfold::{UnfoldJob, UnfoldReport};
pub use view::{AxisWords, Mapping, Projection, View, WORDS_SHOWN};

/// Worker to page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Event {
    /// The first message of a worker: it is up, and this is what it was built from.
    Ready {
        /// Equal to the page's own [`BUILD`] unless one of the two is stale.
        build: String,
    },
    /// A text is being read.
    Loading(Loading),
    /// A text is open and its model stands at its beginning.
    Opened(Box<Opened>),
    /// The last command could not be done; nothing has changed.
    Refused(Refusal),
    /// How far training is. Sent at least once for each change of [`Progress::phase`].
    Progress(Progress),
    /// The map at one moment.
    Frame(Frame),
    /// How many of its words' neighbors the map of a frame keeps, so far.
    Kept(Kept),
    /// The words of the map in groups.
    Clusters(Clusters),
    /// The vectors of the map's words.
    Vectors(Vectors),
    /// How an evaluation stands, or one sentence: why there can be none.
    Evaluation(Result<Evaluation, String>),
    /// What the text says of a word or a pair.
    Evidence(Box<Evidence>),
    /// How the current model differs from the one that was kept; none where none is.
    Compared(Option<Box<Compared>>),
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

/// How far the reading of a text is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Loading {
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
}

/// A text that is open, and the model built for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Opened {
    /// Grows by one with each model; frames and answers of an older one are stale.
    pub generation: u32,
    /// The text's name, such as a file's.
    pub name: String,
    /// Whether this is the built-in corpus.
    pub is_built_in: bool,
    /// Words in the text, with repetition, before any was left out.
    pub n_tokens: u64,
    /// Words that are left after minimum count, with repetition.
    pub n_tokens_kept: u64,
    /// Words of these that stand in sentences never trained on; the others are one epoch.
    pub n_tokens_held_out: u64,
    /// Distinct words in the text before minimum count.
    pub n_distinct: u64,
    /// Sentences in the text.
    pub n_sentences: u64,
    /// Characters that could not be decoded and were replaced by U+FFFD.
    pub n_replaced: u64,
    /// The settings in force.
    pub settings: Settings,
    /// The vocabulary: words by falling frequency.
    #[serde(with = "joined")]
    pub words: Vec<String>,
    /// How often each word occurs, in the order of `words`. Crosses as a buffer.
    #[serde(skip)]
    pub counts: Vec<u32>,
    /// Names of the topics that color the map; empty where the text has none.
    pub topics: Vec<String>,
    /// For each word an index into `topics`, or [`NO_TOPIC`]. Crosses as a buffer.
    #[serde(skip)]
    pub topic_of_word: Vec<u8>,
    /// Words that the map should name first, most telling first; then come the others by frequency.
    pub landmarks: Vec<u32>,
    /// Analogies worth trying on this text, as (a, b, c, expected): a - b + c = expected.
    pub examples: Vec<[String; 4]>,
    /// Names of heatmaps worth a look and their words; the one to begin with comes first.
    pub heatmaps: Vec<(String, Vec<String>)>,
}

/// "This word has no topic" in [`Opened::topic_of_word`].
pub const NO_TOPIC: u8 = u8::MAX;

/// Why a command could not be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// One sentence or two: what is wrong, where, and what to do.
    pub message: String,
    /// A minimum count with which the text would have been accepted.
    pub try_min_count: Option<u32>,
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
    /// What asking for them took of the time spent training, in [0, 1].
    pub accuracy_cost: f64,
    /// FNV-1a 64 of the vectors, 16 hexadecimal digits; once trained.
    pub checksum: Option<String>,
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

/// What this binary was built from: a hash of the sources, the same for page and worker.
pub const BUILD: &str = env!("EXPLORER_BUILD");

/// An array of numbers on its way from worker to page.
#[derive(Debug, Clone, PartialEq)]
pub enum Buffer {
    /// Positions and cosines.
    F32(Vec<f32>),
    /// Counts.
    U32(Vec<u32>),
    /// Topics.
    U8(Vec<u8>),
}

impl Event {
    /// Takes the long arrays out, in the order in which [`Event::attach`] wants them back.
    pub fn detach(&mut self) -> Vec<Buffer> {
        use std::mem::take;
        match self {
            Self::Opened(opened) => {
                vec![Buffer::U32(take(&mut opened.counts)), Buffer::U8(take(&mut opened.topic_of_word))]
            }
            Self::Frame(frame) => vec![Buffer::F32(take(&mut frame.positions))],
            Self::Kept(kept) => vec![Buffer::U8(take(&mut kept.kept_of_word))],
            Self::Clusters(clusters) => vec![Buffer::U8(take(&mut clusters.group_of_word))],
            Self::Vectors(vectors) => {
                let floats = [take(&mut vectors.values), take(&mut vectors.components)].map(Buffer::F32);
                std::iter::once(Buffer::U32(take(&mut vectors.word_ids))).chain(floats).collect()
            }
            Self::Answer { answer: Answer::Heatmap { cosines, .. } | Answer::Cosines { cosines, .. }, .. } => {
                vec![Buffer::F32(take(cosines))]
            }
            _ => Vec::new(),
        }
    }

    /// Puts back what [`Event::detach`] took out. Buffers of another number or kind are left out: the arrays stay empty.
    pub fn attach(&mut self, buffers: Vec<Buffer>) {
        let mut buffers = buffers.into_iter();
        match self {
            Self::Opened(opened) => {
                if let (Some(Buffer::U32(counts)), Some(Buffer::U8(topics))) = (buffers.next(), buffers.next()) {
                    opened.counts = counts;
                    opened.topic_of_word = topics;
                }
            }
            Self::Frame(frame) => {
                if let Some(Buffer::F32(positions)) = buffers.next() {
                    frame.positions = positions;
                }
            }
            Self::Kept(Kept { kept_of_word: bytes, .. }) | Self::Clusters(Clusters { group_of_word: bytes, .. }) => {
                if let Some(Buffer::U8(values)) = buffers.next() {
                    *bytes = values;
                }
            }
            Self::Vectors(vectors) => {
                if let (Some(Buffer::U32(word_ids)), Some(Buffer::F32(values)), Some(Buffer::F32(components))) =
                    (buffers.next(), buffers.next(), buffers.next())
                {
                    (vectors.word_ids, vectors.values, vectors.components) = (word_ids, values, components);
                }
            }
            Self::Answer { answer: Answer::Heatmap { cosines, .. } | Answer::Cosines { cosines, .. }, .. } => {
                if let Some(Buffer::F32(values)) = buffers.next() {
                    *cosines = values;
                }
            }
            _ => {}
        }
    }
}

/// A list of words as one string: a hundred thousand strings, each crossing on its own, would hold the page up.
mod joined {
    use serde::{Deserialize, Deserializer, Serializer};

    /// No word holds a line feed: the tokenizer splits on white space.
    const SEPARATOR: &str = "\n";

    pub(super) fn serialize<S: Serializer>(words: &[String], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&words.join(SEPARATOR))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
        let joined = String::deserialize(deserializer)?;
        Ok(if joined.is_empty() { Vec::new() } else { joined.split(SEPARATOR).map(str::to_owned).collect() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrays_come_back_where_they_were() {
        let whole = Event::Frame(Frame {
            generation: 3,
            serial: 7,
            tokens_done: 100,
            positions: vec![1.0, 2.0, 3.0, 4.0],
            view: 1,
            mapping: Mapping::Components,
            explained: [0.3, 0.2],
            spread: vec![0.3, 0.2],
            on_axes: true,
            axes_cosine: None,
        });
        let mut event = whole.clone();
        let buffers = event.detach();
        assert_eq!(buffers, [Buffer::F32(vec![1.0, 2.0, 3.0, 4.0])]);
        assert_ne!(event, whole, "the positions are gone while the event is apart");
        event.attach(buffers);
        assert_eq!(event, whole);
    }
}
