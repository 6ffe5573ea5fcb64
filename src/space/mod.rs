//! Vectors to meaning: what can be asked of a table of word vectors.
//!
//! [`Embedding`] is the table; [`nearest`] and [`combine`] are neighbors and arithmetic, [`similarity_matrix`] compares a
//! few words with each other, [`evaluation`] asks what people know the answers to. [`Pca`] finds the plane the map lies in,
//! [`SemanticAxis`] lays it along words, [`tsne()`] keeps neighbors together, [`Aligner`] keeps it from spinning, [`kept_neighbors`] says how true it is and
//! [`Clusters`] groups its words.
//! Definitions follow gensim's `KeyedVectors` where it has the word.

mod align;
mod axis;
mod clusters;
mod embedding;
pub mod evaluation;
mod kept;
mod nearest;
mod pca;
mod tsne;

pub use align::{Aligned, Aligner};
pub use axis::{SemanticAxis, explained_by};
pub use clusters::Clusters;
pub use embedding::{Embedding, SpaceError};
pub use kept::{N_COMPARED, kept_neighbors};
pub use nearest::{Scored, combine, cosines_to, inverse_norms, nearest, similarity_matrix};
pub use pca::{Pca, PcaFitting};
pub use tsne::tsne;
