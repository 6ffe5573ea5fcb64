//! A text that has been read, with what is known of it beforehand.

use std::collections::BTreeMap;

use crate::{
    protocol::SourceIdentity,
    text::{TokenStream, world::World},
};

/// A text that has been read. Every model of it shares it.
#[derive(Debug)]
pub(super) struct Text {
    pub(super) name: String,
    pub(super) identity: SourceIdentity,
    pub(super) lowercase: bool,
    pub(super) stream: TokenStream,
    pub(super) topics: Vec<String>,
    pub(super) topic_of: BTreeMap<String, usize>,
    pub(super) landmarks: Vec<String>,
    pub(super) examples: Vec<[String; 4]>,
    pub(super) heatmaps: Vec<(String, Vec<String>)>,
}

impl Text {
    /// A text of which nothing is known but its words.
    pub(super) fn new(name: String, identity: SourceIdentity, lowercase: bool, stream: TokenStream) -> Self {
        Self {
            name,
            identity,
            lowercase,
            stream,
            topics: Vec::new(),
            topic_of: BTreeMap::new(),
            landmarks: Vec::new(),
            examples: Vec::new(),
            heatmaps: Vec::new(),
        }
    }

    /// The same with what the built-in corpus says of its words.
    #[must_use]
    pub(super) fn described_by(self, world: World) -> Self {
        let World { topics, topic_of, landmarks, examples, heatmaps, .. } = world;
        Self { topics, topic_of, landmarks, examples, heatmaps, ..self }
    }

    pub(super) fn is_built_in(&self) -> bool {
        matches!(self.identity, SourceIdentity::BuiltIn { .. })
    }

    /// The topic of a word, as an index into `topics`.
    pub(super) fn topic_of(&self, word: &str) -> Option<usize> {
        if self.topic_of.is_empty() { None } else { self.topic_of.get(&word.to_lowercase()).copied() }
    }
}
