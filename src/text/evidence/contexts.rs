//! Which words stand near a word.

use std::f64::consts::LN_2;

use crate::text::{Corpus, Vocabulary};

/// A word in the window of another one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ContextWord {
    /// The word.
    pub word_id: u32,
    /// How often it stands in the window; at least 1.
    pub count: u32,
    /// Pointwise mutual information in bits, see [`Contexts::pmi`].
    pub pmi: f32,
}

/// A word that stands in the windows of two words.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SharedContext {
    /// The word.
    pub word_id: u32,
    /// How often it stands in the first word's window.
    pub n_a: u32,
    /// How often it stands in the second word's window.
    pub n_b: u32,
    /// Its pointwise mutual information with the first word, in bits: above 0.
    pub pmi_a: f32,
    /// Its pointwise mutual information with the second word, in bits: above 0.
    pub pmi_b: f32,
}

/// How often each word stands in the window of one word.
///
/// The window of an occurrence is the `window` tokens before it and as many after it, within its passage. Counts are plain:
/// each token of the window counts once, at any distance, and frequent words are not thinned out. Training may give near
/// words more weight and skip some occurrences of frequent ones, so these are the counts that it samples from. A pair of
/// tokens counts for each of the two, so `n(w, c) = n(c, w)`. A word that is in its own window counts there.
#[derive(Debug, Clone)]
pub struct Contexts {
    word_id: u32,
    window: usize,
    /// How often each word stands in the window, by word id.
    counts: Vec<u32>,
    /// Tokens in the windows of each word, by word id.
    n_pairs: Vec<u64>,
    /// Passages read.
    n_read: usize,
    /// Where the next passage begins.
    start: usize,
}

impl Contexts {
    /// The contexts of a word in a window of `window` words on either side. Nothing is counted yet.
    ///
    /// `None` if the vocabulary has no such word, or no counts: then it does not come from a text.
    pub fn new(vocabulary: &Vocabulary, word_id: u32, window: usize) -> Option<Self> {
        let n_words = vocabulary.counts()?.len();
        let contexts =
            Self { word_id, window, counts: vec![0; n_words], n_pairs: vec![0; n_words], n_read: 0, start: 0 };
        ((word_id as usize) < n_words).then_some(contexts)
    }

    /// Reads about `n_tokens` more tokens: whole passages, and at least one. Returns whether the whole corpus is read.
    /// `corpus`: the one that came with the vocabulary.
    pub fn advance(&mut self, corpus: &Corpus, n_tokens: usize) -> bool {
        let until = self.start.saturating_add(n_tokens.max(1));
        while self.start < until {
            let Some(&end) = corpus.passage_ends.get(self.n_read) else { return true };
            self.read(&corpus.ids[self.start..end as usize]);
            self.n_read += 1;
            self.start = end as usize;
        }
        self.n_read == corpus.passage_ends.len()
    }

    fn read(&mut self, passage: &[u32]) {
        for (place, &id) in passage.iter().enumerate() {
            let n_before = place.min(self.window);
            let n_after = (passage.len() - 1 - place).min(self.window);
            self.n_pairs[id as usize] += (n_before + n_after) as u64;
            if id == self.word_id {
                for other in (place - n_before..=place + n_after).filter(|&other| other != place) {
                    self.counts[passage[other] as usize] += 1;
                }
            }
        }
    }

    /// The word whose contexts these are.
    pub fn word_id(&self) -> u32 {
        self.word_id
    }

    /// How often each word stands in the window, by word id.
    pub fn counts(&self) -> &[u32] {
        &self.counts
    }

    /// Pointwise mutual information of the word and another one, in bits. `None` if the other one is in none of its windows.
    ///
    /// `log2(n(w, c) N / (n(w) n(c)))` (Church and Hanks 1990): 0 if they meet as often as by chance, 1 if twice as often.
    /// `n(w, c)` is how often `c` stands in a window of `w`, `n(w)` counts all tokens in windows of `w`, and `N` those in all
    /// windows of the corpus; so these are sums of one symmetric matrix of counts. In skip-gram with `k` negatives, fully
    /// trained, the product of the two words' vectors is this value in natural logarithms, minus `ln k` (Levy and Goldberg
    /// 2014, for negatives sampled by plain frequency).
    ///
    /// A rare word that is there by chance has a high value, so ask for a least count.
    pub fn pmi(&self, other: u32) -> Option<f32> {
        let count = self.counts.get(other as usize).copied().filter(|&count| count > 0)?;
        let n_all: u64 = self.n_pairs.iter().sum();
        Some(self.pmi_among(n_all, other, count))
    }

    fn pmi_among(&self, n_all: u64, other: u32, count: u32) -> f32 {
        let by_chance = self.n_pairs[self.word_id as usize] as f64 * self.n_pairs[other as usize] as f64 / n_all as f64;
        (libm::log(f64::from(count) / by_chance) / LN_2) as f32
    }

    /// The `most` words that stand in the window most often. Ties go to the more frequent word.
    pub fn most_frequent(&self, most: usize) -> Vec<ContextWord> {
        self.best(most, 1, |count, _| f64::from(count))
    }

