//! From text to word ids.
//!
//! 1. A [`TextReader`] takes the bytes of a text in pieces of any size. The result is a [`TokenStream`]: the distinct
//!    tokens of the text, and the text as numbers that refer to them.
//! 2. An [`Encoder`] (or [`encode`], in one call) turns that into a [`Vocabulary`] and a [`Corpus`] for one choice of
//!    minimum count. Another choice needs no second reading. Word ids go by frequency: 0 is the most frequent word.
//! 3. [`search`], [`spelling_suggestions`] and [`Vocabulary::find`] find words as a reader types them.
//! 4. [`Concordance`] and [`Contexts`] show what the text says about a word or a pair of words.
//!
//! A vocabulary can also be made [from a list of words](Vocabulary::from_words), without a text. [`world`] writes the
//! built-in corpus.
//!
//! ```
//! use embedding_explorer::text::{ReadOptions, TextReader, VocabularyOptions, encode};
//!
//! let mut reader = TextReader::new(ReadOptions::default());
//! reader.push("The king rules. The queen ru".as_bytes())?;
//! reader.push("les, too.".as_bytes())?;
//! let stream = reader.finish()?;
//! let (vocabulary, corpus) = encode(&stream, &VocabularyOptions { min_count: 2, max_words: 200_000 })?;
//! assert_eq!(vocabulary.words(), ["the", "rules"]);
//! assert_eq!(corpus.ids, [0, 1, 0, 1]);
//! assert_eq!(corpus.sentence_ends, [2, 4]);
//! # Ok::<(), embedding_explorer::text::TextError>(())
//! ```
//!
//! # Memory
//! Everything that grows with the text asks for its memory and ends in [`TextError::TooLong`] if there is none. A token
//! takes 4 bytes in the stream, in blocks that never move, and 4 bytes in the corpus. [`TokenStream::n_bytes`],
//! [`Vocabulary::n_bytes`], [`Corpus::n_bytes`] and [`Encoder::peak_bytes`] say what a text takes, and
//! [`ReadOptions::most_bytes`] and [`Encoder::with_most_bytes`] set limits.
//!
//! # Encodings
//! UTF-8 is read, and UTF-16 of either byte order if the text begins with a byte order mark. What cannot be decoded
//! becomes U+FFFD and is counted ([`TokenStream::n_replaced`]). A file that is not text at all is refused
//! ([`TextError::NotText`]). The decoder is our own, a few lines over `std`: a library of all encodings would be a
//! quarter of the worker's size, and any editor can save a file as UTF-8.
//!
//! # Words
//! A word is a word of Unicode's UAX #29, with these differences:
//! - A hyphen directly between two words joins them: `mother-in-law` is one token.
//! - `’` becomes `'`, so `don’t` and `don't` are the same word.
//! - Underscores at the ends are dropped (`_very_` is emphasis). Those inside stay (`new_york`).
//! - A word of more than 100 characters is data and is left out.
//!
//! So numbers stay whole (`1,000`, `3.14`) and punctuation is dropped. In a script without spaces each word that UAX #29
//! finds is a token, for instance a single ideograph.
//!
//! # Markup
//! `<unk>` and every other `<tag>` is dropped and leaves no gap: the words around it become neighbors. `WikiText`'s `@-@`,
//! `@,@` and `@.@` join the words around them: `well @-@ known` is `well-known`, `1 @,@ 000` is `1,000`. A line
//! `= Title =` is a passage of its own.
//!
//! # Sentences
//! A sentence ends
//! - at `.`, `!`, `?` or `…` before white space, with or without quotes and brackets in between, but not after an initial
//!   (`J.`), a common abbreviation (`Mr.`) or a word with a period inside (`e.g.`);
//! - at `。`, `！`, `？` and similar signs, anywhere;
//! - at a blank line;
//! - at the end of each line, unless the text is hard-wrapped (`wrap.rs` has the rule).
//!
//! # Passages
//! A passage is text that belongs together: the sentences of a paragraph. A paragraph is a line or, in a hard-wrapped
//! text, all lines up to a blank one. The next sentence of a passage is still about the same thing, so a training window
//! may extend over the end of a sentence, but never over the end of a passage. A passage ends after 1,000 tokens in any
//! case, as in `word2vec.c`, which calls it a sentence.

mod absence;
mod blocks;
mod body;
mod breaks;
mod corpus;
mod decode;
mod emoji;
mod encode;
mod error;
mod evidence;
mod gzip;
mod hash;
mod kind;
mod layout;
mod lexicon;
mod lines;
mod markup;
mod normalize;
mod options;
mod ranking;
mod reader;
mod room;
mod rows;
mod scripts;
mod search;
mod spelling;
mod stream;
mod vocabulary;
mod words;
pub mod world;
mod wrap;

pub use absence::Absence;
pub use corpus::{Corpus, keep_probability};
pub use decode::{Encoding, LegacyDecoders};
pub use encode::{Encoder, VocabularyOptions, encode};
pub use error::{TextError, VocabularyError};
pub use evidence::{Concordance, ContextWord, Contexts, KeyWordInContext, SharedContext, shared_contexts};
pub use layout::Notice;
pub use normalize::normalize;
pub use options::ReadOptions;
pub use reader::TextReader;
pub use rows::Rows;
pub use scripts::{Script, Unit};
pub use search::search;
pub use spelling::spelling_suggestions;
pub use stream::TokenStream;
pub use vocabulary::{Vocabulary, first_of_each};
