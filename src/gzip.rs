//! gzip (RFC 1952) as it comes, unpacked in pieces of a bounded size: for texts and for files of vectors.
//!
//! A file may have several members, one behind the other, as `cat a.gz b.gz` makes them; zeros behind the last are padding, and
//! anything else there is left out.

mod crc;
mod inflate;

use thiserror::Error;

pub use self::{
    crc::Crc32,
    inflate::{Damaged, Inflate},
};

/// How a file begins.
pub const MAGIC: [u8; 3] = [0x1f, 0x8b, 8];

/// Why a file cannot be unpacked on. What came before is as it was packed, except where its sum is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum GzipError {
    /// Its packed bytes are none.
    #[error("packed bytes are damaged that begin at byte {offset}")]
    Damaged {
        /// Where the damaged member's begin, in bytes of the file.
        offset: u64,
    },
    /// A member's sum is not that of its bytes.
    #[error("the checksum at byte {offset} is wrong")]
    Sum {
        /// Where it ends, in bytes of the file.
        offset: u64,
    },
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum State {
    /// Ten bytes.
    Head,
    /// The length of what is extra, and then that.
    Extra,
    ExtraBytes(usize),
    /// Names and comments end with a zero; how many are left.
    Zeros(u8),
    HeadSum,
    Body,
    /// The sum of the bytes, and their number.
    Tail,
    /// Behind a member.
    Between,
    /// Something else follows; it is left out.
    Rest,
}

/// A file under way.
#[derive(Debug)]
pub struct Gzip {
    state: State,
    flags: u8,
    carry: Vec<u8>,
    inflate: Inflate,
    offset: u64,
    body_at: u64,
    n_members: u32,
}

impl Default for Gzip {
    /// A file at its beginning.
    fn default() -> Self {
        let (state, carry, inflate) = (State::Head, Vec::new(), Inflate::default());
        Self { state, flags: 0, carry, inflate, offset: 0, body_at: 0, n_members: 0 }
    }
}

impl Gzip {
    /// Whether it ends where a gzip file may end: behind a member.
    pub fn is_whole(&self) -> bool {
        matches!(self.state, State::Between | State::Rest)
    }

    /// Packed bytes of its members.
    pub fn n_in(&self) -> u64 {
        self.inflate.n_in()
    }

    /// Bytes that were unpacked.
    pub fn n_out(&self) -> u64 {
        self.inflate.n_out()
    }

    /// Goes on by a step: the bytes that it took. [`last`](Self::last) has what they gave; nothing of either means that more
    /// bytes are needed.
    ///
    /// Errors: [`GzipError`].
    pub fn step(&mut self, input: &[u8]) -> Result<usize, GzipError> {
        self.inflate.forget_last();
        if self.state == State::Body {
            let taken = self.inflate.step(input).map_err(|Damaged| GzipError::Damaged { offset: self.body_at })?;
            self.offset += taken as u64;
            if self.inflate.is_done() {
                self.state = State::Tail;
            }
            return Ok(taken);
        }
        if self.state == State::Rest {
            return Ok(input.len());
        }
        let Some(&byte) = input.first() else { return Ok(0) };
        self.carry.push(byte);
        self.offset += 1;
        self.byte(byte)?;
        Ok(1)
    }

    /// What the last step gave.
    pub fn last(&self) -> &[u8] {
        self.inflate.last()
    }

    fn byte(&mut self, byte: u8) -> Result<(), GzipError> {
        let n = self.carry.len();
        if self.state == State::Head && self.n_members > 0 && MAGIC.get(n - 1).is_some_and(|&magic| magic != byte) {
            self.state = State::Rest;
            return Ok(());
        }
        let n_wanted = match self.state {
            State::Head => 10,
            State::Extra | State::HeadSum => 2,
            State::Tail => 8,
            _ => 0,
        };
        if n < n_wanted {
            return Ok(());
        }
        let next = match self.state {
            State::Head => {
                self.flags = self.carry[3];
                if self.flags & 4 != 0 { State::Extra } else { self.after_extra() }
            }
            State::Extra => match usize::from(self.carry[0]) | usize::from(self.carry[1]) << 8 {
                0 => self.after_extra(),
                n => State::ExtraBytes(n),
            },
            State::ExtraBytes(1) => self.after_extra(),
            State::ExtraBytes(n) => State::ExtraBytes(n - 1),
            State::Zeros(n) if byte != 0 => State::Zeros(n),
            State::Zeros(1) => self.after_names(),
            State::Zeros(n) => State::Zeros(n - 1),
            State::HeadSum => State::Body,
            State::Tail => {
                let sum = u32::from_le_bytes([self.carry[0], self.carry[1], self.carry[2], self.carry[3]]);
                if sum != self.inflate.sum() {
                    return Err(GzipError::Sum { offset: self.offset });
                }
                self.n_members += 1;
                State::Between
            }
            State::Between if byte == MAGIC[0] => {
                self.inflate.start_over();
                self.state = State::Head;
                return Ok(());
            }
            // Some tapes are padded with zeros.
            State::Between if byte == 0 => State::Between,
            State::Between | State::Rest | State::Body => State::Rest,
        };
        self.carry.clear();
        self.body_at = self.offset;
        self.state = next;
        Ok(())
    }

