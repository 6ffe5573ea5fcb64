//! Key word in context.

use crate::text::TokenStream;

/// A line of a concordance: a word where it stands, with the words around it in its sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyWordInContext {
    /// Which sentence of the text it is, from 0.
    pub sentence: u32,
    /// The tokens before the key, joined by spaces; empty if the key begins the sentence.
    pub left: String,
    /// The key word.
    pub key: String,
    /// The tokens after it, joined by spaces; empty if the key ends the sentence.
    pub right: String,
}

/// The sentences of a text that have a word, or both of two words. The first of them are quoted as lines (a "key word in
/// context" index, Luhn 1960).
///
/// It looks at all tokens of the text, also at those that are too rare for the vocabulary. It quotes tokens as they were
/// read: without punctuation, and in lower case if the text was read in lower case. A sentence counts once and gives one
/// line, however often it has the word. The line shows the word's first occurrence.
///
/// # Pairs
/// A pair is found in the sentences that have both words, in either order. The key is the first word, at the place that is
/// nearest to the second word (the first of several such places). So if any occurrence of the second word is within reach, it
/// is among the tokens of `left` or `right`; if not, the line does not show it. A pair of a word and itself is that word
/// alone.
#[derive(Debug, Clone)]
pub struct Concordance {
    /// Index of the key word; `None` if nothing can be found.
    key: Option<u32>,
    /// Index of the second word of a pair.
    second: Option<u32>,
    most: usize,
    reach: usize,
    /// Sentences read.
    n_read: usize,
    /// Where the next sentence begins.
    start: usize,
    n_sentences: usize,
    lines: Vec<KeyWordInContext>,
    /// Room for a sentence.
    scratch: Vec<u32>,
}

impl Concordance {
    /// A search of `stream` for `word`, and for `second` in the same sentences if given. It has read nothing yet.
    ///
    /// A word stands for the token with exactly this spelling, else for the token of its lower-case form. If the text has
    /// neither, nothing will be found. At most `most` lines are quoted, with at most `reach` tokens on either side of the key.
    pub fn new(stream: &TokenStream, word: &str, second: Option<&str>, most: usize, reach: usize) -> Self {
        let mut key = index_of(stream, word);
        let second = second.map(|second| index_of(stream, second));
        if second == Some(None) {
            key = None;
        }
        let second = second.flatten().filter(|&second| Some(second) != key);
        Self { key, second, most, reach, n_read: 0, start: 0, n_sentences: 0, lines: Vec::new(), scratch: Vec::new() }
    }

    /// Reads about `n_tokens` more tokens: whole sentences, and at least one. Returns whether the whole text is read.
    /// `stream`: the one it was made for.
    pub fn advance(&mut self, stream: &TokenStream, n_tokens: usize) -> bool {
        let Some(key) = self.key else { return true };
        let until = self.start.saturating_add(n_tokens.max(1));
        while self.start < until {
            let Some(end) = stream.sentence_ends.get(self.n_read) else { return true };
            let sentence = stream.ids.range(self.start..end as usize, &mut self.scratch);
            if let Some(place) = place_of(sentence, key, self.second) {
                self.n_sentences += 1;
                if self.lines.len() < self.most {
                    let line = line(stream, sentence, place, self.reach, self.n_read as u32);
                    self.lines.push(line);
                }
            }
            self.n_read += 1;
            self.start = end as usize;
        }
        self.n_read == stream.n_sentences()
    }

    /// Sentences found so far.
    pub fn n_sentences(&self) -> usize {
        self.n_sentences
    }

    /// The lines of the first sentences found, in the order of the text.
    pub fn lines(&self) -> &[KeyWordInContext] {
        &self.lines
    }
}

/// The token with this spelling, else the one of its lower-case form.
fn index_of(stream: &TokenStream, word: &str) -> Option<u32> {
    stream.lexicon.index_of(word).or_else(|| stream.lexicon.index_of(&word.to_lowercase()))
}

/// Where the key stands in a sentence: its first place, or the one nearest to the second word. `None` if a word is missing.
fn place_of(sentence: &[u32], key: u32, second: Option<u32>) -> Option<usize> {
    let first = sentence.iter().position(|&id| id == key)?;
    let Some(second) = second else { return Some(first) };
    let (mut last_key, mut last_second) = (None, None);
    let mut nearest: Option<(usize, usize)> = None;
    for (place, &id) in sentence.iter().enumerate() {
        if id == key {
            last_key = Some(place);
        } else if id == second {
            last_second = Some(place);
        } else {
            continue;
        }
        // The nearest two are next to each other among the occurrences of either.
        if let (Some(key), Some(second)) = (last_key, last_second) {
            let distance = usize::abs_diff(key, second);
            if nearest.is_none_or(|(least, _)| distance < least) {
                nearest = Some((distance, key));
            }
        }
    }
    nearest.map(|(_, place)| place)
}

fn line(stream: &TokenStream, sentence: &[u32], place: usize, reach: usize, number: u32) -> KeyWordInContext {
    let end = sentence.len().min((place + 1).saturating_add(reach));
    KeyWordInContext {
        sentence: number,
        left: joined(stream, &sentence[place.saturating_sub(reach)..place]),
        key: stream.lexicon.word(sentence[place]).to_owned(),
        right: joined(stream, &sentence[place + 1..end]),
    }
}

