//! Shows a word that cannot be seen by its codes.

use std::{borrow::Cow, fmt::Write};

/// Whether nothing of a word can be seen: white space, controls, and marks that only format.
pub fn is_invisible(word: &str) -> bool {
    !word.is_empty() && word.chars().all(is_invisible_char)
}

fn is_invisible_char(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

/// A word as it is shown: one that cannot be seen by its codes (`U+00A0`), any other as it is.
pub fn shown(word: &str) -> Cow<'_, str> {
    if !is_invisible(word) {
        return Cow::Borrowed(word);
    }
    let mut codes = String::new();
    for (place, c) in word.chars().enumerate() {
        let space = if place > 0 { " " } else { "" };
        let written = write!(codes, "{space}U+{:04X}", u32::from(c));
        debug_assert!(written.is_ok(), "a String takes everything");
    }
    Cow::Owned(codes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_has_a_code() {
        assert_eq!(shown("\u{a0}"), "U+00A0");
        assert_eq!(shown("\u{85}\u{200b}"), "U+0085 U+200B");
        assert_eq!(shown("a\u{a0}"), "a\u{a0}");
        assert_eq!(shown("</s>"), "</s>");
        assert!(!is_invisible(""));
    }
}
