//! Vectors from files and to files: one file for each format, pure, streamed.
//!
//! # In
//! A [`Bundle`] takes the bytes of one file, or of several that belong together, in pieces of any size. It gives a [`Loaded`]
//! table. The content says what a file is, never its name; it may be packed by gzip or zip. A [`Note`] tells of
//! anything out of the ordinary, a [`FormatError`] why a file is of no use. Each of them displays as one sentence.
//!
//! ```
//! use embedding_explorer::formats::{Bundle, ReadOptions};
//!
//! # fn main() -> Result<(), embedding_explorer::formats::FormatError> {
//! let mut bundle = Bundle::new(&ReadOptions::default());
//! let file = b"2 3\nboat 0.1 0.2 0.3\nharbor 0.3 0.2 0.1\n";
//! bundle.begin("vectors.vec", Some(file.len() as u64));
//! bundle.push_all(file)?;
//! assert_eq!(bundle.end()?, [], "nothing is missing");
//! let loaded = bundle.finish()?;
//! assert_eq!(loaded.words, ["boat", "harbor"]);
//! assert_eq!(loaded.matrix.vector(1), [0.3, 0.2, 0.1]);
//! # Ok(())
//! # }
//! ```
//!
//! ## From a worker
//! Nothing here waits or blocks, so the caller decides when to go on:
//!
//! 1. Make a [`Bundle`] when the first file comes. [`ReadOptions`] hold the limit of memory, the rows to keep, and which
//!    entry of an archive to open.
//! 2. [`begin`](Bundle::begin) each file with its length, which lets memory be reserved once. As chunks arrive,
//!    [`push`](Bundle::push) each one until all its bytes are taken. One call reads or unpacks 256 KiB at most: 1 to 3 ms.
//!    Between two calls the worker can answer. [`Progress`] has the rows so far, and the rows promised. Where it says
//!    `is_enough`, stop fetching the file: the rest is of no use.
//! 3. [`end`](Bundle::end) the file. It returns what the table still [`Need`]s: the words of an array, the vectors of
//!    a vocabulary, the `.npy` beside a `.kv`. An empty list means that there is a table. Otherwise keep the bundle, show the
//!    needs, and begin the next file when it comes. Files that were dropped together are pushed in any order; only the
//!    needs after the last one count. A file that turns out not to be needed becomes a note.
//! 4. Call [`advance`](Bundle::advance) in slices until it returns true. It gives words to rows and leaves out rows that
//!    are of no use. A million operations take about 4 ms. Then [`finish`](Bundle::finish).
//!
//! To cancel everything, drop the bundle. [`cancel`](Bundle::cancel) drops the file under way and keeps those before it.
//!
//! **Errors.** When `push` or `end` fails, that file is gone and the others stay, so another one can be tried. `advance` refuses
//! two tables, and words that do not fit the vectors ([`FormatError::Mismatch`]). In the second case the list of words is
//! dropped and the vectors stay, so the reader can give another list.
//!
//! **Memory.** In wasm a failed allocation ends the worker. So everything that grows with a file is counted against
//! [`ReadOptions::most_bytes`] before it is allocated, and a failure is a value. A number in a header reserves nothing beyond
//! what the rest of the file can hold. [`FormatError::TooLarge`] says about how many rows fit: open the file again with
//! [`ReadOptions::most_rows`]. A table costs its matrix (rows padded to four numbers) and about 50 bytes a word; a pickle is held
//! whole beside it. fastText's n-grams ([`Subwords::n_bytes`]) are counted too.
//!
//! **One piece.** `end` does the work of a pickle or of words in metadata in one call: 25 ms natively for 400,000 words.
//!
//! ## Vectors or a text
//! A page opens both by the same button. [`looks_like_vectors`] tells by the first bytes which a file is; in doubt it is a text.
//! What [`is_packed`] says it of is looked into by [`holds_vectors`].
//!
//! A [`TextArchive`] takes an archive that holds no vectors, and gives its texts: chapters of an e-book, or text files.
//!
//! # Out
//! A [`TableWriter`] writes a table as any [`Output`], about as many bytes a call as asked for. A [`PointsWriter`] writes places
//! on the map with neighbors, and a [`ReportWriter`] the questions of an evaluation. Numbers in text are the shortest that
//! read back to the same bits.

mod builder;
mod bundle;
mod compressed;
mod error;
mod fasttext;
mod floats;
mod join;
mod json;
mod lines;
mod loaded;
mod looks;
mod need;
mod note;
mod npy;
mod number;
mod opening;
mod options;
mod part;
mod pickle;
mod room;
mod safetensors;
mod sections;
mod shown;
mod subwords;
mod text;
mod texts;
mod undecided;
mod vocabulary_json;
mod word2vec_binary;
mod write;

pub use bundle::{Bundle, Progress};
pub use error::FormatError;
pub use loaded::{Format, Loaded};
pub use looks::{holds_vectors, is_packed, is_zip, looks_like_vectors};
pub use need::Need;
pub use note::Note;
pub use options::ReadOptions;
pub use sections::{Section, SectionView, SectionsError, SectionsReader, SectionsWriter, Tag, looks_like_session};
pub use shown::{is_invisible, shown};
pub use subwords::Subwords;
pub use texts::{ArchivedTexts, TextArchive};
#[cfg(not(target_arch = "wasm32"))]
pub use write::save;
pub use write::{
    AnalogyRow, Labeling, Labels, Neighbor, Output, Point, PointsFormat, PointsWriter, ReportWriter, TableView,
    TableWriter,
};

/// Numbers of a vector at most: a map's covariance takes the square of them.
pub const MOST_DIMS: u64 = 4096;
