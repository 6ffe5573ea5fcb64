//! Random words: drawn by frequency to the power 0.75.

use rand::Rng;

use super::{budget::Budget, error::TrainError, generator::TrainRng};

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
    /// Errors: [`TrainError::Memory`].
    pub fn new(counts: &[u32]) -> Result<Self, TrainError> {
        let mut builder = SamplerBuilder::new(counts)?;
        while !builder.advance(&mut Budget::new(u64::MAX)) {}
        Ok(builder.finish())
    }

    /// Draws a word id.
    #[inline]
    pub fn draw(&self, rng: &mut TrainRng) -> u32 {
        let column = below(rng, self.threshold.len() as u32);
        if rng.next_u32() <= self.threshold[column as usize] { column } else { self.alias[column as usize] }
    }
}

/// A sampler whose table is filled in slices.
#[derive(Debug)]
pub(super) struct SamplerBuilder {
    /// The share of each column in columns: 1 is a column that is full.
    scaled: Vec<f64>,
    alias: Vec<u32>,
    threshold: Vec<u32>,
    /// Columns under one, and those over it.
    small: Vec<u32>,
    large: Vec<u32>,
}

impl SamplerBuilder {
    /// Bytes of each word while the table is filled.
    pub(super) const BYTES_PER_WORD: u64 = 8 + 4 * 4;

    pub(super) fn new(counts: &[u32]) -> Result<Self, TrainError> {
        let n = counts.len();
        let n_bytes = n.saturating_mul(Self::BYTES_PER_WORD as usize);
        let words = || {
            let mut words: Vec<u32> = Vec::new();
            words.try_reserve_exact(n).map(|()| words).map_err(|_| TrainError::memory(n_bytes))
        };
        let mut scaled: Vec<f64> = Vec::new();
        scaled.try_reserve_exact(n).map_err(|_| TrainError::memory(n_bytes))?;
        let (mut alias, threshold, mut small, mut large) = (words()?, words()?, words()?, words()?);
        scaled.extend(counts.iter().map(|&count| portable_power_three_quarters(count)));
        let total: f64 = scaled.iter().sum();
        for weight in &mut scaled {
            *weight *= n as f64 / total;
        }
        alias.extend(0..n as u32);
        for (column, &share) in (0..).zip(&scaled) {
            if share < 1.0 { &mut small } else { &mut large }.push(column);
        }
        Ok(Self { scaled, alias, threshold, small, large })
    }

    /// Fills some more columns. True once all are full.
    ///
    /// Each column under one is filled up from a column over one, which may thereby fall under one itself.
    pub(super) fn advance(&mut self, budget: &mut Budget) -> bool {
        /// What a column costs.
        const PRICE: u64 = 20;
        for _ in 0..budget.n_steps(PRICE) {
            let (Some(&under), Some(&over)) = (self.small.last(), self.large.last()) else {
                return true;
            };
            budget.spend(PRICE);
            self.small.pop();
            self.alias[under as usize] = over;
            let missing = 1.0 - self.scaled[under as usize];
            let share = &mut self.scaled[over as usize];
            *share -= missing;
            if *share < 1.0 {
                self.large.pop();
                self.small.push(over);
            }
        }
        false
    }

    pub(super) fn finish(mut self) -> NegativeSampler {
        // What is left on either side is one, but for rounding.
        for column in self.small.into_iter().chain(self.large) {
            self.scaled[column as usize] = 1.0;
        }
        self.threshold.extend(self.scaled.iter().map(|share| (share * f64::from(u32::MAX)) as u32));
        NegativeSampler { threshold: self.threshold, alias: self.alias }
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
        let sampler = NegativeSampler::new(&counts).expect("a few bytes");
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
        let sampler = NegativeSampler::new(&counts).expect("a few bytes");
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
