//! Which sentences are trained on, and which are kept to see how the model does on what it never saw.

use std::ops::Range;

use crate::text::Corpus;

/// One sentence in this many is held out.
const ONE_IN: u64 = 100;
/// A text of fewer sentences can spare none.
const LEAST_SENTENCES: usize = 100;

/// The passages that a trainer of this corpus trains on, as word ids: without the sentences that are held out, and cut
/// where one was. For who wants to train something else on the same.
pub fn training_passages(corpus: &Corpus) -> impl Iterator<Item = &[u32]> {
    Split::new(corpus).training.into_iter().map(|span| span.of(corpus))
}

/// A stretch of a corpus' ids that windows do not reach out of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// From a place, to before another.
    #[cfg(test)]
    pub(super) fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    pub(super) fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Its words.
    pub(super) fn of(self, corpus: &Corpus) -> &[u32] {
        &corpus.ids[self.range()]
    }

    fn n_tokens(self) -> u64 {
        u64::from(self.end - self.start)
    }
}

/// A corpus in two parts: sentences that are held out, each a span of its own, and the passages without them, which
/// end where one is missing. Which is which follows from the sentences' places in the text alone, not from
/// any seed and not from the minimum count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Split {
    training: Vec<Span>,
    held_out: Vec<Span>,
    n_training_tokens: u64,
    n_held_out_tokens: u64,
}

impl Split {
    pub(super) fn new(corpus: &Corpus) -> Self {
        let n_sentences = corpus.n_sentences();
        let can_spare = n_sentences >= LEAST_SENTENCES;
        let number = |sentence: usize| u64::from(corpus.sentence_numbers[sentence]);
        let is_drawn = |sentence: usize| can_spare && mixed(number(sentence)).is_multiple_of(ONE_IN);
        // A hundred draws of one in a hundred are none a third of the time: then it is the last one.
        let is_last_held_out = can_spare && !(0..n_sentences).any(is_drawn);
        let (mut training, mut held_out) = (Vec::new(), Vec::new());
        let mut passage_ends = corpus.passage_ends.iter().peekable();
        let (mut span, mut start) = (Span { start: 0, end: 0 }, 0);
        for (sentence, &end) in corpus.sentence_ends.iter().enumerate() {
            let is_held_out = is_drawn(sentence) || (is_last_held_out && sentence + 1 == n_sentences);
            if is_held_out {
                held_out.push(Span { start, end });
            } else {
                span.end = end;
            }
            let is_passage_end = passage_ends.next_if_eq(&&end).is_some();
            if is_held_out || is_passage_end || sentence + 1 == n_sentences {
                training.extend((span.n_tokens() > 0).then_some(span));
                span = Span { start: end, end };
            }
            start = end;
        }
        let n_tokens = |spans: &[Span]| spans.iter().map(|span| span.n_tokens()).sum();
        Self { n_training_tokens: n_tokens(&training), n_held_out_tokens: n_tokens(&held_out), training, held_out }
    }

    /// What to train on, in the order of the text.
    pub(super) fn training(&self) -> &[Span] {
        &self.training
    }

    /// What is never trained on.
    pub(super) fn held_out(&self) -> &[Span] {
        &self.held_out
    }

    /// Words to train on: one epoch.
    pub(super) fn n_training_tokens(&self) -> u64 {
        self.n_training_tokens
    }

    /// Words never trained on.
    pub(super) fn n_held_out_tokens(&self) -> u64 {
        self.n_held_out_tokens
    }
}

/// A number whose bits all depend on all of `x`'s (the finalizer of `SplitMix64`, Steele et al. 2014): texts have
/// periods, and taking every hundredth sentence might meet one.
fn mixed(x: u64) -> u64 {
    let x = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sentences of three words, `of_passage` of them in a passage.
    fn corpus(n_sentences: u32, of_passage: u32) -> Corpus {
        let ends =
            |step| (1..=n_sentences).filter(move |i| i % step == 0 || *i == n_sentences).map(|i| 3 * i).collect();
        let corpus = Corpus::of_sentences(vec![0; 3 * n_sentences as usize], ends(1));
        Corpus { passage_ends: ends(of_passage), ..corpus }
    }

    #[test]
    fn one_in_a_hundred_is_held_out_and_every_sentence_is_somewhere() {
        let split = Split::new(&corpus(50_000, 7));
        let share = split.held_out().len() as f64 / 50_000.0;
        assert!((share - 0.01).abs() < 0.002, "{share}");
        assert!(split.held_out().iter().all(|span| span.n_tokens() == 3));
        let mut all: Vec<usize> =
            split.training().iter().chain(split.held_out()).flat_map(|span| span.range()).collect();
        all.sort_unstable();
        assert!(all.into_iter().eq(0..150_000));
        assert_eq!(split.n_training_tokens() + split.n_held_out_tokens(), 150_000);
    }

    #[test]
    fn a_span_of_training_ends_with_its_passage_and_where_a_sentence_is_held_out() {
        let corpus = corpus(1_000, 4);
        let split = Split::new(&corpus);
        let holes: Vec<usize> = split.held_out().iter().map(|span| span.range().start).collect();
        assert!(!holes.is_empty());
        for span in split.training() {
            let Range { start, end } = span.range();
            assert_eq!(start / 12, (end - 1) / 12, "one passage");
            assert!(holes.iter().all(|hole| !(start..end).contains(hole)));
            assert!(end % 12 == 0 || holes.contains(&end), "as long as can be: {start} to {end}");
        }
    }

    #[test]
    fn a_short_text_is_trained_on_whole_and_a_longer_one_spares_at_least_one_sentence() {
        assert!(Split::new(&corpus(99, 1)).held_out().is_empty());
        for n in 100..200 {
            assert!(!Split::new(&corpus(n, 3)).held_out().is_empty(), "{n} sentences");
        }
    }
}
