//! The built-in corpus: a small world that a grammar file describes. Anyone can extend it.
//!
//! `assets/small-world.txt` has tables of words, which say what there is, and sentences with gaps, which say something about
//! it. Its first lines explain the format. [`generate`] writes the text, the same one each time. Only the sentences reach the
//! model; topics only color the map.

mod error;
mod generate;
mod grammar;
mod table;
mod template;

use std::collections::BTreeMap;

pub use error::WorldError;
use grammar::Grammar;

/// A generated corpus and what the page needs to show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct World {
    /// The sentences, one a line, with blank lines between paragraphs.
    pub text: String,
    /// The names of the topics, in the order of the map's legend.
    pub topics: Vec<String>,
    /// The topic of each word that has one, as an index into `topics`. The words are in lower case.
    pub topic_of: BTreeMap<String, usize>,
    /// Words that a map should label first, one of each table in turn. In lower case.
    pub landmarks: Vec<String>,
    /// Analogies `[a, b, c, d]`, to show that a - b + c is d.
    pub examples: Vec<[String; 4]>,
    /// Names of instructive heatmaps and their words. The page begins with the first.
    pub heatmaps: Vec<(String, Vec<String>)>,
}

/// Writes the world that a grammar describes. The same grammar and seed always give the same text, on every machine.
///
/// Errors name the line of the grammar.
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

/// The version of the built-in corpus: 1 for the first, and one more each time that its text changes. It stands for the text
/// in saved runs, links and captions, so a version never changes its text ([`SMALL_WORLD_SHA256`]).
pub const SMALL_WORLD_VERSION: u32 = 1;

/// SHA-256 of the built-in corpus, of its text's bytes in UTF-8, in hexadecimal digits.
pub const SMALL_WORLD_SHA256: &str = "a60c46ec87573193591dad3bf4d6cd5ccaa1e6f3898fd9fd5bbe62f281a4ad43";

/// The seed of the built-in corpus.
const SEED: u64 = 2013;

/// The built-in corpus.
pub fn small_world() -> Result<World, WorldError> {
    generate(SMALL_WORLD, SEED)
}
