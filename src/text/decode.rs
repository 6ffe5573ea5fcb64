//! Bytes to characters, in pieces.
//!
//! Each maximal malformed sequence becomes one U+FFFD, as the Unicode standard recommends (chapter 3, "U+FFFD Substitution
//! of Maximal Subparts"). They are counted.
//!
//! UTF-8 and UTF-16 are decoded here, a few lines over `std`. The tables of all other encodings would be a quarter of the
//! worker's size, and every browser has them: so these are decoded by whatever [`LegacyDecoders`] gives, which is
//! `encoding_rs` natively and the browser's `TextDecoder` in the worker. Both follow the Encoding Standard, so they agree.

mod declared;
mod dos;
mod guess;
mod legacy;
mod unicode;

use legacy::LegacyDecoder;
pub use legacy::LegacyDecoders;
use unicode::{Utf8, Utf16};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{TextError, kind};

/// An encoding, by its name in the Encoding Standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Encoding(&'static str);

impl Serialize for Encoding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0)
    }
}

impl<'de> Deserialize<'de> for Encoding {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Self::named(&name).ok_or_else(|| de::Error::custom("no encoding that is known"))
    }
}

impl Encoding {
    /// UTF-8.
    pub const UTF_8: Self = Self("utf-8");
    const UTF_16LE: Self = Self("utf-16le");
    const UTF_16BE: Self = Self("utf-16be");

    /// All encodings that can be chosen.
    pub const ALL: [Self; 31] = [
        Self::UTF_8,
        Self::UTF_16LE,
        Self::UTF_16BE,
        Self("windows-1252"),
        Self("windows-1250"),
        Self("windows-1251"),
        Self("windows-1253"),
        Self("windows-1254"),
        Self("windows-1255"),
        Self("windows-1256"),
        Self("windows-1257"),
        Self("windows-1258"),
        Self("windows-874"),
        Self("iso-8859-2"),
        Self("iso-8859-5"),
        Self("iso-8859-6"),
        Self("iso-8859-7"),
        Self("iso-8859-15"),
        Self("koi8-r"),
        Self("koi8-u"),
        Self("ibm866"),
        Self("ibm850"),
        Self("ibm852"),
        Self("macintosh"),
        Self("x-mac-cyrillic"),
        Self("gb18030"),
        Self("big5"),
        Self("shift_jis"),
        Self("euc-jp"),
        Self("iso-2022-jp"),
        Self("euc-kr"),
    ];

    /// The encoding with this name, in any case.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|encoding| encoding.0.eq_ignore_ascii_case(name.trim()))
    }

    fn is_utf_16(self) -> bool {
        matches!(self, Self::UTF_16LE | Self::UTF_16BE)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        self.0
    }
}

/// Bytes from the first that is not ASCII by which an encoding is recognized.
const WINDOW: usize = 16 * 1024;

/// The encoding that a text begins with a mark of, or that its zeros tell, and the length of the mark. `None`: ASCII so far,
/// UTF-8, or a legacy encoding.
///
/// A text has no zero bytes except in UTF-16 and as padding behind its end, and at most one in ten of its bytes is a control character.
///
/// Errors: [`TextError::NotText`].
fn recognize(head: &[u8]) -> Result<Option<(Encoding, usize)>, TextError> {
    match head {
        [0xEF, 0xBB, 0xBF, ..] => return Ok(Some((Encoding::UTF_8, 3))),
        [0xFF, 0xFE, ..] => return Ok(Some((Encoding::UTF_16LE, 2))),
        [0xFE, 0xFF, ..] => return Ok(Some((Encoding::UTF_16BE, 2))),
        _ => {}
    }
    let n_before_padding = head.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1);
    if let Some(offset) = head[..n_before_padding].iter().position(|&byte| byte == 0) {
        let utf_16 = [Encoding::UTF_16LE, Encoding::UTF_16BE].into_iter().find(|&encoding| is_utf_16(head, encoding));
        let not_text = TextError::NotText { offset: offset as u64, why: "there is a zero" };
        return utf_16.map(|encoding| Some((encoding, 0))).ok_or(not_text);
    }
    let head = if n_before_padding == 0 { head } else { &head[..n_before_padding] };
    let is_control = |byte: &u8| byte.is_ascii_control() && !matches!(byte, b'\t'..=b'\r' | 0x1B | 0x1A);
    let n_controls = head.iter().filter(|byte| is_control(byte)).count();
    if n_controls * 10 > head.len() {
        let offset = head.iter().position(is_control).unwrap_or(0) as u64;
        return Err(TextError::NotText { offset, why: "it is full of control characters, the first" });
    }
    Ok(None)
}

