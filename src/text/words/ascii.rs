//! Words of runs in ASCII, which are most of what is read: the rules of `unicode.rs`, faster.

use super::{Class, Found, Manner, class, give_word, is_sentence_end, number::is_comma_of_number};
use crate::text::emoji;

pub(super) fn scan<'a>(run: &'a str, manner: Manner, found: &mut impl FnMut(Found<'a>)) {
    let bytes = run.as_bytes();
    let mut last_word = "";
    let mut end = 0;
    let mut at = 0;
    if class(bytes[0]) == Class::Other {
        if let Some(length) = emoji::emoticon(run) {
            found(Found::Word(&run[..length]));
            return;
        }
        at = usize::from(!begins_with_a_dot(bytes));
    }
    while at < bytes.len() {
        if class(bytes[at]) != Class::Alphanumeric && !(at == 0 && bytes[0] == b'.') {
            at += 1;
            continue;
        }
        end = word_end(bytes, at, manner);
        last_word = run[at..end].trim_end_matches('_');
        give_word(last_word, found);
        at = end;
    }
    if end < bytes.len() && is_sentence_end(last_word, &run[end..]) {
        found(Found::SentenceEnd);
    }
}

/// Whether a run is a name in capitals behind a dot, as `.NET` is.
pub(super) fn begins_with_a_dot(run: &[u8]) -> bool {
    let Some(name) = run.strip_prefix(b".") else { return false };
    let n_letters = name.iter().take_while(|byte| byte.is_ascii_uppercase()).count();
    n_letters >= 2 && !name.get(n_letters).is_some_and(|&byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Where the signs end that belong to a word which ends at `end`: `c++`, `c#`.
pub(super) fn signs_end(run: &[u8], start: usize, end: usize) -> usize {
    let rest = &run[end..];
    let is_apart = |n: usize| !rest.get(n).is_some_and(|&byte| byte.is_ascii_alphanumeric() || byte >= 0x80);
    let is_letter = run[end - 1].is_ascii_alphabetic();
    if is_letter && rest.starts_with(b"++") && !rest.starts_with(b"+++") && is_apart(2) {
        end + 2
    } else if is_letter && end - start == 1 && rest.starts_with(b"#") && is_apart(1) {
        end + 1
    } else {
        end
    }
}

/// Where the word ends that begins at `start`, with an ASCII letter or digit, or with the dot of `.NET`.
fn word_end(bytes: &[u8], start: usize, manner: Manner) -> usize {
    let mut at = start + 1;
    while at < bytes.len() {
        let byte = bytes[at];
        if class(byte) == Class::Alphanumeric || byte == b'_' {
            at += 1;
            continue;
        }
        let Some(&after) = bytes.get(at + 1) else { break };
        let before = bytes[at - 1];
        let is_joint = match byte {
            b'-' => before.is_ascii_alphanumeric() && after.is_ascii_alphanumeric(),
            // UAX #29: MidNumLet and Single_Quote, MidLetter, MidNum.
            b'.' | b'\'' => {
                before.is_ascii_alphabetic() && after.is_ascii_alphabetic()
                    || before.is_ascii_digit() && after.is_ascii_digit()
            }
            b':' => before.is_ascii_alphabetic() && after.is_ascii_alphabetic(),
            b',' => {
                before.is_ascii_digit()
                    && after.is_ascii_digit()
                    && !manner.commas_separate
                    && is_comma_of_number(bytes, at)
            }
            _ => false,
        };
        if !is_joint {
            break;
        }
        at += 2;
    }
    if at < bytes.len() { signs_end(bytes, start, at) } else { at }
}
