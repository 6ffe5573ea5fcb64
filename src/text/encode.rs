//! A text as word ids, for one choice of vocabulary.

use super::{TextError, TokenStream, Vocabulary};

/// Which words a vocabulary has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VocabularyOptions {
    /// Words that occur less often are left out.
    pub min_count: u32,
    /// Only the most frequent so many words are kept.
    pub max_words: usize,
}

/// A map of fewer words than this is none, so [`TextError::TooFewWords`] suggests a minimum count that leaves as many.
const WORDS_ENOUGH: usize = 20;

/// A text as word ids, in sentences and passages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Corpus {
    /// The word ids of all sentences, one after the other.
    pub ids: Vec<u32>,
    /// Where each sentence ends in `ids`: exclusive, ascending; no sentence is empty.
    pub sentence_ends: Vec<u32>,
    /// Where each passage ends in `ids`: exclusive, ascending; a sentence ends there too.
    pub passage_ends: Vec<u32>,
    /// Which sentence of the text each sentence is, from 0: those that lost all of their words are missing here.
    pub sentence_numbers: Vec<u32>,
}

impl Corpus {
    /// A corpus whose sentences have nothing to do with each other: each is a passage.
    pub fn of_sentences(ids: Vec<u32>, sentence_ends: Vec<u32>) -> Self {
        let sentence_numbers = (0..sentence_ends.len() as u32).collect();
        Self { ids, passage_ends: sentence_ends.clone(), sentence_ends, sentence_numbers }
    }

    /// How many sentences there are.
    pub fn n_sentences(&self) -> usize {
        self.sentence_ends.len()
    }
}

/// Numbers the words of a text by falling frequency and leaves out the rare ones.
///
/// The words around a word that is left out become neighbors, and a sentence that loses all of its words is gone.
/// Errors: [`TextError::TooFewWords`] where fewer than two words are left.
pub fn encode(stream: &TokenStream, options: &VocabularyOptions) -> Result<(Vocabulary, Corpus), TextError> {
    let counts = stream.lexicon.counts();
    let mut indices: Vec<u32> =
        (0..counts.len() as u32).filter(|&index| counts[index as usize] >= options.min_count).collect();
    // Ties stay in the order of first appearance.
    indices.sort_by_key(|&index| std::cmp::Reverse(counts[index as usize]));
    indices.truncate(options.max_words);
    if indices.len() < 2 {
        let try_min_count = lower_min_count(counts, options.min_count);
        return Err(TextError::TooFewWords { n_left: indices.len(), min_count: options.min_count, try_min_count });
    }

    let mut id_of_index = vec![u32::MAX; counts.len()];
    for (id, &index) in indices.iter().enumerate() {
        id_of_index[index as usize] = id as u32;
    }
    let mut corpus = Corpus::of_sentences(Vec::with_capacity(stream.ids.len()), Vec::new());
    let mut passage_ends = stream.passage_ends.iter().peekable();
    let mut start = 0;
    for (number, &end) in stream.sentence_ends.iter().enumerate() {
        let sentence = &stream.ids[start..end as usize];
        let n_before = corpus.ids.len();
        corpus.ids.extend(sentence.iter().map(|&index| id_of_index[index as usize]).filter(|&id| id != u32::MAX));
        if corpus.ids.len() > n_before {
            corpus.sentence_ends.push(corpus.ids.len() as u32);
            corpus.sentence_numbers.push(number as u32);
        }
        if passage_ends.next_if_eq(&&end).is_some() {
            let last = corpus.sentence_ends.last();
            corpus.passage_ends.extend(last.filter(|&&end| corpus.passage_ends.last() != Some(&end)));
        }
        start = end as usize;
    }
    let words = indices.iter().map(|&index| stream.lexicon.word(index).to_owned()).collect();
    let counts = indices.iter().map(|&index| counts[index as usize]).collect();
    Ok((Vocabulary::new(words, counts), corpus))
}

/// The greatest minimum count below `min_count` that leaves enough words, or all where there are not enough.
fn lower_min_count(counts: &[u32], min_count: u32) -> Option<u32> {
    if counts.len() < 2 {
        return None;
    }
    let mut falling = counts.to_vec();
    falling.sort_unstable_by(|a, b| b.cmp(a));
    let lower = falling[falling.len().min(WORDS_ENOUGH) - 1];
    (lower < min_count).then_some(lower)
}

