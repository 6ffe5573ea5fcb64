//! The words of a line, and where its sentences end.
//!
//! A line is read run by run. A run is what stands between white space.
//!
//! Words are those of UAX #29, as `unicode-segmentation` finds them, with the differences that `mod.rs` lists. Plain ASCII,
//! which is most of what is read, goes through a faster scanner with the same results.

use unicode_segmentation::UnicodeSegmentation;

/// The longest word, in characters, as in `word2vec.c`. Anything longer is data.
const MAX_CHARS: usize = 100;

/// Words that end in a period of their own. (Words with a period inside, such as `e.g.`, need not be listed.)
const ABBREVIATIONS: [&str; 41] = [
    "mr", "mrs", "ms", "dr", "prof", "st", "mt", "rev", "hon", "gen", "col", "capt", "lt", "sgt", "gov", "sen", "rep",
    "pres", "jr", "sr", "vs", "etc", "al", "cf", "viz", "ca", "approx", "fig", "vol", "ed", "pp", "inc", "ltd", "co",
    "corp", "dept", "univ", "jan", "feb", "aug", "sept",
];

/// One thing found in a run of characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found<'a> {
    /// A word as it is written, `’` included.
    Word(&'a str),
    /// The sentence ends here.
    SentenceEnd,
}

/// How the scanner sees a byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Alphanumeric,
    Space,
    Other,
    /// Part of a character beyond ASCII.
    Beyond,
}

/// The class of each byte.
const CLASSES: [Class; 256] = {
    let mut classes = [Class::Other; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => Class::Alphanumeric,
            b'\t'..=b'\r' | b' ' => Class::Space,
            0x80.. => Class::Beyond,
            _ => Class::Other,
        };
        byte += 1;
    }
    classes
};

fn class(byte: u8) -> Class {
    CLASSES[usize::from(byte)]
}

/// Passes every word and sentence end of a line to `found`.
pub(super) fn scan<'a>(line: &'a str, found: &mut impl FnMut(Found<'a>)) {
    let bytes = line.as_bytes();
    let mut start = 0;
    while start < bytes.len() {
        if class(bytes[start]) == Class::Space {
            start += 1;
            continue;
        }
        let mut end = start;
        let mut is_ascii = true;
        while end < bytes.len() && class(bytes[end]) != Class::Space {
            is_ascii &= class(bytes[end]) != Class::Beyond;
            end += 1;
        }
        let run = &line[start..end];
        if is_ascii {
            scan_ascii(run, found);
        } else {
            // There may be white space beyond ASCII in it.
            run.split_whitespace().for_each(|run| scan_unicode(run, found));
        }
        start = end;
    }
}

fn scan_ascii<'a>(run: &'a str, found: &mut impl FnMut(Found<'a>)) {
    let bytes = run.as_bytes();
    let mut last_word = "";
    let mut end = 0;
    let mut at = 0;
    while at < bytes.len() {
        if class(bytes[at]) != Class::Alphanumeric {
            at += 1;
            continue;
        }
        end = ascii_word_end(bytes, at);
        last_word = run[at..end].trim_end_matches('_');
        give_word(last_word, found);
        at = end;
    }
    if end < bytes.len() && is_sentence_end(last_word, &run[end..]) {
        found(Found::SentenceEnd);
    }
}

/// Where the word ends that begins at `start`, with an ASCII letter or digit.
fn ascii_word_end(bytes: &[u8], start: usize) -> usize {
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
            b',' | b';' => before.is_ascii_digit() && after.is_ascii_digit(),
            _ => false,
        };
        if !is_joint {
            break;
        }
        at += 2;
    }
    at
}

fn scan_unicode<'a>(run: &'a str, found: &mut impl FnMut(Found<'a>)) {
    let mut last_word = "";
    // Where the last word ends, and the start and end of a word that a hyphen may still continue.
    let mut end = 0;
    let mut open: Option<(usize, usize)> = None;
    for (start, part) in run.unicode_word_indices() {
        let gap = &run[end..start];
        let part_end = start + part.len();
        if let Some((open_start, open_end)) = open {
            let touches_underscore = run[..open_end].ends_with('_') || part.starts_with('_');
            if matches!(gap, "-" | "\u{2010}" | "\u{2011}") && !touches_underscore {
                open = Some((open_start, part_end));
                end = part_end;
                continue;
            }
            last_word = run[open_start..open_end].trim_matches('_');
            give_word(last_word, found);
        }
        if gap.contains(is_full_stop) {
            found(Found::SentenceEnd);
        }
        open = Some((start, part_end));
        end = part_end;
    }
    if let Some((open_start, open_end)) = open {
        last_word = run[open_start..open_end].trim_matches('_');
        give_word(last_word, found);
    }
    let rest = &run[end..];
    if rest.contains(is_full_stop) || is_sentence_end(last_word, rest) {
        found(Found::SentenceEnd);
    }
}

