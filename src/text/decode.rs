//! Bytes to characters, in pieces: UTF-8, and UTF-16 behind a byte order mark.
//!
//! Each maximal malformed sequence becomes one U+FFFD, as the Unicode standard recommends (chapter 3, "U+FFFD Substitution
//! of Maximal Subparts"). They are counted.

use super::TextError;

/// The encoding of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    Utf8,
    Utf16Le,
    Utf16Be,
}

/// What an unmarked UTF-16 file looks like.
const UTF_16_WITHOUT_MARK: &str = "it looks like UTF-16 without its byte order mark, with the first zero";

/// The encoding of a text and the length of its byte order mark, from its beginning.
///
/// A text has no zero bytes, and at most one in ten of its bytes is a control character.
///
/// Errors: [`TextError::NotText`].
pub(crate) fn recognize(head: &[u8]) -> Result<(Encoding, usize), TextError> {
    match head {
        [0xFF, 0xFE, ..] => return Ok((Encoding::Utf16Le, 2)),
        [0xFE, 0xFF, ..] => return Ok((Encoding::Utf16Be, 2)),
        _ => {}
    }
    if let Some(offset) = head.iter().position(|&byte| byte == 0) {
        let n_zeros_of_parity = |parity: usize| head.iter().skip(parity).step_by(2).filter(|&&byte| byte == 0).count();
        let (even, odd) = (n_zeros_of_parity(0), n_zeros_of_parity(1));
        let is_utf_16 = even.min(odd) * 20 < even.max(odd) && even.max(odd) * 3 > head.len();
        let why = if is_utf_16 { UTF_16_WITHOUT_MARK } else { "there is a zero" };
        return Err(TextError::NotText { offset: offset as u64, why });
    }
    let is_control = |byte: &u8| byte.is_ascii_control() && !matches!(byte, b'\t'..=b'\r' | 0x1B | 0x1A);
    let n_controls = head.iter().filter(|byte| is_control(byte)).count();
    if n_controls * 10 > head.len() {
        let offset = head.iter().position(is_control).unwrap_or(0) as u64;
        return Err(TextError::NotText { offset, why: "it is full of control characters, the first" });
    }
    let mark = if head.starts_with(&[0xEF, 0xBB, 0xBF]) { 3 } else { 0 };
    Ok((Encoding::Utf8, mark))
}

/// A decoder that remembers an unfinished character between pieces.
#[derive(Debug)]
pub(crate) struct Decoder {
    encoding: Encoding,
    /// Bytes of a character that is not complete yet; fewer than four.
    unfinished: Vec<u8>,
    /// UTF-16: the first half of a pair.
    high_surrogate: Option<u16>,
    n_replaced: u64,
}

impl Decoder {
    pub(crate) fn new(encoding: Encoding) -> Self {
        Self { encoding, unfinished: Vec::with_capacity(4), high_surrogate: None, n_replaced: 0 }
    }

    /// How many malformed sequences became U+FFFD.
    pub(crate) fn n_replaced(&self) -> u64 {
        self.n_replaced
    }

    /// Decodes a piece and appends it to `text`.
    pub(crate) fn push(&mut self, bytes: &[u8], text: &mut String) {
        match self.encoding {
            Encoding::Utf8 => self.push_utf8(bytes, text),
            Encoding::Utf16Le => self.push_utf16(bytes, u16::from_le_bytes, text),
            Encoding::Utf16Be => self.push_utf16(bytes, u16::from_be_bytes, text),
        }
    }

    /// Ends the text: an unfinished character is malformed.
    pub(crate) fn finish(&mut self, text: &mut String) {
        if self.high_surrogate.take().is_some() {
            self.replace(text);
        }
        if !self.unfinished.is_empty() {
            self.unfinished.clear();
            self.replace(text);
        }
    }

    fn replace(&mut self, text: &mut String) {
        text.push(char::REPLACEMENT_CHARACTER);
        self.n_replaced += 1;
    }