    /// The `most` words that are most characteristic of the word: those of the highest [pointwise mutual
    /// information](Self::pmi) among the words that stand in the window at least `least_count` times. Ties go to the more
    /// frequent word.
    ///
    /// Two or three is a good least count. With 1, words that the text has once lead the list.
    pub fn most_telling(&self, most: usize, least_count: u32) -> Vec<ContextWord> {
        // For one word, the information rises with this share; its logarithm need not be taken for every word.
        self.best(most, least_count, |count, n_pairs| f64::from(count) / n_pairs as f64)
    }

    /// `score`: of the times a word is in the window, and of the tokens in its own windows.
    fn best(&self, most: usize, least_count: u32, score: fn(u32, u64) -> f64) -> Vec<ContextWord> {
        let n_all: u64 = self.n_pairs.iter().sum();
        let mut best = Best::new(most);
        for ((word_id, &count), &n_pairs) in (0_u32..).zip(&self.counts).zip(&self.n_pairs) {
            if count >= least_count.max(1) {
                best.offer(score(count, n_pairs), word_id);
            }
        }
        best.scored.iter().map(|&(_, word_id)| self.context(n_all, word_id)).collect()
    }

    /// A word of the window.
    fn context(&self, n_all: u64, word_id: u32) -> ContextWord {
        let count = self.counts[word_id as usize];
        ContextWord { word_id, count, pmi: self.pmi_among(n_all, word_id, count) }
    }
}

/// At most `most` words that make two words similar: they stand in the windows of both, at least `least_count` times each
/// and more often than by chance. The words that contribute most come first.
///
/// They are sorted by the product of the two [pointwise mutual informations](Contexts::pmi), which are both positive. Ties
/// go to the more frequent word. These products are the terms of the dot product of the two words' rows in the matrix of
/// positive pointwise mutual information ("PPMI", Bullinaria and Levy 2007), whose cosines compare words much as those of
/// skip-gram do (Levy and Goldberg 2014). `a` and `b`: both of one corpus and one window, read to the end.
pub fn shared_contexts(a: &Contexts, b: &Contexts, most: usize, least_count: u32) -> Vec<SharedContext> {
    let n_all: u64 = a.n_pairs.iter().sum();
    let least_count = least_count.max(1);
    let shared = |word_id: u32| {
        let (in_a, in_b) = (a.context(n_all, word_id), b.context(n_all, word_id));
        SharedContext { word_id, n_a: in_a.count, n_b: in_b.count, pmi_a: in_a.pmi, pmi_b: in_b.pmi }
    };
    let mut best = Best::new(most);
    for ((word_id, &n_a), &n_b) in (0_u32..).zip(&a.counts).zip(&b.counts) {
        if n_a >= least_count && n_b >= least_count {
            let SharedContext { pmi_a, pmi_b, .. } = shared(word_id);
            if pmi_a > 0.0 && pmi_b > 0.0 {
                best.offer(f64::from(pmi_a) * f64::from(pmi_b), word_id);
            }
        }
    }
    best.scored.iter().map(|&(_, word_id)| shared(word_id)).collect()
}

/// The words of the highest scores so far, best first. Ties go to the one that was offered first.
struct Best {
    most: usize,
    scored: Vec<(f64, u32)>,
}

impl Best {
    fn new(most: usize) -> Self {
        Self { most, scored: Vec::new() }
    }

