//! gzip (RFC 1952), also of several members one behind the other, as `cat a.gz b.gz` makes them.

use super::{Unpacked, inflate::Inflate};
use crate::formats::FormatError;

pub(in crate::formats) const MAGIC: [u8; 3] = [0x1f, 0x8b, 8];

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

/// An archive under way.
#[derive(Debug)]
pub(in crate::formats) struct Gzip {
    state: State,
    flags: u8,
    carry: Vec<u8>,
    inflate: Inflate,
    offset: u64,
    body_at: u64,
    n_members: u32,
}

impl Gzip {
    pub(in crate::formats) fn new() -> Self {
        let (state, carry, inflate) = (State::Head, Vec::new(), Inflate::new());
        Self { state, flags: 0, carry, inflate, offset: 0, body_at: 0, n_members: 0 }
    }

    /// Whether it ends where a gzip file may end.
    pub(in crate::formats) fn is_whole(&self) -> bool {
        matches!(self.state, State::Between | State::Rest) || self.n_members > 0 && self.state == State::Head
    }

    /// Bytes that were unpacked.
    pub(in crate::formats) fn n_out(&self) -> u64 {
        self.inflate.n_out()
    }

    /// Goes on by a step; the bytes that it took, and what came of them.
    pub(in crate::formats) fn step(&mut self, input: &[u8]) -> Result<(usize, Unpacked<'_>), FormatError> {
        if self.state == State::Body {
            let taken = self.inflate.step(input, self.body_at)?;
            self.offset += taken as u64;
            if self.inflate.is_done {
                self.state = State::Tail;
            }
            let bytes = self.inflate.last();
            return Ok((taken, if bytes.is_empty() { Unpacked::Nothing } else { Unpacked::Bytes(bytes) }));
        }
        if self.state == State::Rest {
            return Ok((input.len(), Unpacked::Nothing));
        }
        let Some(&byte) = input.first() else { return Ok((0, Unpacked::Nothing)) };
        self.carry.push(byte);
        self.offset += 1;
        self.byte(byte)?;
        Ok((1, Unpacked::Nothing))
    }

    fn byte(&mut self, byte: u8) -> Result<(), FormatError> {
        let n = self.carry.len();
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
                if sum != self.inflate.crc.sum() {
                    let advice = "Fetch it again.";
                    return Err(FormatError::Archive { why: "its checksum is wrong", offset: self.offset, advice });
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
