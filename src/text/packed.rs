//! Texts as they are saved, and restored in slices.
//!
//! What was saved may come from a file, so nothing of it is believed: an id is compared with the number of words, an end
//! with the one before. [`Misfit`](crate::columns::Misfit) says that something does not fit.

mod corpus;
mod remnant;
mod stream;
mod vocabulary;

pub use corpus::{CorpusRestorer, corpus_columns};
pub use remnant::RemnantBuilder;
pub use stream::StreamRestorer;
pub use vocabulary::{VocabularyRestorer, VocabularyToSave};
