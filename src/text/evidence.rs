//! What a text says of a word or a pair of words: the evidence that vectors were learned from.
//!
//! [`Concordance`] quotes: the sentences that have a word, or both of two, out of the whole text. [`Contexts`] counts: which
//! words stand near a word, and how much more often than chance would have it; [`shared_contexts`] are those by which two
//! words are near each other. Either looks at every token, so both are read in slices of any size.

mod concordance;
mod contexts;

pub use concordance::{Concordance, KeyWordInContext};
pub use contexts::{ContextWord, Contexts, SharedContext, shared_contexts};
