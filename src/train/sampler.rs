//! Random choices of training: one portable generator, and words drawn by frequency to the power 0.75.

use rand::Rng;
use rand_pcg::Pcg32;

/// The generator of training: PCG-XSH-RR 64/32 (O'Neill 2014), the same on every platform and in every version.
pub type TrainRng = Pcg32;

/// A whole number under `n`, by multiply and shift (Lemire 2019, without its rejection: the bias is under `n / 2^32`).
#[inline]
pub(crate) fn below(rng: &mut TrainRng, n: u32) -> u32 {
    ((u64::from(rng.next_u32()) * u64::from(n)) >> 32) as u32
}

/// A number in [0, 1) in steps of 2^-24.
#[inline]
pub(crate) fn unit(rng: &mut TrainRng) -> f32 {
    (rng.next_u32() >> 8) as f32 / 16_777_216.0
}

/// Draws words with probability proportional to `count^0.75` (Mikolov et al. 2013b, section 2.2), each draw in constant
/// time by the alias method (Vose 1991).
#[derive(Debug, Clone)]
pub struct NegativeSampler {
    /// For each column, below which 32-bit fraction the column itself is drawn, else its alias.
    threshold: Vec<u32>,
    alias: Vec<u32>,
}

/// The power that flattens the frequencies of negative samples.
const POWER: f64 = 0.75;

impl NegativeSampler {
    /// A sampler over word ids `0..counts.len()`. There is at least one word, and no count is zero.
    pub fn new(counts: &[u32]) -> Self {
        let n = counts.len();
        let weights: Vec<f64> = counts.iter().map(|&count| portable_power_three_quarters(count)).collect();
        let total: f64 = weights.iter().sum();
        let mut scaled: Vec<f64> = weights.iter().map(|weight| weight * n as f64 / total).collect();
        let mut alias: Vec<u32> = (0..n as u32).collect();
        let (mut small, mut large): (Vec<usize>, Vec<usize>) = (0..n).partition(|&i| scaled[i] < 1.0);
        // Each column under one is filled up from a column over one, which may thereby fall under one itself.
        while let (Some(&under), Some(&over)) = (small.last(), large.last()) {
            small.pop();
            alias[under] = over as u32;
            scaled[over] -= 1.0 - scaled[under];
            if scaled[over] < 1.0 {
                large.pop();
                small.push(over);
            }
        }
        // What is left over on either side is one, but for rounding.
        for column in small.into_iter().chain(large) {
            scaled[column] = 1.0;
        }
        let threshold = scaled.iter().map(|share| (share * f64::from(u32::MAX)) as u32).collect();
        Self { threshold, alias }
    }

    /// Draws a word id.
    #[inline]
    pub fn draw(&self, rng: &mut TrainRng) -> u32 {
        let column = below(rng, self.threshold.len() as u32);
        if rng.next_u32() <= self.threshold[column as usize] { column } else { self.alias[column as usize] }
    }
}

/// `count^0.75` by two square roots: IEEE gives one answer for those, but not for `powf`.
fn portable_power_three_quarters(count: u32) -> f64 {
    const { assert!(POWER == 0.75) };
    let root = f64::from(count).sqrt();
    root * root.sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_as_often_as_their_power_says() {
        let counts = [1000, 400, 100, 50, 7, 1];
        let sampler = NegativeSampler::new(&counts);
        let mut rng = TrainRng::new(7, 1);
        let n_draws = 400_000;
        let mut drawn = [0_u32; 6];
        for _ in 0..n_draws {
            drawn[sampler.draw(&mut rng) as usize] += 1;
        }
        let total: f64 = counts.iter().map(|&count| f64::from(count).powf(POWER)).sum();
        for (word, &count) in counts.iter().enumerate() {
            let share = f64::from(count).powf(POWER) / total;
            let deviation = (share * (1.0 - share) / f64::from(n_draws)).sqrt();
            let found = f64::from(drawn[word]) / f64::from(n_draws);
            assert!((found - share).abs() < 5.0 * deviation, "word {word}: {found}, expected {share}");
        }
    }

    #[test]
    fn the_table_holds_the_exact_shares() {
        let counts: Vec<u32> = (1..=997).map(|i| 1 + i * i % 911).collect();
        let sampler = NegativeSampler::new(&counts);
        let n = counts.len() as f64;
        let mut share = vec![0.0; counts.len()];
        for (column, (&threshold, &alias)) in sampler.threshold.iter().zip(&sampler.alias).enumerate() {
            let own = (f64::from(threshold) + 1.0) / 4_294_967_296.0;
            share[column] += own / n;
            share[alias as usize] += (1.0 - own) / n;
        }
        let total: f64 = counts.iter().map(|&count| f64::from(count).powf(POWER)).sum();
        for (word, &count) in counts.iter().enumerate() {
            let expected = f64::from(count).powf(POWER) / total;
            assert!((share[word] - expected).abs() < 1e-9, "word {word}");
        }
    }

    #[test]
    fn uniform_draws_stay_in_range() {
        let mut rng = TrainRng::new(1, 2);
        for n in [1, 2, 3, 1000, u32::MAX] {
            assert!((0..1000).all(|_| below(&mut rng, n) < n));
        }
        assert!((0..1000).map(|_| unit(&mut rng)).all(|x| (0.0..1.0).contains(&x)));
    }
}
