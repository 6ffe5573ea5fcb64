//! The words of a line, and where its sentences end.
//!
//! A line is read run by run. A run is what stands between white space.
//!
//! Words are those of UAX #29, as `unicode-segmentation` finds them (`unicode.rs`), with the differences that `mod.rs`
//! lists. Plain ASCII, which is most of what is read, goes through a faster scanner with the same results (`ascii.rs`).

use serde::{Deserialize, Serialize};

mod ascii;
mod number;
mod unicode;

pub(super) use number::is_comma_of_number;

/// The longest word, in characters, as in `word2vec.c`. Anything longer is data.
pub(super) const MAX_CHARS: usize = 100;

/// Words that end in a period of their own. (Words with a period inside, such as `e.g.`, need not be listed.)
const ABBREVIATIONS: [&str; 41] = [
    "mr", "mrs", "ms", "dr", "prof", "st", "mt", "rev", "hon", "gen", "col", "capt", "lt", "sgt", "gov", "sen", "rep",
    "pres", "jr", "sr", "vs", "etc", "al", "cf", "viz", "ca", "approx", "fig", "vol", "ed", "pp", "inc", "ltd", "co",
    "corp", "dept", "univ", "jan", "feb", "aug", "sept",
];

/// One thing found in a run of characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found<'a> {
    /// A word as it is written.
    Word(&'a str),
    /// What would be a word but for its length.
    TooLong,
    /// The sentence ends here.
    SentenceEnd,
}

/// What a text decides about its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Manner {
    /// Ideographs and kana between spaces are one word.
    pub(super) is_cjk_spaced: bool,
    /// Tibetan between spaces is one word.
    pub(super) is_tibetan_spaced: bool,
    /// A comma always ends a word: the text is a table of cells between commas.
    pub(super) commas_separate: bool,
    /// Words are ids, whole as they stand between white space and this sign.
    pub(super) id_separator: Option<char>,
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

/// Passes every word and sentence end of a normalized line to `found`.
pub(super) fn scan<'a>(line: &'a str, manner: Manner, found: &mut impl FnMut(Found<'a>)) {
    if let Some(separator) = manner.id_separator {
        line.split(|sign: char| sign.is_whitespace() || sign == separator)
            .map(|id| {
                id.trim_matches(['"', '\'', ',', ';', '(', ')', '[', ']', '{', '}', '<', '>', '“', '”', '«', '»'])
            })
            .filter(|id| id.chars().any(char::is_alphanumeric))
            .for_each(|id| give_word(id, found));
        return;
    }
    let bytes = line.as_bytes();
    let mut start = 0;
    while start < bytes.len() {
        if class(bytes[start]) == Class::Space {
            start += 1;
            continue;
        }
        let mut end = start;
        let (mut is_ascii, mut is_alphanumeric) = (true, true);
        while end < bytes.len() && class(bytes[end]) != Class::Space {
            is_ascii &= class(bytes[end]) != Class::Beyond;
            is_alphanumeric &= class(bytes[end]) == Class::Alphanumeric;
            end += 1;
        }
        let run = &line[start..end];
        if is_alphanumeric {
            // Most runs are a word and nothing else.
            give_word(run, found);
        } else if is_ascii {
            ascii::scan(run, manner, found);
        } else {
            // There may be white space beyond ASCII in it.
            run.split_whitespace().for_each(|run| unicode::scan(run, manner, found));
        }
        start = end;
    }
}

fn give_word<'a>(word: &'a str, found: &mut impl FnMut(Found<'a>)) {
    if word.len() <= MAX_CHARS || word.chars().count() <= MAX_CHARS {
        if !word.is_empty() {
            found(Found::Word(word));
        }
    } else {
        found(Found::TooLong);
    }
}

/// The words that something typed is read as, and whether it is nothing but one word with signs of punctuation around it.
pub(super) fn words_of(typed: &str, manner: Manner) -> (Vec<&str>, bool) {
    let mut words = Vec::new();
    scan(typed, manner, &mut |found| {
        if let Found::Word(word) = found {
            words.push(word);
        }
    });
    let is_one = words.len() == 1 && {
        let rest = typed.replacen(words[0], "", 1);
        rest.chars().all(|sign| sign.is_whitespace() || ".,;:!?\"'()[]{}<>«»„“”…_*。、，！？｡।".contains(sign))
    };
    (words, is_one)
}

/// The words of something typed, each as it is written but normalized.
pub fn words_in(typed: &str) -> Vec<String> {
    let normal = super::normalize(typed);
    words_of(&normal, Manner::default()).0.into_iter().map(str::to_owned).collect()
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
                Found::TooLong => return,
            });
        });
        found.join(" ")
    }

    fn scan_all(run: &str) -> String {
        scanned(run, |run, found| scan(run, Manner::default(), &mut |item| found(item)))
    }

    #[test]
    fn words_are_what_a_reader_would_call_words() {
        for (run, expected) in [
            ("mother-in-law", "mother-in-law"),
            ("_A#", "A#"),
            ("(don't)", "don't"),
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
            ("C++,", "C++"),
            ("C#", "C#"),
            (".NET", ".NET"),
            ("1,000", "1,000"),
            ("26865,5412", "26865 5412"),
            ("12;34", "12 34"),
            (":-)", ":-)"),
            ("oh❤️no👍🏽👨‍👩‍👧!", "oh ❤️ no 👍🏽 👨‍👩‍👧 |"),
            ("🇫🇷🇩🇪", "🇫🇷 🇩🇪"),
            ("ทะเลเรือ", "ทะเลเรือ"),
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
        fn the_ascii_scanner_agrees_with_uax_29(run in "([a-zA-Z]|[0-9]|[-.,':;_!?+#]|[!-~]){1,14}") {
            let ascii = scanned(&run, |run, found| ascii::scan(run, Manner::default(), &mut |item| found(item)));
            let unicode = scanned(&run, |run, found| unicode::scan(run, Manner::default(), &mut |item| found(item)));
            prop_assert_eq!(ascii, unicode);
        }
    }
}