/// Whether bytes with zeros are UTF-16 of this order: no half of a pair, no control character, and spaces or line ends.
fn is_utf_16(head: &[u8], encoding: Encoding) -> bool {
    // Nearly all bytes of ASCII with a zero here and there would pass for ideographs.
    let n_zeros = head.split(|&byte| byte == 0).count() - 1;
    let n_ascii = head.iter().filter(|byte| byte.is_ascii_graphic() || byte.is_ascii_whitespace()).count();
    if n_zeros * 4 < head.len() && n_ascii * 20 >= (head.len() - n_zeros) * 19 {
        return false;
    }
    let mut decoder = Utf16::new(encoding == Encoding::UTF_16LE);
    let mut text = String::new();
    let mut n_replaced = 0;
    decoder.push(&head[..head.len() & !1], &mut text, &mut n_replaced);
    let is_odd = |character: char| {
        (character.is_control() && !character.is_whitespace())
            || matches!(character, '\u{E000}'..='\u{F8FF}' | '\u{FFF0}'..='\u{FFFF}' | '\u{F0000}'..)
    };
    let n_odd = n_replaced as usize + text.chars().filter(|&character| is_odd(character)).count();
    n_odd == 0 && head.len() > 3 && text.chars().any(char::is_alphanumeric)
        // The zeros of either order stand on one side of the letters and spaces of ASCII.
        && text.chars().filter(char::is_ascii).count() * 50 >= text.chars().count()
}

/// A decoder that remembers an unfinished character between pieces.
#[derive(Debug)]
pub(crate) struct Decoder {
    state: State,
    decoders: LegacyDecoders,
    n_replaced: u64,
    /// The encoding, once it is known; ASCII is UTF-8.
    encoding: Encoding,
    /// What the text says of itself.
    declared: Option<Encoding>,
    is_guessed: bool,
    is_finished: bool,
}

#[derive(Debug)]
enum State {
    /// Nothing but ASCII so far.
    Ascii,
    /// The bytes from the first that was not ASCII.
    Undecided(Vec<u8>),
    Utf8(Utf8),
    Utf16(Utf16),
    Legacy(LegacyDecoder),
}

impl Decoder {
    /// A decoder of a file that begins with `head`, and the length of the mark there, which is no text. `encoding`: the one
    /// that was chosen, if any.
    ///
    /// Errors: [`TextError::Kind`], [`TextError::NotText`], [`TextError::NoDecoder`].
    pub(crate) fn open(
        head: &[u8],
        encoding: Option<Encoding>,
        decoders: LegacyDecoders,
    ) -> Result<(Self, usize), TextError> {
        if let Some(kind) = kind::of(head) {
            return Err(TextError::Kind { name: kind.name, remedy: kind.remedy });
        }
        let found = if encoding.is_some_and(Encoding::is_utf_16) { None } else { recognize(head)? };
        if encoding.is_some() && found.is_some_and(|(encoding, mark)| mark == 0 && encoding.is_utf_16()) {
            return Err(TextError::NotText { offset: 1, why: "there is a zero" });
        }
        let marked = match encoding {
            // A mark is no text in any encoding.
            Some(Encoding::UTF_8) if head.starts_with(&[0xEF, 0xBB, 0xBF]) => Some((Encoding::UTF_8, 3)),
            Some(encoding) => Some((encoding, 0)),
            None => found,
        };
        let (encoding, mark) = marked.map_or((None, 0), |(encoding, mark)| (Some(encoding), mark));
        let mut decoder = Self::new(encoding, decoders)?;
        decoder.declared = declared::of(head);
        Ok((decoder, mark))
    }

    /// A decoder of UTF-8.
    pub(crate) fn utf_8(decoders: LegacyDecoders) -> Self {
        Self {
            state: State::Utf8(Utf8::default()),
            decoders,
            n_replaced: 0,
            encoding: Encoding::UTF_8,
            declared: None,
            is_guessed: false,
            is_finished: false,
        }
    }

    /// A decoder of a known encoding, or of whichever the text turns out to be in.
    ///
    /// Errors: [`TextError::NoDecoder`].
    fn new(encoding: Option<Encoding>, decoders: LegacyDecoders) -> Result<Self, TextError> {
        let mut decoder = Self { state: State::Ascii, ..Self::utf_8(decoders) };
        if let Some(encoding) = encoding {
            decoder.begin(encoding)?;
        }
        Ok(decoder)
    }

