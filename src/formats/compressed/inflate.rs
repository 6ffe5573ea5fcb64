//! DEFLATE, a piece at a time, by `miniz_oxide`. A stream that unpacks to far more than a table can is refused.

use miniz_oxide::{
    DataFormat, MZError, MZFlush, MZStatus,
    inflate::stream::{InflateState, inflate},
};

use super::Crc32;
use crate::formats::FormatError;

/// Bytes that one step unpacks at most.
const OUT_BYTES: usize = 64 << 10;
/// No table of vectors packs as well as this: text packs to two fifths, floats hardly at all.
pub(in crate::formats) const MOST_RATIO: u64 = 50;
/// Below this, nothing can harm.
const HARMLESS_BYTES: u64 = 32 << 20;

/// One stream under way.
pub(super) struct Inflate {
    state: Box<InflateState>,
    out: Vec<u8>,
    n_given: usize,
    n_in: u64,
    n_out: u64,
    pub(super) crc: Crc32,
    pub(super) is_done: bool,
}

impl std::fmt::Debug for Inflate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Inflate").field("n_in", &self.n_in).field("n_out", &self.n_out).finish_non_exhaustive()
    }
}

impl Inflate {
    pub(super) fn new() -> Self {
        let state = InflateState::new_boxed(DataFormat::Raw);
        Self { state, out: vec![0; OUT_BYTES], n_given: 0, n_in: 0, n_out: 0, crc: Crc32::default(), is_done: false }
    }

    /// Begins another stream.
    pub(super) fn start_over(&mut self) {
        self.state.reset(DataFormat::Raw);
        (self.crc, self.is_done) = (Crc32::default(), false);
    }

    /// Bytes of this stream and those before it.
    pub(super) fn n_out(&self) -> u64 {
        self.n_out
    }

    /// What the last step gave.
    pub(super) fn last(&self) -> &[u8] {
        &self.out[..self.n_given]
    }

    /// Unpacks some of these bytes and returns how many it took; [`last`](Self::last) has what they gave. Nothing of either
    /// means that more bytes are needed.
    ///
    /// `offset`: where the stream begins in the archive, for errors.
    pub(super) fn step(&mut self, input: &[u8], offset: u64) -> Result<usize, FormatError> {
        let result = inflate(&mut self.state, input, &mut self.out, MZFlush::None);
        let (taken, given) = (result.bytes_consumed, result.bytes_written);
        self.n_in += taken as u64;
        self.n_out += given as u64;
        match result.status {
            Ok(MZStatus::StreamEnd) => self.is_done = true,
            Ok(_) | Err(MZError::Buf) => {}
            Err(_) => {
                let advice = "Fetch it again, or unpack it yourself.";
                return Err(FormatError::Archive { why: "packed bytes are damaged that begin", offset, advice });
            }
        }
        if self.n_out > HARMLESS_BYTES && self.n_out / MOST_RATIO > self.n_in {
            return Err(FormatError::Bomb { ratio: MOST_RATIO });
        }
        self.crc.write(&self.out[..given]);
        self.n_given = given;
        Ok(taken)
    }
}
