//! Random numbers of a run: one generator for each seed, use, pass and unit.
//!
//! No generator continues another one. What is drawn for a unit therefore depends on its seed, use, pass and number
//! alone: a unit can be drawn again, skipped, or trained apart from the others.

use rand_pcg::Pcg32;

/// The generator of training: PCG-XSH-RR 64/32 (O'Neill 2014), the same on every platform and in every version.
pub type TrainRng = Pcg32;

/// What random numbers are drawn for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Use {
    /// The first vectors that are shown; the unit is the row.
    InitialInputs = 1,
    /// The first vectors of the other side (`GloVe`); the unit is the row.
    InitialOutputs = 2,
    /// Thinning, windows and negatives of a unit of training.
    Training = 3,
    /// The same of a held-out sentence. The pass is always 0: each evaluation draws the same.
    HeldOut = 4,
    /// The order of `GloVe`'s pairs.
    Shuffle = 5,
    /// Windows and negatives of a look at whether a state is worth a snapshot.
    Trial = 6,
}

/// The generator for one use, in one unit of one pass of a run.
///
/// All four numbers are mixed into the state as well as into the stream of the generator. Streams that merely differ
/// by one would be correlated.
pub fn generator(seed: u32, use_: Use, pass: u32, unit: u64) -> TrainRng {
    /// Digits of the square roots of 2 and 3: two chains that begin apart stay apart.
    const STARTS: [u64; 2] = [0x6a09_e667_f3bc_c908, 0xbb67_ae85_84ca_a73b];
    let seed_and_use = u64::from(seed) << 32 | use_ as u64;
    let [state, stream] =
        STARTS.map(|start| [seed_and_use, u64::from(pass), unit].iter().fold(start, |h, x| mixed(h ^ x)));
    TrainRng::new(state, stream)
}

/// A number whose bits all depend on all of `x`'s: the finalizer of `SplitMix64` (Steele, Lea and Flood 2014).
pub(super) fn mixed(x: u64) -> u64 {
    let x = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use rand::Rng;

    use super::*;

    const USES: [Use; 6] =
        [Use::InitialInputs, Use::InitialOutputs, Use::Training, Use::HeldOut, Use::Shuffle, Use::Trial];

    fn generators() -> Vec<TrainRng> {
        let mut generators = Vec::new();
        for seed in [0, 1, 2, u32::MAX] {
            for use_ in USES {
                for pass in [0, 1, 2, u32::MAX] {
                    for unit in [0, 1, 2, 3, 4, 1 << 32, u64::MAX] {
                        generators.push(generator(seed, use_, pass, unit));
                    }
                }
            }
        }
        generators
    }

    #[test]
    fn no_two_generators_begin_alike() {
        let first = generators().into_iter().map(|mut rng| [(); 8].map(|()| rng.next_u32()));
        let mut first: Vec<[u32; 8]> = first.collect();
        let n = first.len();
        assert_eq!(n, 672);
        first.sort_unstable();
        first.dedup();
        assert_eq!(first.len(), n, "some generators give the same numbers");
    }

    #[test]
    fn no_generator_is_a_shifted_copy_of_another() {
        // Three draws in a row are 96 bits: a shifted copy would share all but its ends.
        let mut seen = HashMap::new();
        for (i, mut rng) in generators().into_iter().enumerate() {
            let draws: Vec<u32> = (0..64).map(|_| rng.next_u32()).collect();
            for (at, three) in draws.windows(3).enumerate() {
                if let Some(other) = seen.insert(three.to_vec(), (i, at)) {
                    panic!("generator {i} at draw {at} repeats generator {} at draw {}", other.0, other.1);
                }
            }
        }
    }

    #[test]
    fn a_generator_is_known_by_its_numbers_alone() {
        let mut rng = generator(2013, Use::Training, 1, 7);
        let mut same = generator(2013, Use::Training, 1, 7);
        assert!((0..100).all(|_| rng.next_u32() == same.next_u32()));
    }
}
