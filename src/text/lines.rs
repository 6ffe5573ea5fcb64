//! Where lines end: at LF, CR, CR LF, NEL (U+0085), and the separators U+2028 and U+2029, in any mixture.

use super::scan::position;

/// The first line end in a text that begins within `most` bytes: where, and its bytes. `is_all`: nothing follows the text.
/// A CR that is the last character of a text which goes on is no line end yet, because an LF may follow.
pub(super) fn first_end(text: &str, most: usize, is_all: bool) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let most = most.min(bytes.len());
    let mut at = 0;
    loop {
        at += position(bytes.get(at..most)?, |byte| matches!(byte, b'\n' | b'\r' | 0xC2 | 0xE2))?;
        let length = match &bytes[at..] {
            [b'\r'] if !is_all => return None,
            [b'\r', b'\n', ..] | [0xC2, 0x85, ..] => 2,
            [b'\n' | b'\r', ..] => 1,
            [0xE2, 0x80, 0xA8 | 0xA9, ..] => 3,
            _ => 0,
        };
        if length > 0 {
            return Some((at, length));
        }
        at += 1;
    }
}

/// Whether a line end is the separator of paragraphs.
pub(super) fn is_paragraph_end(line_end: &str) -> bool {
    line_end == "\u{2029}"
}

/// The lines of a text, without their ends.
pub(super) fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        if let Some((end, length)) = first_end(text, usize::MAX, true) {
            rest = Some(&text[end + length..]);
            Some(&text[..end])
        } else {
            rest = None;
            Some(text).filter(|text| !text.is_empty())
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_line_end_is_one() {
        let text = "a\nb\r\nc\rd\u{85}e\u{2028}f\u{2029}g “h” ü…\r\n\r\ni\r";
        assert_eq!(lines(text).collect::<Vec<_>>(), ["a", "b", "c", "d", "e", "f", "g “h” ü…", "", "i"]);
        assert_eq!(first_end("a\r", 9, false), None);
        assert_eq!(first_end("a\r", 9, true), Some((1, 1)));
        assert_eq!(lines("").count(), 0);
    }
}
