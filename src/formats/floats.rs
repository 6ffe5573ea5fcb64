//! Numbers as they lie in binary files, streamed into the rows of a matrix.

use super::{
    FormatError,
    note::Note,
    room::{Context, too_large},
};
use crate::matrix::Matrix;

/// How one number lies in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scalar {
    F16,
    Bf16,
    F32,
    F64,
    I8,
    U8,
    I32,
    U32,
    I64,
}

impl Scalar {
    /// What numpy calls so, without the letter for the order of its bytes. None for a type that is not read.
    pub(super) fn of_numpy(name: &str) -> Option<Self> {
        Some(match name {
            "f2" => Self::F16,
            "f4" => Self::F32,
            "f8" => Self::F64,
            "i1" => Self::I8,
            "u1" => Self::U8,
            "i4" => Self::I32,
            "u4" => Self::U32,
            "i8" | "u8" => Self::I64,
            _ => return None,
        })
    }

    pub(super) fn n_bytes(self) -> usize {
        match self {
            Self::I8 | Self::U8 => 1,
            Self::F16 | Self::Bf16 => 2,
            Self::F32 | Self::I32 | Self::U32 => 4,
            Self::F64 | Self::I64 => 8,
        }
    }

    /// The number in these bytes, little-endian, of which there are as many as it takes.
    pub(super) fn read(self, bytes: &[u8]) -> f64 {
        let of = |n: usize| -> u64 {
            let mut all = [0; 8];
            all[..n].copy_from_slice(&bytes[..n]);
            u64::from_le_bytes(all)
        };
        match self {
            Self::F16 => half::f16::from_bits(of(2) as u16).to_f64(),
            Self::Bf16 => half::bf16::from_bits(of(2) as u16).to_f64(),
            Self::F32 => f64::from(f32::from_bits(of(4) as u32)),
            Self::F64 => f64::from_bits(of(8)),
            Self::I8 => f64::from(of(1) as u8 as i8),
            Self::U8 => f64::from(of(1) as u8),
            Self::I32 => f64::from(of(4) as u32 as i32),
            Self::U32 => f64::from(of(4) as u32),
            Self::I64 => of(8) as i64 as f64,
        }
    }
}

/// Fills a matrix with numbers as they come.
#[derive(Debug)]
pub(super) struct FloatRows {
    pub(super) matrix: Matrix,
    scalar: Scalar,
    is_big_endian: bool,
    /// Whether columns lie one after the other, not rows.
    is_by_column: bool,
    /// Rows and numbers that there are.
    n_rows: u64,
    dims: u64,
    /// Rows that are kept.
    most_rows: u64,
    /// Numbers that came.
    n_done: u64,
    /// The beginning of a number whose end has not come.
    carry: Vec<u8>,
}

impl FloatRows {
    /// Errors: [`FormatError::Dims`].
    pub(super) fn new(scalar: Scalar, n_rows: u64, dims: u64, most_rows: u64) -> Result<Self, FormatError> {
        let matrix = super::builder::no_rows(dims)?;
        let (is_big_endian, is_by_column, carry) = (false, false, Vec::new());
        Ok(Self { matrix, scalar, is_big_endian, is_by_column, n_rows, dims, most_rows, n_done: 0, carry })
    }

    pub(super) fn with_order(mut self, is_big_endian: bool, is_by_column: bool) -> Self {
        (self.is_big_endian, self.is_by_column) = (is_big_endian, is_by_column);
        self
    }

    /// Rows that there are, kept or not.
    pub(super) fn said_rows(&self) -> u64 {
        self.n_rows
    }

    /// Bytes of all numbers.
    pub(super) fn n_bytes(&self) -> u64 {
        self.n_rows.saturating_mul(self.dims).saturating_mul(self.scalar.n_bytes() as u64)
    }

    /// Bytes that are still to come.
    pub(super) fn n_bytes_left(&self) -> u64 {
        self.n_bytes() - self.n_done * self.scalar.n_bytes() as u64 - self.carry.len() as u64
    }

    /// Rows whose numbers are all there.
    pub(super) fn n_whole(&self) -> u64 {
        let n = if self.is_by_column {
            if self.n_bytes_left() == 0 { self.n_rows } else { 0 }
        } else {
            self.n_done / self.dims
        };
        n.min(self.most_rows)
    }