    fn offer(&mut self, score: f64, word_id: u32) {
        let is_full = self.scored.len() >= self.most;
        if is_full && self.scored.last().is_none_or(|&(least, _)| score <= least) {
            return;
        }
        self.scored.insert(self.scored.partition_point(|&(known, _)| known >= score), (score, word_id));
        self.scored.truncate(self.most);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{ReadOptions, TextReader, VocabularyOptions, encode};
    use proptest::prelude::*;

    fn read(text: &str) -> (Vocabulary, Corpus) {
        let mut reader = TextReader::new(ReadOptions::default());
        reader.push(text.as_bytes()).expect("the text is fine");
        let options = VocabularyOptions { min_count: 1, max_words: usize::MAX };
        encode(&reader.finish().expect("the text has words"), &options).expect("there are words enough")
    }

    fn contexts(read: &(Vocabulary, Corpus), word: &str, window: usize) -> Contexts {
        let (vocabulary, corpus) = read;
        let mut contexts =
            Contexts::new(vocabulary, vocabulary.id(word).expect("the text has the word"), window).expect("a text");
        while !contexts.advance(corpus, 1) {}
        contexts
    }

    #[test]
    fn a_window_ends_with_the_passage_and_not_with_the_sentence() {
        let read = read("red blue. Green red gray\nblue red");
        let red = contexts(&read, "red", 2);
        let count = |word: &str| red.counts()[read.0.id(word).expect("a word") as usize];
        assert_eq!(["red", "blue", "green", "gray"].map(count), [0, 3, 2, 1]);
        assert_eq!(red.word_id(), read.0.id("red").expect("a word"));
        let wide = contexts(&read, "red", 3);
        assert_eq!(wide.counts()[wide.word_id() as usize], 2, "each of the two is in the window of the other");
    }

    #[test]
    fn words_without_a_text_have_no_contexts() {
        let words = || ["red", "blue"].map(str::to_owned).to_vec();
        let bare = Vocabulary::from_words(words(), None).expect("good words");
        assert!(Contexts::new(&bare, 0, 5).is_none());
        let counted = Vocabulary::from_words(words(), Some(vec![2, 1])).expect("good words");
        assert!(Contexts::new(&counted, 1, 5).is_some() && Contexts::new(&counted, 2, 5).is_none());
    }

    #[test]
    fn information_is_that_of_the_closed_form() {
        // Windows of one: red-tea, tea-red, red-cup, cup-red, bus-car, car-bus, so N = 6, n(red) = 2, n(tea) = 1.
        let read = read("red tea\nred cup\nbus car");
        let red = contexts(&read, "red", 1);
        let id = |word: &str| read.0.id(word).expect("a word");
        let expected = (1.0_f32 * 6.0 / (2.0 * 1.0)).log2();
        assert!((red.pmi(id("tea")).expect("they meet") - expected).abs() < 1e-6);
        assert_eq!(red.pmi(id("bus")), None);
        assert_eq!(red.pmi(99), None);
    }

    #[test]
    fn frequent_words_lead_by_count_and_telling_ones_by_information() {
        let text = "the king rules the land\n".repeat(3) + &"the dog ate the bone\n".repeat(9) + "odd king";
        let read = read(&text);
        let king = contexts(&read, "king", 2);
        let words = |found: &[ContextWord]| -> Vec<String> {
            found.iter().map(|word| read.0.words()[word.word_id as usize].clone()).collect()
        };
        assert_eq!(words(&king.most_frequent(2)), ["the", "rules"]);
        assert_eq!(king.most_frequent(1)[0].count, 6);
        assert_eq!(words(&king.most_telling(1, 1)), ["odd"], "what the text has once");
        assert_eq!(words(&king.most_telling(9, 2)), ["rules", "the"]);
        assert_eq!(king.most_telling(1, 2)[0].pmi, king.pmi(king.most_telling(1, 2)[0].word_id).expect("they meet"));
        assert!(king.most_frequent(0).is_empty());
    }

    #[test]
    fn two_words_are_alike_by_what_both_stand_with() {
        let text = "king wears crown\nqueen wears crown\nking sat\nqueen danced\n".repeat(2)
            + &"dog wears collar\ncat eats fish\n".repeat(5);
        let read = read(&text);
        let (king, queen) = (contexts(&read, "king", 2), contexts(&read, "queen", 2));
        let shared = shared_contexts(&king, &queen, 9, 2);
        let words: Vec<&str> = shared.iter().map(|shared| read.0.words()[shared.word_id as usize].as_str()).collect();
        assert_eq!(words, ["crown", "wears"]);
        assert_eq!((shared[0].n_a, shared[0].n_b), (2, 2));
        assert_eq!(Some(shared[0].pmi_a), king.pmi(shared[0].word_id));
        assert!(shared_contexts(&king, &queen, 9, 3).is_empty());
        assert!(shared_contexts(&king, &contexts(&read, "fish", 2), 9, 1).is_empty());
    }

    proptest! {
        #[test]
        fn counts_are_those_of_all_pairs_however_they_are_sliced(
            passages in prop::collection::vec(prop::collection::vec("[ab]{2}", 1..9), 2..9),
            window in 0_usize..5,
            n_tokens in 0_usize..20,
        ) {
            let text: Vec<String> = passages.iter().map(|words| words.join(" ")).collect();
            let mut reader = TextReader::new(ReadOptions::default());
            reader.push(text.join("\n").as_bytes()).unwrap();
            let options = VocabularyOptions { min_count: 1, max_words: usize::MAX };
            let Ok((vocabulary, corpus)) = encode(&reader.finish().unwrap(), &options) else { return Ok(()) };
            let n_words = vocabulary.len();
            let mut expected = vec![0_u32; n_words * n_words];
            for words in &passages {
                for (i, word) in words.iter().enumerate() {
                    let others = words.iter().enumerate();
                    for (_, other) in others.filter(|&(j, _)| j != i && j.abs_diff(i) <= window) {
                        let pair = [word, other].map(|word| vocabulary.id(word).unwrap() as usize);
                        expected[pair[0] * n_words + pair[1]] += 1;
                    }
                }
            }
            for (word_id, row) in expected.chunks(n_words).enumerate() {
                let mut contexts = Contexts::new(&vocabulary, word_id as u32, window).expect("a text");
                while !contexts.advance(&corpus, n_tokens) {}
                prop_assert_eq!(contexts.counts(), row);
                let sums: Vec<u64> = expected.chunks(n_words).map(|row| row.iter().map(|&n| u64::from(n)).sum()).collect();
                prop_assert_eq!(&contexts.n_pairs, &sums);
            }
        }
    }
}
