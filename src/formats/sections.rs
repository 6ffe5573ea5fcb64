//! The form of a saved session: sections of small heads and long arrays, with a sum at the end.
//!
//! This file and its folder know bytes and plain data, and nothing of what the sections mean: `engine/saved` does.
//!
//! ```text
//! file    := volume+
//! volume  := magic (8 bytes), version (u32), section*, end
//! section := tag (4 bytes), length of the head (u32), number of arrays (u32),
//!            for each array its kind (1 byte, 0 to 4) and its items (u64),
//!            the head (postcard), the arrays, one after the other
//! end     := "END ", the sum (u64)
//! ```
//!
//! Numbers are little-endian. Arrays lie as they do in memory: bytes, 32-bit words and floats, 64-bit floats. The sum is
//! [`WideFnv`](crate::fnv::WideFnv) over all bytes of the volume before the end. A file of several volumes means what one
//! volume of all their sections would: so what seldom changes can be stored once.
//!
//! Nothing is allocated for what a file claims but does not have: lengths are compared with the bytes that are left and with
//! the memory that may be taken before any is.

mod error;
mod read;
mod write;

pub use error::SectionsError;
pub use read::{Section, SectionsReader};
pub use write::{SectionView, SectionsWriter};

/// How a volume begins. The bytes are those of PNG's signature, which damage by text modes, line ends and seven bits shows
/// in, with a name of our own.
const MAGIC: [u8; 8] = *b"\x89EXPL\r\x1a\n";
/// The version of the form and of what is in it: files of another one are refused.
const VERSION: u32 = 2;

/// The name of a section.
pub type Tag = [u8; 4];

const END: Tag = *b"END ";
/// Bytes of the frame that each section and the end begin with.
const FRAME_BYTES: usize = 12;
/// Bytes of an array in the list at the beginning of its section.
const ENTRY_BYTES: usize = 9;
/// Arrays that a section has at most.
const MOST_COLUMNS: usize = 64;
/// Bytes of a head at most.
const MOST_HEAD_BYTES: usize = 16 << 20;

/// Whether a file that begins so is a saved session. Eight bytes are enough.
pub fn looks_like_session(head: &[u8]) -> bool {
    head.starts_with(&MAGIC)
}

#[cfg(test)]
mod tests;
