//! What a passage gives to learn from: its words after thinning, and a window around each.

use rand::Rng;

use super::{
    config::TrainConfig,
    kernel::Targets,
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
    is_harmonic: bool,
    negatives: u32,
    sampler: NegativeSampler,
    passage: Vec<u32>,
}

impl Windows {
    /// For a text of which word `i` is there `counts[i]` times. `negatives`: for each center; 0 where there are none.
    pub(crate) fn new(counts: &[u32], config: &TrainConfig, negatives: u32) -> Self {
        let n_tokens = counts.iter().map(|&count| u64::from(count)).sum();
        let keep = counts.iter().map(|&count| {
            let probability = keep_probability(u64::from(count), n_tokens, config.subsample);
            (probability * f64::from(u32::MAX)) as u32
        });
        Self {
            keep: keep.collect(),
            window: config.window,
            is_harmonic: config.is_harmonic,
            negatives,
            sampler: NegativeSampler::new(counts),
            passage: Vec::new(),
        }
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
    ///
    /// All widths alike (word2vec.c), so that a word at distance d is met as often as `window - d + 1`; or harmonically, so
    /// that it is met as often as `1 / d`, the weight of `GloVe` (Levy, Goldberg and Dagan 2015, section 3.1).
    pub(crate) fn draw_contexts(&self, center: usize, rng: &mut TrainRng, contexts: &mut Vec<u32>) {
        let reach = if self.is_harmonic {
            // With u uniform in (0, 1], 1 / u is at least d with a chance of 1 / d.
            let inverse = (1_u64 << 32) / (u64::from(rng.next_u32()) + 1);
            inverse.min(u64::from(self.window)) as usize
        } else {
            1 + below(rng, self.window) as usize
        };
        let from = center.saturating_sub(reach);
        let to = (center + reach + 1).min(self.passage.len());
        contexts.clear();
        contexts.extend_from_slice(&self.passage[from..center]);
        contexts.extend_from_slice(&self.passage[center + 1..to]);
    }

    /// Fills `targets` with the word at a place and its negatives.
    pub(crate) fn draw_targets(&self, center: usize, rng: &mut TrainRng, targets: &mut Targets) {
        targets.clear();
        targets.push(self.passage[center]);
        for _ in 0..self.negatives {
            targets.add_negative(self.sampler.draw(rng));
        }
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    #[test]
    fn a_word_is_met_as_often_as_its_distance_says() {
        let counts = vec![1; 101];
        let ids: Vec<u32> = (0..101).collect();
        for is_harmonic in [false, true] {
            let config = TrainConfig { window: 8, is_harmonic, subsample: 0.0, ..TrainConfig::default() };
            let mut windows = Windows::new(&counts, &config, 5);
            let (mut rng, mut contexts, mut met) = (TrainRng::from_seed([3; 16]), Vec::new(), [0_u32; 51]);
            assert_eq!(windows.start(&ids, &mut rng), 101);
            for _ in 0..100_000 {
                windows.draw_contexts(50, &mut rng, &mut contexts);
                assert!(!contexts.contains(&50) && contexts.len().is_multiple_of(2), "the same to both sides");
                for &id in &contexts {
                    met[id.abs_diff(50) as usize] += 1;
                }
            }
            for (distance, &met) in met.iter().enumerate().skip(1) {
                let expected = match distance {
                    9.. => 0.0,
                    _ if is_harmonic => 1.0 / distance as f64,
                    _ => (9 - distance) as f64 / 8.0,
                };
                let share = f64::from(met) / 200_000.0;
                assert!((share - expected).abs() < 0.006, "{distance}: {share}, expected {expected}");
            }
        }
    }
}
