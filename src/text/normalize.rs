//! One spelling for each word, whoever typed it: texts and questions are both read through [`normalize`].
//!
//! The rules, in the order of what a reader meets most:
//! - **Canonical forms.** The result is in NFC, so `e` + U+0301 is `é`. An `i` with a dot above it (U+0307), which is what
//!   `İ` becomes in lower case, is `i`.
//! - **Apostrophes.** `’ ‘ ‛ ʼ ʻ ＇` are `'`; so are a backtick, an acute accent and a prime between two letters. The Hebrew
//!   geresh is `'` and gershayim is `"`.
//! - **Hyphens.** U+2010, U+2011, the small and the full-width hyphen and the Hebrew maqaf are `-`. Dashes and the minus sign
//!   are none, and separate words.
//! - **What cannot be seen.** Soft hyphens, direction marks, byte order marks, word joiners, invisible operators, variation
//!   selectors and annotation marks are dropped. A zero-width space separates words: it becomes a space.
//! - **Joiners.** U+200C and U+200D stay between letters of scripts that write with them (Arabic, and the scripts of India
//!   and South-East Asia), and U+200D between emoji. Elsewhere they are dropped.
//! - **Tatweel** (U+0640) only stretches a word and is dropped.
//! - **Compatibility forms** of letters and digits are the plain ones: ligatures (`ﬁ`), full and half width, Arabic
//!   presentation forms, letters of mathematics (`𝐚`), Kangxi radicals, `ſ`. Superscripts, fractions and signs such as `№`
//!   stay, because they are no other spelling of a word.
//! - **Emoji.** A pictograph that is text by default has its emoji selector (`❤` is `❤️`), a keycap too, and any other emoji
//!   has none.
//!
//! White space and line ends stay as they are. [`normalize`] of what it gave changes nothing.

mod forms;
mod quick;

use std::borrow::Cow;

use self::{forms::nfkc, quick::is_composed};
use super::{emoji, scan::position};

/// The one spelling of a text or a word: see the module's docs for the rules. Borrowed where nothing changes, which is
/// found out fast for ASCII and for most texts in Latin, Greek, Cyrillic, Chinese, Japanese and Korean letters.
///
/// ```
/// use embedding_explorer::text::normalize;
///
/// assert_eq!(normalize("don’t co\u{AD}operate"), "don't cooperate");
/// assert_eq!(normalize("cafe\u{301}"), "café");
/// ```
pub fn normalize(text: &str) -> Cow<'_, str> {
    if is_plain(text) {
        return Cow::Borrowed(text);
    }
    // First, because the rules look at what stands around a sign.
    let expanded = if text.contains(is_compatibility_form) { Cow::Owned(expand(text)) } else { Cow::Borrowed(text) };
    let mut normal = nfc(&expanded).into_owned();
    loop {
        let mapped = rewrite(&normal);
        if mapped == normal {
            break;
        }
        // What was between a letter and its mark may be gone, and a letter that is composed now stand beside a sign.
        normal = nfc(&mapped).into_owned();
    }
    if normal == text { Cow::Borrowed(text) } else { Cow::Owned(normal) }
}

/// A text in NFC.
fn nfc(text: &str) -> Cow<'_, str> {
    if is_composed(text) { Cow::Borrowed(text) } else { forms::nfc(text) }
}

/// A normalized word in lower case. `İ` becomes `i`.
pub fn lower(word: &str) -> Cow<'_, str> {
    if word.is_ascii() {
        if !word.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return Cow::Borrowed(word);
        }
        return Cow::Owned(word.to_ascii_lowercase());
    }
    let lowered = word.to_lowercase();
    if is_plain(&lowered) { Cow::Owned(lowered) } else { Cow::Owned(normalize(&lowered).into_owned()) }
}

/// Whether nothing in a text needs a second look. `false` may be said of a text that is normal all the same.
fn is_plain(text: &str) -> bool {
    let is_odd = |byte: u8| !byte.is_ascii() || byte == b'`';
    let Some(first) = position(text.as_bytes(), is_odd) else { return true };
    if text.as_bytes()[first] == b'`' {
        return false;
    }
    let mut rest = &text[first..];
    loop {
        let Some(character) = rest.chars().next() else { return true };
        if !is_plain_char(character) {
            return false;
        }
        rest = &rest[character.len_utf8()..];
        let Some(next) = position(rest.as_bytes(), is_odd) else { return true };
        rest = &rest[next..];
    }
}

/// Characters that are normal and that compose with nothing around them which is itself plain.
fn is_plain_char(character: char) -> bool {
    let is_odd = matches!(character, '`' | '\u{AD}' | '´' | 'İ' | '\u{132}' | '\u{133}' | '\u{13F}' | '\u{140}')
        || matches!(character, '\u{149}' | '\u{17F}');
    match character {
        '\0'..='\u{1C3}' | '\u{1CD}'..='\u{1F0}' | '\u{1F4}'..='\u{24F}' => !is_odd,
        // Greek and Cyrillic without the few that stand for others; spaces, dashes, double quotes, dots; CJK punctuation,
        // kana, ideographs, Hangul syllables.
        _ => {
            matches!(character, '\u{384}'..='\u{386}' | '\u{388}'..='\u{482}' | '\u{48A}'..='\u{52F}')
                || matches!(character, '\u{2012}'..='\u{2015}' | '\u{201C}'..='\u{201F}' | '\u{2020}'..='\u{2026}')
                || matches!(character, '\u{2030}' | '\u{2039}' | '\u{203A}' | '\u{20AC}' | '\u{3000}'..='\u{3029}')
                || matches!(character, '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FF}' | '\u{4E00}'..='\u{9FFF}')
                || matches!(character, '\u{AC00}'..='\u{D7A3}' | '\u{FF01}' | '\u{FF08}' | '\u{FF09}' | '\u{FF1A}')
                || matches!(character, '\u{FF1B}' | '\u{FF1F}')
        }
    }
}

