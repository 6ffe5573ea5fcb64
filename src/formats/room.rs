//! Growing within a limit of memory.
//!
//! In wasm a failed allocation ends the worker, so everything that grows with a file grows here, where a failure is a value.

use hashbrown::HashTable;

use super::FormatError;
use crate::matrix::Matrix;

/// No more memory can be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Full;

/// The share of the memory that a table and its words can use; the rest is lists that double.
const USABLE: f64 = 0.75;
/// What a word takes in the list of words and in the table of their places.
const ENTRY_BYTES: u64 = size_of::<String>() as u64 + 10;
/// Rows that a matrix begins with when nothing says how many come.
const FIRST_ROWS: usize = 1024;

/// Counts the bytes that were reserved, and refuses to go beyond a limit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    n_bytes: u64,
    most_bytes: u64,
    /// Words that were copied, and what their letters take.
    n_words: u64,
    n_letter_bytes: u64,
}

impl Room {
    pub(super) fn new(most_bytes: Option<u64>) -> Self {
        Self { n_bytes: 0, most_bytes: most_bytes.unwrap_or(u64::MAX), n_words: 0, n_letter_bytes: 0 }
    }

    /// Makes room for `n_more` items, at least doubling.
    pub(super) fn grow<T>(&mut self, items: &mut Vec<T>, n_more: usize) -> Result<(), Full> {
        if items.capacity() - items.len() >= n_more {
            return Ok(());
        }
        self.reserve(items, n_more.max(items.len()).max(64))
    }

    /// Makes room for `n_more` items and no others.
    pub(super) fn reserve<T>(&mut self, items: &mut Vec<T>, n_more: usize) -> Result<(), Full> {
        let (size, before) = (size_of::<T>() as u64, items.capacity() as u64);
        self.check((items.len() as u64).saturating_add(n_more as u64).saturating_mul(size))?;
        items.try_reserve_exact(n_more).map_err(|_| Full)?;
        self.n_bytes += (items.capacity() as u64 - before) * size;
        Ok(())
    }

    /// Makes room for one more entry of a hash table.
    pub(super) fn grow_table(&mut self, table: &mut HashTable<u32>, hash_of: impl Fn(&u32) -> u64) -> Result<(), Full> {
        if table.capacity() > table.len() {
            return Ok(());
        }
        self.reserve_table(table, 1, hash_of)
    }

    /// Makes room for more entries of a hash table.
    pub(super) fn reserve_table(
        &mut self,
        table: &mut HashTable<u32>,
        n_more: usize,
        hash_of: impl Fn(&u32) -> u64,
    ) -> Result<(), Full> {
        let before = table.allocation_size() as u64;
        // At most seven of eight places are taken, of a power of two; a place is an entry and a byte.
        let n_places = (table.len().saturating_add(n_more)).saturating_mul(8) / 7 + 1;
        let n_bytes = (n_places.checked_next_power_of_two().unwrap_or(usize::MAX) as u64).saturating_mul(5) + 64;
        self.check(n_bytes)?;
        table.try_reserve(n_more, hash_of).map_err(|_| Full)?;
        self.n_bytes += (table.allocation_size() as u64).saturating_sub(before);
        Ok(())
    }

    /// What the letters of a word take: an allocation has a head of its own and is rounded.
    pub(super) fn word_bytes(word: &str) -> u64 {
        (word.len() as u64 + 8).next_multiple_of(16)
    }

    /// A copy of a word.
    pub(super) fn word(&mut self, word: &str) -> Result<String, Full> {
        self.take(Self::word_bytes(word))?;
        self.n_words += 1;
        self.n_letter_bytes += Self::word_bytes(word);
        let mut letters = String::new();
        letters.try_reserve_exact(word.len()).map_err(|_| Full)?;
        letters.push_str(word);
        Ok(letters)
    }

    /// Makes room for one more row. `expected`: rows in all, where something says so.
    pub(super) fn grow_matrix(&mut self, matrix: &mut Matrix, expected: Option<u64>) -> Result<(), Full> {
        let (n_rows, capacity) = (matrix.n_rows(), matrix.capacity_rows());
        if capacity > n_rows {
            return Ok(());
        }
        let more = expected.map_or(0, |rows| rows.saturating_sub(n_rows as u64));
        let more = usize::try_from(more).unwrap_or(usize::MAX).max(n_rows / 4).max(FIRST_ROWS.min(n_rows + 64));
        let row_bytes = Matrix::bytes(1, matrix.dims() as u64);
        let bytes = |rows: usize| row_bytes.saturating_mul(rows as u64);
        // What is expected may be wrong; what is there is not.
        let least = (n_rows / 4).max(64);
        for more in [more, least] {
            if self.check(bytes(n_rows.saturating_add(more))).is_ok() && matrix.try_reserve_rows(more).is_ok() {
                self.n_bytes += bytes(matrix.capacity_rows() - capacity);
                return Ok(());
            }
        }
        Err(Full)
    }

    /// Counts bytes that are reserved elsewhere.
    pub(super) fn take(&mut self, n_bytes: u64) -> Result<(), Full> {
        self.check(n_bytes)?;
        self.n_bytes += n_bytes;
        Ok(())
    }

    /// Counts bytes as free again.
    pub(super) fn free(&mut self, n_bytes: u64) {
        self.n_bytes = self.n_bytes.saturating_sub(n_bytes);
    }

    fn check(&self, n_bytes: u64) -> Result<(), Full> {
        if self.n_bytes.saturating_add(n_bytes) > self.most_bytes { Err(Full) } else { Ok(()) }
    }
}

/// What all parts of a file are read with.
#[derive(Debug)]
pub(super) struct Context {
    pub(super) room: Room,
    /// Rows to keep at most.
    pub(super) most_rows: u64,
    /// Bytes that this file still has behind those that were pushed, where that is known: an upper bound, or a guess for
    /// packed files.
    pub(super) to_come: Option<u64>,
}

impl Context {
    /// Rows to reserve: no more than there are claimed, than the rest of the file can hold, and than are wanted.
    pub(super) fn expected_rows(
        &self,
        n_rows: usize,
        claimed: Option<u64>,
        row_bytes: u64,
        at_hand: u64,
    ) -> Option<u64> {
        let can_come = self.to_come.map(|bytes| n_rows as u64 + (bytes + at_hand) / row_bytes.max(1) + 1);
        let rows = match (claimed, can_come) {
            (Some(claimed), Some(can_come)) => claimed.min(can_come),
            (None, Some(can_come)) => can_come,
            // A claim alone is no reason to reserve anything.
            (_, None) => return None,
        };
        Some(rows.min(self.most_rows))
    }
}

impl From<Full> for FormatError {
    fn from(Full: Full) -> Self {
        Self::NoRoom
    }
}

/// The error for a table that does not fit. It says how many rows would, by what a row and its word take.
///
/// Some of the memory is left for lists that double as they grow.
pub(super) fn too_large(matrix: &Matrix, room: &Room) -> FormatError {
    let dims = matrix.dims() as u64;
    let row_bytes = Matrix::bytes(1, dims) + ENTRY_BYTES + room.n_letter_bytes / room.n_words.max(1);
    // Without a limit, the allocator has refused what goes beyond.
    let n_bytes = if room.most_bytes == u64::MAX { room.n_bytes } else { room.most_bytes };
    let fitting = (n_bytes as f64 * USABLE / row_bytes as f64) as u64;
    // Two digits say enough.
    let step = 10_u64.pow(fitting.max(1).ilog10().saturating_sub(1));
    FormatError::TooLarge { n_rows: fitting / step * step, dims }
}