fn give_word<'a>(word: &'a str, found: &mut impl FnMut(Found<'a>)) {
    let is_short = word.len() <= MAX_CHARS || word.chars().count() <= MAX_CHARS;
    if is_short && !word.is_empty() {
        found(Found::Word(word));
    }
}

/// Whether a run ends a sentence. `word`: its last word, empty if it has none. `rest`: what follows that word.
fn is_sentence_end(word: &str, rest: &str) -> bool {
    // Most runs are just a word.
    if rest.is_empty() || !rest.contains(is_terminator) {
        return false;
    }
    if !rest.chars().all(|character| is_terminator(character) || is_closer(character)) {
        return false;
    }
    let is_lone_period =
        rest.starts_with('.') && rest.chars().filter(|&character| is_terminator(character)).count() == 1;
    !(is_lone_period && has_own_period(word))
}

/// Whether the period behind a word belongs to the word.
fn has_own_period(word: &str) -> bool {
    let mut characters = word.chars();
    let is_initial = characters.next().is_some_and(char::is_alphabetic) && characters.next().is_none();
    let has_periods = word.contains('.') && word.starts_with(char::is_alphabetic);
    is_initial || has_periods || ABBREVIATIONS.iter().any(|short| short.eq_ignore_ascii_case(word))
}

/// Ends a sentence before white space.
fn is_terminator(character: char) -> bool {
    matches!(character, '.' | '!' | '?' | '…')
}

/// May stand between a terminator and white space.
fn is_closer(character: char) -> bool {
    matches!(character, '"' | '\'' | ')' | ']' | '}' | '*' | '_' | '’' | '”' | '»' | '›')
}

/// Ends a sentence anywhere: terminators of scripts that put no space behind them, or that have no other ones.
fn is_full_stop(character: char) -> bool {
    matches!(character, '。' | '！' | '？' | '｡' | '।' | '॥' | '؟' | '۔' | '።' | '။')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Words separated by spaces, and `|` for each sentence end.
    fn scanned(run: &str, scan: impl Fn(&str, &mut dyn FnMut(Found<'_>))) -> String {
        let mut found = Vec::new();
        scan(run, &mut |item| {
            found.push(match item {
                Found::Word(word) => word.to_owned(),
                Found::SentenceEnd => "|".to_owned(),
            });
        });
        found.join(" ")
    }

    fn scan_all(run: &str) -> String {
        scanned(run, |run, found| scan(run, &mut |item| found(item)))
    }

    #[test]
    fn words_are_what_a_reader_would_call_words() {
        for (run, expected) in [
            ("mother-in-law", "mother-in-law"),
            ("(don't)", "don't"),
            ("don’t", "don’t"),
            ("dogs'", "dogs"),
            ("'tis", "tis"),
            ("1,000", "1,000"),
            ("3.14", "3.14"),
            ("90's", "90 s"),
            ("_very_", "very"),
            ("new_york", "new_york"),
            ("this--that", "this that"),
            ("café-bar", "café-bar"),
            ("naïve,über", "naïve über"),
            ("-5", "5"),
            ("--", ""),
            ("AT&T", "AT T"),
            ("東京-日本", "東 京-日 本"),
        ] {
            assert_eq!(scan_all(run), expected, "{run}");
        }
    }

    #[test]
    fn sentences_end_where_a_reader_would_stop() {
        for (run, expected) in [
            ("end.", "end |"),
            ("end.\")", "end |"),
            ("end.”", "end |"),
            ("really?!", "really |"),
            ("wait...", "wait |"),
            ("wait…", "wait |"),
            (".", "|"),
            ("!", "|"),
            ("end.,", "end"),
            ("Mr.", "Mr"),
            ("J.", "J"),
            ("e.g.", "e.g"),
            ("1990.", "1990 |"),
            ("3.5.", "3.5 |"),
            ("好。人", "好 | 人"),
            ("क्या।", "क्या |"),
        ] {
            assert_eq!(scan_all(run), expected, "{run}");
        }
    }

    #[test]
    fn what_is_too_long_is_not_a_word() {
        assert_eq!(scan_all(&"a".repeat(MAX_CHARS)).len(), MAX_CHARS);
        assert_eq!(scan_all(&"a".repeat(MAX_CHARS + 1)), "");
        assert_eq!(scan_all(&"é".repeat(MAX_CHARS)).chars().count(), MAX_CHARS);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn the_ascii_scanner_agrees_with_uax_29(run in "([a-zA-Z]|[0-9]|[-.,':;_!?]|[!-~]){0,14}") {
            let ascii = scanned(&run, |run, found| scan_ascii(run, &mut |item| found(item)));
            let unicode = scanned(&run, |run, found| scan_unicode(run, &mut |item| found(item)));
            prop_assert_eq!(ascii, unicode);
        }
    }
}
