//! Finding words as they are typed.

use super::normalize::{lower, normalize};
use super::{Vocabulary, spelling_suggestions};

/// At most `k` word ids for what was typed, best first: the word itself, then words that begin with it, words that contain
/// it, and words with a similar spelling.
///
/// The word itself is what [`Vocabulary::find`] finds: the exact spelling comes before any other case. For the rest case does
/// not matter. Each kind is in the order of frequency, most frequent first, and similar spellings by distance.
pub fn search(vocabulary: &Vocabulary, text: &str, k: usize) -> Vec<u32> {
    let mut found: Vec<u32> = vocabulary.find(text).into_iter().collect();
    let text = normalize(text);
    let text = lower(text.trim()).into_owned();
    if text.is_empty() || k == 0 {
        return Vec::new();
    }
    let mut holding: Vec<u32> = Vec::new();
    for (word, id) in vocabulary.words().iter().zip(0_u32..) {
        if found.first() == Some(&id) {
            continue;
        }
        let lowered;
        let word = if word.bytes().any(|byte| !byte.is_ascii_lowercase()) {
            lowered = lower(word);
            &*lowered
        } else {
            word.as_str()
        };
        match word.find(&text) {
            Some(0) => found.push(id),
            Some(_) if holding.len() < k => holding.push(id),
            _ => {}
        }
        if found.len() >= k {
            break;
        }
    }
    found.extend(holding);
    if found.len() < k {
        let near = spelling_suggestions(vocabulary, &text, k);
        let near: Vec<u32> =
            near.iter().filter_map(|word| vocabulary.id(word)).filter(|id| !found.contains(id)).collect();
        found.extend(near);
    }
    found.truncate(k);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{ReadOptions, TextReader, VocabularyOptions, encode};

    fn vocabulary(text: &str) -> Vocabulary {
        let mut reader = TextReader::new(ReadOptions { lowercase: false, ..ReadOptions::default() });
        reader.push(text.as_bytes()).unwrap();
        let options = VocabularyOptions { min_count: 1, max_words: 100 };
        encode(&reader.finish().unwrap(), &options).unwrap().0
    }

    #[test]
    fn the_word_then_beginnings_then_insides_then_spellings() {
        let text = "cats cats cats concatenate concatenate Cat bat bat caterpillar scatter dog";
        let words = vocabulary(text);
        let found = |typed: &str, k: usize| -> Vec<String> {
            search(&words, typed, k).into_iter().map(|id| words.words()[id as usize].clone()).collect()
        };
        assert_eq!(found("cat", 9), ["Cat", "cats", "caterpillar", "concatenate", "scatter", "bat"]);
        assert_eq!(found("cat", 2), ["Cat", "cats"]);
        assert_eq!(found("DGO", 9), ["dog"]);
        assert_eq!(found("bat", 1), ["bat"]);
        assert!(found("  ", 9).is_empty() && found("xyzzy", 9).is_empty());
    }
    #[test]
    fn the_exact_spelling_is_first() {
        let words = vocabulary("a a a A Ab ab ab aB");
        let first = |typed: &str| words.words()[search(&words, typed, 9)[0] as usize].clone();
        assert_eq!(["A", "a", " Ab ", "AB", "aB"].map(first), ["A", "a", "Ab", "ab", "aB"]);
    }
}
