//! fastText's n-grams: pieces of words, hashed into rows. Their mean is the vector of a word, known or not.
//!
//! Hash, pieces and the order of the sums follow fastText's `dictionary.cc` and `fasttext.cc` (Bojanowski et al. 2017), so
//! vectors have the same bits. gensim computes the same vectors but for rounding.

use std::collections::TryReserveError;

use super::{
    FormatError,
    room::{Context, too_large},
};
use crate::matrix::Matrix;

/// Rows of a block: wasm has no vector of more than 2 GiB.
pub(super) const BLOCK_ROWS: u64 = 1 << 16;

/// Rows of n-grams, and how words are cut into them.
#[derive(Debug, Clone)]
pub struct Subwords {
    /// Blocks of [`BLOCK_ROWS`] rows.
    blocks: Vec<Matrix>,
    min_n: usize,
    max_n: usize,
    n_buckets: u64,
    /// Rows of the first block that were taken.
    n_taken: usize,
}

impl Subwords {
    /// No rows yet. `min_n`, `max_n`: lengths of the pieces, in letters; `n_buckets`: rows that they are hashed into.
    pub fn new(min_n: usize, max_n: usize, n_buckets: u64) -> Self {
        Self { blocks: Vec::new(), min_n, max_n, n_buckets, n_taken: 0 }
    }

    /// All rows in one matrix.
    pub(super) fn with_rows(mut self, matrix: Matrix) -> Self {
        self.blocks = vec![matrix];
        self
    }

    /// The row that is filled next, after those before it.
    pub(super) fn next_row(
        &mut self,
        dims: usize,
        n_left: u64,
        context: &mut Context,
    ) -> Result<&mut [f32], FormatError> {
        if self.blocks.last().is_none_or(|block| block.n_rows() as u64 == BLOCK_ROWS) {
            self.blocks.push(Matrix::zeros(0, dims));
        }
        let last = self.blocks.len() - 1;
        let block = &mut self.blocks[last];
        let place = block.n_rows();
        let expected = context.expected_rows(place, Some(BLOCK_ROWS.min(place as u64 + n_left)), 4 * dims as u64, 0);
        context.room.grow_matrix(block, expected).map_err(|_| too_large(block, &context.room))?;
        block.grow(1, 0.0);
        Ok(block.vector_mut(place))
    }

    /// Appends rows of `dims` numbers. Errors: there is no memory for them.
    pub fn try_extend(&mut self, values: &[f32], dims: usize) -> Result<(), TryReserveError> {
        for row in values.chunks_exact(dims.max(1)) {
            if self.blocks.last().is_none_or(|block| block.n_rows() as u64 == BLOCK_ROWS) {
                let n_left = self.n_buckets.saturating_sub(self.n_rows()).clamp(1, BLOCK_ROWS);
                self.blocks.push(Matrix::try_with_capacity(n_left as usize, dims)?);
            }
            let last = self.blocks.len() - 1;
            let block = &mut self.blocks[last];
            let place = block.n_rows();
            if place == block.capacity_rows() {
                block.try_reserve_rows(1)?;
            }
            block.grow(1, 0.0);
            block.vector_mut(place).copy_from_slice(row);
        }
        Ok(())
    }

    /// Takes rows from the beginning, about `n_numbers` of them; the memory of whole blocks is given back. None once there are no more.
    pub fn take_rows(&mut self, n_numbers: usize) -> Option<Vec<f32>> {
        let block = self.blocks.first()?;
        let n_rows = (n_numbers / block.dims().max(1)).max(1);
        let end = (self.n_taken + n_rows).min(block.n_rows());
        let mut values = Vec::with_capacity((end - self.n_taken) * block.dims());
        (self.n_taken..end).for_each(|row| values.extend_from_slice(block.vector(row as u32)));
        self.n_taken = end;
        if end == block.n_rows() {
            self.blocks.remove(0);
            self.n_taken = 0;
        }
        Some(values).filter(|values| !values.is_empty())
    }

    /// The row of an n-gram.
    fn row(&self, number: u64) -> Option<&[f32]> {
        let n_before = if self.blocks.len() == 1 { 0 } else { number / BLOCK_ROWS };
        let block = self.blocks.get(n_before as usize)?;
        let place = number - n_before * BLOCK_ROWS;
        (place < block.n_rows() as u64).then(|| block.vector(place as u32))
    }

    /// Rows that pieces are hashed into.
    pub fn n_buckets(&self) -> u64 {
        self.n_buckets
    }

    /// Rows that there are.
    pub fn n_rows(&self) -> u64 {
        self.blocks.iter().map(|block| block.n_rows() as u64).sum()
    }

    /// Bytes of memory.
    pub fn n_bytes(&self) -> u64 {
        self.blocks.iter().map(|block| Matrix::bytes(block.capacity_rows() as u64, block.dims() as u64)).sum()
    }

    /// Lengths of the pieces, in letters: from the first to the last.
    pub fn lengths(&self) -> (usize, usize) {
        (self.min_n, self.max_n)
    }

    /// The vector of a word that is not in the table: the mean of its n-grams; nothing where it has none.
    pub fn vector(&self, word: &str) -> Option<Vec<f32>> {
        let dims = self.blocks.first()?.dims();
        let mut sum = vec![0.0; dims];
        (self.add_to(word, &mut sum, 0) > 0).then_some(sum)
    }

    /// Makes the row of a known word the mean of itself and its n-grams. Returns how many n-grams there are.
    pub(super) fn complete(&self, word: &str, row: &mut [f32]) -> usize {
        self.add_to(word, row, 1)
    }

    /// Adds the n-grams of a word to a sum of `n_before` rows and divides it to a mean. Returns how many n-grams there are.
    fn add_to(&self, word: &str, sum: &mut [f32], n_before: usize) -> usize {
        let mut n = 0;
        self.each(word, |number| {
            if let Some(row) = self.row(number) {
                n += 1;
                for (x, &y) in sum.iter_mut().zip(row) {
                    *x += y;
                }
            }
        });
        if n + n_before > 1 {
            // As fastText has it: a product with the inverse in single precision.
            let share = (1.0 / (n + n_before) as f64) as f32;
            for x in sum {
                *x *= share;
            }
        }
        n
    }

    /// The number of the row of each n-gram of a word.
    fn each(&self, word: &str, mut found: impl FnMut(u64)) {
        if word == "</s>" || self.max_n == 0 || self.n_buckets == 0 {
            return;
        }
        let framed: Vec<u8> = [b"<", word.as_bytes(), b">"].concat();
        let is_inside = |at: usize| framed.get(at).is_some_and(|byte| byte & 0xc0 == 0x80);
        for start in (0..framed.len()).filter(|&at| !is_inside(at)) {
            let (mut hash, mut end) = (2_166_136_261_u32, start);
            for n in 1..=self.max_n {
                if end >= framed.len() {
                    break;
                }
                loop {
                    // Bytes are signed there.
                    hash = (hash ^ framed[end] as i8 as u32).wrapping_mul(16_777_619);
                    end += 1;
                    if !is_inside(end) {
                        break;
                    }
                }
                let is_border = n == 1 && (start == 0 || end == framed.len());
                if n >= self.min_n && !is_border {
                    found(u64::from(hash) % self.n_buckets);
                }
            }
        }
    }
}
