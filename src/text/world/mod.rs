//! The built-in corpus: a small world described by a grammar file that anyone can extend.
//!
//! `assets/small-world.txt` says what there is (tables of words) and what is said about it (sentences with gaps); its
//! top explains how it is written. [`generate`] writes the text: always the same text for the same file. Nothing but
//! the sentences reaches the model; topics only color the map.

mod error;
mod generate;
mod grammar;
mod template;

use std::collections::BTreeMap;

pub use error::WorldError;
use grammar::Grammar;

/// A generated corpus and what the page needs to show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct World {
    /// The sentences, one a line, in paragraphs parted by blank lines.
    pub text: String,
    /// The names of the topics, in the order of the map's legend.
    pub topics: Vec<String>,
    /// The topic of each word that has one, as an index into `topics`. The words are in lower case.
    pub topic_of: BTreeMap<String, usize>,
    /// Words that a map should name first, one of each table in turn. In lower case.
    pub landmarks: Vec<String>,
    /// Analogies `[a, b, c, d]`, to show that a - b + c is d.
    pub examples: Vec<[String; 4]>,
    /// Names of telling heatmaps and their words, the one to begin with first.
    pub heatmaps: Vec<(String, Vec<String>)>,
}

/// Writes the world that a grammar describes. The same grammar and seed give the same text, everywhere and for ever.
pub fn generate(grammar: &str, seed: u64) -> Result<World, WorldError> {
    let grammar = Grammar::parse(grammar)?;
    let text = generate::write_text(&grammar, seed);
    let (topic_of, landmarks) = (grammar.topic_of(), grammar.landmarks());
    let Grammar { topics, examples, heatmaps, .. } = grammar;
    Ok(World { text, topics, topic_of, landmarks, examples, heatmaps })
}

/// The grammar of the built-in corpus.
pub const SMALL_WORLD: &str = include_str!("../../../assets/small-world.txt");

/// Analogy questions about the built-in corpus, in the format of Google's `questions-words.txt`.
pub const SMALL_WORLD_QUESTIONS: &str = include_str!("../../../assets/small-world-questions.txt");

/// The seed of the built-in corpus.
const SEED: u64 = 2013;

/// The built-in corpus.
pub fn small_world() -> Result<World, WorldError> {
    generate(SMALL_WORLD, SEED)
}
