//! The built-in corpus: that it is what its documentation says.

use std::collections::BTreeSet;

use embedding_explorer::text::world::{self, SMALL_WORLD_QUESTIONS, SMALL_WORLD_SHA256, SMALL_WORLD_VERSION, World};
use embedding_explorer::text::{ReadOptions, TextReader, Vocabulary, VocabularyOptions, encode};
use sha2::{Digest, Sha256};

fn world() -> World {
    world::small_world().expect("the built-in grammar is sound")
}

fn vocabulary(world: &World) -> (Vocabulary, u64) {
    let mut reader = TextReader::new(ReadOptions::default());
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
    assert!((500..=900).contains(&vocabulary.len()), "{} words", vocabulary.len());
    assert_eq!(vocabulary.words()[0], "the");
}

#[test]
fn every_word_that_is_asked_about_is_frequent_enough() {
    let world = world();
    let (vocabulary, _) = vocabulary(&world);
    let counts = vocabulary.counts().expect("a text has counts");
    let topical = world.topic_of.keys();
    let asked = SMALL_WORLD_QUESTIONS.lines().filter(|line| !line.starts_with(':')).flat_map(str::split_whitespace);
    let shown = world.examples.iter().flatten().chain(world.heatmaps.iter().flat_map(|(_, words)| words));
    for word in topical.map(String::as_str).chain(asked).chain(shown.map(String::as_str)) {
        let count = vocabulary.id(word).map_or(0, |id| counts[id as usize]);
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

#[test]
fn the_same_seed_gives_the_same_text_and_another_another() {
    let grammar = world::SMALL_WORLD;
    let text = |seed| world::generate(grammar, seed).expect("the built-in grammar is sound").text;
    assert_eq!(text(1), text(1));
    assert_ne!(text(1), text(2));
}

#[test]
fn the_text_is_written_as_text_is() {
    let text = world().text;
    assert!(!text.contains("\n\n\n"), "one blank line between paragraphs");
    for line in text.lines().filter(|line| !line.is_empty()) {
        assert!(line.starts_with(|first: char| first.is_uppercase()), "{line}");
        assert!(line.ends_with(['.', '!', '?']), "{line}");
        assert!(!line.contains(['{', '}', '|', '(']) && !line.contains("  "), "{line}");
    }
    for article in ["a apple", "an king", " a orange ", " an dog "] {
        assert!(!text.contains(article), "{article}");
    }
}

/// The text of each version of the built-in corpus, as SHA-256. A version's text never changes: if a change to the grammar or
/// the generator is meant, raise `SMALL_WORLD_VERSION` and add a line here, with the hash from the message.
const VERSIONS: [(u32, &str); 1] = [(1, "a60c46ec87573193591dad3bf4d6cd5ccaa1e6f3898fd9fd5bbe62f281a4ad43")];

#[test]
fn the_text_is_known_to_the_last_byte() {
    let hash = Sha256::digest(world().text).iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
    assert_eq!(VERSIONS.last(), Some(&(SMALL_WORLD_VERSION, hash.as_str())), "another text needs another version");
    assert_eq!(SMALL_WORLD_SHA256, hash);
    assert!(VERSIONS.iter().map(|&(version, _)| version).eq(1..=SMALL_WORLD_VERSION), "each version has a text");
}

/// The error of a grammar of these lines.
fn failure(lines: &str) -> String {
    world::generate(lines, 1).expect_err("the grammar is wrong").to_string()
}

#[test]
fn errors_name_the_line_and_say_what_to_do() {
    let table = "words 9\ntopics t\ntable cow of t\n  one* | many\n  cow | cows\n  ox | oxen\n  bull | bulls, herds\n";
    assert!(world::generate(&format!("{table}sentences 1\n  A {{cow}} moos.\n"), 1).is_ok());
    for (lines, expected) in [
        ("  word\n", "Line 1: an indented line has no heading above it."),
        ("words many\n", "Line 1: `words` needs a number, such as `words 200000`."),
        ("words 9\n", "Line 1: the file ends without `words` or without any `sentences`."),
        ("table cow of t\n  one\n", "Line 1: the table's topic is not in the list of `topics`."),
        ("table cow\n  one | many\n  cow\n", "Line 3: the row needs 2 cells separated by `|`, none of them empty."),
        ("sentences 1\n  A cow moos\n", "Line 2: the sentence does not end in a period, `!` or `?`; add one."),
        ("sentences 1\n  A {cow} moos.\n", "Line 2: there is no table `cow` above this line."),
        ("sentences 1\n  A {cow moos.\n", "Line 2: there is a `{` without its `}`."),
        ("sentences 1\n  A cow} moos.\n", "Line 2: there is a `}` without its `{`."),
        ("sentences 1\n  A | moos.\n", "Line 2: a `|` separates choices within `{ }` only."),
        ("sentences 0\n  A cow moos.\n", "Line 1: `sentences` needs a number, its share of the text: `sentences 10`."),
        ("join a from b\n", "Line 1: there is no table `b` above this line."),
        ("heatmaps\n  king queen\n", "Line 2: a heatmap is written `its name: two words or more`."),
        ("examples\n  king is queen\n", "Line 2: an example is written `king - man + woman = queen`."),
    ] {
        assert_eq!(failure(lines), expected);
    }
    let missing_column = failure(&format!("{table}sentences 1\n  A {{cow.milk}} moos.\n"));
    assert_eq!(missing_column, "Line 9: `cow.milk`: the table `cow` has only one, many.");
    assert_eq!(failure(&format!("{table}table cow\n  a\n  b\n  c\n  d\n")), "Line 8: there is a table `cow` already.");
}

#[test]
fn topics_come_from_starred_columns() {
    let world = world();
    let topic = |word: &str| world.topic_of.get(word).map(|&topic| world.topics[topic].as_str());
    assert_eq!(topic("king"), Some("royalty"));
    assert_eq!(topic("paris"), Some("places"));
    assert_eq!(topic("path"), Some("actions"), "the last word of `along the path`");
    assert_eq!(topic("along"), None);
    let used: BTreeSet<&usize> = world.topic_of.values().collect();
    assert_eq!(used.len(), world.topics.len(), "every topic has words");
}
