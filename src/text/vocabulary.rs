//! The words that have vectors.

use std::sync::Arc;

use hashbrown::HashTable;

use super::VocabularyError;
use super::hash::WordHash;
use super::normalize::{lower, normalize};
use super::room::{Full, Room, table_bytes};
use super::words::{Manner, words_of};

/// Distinct words, each named by its **word id**: its place in the list, most frequent word first.
///
/// A vocabulary of a text is in the order of falling counts; words with the same count are in the order of their first
/// appearance. A vocabulary [from a list of words](Self::from_words) keeps the order of the list.
///
/// Two vocabularies are equal if they have the same words and counts.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    /// Shared with what tells them to the page: a copy of 200,000 words takes most of a slice.
    words: Arc<Vec<String>>,
    counts: Option<Vec<u32>>,
    n_tokens: u64,
    effective_min_count: u32,
    /// The word ids, to be found by the hash of their spelling. Never iterated.
    table: HashTable<u32>,
    /// Memory of the spellings.
    n_letter_bytes: u64,
}

impl PartialEq for Vocabulary {
    fn eq(&self, other: &Self) -> bool {
        self.words == other.words && self.counts == other.counts
    }
}

impl Eq for Vocabulary {}

impl Vocabulary {
    /// A vocabulary of these words, whose ids are their places in the list.
    ///
    /// The most frequent word should come first: searches and suggestions prefer the smaller id. `counts`: how often the
    /// words occur, if that is known, in the same order. Any word is accepted that is not empty and has no line feed in
    /// it, so a word may hold spaces. Two spellings that differ in case are two words.
    ///
    /// Takes about 5 ms for 200,000 words, natively.
    ///
    /// Errors: a duplicate, an empty word, a line feed, another number of
    /// counts than of words, no memory.
    pub fn from_words(words: Vec<String>, counts: Option<Vec<u32>>) -> Result<Self, VocabularyError> {
        let n_words = words.len();
        if let Some(n_counts) = counts.as_ref().map(Vec::len).filter(|&n_counts| n_counts != n_words) {
            return Err(VocabularyError::CountsLength { n_words, n_counts });
        }
        let too_long = |_| VocabularyError::TooLong { n_words };
        if n_words >= u32::MAX as usize {
            return Err(too_long(Full));
        }
        let mut table = HashTable::new();
        Room::new(None).grow_table(&mut table, n_words, |_| 0).map_err(too_long)?;
        for (word_id, word) in (0_u32..).zip(&words) {
            if word.is_empty() {
                return Err(VocabularyError::EmptyWord { word_id });
            }
            if word.contains('\n') {
                return Err(VocabularyError::LineFeed { word_id });
            }
            if let Err(first) = insert(&mut table, &words, word_id) {
                return Err(VocabularyError::Duplicate { word: word.clone(), first, second: word_id });
            }
        }
        let n_tokens = counts.iter().flatten().map(|&count| u64::from(count)).sum();
        let n_letter_bytes = words.iter().map(|word| allocated_bytes(word.capacity())).sum();
        let words = Arc::new(words);
        Ok(Self { words, counts, n_tokens, effective_min_count: 0, table, n_letter_bytes })
    }

    /// An empty vocabulary with counts and with room for `n_words`, except for their letters.
    pub(super) fn with_room(n_words: usize, effective_min_count: u32, room: &mut Room) -> Result<Self, Full> {
        let mut counts = Vec::new();
        let mut vocabulary = Self { effective_min_count, ..Self::default() };
        room.reserve_exact(Arc::make_mut(&mut vocabulary.words), n_words)?;
        room.reserve_exact(&mut counts, n_words)?;
        room.grow_table(&mut vocabulary.table, n_words, |_| 0)?;
        vocabulary.counts = Some(counts);
        Ok(vocabulary)
    }

    /// Adds a word that is not there yet. There has to be room for it.
    pub(super) fn push(&mut self, word: &str, count: u32, room: &mut Room) -> Result<(), Full> {
        let n_bytes = allocated_bytes(word.len());
        room.take(n_bytes)?;
        let mut letters = String::new();
        letters.try_reserve_exact(word.len()).map_err(|_| Full)?;
        letters.push_str(word);
        let word_id = self.words.len() as u32;
        Arc::make_mut(&mut self.words).push(letters);
        self.counts.get_or_insert_default().push(count);
        self.n_tokens += u64::from(count);
        self.n_letter_bytes += n_bytes;
        // A text's tokens are distinct.
        let is_new = insert(&mut self.table, &self.words, word_id).is_ok();
        debug_assert!(is_new, "`{word}` is there already");
        Ok(())
    }

