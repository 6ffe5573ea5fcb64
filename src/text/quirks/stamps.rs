//! The dates and times that exports of chats, logs and transcripts put before each message: they are no text.
//!
//! A stamp has a time of day, with a date before or behind it or without one, in brackets or not:
//! `[12/03/2024, 09:15:22]`, `12.03.24, 21:15 -`, `2024-03-12T10:00:00,123Z`, `Mar 12 10:00:07`, `1:02 PM`. The beginning of
//! the text decides whether its lines have stamps.

use std::ops::Range;

use crate::text::lines::lines;

/// Lines that are looked at.
const MOST_LINES: usize = 1000;
/// Fewer stamps are none.
const LEAST_STAMPS: usize = 3;
/// A name before a stamp in brackets is not longer, in bytes.
const MOST_NAME: usize = 80;

/// Months and days of the week, by their first three letters, in the languages that exports are often in.
const NAMES: [&str; 44] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "mär", "mrz", "mai", "okt",
    "dez", "ene", "abr", "ago", "dic", "fév", "fev", "avr", "aoû", "déc", "juin", "juil", "mon", "tue", "wed", "thu",
    "fri", "sat", "sun", "die", "mit", "don", "fre", "sam", "son", "lun", "mié", "jue",
];

/// Whether the lines of a text that begins with `head` have stamps: a third of them one that can be nothing else, or four
/// in five a time alone.
pub(super) fn are_stamped(head: &str) -> bool {
    let (mut n_lines, mut n_sure, mut n_times) = (0, 0, 0);
    for line in lines(head).filter(|line| !line.trim().is_empty()).take(MOST_LINES) {
        n_lines += 1;
        if let Some(stamp) = find(line) {
            n_sure += usize::from(stamp.is_sure);
            n_times += 1;
        }
    }
    n_sure >= LEAST_STAMPS && n_sure * 3 >= n_lines || n_times >= LEAST_STAMPS && n_times * 5 >= n_lines * 4
}

/// A stamp in a line.
#[derive(Debug, PartialEq, Eq)]
struct Stamp {
    range: Range<usize>,
    /// Whether it has a date, brackets, seconds or `PM`, or is all of its line: `10:30` before a sentence may be part of it.
    is_sure: bool,
}

/// Where the stamp of a line is, if it has one: at its beginning, or in brackets behind the name of who speaks.
pub(super) fn stamp(line: &str) -> Option<Range<usize>> {
    find(line).map(|stamp| stamp.range)
}

fn find(line: &str) -> Option<Stamp> {
    let start = line.len() - line.trim_start_matches(is_margin).len();
    if let Some((length, is_sure)) = read(&line[start..]) {
        return Some(Stamp { range: start..start + length, is_sure });
    }
    let most = line.floor_char_boundary(MOST_NAME);
    let bracket = line[..most].find(" [").map(|at| at + 1)?;
    let (length, _) = read(&line[bracket..])?;
    let is_end = line[bracket + length..].trim_matches([':', ' ']).is_empty();
    is_end.then_some(Stamp { range: bracket..bracket + length, is_sure: true })
}

fn is_margin(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{200E}' | '\u{200F}' | '\u{FEFF}' | '\u{202A}'..='\u{202C}')
}

/// The length of the stamp that a text begins with, and whether it is sure.
fn read(text: &str) -> Option<(usize, bool)> {
    let mut cursor = Cursor { rest: text };
    let bracket = cursor.sign(&['[', '(']);
    let mut has_date = cursor.date();
    if has_date {
        cursor.skip(&[' ', ',', '\u{202F}', '\u{A0}', 'T', '-', '_']);
        cursor.word(&["at", "um", "à", "a las"]);
    }
    let mut is_sure = cursor.time()?;
    if !has_date && bracket.is_some() {
        cursor.skip(&[',', ' ']);
        has_date = cursor.date();
    }
    let is_closed = bracket.map(|_| cursor.sign(&[']', ')']).is_some());
    is_sure |= has_date || is_closed == Some(true);
    let is_apart = cursor.rest.starts_with(|sign: char| sign.is_whitespace() || matches!(sign, ':' | '<' | ']'));
    let is_all = cursor.rest.is_empty();
    if is_closed == Some(false) || !(is_apart || is_all || is_closed == Some(true)) {
        return None;
    }
    let before = cursor.rest.len();
    cursor.skip(&[' ', '\u{A0}']);
    if !cursor.rest.starts_with("- ") && cursor.rest != "-" {
        cursor.rest = &text[text.len() - before..];
    } else {
        cursor.skip(&['-']);
    }
    Some((text.len() - cursor.rest.len(), is_sure || is_all))
}