/// The probability that an occurrence of a word is kept when frequent words are thinned, in [0, 1].
///
/// With `f` the word's share of all tokens and `t` the threshold: `sqrt(t / f) + t / f`, which is what `word2vec.c`
/// computes; the paper's own formula (Mikolov et al. 2013b, section 2.3) has the first term alone. A threshold of 0
/// keeps every word.
pub fn keep_probability(count: u64, n_tokens: u64, threshold: f64) -> f64 {
    if threshold <= 0.0 || count == 0 {
        return 1.0;
    }
    let ratio = threshold * n_tokens as f64 / count as f64;
    (ratio.sqrt() + ratio).min(1.0)
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

    const ALL: VocabularyOptions = VocabularyOptions { min_count: 1, max_words: usize::MAX };

    #[test]
    fn words_are_numbered_by_falling_count() {
        let stream = read("b a c. c c a d. d.");
        let (vocabulary, corpus) = encode(&stream, &ALL).expect("four words");
        assert_eq!(vocabulary.words(), ["c", "a", "d", "b"]);
        assert_eq!(vocabulary.counts(), [3, 2, 2, 1]);
        assert_eq!(corpus.ids, [3, 1, 0, 0, 0, 1, 2, 2]);
        assert_eq!(corpus.sentence_ends, [8], "letters are initials, and no sentence ends behind them");
    }

    #[test]
    fn rare_words_leave_no_gap_and_no_empty_sentence() {
        let stream = read("red xx blue\nyy\nblue red\n");
        let (_, corpus) = encode(&stream, &VocabularyOptions { min_count: 2, ..ALL }).expect("two words");
        assert_eq!(corpus.ids, [0, 1, 1, 0]);
        assert_eq!(corpus.sentence_ends, [2, 4]);
        assert_eq!(corpus.passage_ends, [2, 4]);
        assert_eq!(corpus.sentence_numbers, [0, 2]);
        let (vocabulary, corpus) = encode(&stream, &VocabularyOptions { max_words: 3, ..ALL }).expect("three words");
        assert_eq!(vocabulary.words(), ["red", "blue", "xx"]);
        assert_eq!(corpus.sentence_ends, [3, 5]);
    }

    #[test]
    fn too_few_words_suggests_a_count_that_works() {
        let stream = read(&format!("{} two two one", "many ".repeat(9)));
        let error = encode(&stream, &VocabularyOptions { min_count: 5, ..ALL }).expect_err("one word is left");
        assert_eq!(error, TextError::TooFewWords { n_left: 1, min_count: 5, try_min_count: Some(1) });
        let stream = read("alone alone");
        let error = encode(&stream, &VocabularyOptions { min_count: 5, ..ALL }).expect_err("no word is left");
        assert_eq!(error, TextError::TooFewWords { n_left: 0, min_count: 5, try_min_count: None });
    }

    #[test]
    fn frequent_words_are_thinned() {
        // f = 0.04, t = 0.01: sqrt(1/4) + 1/4.
        assert_eq!(keep_probability(4, 100, 0.01), 0.75);
        assert_eq!(keep_probability(1, 100, 0.01), 1.0);
        assert_eq!(keep_probability(50, 100, 0.0), 1.0);
    }

    proptest! {
        #[test]
        fn counts_are_those_of_the_text(words in prop::collection::vec("[a-d]{2}", 2..80), min_count in 1u32..4) {
            let stream = read(&words.join(" "));
            if let Ok((vocabulary, corpus)) = encode(&stream, &VocabularyOptions { min_count, ..ALL }) {
                prop_assert!(vocabulary.counts().is_sorted_by(|a, b| a >= b));
                for (id, word) in vocabulary.words().iter().enumerate() {
                    let n_in_text = words.iter().filter(|&other| other == word).count();
                    let n_in_corpus = corpus.ids.iter().filter(|&&other| other == id as u32).count();
                    prop_assert_eq!(n_in_text, vocabulary.counts()[id] as usize);
                    prop_assert_eq!(n_in_text, n_in_corpus);
                    prop_assert_eq!(stream.count_of(word) as usize, n_in_text);
                }
            }
        }
    }
}
