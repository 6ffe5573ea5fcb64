//! The learning rate over a run.

/// What the rate never falls below, as a share of the initial rate (as in word2vec.c).
const FLOOR: f64 = 1e-4;

/// The rate after `done` of `total` words: from `initial` linearly to zero, but never under a ten-thousandth of it.
pub fn linear_decay(initial: f64, done: u64, total: u64) -> f64 {
    let left = 1.0 - done as f64 / total.max(1) as f64;
    initial * left.max(FLOOR)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn falls_in_a_line_to_its_floor() {
        assert_eq!(linear_decay(0.05, 0, 100), 0.05);
        assert_eq!(linear_decay(0.05, 50, 100), 0.025);
        assert_eq!(linear_decay(0.05, 100, 100), 0.05 * FLOOR);
        assert_eq!(linear_decay(0.05, 0, 0), 0.05);
    }
}