/// Reads a text from its beginning. What does not fit takes nothing.
struct Cursor<'a> {
    rest: &'a str,
}

impl Cursor<'_> {
    fn sign(&mut self, signs: &[char]) -> Option<char> {
        let sign = self.rest.chars().next().filter(|sign| signs.contains(sign))?;
        self.rest = &self.rest[sign.len_utf8()..];
        Some(sign)
    }

    fn skip(&mut self, signs: &[char]) {
        self.rest = self.rest.trim_start_matches(signs);
    }

    /// So many digits at most, and at least one; how many.
    fn digits(&mut self, most: usize) -> Option<usize> {
        let n = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        (1..=most).contains(&n).then(|| self.rest = &self.rest[n..]).map(|()| n)
    }

    fn word(&mut self, words: &[&str]) {
        let behind = words.iter().find_map(|word| self.rest.strip_prefix(word));
        if let Some(rest) = behind.filter(|rest| rest.starts_with(' ')) {
            self.rest = rest.trim_start();
        }
    }

    /// The name of a month or day.
    fn name(&mut self) -> bool {
        let end = self.rest.find(|letter: char| !letter.is_alphabetic()).unwrap_or(self.rest.len());
        let name = &self.rest[..end];
        let is_one = name.chars().count() <= 10 && {
            let lower = name.to_lowercase();
            NAMES.iter().any(|known| lower.starts_with(known))
        };
        if is_one {
            self.rest = &self.rest[end..];
        }
        is_one
    }

    /// A date; nothing is taken where there is none.
    fn date(&mut self) -> bool {
        let start = self.rest;
        let is_date = self.try_date();
        if !is_date {
            self.rest = start;
        }
        is_date
    }

    fn try_date(&mut self) -> bool {
        const GAPS: [char; 3] = [' ', ',', '.'];
        const SIGNS: [char; 4] = ['/', '-', '.', ' '];
        let has_name = self.name();
        if has_name {
            self.skip(&GAPS);
        }
        let before = self.rest;
        if self.digits(4).is_none() {
            // `Tue Mar 12`
            return has_name && self.name() && {
                self.skip(&GAPS);
                self.digits(2).is_some() && self.year()
            };
        }
        let is_month_first = has_name && self.rest.starts_with([' ', ',']);
        if is_month_first && before.len() - self.rest.len() <= 2 && !self.rest[1..].starts_with(char::is_alphabetic) {
            return self.year();
        }
        self.skip(&['.']);
        if self.rest.starts_with(SIGNS) || before.ends_with('.') {
            self.skip(&SIGNS);
        }
        if self.name() {
            self.skip(&['.']);
            self.skip(&SIGNS);
            let after = self.rest;
            if self.digits(4).is_none() || self.rest.starts_with(':') {
                self.rest = after;
            }
            return true;
        }
        self.digits(2).is_some() && self.sign(&['/', '-', '.']).is_some() && self.digits(4).is_some()
    }

    /// A year behind a month and a day, if there is one: `, 2024`.
    fn year(&mut self) -> bool {
        let before = self.rest;
        self.skip(&[',', ' ']);
        if self.digits(4) != Some(4) {
            self.rest = before;
        }
        true
    }

    /// A time of day, with what belongs to it; whether it can be nothing else.
    fn time(&mut self) -> Option<bool> {
        self.digits(2)?;
        self.sign(&[':'])?;
        self.digits(2).filter(|&n| n == 2)?;
        let mut is_sure = false;
        let before = self.rest;
        if self.sign(&[':']).is_some() && self.digits(2) == Some(2) {
            is_sure = true;
        } else {
            self.rest = before;
        }
        let before = self.rest;
        if self.sign(&['.', ',']).is_none() || self.digits(9).is_none() {
            self.rest = before;
        } else {
            is_sure = true;
        }
        let before = self.rest;
        self.skip(&[' ', '\u{A0}', '\u{202F}']);
        let half = ["AM", "PM", "am", "pm", "a.m.", "p.m."].into_iter().find(|half| self.rest.starts_with(half));
        if let Some(half) = half.filter(|half| !self.rest[half.len()..].starts_with(char::is_alphanumeric)) {
            self.rest = &self.rest[half.len()..];
            return Some(true);
        }
        self.rest = before;
        if self.sign(&['Z']).is_none() {
            self.skip(&[' ']);
            let is_zone = self.sign(&['+', '-']).is_some() && self.digits(4).is_some_and(|n| n == 2 || n == 4);
            if is_zone {
                if self.sign(&[':']).is_some() {
                    let _ = self.digits(2);
                }
            } else {
                self.rest = before;
            }
        }
        Some(is_sure)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_of_many_exports_are_read() {
        for (line, left) in [
            ("\u{200E}[12/03/2024, 09:15:22] Anna: Hi", " Anna: Hi"),
            ("12/03/24, 21:15 - Anna: Hi", " Anna: Hi"),
            ("1/12/24, 9:15\u{202F}PM - Anna: Hi", " Anna: Hi"),
            ("12.03.24, 21:15 - Anna: Hi", " Anna: Hi"),
            ("[10:15, 12/03/2024] Anna: Hi", " Anna: Hi"),
            ("[10:00] <alice> hi", " <alice> hi"),
            ("10:00 <alice> hi", " <alice> hi"),
            ("2024-03-12 10:00:00,123 INFO x", " INFO x"),
            ("2024-03-12T10:00:00.5Z x", " x"),
            ("2024-03-12 21:15:07+01:00 x", " x"),
            ("Mar 12 10:00:07 host sshd", " host sshd"),
            ("Tue Mar 12 10:00:07 2024", " 2024"),
            ("Tue, 12 Mar 2024 21:15:00 +0100", ""),
            ("[12-Mar-24 09:15 PM] alice#1234", " alice#1234"),
            ("March 12, 2024 at 9:15 PM hello", " hello"),
            ("  1:02 PM", ""),
            ("0:01", ""),
            ("[00:12.00]Line of a song", "Line of a song"),
            ("00:00:01 From Anna to Everyone:", " From Anna to Everyone:"),
        ] {
            let stamp = stamp(line).unwrap_or_else(|| panic!("{line}"));
            assert_eq!(&line[stamp.end..], left, "{line}");
        }
        let line = "Carla Müller, [1. Mar 2024 um 00:10:10]:";
        assert_eq!(stamp(line).map(|range| &line[range]), Some("[1. Mar 2024 um 00:10:10]"));
    }

    #[test]
    fn prose_has_no_stamps() {
        for line in [
            "12 March 2024: the boat left",
            "On 12/03/2024, 21:15 - or so - it left",
            "Gen 1:1 In the beginning",
            "1:1 In the beginning",
            "10 boats left",
            "10:30pm-ish",
            "May 5 boats leave",
            "2024-03-12 the boat left",
            "[1] a note",
            "(see 10:30)",
            "12,000 men",
            "",
            "[",
        ] {
            assert_eq!(stamp(line), None, "{line}");
        }
        assert!(!are_stamped(&"At 10:30 it left.\nIt came at 11:00.\n10:30 was late.\n".repeat(9)));
        assert!(are_stamped(&"[10:00] <a> hi\nand on\n".repeat(3)) && are_stamped(&"10:00 a\n11:30 b\n".repeat(3)));
        assert!(!are_stamped("") && !are_stamped("10:00 a\n10:10 b\n"));
    }
}
