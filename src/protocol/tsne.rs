//! What crosses between the page and the worker that lays words out by t-SNE.

use serde::{Deserialize, Serialize};

use super::Floats;

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
