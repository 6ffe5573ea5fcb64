//! Which sentences are trained on, and which are held out to see how the model does on what it never saw.

use std::ops::Range;

use super::{budget::Budget, error::TrainError, generator::mixed};
use crate::text::Corpus;

/// One sentence in this many is held out.
const ONE_IN: u64 = 100;
/// A text of fewer sentences can spare none.
const LEAST_SENTENCES: usize = 100;

/// The passages that a trainer of this corpus trains on, as word ids: without the sentences that are held out, and cut
/// where one was. They are for programs that train something else on the same words.
/// Errors: [`TrainError::Memory`].
pub fn training_passages(corpus: &Corpus) -> Result<impl Iterator<Item = &[u32]>, TrainError> {
    Ok(Split::new(corpus)?.training.into_iter().map(|span| span.of(corpus)))
}

/// A stretch of a corpus' ids that windows do not reach out of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
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

    pub(super) fn n_tokens(self) -> u64 {
        u64::from(self.end - self.start)
    }
}

/// A corpus in two parts: sentences that are held out, each a span of its own, and the passages without them, which
/// end where one is missing. Which is which follows from the sentences' places in the text alone, not from any seed and
/// not from the minimum count.
///
/// Windows of training run over the ends of sentences, up to those of a span. A held-out sentence is a span of its own,
/// so its windows stop at its ends.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Split {
    training: Vec<Span>,
    held_out: Vec<Span>,
    n_training_tokens: u64,
    n_held_out_tokens: u64,
    /// Whether some word of training has another one in its span that is not the same.
    has_neighbors: bool,
    fingerprint: u64,
}

/// A split that is made in slices.
#[derive(Debug, Default)]
pub(super) struct SplitBuilder {
    split: Split,
    /// Sentences looked at in search of one to hold out, then sentences split.
    n_searched: usize,
    n_split: usize,
    /// Whether chance holds out any sentence; known once all are searched.
    is_any_drawn: bool,
    /// Passages that have ended.
    n_passages: usize,
    /// The span under way.
    span: Span,
}

impl SplitBuilder {
    /// Goes over some more sentences. True once all are split.
    pub(super) fn advance(&mut self, corpus: &Corpus, budget: &mut Budget) -> Result<bool, TrainError> {
        /// What a sentence costs.
        const PRICE: u64 = 20;
        let n_sentences = corpus.n_sentences();
        let can_spare = n_sentences >= LEAST_SENTENCES;
        let number = |sentence: usize| u64::from(corpus.sentence_numbers[sentence]);
        let is_drawn = |sentence: usize| can_spare && mixed(number(sentence)).is_multiple_of(ONE_IN);
        for _ in 0..budget.n_steps(PRICE) {
            budget.spend(PRICE);
            if can_spare && !self.is_any_drawn && self.n_searched < n_sentences {
                self.is_any_drawn = is_drawn(self.n_searched);
                self.n_searched += 1;
                continue;
            }
            let sentence = self.n_split;
            if sentence == n_sentences {
                return Ok(true);
            }
            // A hundred draws of one in a hundred hold out none a third of the time: then it is the last sentence.
            let is_last_held_out = can_spare && !self.is_any_drawn;
            let is_held_out = is_drawn(sentence) || (is_last_held_out && sentence + 1 == n_sentences);
            let end = corpus.sentence_ends[sentence];
            let is_passage_end = corpus.passage_ends.get(self.n_passages) == Some(&end);
            self.n_passages += usize::from(is_passage_end);
            let start = sentence.checked_sub(1).map_or(0, |before| corpus.sentence_ends[before]);
            self.split.fingerprint = mixed(self.split.fingerprint ^ u64::from(end));
            if is_held_out {
                self.split.hold_out(Span { start, end })?;
            } else {
                self.span.end = end;
            }
            if is_held_out || is_passage_end || sentence + 1 == n_sentences {
                self.split.train_on(self.span, corpus)?;
                self.span = Span { start: end, end };
            }
            self.n_split += 1;
        }
        Ok(false)
    }

    pub(super) fn finish(self) -> Split {
        self.split
    }
}

impl Split {
    /// The split of a whole corpus at once.
    pub(super) fn new(corpus: &Corpus) -> Result<Self, TrainError> {
        let mut builder = SplitBuilder::default();
        while !builder.advance(corpus, &mut Budget::new(u64::MAX))? {}
        Ok(builder.finish())
    }

    fn hold_out(&mut self, span: Span) -> Result<(), TrainError> {
        push(&mut self.held_out, span)?;
        self.n_held_out_tokens += span.n_tokens();
        Ok(())
    }

    fn train_on(&mut self, span: Span, corpus: &Corpus) -> Result<(), TrainError> {
        if span.n_tokens() > 0 {
            push(&mut self.training, span)?;
            self.n_training_tokens += span.n_tokens();
            self.has_neighbors = self.has_neighbors || span.of(corpus).windows(2).any(|pair| pair[0] != pair[1]);
            self.fingerprint = mixed(self.fingerprint ^ u64::from(span.start) << 32);
        }
        Ok(())
    }

    /// Whether some word of training has a neighbor to learn from: a word beside itself teaches nothing.
    pub(super) fn has_neighbors(&self) -> bool {
        self.has_neighbors
    }

    /// A number that two texts with other sentences or passages do not share.
    pub(super) fn fingerprint(&self) -> u64 {
        self.fingerprint
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

fn push(spans: &mut Vec<Span>, span: Span) -> Result<(), TrainError> {
    let n_bytes = 2 * size_of_val(spans.as_slice());
    spans.try_reserve(1).map_err(|_| TrainError::memory(n_bytes))?;
    spans.push(span);
    Ok(())
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
        let split = Split::new(&corpus(50_000, 7)).expect("little memory");
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
        let split = Split::new(&corpus).expect("little memory");
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
    fn a_split_does_not_depend_on_how_its_making_was_sliced() {
        for n in [1, 50, 130, 199, 3000] {
            let corpus = corpus(n, 3);
            let mut builder = SplitBuilder::default();
            while !builder.advance(&corpus, &mut Budget::new(60)).expect("little memory") {}
            assert_eq!(builder.finish(), Split::new(&corpus).expect("little memory"), "{n} sentences");
        }
    }

    #[test]
    fn a_short_text_is_trained_on_whole_and_a_longer_one_spares_at_least_one_sentence() {
        assert!(Split::new(&corpus(99, 1)).expect("little memory").held_out().is_empty());
        for n in 100..200 {
            assert!(!Split::new(&corpus(n, 3)).expect("little memory").held_out().is_empty(), "{n} sentences");
        }
    }
}
