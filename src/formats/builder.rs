//! A table as it grows: words, their rows, and what is to be told about them.

use std::hash::Hasher;

use hashbrown::HashTable;
use rustc_hash::FxHasher;

use super::{
    FormatError, MOST_DIMS,
    note::{Tally, more, more_words},
    room::{Context, Full, Room, too_large},
    shown::is_invisible,
};
use crate::matrix::Matrix;

/// Distinct words, in the order of their coming.
#[derive(Debug, Default)]
pub(super) struct WordList {
    pub(super) words: Vec<String>,
    /// Places in `words`, by spelling. Never iterated.
    places: HashTable<u32>,
}

impl WordList {
    /// Adds a word; whether it was new.
    pub(super) fn insert(&mut self, word: &str, room: &mut Room) -> Result<bool, Full> {
        let words = &self.words;
        let hash = hash_of(word);
        if self.places.find(hash, |&place| words[place as usize] == word).is_some() {
            return Ok(false);
        }
        let place = u32::try_from(words.len()).map_err(|_| Full)?;
        room.grow_table(&mut self.places, |&place| hash_of(&words[place as usize]))?;
        let copy = room.word(word)?;
        room.grow(&mut self.words, 1)?;
        self.words.push(copy);
        let words = &self.words;
        self.places.insert_unique(hash, place, |&place| hash_of(&words[place as usize]));
        Ok(true)
    }

    /// Reserves memory for more words if there is any, so that nothing is copied or hashed again later.
    pub(super) fn make_room(&mut self, n_more: usize, room: &mut Room) {
        let words = &self.words;
        // Whatever there is no room for now may find room as it comes.
        let _ = room.reserve_table(&mut self.places, n_more, |&place| hash_of(&words[place as usize]));
        let _ = room.reserve(&mut self.words, n_more);
    }
}

/// The same in every run. Twice the same 32 bits: `hashbrown` looks at the lowest bits and at the highest seven.
fn hash_of(word: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(word.as_bytes());
    let hash = hasher.finish();
    let half = u64::from((hash ^ (hash >> 32)) as u32);
    half << 32 | half
}

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kept {
    /// It is the last row of the table.
    Yes,
    /// It was left out, and that is counted.
    No,
}

/// A table under way.
#[derive(Debug)]
pub(super) struct Builder {
    pub(super) list: WordList,
    pub(super) matrix: Matrix,
    pub(super) tally: Tally,
    /// Rows that came, kept or not.
    pub(super) n_seen: u64,
}

impl Builder {
    /// A table without rows. Errors: [`FormatError::Dims`].
    pub(super) fn new(dims: u64) -> Result<Self, FormatError> {
        Ok(Self { list: WordList::default(), matrix: no_rows(dims)?, tally: Tally::default(), n_seen: 0 })
    }

    pub(super) fn n_rows(&self) -> usize {
        self.matrix.n_rows()
    }

    /// Whether no more rows are wanted.
    pub(super) fn is_enough(&self, context: &Context) -> bool {
        self.n_rows() as u64 >= context.most_rows
    }

    /// Begins a row: its numbers, which are zero. [`keep`](Self::keep) or [`drop_row`](Self::drop_row) ends it.
    #[inline]
    pub(super) fn begin_row(
        &mut self,
        context: &mut Context,
        expected: Option<u64>,
    ) -> Result<&mut [f32], FormatError> {
        self.n_seen += 1;
        let n_rows = self.matrix.n_rows();
        if n_rows == self.matrix.capacity_rows() {
            let grown = context.room.grow_matrix(&mut self.matrix, expected);
            grown.map_err(|Full| too_large(&self.matrix, &context.room))?;
            self.list.make_room(self.matrix.capacity_rows() - n_rows, &mut context.room);
        }
        self.matrix.grow(1, 0.0);
        Ok(self.matrix.vector_mut(n_rows))
    }

    /// Leaves out the row that was begun. The caller counts why.
    pub(super) fn drop_row(&mut self) {
        self.matrix.truncate(self.matrix.n_rows() - 1);
    }

    /// Ends the row that was begun. `place`: its line or row, counted from 1.
    #[inline]
    pub(super) fn keep(&mut self, word: &[u8], place: u64, context: &mut Context) -> Result<Kept, FormatError> {
        let row = self.matrix.vector(self.matrix.n_rows() as u32 - 1);
        let verdict = judge_row(row, place, &mut self.tally);
        let kept = match verdict {
            Kept::Yes => self.keep_word(word, place, context)?,
            Kept::No => Kept::No,
        };
        if kept == Kept::No {
            self.drop_row();
        } else if self.matrix.vector(self.matrix.n_rows() as u32 - 1).iter().all(|&x| x == 0.0) {
            self.tally.zeros += 1;
        }
        Ok(kept)
    }

    fn keep_word(&mut self, word: &[u8], place: u64, context: &mut Context) -> Result<Kept, FormatError> {
        let decoded = decoded(word, place, &mut self.tally);
        if !judge_word(&decoded, place, &mut self.tally) {
            return Ok(Kept::No);
        }
        match self.list.insert(&decoded, &mut context.room) {
            Ok(true) => Ok(Kept::Yes),
            Ok(false) => {
                more_words(&mut self.tally.duplicates, || decoded.to_string());
                Ok(Kept::No)
            }
            Err(Full) => {
                self.drop_row();
                Err(too_large(&self.matrix, &context.room))
            }
        }
    }
}

/// A matrix without rows. Errors: [`FormatError::Dims`].
pub(super) fn no_rows(dims: u64) -> Result<Matrix, FormatError> {
    if dims == 0 || dims > MOST_DIMS {
        return Err(FormatError::Dims { dims });
    }
    Ok(Matrix::zeros(0, dims as usize))
}

/// Whether all numbers are finite; counts a row that is not.
#[inline]
pub(super) fn judge_row(row: &[f32], place: u64, tally: &mut Tally) -> Kept {
    // A sum of zeros times numbers is zero unless one of them is not finite; four lanes at a time, unlike `all`.
    let sum: f32 = row.chunks(16).map(|part| part.iter().map(|x| x * 0.0).sum::<f32>()).sum();
    if sum == 0.0 {
        return Kept::Yes;
    }
    more(&mut tally.not_finite, place);
    Kept::No
}

/// Whether a word can be a word; counts what is odd about it.
pub(super) fn judge_word(word: &str, place: u64, tally: &mut Tally) -> bool {
    if word.is_empty() || word.contains('\n') {
        more(&mut tally.empty, place);
        return false;
    }
    if is_invisible(word) {
        more_words(&mut tally.invisible, || super::shown(word).into_owned());
    }
    true
}

/// A word as text; counts one that is not UTF-8.
pub(super) fn decoded<'a>(word: &'a [u8], place: u64, tally: &mut Tally) -> std::borrow::Cow<'a, str> {
    let decoded = String::from_utf8_lossy(word);
    if let std::borrow::Cow::Owned(_) = decoded {
        more(&mut tally.undecodable, place);
    }
    decoded
}
