//! What memory a run takes, said beforehand.

use super::{
    config::{MOST_PAIRS, Method, Optimizer, TrainConfig},
    model::glove::Counter,
    sampler::SamplerBuilder,
    windows::Windows,
};
use crate::matrix::Matrix;

/// Bytes of a run at their peaks, which need not come at the same time. The text itself is not in it, and neither are
/// the ends of its passages, which are far fewer than its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TrainMemory {
    /// Tables of vectors and biases.
    pub tables: u64,
    /// Adam's moments or `AdaGrad`'s sums.
    pub optimizer: u64,
    /// The most that `GloVe`'s pairs can take while they are counted and after, with what counts them.
    pub pairs_peak: u64,
    /// The last good state, which a run goes back to after divergence. A [`Checkpoint`](super::Checkpoint) takes at
    /// most this and as much again for the state itself, besides pairs that it shares.
    pub checkpoint: u64,
    /// Tables for thinning and for negatives, while they are made.
    pub samplers: u64,
}

impl TrainMemory {
    /// All of it.
    pub fn total(&self) -> u64 {
        self.tables + self.optimizer + self.pairs_peak + self.checkpoint + self.samplers
    }
}

/// The memory of a run on a text of `n_words` different words, of which `n_training_tokens` in all are trained on.
pub fn memory(config: &TrainConfig, n_words: u64, n_training_tokens: u64) -> TrainMemory {
    /// A pair of words that is fit.
    const BYTES_PER_PAIR: u64 = 16;
    let table = Matrix::bytes(n_words, config.dims as u64);
    let floats = |n_per_word: u64| 4 * n_words * n_per_word;
    let samplers = n_words * (Windows::BYTES_PER_WORD + SamplerBuilder::BYTES_PER_WORD);
    // How far each vector moves. What is lent is the lender's.
    let paces = if config.borrowed_rate.is_some() { floats(1) } else { 0 };
    match config.method {
        Method::SkipGram | Method::Cbow => {
            TrainMemory { tables: 2 * table + paces, checkpoint: 2 * table, samplers, ..TrainMemory::default() }
        }
        Method::Softmax(optimizer) => {
            let optimizer = if optimizer == Optimizer::Adam { 4 * table + floats(2) } else { 0 };
            let checkpoint = 2 * table + optimizer;
            let tables = 2 * table + paces;
            TrainMemory { tables, optimizer, checkpoint, samplers: floats(2), ..TrainMemory::default() }
        }
        Method::Glove { .. } => {
            // Each place meets at most this many others behind it.
            let by_text = n_training_tokens.saturating_mul(u64::from(config.window));
            let by_words = n_words.saturating_mul(n_words + 1) / 2;
            let n_pairs = by_text.min(by_words).min(MOST_PAIRS as u64);
            // Which rows of the vectors shown are out of date.
            let stale = 5 * n_words;
            let optimizer = 2 * (table + floats(1));
            TrainMemory {
                tables: 3 * table + floats(2) + stale,
                optimizer,
                pairs_peak: BYTES_PER_PAIR * n_pairs
                    + Counter::BYTES_PER_PLACE * n_training_tokens
                    + Counter::BYTES_PER_WORD * n_words,
                checkpoint: 2 * (table + floats(1)) + optimizer,
                samplers: 0,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_and_their_checkpoint_are_counted_for_each_method() {
        let of = |method| memory(&TrainConfig { method, dims: 30, ..TrainConfig::default() }, 1000, 20_000);
        let table = 4 * 1000 * 32;
        assert_eq!(of(Method::SkipGram), of(Method::Cbow));
        assert_eq!((of(Method::SkipGram).tables, of(Method::SkipGram).checkpoint), (2 * table, 2 * table));
        let adam = of(Method::Softmax(Optimizer::Adam));
        assert_eq!((adam.tables, adam.optimizer, adam.checkpoint), (2 * table, 4 * table + 8000, 6 * table + 8000));
        let glove = of(Method::Glove { x_max: 100.0, alpha: 0.75 });
        assert_eq!((glove.optimizer, glove.checkpoint), (2 * table + 8000, 4 * table + 16_000));
        // Five to each side of 20,000 words: a hundred thousand pairs, and four bytes for each place.
        assert_eq!(glove.pairs_peak, 16 * 100_000 + 4 * 20_000 + 16 * 1000);
    }

    #[test]
    fn pairs_are_bounded_by_the_words_and_by_the_most_there_may_be() {
        let config = TrainConfig { method: Method::Glove { x_max: 100.0, alpha: 0.75 }, ..TrainConfig::default() };
        assert_eq!(memory(&config, 10, 1_000_000).pairs_peak, 16 * 55 + 4 * 1_000_000 + 16 * 10);
        let large = memory(&config, 200_000, 100_000_000);
        assert_eq!(large.pairs_peak, 16 * 50_000_000 + 4 * 100_000_000 + 16 * 200_000);
    }
}
