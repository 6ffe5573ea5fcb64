//! Archives as they come: gzip and zip, unpacked in pieces of a bounded size.

mod crc;
mod gzip;
mod inflate;
mod zip;

pub(super) use crc::Crc32;
pub(super) use gzip::{Gzip, MAGIC as GZIP};
pub(super) use inflate::MOST_RATIO;
pub(super) use zip::{MAGIC as ZIP, Zip};

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
