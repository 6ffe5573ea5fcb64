//! Finds the vectors that are lent to the words of a text, a piece at a time.
//!
//! A word is looked up in this order, and the first that is found is lent:
//!
//! 1. as it is;
//! 2. as the one that is written alike by the rules that the text was read by ([`normalize`]): other apostrophes, other forms of
//!    the same letters and, where the text was read in lower case, other case. Of several the first in the table is taken, which
//!    is the most frequent one in all tables that are sorted;
//! 3. in lower case, where the text kept its case: a table without capitals has *the* for *The*.
//!
//! The others are drawn.

use std::sync::Arc;

use super::{
    lender::{Lender, Lent},
    slice::OPERATIONS_PER_LOOK,
};
use crate::{
    matrix::Matrix,
    protocol,
    space::{Checksum, Embedding},
    text::{Vocabulary, lower, normalize},
    train::{DRAWN, Loan},
};

/// Words that are looked up between two looks at the clock.
const WORDS_PER_LOOK: usize = 4000;

/// Why nothing can be lent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LendingError {
    /// No word of the text is there.
    Strangers,
    /// There is no memory for the vectors.
    NoRoom,
}

/// A search for the vectors of words.
#[derive(Debug)]
pub(super) struct Lending {
    lender: Arc<Lender>,
    /// The words to look up.
    vocabulary: Arc<Vocabulary>,
    /// Whether they were read in lower case.
    lowercase: bool,
    /// For each its row at the lender's, or [`DRAWN`].
    rows: Vec<u32>,
    vectors: Option<Matrix>,
    step: Step,
}

#[derive(Debug)]
enum Step {
    Summing(Checksum),
    /// Words of the lender that were looked up as they are.
    AsTheyAre(usize),
    /// Those that were looked up as the text would have them.
    AsRead(usize),
    /// Words of the text that were looked up in lower case.
    Lowered(usize),
    /// Words whose vectors were copied.
    Copying(usize),
    Done,
}

impl Lending {
    /// Nothing is found yet.
    pub(super) fn new(lender: Arc<Lender>, vocabulary: Arc<Vocabulary>, lowercase: bool) -> Self {
        let rows = vec![DRAWN; vocabulary.len()];
        let is_summed = lender.checksum().is_some();
        let step = if is_summed { Step::AsTheyAre(0) } else { Step::Summing(Checksum::default()) };
        Self { lender, vocabulary, lowercase, rows, vectors: None, step }
    }

    /// Does one piece; whether all is done.
    pub(super) fn advance(&mut self) -> Result<bool, LendingError> {
        let n_theirs = self.lender.vocabulary.len();
        let n_own = self.vocabulary.len();
        let range = |start: usize, n: usize| start..(start + WORDS_PER_LOOK).min(n);
        self.step = match std::mem::replace(&mut self.step, Step::Done) {
            Step::Summing(mut checksum) => {
                let embedding = Embedding::from(self.lender.matrix());
                match checksum.advance(embedding, OPERATIONS_PER_LOOK) {
                    None => Step::Summing(checksum),
                    Some(value) => {
                        self.lender.is_of_checksum(value);
                        Step::AsTheyAre(0)
                    }
                }
            }
            Step::AsTheyAre(start) => {
                let range = range(start, n_theirs);
                let end = range.end;
                range.for_each(|theirs| self.lend_as_it_is(theirs));
                if end < n_theirs { Step::AsTheyAre(end) } else { Step::AsRead(0) }
            }
            Step::AsRead(start) => {
                let range = range(start, n_theirs);
                let end = range.end;
                range.for_each(|theirs| self.lend_as_read(theirs));
                match (end < n_theirs, self.lowercase) {
                    (true, _) => Step::AsRead(end),
                    (false, true) => Step::Copying(0),
                    (false, false) => Step::Lowered(0),
                }
            }
            Step::Lowered(start) => {
                let range = range(start, n_own);
                let end = range.end;
                range.for_each(|own| self.lend_lowered(own));
                if end < n_own { Step::Lowered(end) } else { Step::Copying(0) }
            }
            Step::Copying(start) => {
                let end = self.copy(start)?;
                if end < n_own { Step::Copying(end) } else { Step::Done }
            }
            Step::Done => Step::Done,
        };
        Ok(matches!(self.step, Step::Done))
    }

    fn lend(&mut self, own: u32, theirs: u32) {
        let row = &mut self.rows[own as usize];
        if *row == DRAWN {
            *row = self.lender.row_of(theirs).unwrap_or(DRAWN);
        }
    }

    fn lend_as_it_is(&mut self, theirs: usize) {
        if let Some(own) = self.vocabulary.id(&self.lender.vocabulary.words()[theirs]) {
            self.lend(own, theirs as u32);
        }
    }

