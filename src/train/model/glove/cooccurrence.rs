//! How often words stand near each other, counted word by word.
//!
//! A hash of pairs would be memory in random order, and its order would have to be sorted away. Instead the places of
//! each word are listed first. Going over the places of one word, its neighbors add up in an array as long as the
//! vocabulary, and what has been touched of that is written out in order of the neighbor. So the counts come in one
//! order on every platform, and the work can stop between any two places.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::terms::{Term, Terms};
use crate::{
    columns::{Column, Misfit, Parts},
    text::Corpus,
    train::{budget::Budget, error::TrainError, split::Span},
};

/// What a count does: each step goes over the whole text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Step {
    /// Counting each word's places.
    Counting,
    /// Making room for them.
    Reserving,
    /// Listing them, word by word.
    Listing,
    /// Counting the neighbors of each place.
    Pairing,
}

/// A count but for its long arrays.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(in crate::train) struct CounterHead {
    step: Step,
    span: u64,
    next: u64,
    word: u32,
}

/// A count that is under way.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::train) struct Counter {
    window: usize,
    most_pairs: usize,
    step: Step,
    /// The span under way, and words passed of it; while pairing, only the number of places passed in all.
    span: usize,
    next: usize,
    /// Where each word's places begin in `places`; while they are listed, where the next one goes.
    starts: Vec<u32>,
    /// Where the words stand in the corpus, word by word. Shared with checkpoints once it is complete.
    places: Arc<Vec<u32>>,
    /// The word under way, and what it has met: counts by word, and which of them are not zero.
    word: u32,
    counts: Vec<f64>,
    met: Vec<u32>,
    /// The pairs so far, in order of their words, unweighed.
    pairs: Terms,
}

impl Counter {
    /// Bytes of each word of the vocabulary.
    pub(in crate::train) const BYTES_PER_WORD: u64 = 4 + 8 + 4;
    /// Bytes of each word of the text.
    pub(in crate::train) const BYTES_PER_PLACE: u64 = 4;

    /// A count over the text of `n_words` words; more than `most_pairs` pairs are refused.
    pub(super) fn new(n_words: usize, window: u32, most_pairs: usize) -> Result<Self, TrainError> {
        let error = |_| TrainError::memory(n_words * Self::BYTES_PER_WORD as usize);
        let (mut starts, mut counts, mut met) = (Vec::new(), Vec::new(), Vec::new());
        starts.try_reserve_exact(n_words + 1).map_err(error)?;
        starts.resize(n_words + 1, 0);
        counts.try_reserve_exact(n_words).map_err(error)?;
        counts.resize(n_words, 0.0);
        met.try_reserve_exact(n_words).map_err(error)?;
        Ok(Self {
            window: window as usize,
            most_pairs,
            step: Step::Counting,
            span: 0,
            next: 0,
            starts,
            places: Arc::default(),
            word: 0,
            counts,
            met,
            pairs: Terms::default(),
        })
    }

    /// Places to go over.
    fn n_places(&self) -> usize {
        self.starts.last().map_or(0, |&n| n as usize)
    }

    /// How much of the count is done, from 0 to 1.
    pub(super) fn share(&self, spans: &[Span]) -> f64 {
        let share_of_spans = || self.span as f64 / spans.len().max(1) as f64;
        let share_of_places = || self.next as f64 / self.n_places().max(1) as f64;
        match self.step {
            Step::Counting => 0.1 * share_of_spans(),
            Step::Reserving => 0.1,
            Step::Listing => 0.1 + 0.1 * share_of_spans(),
            Step::Pairing => 0.2 + 0.8 * share_of_places(),
        }
    }