/// Plain letters in place of their compatibility forms.
fn expand(text: &str) -> String {
    let mut written = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        if is_compatibility_form(character) {
            let mut buffer = [0; 4];
            written.push_str(&nfkc(character.encode_utf8(&mut buffer)));
        } else {
            written.push(character);
        }
    }
    written
}

/// The other rules.
fn rewrite(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    // The last character that was written.
    let mut last = '\0';
    for (at, character) in text.char_indices() {
        let rest = &text[at + character.len_utf8()..];
        let kept = match character {
            '\0'..='_' | 'a'..='\u{7F}' => character,
            '’' | '‘' | '‛' | '\u{2BC}' | '\u{2BB}' | '＇' | '\u{5F3}' => '\'',
            '`' | '´' | '′' if last.is_alphabetic() && next(rest).is_alphabetic() => '\'',
            '\u{2010}' | '\u{2011}' | '\u{FE63}' | '\u{FF0D}' | '\u{5BE}' => '-',
            '\u{5F4}' => '"',
            '\u{200B}' => ' ',
            '\u{200C}' | '\u{200D}' => {
                if !keeps_joiner(character, last, next(rest)) {
                    continue;
                }
                character
            }
            '\u{307}' if last == 'i' => continue,
            '\u{FF0C}' if last.is_ascii_digit() && is_digit(next(rest)) => ',',
            '\u{FF0E}' if last.is_ascii_digit() && is_digit(next(rest)) => '.',
            emoji::SELECTOR => {
                if !emoji::is_text_by_default(last) {
                    continue;
                }
                character
            }
            emoji::KEYCAP if emoji::is_key(last) => {
                written.push(emoji::SELECTOR);
                character
            }
            _ if is_tag(character) => {
                if !(last == emoji::BLACK_FLAG || is_tag(last)) {
                    continue;
                }
                character
            }
            _ if is_invisible(character) => continue,
            _ if emoji::is_drawn_as_text(character) && !emoji::is_skin_tone(next(rest)) => {
                written.push(character);
                last = emoji::SELECTOR;
                last
            }
            _ => character,
        };
        written.push(kept);
        last = kept;
    }
    written
}

/// The first character that is surely not dropped; a zero where there is none.
fn next(rest: &str) -> char {
    let is_joiner = |character: char| matches!(character, '\u{200C}' | '\u{200D}' | emoji::SELECTOR);
    rest.chars()
        .find(|&character| !(is_invisible(character) || is_joiner(character) || is_tag(character)))
        .unwrap_or('\0')
}

fn is_digit(character: char) -> bool {
    character.is_ascii_digit() || ('\u{FF10}'..='\u{FF19}').contains(&character)
}

/// Whether a joiner shapes what is around it.
fn keeps_joiner(joiner: char, before: char, after: char) -> bool {
    let shapes = |character: char| matches!(character, '\u{600}'..='\u{1CFF}' | '\u{A800}'..='\u{ABFF}');
    let is_emoji = |character: char| emoji::may_be_emoji(character) || emoji::is_skin_tone(character);
    shapes(before) && shapes(after)
        || joiner == '\u{200D}' && (is_emoji(before) || before == emoji::SELECTOR) && is_emoji(after)
}

/// Parts of the flags of regions, such as England's.
fn is_tag(character: char) -> bool {
    matches!(character, '\u{E0020}'..='\u{E007F}')
}

/// What is not drawn and means nothing within a word.
pub(super) fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{640}' | '\u{180B}'..='\u{180E}' | '\u{200E}' | '\u{200F}'
    ) || matches!(character, '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0E}' | '\u{FEFF}')
        || matches!(character, '\u{FFF9}'..='\u{FFFB}' | '\u{E0001}' | '\u{E0100}'..='\u{E01EF}')
}

/// Letters and digits that are another way to print plain ones.
fn is_compatibility_form(character: char) -> bool {
    let is_in_range = matches!(character, '\u{132}' | '\u{133}' | '\u{13F}' | '\u{140}' | '\u{149}' | '\u{17F}')
        || matches!(character, '\u{1C4}'..='\u{1CC}' | '\u{1F1}'..='\u{1F3}' | '\u{2100}'..='\u{2139}')
        || matches!(character, '\u{2E9F}' | '\u{2EF3}' | '\u{2F00}'..='\u{2FD5}' | '\u{FB00}'..='\u{FDFF}')
        || matches!(character, '\u{FE70}'..='\u{FEFC}' | '\u{FF10}'..='\u{FF5A}' | '\u{FF66}'..='\u{FF9F}')
        || matches!(character, '\u{1D400}'..='\u{1D7FF}');
    // Kangxi radicals are symbols to Unicode, and half-width voicing marks are letters.
    is_in_range && (character.is_alphanumeric() || matches!(character, '\u{2E9F}'..='\u{2FD5}'))
}

#[cfg(test)]
mod tests;