    /// Whether all rows that are kept are there.
    pub(super) fn is_enough(&self) -> bool {
        self.n_whole() >= self.most_rows.min(self.n_rows)
    }

    /// The note for a file that ends at this byte before all wanted rows are there.
    pub(super) fn broken_off(&self, byte: u64) -> Option<Note> {
        let (n_rows, said_rows) = (self.n_whole(), Some(self.n_rows));
        (!self.is_enough()).then_some(Note::Truncated { n_rows, said_rows, byte })
    }

    /// Takes what is wanted of these bytes; what is left of them.
    pub(super) fn push<'a>(&mut self, bytes: &'a [u8], context: &mut Context) -> Result<&'a [u8], FormatError> {
        let wanted = usize::try_from(self.n_bytes_left()).unwrap_or(usize::MAX).min(bytes.len());
        let (mut mine, rest) = bytes.split_at(wanted);
        let size = self.scalar.n_bytes();
        if !self.carry.is_empty() {
            let (more, left) = mine.split_at(mine.len().min(size - self.carry.len()));
            self.carry.extend_from_slice(more);
            mine = left;
            if self.carry.len() < size {
                return Ok(rest);
            }
            let carry = std::mem::take(&mut self.carry);
            self.numbers(&carry, mine.len() + rest.len(), context)?;
        }
        let n_whole = mine.len() / size * size;
        self.numbers(&mine[..n_whole], mine.len() + rest.len(), context)?;
        self.carry.extend_from_slice(&mine[n_whole..]);
        Ok(rest)
    }

    fn numbers(&mut self, bytes: &[u8], at_hand: usize, context: &mut Context) -> Result<(), FormatError> {
        let size = self.scalar.n_bytes();
        let dims = self.dims as usize;
        let mut bytes = bytes;
        while !bytes.is_empty() {
            let (row, column) = if self.is_by_column {
                (self.n_done % self.n_rows, (self.n_done / self.n_rows) as usize)
            } else {
                (self.n_done / self.dims, (self.n_done % self.dims) as usize)
            };
            // Numbers that lie side by side in the matrix as well.
            let n = if self.is_by_column { 1 } else { (dims - column).min(bytes.len() / size) };
            let (some, rest) = bytes.split_at(n * size);
            if row < self.most_rows {
                self.make_row(row, at_hand, context)?;
                let to = &mut self.matrix.vector_mut(row as usize)[column..column + n];
                fill(to, some, self.scalar, self.is_big_endian);
            }
            self.n_done += n as u64;
            bytes = rest;
        }
        Ok(())
    }

    fn make_row(&mut self, row: u64, at_hand: usize, context: &mut Context) -> Result<(), FormatError> {
        if row < self.matrix.n_rows() as u64 {
            return Ok(());
        }
        let row_bytes =
            if self.is_by_column { self.scalar.n_bytes() as u64 } else { self.dims * self.scalar.n_bytes() as u64 };
        let expected = context.expected_rows(self.matrix.n_rows(), Some(self.n_rows), row_bytes, at_hand as u64);
        context.room.grow_matrix(&mut self.matrix, expected).map_err(|_| too_large(&self.matrix, &context.room))?;
        self.matrix.grow(1, 0.0);
        Ok(())
    }

    /// The rows that are whole.
    pub(super) fn into_matrix(mut self) -> Matrix {
        let n_whole = self.n_whole() as usize;
        self.matrix.truncate(n_whole);
        self.matrix
    }
}

fn fill(to: &mut [f32], bytes: &[u8], scalar: Scalar, is_big_endian: bool) {
    if scalar == Scalar::F32 && !is_big_endian {
        for (x, bytes) in to.iter_mut().zip(bytes.as_chunks::<4>().0) {
            *x = f32::from_le_bytes(*bytes);
        }
        return;
    }
    let size = scalar.n_bytes();
    for (x, bytes) in to.iter_mut().zip(bytes.chunks_exact(size)) {
        let mut number = [0; 8];
        number[..size].copy_from_slice(bytes);
        if is_big_endian {
            number[..size].reverse();
        }
        *x = scalar.read(&number[..size]) as f32;
    }
}
