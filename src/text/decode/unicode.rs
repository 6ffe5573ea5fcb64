//! UTF-8 and UTF-16.

/// A UTF-8 decoder.
#[derive(Debug, Default)]
pub(super) struct Utf8 {
    /// Bytes of a character that is not complete yet; fewer than four.
    unfinished: Vec<u8>,
}

fn replace(text: &mut String, n_replaced: &mut u64) {
    text.push(char::REPLACEMENT_CHARACTER);
    *n_replaced += 1;
}

impl Utf8 {
    pub(super) fn push(&mut self, bytes: &[u8], text: &mut String, n_replaced: &mut u64) {
        let mut bytes = bytes;
        while !self.unfinished.is_empty() {
            let Some((&next, rest)) = bytes.split_first() else { return };
            bytes = rest;
            self.unfinished.push(next);
            let unfinished = std::mem::take(&mut self.unfinished);
            self.decode(&unfinished, text, n_replaced);
        }
        self.decode(bytes, text, n_replaced);
    }

    pub(super) fn finish(&mut self, text: &mut String, n_replaced: &mut u64) {
        if !self.unfinished.is_empty() {
            self.unfinished.clear();
            replace(text, n_replaced);
        }
    }

    /// Decodes all but an unfinished character at the end, which it stores.
    fn decode(&mut self, bytes: &[u8], text: &mut String, n_replaced: &mut u64) {
        let mut chunks = bytes.utf8_chunks().peekable();
        while let Some(chunk) = chunks.next() {
            text.push_str(chunk.valid());
            let invalid = chunk.invalid();
            if invalid.is_empty() {
                continue;
            }
            // Only the last sequence may be unfinished rather than malformed.
            let is_unfinished =
                chunks.peek().is_none() && std::str::from_utf8(invalid).is_err_and(|error| error.error_len().is_none());
            if is_unfinished {
                self.unfinished.extend_from_slice(invalid);
            } else {
                replace(text, n_replaced);
            }
        }
    }
}

/// A UTF-16 decoder.
#[derive(Debug)]
pub(super) struct Utf16 {
    is_little_endian: bool,
    /// The first byte of a unit.
    unfinished: Option<u8>,
    /// The first half of a pair.
    high_surrogate: Option<u16>,
}

impl Utf16 {
    pub(super) fn new(is_little_endian: bool) -> Self {
        Self { is_little_endian, unfinished: None, high_surrogate: None }
    }

    pub(super) fn push(&mut self, bytes: &[u8], text: &mut String, n_replaced: &mut u64) {
        for &byte in bytes {
            match self.unfinished.take() {
                None => self.unfinished = Some(byte),
                Some(first) if self.is_little_endian => {
                    self.push_unit(u16::from_le_bytes([first, byte]), text, n_replaced);
                }
                Some(first) => self.push_unit(u16::from_be_bytes([first, byte]), text, n_replaced),
            }
        }
    }

    pub(super) fn finish(&mut self, text: &mut String, n_replaced: &mut u64) {
        if self.high_surrogate.take().is_some() {
            replace(text, n_replaced);
        }
        if self.unfinished.take().is_some() {
            replace(text, n_replaced);
        }
    }

    fn push_unit(&mut self, unit: u16, text: &mut String, n_replaced: &mut u64) {
        if let Some(high) = self.high_surrogate.take() {
            if let Some(Ok(paired)) = char::decode_utf16([high, unit]).next() {
                text.push(paired);
                return;
            }
            replace(text, n_replaced);
        }
        match char::decode_utf16([unit]).next() {
            Some(Ok(single)) => text.push(single),
            _ if (0xD800..0xDC00).contains(&unit) => self.high_surrogate = Some(unit),
            _ => replace(text, n_replaced),
        }
    }
}
