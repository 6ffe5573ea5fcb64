//! What crosses between the page and the worker that lays words out by t-SNE.

use serde::{Deserialize, Serialize};

use super::Floats;

/// Words that t-SNE needs at least: with fewer its perplexity would be under three, and no word has neighbors to keep.
pub const LEAST_TSNE_WORDS: u32 = 10;

/// The perplexity that t-SNE can have for `n_words` words: that which is wanted, or a third of the other words where they
/// are fewer than three times as many. None for fewer than [`LEAST_TSNE_WORDS`] words.
pub fn usable_perplexity(n_words: u32, wanted: f32) -> Option<f32> {
    let most = n_words.saturating_sub(1) / 3;
    (n_words >= LEAST_TSNE_WORDS).then(|| wanted.min(most as f32))
}

/// Page to worker: lay these words out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TsneJob {
    /// Numbers of a vector.
    pub dims: u32,
    /// About how many neighbors count for each word, above 0.
    pub perplexity: f32,
    /// Rounds, at least 1.
    pub epochs: u32,
    /// `words x dims`, row-major.
    pub values: Floats,
    /// `x0 y0 x1 y1 ...`: where the words begin.
    pub first: Floats,
}

/// Worker to page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum TsneMessage {
    /// The first message: the worker is up, and was built from these sources.
    Ready {
        /// Equal to the page's own [`BUILD`](super::BUILD) unless one of the two is stale.
        build: String,
    },
    /// How far it is.
    Report(TsneReport),
}

/// How far t-SNE is; in the last report `epoch` is `epochs`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TsneReport {
    /// Rounds done.
    pub epoch: u32,
    /// Rounds in all.
    pub epochs: u32,
    /// `x0 y0 x1 y1 ...`, in the order of the job.
    pub positions: Floats,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_words_have_a_lower_perplexity_or_none() {
        assert_eq!([2, 3, 5, 6, 7, 9].map(|n_words| usable_perplexity(n_words, 30.0)), [None; 6]);
        assert_eq!([10, 20, 30, 91].map(|n_words| usable_perplexity(n_words, 30.0)), [3.0, 6.0, 9.0, 30.0].map(Some));
        assert_eq!(usable_perplexity(1000, 2.5), Some(2.5));
    }
}