    fn push_utf8(&mut self, bytes: &[u8], text: &mut String) {
        let mut bytes = bytes;
        while !self.unfinished.is_empty() {
            let Some((&next, rest)) = bytes.split_first() else { return };
            bytes = rest;
            self.unfinished.push(next);
            let unfinished = std::mem::take(&mut self.unfinished);
            self.decode_utf8(&unfinished, text);
        }
        self.decode_utf8(bytes, text);
    }

    /// Decodes all but an unfinished character at the end, which it stores.
    fn decode_utf8(&mut self, bytes: &[u8], text: &mut String) {
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
                self.replace(text);
            }
        }
    }

    fn push_utf16(&mut self, bytes: &[u8], unit: fn([u8; 2]) -> u16, text: &mut String) {
        for &byte in bytes {
            match self.unfinished.pop() {
                None => self.unfinished.push(byte),
                Some(first) => self.push_unit(unit([first, byte]), text),
            }
        }
    }

    fn push_unit(&mut self, unit: u16, text: &mut String) {
        if let Some(high) = self.high_surrogate.take() {
            if let Some(Ok(paired)) = char::decode_utf16([high, unit]).next() {
                text.push(paired);
                return;
            }
            self.replace(text);
        }
        match char::decode_utf16([unit]).next() {
            Some(Ok(single)) => text.push(single),
            _ if (0xD800..0xDC00).contains(&unit) => self.high_surrogate = Some(unit),
            _ => self.replace(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn decode(encoding: Encoding, pieces: &[&[u8]]) -> (String, u64) {
        let mut decoder = Decoder::new(encoding);
        let mut text = String::new();
        for piece in pieces {
            decoder.push(piece, &mut text);
        }
        decoder.finish(&mut text);
        (text, decoder.n_replaced())
    }

    #[test]
    fn a_lone_high_surrogate_is_replaced() {
        assert_eq!(decode(Encoding::Utf16Le, &[&[0x3D, 0xD8, 0x41, 0x00]]), ("\u{FFFD}A".to_owned(), 1));
        assert_eq!(decode(Encoding::Utf16Be, &[&[0xD8, 0x3D, 0xDE, 0x00]]), ("😀".to_owned(), 0));
    }

    #[test]
    fn zeros_and_controls_are_not_text() {
        assert_eq!(recognize(b"PK\x03\x04\0\0"), Err(TextError::NotText { offset: 4, why: "there is a zero" }));
        assert_eq!(recognize(b"h\0e\0l\0l\0o\0"), Err(TextError::NotText { offset: 1, why: UTF_16_WITHOUT_MARK }));
        assert!(recognize(b"\x01\x02\x03ab").is_err());
        assert_eq!(recognize(b"plain\r\n\ttext"), Ok((Encoding::Utf8, 0)));
        assert_eq!(recognize("\u{FEFF}marked".as_bytes()), Ok((Encoding::Utf8, 3)));
    }

    proptest! {
        #[test]
        fn utf8_is_decoded_as_std_does_however_sliced(
            bytes in prop::collection::vec(prop_oneof![any::<u8>(), 0x80u8..=0xF4], 0..60),
            cut in 0usize..60,
            cut_again in 0usize..60,
        ) {
            let (a, b) = (cut.min(cut_again).min(bytes.len()), cut.max(cut_again).min(bytes.len()));
            let expected = String::from_utf8_lossy(&bytes).into_owned();
            let (text, n_replaced) = decode(Encoding::Utf8, &[&bytes[..a], &bytes[a..b], &bytes[b..]]);
            let n_given = bytes.utf8_chunks().map(|chunk| chunk.valid().matches('\u{FFFD}').count()).sum::<usize>();
            prop_assert_eq!(text.matches('\u{FFFD}').count() - n_given, n_replaced as usize);
            prop_assert_eq!(text, expected);
        }

        #[test]
        fn utf16_is_decoded_as_std_does_however_sliced(
            units in prop::collection::vec(prop_oneof![any::<u16>(), 0xD800u16..0xE000], 0..30),
            cut in 0usize..60,
        ) {
            let bytes: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
            let cut = cut.min(bytes.len());
            let (text, _) = decode(Encoding::Utf16Le, &[&bytes[..cut], &bytes[cut..]]);
            prop_assert_eq!(text, String::from_utf16_lossy(&units));
        }
    }
}