    fn after_extra(&self) -> State {
        match (self.flags >> 3 & 1) + (self.flags >> 4 & 1) {
            0 => self.after_names(),
            n => State::Zeros(n),
        }
    }

    fn after_names(&self) -> State {
        if self.flags & 2 != 0 { State::HeadSum } else { State::Body }
    }
}

#[cfg(test)]
mod tests {
    use flate2::{Compression, GzBuilder, write::GzEncoder};
    use std::io::Write;

    use super::*;

    fn compressed(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text).expect("memory takes everything");
        encoder.finish().expect("memory takes everything")
    }

    fn read(pieces: &[&[u8]]) -> (Vec<u8>, Result<bool, GzipError>) {
        let (mut gzip, mut text) = (Gzip::default(), Vec::new());
        for piece in pieces {
            let mut rest = *piece;
            loop {
                let n_taken = match gzip.step(rest) {
                    Ok(n_taken) => n_taken,
                    Err(error) => {
                        text.extend_from_slice(gzip.last());
                        return (text, Err(error));
                    }
                };
                text.extend_from_slice(gzip.last());
                rest = &rest[n_taken..];
                if n_taken == 0 && gzip.last().is_empty() {
                    break;
                }
            }
        }
        (text, Ok(gzip.is_whole()))
    }

    #[test]
    fn members_follow_each_other_however_the_bytes_are_cut() {
        let text = b"one two three ".repeat(9_000);
        let mut file = compressed(&text);
        file.extend(compressed(b"four"));
        let expected = [text.as_slice(), b"four"].concat();
        for size in [1, 7, 1000, file.len()] {
            let pieces: Vec<&[u8]> = file.chunks(size).collect();
            assert_eq!(read(&pieces), (expected.clone(), Ok(true)), "{size}");
        }
        file.extend([0; 99]);
        assert_eq!(read(&[&file]), (expected.clone(), Ok(true)), "padding");
        file.extend(b"\x1fand something else");
        assert_eq!(read(&[&file]), (expected, Ok(true)), "what is no member is left out");
    }

    #[test]
    fn headers_may_have_names_and_more() {
        let builder = GzBuilder::new().filename("a.txt").comment("c").extra(vec![1, 2, 3]);
        let mut encoder = builder.write(Vec::new(), Compression::fast());
        encoder.write_all(b"text").expect("memory takes everything");
        assert_eq!(read(&[&encoder.finish().expect("memory takes everything")]), (b"text".to_vec(), Ok(true)));
    }

    #[test]
    fn what_is_cut_off_or_damaged_is_not_whole() {
        let file = compressed(&b"some words and more ".repeat(100));
        for end in [5, 20, file.len() / 2, file.len() - 9, file.len() - 1] {
            assert_eq!(read(&[&file[..end]]).1, Ok(false), "{end}");
        }
        let two = [file.as_slice(), &file[..5]].concat();
        assert_eq!(read(&[&two]).1, Ok(false), "the second member is cut off");
        let mut damaged = file.clone();
        let last = damaged.len() - 6;
        damaged[last] ^= 1;
        assert_eq!(read(&[&damaged]).1, Err(GzipError::Sum { offset: file.len() as u64 }));
        let mut damaged = file;
        damaged[10..14].fill(0xFF);
        assert!(matches!(read(&[&damaged]).1, Err(GzipError::Damaged { offset: 10 })));
    }
}
