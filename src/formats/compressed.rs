//! Archives as they come: gzip and zip, unpacked in pieces of a bounded size. One that unpacks to far more than texts or tables
//! do is refused.

mod gzip;
mod zip;

pub(super) use gzip::Gzip;
pub(super) use zip::{MAGIC as ZIP, Zip};

use super::FormatError;
pub(super) use crate::gzip::MAGIC as GZIP;

/// Neither texts nor tables pack as well as this: text packs to two fifths, floats hardly at all.
pub(super) const MOST_RATIO: u64 = 50;
/// Below this, nothing can harm.
const HARMLESS_BYTES: u64 = 32 << 20;

/// What one step of unpacking gave.
#[derive(Debug, PartialEq)]
pub(super) enum Unpacked<'a> {
    /// Nothing that matters.
    Nothing,
    /// A file of this name begins, of this many bytes where that is known.
    Begin { name: String, n_bytes: Option<u64> },
    /// Bytes of a file.
    Bytes(&'a [u8]),
    /// The file ends.
    End,
}

/// Errors: [`FormatError::Bomb`].
fn check_ratio(n_in: u64, n_out: u64) -> Result<(), FormatError> {
    let is_bomb = n_out > HARMLESS_BYTES && n_out / MOST_RATIO > n_in;
    if is_bomb { Err(FormatError::Bomb { ratio: MOST_RATIO }) } else { Ok(()) }
}

/// Packed bytes that are none. `offset`: where they begin in the archive.
fn damaged(offset: u64) -> FormatError {
    let advice = "Fetch it again, or unpack it yourself.";
    FormatError::Archive { why: "packed bytes are damaged that begin", offset, advice }
}