    /// An upper bound of the memory of a vocabulary with `n_words` words of `n_letters` bytes in all.
    pub(super) fn most_bytes(n_words: usize, n_letters: u64) -> u64 {
        let per_word = size_of::<String>() as u64 + 4 + allocated_bytes(1) + 8;
        n_words as u64 * per_word + n_letters + table_bytes::<u32>(n_words)
    }

    /// The words, by id.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// The same list, to be kept for as long as one likes.
    pub fn shared_words(&self) -> Arc<Vec<String>> {
        Arc::clone(&self.words)
    }

    /// How often the text has each word, by id. `None` if the words came without counts: then only their order says which
    /// word is more frequent.
    pub fn counts(&self) -> Option<&[u32]> {
        self.counts.as_deref()
    }

    /// The sum of all counts, which is the number of tokens left after the minimum count. `None` without counts.
    pub fn n_tokens(&self) -> Option<u64> {
        self.counts.as_ref().map(|_| self.n_tokens)
    }

    /// The minimum count that gives this vocabulary: a word of the text is in it exactly if it occurs this often.
    ///
    /// That is the minimum count asked for, unless more than `max_words` words occur so often. Then it is the least
    /// count that leaves at most `max_words` words.
    ///
    /// Exception: if that count would leave fewer than two words, because nearly all words occur equally often, the first
    /// `max_words` are taken (the most frequent first, among equals those that the text has first). Then this is the
    /// count of the last one, and some other words of the same count are missing.
    ///
    /// 0 for a vocabulary that does not come from a text.
    pub fn effective_min_count(&self) -> u32 {
        self.effective_min_count
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether there is no word.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Bytes of memory that the words, counts and the table for finding them take.
    pub fn n_bytes(&self) -> u64 {
        let n_words = self.words.capacity() as u64;
        let n_counts = self.counts.as_ref().map_or(0, Vec::capacity) as u64;
        n_words * size_of::<String>() as u64 + self.n_letter_bytes + n_counts * 4 + self.table.allocation_size() as u64
    }

    /// The word with exactly this spelling.
    pub fn id(&self, word: &str) -> Option<u32> {
        self.table.find(WordHash::of(word).wide(), |&id| self.words[id as usize] == word).copied()
    }

    /// The word that was typed, by [`normalize`]'s rules: the word with exactly this spelling, else with its normal one, else
    /// with that in lower case, else the most frequent word that differs in case alone. Where there is none, signs of
    /// punctuation around a word are passed over (`“king,”`).
    pub fn find(&self, word: &str) -> Option<u32> {
        let word = word.trim();
        if word.is_empty() {
            return None;
        }
        self.id(word).or_else(|| {
            let normal = normalize(word);
            let normal = normal.trim();
            self.find_normal(normal).or_else(|| {
                let (words, is_one) = words_of(normal, Manner::default());
                words.first().filter(|_| is_one).and_then(|word| self.find_normal(word))
            })
        })
    }

    fn find_normal(&self, word: &str) -> Option<u32> {
        let folded = lower(word);
        // Words of a loaded table are as somebody wrote them.
        let is_same = |other: &String| {
            if other.is_ascii() { other.eq_ignore_ascii_case(&folded) } else { lower(&normalize(other)) == folded }
        };
        self.id(word)
            .or_else(|| self.id(&folded))
            .or_else(|| {
                let place = self.words.iter().position(is_same);
                place.filter(|_| !folded.is_empty()).map(|id| id as u32)
            })
            // In capitals `ß` is `SS`, and in Switzerland everywhere.
            .or_else(|| {
                let has_other = |word: &str| word.contains('ß') || word.contains("ss");
                let spelled = has_other(&folded).then(|| folded.replace('ß', "ss"))?;
                let is_same = |other: &String| has_other(other) && lower(other).replace('ß', "ss") == spelled;
                self.words.iter().position(is_same).map(|id| id as u32)
            })
    }

    /// At most `k` words that begin with what was typed, most frequent first. If there are none, those that begin with its
    /// lower-case form.
    pub fn with_prefix(&self, prefix: &str, k: usize) -> Vec<u32> {
        let prefix = normalize(prefix);
        let found = self.with_exact_prefix(&prefix, k);
        if found.is_empty() { self.with_exact_prefix(&lower(&prefix), k) } else { found }
    }

    fn with_exact_prefix(&self, prefix: &str, k: usize) -> Vec<u32> {
        // The smaller the id, the more frequent the word.
        let found = (0..).zip(self.words.iter()).filter(|(_, word)| word.starts_with(prefix));
        found.map(|(id, _)| id).take(k).collect()
    }
}

/// Enters the word at `place`, or gives the place of the same word that is in the table already.
fn insert(table: &mut HashTable<u32>, words: &[String], place: u32) -> Result<(), u32> {
    let hash_of = |&place: &u32| WordHash::of(&words[place as usize]).wide();
    let word = &words[place as usize];
    let same = table.find(hash_of(&place), |&other| words[other as usize] == *word).copied();
    if same.is_none() {
        table.insert_unique(hash_of(&place), place, hash_of);
    }
    same.map_or(Ok(()), Err)
}

/// What an allocation of `n_bytes` takes, with the allocator's own word and its rounding.
fn allocated_bytes(n_bytes: usize) -> u64 {
    if n_bytes == 0 { 0 } else { (n_bytes as u64 + 8).next_multiple_of(16) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn owned(words: &[&str]) -> Vec<String> {
        words.iter().map(|&word| word.to_owned()).collect()
    }

    fn vocabulary(words: &[&str]) -> Vocabulary {
        Vocabulary::from_words(owned(words), None).expect("the words are distinct")
    }

    #[test]
    fn words_are_found_in_any_case() {
        let words = vocabulary(&["the", "Paris", "paris", "ROME", "Straße"]);
        for typed in ["STRASSE", "strasse", "STRAẞE"] {
            assert_eq!(words.find(typed), Some(4), "{typed}");
        }
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

    #[test]
    fn a_list_of_words_may_have_counts() {
        let words = Vocabulary::from_words(owned(&["the", "New York"]), Some(vec![7, 2])).expect("good words");
        assert_eq!((words.counts(), words.n_tokens()), (Some([7, 2].as_slice()), Some(9)));
        let bare = vocabulary(&["the", "New York"]);
        assert_eq!((bare.counts(), bare.n_tokens(), bare.effective_min_count()), (None, None, 0));
        assert_ne!(words, bare);
        assert_eq!(bare.clone(), bare);
        assert_eq!(bare.id("New York"), Some(1));
        assert!(bare.n_bytes() >= 2 * 24 + 11 && words.n_bytes() == bare.n_bytes() + 8);
        assert!(vocabulary(&[]).is_empty());
    }

    #[test]
    fn bad_lists_are_refused_with_their_places() {
        let error = |words: &[&str], counts| Vocabulary::from_words(owned(words), counts).expect_err("a bad list");
        let duplicate = VocabularyError::Duplicate { word: "b".to_owned(), first: 1, second: 3 };
        assert_eq!(error(&["a", "b", "B", "b"], None), duplicate);
        assert_eq!(error(&["a", ""], None), VocabularyError::EmptyWord { word_id: 1 });
        assert_eq!(error(&["a\nb"], None), VocabularyError::LineFeed { word_id: 0 });
        assert_eq!(error(&["a"], Some(vec![1, 2])), VocabularyError::CountsLength { n_words: 1, n_counts: 2 });
    }

    proptest! {
        #[test]
        fn prefixes_give_the_most_frequent_first(
            words in prop::collection::vec("[ab]{1,4}|é[ab]?", 1..30),
            prefix in "[ab]{0,2}",
            k in 0usize..12,
        ) {
            let words: Vec<String> = words.into_iter().collect();
            let is_first = |place: usize| !words[..place].contains(&words[place]);
            let places: Vec<u32> = (0..words.len() as u32).filter(|&place| is_first(place as usize)).collect();
            prop_assert_eq!(Vocabulary::from_words(words.clone(), None).is_ok(), places.len() == words.len());

            let words: Vec<String> = places.iter().map(|&place| words[place as usize].clone()).collect();
            let expected: Vec<u32> = (0..words.len() as u32)
                .filter(|&id| words[id as usize].starts_with(&prefix))
                .take(k)
                .collect();
            let vocabulary = Vocabulary::from_words(words.clone(), None).expect("distinct words");
            prop_assert_eq!(vocabulary.with_prefix(&prefix, k), expected);
            for (id, word) in words.iter().enumerate() {
                prop_assert_eq!(vocabulary.id(word), Some(id as u32));
            }
        }
    }
}
