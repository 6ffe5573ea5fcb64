//! The built-in corpus: that it is what its documentation says.

use std::collections::BTreeSet;

use embedding_explorer::text::world::{self, SMALL_WORLD_QUESTIONS, World};
use embedding_explorer::text::{ReadOptions, TextReader, Vocabulary, VocabularyOptions, encode};

fn world() -> World {
    world::small_world().expect("the built-in grammar is sound")
}

fn vocabulary(world: &World) -> (Vocabulary, u64) {
    let mut reader = TextReader::new(ReadOptions { lowercase: true });
    reader.push(world.text.as_bytes()).expect("the text is text");
    let stream = reader.finish().expect("the text has words");
    let options = VocabularyOptions { min_count: 5, max_words: usize::MAX };
    (encode(&stream, &options).expect("the text has many words").0, stream.n_tokens())
}

#[test]
fn the_world_is_small() {
    let world = world();
    let (vocabulary, n_tokens) = vocabulary(&world);
    assert!((150_000..=300_000).contains(&n_tokens), "{n_tokens} tokens");
    assert!((500..=1300).contains(&vocabulary.len()), "{} words", vocabulary.len());
    assert_eq!(vocabulary.words()[0], "the");
}

#[test]
fn every_word_that_is_asked_about_is_frequent_enough() {
    let world = world();
    let (vocabulary, _) = vocabulary(&world);
    let topical = world.topic_of.keys();
    let asked = SMALL_WORLD_QUESTIONS.lines().filter(|line| !line.starts_with(':')).flat_map(str::split_whitespace);
    let shown = world.examples.iter().flatten().chain(&world.heatmap_words);
    for word in topical.map(String::as_str).chain(asked).chain(shown.map(String::as_str)) {
        let count = vocabulary.id(word).map_or(0, |id| vocabulary.counts()[id as usize]);
        assert!(count >= 20, "`{word}` occurs {count} times");
    }
}

#[test]
fn there_are_enough_different_questions() {
    let lines: Vec<&str> = SMALL_WORLD_QUESTIONS.lines().collect();
    let n_sections = lines.iter().filter(|line| line.starts_with(": ")).count();
    let questions: BTreeSet<&&str> = lines.iter().filter(|line| !line.starts_with(':')).collect();
    assert_eq!(questions.len() + n_sections, lines.len(), "no question is asked twice");
    assert!(n_sections >= 8 && questions.len() >= 600);
    for question in questions {
        let words: BTreeSet<&str> = question.split(' ').collect();
        assert_eq!(words.len(), 4, "{question}");
    }
}