    /// Goes on with the count over some spans, the same at each call. True once it is done.
    /// Errors: [`TrainError::TooManyPairs`] and [`TrainError::Memory`], after which the count is of no use.
    pub(super) fn advance(&mut self, corpus: &Corpus, spans: &[Span], budget: &mut Budget) -> Result<bool, TrainError> {
        /// What room for the place of a word costs.
        const PRICE_OF_ROOM: u64 = 1;
        match self.step {
            Step::Counting => {
                if self.pass(corpus, spans, budget, |counter, _, id| counter.starts[id as usize + 1] += 1) {
                    let mut sum = 0;
                    self.starts.iter_mut().for_each(|start| {
                        sum += *start;
                        *start = sum;
                    });
                    let n = self.n_places();
                    let mut places = Vec::new();
                    places.try_reserve_exact(n).map_err(|_| TrainError::memory(4 * n))?;
                    self.places = Arc::new(places);
                    self.step = Step::Reserving;
                }
            }
            Step::Reserving => {
                let (n, n_new) = (self.n_places(), budget.n_steps(PRICE_OF_ROOM));
                let places = Arc::make_mut(&mut self.places);
                let n_now = places.len().saturating_add(n_new).min(n);
                budget.spend(PRICE_OF_ROOM * n_now.saturating_sub(places.len()) as u64);
                places.resize(n_now, 0);
                if n_now == n {
                    (self.step, self.span, self.next) = (Step::Listing, 0, 0);
                }
            }
            Step::Listing => {
                let mut places = std::mem::take(&mut self.places);
                // Copies the list where a checkpoint was taken since the last time.
                let list = Arc::make_mut(&mut places).as_mut_slice();
                let is_done = self.pass(corpus, spans, budget, |counter, place, id| {
                    let slot = &mut counter.starts[id as usize];
                    // A count that was saved and damaged may have other starts than its text.
                    if let Some(listed) = list.get_mut(*slot as usize) {
                        *listed = place as u32;
                        *slot += 1;
                    }
                });
                self.places = places;
                if is_done {
                    (self.step, self.span, self.next) = (Step::Pairing, 0, 0);
                }
            }
            Step::Pairing => return self.pair(corpus, spans, budget),
        }
        Ok(false)
    }

    /// Calls `act` with the place and id of some more words of the text. True once it is at the end.
    fn pass(
        &mut self,
        corpus: &Corpus,
        spans: &[Span],
        budget: &mut Budget,
        mut act: impl FnMut(&mut Self, usize, u32),
    ) -> bool {
        /// What a word costs.
        const PRICE: u64 = 8;
        let mut left = budget.n_steps(PRICE);
        while left > 0 {
            let Some(span) = spans.get(self.span) else {
                return true;
            };
            let range = span.range();
            let from = range.start + self.next;
            let to = from.saturating_add(left).min(range.end).max(from);
            for place in from..to {
                act(self, place, corpus.ids[place]);
            }
            left -= to - from;
            budget.spend(PRICE * (to - from) as u64);
            self.next = to - range.start;
            if to >= range.end {
                (self.span, self.next) = (self.span + 1, 0);
            }
        }
        false
    }

    fn pair(&mut self, corpus: &Corpus, spans: &[Span], budget: &mut Budget) -> Result<bool, TrainError> {
        // A place looks at the words around it, in memory that is far away.
        let price = 64 + 4 * self.window as u64;
        let end = self.next.saturating_add(budget.n_steps(price)).min(self.places.len());
        while self.next < end && !budget.is_spent() {
            let place = self.places[self.next] as usize;
            self.next += 1;
            budget.spend(price);
            // None of these is missing but where a count was saved and damaged.
            let Some(&word) = corpus.ids.get(place) else { continue };
            if word != self.word {
                self.write_out(budget)?;
                self.word = word;
            }
            // The last one that begins before the place or there.
            let at = spans.partition_point(|span| span.range().start <= place);
            let Some(span) = at.checked_sub(1).map(|at| spans[at].range()) else { continue };
            let from = place.saturating_sub(self.window).max(span.start);
            let to = (place + self.window + 1).min(span.end);
            for (near, &other) in (from..to).zip(corpus.ids.get(from..to).unwrap_or_default()) {
                if near != place && other <= word {
                    let count = &mut self.counts[other as usize];
                    if *count == 0.0 {
                        self.met.push(other);
                    }
                    *count += 1.0 / near.abs_diff(place) as f64;
                }
            }
        }
        let is_done = self.next == self.places.len();
        if is_done {
            self.write_out(budget)?;
        }
        Ok(is_done)
    }

    /// Writes out what a word has met, in order.
    fn write_out(&mut self, budget: &mut Budget) -> Result<(), TrainError> {
        /// Sorting costs this much for each one that was met, and looking at all words one each.
        const PRICE_OF_SORTING: usize = 16;
        if self.pairs.len() + self.met.len() > self.most_pairs {
            return Err(TrainError::TooManyPairs { most: self.most_pairs });
        }
        let mut met = std::mem::take(&mut self.met);
        budget.spend((PRICE_OF_SORTING * met.len()) as u64);
        if met.len() * PRICE_OF_SORTING > self.word as usize {
            met.clear();
            met.extend((0..=self.word).filter(|&other| self.counts[other as usize] != 0.0));
        } else {
            met.sort_unstable();
        }
        for &other in &met {
            let count = std::mem::take(&mut self.counts[other as usize]);
            self.pairs.push(Term { word: self.word, other, log: count as f32, weight: 0.0 })?;
        }
        met.clear();
        self.met = met;
        Ok(())
    }

    /// The pairs of a count that is done, and over how many words of the text it went.
    pub(super) fn finish(self) -> (Terms, usize) {
        (self.pairs, self.places.len())
    }

