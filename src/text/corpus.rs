//! A text as word ids.

/// A text as word ids, in sentences and passages. A word takes 4 bytes, a sentence 8 and a passage 4.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Corpus {
    /// The word ids of all sentences, one after the other.
    pub ids: Vec<u32>,
    /// Where each sentence ends in `ids`: exclusive, ascending; no sentence is empty.
    pub sentence_ends: Vec<u32>,
    /// Where each passage ends in `ids`: exclusive, ascending; a sentence ends there too.
    pub passage_ends: Vec<u32>,
    /// The number of each sentence in the whole text, from 0. A sentence that lost all of its words is missing here.
    pub sentence_numbers: Vec<u32>,
}

impl Corpus {
    /// A corpus of unrelated sentences: each is a passage of its own.
    pub fn of_sentences(ids: Vec<u32>, sentence_ends: Vec<u32>) -> Self {
        let sentence_numbers = (0..sentence_ends.len() as u32).collect();
        Self { ids, passage_ends: sentence_ends.clone(), sentence_ends, sentence_numbers }
    }

    /// How many sentences there are.
    pub fn n_sentences(&self) -> usize {
        self.sentence_ends.len()
    }

    /// Bytes of memory that the corpus takes.
    pub fn n_bytes(&self) -> u64 {
        let parts = [&self.ids, &self.sentence_ends, &self.passage_ends, &self.sentence_numbers];
        parts.iter().map(|numbers| numbers.capacity() as u64 * 4).sum()
    }
}

/// The probability that training takes an occurrence of a word when it thins out frequent words ("subsampling"), in
/// [0, 1].
///
/// With `f` the word's share of all tokens and `t` the threshold: `sqrt(t / f) + t / f`, which is what `word2vec.c`
/// computes; the paper's own formula (Mikolov et al. 2013b, section 2.3) has the first term alone. With a threshold of 0
/// it is 1 for every word.
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

    #[test]
    fn frequent_words_are_thinned() {
        // f = 0.04, t = 0.01: sqrt(1/4) + 1/4.
        assert_eq!(keep_probability(4, 100, 0.01), 0.75);
        assert_eq!(keep_probability(1, 100, 0.01), 1.0);
        assert_eq!(keep_probability(50, 100, 0.0), 1.0);
    }

    #[test]
    fn unrelated_sentences_are_passages() {
        let corpus = Corpus::of_sentences(vec![0, 1, 0], vec![2, 3]);
        assert_eq!((corpus.n_sentences(), &corpus.passage_ends), (2, &vec![2, 3]));
        assert_eq!(corpus.sentence_numbers, [0, 1]);
        assert!(corpus.n_bytes() >= (3 + 2 * 3) * 4);
    }
}
