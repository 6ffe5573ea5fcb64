//! From text to word ids.
//!
//! 1. A [`TextReader`] takes the bytes of a text in pieces of any size. The result is a [`TokenStream`]: the distinct
//!    tokens of the text, and the text as numbers that refer to them.
//! 2. An [`Encoder`] (or [`encode`], in one call) turns that into a [`Vocabulary`] and a [`Corpus`] for one choice of
//!    minimum count. Another choice needs no second reading. Word ids go by frequency: 0 is the most frequent word.
//! 3. [`search`], [`spelling_suggestions`] and [`Vocabulary::find`] find words as a reader types them, and
//!    [`TokenStream::absence`] says why there is none.
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
//! # Saving
//! A stream, a vocabulary and a corpus are saved as a small head and long arrays (`packed.rs`), and restored in slices that
//! check what they are told.
//!
//! # Memory
//! Everything that grows with the text asks for its memory and ends in [`TextError::TooLong`] if there is none. A token
//! takes 4 bytes in the stream, in blocks that never move, and 4 bytes in the corpus. [`TokenStream::n_bytes`],
//! [`Vocabulary::n_bytes`], [`Corpus::n_bytes`] and [`Encoder::peak_bytes`] say what a text takes, and
//! [`ReadOptions::most_bytes`] and [`Encoder::with_most_bytes`] set limits.
//!
//! # Files and encodings
//! Gzip is opened. Whatever is no plain text (PDF, RTF, Office documents, archives, pictures, programs) is refused by its
//! first bytes, with how to get text from it. UTF-8 and UTF-16 are read, marked or not; anything else is decoded from the
//! encoding that was chosen or, by the letters that it gives, guessed (`decode/guess.rs`). What cannot be decoded becomes
//! U+FFFD and is counted ([`TokenStream::n_replaced`]). A document or a mail that is no UTF-8 is in the encoding that it names
//! (`decode/declared.rs`). Mail loses the encoding of its transport before anything else (`transfer.rs`).
//!
//! # What the beginning decides
//! The first 64 KiB decide how the rest is read: whether it is a document in HTML or XML (`markup.rs`), whether its lines
//! are rows (`rows.rs`) or wrapped prose (`wrap.rs`), and whether scripts without spaces have their words separated
//! (`scripts.rs`). [`TextReader::notices`] tells it early, [`TokenStream::notices`] at the end.
//!
//! # Words
//! Texts and questions are read through one [`normalize`]. A word is a word of Unicode's UAX #29, with these differences:
//! - A hyphen directly between two words joins them: `mother-in-law` is one token.
//! - Underscores at the ends are dropped (`_very_` is emphasis). Those inside stay (`new_york`).
//! - A comma joins digits only as in a number (`1,000`, `3,14`), and a semicolon never does: `26865,5412` are two ids.
//! - `c++`, `c#` and `.NET` are whole. Emoji and emoticons are words (`emoji.rs`).
//! - Ideographs and kana are words between spaces where the author has put spaces between words, and single characters
//!   elsewhere. Thai, Lao, Khmer and Burmese are words between spaces; a text that is mostly in one of them, without spaces
//!   between words, is refused ([`TextError::NotSeparated`]). Tibetan is taken by words or, without spaces, by syllables.
//! - A word of more than 100 characters is data: it is left out and counted.
//!
//! Punctuation is dropped. Why a word that was asked for is not in the vocabulary says [`TokenStream::absence`].
//!
//! # Markup
//! A plain text loses the tags that tools and posts leave behind (`<unk>`, `<br>`, `<a href="...">`) and keeps every other
//! word between `<` and `>`; a document loses all tags, comments, scripts and styles. Characters by name (`&amp;`) are
//! decoded. `WikiText`'s `@-@`, `@,@` and `@.@` join the words around them: `well @-@ known` is `well-known`, `1 @,@ 000`
//! is `1,000`. A line `= Title =` is a passage of its own. The words of dropped markup are counted, so that nobody is told
//! that the text does not have them.
//!
//! # What programs leave
//! The beginning of a text also tells what programs have done to it, by rules that prose does not meet (`quirks.rs`): letters
//! that were encoded twice, line ends as `\n`, dates and times before the messages of chats and logs, tags behind the slash of
//! each word, words with their analysis in columns, LaTeX. Each is undone and noticed, and what is left out is counted.
//!
//! # Lines
//! Lines end at LF, CR, CR LF, NEL, U+2028 and U+2029. In wrapped prose a word that is broken at a line end is joined if the
//! text has it whole elsewhere, with its hyphen or without (`breaks.rs`); a soft hyphen there always joins. Each row of a
//! table is a passage, and a quoted cell may go over several lines. Strings in JSON lose their escapes (`json.rs`), subtitles
//! their times (`cues.rs`), and ids in rows are whole whatever signs they have: `user:16` (`rows/ids.rs`).
//!
//! # Columns
//! Of a table, or of records in JSON, the columns of prose are read; all are where none, or each, is prose, and others where a
//! reader chose some ([`TextReader::with_columns`]). What is read of a row or record is a passage (`table.rs`). Keys of JSON are
//! no words. [`TextReader::table`] tells the columns with some of their cells.
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
mod company;
mod corpus;
mod cues;
mod decode;
mod emoji;
mod encode;
mod error;
mod evidence;
mod gunzip;
mod hash;
mod json;
mod kind;
mod layout;
mod lexicon;
mod lines;
mod markup;
mod normalize;
mod options;
mod packed;
mod quirks;
mod ranking;
mod reader;
mod room;
mod rows;
mod scan;
mod scripts;
mod search;
mod spelling;
mod stream;
mod table;
mod transfer;
mod vocabulary;
mod words;
pub mod world;
mod wrap;

pub use absence::Absence;
pub use company::{CompanySearch, LEAST_MAP_WORDS, useful_min_count};
pub use corpus::{Corpus, keep_probability};
pub(crate) use decode::Decoder;
pub use decode::{Encoding, LegacyDecoders};
pub use encode::{Encoder, VocabularyOptions, encode};
pub(crate) use error::grouped;
pub use error::{TextError, VocabularyError};
pub use evidence::{Concordance, ContextWord, Contexts, KeyWordInContext, SharedContext, shared_contexts};
pub use layout::Notice;
pub use normalize::{lower, normalize};
pub use options::ReadOptions;
pub use packed::{
    CorpusRestorer, RemnantBuilder, StreamRestorer, VocabularyRestorer, VocabularyToSave, corpus_columns,
};
pub use quirks::Quirk;
pub use reader::TextReader;
pub use rows::Rows;
pub use scripts::{Script, Unit};
pub use search::search;
pub use spelling::spelling_suggestions;
pub use stream::TokenStream;
pub use table::{ColumnKind, TableColumn, TextTable};
pub use vocabulary::Vocabulary;
pub use words::words_in;
