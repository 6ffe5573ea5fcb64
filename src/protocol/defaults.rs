//! Settings that suit a text, by what is known of it once it is read: how long it is.

use super::{Method, Optimizer, Settings, Start};

/// A text of at least this many words is of the size named; see [`Settings::for_text`].
const MEDIUM: u64 = 600_000;
const LARGE: u64 = 5_000_000;
/// A shorter text has no frequent words to spare.
const TINY: u64 = 20_000;

impl Default for Settings {
    fn default() -> Self {
        Self::for_text(Method::SkipGram, Optimizer::Sgd, 220_000)
    }
}

impl Settings {
    /// The settings that a text of `n_tokens` words begins with. `benches/RESULTS.md` says how they were found.
    pub fn for_text(method: Method, optimizer: Optimizer, n_tokens: u64) -> Self {
        let small = n_tokens < MEDIUM;
        let large = n_tokens >= LARGE;
        let pick = |of_small, of_medium, of_large| {
            if small {
                of_small
            } else if large {
                of_large
            } else {
                of_medium
            }
        };
        // A shorter text gets more epochs: about as many words in all as the built-in corpus gets.
        let of_small = |epochs: u64| (220_000 * epochs / n_tokens.max(1)).clamp(epochs, 100) as u32;
        let (window, epochs, learning_rate) = match (method, optimizer) {
            (Method::SkipGram, _) => (pick(5, 20, 5), pick(of_small(6), 25, 3), if small { 0.1 } else { 0.05 }),
            (Method::Cbow, _) => (pick(5, 8, 5), pick(of_small(30), 20, 5), 0.05),
            (Method::Softmax, Optimizer::Sgd) => (5, of_small(3), 0.05),
            (Method::Softmax, Optimizer::Adam) => (5, of_small(3), 0.01),
            (Method::Glove, _) => (pick(5, 10, 10), pick(of_small(30), 25, 15), 0.05),
        };
        // Wide windows tell what a text is about, narrow ones the part of speech and the gender: a harmonic one does both,
        // where there are words enough for it. Thinning frequent words too much loses what *his* and *her* reveal.
        let weighs_near_words = method == Method::SkipGram && !small && !large;
        Self {
            method,
            optimizer,
            // A softmax costs as many products as there are words: with half as many dimensions it takes half as long.
            dims: pick(if method == Method::Softmax { 32 } else { 64 }, 100, 100),
            window,
            harmonic: weighs_near_words,
            negatives: 5,
            epochs,
            // Words seen fewer than ten times lie wherever their few sentences put them, and stand before better answers.
            min_count: pick(5, if weighs_near_words { 10 } else { 8 }, 10),
            subsample: match n_tokens {
                ..TINY => 0.0,
                _ if weighs_near_words => 3e-3,
                TINY..LARGE => 1e-3,
                LARGE.. => 1e-4,
            },
            learning_rate,
            // Without it a text of this length is learned by heart in this many epochs.
            weight_decay: if weighs_near_words { 0.02 } else { 0.0 },
            start: Start::Random,
            borrowed_rate: 0.1,
            // A small text repeats itself: its counts are high, and few.
            x_max: if small || large { 100.0 } else { 10.0 },
            alpha: 0.75,
            seed: 42,
            lowercase: true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_are_within_their_ranges() {
        for method in [Method::SkipGram, Method::Softmax, Method::Cbow, Method::Glove] {
            for optimizer in [Optimizer::Sgd, Optimizer::Adam] {
                for n_tokens in [0, 10, 220_000, 1_700_000, 100_000_000] {
                    assert_eq!(Settings::for_text(method, optimizer, n_tokens).check(), Ok(()));
                }
            }
        }
    }

    #[test]
    fn a_short_text_is_read_often_and_whole() {
        let of = |n_tokens| Settings::for_text(Method::SkipGram, Optimizer::Sgd, n_tokens);
        assert_eq!((of(220_003).epochs, of(220_003).subsample), (6, 1e-3));
        assert_eq!((of(66_000).epochs, of(66_000).subsample), (20, 1e-3));
        assert_eq!((of(900).epochs, of(900).subsample), (100, 0.0));
    }

    #[test]
    fn a_medium_text_is_not_learned_by_heart() {
        let of = |method, n_tokens| Settings::for_text(method, Optimizer::Sgd, n_tokens);
        let medium = of(Method::SkipGram, 1_700_000);
        assert_eq!((medium.harmonic, medium.min_count, medium.weight_decay), (true, 10, 0.02));
        for other in [of(Method::SkipGram, 220_000), of(Method::SkipGram, 50_000_000), of(Method::Cbow, 1_700_000)] {
            assert_eq!((other.harmonic, other.weight_decay), (false, 0.0));
        }
    }
}
