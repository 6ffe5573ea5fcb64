//! A tiny skip-gram of the most frequent words that meet, trained within a slice.

use crate::{
    text::Corpus,
    train::{TrainRng, Use, generator},
};
use rand::Rng;

/// Words, numbers of a word, and passes.
pub(super) const N_TINY: usize = 14;
const DIMS: usize = 8;
pub(super) const N_EPOCHS: usize = 100;
const RATE: f64 = 0.1;
/// Words of the text that are read for pairs.
const MOST_TOKENS: usize = 60_000;
/// The most frequent words are in everybody's company; those after them say more.
const FIRST: u32 = 10;
/// Words to either side.
const WINDOW: usize = 5;

/// A trained model of [`N_TINY`] words.
pub(super) struct Tiny {
    inputs: Vec<[f64; DIMS]>,
    outputs: Vec<[f64; DIMS]>,
    /// Mean loss of a pair in each pass.
    pub(super) losses: Vec<f64>,
}

impl Tiny {
    /// The pairs of a stretch of the vocabulary as far as they meet, each once; none where there are fewer than ten.
    pub(super) fn pairs(corpus: &Corpus, n_words: u32) -> Option<Vec<[usize; 2]>> {
        let first = FIRST.min(n_words.saturating_sub(N_TINY as u32));
        let mut meets = [[false; N_TINY]; N_TINY];
        let place = |id: u32| id.checked_sub(first).map(|place| place as usize).filter(|&place| place < N_TINY);
        let ids = &corpus.ids[..corpus.ids.len().min(MOST_TOKENS)];
        for (at, &id) in ids.iter().enumerate() {
            let Some(a) = place(id) else { continue };
            for b in ids[at + 1..ids.len().min(at + 1 + WINDOW)].iter().filter_map(|&id| place(id)) {
                if a != b {
                    (meets[a][b], meets[b][a]) = (true, true);
                }
            }
        }
        let all = (0..N_TINY).flat_map(|a| (0..N_TINY).map(move |b| [a, b]));
        let pairs: Vec<[usize; 2]> = all.filter(|&[a, b]| meets[a][b]).collect();
        (pairs.len() >= 10 && n_words as usize >= N_TINY).then_some(pairs)
    }

    /// Trains on the pairs in their order, each with `k` other words drawn evenly.
    pub(super) fn train(pairs: &[[usize; 2]], k: u32, seed: u32) -> Self {
        let mut rng = generator(seed, Use::Trial, 2, 0);
        let draw = |rng: &mut TrainRng| -> Vec<[f64; DIMS]> {
            (0..N_TINY).map(|_| [(); DIMS].map(|()| f64::from(rng.next_u32()) / f64::from(u32::MAX) - 0.5)).collect()
        };
        let (inputs, outputs) = (draw(&mut rng), draw(&mut rng));
        let mut tiny = Self { inputs, outputs, losses: Vec::with_capacity(N_EPOCHS) };
        for _ in 0..N_EPOCHS {
            let mut loss = 0.0;
            for &[center, context] in pairs {
                loss += tiny.step(center, context, 1.0);
                for _ in 0..k {
                    let other = (rng.next_u32() % N_TINY as u32) as usize;
                    if other != context {
                        loss += tiny.step(center, other, 0.0);
                    }
                }
            }
            tiny.losses.push(loss / pairs.len() as f64);
        }
        tiny
    }

    /// One target; returns its loss before.
    fn step(&mut self, center: usize, target: usize, label: f64) -> f64 {
        let (v, u) = (self.inputs[center], self.outputs[target]);
        let yes = yes(&v, &u);
        let error = yes - label;
        // Both gradients are of the rows as they were.
        for (row, other) in [(&mut self.inputs[center], u), (&mut self.outputs[target], v)] {
            row.iter_mut().zip(other).for_each(|(x, y)| *x -= RATE * error * y);
        }
        -libm::log((if label > 0.0 { yes } else { 1.0 - yes }).max(f64::MIN_POSITIVE))
    }

    /// How sure it is on average that any word stands beside any other.
    pub(super) fn mean_yes(&self) -> f64 {
        let all = self.inputs.iter().flat_map(|v| self.outputs.iter().map(move |u| yes(v, u)));
        all.sum::<f64>() / (N_TINY * N_TINY) as f64
    }

    /// The mean cosine of two words.
    pub(super) fn alike(&self) -> f64 {
        let mut sum = 0.0;
        for (place, a) in self.inputs.iter().enumerate() {
            for b in &self.inputs[..place] {
                sum += cosine(a, b);
            }
        }
        sum / (N_TINY * (N_TINY - 1) / 2) as f64
    }
}

fn dot(a: &[f64; DIMS], b: &[f64; DIMS]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

fn cosine(a: &[f64; DIMS], b: &[f64; DIMS]) -> f64 {
    dot(a, b) / (dot(a, a) * dot(b, b)).sqrt().max(f64::MIN_POSITIVE)
}

fn yes(v: &[f64; DIMS], u: &[f64; DIMS]) -> f64 {
    1.0 / (1.0 + libm::exp(-dot(v, u)))
}