    /// What is not long.
    pub(super) fn head(&self) -> CounterHead {
        let (span, next) = (self.span as u64, self.next as u64);
        CounterHead { step: self.step, span, next, word: self.word }
    }

    /// The long arrays.
    pub(super) fn columns(&self) -> Vec<Column<'_>> {
        vec![
            Column::Words(&self.starts),
            Column::Words(&self.places),
            Column::Doubles(&self.counts),
            Column::Words(&self.met),
            self.pairs.column(),
        ]
    }

    /// What [`Counter::head`] and [`Counter::columns`] gave.
    pub(super) fn from_parts(
        head: &CounterHead,
        parts: &mut Parts,
        window: u32,
        most_pairs: usize,
    ) -> Result<Self, Misfit> {
        let small = |number: u64| usize::try_from(number).map_err(|_| Misfit);
        Ok(Self {
            window: window as usize,
            most_pairs,
            step: head.step,
            span: small(head.span)?,
            next: small(head.next)?,
            starts: parts.words()?,
            places: Arc::new(parts.words()?),
            word: head.word,
            counts: parts.doubles()?,
            met: parts.words()?,
            pairs: Terms::from_blocks(parts.blocks()?)?,
        })
    }

    /// The pairs so far, where the count can be one of `n_words` words.
    pub(super) fn pairs(&self, n_words: usize) -> Option<&Terms> {
        let are_words = (self.word as usize) < n_words && self.met.iter().all(|&word| (word as usize) < n_words);
        let is_long = self.starts.len() == n_words + 1 && self.counts.len() == n_words;
        let is_place = u32::try_from(self.span).is_ok() && u32::try_from(self.next).is_ok();
        let is_over = self.step == Step::Pairing && self.next > self.places.len();
        (are_words && is_long && is_place && !is_over && self.window <= 1000).then_some(&self.pairs)
    }

    pub(super) fn n_bytes(&self) -> u64 {
        let words = self.places.len() + self.starts.len() + self.met.len() + 2 * self.counts.len();
        4 * words as u64 + self.pairs.n_bytes()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn counted(corpus: &Corpus, spans: &[Span], n_words: usize, n_operations: u64) -> Terms {
        let mut counter = Counter::new(n_words, 4, usize::MAX).expect("a few bytes");
        let mut share = 0.0;
        while !counter.advance(corpus, spans, &mut Budget::new(n_operations)).expect("few pairs") {
            let now = counter.share(spans);
            assert!(now >= share && now <= 1.0, "{share}, then {now}");
            share = now;
        }
        counter.finish().0
    }

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
        for slice in [1, 700, u64::MAX] {
            let pairs = counted(&corpus, &spans, 13, slice);
            let found: Vec<(u32, u32)> = pairs.iter().map(|pair| (pair.word, pair.other)).collect();
            assert_eq!(found, plain.keys().copied().collect::<Vec<_>>(), "each pair once, in order");
            for (pair, count) in pairs.iter().zip(plain.values()) {
                assert!((f64::from(pair.log) - count).abs() < 1e-5, "{pair:?} should be {count}");
            }
        }
    }

    #[test]
    fn counts_beyond_the_precision_of_a_float_go_on() {
        // Two words in turn, far more often than a 32-bit float can count in tenths.
        let n = 1 << 22;
        let corpus = Corpus::of_sentences((0..n).map(|i| i % 2).collect(), vec![n]);
        let spans = [Span::new(0, n)];
        let mut counter = Counter::new(2, 10, 10).expect("a few bytes");
        while !counter.advance(&corpus, &spans, &mut Budget::new(u64::MAX)).expect("few pairs") {}
        let unlike = counter.finish().0.get(1);
        let expected = f64::from(n) * (1.0 + 1.0 / 3.0 + 1.0 / 5.0 + 1.0 / 7.0 + 1.0 / 9.0);
        assert_eq!((unlike.word, unlike.other), (1, 0));
        assert!((f64::from(unlike.log) / expected - 1.0).abs() < 1e-5, "{} should be {expected}", unlike.log);
    }

    #[test]
    fn more_pairs_than_allowed_are_refused() {
        let corpus = Corpus::of_sentences((0..100).collect(), vec![100]);
        let mut counter = Counter::new(100, 4, 50).expect("a few bytes");
        let error = loop {
            match counter.advance(&corpus, &[Span::new(0, 100)], &mut Budget::new(1000)) {
                Ok(is_done) => assert!(!is_done),
                Err(error) => break error,
            }
        };
        assert_eq!(error, TrainError::TooManyPairs { most: 50 });
    }
}
