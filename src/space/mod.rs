//! Vectors to meaning: what can be asked of a table of word vectors.
//!
//! [`Embedding`] is the table; [`nearest`] and [`combine`] are neighbors and arithmetic, [`similarity_matrix`] compares a
//! few words with each other, [`evaluation`] asks what people know the answers to, [`Pca`] finds the plane the map lies in
//! and [`Aligner`] keeps that map from spinning.
//! Definitions follow gensim's `KeyedVectors` where it has the word.

mod align;
mod embedding;
pub mod evaluation;
mod nearest;
mod pca;

pub use align::{Aligned, Aligner};
pub use embedding::{Embedding, SpaceError};
pub use nearest::{Scored, combine, inverse_norms, nearest, similarity_matrix};
pub use pca::Pca;
