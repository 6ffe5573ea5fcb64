//! Questions about the vectors, and what they are answered with.

use serde::{Deserialize, Serialize};

use super::view::AxisWords;

/// Who asks: in each slot only the newest question matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Slot {
    /// The word under the pointer.
    Hover,
    /// The word of the word panel.
    Pinned,
    /// The search box of the map.
    Search,
    /// The suggestions under a text box.
    Completion,
    /// The analogy form.
    Analogy,
    /// The heatmap.
    Heatmap,
    /// The coloring of the map.
    Color,
    /// The form for the map's axes.
    Axes,
}

/// A question about the vectors as they are now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Question {
    /// The `k` words nearest to a word by cosine. Answered by [`Answer::Neighbors`].
    Neighbors {
        /// The word.
        word_id: u32,
        /// How many neighbors.
        k: u32,
    },
    /// Find a word as it was typed. Answered by [`Answer::Found`] or [`Answer::UnknownWord`].
    Find {
        /// The word, in any case.
        word: String,
    },
    /// Words that begin with `prefix`, most frequent first. Answered by [`Answer::Completions`].
    Complete {
        /// What was typed so far.
        prefix: String,
        /// How many words at most.
        k: u32,
    },
    /// Words that `text` may mean, best first: those that begin with it, that hold it, that are spelled like it. Answered
    /// by [`Answer::Completions`].
    Search {
        /// What was typed.
        text: String,
        /// How many words at most.
        k: u32,
    },
    /// The cosine of every word to one. Answered by [`Answer::Cosines`].
    Cosines {
        /// The word.
        word_id: u32,
    },
    /// Which words two axes are made of: `woman - man`, or several words on either side, of which the mean is taken.
    /// Answered by [`Answer::Axes`] or [`Answer::UnknownWord`].
    Axes {
        /// To the right.
        x: String,
        /// Upwards.
        y: String,
    },
    /// `a - b + c`. Answered by [`Answer::Analogy`] or [`Answer::UnknownWord`].
    Analogy {
        /// The word to start from (king).
        a: String,
        /// The word to take away (man).
        b: String,
        /// The word to add (woman).
        c: String,
        /// How many answers.
        k: u32,
        /// Whether a, b and c themselves may be answers.
        include_inputs: bool,
    },
    /// The cosine of every pair. Answered by [`Answer::Heatmap`] or [`Answer::UnknownWord`].
    Heatmap {
        /// The words, in the order of rows and columns.
        words: Vec<String>,
    },
}

/// A word near to something.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Neighbor {
    /// The word.
    pub word_id: u32,
    /// Cosine in [-1, 1].
    pub cosine: f32,
}

/// What the vectors say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    /// To [`Question::Neighbors`]: best first.
    Neighbors {
        /// The word asked about.
        word_id: u32,
        /// Its neighbors; the word itself is not among them.
        neighbors: Vec<Neighbor>,
        /// How many of its nearest words on the map are its nearest in the space, and of how many; none for a word that
        /// is not on the map.
        kept: Option<(u8, u8)>,
    },
    /// To [`Question::Find`].
    Found {
        /// The word.
        word_id: u32,
    },
    /// To [`Question::Complete`].
    Completions {
        /// The prefix asked about.
        prefix: String,
        /// Words that begin with it, most frequent first.
        word_ids: Vec<u32>,
    },
    /// To [`Question::Analogy`]: best first.
    Analogy {
        /// a, b and c.
        inputs: [u32; 3],
        /// The answers.
        answers: Vec<Neighbor>,
    },
    /// To [`Question::Heatmap`].
    Heatmap {
        /// Rows and columns.
        word_ids: Vec<u32>,
        /// `n x n` cosines in [-1, 1], row-major. Crosses as a buffer.
        #[serde(skip)]
        cosines: Vec<f32>,
    },
    /// To [`Question::Cosines`].
    Cosines {
        /// The word asked about.
        word_id: u32,
        /// By word id, in [-1, 1]. Crosses as a buffer.
        #[serde(skip)]
        cosines: Vec<f32>,
    },
    /// To [`Question::Axes`].
    Axes {
        /// To the right.
        x: AxisWords,
        /// Upwards.
        y: AxisWords,
    },
    /// A word that is not in the vocabulary.
    UnknownWord {
        /// As it was typed.
        word: String,
        /// Words of the vocabulary with the nearest spelling, best first.
        suggestions: Vec<String>,
        /// How often the text has it, where minimum count is what left it out.
        n_in_text: u64,
    },
    /// The question cannot be answered.
    Refused {
        /// One sentence: what is wrong and what to do.
        message: String,
    },
}
