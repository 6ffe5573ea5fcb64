//! What a model is about, once it is open.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Bytes, Ids, Notice, RunRecord, Settings, TextTable};
#[cfg(doc)]
use super::{Command, ENCODINGS, Event, Start};

/// A text that is open, and the model built for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Opened {
    /// Grows by one with each model; frames and answers of an older one are stale.
    pub generation: u32,
    /// The id of the [`Command::Open`] that brought it; none after a restart.
    pub open_id: Option<u32>,
    /// The text's name, such as a file's.
    pub name: String,
    /// How the vectors came about so far; [`Event::Recorded`] updates it.
    pub record: RunRecord,
    /// Whether there is a text: a loaded table of vectors has none, and neither has a session that was saved without it.
    pub has_text: bool,
    /// The minimum count in force, where it is above that of the settings because the vocabulary would have been too
    /// large.
    pub raised_min_count: Option<u32>,
    /// Where the map has few words, and the text has more: a lower minimum count, and how many words it would leave.
    pub few_words: Option<FewWords>,
    /// Whether the run that this one has taken the place of can be had back by [`Command::Undo`].
    pub can_undo: bool,
    /// Vectors that a run can begin with beside random ones: for [`Start::Table`], and for [`Start::Before`].
    pub lenders: [Option<Lender>; 2],
    /// Words of a run that borrows that were not lent a vector and are drawn, by rising id.
    pub drawn: Ids,
    /// The name of a text that can be trained on by [`Command::Restart`] though a table of vectors is open: it was open before.
    pub text_aside: Option<String>,
    /// What the page had saved with its session, as it wrote it; none for anything else than a saved session.
    pub page: Option<Bytes>,
    /// What was out of the ordinary in the files of a loaded table, a sentence each.
    pub table_notes: Vec<String>,
    /// Words that cannot be seen, such as U+00A0, by rising word id, and what is shown for each.
    pub invisible: Vec<(u32, String)>,
    /// Words that were composed since ([`Event::Composed`]), which the page keeps here.
    pub composed: Vec<(u32, String)>,
    /// Whether this is the built-in corpus.
    pub is_built_in: bool,
    /// Words in the text, with repetition, before any was left out.
    pub n_tokens: u64,
    /// Words that are left after minimum count, with repetition.
    pub n_tokens_left: u64,
    /// How many of these stand in held-out sentences; the others make up one epoch.
    pub n_tokens_held_out: u64,
    /// Distinct words in the text before minimum count.
    pub n_distinct: u64,
    /// Sentences in the text.
    pub n_sentences: u64,
    /// Characters that could not be decoded and were replaced by U+FFFD.
    pub n_replaced: u64,
    /// The encoding that its file was read in, as in [`ENCODINGS`]; none where the text did not come from a file.
    pub encoding: Option<String>,
    /// What to know of how the text was read.
    pub notices: Vec<Notice>,
    /// Its columns, where it is a table.
    pub table: Option<TextTable>,
    /// The settings in force.
    pub settings: Settings,
    /// The vocabulary, most frequent words first.
    pub words: Arc<Vec<String>>,
    /// How often each word occurs, in the order of `words`; empty where a loaded table brought no counts: then the
    /// order of the words stands for their frequency.
    pub counts: Ids,
    /// Names of the topics that color the map; empty where the text has none.
    pub topics: Vec<String>,
    /// For each word an index into `topics`, or [`NO_TOPIC`].
    pub topic_of_word: Bytes,
    /// Words that the map should name first, most telling first; then come the others by frequency.
    pub landmarks: Vec<u32>,
    /// Analogies worth trying on this text, as (a, b, c, expected): a - b + c = expected.
    pub examples: Vec<[String; 4]>,
    /// Names of heatmaps worth a look and their words; the one to begin with comes first.
    pub heatmaps: Vec<(String, Vec<String>)>,
}

impl Opened {
    /// A word as it is shown: one that cannot be seen by its codes. Empty where there is no such word.
    pub fn shown(&self, word_id: u32) -> &str {
        match self.invisible.binary_search_by_key(&word_id, |&(id, _)| id) {
            Ok(place) => &self.invisible[place].1,
            Err(_) => self.word(word_id).unwrap_or_default(),
        }
    }

    /// A word of the vocabulary, or one that was composed.
    pub fn word(&self, word_id: u32) -> Option<&str> {
        let composed = || self.composed.iter().find(|(id, _)| *id == word_id).map(|(_, word)| word.as_str());
        self.words.get(word_id as usize).map(String::as_str).or_else(composed)
    }

    /// Whether a word is none of the vocabulary but was composed of its parts.
    pub fn is_composed(&self, word_id: u32) -> bool {
        word_id as usize >= self.words.len()
    }
}

/// Vectors that a run can begin with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lender {
    /// The name of their table, or of the text that they were trained on.
    pub name: String,
    /// Words.
    pub n_words: u32,
    /// Numbers of a vector: those of a run that borrows them.
    pub dims: u32,
}

/// A minimum count that shows more of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FewWords {
    /// The minimum count.
    pub try_min_count: u32,
    /// Words that it leaves.
    pub n_words: u32,
}

/// "This word has no topic" in [`Opened::topic_of_word`].
pub const NO_TOPIC: u8 = u8::MAX;
