//! The words that have vectors.

/// Words by falling count, each named by its **word id**: its index in that order. Ties stand in the order in which
/// the text first has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vocabulary {
    words: Vec<String>,
    counts: Vec<u32>,
    /// The word ids in the order of their spellings' bytes.
    by_spelling: Vec<u32>,
}

impl Vocabulary {
    /// A vocabulary of distinct words, in the order of their ids, with as many counts.
    pub(super) fn new(words: Vec<String>, counts: Vec<u32>) -> Self {
        let mut by_spelling: Vec<u32> = (0..words.len() as u32).collect();
        by_spelling.sort_by(|&a, &b| words[a as usize].cmp(&words[b as usize]));
        Self { words, counts, by_spelling }
    }

    /// The words, by id.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// How often the text has each word, by id.
    pub fn counts(&self) -> &[u32] {
        &self.counts
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether there is no word.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The word spelled exactly so.
    pub fn id(&self, word: &str) -> Option<u32> {
        let found = self.by_spelling.binary_search_by(|&id| self.words[id as usize].as_str().cmp(word)).ok()?;
        Some(self.by_spelling[found])
    }

    /// The word spelled so, else the most frequent one that differs in case only. White space around it is ignored.
    pub fn find(&self, word: &str) -> Option<u32> {
        let word = word.trim();
        if word.is_empty() {
            return None;
        }
        let folded = || word.chars().flat_map(char::to_lowercase);
        let is_same = |other: &String| other.chars().flat_map(char::to_lowercase).eq(folded());
        self.id(word)
            .or_else(|| self.id(&word.to_lowercase()))
            .or_else(|| self.words.iter().position(is_same).map(|id| id as u32))
    }

    /// At most `k` words that begin with `prefix`, or where none does, with its lower-case form: most frequent first.
    pub fn with_prefix(&self, prefix: &str, k: usize) -> Vec<u32> {
        let found = self.with_exact_prefix(prefix, k);
        if found.is_empty() { self.with_exact_prefix(&prefix.to_lowercase(), k) } else { found }
    }

    fn with_exact_prefix(&self, prefix: &str, k: usize) -> Vec<u32> {
        if prefix.is_empty() {
            return (0..self.words.len().min(k) as u32).collect();
        }
        let start = self.by_spelling.partition_point(|&id| self.words[id as usize].as_str() < prefix);
        let rest = &self.by_spelling[start..];
        let length = rest.partition_point(|&id| self.words[id as usize].starts_with(prefix));
        let mut ids = rest[..length].to_vec();
        // The smaller the id, the more frequent the word.
        ids.sort_unstable();
        ids.truncate(k);
        ids
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn vocabulary(words: &[&str]) -> Vocabulary {
        Vocabulary::new(words.iter().map(|&word| word.to_owned()).collect(), vec![1; words.len()])
    }

    #[test]
    fn words_are_found_in_any_case() {
        let words = vocabulary(&["the", "Paris", "paris", "ROME", "Straße"]);
        assert_eq!(words.id("Paris"), Some(1));
        assert_eq!(words.find("Paris"), Some(1));
        assert_eq!(words.find("PARIS"), Some(2), "lower case before any other");
        assert_eq!(words.find(" Rome "), Some(3));
        assert_eq!(words.find("THE"), Some(0));
        assert_eq!(words.find(""), None);
        assert_eq!(words.find("london"), None);
    }

    #[test]
    fn a_prefix_in_the_wrong_case_still_completes() {
        let words = vocabulary(&["king", "kitten", "kind"]);
        assert_eq!(words.with_prefix("Ki", 2), [0, 1]);
        assert_eq!(words.with_prefix("", 2), [0, 1]);
        assert_eq!(words.with_prefix("x", 2), [0; 0]);
    }

    proptest! {
        #[test]
        fn prefixes_give_the_most_frequent_first(
            words in prop::collection::hash_set("[ab]{1,4}|é[ab]?", 1..30),
            prefix in "[ab]{0,2}",
            k in 0usize..12,
        ) {
            let words: Vec<String> = words.into_iter().collect();
            let expected: Vec<u32> = (0..words.len() as u32)
                .filter(|&id| words[id as usize].starts_with(&prefix))
                .take(k)
                .collect();
            let vocabulary = Vocabulary::new(words.clone(), vec![1; words.len()]);
            prop_assert_eq!(vocabulary.with_prefix(&prefix, k), expected);
            for (id, word) in words.iter().enumerate() {
                prop_assert_eq!(vocabulary.id(word), Some(id as u32));
            }
        }
    }
}
