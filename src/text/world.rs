//! The built-in corpus, in its smallest form: a few sentence patterns over a few words for each topic.

use std::collections::BTreeMap;
use thiserror::Error;

/// Why the built-in corpus cannot be generated.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("The built-in corpus is broken at line {line}.")]
pub struct WorldError {
    /// Where.
    pub line: usize,
}

/// The built-in corpus with what is known of its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct World {
    /// The sentences.
    pub text: String,
    /// Names of the topics.
    pub topics: Vec<String>,
    /// For each word that has one, its index in `topics`.
    pub topic_of: BTreeMap<String, usize>,
    /// Analogies worth trying: a - b + c = expected.
    pub examples: Vec<[String; 4]>,
    /// Words worth a first heatmap.
    pub heatmap_words: Vec<String>,
}

const TOPICS: [(&str, &str, &str); 6] = [
    ("royalty", "king queen prince princess duke duchess", "the W rules from the palace. the W wears a crown."),
    ("animals", "cat dog wolf lion horse bird", "the W eats in the field. the W sleeps in the grass."),
    ("motion", "walk run swim jump fly climb", "they W to the river. we W every morning."),
    ("food", "bread cheese apple pizza soup rice", "she cooks W for dinner. the W tastes good."),
    ("weather", "rain snow wind storm fog frost", "the W came from the north. cold W covers the town."),
    ("places", "france italy spain japan austria england", "he travels to W by train. the capital of W is old."),
];

/// The built-in corpus.
pub fn small_world() -> Result<World, WorldError> {
    let mut topic_of = BTreeMap::new();
    let mut text = String::new();
    for round in 0..300 {
        for (topic, (_, words, pattern)) in TOPICS.iter().enumerate() {
            for (i, word) in words.split(' ').enumerate() {
                topic_of.insert(word.to_owned(), topic);
                if (round + i) % 3 > 0 {
                    text.push_str(&pattern.replace('W', word));
                    text.push(' ');
                }
            }
        }
    }
    Ok(World {
        text,
        topics: TOPICS.iter().map(|topic| topic.0.to_owned()).collect(),
        topic_of,
        examples: vec![["king", "prince", "princess", "queen"].map(str::to_owned)],
        heatmap_words: ["king", "queen", "cat", "dog", "france", "italy", "rain"].map(str::to_owned).to_vec(),
    })
}
