//! The map as the page gets it, and measurements of it.

use serde::{Deserialize, Serialize};

use super::{Bytes, Floats, Ids, Projection};

/// The map at one moment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    /// The model this is a picture of.
    pub generation: u32,
    /// Grows by one with each frame; goes back in [`Command::FrameShown`](super::Command::FrameShown).
    pub serial: u32,
    /// Words trained on when it was taken.
    pub tokens_done: u64,
    /// `x0 y0 x1 y1 ...` of the words shown, by word id.
    pub positions: Floats,
    /// Grows with each change of view: two frames with the same number show the same words along the same axes.
    pub view: u32,
    /// How the positions came about.
    pub projection: Projection,
    /// Share of the variance along x and along y, in [0, 1]; of unit vectors, where the axes are semantic.
    pub explained: [f64; 2],
    /// Share along each of the first principal components, at most 20, largest first; empty where the map has other axes.
    pub spread: Vec<f64>,
    /// Whether x and y are the components asked for. While the map is still turning towards them it is some rotation of
    /// their plane.
    pub on_axes: bool,
    /// The cosine of the angle between two semantic axes.
    pub axes_cosine: Option<f64>,
}

/// How true a map is: the recall of the ten nearest, that is, how many of each word's ten nearest words are among its ten
/// nearest on the map.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recall {
    /// The model.
    pub generation: u32,
    /// [`Frame::serial`] of the map that was measured.
    pub serial: u32,
    /// The share of neighbors found on the map, in [0, 1], over the words measured.
    pub mean: f64,
    /// Neighbors that are compared for each word: ten, or all others on a smaller map, where nothing can be missed.
    pub n_neighbors: u32,
    /// The share that a map without any order would find, in [0, 1].
    pub chance: f64,
    /// Words measured so far.
    pub n_measured: u32,
    /// Words to be measured.
    pub n_wanted: u32,
    /// By word id the number found, or [`NOT_MEASURED`].
    pub of_word: Bytes,
}

/// "This word was not measured" in [`Recall::of_word`].
pub const NOT_MEASURED: u8 = u8::MAX;

/// The words of the map in groups that point the same way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clusters {
    /// The model.
    pub generation: u32,
    /// The words nearest to the middle of each group, nearest first.
    pub central: Vec<Vec<u32>>,
    /// By word id an index into `central`, or [`NO_TOPIC`](super::NO_TOPIC) for words that are not on the map.
    pub group_of_word: Bytes,
}

/// Vectors of the map's words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Vectors {
    /// The model.
    pub generation: u32,
    /// Numbers of a vector.
    pub dims: u32,
    /// The words.
    pub word_ids: Ids,
    /// `words x dims`, row-major.
    pub values: Floats,
    /// `x0 y0 x1 y1 ...` along the first two principal components of these words.
    pub components: Floats,
}
