//! Words as questions look them up.

use std::{borrow::Cow, collections::HashMap, ops::Range};

use crate::fnv::Fnv1a;

/// Which words count, and as which.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EvaluationOptions {
    /// Only this many words, the most frequent ones, are known and can be answers.
    pub restrict_vocab: usize,
    /// Whether `Paris` and `paris` are the same word.
    pub case_insensitive: bool,
}

impl Default for EvaluationOptions {
    /// gensim's: 300,000 words, in any case.
    fn default() -> Self {
        Self { restrict_vocab: 300_000, case_insensitive: true }
    }
}

/// The words that questions can be about, built in slices.
///
/// Words are looked up in capitals unless options say otherwise, as gensim compares them; `straße` is `STRASSE`. Of words
/// with the same key, the most frequent one stands for all.
#[derive(Debug, Clone)]
pub struct WordIndex {
    options: EvaluationOptions,
    /// All keys, one after the other, and where each begins: one allocation instead of one for each word.
    keys: String,
    ranges: Vec<Range<usize>>,
    /// By hash of the key; where two keys have one hash, the second stands under the next free one.
    id_of_hash: HashMap<u64, u32>,
    representatives: Vec<u32>,
}

impl WordIndex {
    /// Without words.
    pub fn new(options: EvaluationOptions) -> Self {
        let (keys, ranges, id_of_hash) = (String::new(), Vec::new(), HashMap::new());
        Self { options, keys, ranges, id_of_hash, representatives: Vec::new() }
    }

    /// Takes up to `n_words` more words, about 0.2 µs each; whether all that count are taken. `words`: the same words each
    /// time, the most frequent first.
    pub fn advance(&mut self, words: &[String], n_words: usize) -> bool {
        let n_known = words.len().min(self.options.restrict_vocab);
        if self.ranges.is_empty() {
            // At once: growing would copy all words in one call.
            self.ranges.reserve_exact(n_known);
            self.representatives.reserve_exact(n_known);
            self.id_of_hash.reserve(n_known);
            self.keys.reserve(8 * n_known);
        }
        let from = self.ranges.len().min(n_known);
        let end = from.saturating_add(n_words.max(1)).min(n_known);
        for (word, id) in words[from..end].iter().zip(from as u32..) {
            let key = key(word, self.options);
            let representative = self.find(&key).unwrap_or_else(|hash| {
                self.id_of_hash.insert(hash, id);
                id
            });
            self.representatives.push(representative);
            let start = self.keys.len();
            if representative == id {
                self.keys.push_str(&key);
            }
            self.ranges.push(start..self.keys.len());
        }
        end == n_known
    }

    /// Words taken so far: of these vectors, the first this many are asked.
    pub fn n_words(&self) -> usize {
        self.ranges.len()
    }

    /// The most frequent word that is written like this one; none if it is not known.
    pub fn id(&self, word: &str) -> Option<u32> {
        self.find(&key(word, self.options)).ok()
    }

    /// The ids of a question's words; none if one of them is not known.
    pub fn resolve(&self, words: [&str; 4]) -> Option<[u32; 4]> {
        let [a, b, c, d] = words.map(|word| self.id(word));
        Some([a?, b?, c?, d?])
    }

    /// For each word, the one that stands for all that are written like it: itself, or a more frequent one.
    pub fn representatives(&self) -> &[u32] {
        &self.representatives
    }

    /// Whether both words of a pair are known.
    pub fn knows(&self, [a, b]: &[String; 2]) -> bool {
        self.id(a).is_some() && self.id(b).is_some()
    }

    /// The id of a key, or the free hash under which it would stand.
    fn find(&self, key: &str) -> Result<u32, u64> {
        let mut hash = Fnv1a::hash(key.as_bytes());
        while let Some(&id) = self.id_of_hash.get(&hash) {
            if self.keys[self.ranges[id as usize].clone()] == *key {
                return Ok(id);
            }
            hash = hash.wrapping_add(1);
        }
        Err(hash)
    }
}

/// A word as it is looked up.
fn key(word: &str, options: EvaluationOptions) -> Cow<'_, str> {
    if options.case_insensitive { Cow::Owned(word.to_uppercase()) } else { Cow::Borrowed(word) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index(words: &[&str], options: EvaluationOptions, n_words: usize) -> WordIndex {
        let words: Vec<String> = words.iter().map(|&word| word.to_owned()).collect();
        let mut index = WordIndex::new(options);
        while !index.advance(&words, n_words) {}
        index
    }

    #[test]
    fn words_are_looked_up_in_capitals() {
        let words = ["straße", "ΟΔΟΣ", "Road", "STRASSE", "beyond"];
        let options = EvaluationOptions { restrict_vocab: 4, case_insensitive: true };
        for n_words in [0, 1, 3, 100] {
            let found = index(&words, options, n_words);
            assert_eq!(found.resolve(["STRASSE", "οδος", "οδοσ", "road"]), Some([0, 1, 1, 2]));
            assert_eq!(found.resolve(["road", "road", "road", "beyond"]), None);
            assert_eq!(found.representatives(), [0, 1, 2, 0], "of two with one key, the more frequent");
            assert_eq!(found.n_words(), 4);
        }
        let exact = index(&words, EvaluationOptions { case_insensitive: false, ..options }, 2);
        assert_eq!((exact.id("Road"), exact.id("road"), exact.id("STRASSE")), (Some(2), None, Some(3)));
        assert!(exact.knows(&["Road", "ΟΔΟΣ"].map(str::to_owned)) && !exact.knows(&["Road", "x"].map(str::to_owned)));
    }

    #[test]
    fn nothing_and_empty_words_are_no_obstacle() {
        assert_eq!(index(&[], EvaluationOptions::default(), 9).n_words(), 0);
        assert_eq!(index(&["", "a", ""], EvaluationOptions::default(), 1).representatives(), [0, 1, 0]);
    }
}
