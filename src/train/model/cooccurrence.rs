//! How often words stand near each other, counted word by word.
//!
//! A hash of pairs would be memory in random order, and its order would have to be sorted away. Instead the places of
//! each word are listed first; going over the places of one word, its neighbors add up in an array as long as the
//! vocabulary, and what has been touched of that is written out in order of the neighbor. So the counts come in one
//! order on every platform, and the work can stop between any two places.

use crate::{text::Corpus, train::split::Span};

/// A pair of words that stand near each other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Pair {
    /// A word.
    pub(super) word: u32,
    /// One that is as frequent or more so: `other <= word`.
    pub(super) other: u32,
    /// Sum over their meetings of one over their distance, as `X_ij` of Pennington et al. 2014, section 4.2. A word's
    /// meetings with itself count from both sides.
    pub(super) count: f32,
}

/// A count that is under way.
#[derive(Debug, Clone)]
pub(super) struct Counter {
    /// Where the words stand in the corpus, word by word.
    places: Vec<u32>,
    next: usize,
    /// What is counted, and how far windows reach in it.
    spans: Vec<Span>,
    window: usize,
    /// The word under way, and what it has met: counts by word, and which of them are not zero.
    word: u32,
    counts: Vec<f32>,
    met: Vec<u32>,
    pub(super) pairs: Vec<Pair>,
}

impl Counter {
    /// A count over some spans, in their order, of a corpus of `n_words` words.
    pub(super) fn new(corpus: &Corpus, spans: &[Span], n_words: usize, window: u32) -> Self {
        let mut starts = vec![0_u32; n_words + 1];
        let ids = || spans.iter().flat_map(|span| span.of(corpus));
        for &id in ids() {
            starts[id as usize + 1] += 1;
        }
        for word in 0..n_words {
            starts[word + 1] += starts[word];
        }
        let mut places = vec![0; starts[n_words] as usize];
        for span in spans {
            for place in span.range() {
                let slot = &mut starts[corpus.ids[place] as usize];
                places[*slot as usize] = place as u32;
                *slot += 1;
            }
        }
        Self {
            places,
            next: 0,
            spans: spans.to_vec(),
            window: window as usize,
            word: 0,
            counts: vec![0.0; n_words],
            met: Vec::new(),
            pairs: Vec::new(),
        }
    }

    /// Places to go over.
    pub(super) fn n_places(&self) -> usize {
        self.places.len()
    }

    /// Goes over at most `n_places` more places. True once all are done.
    pub(super) fn advance(&mut self, corpus: &Corpus, n_places: usize) -> bool {
        let end = (self.next + n_places).min(self.places.len());
        for i in self.next..end {
            let place = self.places[i] as usize;
            let word = corpus.ids[place];
            if word != self.word {
                self.write_out();
                self.word = word;
            }
            // The last one that begins before the place or there.
            let at = self.spans.partition_point(|span| span.range().start <= place) - 1;
            let span = self.spans[at].range();
            let from = place.saturating_sub(self.window).max(span.start);
            let to = (place + self.window + 1).min(span.end);
            for (near, &other) in (from..to).zip(&corpus.ids[from..to]) {
                if near != place && other <= word {
                    let count = &mut self.counts[other as usize];
                    if *count == 0.0 {
                        self.met.push(other);
                    }
                    *count += 1.0 / near.abs_diff(place) as f32;
                }
            }
        }
        self.next = end;
        let is_done = end == self.places.len();
        if is_done {
            self.write_out();
            // No longer needed, and as long as the text.
            self.places = Vec::new();
            self.spans = Vec::new();
            self.next = 0;
        }
        is_done
    }

    fn write_out(&mut self) {
        self.met.sort_unstable();
        for other in self.met.drain(..) {
            let count = std::mem::take(&mut self.counts[other as usize]);
            self.pairs.push(Pair { word: self.word, other, count });
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn counts_are_those_of_a_plain_count() {
        let ids: Vec<u32> = (0_u32..600).map(|i| (i * i + i / 7) % 13).collect();
        let corpus = Corpus::of_sentences(ids, (1..=60).map(|i| i * 10).collect());
        let spans: Vec<Span> = (0..60).filter(|i| i % 7 != 3).map(|i| Span::new(10 * i, 10 * (i + 1))).collect();
        let mut plain: BTreeMap<(u32, u32), f64> = BTreeMap::new();
        for span in &spans {
            for (i, &word) in span.of(&corpus).iter().enumerate() {
                for (j, &other) in span.of(&corpus).iter().enumerate() {
                    if i != j && i.abs_diff(j) <= 4 && other <= word {
                        *plain.entry((word, other)).or_default() += 1.0 / i.abs_diff(j) as f64;
                    }
                }
            }
        }
        for slice in [1, 7, usize::MAX / 2] {
            let mut counter = Counter::new(&corpus, &spans, 13, 4);
            while !counter.advance(&corpus, slice) {}
            let found: Vec<(u32, u32)> = counter.pairs.iter().map(|pair| (pair.word, pair.other)).collect();
            assert_eq!(found, plain.keys().copied().collect::<Vec<_>>(), "each pair once, in order");
            for (pair, count) in counter.pairs.iter().zip(plain.values()) {
                assert!((f64::from(pair.count) - count).abs() < 1e-4, "{pair:?} should be {count}");
            }
        }
    }
}
