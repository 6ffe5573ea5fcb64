//! Vectors to meaning: questions about word vectors, maps of them, and how good they are.
//!
//! [`Embedding`] is a view of the vectors; its docs state the rules for zeros, NaN and infinities.
//!
//! - **Questions**, one call each: [`nearest`] and [`combine`] are neighbors and arithmetic, which [`Expression`]
//!   reads as people write it; [`nearest_by_product`] and [`nearest_by_distance`] find neighbors by other measures, and
//!   [`rank_of`] counts the words before one; [`Scan`] answers these in slices. [`similarity_matrix`] compares words
//!   with each other, [`clustered_order`] puts similar ones side by side, [`similarity_of_sets`] compares two groups,
//!   and [`odd_one_out`] finds the word that does not belong.
//! - **Maps**: [`PcaFitting`] finds the plane in which vectors differ most, [`AxesFitting`] lays words along two
//!   [`SemanticAxis`], and [`tsne()`] keeps neighbors together. [`Aligner`] keeps a growing map from spinning,
//!   [`RecallMeasure`] measures how true a map is, and [`Clusters`] groups its words.
//! - **Evaluation**: [`evaluation`] asks questions whose answers are known, and [`Comparison`] finds what changed between
//!   two models.
//!
//! Work that grows with the vocabulary comes in slices: `advance` takes a number of multiply-adds and goes on by about that
//! many; results do not depend on how the work was cut. The vectors are handed in at each call and must not change until
//! the work is done. After an error, the work is to be discarded.
//!
//! Definitions follow gensim's `KeyedVectors` wherever it has the function.

mod align;
mod arithmetic;
mod axis;
mod batch;
mod best;
mod budget;
mod clusters;
mod comparison;
mod covariance;
mod eigen;
mod embedding;
pub mod evaluation;
mod expression;
mod many;
mod nearest;
mod ordering;
mod pca;
mod quantized;
mod recall;
mod scan;
mod tsne;

pub use align::{Aligned, Aligner};
pub use arithmetic::{
    Factors, nearest_by_distance, nearest_by_product, nearest_by_product_of, odd_one_out, rank_of, similarity_of_sets,
};
pub use axis::{AxesFitting, AxesMap, SemanticAxis};
pub use best::Scored;
pub use clusters::Clusters;
pub use comparison::{ComparedWord, Comparison, SideBySide};
pub use embedding::{Checksum, Embedding, LARGEST, SpaceError, is_finite_row, not_finite_rows};
pub use expression::{Expression, ExpressionError, Term};
pub use many::ManyNeighbors;
pub use nearest::{
    InverseNorms, Side, combine, cosines_to, cosines_to_vector, inverse_norms, merge_terms, nearest, similarity_matrix,
};
pub use ordering::clustered_order;
pub use pca::{PcaFitting, PcaMap};
pub use quantized::Quantized;
pub use recall::{N_NEIGHBORS, RecallMeasure, chance_recall, neighbor_recall};
pub use scan::Scan;
pub use tsne::tsne;
