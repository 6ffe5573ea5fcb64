//! zip (PKWARE's APPNOTE 6.3.10), from its beginning: each entry as its own header says, so that no directory at the end is
//! needed and entries cannot lie over each other. `zip` wants to seek, and a file that is dropped on a page streams.

use super::{Unpacked, check_ratio, damaged};
use crate::{
    formats::FormatError,
    gzip::{Damaged, Inflate},
};

pub(in crate::formats) const MAGIC: [u8; 4] = *b"PK\x03\x04";
const HEAD_BYTES: usize = 30;
const ADVICE: &str = "Unpack it yourself, and open what is in it.";

#[derive(Debug, Clone, Copy, PartialEq)]
enum State {
    /// Header of an entry.
    Head,
    /// Its name and what is extra.
    Names {
        n_name: usize,
        n_extra: usize,
    },
    Stored {
        n_left: u64,
    },
    Packed,
    /// Sum and lengths behind an entry that did not say them.
    Descriptor,
    Done,
}

/// An archive under way.
#[derive(Debug)]
pub(in crate::formats) struct Zip {
    state: State,
    carry: Vec<u8>,
    head: Vec<u8>,
    inflate: Inflate,
    offset: u64,
    body_at: u64,
    is_ending: bool,
}

fn short(bytes: &[u8], at: usize) -> usize {
    usize::from(bytes[at]) | usize::from(bytes[at + 1]) << 8
}

