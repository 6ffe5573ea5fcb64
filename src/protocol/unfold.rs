//! What crosses between the page and the worker that lays words out by t-SNE.

use serde::{Deserialize, Serialize};

use super::Buffer;

/// Page to worker: lay these words out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UnfoldJob {
    /// Numbers of a vector.
    pub dims: u32,
    /// About how many neighbors count for each word, above 0.
    pub perplexity: f32,
    /// Rounds, at least 1.
    pub epochs: u32,
    /// `words x dims`, row-major. Crosses as a buffer.
    #[serde(skip)]
    pub values: Vec<f32>,
    /// `x0 y0 x1 y1 ...`: where the words begin. Crosses as a buffer.
    #[serde(skip)]
    pub first: Vec<f32>,
}

/// Worker to page: how far it is. The first one, of no epochs, says that the worker is up; in the last one `epoch` is
/// `epochs`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UnfoldReport {
    /// Rounds done.
    pub epoch: u32,
    /// Rounds in all.
    pub epochs: u32,
    /// `x0 y0 x1 y1 ...`, in the order of the job. Crosses as a buffer.
    #[serde(skip)]
    pub positions: Vec<f32>,
}

impl UnfoldJob {
    /// Takes the long arrays out.
    pub fn detach(&mut self) -> Vec<Buffer> {
        vec![Buffer::F32(std::mem::take(&mut self.values)), Buffer::F32(std::mem::take(&mut self.first))]
    }

    /// Puts them back; buffers of another kind are left out.
    pub fn attach(&mut self, buffers: Vec<Buffer>) {
        let mut buffers = buffers.into_iter();
        if let (Some(Buffer::F32(values)), Some(Buffer::F32(first))) = (buffers.next(), buffers.next()) {
            (self.values, self.first) = (values, first);
        }
    }
}

impl UnfoldReport {
    /// Takes the long array out.
    pub fn detach(&mut self) -> Vec<Buffer> {
        vec![Buffer::F32(std::mem::take(&mut self.positions))]
    }

    /// Puts it back; a buffer of another kind is left out.
    pub fn attach(&mut self, buffers: Vec<Buffer>) {
        if let Some(Buffer::F32(positions)) = buffers.into_iter().next() {
            self.positions = positions;
        }
    }
}
