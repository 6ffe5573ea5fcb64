//! The seam to whoever decodes the encodings that are neither UTF-8 nor UTF-16.

use std::fmt;

use super::dos;

/// Decodes one text, a piece at a time: bytes, whether these are the last, and where to append. What is malformed becomes
/// U+FFFD.
type Decode = Box<dyn FnMut(&[u8], bool, &mut String)>;

/// A decoder of one text in one encoding.
pub(super) struct LegacyDecoder(Decode);

impl LegacyDecoder {
    /// A decoder with one byte a character. `table`: what the bytes from 0x80 on are.
    fn of_table(table: Vec<char>) -> Self {
        Self(Box::new(move |bytes, _, text| {
            text.extend(bytes.iter().map(|&byte| match byte.checked_sub(0x80) {
                Some(place) => table[usize::from(place)],
                None => char::from(byte),
            }));
        }))
    }

    pub(super) fn decode(&mut self, bytes: &[u8], is_last: bool, text: &mut String) {
        (self.0)(bytes, is_last, text);
    }
}

impl fmt::Debug for LegacyDecoder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LegacyDecoder")
    }
}

/// Where decoders come from: a function that makes one for an encoding of this name, if it knows the encoding. A decoder is
/// given bytes, whether these are the last, and the text to append to; what is malformed becomes U+FFFD.
#[derive(Debug, Clone, Copy)]
pub struct LegacyDecoders(pub fn(&'static str) -> Option<Decode>);

impl Default for LegacyDecoders {
    /// Natively `encoding_rs`; in wasm none, because there the browser has them.
    fn default() -> Self {
        Self(native)
    }
}

impl LegacyDecoders {
    pub(super) fn decoder(self, name: &'static str) -> Option<LegacyDecoder> {
        dos::table(name).map(LegacyDecoder::of_table).or_else(|| (self.0)(name).map(LegacyDecoder))
    }

    /// A whole stretch in one encoding.
    pub(in crate::text) fn decode(self, name: &'static str, bytes: &[u8]) -> Option<String> {
        let mut text = String::new();
        self.decoder(name)?.decode(bytes, false, &mut text);
        Some(text)
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn native(name: &'static str) -> Option<Decode> {
    let encoding = encoding_rs::Encoding::for_label(name.as_bytes())?;
    let mut decoder = encoding.new_decoder_without_bom_handling();
    Some(Box::new(move |bytes, is_last, text| {
        text.reserve(decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(bytes.len()));
        let (_, _, _) = decoder.decode_to_string(bytes, text, is_last);
    }))
}

#[cfg(target_arch = "wasm32")]
fn native(_: &'static str) -> Option<Decode> {
    None
}
