//! Words of runs beyond ASCII: those of UAX #29, joined and divided by the rules of `mod.rs` of `text`.

use unicode_segmentation::UnicodeSegmentation;

use super::{Found, Manner, ascii, give_word, is_full_stop, is_sentence_end, number::is_comma_of_number};
use crate::text::{emoji, scripts};

/// A longer word of ideographs and kana is a passage that its author has not separated.
const MOST_CJK: usize = 15;

/// Passes the words of a run to `found`: emoji, and what stands between them.
pub(super) fn scan<'a>(run: &'a str, manner: Manner, found: &mut impl FnMut(Found<'a>)) {
    if !run.chars().any(|character| emoji::may_be_emoji(character) || character == emoji::SELECTOR) {
        return scan_letters(run, manner, found);
    }
    let mut start = 0;
    for (at, grapheme) in run.grapheme_indices(true) {
        if emoji::is_emoji(grapheme) {
            if start < at {
                scan_letters(&run[start..at], manner, found);
            }
            give_word(grapheme, found);
            start = at + grapheme.len();
        }
    }
    if start < run.len() {
        scan_letters(&run[start..], manner, found);
    }
}

/// A word that may still go on.
#[derive(Debug, Clone, Copy)]
struct Open {
    start: usize,
    end: usize,
}

struct Scanner<'a> {
    run: &'a str,
    manner: Manner,
    open: Option<Open>,
    last_word: &'a str,
}

/// Passes the words of a run without emoji to `found`.
pub(super) fn scan_letters<'a>(run: &'a str, manner: Manner, found: &mut impl FnMut(Found<'a>)) {
    if let Some(length) = emoji::emoticon(run) {
        found(Found::Word(&run[..length]));
        return;
    }
    let mut scanner = Scanner { run, manner, open: None, last_word: "" };
    for (start, part) in run.unicode_word_indices() {
        let end = start + part.len();
        let start = if start == 1 && ascii::begins_with_a_dot(run.as_bytes()) { 0 } else { start };
        scanner.read(start, end, found);
    }
    let end = scanner.open.map_or(0, |open| open.end);
    let end = scanner.close(end, found);
    let rest = &run[end..];
    if rest.contains(is_full_stop) || is_sentence_end(scanner.last_word, rest) {
        found(Found::SentenceEnd);
    }
}

impl<'a> Scanner<'a> {
    /// Reads a word of UAX #29, which may be several.
    fn read(&mut self, start: usize, end: usize, found: &mut impl FnMut(Found<'a>)) {
        let bytes = self.run.as_bytes();
        let mut from = start;
        for at in start + 1..end.saturating_sub(1) {
            let is_between_digits = bytes[at - 1].is_ascii_digit() && bytes[at + 1].is_ascii_digit();
            let is_end = match bytes[at] {
                b',' => is_between_digits && (self.manner.commas_separate || !is_comma_of_number(bytes, at)),
                b';' => is_between_digits,
                _ => false,
            };
            if is_end {
                self.add(from, at, found);
                from = at + 1;
            }
        }
        self.add(from, end, found);
    }

    /// Adds a part to the word under way, or ends that and begins another.
    fn add(&mut self, start: usize, end: usize, found: &mut impl FnMut(Found<'a>)) {
        let mut gap_start = 0;
        if let Some(open) = self.open {
            if self.joins(open, start, end) {
                self.open = Some(Open { start: open.start, end });
                return;
            }
            gap_start = self.close(open.end, found);
        }
        if gap_start <= start && self.run[gap_start..start].contains(is_full_stop) {
            found(Found::SentenceEnd);
        }
        self.open = Some(Open { start, end });
    }

    /// Whether the part from `start` goes on the word under way.
    fn joins(&self, open: Open, start: usize, end: usize) -> bool {
        let (run, gap) = (self.run, &self.run[open.end..start]);
        let before = run[..open.end].chars().next_back().unwrap_or(' ');
        let after = run[start..end].chars().next().unwrap_or(' ');
        if gap == "-" {
            return before != '_' && after != '_';
        }
        let is_stretch = |character: char| {
            scripts::is_stretch(character)
                || self.manner.is_cjk_spaced && scripts::is_cjk(character)
                || self.manner.is_tibetan_spaced && scripts::is_tibetan(character)
        };
        if gap.is_empty() {
            return is_stretch(before) || is_stretch(after);
        }
        self.manner.is_tibetan_spaced && gap.chars().all(scripts::is_tsheg) && is_stretch(before) && is_stretch(after)
    }

    /// Gives the word under way and where it ends, or `end` if there is none.
    fn close(&mut self, end: usize, found: &mut impl FnMut(Found<'a>)) -> usize {
        let Some(Open { start, end: mut word_end }) = self.open.take() else { return end };
        let run = self.run;
        let rest = &run[word_end..];
        if self.manner.is_tibetan_spaced && run[..word_end].ends_with(scripts::is_tibetan) {
            word_end += rest.len() - rest.trim_start_matches(scripts::is_tsheg).len();
        } else if !rest.is_empty() {
            let word = &run[start..word_end];
            let n_lines = word.len() - word.trim_start_matches('_').len();
            word_end = ascii::signs_end(run.as_bytes(), start + n_lines, word_end);
        }
        self.last_word = run[start..word_end].trim_matches('_');
        if self.manner.is_cjk_spaced && is_passage(self.last_word) {
            for part in self.last_word.unicode_words() {
                give_word(part, found);
            }
        } else {
            give_word(self.last_word, found);
        }
        word_end
    }
}

/// Whether a word between spaces has too many ideographs to be one. A word in katakana alone may be long.
fn is_passage(word: &str) -> bool {
    let n_cjk = word.chars().filter(|&character| scripts::is_cjk(character)).count();
    n_cjk > MOST_CJK && !word.chars().all(|character| matches!(character, '\u{30A1}'..='\u{30FF}'))
}
