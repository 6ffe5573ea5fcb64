//! What can be wrong with a file of vectors. Each message is one sentence for the person who chose the file.

use thiserror::Error;

use super::need::Need;

/// Why a file cannot be opened, or be written.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum FormatError {
    /// A file without a byte, or with nothing but white space.
    #[error("The file is empty: choose one that has vectors in it.")]
    Empty,
    /// A kind of file that is known, and not read.
    #[error("This is {what}, which is not read here: {advice}.")]
    OtherKind {
        /// The kind, with its article.
        what: &'static str,
        /// What to do instead.
        advice: &'static str,
    },
    /// Bytes that are no vectors in any format that is read.
    #[error(
        "This is no table of vectors: {why} at byte {offset}. Choose a file of word vectors, or a list of words for one."
    )]
    NotVectors {
        /// What was found, as a phrase.
        why: &'static str,
        /// Bytes before it.
        offset: u64,
    },
    /// A line that no table has.
    #[error("Line {line} is longer than {most_bytes} bytes, so this is no table of vectors: choose another file.")]
    LongLine {
        /// Counted from 1.
        line: u64,
        /// The longest that is read.
        most_bytes: usize,
    },
    /// More numbers in a vector than can be worked with.
    #[error("Vectors of {dims} numbers are too long; at most {} are read.", super::MOST_DIMS)]
    Dims {
        /// Numbers of a vector.
        dims: u64,
    },
    /// Fewer than two words.
    #[error("A table needs at least two words; {n_rows} could be read{why}.")]
    TooFewWords {
        /// Rows that could be read.
        n_rows: usize,
        /// What happened to the others, as the end of the sentence; may be empty.
        why: String,
    },
    /// Most rows are not like the others.
    #[error(
        "{n_bad} of {n_lines} rows are no word followed by {dims} numbers, the first in line {line}: choose another file."
    )]
    MostlyBad {
        /// Rows that were left out.
        n_bad: u64,
        /// Rows that were looked at.
        n_lines: u64,
        /// Numbers that a row should have.
        dims: usize,
        /// The first of them, counted from 1.
        line: u64,
    },
    /// The table does not fit in memory.
    #[error(
        "The table does not fit in memory, which has room for about {n_rows} rows of {dims} numbers: keep only the first {n_rows} rows, or fewer."
    )]
    TooLarge {
        /// Rows that fit, by what the rows so far have cost.
        n_rows: u64,
        /// Numbers of a row.
        dims: u64,
    },
    /// A file that is not a table itself does not fit in memory.
    #[error("There is no memory left to read this file: close other pages, or choose a smaller file.")]
    NoRoom,
    /// The list of words and the vectors are of different lengths.
    #[error(
        "“{words_name}” has {n_words} words and “{rows_name}” has {n_rows} vectors: give a list with one word for each vector."
    )]
    Mismatch {
        /// The file of words.
        words_name: String,
        /// Its words.
        n_words: usize,
        /// The file of vectors.
        rows_name: String,
        /// Its rows.
        n_rows: usize,
    },
    /// A compressed file that cannot be opened.
    #[error("The archive cannot be opened: {why} at byte {offset}. {advice}")]
    Archive {
        /// What is wrong, as a phrase.
        why: &'static str,
        /// Where, in bytes of the archive.
        offset: u64,
        /// What to do, as a sentence.
        advice: &'static str,
    },
    /// A small archive that would fill the memory.
    #[error(
        "The archive unpacks to more than {ratio} times its size, as neither texts nor vectors do: nothing of it was opened."
    )]
    Bomb {
        /// The limit.
        ratio: u64,
    },
    /// An e-book whose chapters are encrypted.
    #[error(
        "This e-book is protected against copying (DRM), so its text cannot be read here: choose a copy without protection."
    )]
    Protected,
    /// A file in one of the binary formats that is not as the format says.
    #[error("This looks like {format}, but {why} at byte {offset}: {advice}.")]
    Broken {
        /// The format, with its article.
        format: &'static str,
        /// What is wrong, as a phrase.
        why: String,
        /// Where, in bytes of the unpacked file.
        offset: u64,
        /// What to do.
        advice: &'static str,
    },
    /// A pickle that asks for something that no table of vectors needs.
    #[error(
        "This pickle asks for `{name}` at byte {offset}, which is none of the types of gensim's vectors: nothing of it was run, and nothing was opened."
    )]
    ForeignType {
        /// Module and name.
        name: String,
        /// Where it asks.
        offset: u64,
    },
    /// Something that belongs to the files is not there yet.
    #[error("{}", super::need::sentence(needs))]
    Missing {
        /// What it is.
        needs: Vec<Need>,
    },
    /// Files that are each whole, and not parts of one table.
    #[error("These files are {n_tables} tables, among them “{first}” and “{second}”: choose one of them.")]
    SeveralTables {
        /// How many there are.
        n_tables: usize,
        /// Name of the first.
        first: String,
        /// Name of the second.
        second: String,
    },
    /// A table that a format cannot hold.
    #[error("{format} cannot hold this table: {why}.")]
    Unwritable {
        /// The format.
        format: &'static str,
        /// Why, as a clause.
        why: String,
    },
}
