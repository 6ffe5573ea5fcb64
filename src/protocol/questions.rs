//! Questions about the vectors, and their answers.

use serde::{Deserialize, Serialize};

use super::{Absence, Floats, view::AxisWords};

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
    /// The form for groups of words.
    Groups,
    /// The neighbors of the pinned word in the baseline.
    Compare,
}

/// A question about the vectors as they are now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Question {
    /// The `k` words nearest to a word. Answered by [`Answer::Neighbors`].
    Neighbors {
        /// The word.
        word_id: u32,
        /// How many neighbors.
        k: u32,
        /// The measure by which words are near.
        measure: Measure,
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
    /// `king - man + woman`, in the grammar of [`Expression`](crate::space::Expression). Answered by
    /// [`Answer::Arithmetic`], [`Answer::Misread`] or [`Answer::UnknownWord`].
    Arithmetic {
        /// As it was typed.
        expression: String,
        /// Whether cosines are multiplied (3CosMul) instead of vectors added (3CosAdd).
        by_product: bool,
        /// How many answers.
        k: u32,
        /// Whether the words of the expression may be answers.
        include_inputs: bool,
        /// The word whose rank is wanted; empty for none.
        expected: String,
    },
    /// How alike the words of a group are, which of them does not belong, and how alike another group is. Answered by
    /// [`Answer::Groups`] or [`Answer::UnknownWord`].
    Groups {
        /// The group, at most 50 words.
        words: Vec<String>,
        /// The other group; empty for none.
        others: Vec<String>,
    },
    /// The neighbors of a word in this model and in the baseline. Answered by [`Answer::SideBySide`].
    SideBySide {
        /// The word.
        word_id: u32,
    },
    /// The cosine of every pair. Answered by [`Answer::Heatmap`] or [`Answer::UnknownWord`].
    Heatmap {
        /// The words.
        words: Vec<String>,
        /// The order of rows and columns.
        order: HeatmapOrder,
    },
}

/// The measure by which words are near.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Measure {
    /// The cosine of the word vectors.
    #[default]
    Cosine,
    /// Their Euclidean distance.
    Distance,
    /// The cosine of the output vectors: those by which a word is predicted.
    OutputCosine,
}

/// How the words of a heatmap are ordered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum HeatmapOrder {
    /// As they were given.
    #[default]
    Input,
    /// By topic, in the text's order of these; words without one come last.
    Topic,
    /// In the order of the leaves of a tree that joins similar words.
    Cluster,
}

/// A word near to something.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Neighbor {
    /// The word.
    pub word_id: u32,
    /// Cosine in [-1, 1]; a distance or a product of cosines where that was asked for.
    pub cosine: f32,
}

/// A word of an expression and its weight.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct WeightedWord {
    /// The word.
    pub word_id: u32,
    /// Its weight; not zero.
    pub weight: f32,
}

/// Where an expected answer stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ExpectedAnswer {
    /// Among the answers.
    Ranked {
        /// The word.
        word_id: u32,
        /// From 1.
        rank: u32,
        /// As of an answer.
        cosine: f32,
    },
    /// Beyond this rank.
    Beyond {
        /// Answers that were looked at.
        rank: u32,
    },
    /// It is not in the vocabulary.
    Unknown {
        /// As it was typed.
        word: String,
        /// Why.
        why: Absence,
    },
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
        recall: Option<(u8, u8)>,
        /// The measure.
        measure: Measure,
        /// Length of the word's vector, and the mean of its neighbors'.
        lengths: [f32; 2],
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
    /// To [`Question::Arithmetic`].
    Arithmetic {
        /// The words of the expression, in their order.
        terms: Vec<WeightedWord>,
        /// Best first.
        answers: Vec<Neighbor>,
        /// Where the expected word stands, where one was named.
        expected: Option<ExpectedAnswer>,
    },
    /// An expression that cannot be read.
    Misread {
        /// One sentence: what is wrong, at which character, and what to do.
        message: String,
        /// That character, from 0.
        at: u32,
    },
    /// To [`Question::Groups`].
    Groups {
        /// The group.
        word_ids: Vec<u32>,
        /// The cosine of each to the mean of the group's unit vectors: the least is the odd one out.
        to_mean: Vec<f32>,
        /// The cosine of every pair, row-major.
        cosines: Vec<f32>,
        /// The cosine of the means of both groups, where there are two.
        similarity: Option<f32>,
    },
    /// To [`Question::SideBySide`]: its ten nearest of the words that both models have, best first.
    SideBySide {
        /// The word asked about.
        word_id: u32,
        /// In this model.
        now: Vec<Neighbor>,
        /// In the baseline.
        baseline: Vec<Neighbor>,
        /// Of the words in either list, the share that are in both, in [0, 1]; none where one of the models lacks the word.
        jaccard: Option<f32>,
    },
    /// To [`Question::Heatmap`].
    Heatmap {
        /// Rows and columns.
        word_ids: Vec<u32>,
        /// `n x n` cosines in [-1, 1], row-major.
        cosines: Floats,
    },
    /// To [`Question::Cosines`].
    Cosines {
        /// The word asked about.
        word_id: u32,
        /// By word id, in [-1, 1].
        cosines: Floats,
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
        /// Why.
        why: Absence,
    },
    /// The question cannot be answered.
    Refused {
        /// One sentence: what is wrong and what to do.
        message: String,
    },
}
