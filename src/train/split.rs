//! Which sentences are trained on, and which are kept to see how the model does on what it never saw.

use crate::text::Corpus;

/// One sentence in this many is held out.
const ONE_IN: u64 = 100;
/// A text of fewer sentences can spare none.
const LEAST_SENTENCES: usize = 100;

/// The sentences of a corpus in two parts. Which is which follows from their places alone, not from any seed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Split {
    training: Vec<u32>,
    held_out: Vec<u32>,
    n_training_tokens: u64,
    n_held_out_tokens: u64,
}

impl Split {
    pub(super) fn new(corpus: &Corpus) -> Self {
        let n_sentences = corpus.n_sentences();
        let can_spare = n_sentences >= LEAST_SENTENCES;
        let is_held_out = |sentence: u32| can_spare && mixed(u64::from(sentence)).is_multiple_of(ONE_IN);
        let (mut held_out, mut training): (Vec<u32>, Vec<u32>) =
            (0..n_sentences as u32).partition(|&sentence| is_held_out(sentence));
        // A hundred draws of one in a hundred are none a third of the time.
        if can_spare && held_out.is_empty() {
            held_out.extend(training.pop());
        }
        let n_tokens = |sentences: &[u32]| {
            sentences.iter().map(|&sentence| corpus.sentence_range(sentence as usize).len() as u64).sum()
        };
        Self { n_training_tokens: n_tokens(&training), n_held_out_tokens: n_tokens(&held_out), training, held_out }
    }

    /// Sentences to train on, in the order of the text.
    pub(super) fn training(&self) -> &[u32] {
        &self.training
    }

    /// Sentences never trained on.
    pub(super) fn held_out(&self) -> &[u32] {
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

    fn corpus(n_sentences: u32) -> Corpus {
        Corpus { ids: vec![0; 3 * n_sentences as usize], sentence_ends: (1..=n_sentences).map(|i| 3 * i).collect() }
    }

    #[test]
    fn one_in_a_hundred_is_held_out_and_every_sentence_is_somewhere() {
        let split = Split::new(&corpus(50_000));
        let share = split.held_out().len() as f64 / 50_000.0;
        assert!((share - 0.01).abs() < 0.002, "{share}");
        let mut all: Vec<u32> = split.training().iter().chain(split.held_out()).copied().collect();
        all.sort_unstable();
        assert!(all.into_iter().eq(0..50_000));
        assert_eq!(split.n_training_tokens() + split.n_held_out_tokens(), 150_000);
    }

    #[test]
    fn a_short_text_is_trained_on_whole_and_a_longer_one_spares_at_least_one_sentence() {
        assert!(Split::new(&corpus(99)).held_out().is_empty());
        for n in 100..200 {
            assert!(!Split::new(&corpus(n)).held_out().is_empty(), "{n} sentences");
        }
    }
}
