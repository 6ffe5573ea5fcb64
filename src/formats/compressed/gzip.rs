//! gzip, and what is wrong with one, for whoever chose the file.

use super::{Unpacked, check_ratio};
use crate::{
    formats::FormatError,
    gzip::{self, GzipError},
};

/// An archive under way.
#[derive(Debug, Default)]
pub(in crate::formats) struct Gzip(gzip::Gzip);

impl Gzip {
    pub(in crate::formats) fn new() -> Self {
        Self::default()
    }

    /// Whether it ends where a gzip file may end.
    pub(in crate::formats) fn is_whole(&self) -> bool {
        self.0.is_whole()
    }

    /// Bytes that were unpacked.
    pub(in crate::formats) fn n_out(&self) -> u64 {
        self.0.n_out()
    }

    /// Goes on by a step; the bytes that it took, and what came of them.
    pub(in crate::formats) fn step(&mut self, input: &[u8]) -> Result<(usize, Unpacked<'_>), FormatError> {
        let taken = self.0.step(input).map_err(|error| match error {
            GzipError::Damaged { offset } => super::damaged(offset),
            GzipError::Sum { offset } => {
                FormatError::Archive { why: "its checksum is wrong", offset, advice: "Fetch it again." }
            }
        })?;
        check_ratio(self.0.n_in(), self.0.n_out())?;
        let bytes = self.0.last();
        Ok((taken, if bytes.is_empty() { Unpacked::Nothing } else { Unpacked::Bytes(bytes) }))
    }
}