fn word(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

impl Zip {
    pub(in crate::formats) fn new() -> Self {
        let (state, carry, head) = (State::Head, Vec::new(), Vec::new());
        Self { state, carry, head, inflate: Inflate::default(), offset: 0, body_at: 0, is_ending: false }
    }

    /// Whether all entries were whole.
    pub(in crate::formats) fn is_whole(&self) -> bool {
        self.state == State::Done
    }

    /// Bytes that were unpacked.
    pub(in crate::formats) fn n_out(&self) -> u64 {
        self.inflate.n_out()
    }

    /// Bytes of the archive that were read.
    pub(in crate::formats) fn n_in(&self) -> u64 {
        self.offset
    }

    fn wrong(&self, why: &'static str) -> FormatError {
        FormatError::Archive { why, offset: self.offset, advice: ADVICE }
    }

    /// Goes on by a step; the bytes that it took, and what came of them.
    pub(in crate::formats) fn step<'a>(&'a mut self, input: &'a [u8]) -> Result<(usize, Unpacked<'a>), FormatError> {
        if self.is_ending {
            self.is_ending = false;
            return Ok((0, Unpacked::End));
        }
        match self.state {
            State::Done => Ok((input.len(), Unpacked::Nothing)),
            State::Head => {
                let wanted = if self.carry.len() < 4 { 4 } else { HEAD_BYTES };
                let taken = self.take(input, wanted);
                if self.carry.len() == 4 && self.carry[..] != MAGIC {
                    // The directory: there are no more entries.
                    if !self.carry.starts_with(b"PK") {
                        return Err(self.wrong("there is no entry where one should begin"));
                    }
                    self.state = State::Done;
                } else if self.carry.len() == HEAD_BYTES {
                    self.head = std::mem::take(&mut self.carry);
                    self.state = State::Names { n_name: short(&self.head, 26), n_extra: short(&self.head, 28) };
                }
                Ok((taken, Unpacked::Nothing))
            }
            State::Names { n_name, n_extra } => {
                let taken = self.take(input, n_name + n_extra);
                if self.carry.len() < n_name + n_extra {
                    return Ok((taken, Unpacked::Nothing));
                }
                let names = std::mem::take(&mut self.carry);
                Ok((taken, self.begin(&names[..n_name], &names[n_name..])?))
            }
            State::Stored { n_left } => {
                let taken = usize::try_from(n_left).unwrap_or(usize::MAX).min(input.len());
                self.offset += taken as u64;
                self.state = State::Stored { n_left: n_left - taken as u64 };
                if n_left == taken as u64 {
                    self.end_entry();
                }
                Ok((taken, if taken == 0 { Unpacked::Nothing } else { Unpacked::Bytes(&input[..taken]) }))
            }
            State::Packed => {
                let taken = self.inflate.step(input).map_err(|Damaged| damaged(self.body_at))?;
                check_ratio(self.inflate.n_in(), self.inflate.n_out())?;
                self.offset += taken as u64;
                if self.inflate.is_done() {
                    let is_right = self.has_descriptor() || self.inflate.sum() == word(&self.head, 14);
                    if !is_right {
                        return Err(self.wrong("its checksum is wrong"));
                    }
                    self.end_entry();
                }
                let bytes = self.inflate.last();
                Ok((taken, if bytes.is_empty() { Unpacked::Nothing } else { Unpacked::Bytes(bytes) }))
            }
            State::Descriptor => Ok((self.descriptor(input), Unpacked::Nothing)),
        }
    }

    fn take(&mut self, input: &[u8], wanted: usize) -> usize {
        let taken = input.len().min(wanted - self.carry.len());
        self.carry.extend_from_slice(&input[..taken]);
        self.offset += taken as u64;
        taken
    }

    fn has_descriptor(&self) -> bool {
        self.head[6] & 8 != 0
    }

    fn end_entry(&mut self) {
        self.is_ending = true;
        self.state = if self.has_descriptor() { State::Descriptor } else { State::Head };
    }

    fn begin(&mut self, name: &[u8], mut extra: &[u8]) -> Result<Unpacked<'static>, FormatError> {
        if self.head[6] & 1 != 0 {
            return Err(self.wrong("it is encrypted"));
        }
        let (mut packed, mut n_bytes) = (u64::from(word(&self.head, 18)), u64::from(word(&self.head, 22)));
        // Lengths beyond 32 bits stand in field 1 of what is extra.
        while extra.len() >= 4 {
            let n = short(extra, 2).min(extra.len() - 4);
            let (field, rest) = extra[4..].split_at(n);
            if short(extra, 0) == 1 && n_bytes == u64::from(u32::MAX) {
                let long =
                    |at: usize| field.get(at..at + 8).and_then(<[u8]>::first_chunk).map(|b| u64::from_le_bytes(*b));
                n_bytes = long(0).unwrap_or(n_bytes);
                packed = long(8).unwrap_or(packed);
            }
            extra = rest;
        }
        let is_told = !self.has_descriptor() || n_bytes > 0;
        self.state = match short(&self.head, 8) {
            0 if is_told => State::Stored { n_left: packed },
            0 => return Err(self.wrong("an entry that is not packed does not say its length")),
            8 => {
                self.inflate.start_over();
                self.body_at = self.offset;
                State::Packed
            }
            _ => return Err(self.wrong("it is packed by a method that is not read")),
        };
        if self.state == (State::Stored { n_left: 0 }) {
            self.end_entry();
        }
        let name = String::from_utf8_lossy(name).into_owned();
        Ok(Unpacked::Begin { name, n_bytes: is_told.then_some(n_bytes) })
    }

    /// A descriptor may have a signature, and lengths of 32 or 64 bits. It ends where the next signature begins.
    fn descriptor(&mut self, input: &[u8]) -> usize {
        let Some(&byte) = input.first() else { return 0 };
        self.carry.push(byte);
        self.offset += 1;
        let n = self.carry.len();
        let is_end = [12, 16, 20, 24].iter().any(|at| n == at + 4 && self.carry[*at..*at + 2] == *b"PK");
        if is_end {
            let next: Vec<u8> = self.carry.split_off(n - 4);
            self.carry = next;
            self.state = if self.carry[..] == MAGIC { State::Head } else { State::Done };
        } else if n > 28 {
            self.state = State::Done;
        }
        1
    }
}
