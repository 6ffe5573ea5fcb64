//! Spelling suggestions for a word that is not in the vocabulary.

use super::Vocabulary;
use super::normalize::{lower, normalize};

/// At most `k` words with a spelling like that of `word`, nearest first; among equals the more frequent first.
///
/// The distance is the number of letters inserted, deleted, replaced or swapped with their neighbor (optimal string
/// alignment). It is at most 1 for words of up to four letters, 2 for up to eight, and 3 for longer ones. Case does not
/// matter.
pub fn spelling_suggestions(vocabulary: &Vocabulary, word: &str, k: usize) -> Vec<String> {
    let word = normalize(word);
    let word = lower(word.trim()).into_owned();
    let n_chars = word.chars().count();
    let reach = match n_chars {
        0 => return Vec::new(),
        1..=4 => 1,
        5..=8 => 2,
        _ => 3,
    };
    let letters = letter_set(&word);
    let mut near: Vec<(usize, usize)> = Vec::new();
    for (id, candidate) in vocabulary.words().iter().enumerate() {
        // Cheap tests rule out most words: an edit changes the length by at most one and the set of letters by at most
        // two.
        if candidate.len().abs_diff(word.len()) > reach * 4
            || (letter_set(candidate) ^ letters).count_ones() as usize > reach * 2
            || candidate.chars().count().abs_diff(n_chars) > reach
        {
            continue;
        }
        let distance = if candidate.is_ascii() && !candidate.bytes().any(|byte| byte.is_ascii_uppercase()) {
            strsim::osa_distance(&word, candidate)
        } else {
            strsim::osa_distance(&word, &candidate.to_lowercase())
        };
        if distance <= reach && distance < n_chars {
            near.push((distance, id));
        }
    }
    // The smaller the id, the more frequent the word.
    near.sort_unstable();
    near.iter().take(k).map(|&(_, id)| vocabulary.words()[id].clone()).collect()
}

/// The ASCII letters of a word in either case, as a set of bits. Other characters are not in it.
fn letter_set(word: &str) -> u32 {
    word.bytes().filter(u8::is_ascii_alphabetic).fold(0, |set, byte| set | 1 << (byte & 31))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vocabulary(words: &[&str]) -> Vocabulary {
        Vocabulary::from_words(words.iter().map(|&word| word.to_owned()).collect(), None).expect("distinct words")
    }

    #[test]
    fn near_spellings_come_nearest_first() {
        let words = vocabulary(&["the", "queens", "queen", "quiet", "Königin", "france"]);
        assert_eq!(spelling_suggestions(&words, "quene", 3), ["queen", "queens"]);
        assert_eq!(spelling_suggestions(&words, "QUEEN", 1), ["queen"], "case does not count");
        assert_eq!(spelling_suggestions(&words, "königin", 1), ["Königin"]);
        assert_eq!(spelling_suggestions(&words, "teh", 5), ["the"]);
    }

    #[test]
    fn what_is_far_is_not_suggested() {
        let words = vocabulary(&["cat", "a", "in"]);
        assert_eq!(spelling_suggestions(&words, "zzz", 5), [""; 0]);
        assert_eq!(spelling_suggestions(&words, "x", 5), [""; 0], "one letter replaced is another word");
        assert_eq!(spelling_suggestions(&words, "", 5), [""; 0]);
    }

    #[test]
    fn frequency_breaks_ties() {
        let words = vocabulary(&["bat", "cat", "hat"]);
        assert_eq!(spelling_suggestions(&words, "zat", 2), ["bat", "cat"]);
    }
}
