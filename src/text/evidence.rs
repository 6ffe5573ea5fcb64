//! Evidence: what a text says about a word or a pair of words, which is what their vectors were learned from.
//!
//! [`Concordance`] quotes: it finds the sentences of the whole text that have a word, or both of two. [`Contexts`] counts: it
//! finds the words that stand near a word, and how much more often than by chance. [`shared_contexts`] are the contexts that
//! make two words similar. Both look at every token, so both work in slices of any size.

mod concordance;
mod contexts;

pub use concordance::{Concordance, KeyWordInContext};
pub use contexts::{ContextWord, Contexts, SharedContext, shared_contexts};
