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

/// Worker to page: how far it is. The first one, of no epochs, says that the worker is up; in the last one `epoch` is
/// `epochs`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TsneReport {
    /// Rounds done.
    pub epoch: u32,
    /// Rounds in all.
    pub epochs: u32,
    /// `x0 y0 x1 y1 ...`, in the order of the job.
    pub positions: Floats,
}
