//! What one file gives: a whole table, or a part of one.

use std::fmt;

use super::{Format, FormatError, builder::Builder, note::Tally, room::Context, subwords::Subwords};
use crate::matrix::Matrix;

/// Reads one file, or one entry of an archive, whose format is known.
pub(super) trait ReadPart: Send {
    /// Goes on with these bytes, in pieces of any size.
    fn push(&mut self, bytes: &[u8], context: &mut Context) -> Result<(), FormatError>;

    /// Rows read so far.
    fn n_rows(&self) -> u64;

    /// Rows that the file promises.
    fn said_rows(&self) -> Option<u64> {
        None
    }

    /// Whether the rest of the file is of no use.
    fn is_enough(&self, _context: &Context) -> bool {
        false
    }

    /// What there is in the end. `is_whole`: false where the file was cut off.
    fn end(self: Box<Self>, context: &mut Context, is_whole: bool) -> Result<Part, FormatError>;
}

/// Without the contents: printing each reader's own would make the worker larger, and nobody prints them.
impl fmt::Debug for dyn ReadPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReadPart").field("n_rows", &self.n_rows()).finish_non_exhaustive()
    }
}

/// What one file gives.
#[derive(Debug)]
pub(super) enum Part {
    /// Words with their vectors.
    Table { format: Format, builder: Builder },
    /// Vectors that want words.
    Rows(Rows),
    /// Words that want vectors.
    Words(Words),
    /// How often words occur, by row.
    Counts(Vec<u64>),
    /// A fastText model: vectors come of the sums of rows.
    FastText(Box<FastTextParts>),
    /// What gensim has saved, without the arrays that lie in files of their own.
    Keyed(Box<Keyed>),
}

/// Vectors that want words.
#[derive(Debug)]
pub(super) struct Rows {
    pub(super) format: Format,
    pub(super) matrix: Matrix,
    /// Rows that are no vectors, by rising number: they keep their places until the words are there.
    pub(super) left_out: Vec<u32>,
    pub(super) tally: Tally,
    /// Rows that the file has, kept or not. None where it broke off and does not say how many it should have.
    pub(super) n_in_file: Option<u64>,
    /// Words of these very rows, where the file has them too.
    pub(super) own_words: Option<Words>,
    /// The row of each word, where that is not its place; -1 is none.
    pub(super) mapping: Option<Vec<i64>>,
    /// What each word's vector is multiplied by.
    pub(super) weights: Option<Vec<f32>>,
}

/// Words that want vectors.
#[derive(Debug)]
pub(super) struct Words {
    pub(super) words: WordsKind,
    pub(super) counts: Option<Vec<u64>>,
}

/// How words come.
#[derive(Debug)]
pub(super) enum WordsKind {
    /// Lines of a text: one word each, or columns between tabs, perhaps below a heading.
    Lines(Vec<String>),
    /// By the number of their row; rows without a word are empty.
    ByRow(Vec<String>),
    /// One for each row.
    Exact(Vec<String>),
}

impl Words {
    pub(super) fn len(&self) -> usize {
        match &self.words {
            WordsKind::Lines(words) | WordsKind::ByRow(words) | WordsKind::Exact(words) => words.len(),
        }
    }
}

/// A fastText model, or gensim's of the same kind.
#[derive(Debug)]
pub(super) struct FastTextParts {
    pub(super) format: Format,
    pub(super) words: Vec<String>,
    pub(super) counts: Option<Vec<u64>>,
    /// The words' own rows.
    pub(super) matrix: Matrix,
    pub(super) subwords: Option<Subwords>,
    pub(super) tally: Tally,
}

/// What gensim has saved.
#[derive(Debug)]
pub(super) struct Keyed {
    pub(super) words: Vec<String>,
    /// Words that the file has, kept or not.
    pub(super) n_in_file: u64,
    pub(super) counts: Option<Vec<u64>>,
    /// The vectors, or how the name of their file ends.
    pub(super) vectors: Stored,
    /// For models of fastText's kind.
    pub(super) ngrams: Option<KeyedNgrams>,
    pub(super) tally: Tally,
}

/// How gensim ends the name of the file with the rows of n-grams.
pub(super) const NGRAMS_ENDING: &str = ".vectors_ngrams.npy";

/// N-grams of a model that gensim has saved.
#[derive(Debug)]
pub(super) struct KeyedNgrams {
    pub(super) rows: Stored,
    pub(super) min_n: usize,
    pub(super) max_n: usize,
    pub(super) n_buckets: u64,
    /// Whether the vectors are the words' own rows, to which those of the n-grams are still to be added.
    pub(super) is_sum_open: bool,
}

/// An array that is here or elsewhere.
#[derive(Debug)]
pub(super) enum Stored {
    Here(Matrix),
    /// How the name of its file ends.
    File(&'static str),
}
