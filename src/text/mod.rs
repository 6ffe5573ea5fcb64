//! Text to token ids: bytes are decoded, cut into sentences of words, and the words numbered by falling frequency.
//!
//! In reading order: a [`TextReader`] takes bytes in pieces of any size and gives a [`TokenStream`] (the distinct
//! tokens of the text, and the text as numbers into them); [`encode`] turns that into a [`Vocabulary`] and a
//! [`Corpus`] for one choice of minimum count, so that another choice needs no second reading. What either says of a
//! word or two is told by [`Concordance`] and [`Contexts`].
//!
//! # Encodings
//! UTF-8, and UTF-16 of either byte order where a byte order mark says so. What cannot be decoded becomes U+FFFD and
//! is counted ([`TokenStream::n_replaced`]). The decoder is our own, a few lines over `std`: a library of all the
//! world's encodings would be a quarter of what the worker may weigh, for files that any editor can save as UTF-8. A
//! file that is not text at all is refused ([`TextError::NotText`]).
//!
//! # Words
//! A word is a word of Unicode's UAX #29, with these differences:
//! - A hyphen directly between two words joins them: `mother-in-law` is one token.
//! - `’` is written `'`, so that `don’t` and `don't` are the same.
//! - Underscores at the ends are dropped (`_very_` is emphasis), inside they stay (`new_york`).
//! - More than 100 characters are data and no word, and are left out.
//!
//! So numbers stay whole (`1,000`, `3.14`), punctuation goes, and in a script without spaces each word that UAX #29
//! finds is a token: one ideograph, say.
//!
//! # Markup
//! `<unk>` and every other `<tag>` is dropped and leaves no gap: its neighbors are neighbors. `WikiText`'s `@-@`,
//! `@,@` and `@.@` join theirs: `well @-@ known` is `well-known`, `1 @,@ 000` is `1,000`. A line `= Title =` is a
//! passage of its own.
//!
//! # Sentences
//! A sentence ends at `.`, `!`, `?` or `…` before white space (quotes and brackets may stand between), though not
//! after an initial (`J.`), an abbreviation of a short list (`Mr.`) or a word with a period inside (`e.g.`); at `。`,
//! `！`, `？` and their like anywhere; at a blank line; and at the end of each line, unless the text is hard-wrapped
//! (the rule for that stands in `wrap.rs`).
//!
//! # Passages
//! A passage is what belongs together: the sentences of a paragraph, which is a line, or in a hard-wrapped text all
//! lines up to a blank one. Where a sentence ends its neighbors are still about the same thing, so a training window may
//! reach over that; it never reaches out of a passage. After 1,000 tokens a passage ends in any case, as in `word2vec.c`,
//! where it is called a sentence.

mod decode;
mod encode;
mod error;
mod evidence;
mod lexicon;
mod markup;
mod reader;
mod search;
mod spelling;
mod stream;
mod vocabulary;
mod words;
pub mod world;
mod wrap;

pub use encode::{Corpus, VocabularyOptions, encode, keep_probability};
pub use error::TextError;
pub use evidence::{Concordance, ContextWord, Contexts, KeyWordInContext, SharedContext, shared_contexts};
pub use reader::{ReadOptions, TextReader};
pub use search::search;
pub use spelling::spelling_suggestions;
pub use stream::TokenStream;
pub use vocabulary::Vocabulary;
