//! Vectors to meaning: what can be asked of a table of word vectors.
//!
//! [`Embedding`] is the table; [`nearest`] and [`combine`] are neighbors and arithmetic, which [`Expression`] reads as people
//! write it. [`nearest_by_product`] and [`nearest_by_distance`] find neighbors by other measures, [`rank_of`] says how many
//! stand before a word. [`similarity_matrix`] compares a few words with each other, [`similarity_of_sets`] two groups of
//! them, and [`odd_one_out`] tells which does not belong. [`evaluation`] asks what people know the answers to. [`Pca`] finds
//! the plane the map lies in, [`SemanticAxis`] lays it along words, [`tsne()`] keeps neighbors together, [`Aligner`] keeps it
//! from spinning, [`kept_neighbors`] says how true it is and [`Clusters`] groups its words. [`clustered_order`] puts similar
//! words side by side, [`Comparison`] lays two models side by side.
//! Definitions follow gensim's `KeyedVectors` where it has the word.

mod align;
mod arithmetic;
mod axis;
mod batch;
mod clusters;
mod comparison;
mod embedding;
pub mod evaluation;
mod expression;
mod kept;
mod nearest;
mod number;
mod ordering;
mod pca;
mod tsne;

pub use align::{Aligned, Aligner};
pub use arithmetic::{nearest_by_distance, nearest_by_product, odd_one_out, rank_of, similarity_of_sets};
pub use axis::{SemanticAxis, explained_by};
pub use clusters::Clusters;
pub use comparison::{ComparedWord, Comparison, Side, SideBySide};
pub use embedding::{Embedding, SpaceError};
pub use expression::{Expression, ExpressionError, Term};
pub use kept::{N_COMPARED, kept_neighbors};
pub use nearest::{Scored, combine, cosines_to, inverse_norms, nearest, similarity_matrix};
pub use ordering::clustered_order;
pub use pca::{Pca, PcaFitting};
pub use tsne::tsne;
