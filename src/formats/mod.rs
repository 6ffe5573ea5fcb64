//! Vectors from files and to files: one file for each format, pure, streamed.
//!
//! # In
//! A [`Bundle`] is pushed the bytes of one file, or of several that belong together, in pieces of any size, and gives a
//! [`Loaded`] table. What a file is, its content says, never its name; it may be packed by gzip or zip. Whatever is out of
//! the ordinary is a [`Note`]; whatever makes a file useless is a [`FormatError`]. Both are one sentence.
//!
//! ```
//! use embedding_explorer::formats::{Bundle, ReadOptions};
//!
//! # fn main() -> Result<(), embedding_explorer::formats::FormatError> {
//! let mut bundle = Bundle::new(&ReadOptions::default());
//! let file = b"2 3\nboat 0.1 0.2 0.3\nharbor 0.3 0.2 0.1\n";
//! bundle.begin("vectors.vec", Some(file.len() as u64));
//! bundle.push_all(file)?;
//! assert_eq!(bundle.end()?, [], "nothing is missing");
//! let loaded = bundle.finish()?;
//! assert_eq!(loaded.words, ["boat", "harbor"]);
//! assert_eq!(loaded.matrix.vector(1), [0.3, 0.2, 0.1]);
//! # Ok(())
//! # }
//! ```
//!
//! # Out
//! A [`TableWriter`] writes any [`Output`] in pieces; a [`PointsWriter`] writes places on the map with neighbors, a [`ReportWriter`]
//! the questions of an evaluation. Numbers in text are the shortest that read back to the same bits.

mod builder;
mod bundle;
mod compressed;
mod error;
mod fasttext;
mod floats;
mod join;
mod json;
mod lines;
mod loaded;
mod need;
mod note;
mod npy;
mod number;
mod opening;
mod options;
mod part;
mod pickle;
mod room;
mod safetensors;
mod shown;
mod subwords;
mod text;
mod undecided;
mod vocabulary_json;
mod word2vec_binary;
mod write;

pub use bundle::{Bundle, Progress};
pub use error::FormatError;
pub use loaded::{Format, Loaded};
pub use need::Need;
pub use note::Note;
pub use options::ReadOptions;
pub use shown::{is_invisible, shown};
pub use subwords::Subwords;
pub use write::{
    AnalogyRow, Labels, Neighbor, Output, Point, PointsFormat, PointsWriter, ReportWriter, TableView, TableWriter,
};

/// Numbers of a vector at most: a map's covariance takes the square of them.
pub const MOST_DIMS: u64 = 4096;