    fn begin(&mut self, encoding: Encoding) -> Result<(), TextError> {
        self.encoding = encoding;
        self.state = match encoding {
            Encoding::UTF_8 => State::Utf8(Utf8::default()),
            Encoding::UTF_16LE => State::Utf16(Utf16::new(true)),
            Encoding::UTF_16BE => State::Utf16(Utf16::new(false)),
            Encoding(name) => State::Legacy(self.decoders.decoder(name).ok_or(TextError::NoDecoder { name })?),
        };
        Ok(())
    }

    /// How many malformed sequences became U+FFFD.
    pub(crate) fn n_replaced(&self) -> u64 {
        self.n_replaced
    }

    /// The encoding as far as it is known, and whether that was guessed from the text's bytes.
    pub(super) fn encoding(&self) -> (Encoding, bool) {
        (self.encoding, self.is_guessed)
    }

    /// Decodes a piece and appends it to `text`. Errors: [`TextError::NoDecoder`].
    pub(crate) fn push(&mut self, bytes: &[u8], text: &mut String) -> Result<(), TextError> {
        self.read(bytes, false, text)
    }

    /// Ends the text, once: an unfinished character is malformed. Errors: [`TextError::NoDecoder`].
    pub(crate) fn finish(&mut self, text: &mut String) -> Result<(), TextError> {
        if std::mem::replace(&mut self.is_finished, true) { Ok(()) } else { self.read(&[], true, text) }
    }

    fn read(&mut self, bytes: &[u8], is_last: bool, text: &mut String) -> Result<(), TextError> {
        match &mut self.state {
            State::Ascii => {
                let n_ascii = bytes.iter().position(|&byte| !byte.is_ascii() || byte == 0x1B).unwrap_or(bytes.len());
                let (ascii, rest) = bytes.split_at(n_ascii);
                if let Ok(ascii) = std::str::from_utf8(ascii) {
                    text.push_str(ascii);
                }
                if rest.is_empty() {
                    return Ok(());
                }
                self.state = State::Undecided(Vec::new());
                self.read(rest, is_last, text)
            }
            State::Undecided(window) => {
                let (wanted, rest) = bytes.split_at(bytes.len().min(WINDOW - window.len()));
                window.extend_from_slice(wanted);
                if window.len() < WINDOW && !is_last {
                    return Ok(());
                }
                let window = std::mem::take(window);
                let is_utf_8 = is_utf_8(&window, is_last && rest.is_empty());
                let known = if is_utf_8 { Some(Encoding::UTF_8) } else { self.declared };
                self.is_guessed = known.is_none();
                let encoding = known.unwrap_or_else(|| guess::guess(&window, self.decoders));
                self.begin(encoding)?;
                self.read(&window, false, text)?;
                self.read(rest, is_last, text)
            }
            State::Utf8(utf_8) => {
                utf_8.push(bytes, text, &mut self.n_replaced);
                if is_last {
                    utf_8.finish(text, &mut self.n_replaced);
                }
                Ok(())
            }
            State::Utf16(utf_16) => {
                utf_16.push(bytes, text, &mut self.n_replaced);
                if is_last {
                    utf_16.finish(text, &mut self.n_replaced);
                }
                Ok(())
            }
            State::Legacy(decoder) => {
                let start = text.len();
                decoder.decode(bytes, is_last, text);
                let is_replaced = |character: &char| *character == char::REPLACEMENT_CHARACTER;
                self.n_replaced += text[start..].chars().filter(is_replaced).count() as u64;
                Ok(())
            }
        }
    }
}

/// Whether bytes are UTF-8, perhaps with some damage: ten whole characters beyond ASCII for each malformed sequence.
/// `is_all`: no more bytes follow, so the last character has to be whole.
fn is_utf_8(bytes: &[u8], is_all: bool) -> bool {
    // The escape of ISO-2022-JP, which is ASCII all through.
    if bytes.windows(3).any(|bytes| matches!(bytes, [0x1B, b'$', b'B' | b'@'])) {
        return false;
    }
    let (mut n_whole, mut n_malformed) = (0, 0);
    let mut chunks = bytes.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        n_whole += chunk.valid().chars().filter(|character| !character.is_ascii()).count();
        let invalid = chunk.invalid();
        let is_cut = !is_all
            && chunks.peek().is_none()
            && std::str::from_utf8(invalid).is_err_and(|error| error.error_len().is_none());
        n_malformed += usize::from(!invalid.is_empty() && !is_cut);
    }
    n_malformed * 10 <= n_whole
}

#[cfg(test)]
mod tests;
