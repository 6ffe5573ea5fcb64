//! Takes a table of vectors that were made elsewhere, part by part: its words, then its rows.
//!
//! The readers of [`formats`](crate::formats) leave out rows that cannot be used, and tell of them. What comes here is checked all
//! the same, and refused where it is no table.

use std::sync::Arc;

use thiserror::Error;

use super::{
    guests::Guests,
    lender::record_of,
    memory::{Item, MemoryPlan, TooLarge},
    subject::{Origin, Subject},
    table::Table,
};
use crate::{
    fnv::WideFnv,
    formats::{MOST_DIMS, Subwords},
    matrix::Matrix,
    protocol::{NgramsHead, Refusal, SourceIdentity, TableHead, TablePart},
    text::{Vocabulary, VocabularyError},
};

/// Bytes of a word beside its letters: the string, its count, its place in the table that finds it, and the allocator's own.
const BYTES_PER_WORD: u64 = 24 + 4 + 8 + 16;

const NO_ROOM_FOR_NGRAMS: &str = "There is no memory for its n-grams beside its vectors, so a word that is not in its vocabulary has no vector here.";

/// Why a table cannot be opened.
#[derive(Debug, Clone, PartialEq, Error)]
pub(super) enum TableError {
    #[error("This table sent {found} where {expected} were promised: open the file again.")]
    Shape { found: String, expected: String },
    #[error("A vector of this table has a number that is not finite: open the file again.")]
    NotFinite,
    #[error("Vectors of {dims} numbers are too long for a map; at most {MOST_DIMS} are.")]
    Dims { dims: u32 },
    #[error("A map needs at least two words; this table has {n_words} that can be used.")]
    TooFewWords { n_words: u64 },
    #[error(transparent)]
    Vocabulary(#[from] VocabularyError),
    #[error("{cause} There is room for about {n_rows} rows of {dims} numbers: keep the first {n_rows}.")]
    Rows { cause: TooLarge, n_rows: u64, dims: u32 },
    #[error(transparent)]
    Memory(#[from] TooLarge),
    #[error("There is no memory left for this table: close other pages, or keep fewer of its rows.")]
    NoRoom,
}

impl TableError {
    /// The refusal that reports this error.
    pub(super) fn refusal(&self, open_id: u32) -> Refusal {
        let try_rows = if let Self::Rows { n_rows, .. } = self { Some(*n_rows) } else { None };
        Refusal { open_id: Some(open_id), try_rows, ..Refusal::new(self.to_string()) }
    }
}

/// A table on its way.
#[derive(Debug)]
pub(super) struct TableLoader {
    pub(super) open_id: u32,
    head: TableHead,
    words: Vec<String>,
    counts: Vec<u32>,
    matrix: Matrix,
    ngrams: Option<(NgramsHead, Subwords)>,
    /// Of the words, each with a line feed behind it, and then of the numbers, little-endian.
    hash: WideFnv,
}

impl TableLoader {
    /// Makes room for a table; where there is none for its n-grams, these are left out. `in_use`: what is in memory already.
    /// Errors: [`TableError`], before anything is allocated.
    pub(super) fn new(open_id: u32, mut head: TableHead, in_use: &MemoryPlan) -> Result<Self, TableError> {
        if head.n_rows < 2 {
            return Err(TableError::TooFewWords { n_words: head.n_rows });
        }
        if head.dims == 0 || u64::from(head.dims) > MOST_DIMS {
            return Err(TableError::Dims { dims: head.dims });
        }
        if head.ngrams.is_some() && in_use.clone().and(memory(&head)).check().is_err() {
            head.ngrams = None;
            head.notes.push(NO_ROOM_FOR_NGRAMS.to_owned());
        }
        in_use.clone().and(memory(&head)).check().map_err(|cause| too_large(cause, &head, in_use))?;
        let n_rows = usize::try_from(head.n_rows).map_err(|_| TableError::NoRoom)?;
        let matrix = Matrix::try_with_capacity(n_rows, head.dims as usize).map_err(|_| TableError::NoRoom)?;
        let mut words = Vec::new();
        words.try_reserve_exact(n_rows).map_err(|_| TableError::NoRoom)?;
        let ngrams = head.ngrams.map(|ngrams| {
            let NgramsHead { n_buckets, min_n, max_n, .. } = ngrams;
            (ngrams, Subwords::new(min_n as usize, max_n as usize, n_buckets))
        });
        let hash = WideFnv::default();
        Ok(Self { open_id, head, words, counts: Vec::new(), matrix, ngrams, hash })
    }

    /// What it takes of memory, with what is still to come.
    pub(super) fn memory(&self) -> MemoryPlan {
        memory(&self.head)
    }

    /// Rows that are still missing, of words and of n-grams.
    pub(super) fn n_rows_left(&self) -> u64 {
        let of_ngrams = self.ngrams.as_ref().map_or(0, |(head, ngrams)| head.n_rows.saturating_sub(ngrams.n_rows()));
        self.n_word_rows_left().saturating_add(of_ngrams)
    }

    fn n_word_rows_left(&self) -> u64 {
        self.head.n_rows - self.matrix.n_rows() as u64
    }

    /// Takes the next part. Errors: [`TableError::Shape`], [`TableError::NotFinite`].
    pub(super) fn take(&mut self, part: TablePart) -> Result<(), TableError> {
        match part {
            TablePart::Words { words, counts } => {
                let n_words = (self.words.len() + words.len()) as u64;
                if n_words > self.head.n_rows {
                    return Err(shape(n_words, "words", self.head.n_rows));
                }
                let n_counts = if self.head.has_counts { words.len() } else { 0 };
                if counts.len() != n_counts {
                    return Err(shape(counts.len() as u64, "counts", n_counts as u64));
                }
                for word in &words {
                    self.hash.write(word.as_bytes());
                    self.hash.write(b"\n");
                }
                self.words.extend(words);
                self.counts.extend(counts.0);
            }
            TablePart::Rows(values) => {
                let dims = self.head.dims as usize;
                let (first, n_new) = (self.matrix.n_rows(), values.len() / dims);
                if n_new * dims != values.len() || n_new as u64 > self.n_word_rows_left() {
                    let expected = self.n_word_rows_left() * u64::from(self.head.dims);
                    return Err(shape(values.len() as u64, "numbers", expected));
                }
                if !values.iter().all(|x| x.is_finite()) {
                    return Err(TableError::NotFinite);
                }
                self.hash.write(bytemuck::cast_slice(&values));
                self.matrix.grow(n_new, 0.0);
                for (row, vector) in (first..).zip(values.chunks_exact(dims)) {
                    self.matrix.vector_mut(row).copy_from_slice(vector);
                }
            }
            TablePart::Ngrams(values) => {
                let dims = self.head.dims as usize;
                // What there was no room for may still be on its way.
                let Some((head, ngrams)) = &mut self.ngrams else { return Ok(()) };
                let n_left = head.n_rows.saturating_sub(ngrams.n_rows());
                if values.len() % dims != 0 || (values.len() / dims) as u64 > n_left {
                    return Err(shape(values.len() as u64, "numbers", n_left * dims as u64));
                }
                ngrams.try_extend(&values, dims).map_err(|_| TableError::NoRoom)?;
            }
        }
        Ok(())
    }

    /// The table, once all of it has come. Errors: another number of words than of rows, or words that are no vocabulary.
    pub(super) fn finish(self) -> Result<Subject, TableError> {
        let Self { head, words, counts, matrix, ngrams, hash, .. } = self;
        let checksum = format!("{:016x}", hash.finish());
        if words.len() as u64 != head.n_rows {
            return Err(shape(words.len() as u64, "words", head.n_rows));
        }
        let vocabulary = Vocabulary::from_words(words, head.has_counts.then_some(counts))?;
        let TableHead { name, format, n_bytes, n_rows, dims, notes, .. } = head;
        let record = record_of(SourceIdentity::Vectors { name, format, n_rows, dims, n_bytes, checksum });
        let guests = ngrams.map(|(_, subwords)| Guests::new(subwords, dims as usize));
        let table = Table { matrix: Arc::new(matrix), record, notes, guests };
        Ok(Subject::new(Arc::new(vocabulary), Origin::Table(Box::new(table))))
    }
}

fn shape(found: u64, what: &str, expected: u64) -> TableError {
    TableError::Shape { found: format!("{found} {what}"), expected: expected.to_string() }
}

/// What a table takes of memory: words, rows, their norms, and the covariance of the map.
fn memory(head: &TableHead) -> MemoryPlan {
    let dims = u64::from(head.dims);
    let n_vector_bytes = Matrix::bytes(head.n_rows.min(u64::MAX >> 16), dims) + 4 * head.n_rows.min(u64::MAX >> 16);
    MemoryPlan::default()
        .with(Item::Vocabulary, head.n_rows.saturating_mul(BYTES_PER_WORD).saturating_add(head.n_letter_bytes))
        .with(Item::Vectors, n_vector_bytes + 4 * dims * dims * 8)
        .with(Item::Ngrams, head.ngrams.map_or(0, |ngrams| Guests::bytes(ngrams.n_rows, dims)))
}

/// The error that says how many rows would fit, where some would.
fn too_large(cause: TooLarge, head: &TableHead, in_use: &MemoryPlan) -> TableError {
    let dims = u64::from(head.dims);
    let left = in_use.n_bytes_left().saturating_sub(4 * dims * dims * 8);
    let per_row = Matrix::bytes(1, dims) + 4 + BYTES_PER_WORD + head.n_letter_bytes.div_ceil(head.n_rows.max(1));
    let n_rows = round_down(left / per_row);
    if n_rows < 2 {
        TableError::Memory(cause)
    } else {
        TableError::Rows { cause: cause.alone(), n_rows, dims: head.dims }
    }
}

/// To two digits, so that it can be read and leaves some room.
fn round_down(n: u64) -> u64 {
    let unit = 10_u64.pow(n.max(1).ilog10().saturating_sub(1));
    n / unit * unit
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(n_rows: u64, dims: u32) -> TableHead {
        TableHead { name: "t".to_owned(), n_rows, dims, n_letter_bytes: 5 * n_rows, ..TableHead::default() }
    }

    fn words(words: &[&str]) -> TablePart {
        TablePart::Words { words: words.iter().map(|&word| word.to_owned()).collect(), counts: Vec::new().into() }
    }

    #[test]
    fn a_table_that_does_not_fit_is_refused_with_the_rows_that_do() {
        let in_use = MemoryPlan::within(1_000_000);
        let error = TableLoader::new(1, head(1_000_000_000_000, 64), &in_use).expect_err("too large");
        let TableError::Rows { n_rows, .. } = &error else { panic!("{error}") };
        assert!((2000..2800).contains(n_rows), "{error}");
        assert!(error.to_string().ends_with("keep the first 2700."), "{error}");
        assert!(TableLoader::new(1, head(*n_rows, 64), &in_use).is_ok(), "as many as are offered fit");
        assert_eq!(error.refusal(1).try_rows, Some(*n_rows));
    }

    #[test]
    fn what_is_no_table_is_refused() {
        let plan = MemoryPlan::default();
        let few = TableLoader::new(1, head(1, 64), &plan).map(|_| ());
        assert_eq!(few, Err(TableError::TooFewWords { n_words: 1 }));
        assert!(matches!(TableLoader::new(1, head(2, 5000), &plan), Err(TableError::Dims { dims: 5000 })));
        let open = || TableLoader::new(1, head(2, 2), &plan).expect("a small table");
        assert!(matches!(open().take(words(&["a", "b", "c"])), Err(TableError::Shape { .. })));
        assert!(matches!(open().take(TablePart::Rows(vec![1.0; 3].into())), Err(TableError::Shape { .. })));
        assert!(matches!(open().take(TablePart::Rows(vec![1.0; 6].into())), Err(TableError::Shape { .. })));
        assert_eq!(open().take(TablePart::Rows(vec![f32::NAN; 2].into())), Err(TableError::NotFinite));
        let mut short = open();
        short.take(words(&["a"])).expect("a word");
        short.take(TablePart::Rows(vec![1.0; 4].into())).expect("two rows");
        assert!(matches!(short.finish(), Err(TableError::Shape { .. })));
    }

    #[test]
    fn n_grams_that_do_not_fit_are_left_out_and_told() {
        let with_ngrams = |n_rows| TableHead {
            ngrams: Some(NgramsHead { n_rows, n_buckets: n_rows, min_n: 3, max_n: 6 }),
            ..head(100, 64)
        };
        let in_use = MemoryPlan::within(1_000_000);
        for (n_rows, fits) in [(500, true), (1_000_000, false), (u64::MAX, false)] {
            let loader = TableLoader::new(1, with_ngrams(n_rows), &in_use).expect("the table itself fits");
            assert_eq!((loader.ngrams.is_some(), loader.head.notes.is_empty()), (fits, fits), "{n_rows}");
            assert_eq!(loader.n_rows_left(), if fits { 600 } else { 100 });
        }
        let mut loader = TableLoader::new(1, with_ngrams(2), &in_use).expect("it fits");
        assert!(matches!(loader.take(TablePart::Ngrams(vec![1.0; 65].into())), Err(TableError::Shape { .. })));
        assert!(matches!(loader.take(TablePart::Ngrams(vec![1.0; 192].into())), Err(TableError::Shape { .. })));
        loader.take(TablePart::Ngrams(vec![1.0; 128].into())).expect("two rows");
        assert_eq!(loader.n_rows_left(), 100);
    }

    #[test]
    fn rounding_leaves_two_digits() {
        assert_eq!([0, 1, 19, 123, 98_765].map(round_down), [0, 1, 19, 120, 98_000]);
    }
}