/// The spellings of tokens, with spaces between them.
fn joined(stream: &TokenStream, ids: &[u32]) -> String {
    let mut text = String::new();
    for &id in ids.iter().filter(|&&id| Some(id) != stream.skipped()) {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(stream.lexicon.word(id));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{ReadOptions, TextReader};
    use proptest::prelude::*;

    fn read(text: &str) -> TokenStream {
        let mut reader = TextReader::new(ReadOptions::default());
        reader.push(text.as_bytes()).expect("the text is fine");
        reader.finish().expect("the text has words")
    }

    /// All sentences counted and each line as `number: left [key] right`.
    fn found(text: &str, word: &str, second: Option<&str>, most: usize, reach: usize) -> (usize, Vec<String>) {
        let stream = read(text);
        let mut concordance = Concordance::new(&stream, word, second, most, reach);
        while !concordance.advance(&stream, 1) {}
        let lines = concordance.lines().iter();
        let lines = lines.map(|line| format!("{}: {} [{}] {}", line.sentence, line.left, line.key, line.right));
        (concordance.n_sentences(), lines.collect())
    }

    const TEXT: &str =
        "The king sat down. Nobody came.\nA queen saw the king, and the king saw her!\nLong live the king";

    #[test]
    fn every_sentence_is_counted_and_the_first_are_quoted() {
        let expected = ["0: the [king] sat down", "2: saw the [king] and the", "3: live the [king] "];
        assert_eq!(found(TEXT, "king", None, 9, 2), (3, expected.map(str::to_owned).to_vec()));
        assert_eq!(found(TEXT, "King", None, 1, 0), (3, vec!["0:  [king] ".to_owned()]), "any case, no reach");
        assert_eq!(found(TEXT, "king", None, 0, 2), (3, Vec::new()));
        assert_eq!(found(TEXT, "prince", None, 9, 2), (0, Vec::new()));
        assert_eq!(found(TEXT, "long", None, 9, usize::MAX).1, ["3:  [long] live the king"]);
    }

    #[test]
    fn a_pair_is_quoted_where_its_words_are_nearest() {
        assert_eq!(found(TEXT, "king", Some("her"), 9, 2), (1, vec!["2: and the [king] saw her".to_owned()]));
        assert_eq!(found(TEXT, "king", Some("queen"), 9, 3).1, ["2: queen saw the [king] and the king"]);
        assert_eq!(found(TEXT, "saw", Some("king"), 9, 1).1, ["2: king [saw] her"]);
        assert_eq!(found(TEXT, "king", Some("nobody"), 9, 2), (0, Vec::new()), "two sentences of one line");
        assert_eq!(found(TEXT, "king", Some("prince"), 9, 2), (0, Vec::new()));
        assert_eq!(found(TEXT, "king", Some("KING"), 9, 2), found(TEXT, "king", None, 9, 2));
    }

    #[test]
    fn sentences_are_read_across_blocks() {
        let text = "one red two\n".repeat(30_000) + "three red blue four";
        let stream = read(&text);
        let mut concordance = Concordance::new(&stream, "red", Some("blue"), 9, 1);
        while !concordance.advance(&stream, 1_000) {}
        assert_eq!(concordance.lines().len(), 1);
        let mut concordance = Concordance::new(&stream, "red", None, usize::MAX, 1);
        while !concordance.advance(&stream, 1_000) {}
        let is_right = |line: &KeyWordInContext| (line.left.as_str(), line.right.as_str()) == ("one", "two");
        assert_eq!(concordance.lines().iter().filter(|line| is_right(line)).count(), 30_000);
    }

    proptest! {
        #[test]
        fn pairs_are_what_comparing_all_places_finds(sentence in prop::collection::vec(0_u32..6, 1..40)) {
            let places = |wanted: u32| sentence.iter().enumerate().filter(move |&(_, &id)| id == wanted).map(|(i, _)| i);
            let all = places(0).flat_map(|key| places(1).map(move |second| (key.abs_diff(second), key)));
            prop_assert_eq!(place_of(&sentence, 0, Some(1)), all.min().map(|(_, key)| key));
            prop_assert_eq!(place_of(&sentence, 0, None), places(0).next());
        }

        #[test]
        fn slices_do_not_matter(
            lines in prop::collection::vec(prop::collection::vec("[a-c]{2}", 1..6), 1..12),
            n_tokens in 0_usize..20,
        ) {
            let text: Vec<String> = lines.iter().map(|words| words.join(" ")).collect();
            let stream = read(&text.join("\n"));
            let run = |n_tokens| {
                let mut concordance = Concordance::new(&stream, "ab", None, 4, 3);
                while !concordance.advance(&stream, n_tokens) {}
                assert!(concordance.advance(&stream, n_tokens), "done stays done");
                (concordance.n_sentences(), concordance.lines().to_vec())
            };
            prop_assert_eq!(run(n_tokens), run(usize::MAX));
            let n_with = lines.iter().filter(|words| words.iter().any(|word| word == "ab")).count();
            prop_assert_eq!(run(n_tokens).0, n_with);
        }
    }
}
