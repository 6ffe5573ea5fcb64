//! Files that were compressed by gzip (RFC 1952), a piece at a time.
//!
//! A file may have several members, one behind the other, as `cat a.gz b.gz` gives; zeros behind the last are padding.

use flate2::{Crc, Decompress, FlushDecompress, Status};

/// Whether a file is compressed by gzip.
pub(super) fn is_gzip(head: &[u8]) -> bool {
    head.starts_with(&[0x1F, 0x8B, 8])
}

/// Bytes that are given at a time.
const PIECE: usize = 64 * 1024;

/// A file that is being decompressed.
#[derive(Debug)]
pub(super) struct Gunzip {
    place: Place,
    inflate: Decompress,
    crc: Crc,
    /// Bytes of a header or trailer that is not whole yet.
    begun: Vec<u8>,
    piece: Vec<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Header,
    Body,
    Trailer,
    /// What followed the last member was none.
    Behind,
    /// The bytes were damaged; what came before counts.
    Broken,
}

/// Optional parts of a header, by their bit.
const HAS_CHECKSUM: u8 = 2;
const HAS_EXTRA: u8 = 4;
const HAS_NAME: u8 = 8;
const HAS_COMMENT: u8 = 16;

impl Gunzip {
    pub(super) fn new() -> Self {
        Self {
            place: Place::Header,
            inflate: Decompress::new(false),
            crc: Crc::new(),
            begun: Vec::new(),
            piece: vec![0; PIECE],
        }
    }

    /// Whether the file ends here as it should: behind a member.
    pub(super) fn is_whole(&self) -> bool {
        match self.place {
            Place::Header => self.begun.is_empty() || self.begun.iter().all(|&byte| byte == 0),
            Place::Behind => true,
            Place::Body | Place::Trailer | Place::Broken => false,
        }
    }

    /// Decompresses bytes, and passes what they hold on in pieces. Errors: those of `give`.
    pub(super) fn push<E>(&mut self, bytes: &[u8], give: &mut impl FnMut(&[u8]) -> Result<(), E>) -> Result<(), E> {
        let mut rest = bytes;
        while !rest.is_empty() {
            match self.place {
                Place::Header => {
                    self.begun.push(rest[0]);
                    rest = &rest[1..];
                    self.read_header();
                }
                Place::Body => rest = self.inflate(rest, give)?,
                Place::Trailer => {
                    self.begun.push(rest[0]);
                    rest = &rest[1..];
                    if self.begun.len() == 8 {
                        let sum = self.begun.first_chunk().map(|bytes| u32::from_le_bytes(*bytes));
                        self.place = if sum == Some(self.crc.sum()) { Place::Header } else { Place::Broken };
                        self.begun.clear();
                    }
                }
                Place::Behind | Place::Broken => return Ok(()),
            }
        }
        Ok(())
    }

    /// Goes on to the body once the header is whole.
    fn read_header(&mut self) {
        let header = self.begun.as_slice();
        let is_first = [0x1F, 0x8B, 8].iter().zip(header).all(|(expected, found)| expected == found);
        if !is_first {
            self.place = Place::Behind;
        } else if header_is_whole(header) {
            self.begun.clear();
            self.inflate.reset(false);
            self.crc.reset();
            self.place = Place::Body;
        }
    }

    fn inflate<'a, E>(
        &mut self,
        bytes: &'a [u8],
        give: &mut impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<&'a [u8], E> {
        let mut rest = bytes;
        loop {
            let (n_read, n_written) = (self.inflate.total_in(), self.inflate.total_out());
            let status = self.inflate.decompress(rest, &mut self.piece, FlushDecompress::None);
            let n_read = (self.inflate.total_in() - n_read) as usize;
            let n_written = (self.inflate.total_out() - n_written) as usize;
            rest = &rest[n_read..];
            self.crc.update(&self.piece[..n_written]);
            give(&self.piece[..n_written])?;
            match status {
                Ok(Status::StreamEnd) => {
                    self.place = Place::Trailer;
                    return Ok(rest);
                }
                // More may be waiting for room.
                Ok(_) if n_written == self.piece.len() => {}
                Ok(_) if rest.is_empty() => return Ok(rest),
                Ok(_) if n_read > 0 || n_written > 0 => {}
                // Nothing moves on, which only damage can cause while there are bytes and room.
                Ok(_) | Err(_) => {
                    self.place = Place::Broken;
                    return Ok(rest);
                }
            }
        }
    }
}

/// Whether a member's header is complete.
fn header_is_whole(header: &[u8]) -> bool {
    let Some(&flags) = header.get(3) else { return false };
    let mut end = 10;
    if flags & HAS_EXTRA != 0 {
        let Some(&[low, high]) = header.get(end..end + 2) else { return false };
        end += 2 + usize::from(u16::from_le_bytes([low, high]));
    }
    for flag in [HAS_NAME, HAS_COMMENT] {
        if flags & flag != 0 {
            let Some(length) = header.get(end..).and_then(|rest| rest.iter().position(|&byte| byte == 0)) else {
                return false;
            };
            end += length + 1;
        }
    }
    if flags & HAS_CHECKSUM != 0 {
        end += 2;
    }
    header.len() >= end
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, GzBuilder, write::GzEncoder};
    use std::io::Write;

    fn compressed(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text).expect("memory takes everything");
        encoder.finish().expect("memory takes everything")
    }

    fn read(pieces: &[&[u8]]) -> (Vec<u8>, bool) {
        let mut gunzip = Gunzip::new();
        let mut text = Vec::new();
        for piece in pieces {
            let mut give = |bytes: &[u8]| {
                text.extend_from_slice(bytes);
                Ok::<(), ()>(())
            };
            gunzip.push(piece, &mut give).expect("nothing is refused");
        }
        (text, gunzip.is_whole())
    }

    #[test]
    fn members_follow_each_other_however_the_bytes_are_cut() {
        let text = b"one two three ".repeat(9_000);
        let mut file = compressed(&text);
        file.extend(compressed(b"four"));
        let expected = [text.as_slice(), b"four"].concat();
        for size in [1, 7, 1000, file.len()] {
            let pieces: Vec<&[u8]> = file.chunks(size).collect();
            assert_eq!(read(&pieces), (expected.clone(), true), "{size}");
        }
        file.extend([0; 99]);
        assert_eq!(read(&[&file]), (expected, true), "padding");
    }

    #[test]
    fn headers_may_have_names_and_more() {
        let builder = GzBuilder::new().filename("a.txt").comment("c").extra(vec![1, 2, 3]);
        let mut encoder = builder.write(Vec::new(), Compression::fast());
        encoder.write_all(b"text").expect("memory takes everything");
        assert_eq!(read(&[&encoder.finish().expect("memory takes everything")]), (b"text".to_vec(), true));
    }

    #[test]
    fn what_is_cut_off_or_damaged_is_not_whole() {
        let file = compressed(&b"some words and more ".repeat(100));
        for end in [5, 20, file.len() / 2, file.len() - 9, file.len() - 1] {
            assert!(!read(&[&file[..end]]).1, "{end}");
        }
        let mut damaged = file.clone();
        let last = damaged.len() - 6;
        damaged[last] ^= 1;
        assert!(!read(&[&damaged]).1, "the checksum is another");
    }
}
