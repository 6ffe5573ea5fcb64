//! What a scene may look at: the vectors as they are now, and the run that they come from.

use crate::{
    space::Embedding,
    text::{Corpus, TokenStream, Vocabulary},
    train::{Loan, TrainConfig, initial_vector},
};

/// What is open, to be read.
#[derive(Debug, Clone, Copy)]
pub struct State<'a> {
    /// The words; at least one.
    pub vocabulary: &'a Vocabulary,
    /// Their vectors.
    pub embedding: Embedding<'a>,
    /// One over the norm of each.
    pub norms: &'a [f32],
    /// The vectors by which words are predicted, where there are such.
    pub outputs: Option<Embedding<'a>>,
    /// The run; none where the vectors were loaded.
    pub run: Option<RunState<'a>>,
    /// Analogies that suit the text, as (a, b, c, expected).
    pub examples: &'a [[String; 4]],
}

/// A run, as far as scenes ask about it.
#[derive(Debug, Clone, Copy)]
pub struct RunState<'a> {
    /// Its settings.
    pub config: &'a TrainConfig,
    /// The text as word ids.
    pub corpus: &'a Corpus,
    /// The text as it was read; none where a session was saved without it.
    pub stream: Option<&'a TokenStream>,
    /// Whether it is the built-in corpus.
    pub is_built_in: bool,
    /// Epochs that are done.
    pub epochs_done: u32,
    /// What it began with, where it has borrowed vectors.
    pub loan: Option<&'a Loan>,
}

impl RunState<'_> {
    /// The vector of a word before the first step.
    pub(super) fn first_vector(&self, word_id: u32) -> Vec<f32> {
        initial_vector(self.config, self.loan, word_id)
    }
}

impl<'a> State<'a> {
    /// The vector of a word of the vocabulary; zeros where there is none, which never happens to a word that was found.
    pub(super) fn vector(&self, word_id: u32) -> &'a [f32] {
        self.embedding.vector(word_id).unwrap_or_default()
    }

    /// A word.
    pub(super) fn name(&self, word_id: u32) -> &'a str {
        self.vocabulary.words().get(word_id as usize).map_or("", String::as_str)
    }

    /// Words in the vocabulary.
    pub(super) fn n_words(&self) -> u32 {
        self.vocabulary.len() as u32
    }
}