    fn lend_as_read(&mut self, theirs: usize) {
        let word = &self.lender.vocabulary.words()[theirs];
        // Most words of most tables.
        if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return;
        }
        let normal = normalize(word);
        let own = if self.lowercase { self.vocabulary.id(&lower(&normal)) } else { self.vocabulary.id(&normal) };
        if let Some(own) = own {
            self.lend(own, theirs as u32);
        }
    }

    fn lend_lowered(&mut self, own: usize) {
        if self.rows[own] != DRAWN {
            return;
        }
        if let Some(theirs) = self.lender.vocabulary.id(&lower(&self.vocabulary.words()[own])) {
            self.lend(own as u32, theirs);
        }
    }

    /// Copies the vectors of some words, and makes their rows those of the copy; the word that comes next.
    fn copy(&mut self, start: usize) -> Result<usize, LendingError> {
        let theirs = self.lender.matrix();
        let Some(vectors) = &mut self.vectors else {
            let n_lent = self.rows.iter().filter(|&&row| row != DRAWN).count();
            if n_lent == 0 {
                return Err(LendingError::Strangers);
            }
            // The allocation is a piece of its own.
            let vectors = Matrix::try_with_capacity(n_lent, theirs.dims()).map_err(|_| LendingError::NoRoom)?;
            self.vectors = Some(vectors);
            return Ok(start);
        };
        let n_words = (OPERATIONS_PER_LOOK / theirs.stride()).max(1);
        let end = (start + n_words).min(self.rows.len());
        for row in &mut self.rows[start..end] {
            if *row != DRAWN {
                vectors.extend_from_rows(theirs, *row, *row + 1);
                *row = vectors.n_rows() as u32 - 1;
            }
        }
        Ok(end)
    }

    /// What is lent, once all is done. Errors: it is not.
    pub(super) fn finish(self) -> Result<Lent, LendingError> {
        let Self { lender, rows, vectors, .. } = self;
        let (vectors, checksum) = vectors.zip(lender.checksum()).ok_or(LendingError::NoRoom)?;
        let loan = Loan::new(vectors, rows).map_err(|_| LendingError::NoRoom)?;
        let n_lent = loan.n_lent() as u32;
        let about = protocol::Loan {
            name: lender.name().to_owned(),
            n_rows: lender.about_whole().map_or(lender.matrix().n_rows() as u64, |about| about.n_rows),
            dims: lender.dims(),
            checksum,
            n_lent,
            n_drawn: loan.rows().len() as u32 - n_lent,
        };
        Ok(Lent { loan: Arc::new(loan), about, lender: lender.record.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{engine::lender::record_of, protocol::SourceIdentity};

    fn vocabulary(words: &[&str]) -> Arc<Vocabulary> {
        let words = words.iter().map(ToString::to_string).collect();
        Arc::new(Vocabulary::from_words(words, None).expect("different words"))
    }

    /// For each word the place of the word in the table whose vector it gets.
    fn lent(table: &[&str], words: &[&str], lowercase: bool) -> Result<Vec<Option<usize>>, LendingError> {
        let vectors: Vec<f32> = (0..table.len()).flat_map(|place| [place as f32, 1.0, -1.0]).collect();
        let source = SourceIdentity::Vectors {
            name: "t".to_owned(),
            format: String::new(),
            n_rows: 0,
            dims: 3,
            n_bytes: 0,
            checksum: String::new(),
        };
        let vectors = Arc::new(Matrix::from_rows(&vectors, 3));
        let lender = Arc::new(Lender::new(record_of(source), vocabulary(table), vectors));
        let mut lending = Lending::new(lender, vocabulary(words), lowercase);
        while !lending.advance()? {}
        let Lent { loan, about, .. } = lending.finish()?;
        assert_eq!((about.n_lent as usize, about.n_lent + about.n_drawn), (loan.n_lent(), words.len() as u32));
        assert_eq!((about.dims, about.checksum.len(), about.n_rows), (3, 16, table.len() as u64));
        Ok((0..words.len() as u32).map(|word| loan.vector(word).map(|vector| vector[0] as usize)).collect())
    }

    #[test]
    fn a_word_is_looked_up_as_it_is_then_as_the_text_has_it() {
        // As it is before any other form, wherever that stands.
        assert_eq!(lent(&["King", "KING", "king"], &["king"], true), Ok(vec![Some(2)]));
        // The first of those that differ in case.
        assert_eq!(lent(&["x", "King", "KING"], &["king", "queen"], true), Ok(vec![Some(1), None]));
        let other_forms = ["don\u{2019}t", "cafe\u{301}", "İ"];
        assert_eq!(lent(&other_forms, &["don't", "café"], true), Ok(vec![Some(0), Some(1)]));
        // With case kept, other case is another word, but for a table without capitals.
        assert_eq!(lent(&["KING", "queen"], &["King", "queen", "Queen"], false), Ok(vec![None, Some(1), Some(1)]));
        assert_eq!(lent(&["The", "the"], &["The", "the"], false), Ok(vec![Some(0), Some(1)]));
        assert_eq!(lent(&["one", "two"], &["three"], true), Err(LendingError::Strangers));
    }

    #[test]
    fn long_lists_are_looked_up_in_pieces() {
        let words: Vec<String> = (0..3 * WORDS_PER_LOOK).map(|i| format!("W{i}")).collect();
        let table: Vec<&str> = words.iter().map(String::as_str).collect();
        let own: Vec<String> = words.iter().map(|word| word.to_lowercase()).rev().collect();
        let own: Vec<&str> = own.iter().map(String::as_str).collect();
        let expected = (0..own.len()).rev().map(Some).collect();
        assert_eq!(lent(&table, &own, true), Ok(expected));
    }
}
