//! The panels of both columns, a file each.

pub mod analogy;
pub mod compare;
pub mod corpus;
pub mod evaluation;
pub mod heatmap;
pub mod lesson;
pub mod loss;
pub mod model;
pub mod similarity;
pub mod word;
