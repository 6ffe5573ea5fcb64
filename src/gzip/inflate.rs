//! DEFLATE (RFC 1951), a piece at a time, by `miniz_oxide`.

use miniz_oxide::{
    DataFormat, MZError, MZFlush, MZStatus,
    inflate::stream::{InflateState, inflate},
};

use super::Crc32;

/// Bytes that one step unpacks at most.
const OUT_BYTES: usize = 64 << 10;

/// Bytes that are no DEFLATE.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Damaged;

/// One stream under way.
pub struct Inflate {
    state: Box<InflateState>,
    out: Vec<u8>,
    n_given: usize,
    n_in: u64,
    n_out: u64,
    crc: Crc32,
    is_done: bool,
}

impl std::fmt::Debug for Inflate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Inflate").field("n_in", &self.n_in).field("n_out", &self.n_out).finish_non_exhaustive()
    }
}

impl Default for Inflate {
    /// A stream at its beginning.
    fn default() -> Self {
        let state = InflateState::new_boxed(DataFormat::Raw);
        Self { state, out: vec![0; OUT_BYTES], n_given: 0, n_in: 0, n_out: 0, crc: Crc32::default(), is_done: false }
    }
}

impl Inflate {
    /// Begins another stream.
    pub fn start_over(&mut self) {
        self.state.reset(DataFormat::Raw);
        (self.crc, self.is_done) = (Crc32::default(), false);
    }

    /// Whether the stream is at its end.
    pub fn is_done(&self) -> bool {
        self.is_done
    }

    /// Packed bytes of this stream and those before it.
    pub fn n_in(&self) -> u64 {
        self.n_in
    }

    /// Unpacked bytes of this stream and those before it.
    pub fn n_out(&self) -> u64 {
        self.n_out
    }

    /// The sum of what was unpacked of this stream.
    pub fn sum(&self) -> u32 {
        self.crc.sum()
    }

    /// The last step gave nothing.
    pub(super) fn forget_last(&mut self) {
        self.n_given = 0;
    }

    /// What the last step gave.
    pub fn last(&self) -> &[u8] {
        &self.out[..self.n_given]
    }

    /// Unpacks some of these bytes, 64 KiB at most, and returns how many it took; [`last`](Self::last) has what they gave, also
    /// where damage ends it. Nothing of either means that more bytes are needed.
    ///
    /// Errors: [`Damaged`].
    pub fn step(&mut self, input: &[u8]) -> Result<usize, Damaged> {
        let result = inflate(&mut self.state, input, &mut self.out, MZFlush::None);
        let (taken, given) = (result.bytes_consumed, result.bytes_written);
        self.n_in += taken as u64;
        self.n_out += given as u64;
        self.n_given = given;
        self.crc.write(&self.out[..given]);
        match result.status {
            Ok(MZStatus::StreamEnd) => self.is_done = true,
            Ok(_) | Err(MZError::Buf) => {}
            Err(_) => return Err(Damaged),
        }
        Ok(taken)
    }
}
