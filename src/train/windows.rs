//! What a passage gives to learn from: its words after thinning, and a window around each.

use rand::Rng;

use super::{
    budget::Budget,
    config::TrainConfig,
    error::TrainError,
    generator::{TrainRng, Use, generator},
    kernel::Targets,
    sampler::{NegativeSampler, SamplerBuilder, below},
    unit::Unit,
};
use crate::text::keep_probability;

/// Thins passages, lays windows and draws negatives. One unit is under way at a time; all that is drawn of it comes from
/// its own generator.
#[derive(Debug, Clone)]
pub(crate) struct Windows {
    /// For each word the chance to stay, as a 32-bit fraction; `u32::MAX` always stays.
    stay: Vec<u32>,
    window: u32,
    is_harmonic: bool,
    negatives: u32,
    seed: u32,
    sampler: Option<NegativeSampler>,
    /// The words that are left of the unit under way.
    passage: Vec<u32>,
    /// The unit under way, the center that is drawn next of it, and the generator that draws it.
    under_way: Option<(Unit, usize)>,
    rng: TrainRng,
}

/// Windows whose tables are made in slices.
#[derive(Debug)]
pub(super) struct WindowsBuilder {
    windows: Windows,
    sampler: Option<SamplerBuilder>,
}

impl WindowsBuilder {
    /// For a text of which word `i` is there `counts[i]` times, and a method with or without negatives.
    pub(super) fn new(counts: &[u32], config: &TrainConfig) -> Result<Self, TrainError> {
        let n_tokens = counts.iter().map(|&count| u64::from(count)).sum();
        let mut stay = Vec::new();
        stay.try_reserve_exact(counts.len()).map_err(|_| TrainError::memory(4 * counts.len()))?;
        stay.extend(counts.iter().map(|&count| {
            let probability = keep_probability(u64::from(count), n_tokens, config.subsample);
            (probability * f64::from(u32::MAX)) as u32
        }));
        let negatives = config.n_negatives();
        let windows = Windows {
            stay,
            window: config.window,
            is_harmonic: config.is_harmonic,
            negatives,
            seed: config.seed,
            sampler: None,
            passage: Vec::new(),
            under_way: None,
            rng: generator(config.seed, Use::Training, 0, 0),
        };
        let sampler = if negatives > 0 { Some(SamplerBuilder::new(counts)?) } else { None };
        Ok(Self { windows, sampler })
    }

    /// Makes some more. True once all is made.
    pub(super) fn advance(&mut self, budget: &mut Budget) -> bool {
        self.sampler.as_mut().is_none_or(|sampler| sampler.advance(budget))
    }

    pub(super) fn finish(self) -> Windows {
        Windows { sampler: self.sampler.map(SamplerBuilder::finish), ..self.windows }
    }
}

impl Windows {
    /// Bytes of each word: the chance to stay, and the sampler's two columns.
    pub(super) const BYTES_PER_WORD: u64 = 4 + 8;

    /// Makes `unit`, whose words are `ids`, the one under way, and thins it. Returns false where it was under way
    /// already and its `center` is the next to be drawn. Otherwise its centers before that are still to be drawn, by
    /// [`Windows::draws`], as the center's own draws follow theirs.
    pub(crate) fn take_up(&mut self, unit: Unit, center: usize, ids: &[u32]) -> bool {
        if self.under_way == Some((unit, center)) {
            return false;
        }
        let mut rng = generator(self.seed, unit.use_, unit.pass, unit.number as u64);
        self.passage.clear();
        for &id in ids {
            let stay = self.stay[id as usize];
            // Words that always stay cost no draw.
            if stay == u32::MAX || rng.next_u32() <= stay {
                self.passage.push(id);
            }
        }
        self.rng = rng;
        self.under_way = Some((unit, 0));
        true
    }

    /// The generator where the draws of the unit under way stand.
    pub(crate) fn draws(&self) -> TrainRng {
        self.rng.clone()
    }

    /// Says that all centers before this one are drawn, and with which generator to go on.
    pub(crate) fn stop_before(&mut self, center: usize, rng: TrainRng) {
        self.under_way = self.under_way.map(|(unit, _)| (unit, center));
        self.rng = rng;
    }

    /// Words left of the unit under way.
    pub(crate) fn n_centers(&self) -> usize {
        self.passage.len()
    }

    /// What thinning that many words costs.
    pub(crate) fn price_of_thinning(n_words: usize) -> u64 {
        8 * n_words as u64
    }

    /// The word at a place of the passage.
    pub(crate) fn word(&self, place: usize) -> u32 {
        self.passage[place]
    }

    /// Draws the window around a center, 1 to `window` words to each side, and fills `contexts` with its words but for
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
        if let Some(sampler) = &self.sampler {
            for _ in 0..self.negatives {
                targets.add_negative(sampler.draw(rng));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn windows(counts: &[u32], config: &TrainConfig) -> Windows {
        let mut builder = WindowsBuilder::new(counts, config).expect("a few bytes");
        while !builder.advance(&mut Budget::new(1)) {}
        builder.finish()
    }

    #[test]
    fn a_word_is_met_as_often_as_its_distance_says() {
        let counts = vec![1; 101];
        let ids: Vec<u32> = (0..101).collect();
        for is_harmonic in [false, true] {
            let config = TrainConfig { window: 8, is_harmonic, subsample: 0.0, ..TrainConfig::default() };
            let mut windows = windows(&counts, &config);
            assert!(windows.take_up(Unit { use_: Use::Training, pass: 0, number: 0 }, 0, &ids));
            assert_eq!(windows.n_centers(), 101);
            let (mut rng, mut contexts, mut met) = (windows.draws(), Vec::new(), [0_u32; 51]);
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
