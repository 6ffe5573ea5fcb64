//! What a passage gives to learn from: its words after thinning, and a window around each.

use rand::Rng;

use super::{
    kernel::Words,
    sampler::{NegativeSampler, TrainRng, below},
};
use crate::text::keep_probability;

/// Thins passages, lays windows and draws negatives. It holds no generator: who trains and who evaluates bring their
/// own.
#[derive(Debug, Clone)]
pub(crate) struct Windows {
    /// For each word the chance to be kept, as a 32-bit fraction; `u32::MAX` always keeps.
    keep: Vec<u32>,
    window: u32,
    negatives: u32,
    sampler: NegativeSampler,
    passage: Vec<u32>,
}

impl Windows {
    /// For a text of `n_tokens` words, of which word `i` is `counts[i]`.
    pub(crate) fn new(counts: &[u32], n_tokens: u64, subsample: f64, window: u32, negatives: u32) -> Self {
        let keep = counts.iter().map(|&count| {
            let probability = keep_probability(u64::from(count), n_tokens, subsample);
            (probability * f64::from(u32::MAX)) as u32
        });
        Self { keep: keep.collect(), window, negatives, sampler: NegativeSampler::new(counts), passage: Vec::new() }
    }

    /// Takes up a passage; returns how many of its words are left.
    pub(crate) fn start(&mut self, ids: &[u32], rng: &mut TrainRng) -> usize {
        self.passage.clear();
        for &id in ids {
            let keep = self.keep[id as usize];
            // Words that are always kept cost no draw.
            if keep == u32::MAX || rng.next_u32() <= keep {
                self.passage.push(id);
            }
        }
        self.passage.len()
    }

    /// The word at a place of the passage.
    pub(crate) fn word(&self, place: usize) -> u32 {
        self.passage[place]
    }

    /// Draws the window around a place, 1 to `window` words to each side, and fills `contexts` with its words but for
    /// the center; they may repeat.
    pub(crate) fn draw_contexts(&self, center: usize, rng: &mut TrainRng, contexts: &mut Vec<u32>) {
        let reach = 1 + below(rng, self.window) as usize;
        let from = center.saturating_sub(reach);
        let to = (center + reach + 1).min(self.passage.len());
        contexts.clear();
        contexts.extend_from_slice(&self.passage[from..center]);
        contexts.extend_from_slice(&self.passage[center + 1..to]);
    }

    /// Fills `targets` with the word at a place and its negatives.
    pub(crate) fn draw_targets(&self, center: usize, rng: &mut TrainRng, targets: &mut Words) {
        targets.clear();
        targets.push(self.passage[center]);
        for _ in 0..self.negatives {
            targets.add_negative(self.sampler.draw(rng));
        }
    }
}
