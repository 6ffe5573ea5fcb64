//! Lines of a file of questions, and what each is at first sight.

use std::ops::Range;

/// Bytes of a line; a longer one is no question. The rows of SCWS, which quote two passages, have at most 3,000.
const MOST_BYTES: usize = 16 * 1024;

/// A line at first sight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Line {
    /// White space, an empty row, or the rest of a line that is too long.
    Blank,
    /// It begins with `#` or `//`, or names the separator for a spreadsheet: `sep=;`. Where its text stands.
    Comment(Range<usize>),
    /// `: name` or `[name]`. Where the name stands.
    Section(Range<usize>),
    /// Anything else.
    Content(Range<usize>),
    /// No question is this long.
    TooLong,
}

/// A way through the lines of a text that can be left and taken up again anywhere.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Lines {
    /// The byte at which the next line begins.
    pub(super) at: usize,
    /// Lines that have begun so far: the number of the last one, from 1.
    pub(super) number: u32,
    is_inside_long: bool,
}

impl Lines {
    /// The next line; none at the end. A line ends at a line feed, a carriage return, or both. Each call looks at no more
    /// than 16 KiB.
    pub(super) fn next(&mut self, text: &str) -> Option<Line> {
        let bytes = text.as_bytes();
        if self.at >= bytes.len() {
            return None;
        }
        let start = self.at;
        let window = &bytes[start..bytes.len().min(start + MOST_BYTES)];
        let was_inside_long = self.is_inside_long;
        self.number += u32::from(!was_inside_long);
        let Some(length) = window.iter().position(|byte| matches!(byte, b'\n' | b'\r')) else {
            self.at += window.len();
            self.is_inside_long = self.at < bytes.len();
            let is_whole = !was_inside_long && !self.is_inside_long;
            return Some(match (is_whole, was_inside_long) {
                (true, _) => at_first_sight(text, start..self.at),
                (false, true) => Line::Blank,
                (false, false) => Line::TooLong,
            });
        };
        let end = start + length;
        let is_pair = bytes[end] == b'\r' && bytes.get(end + 1) == Some(&b'\n');
        self.at = end + 1 + usize::from(is_pair);
        self.is_inside_long = false;
        Some(if was_inside_long { Line::Blank } else { at_first_sight(text, start..end) })
    }
}

/// What a whole line is. White space around it does not count, except tabs before it: they are empty cells.
fn at_first_sight(text: &str, range: Range<usize>) -> Line {
    let line = &text[range.clone()];
    let is_margin = |c: char| c.is_whitespace() || c == '\u{feff}';
    let end = range.start + line.trim_end_matches(is_margin).len();
    // An empty row of a spreadsheet is separators alone.
    if line.chars().all(|c| is_margin(c) || matches!(c, ';' | ',')) {
        return Line::Blank;
    }
    // So are the rules of a table, as Markdown draws them.
    if line.contains('-') && line.chars().all(|c| is_margin(c) || matches!(c, '|' | '+' | '-' | ':' | '=')) {
        return Line::Blank;
    }
    let content = &text[range.start..end];
    let start = end - content.trim_start_matches(|c| is_margin(c) && c != '\t').len();
    let first = end - content.trim_start_matches(is_margin).len();
    let content = &text[first..end];
    if let Some(name) = content.strip_prefix(':') {
        return Line::Section(end - name.trim_start_matches(is_margin).len()..end);
    }
    let named = content.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    if named.is_some_and(|name| !name.is_empty() && !name.contains(['"', '\'', ',', '\t', '[', '{'])) {
        return Line::Section(first + 1..end - 1);
    }
    let comment = content.trim_start_matches('#');
    if comment.len() < content.len() {
        return Line::Comment(end - comment.trim_start_matches(is_margin).len()..end);
    }
    if let Some(comment) = content.strip_prefix("//") {
        return Line::Comment(end - comment.trim_start_matches(is_margin).len()..end);
    }
    let names_separator =
        content.len() <= 5 && content.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("sep="));
    if names_separator { Line::Comment(first..end) } else { Line::Content(start..end) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<(u32, Line)> {
        let mut lines = Lines::default();
        let mut found = Vec::new();
        while let Some(line) = lines.next(text) {
            found.push((lines.number, line));
        }
        found
    }

    #[test]
    fn each_kind_of_line_end_ends_one_line() {
        for end in ["\n", "\r\n", "\r"] {
            let text = format!("\u{feff}a{end}{end}: b c{end}  # d{end}//e{end}sep=;{end}\tf ");
            let found = all(&text);
            assert_eq!(found.iter().map(|(number, _)| *number).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6, 7], "{end:?}");
            let said = |line: &Line| match line {
                Line::Blank => "blank".to_owned(),
                Line::TooLong => "long".to_owned(),
                Line::Comment(range) => format!("comment {}", &text[range.clone()]),
                Line::Section(range) => format!("section {}", &text[range.clone()]),
                Line::Content(range) => format!("content {}", &text[range.clone()]),
            };
            let said: Vec<String> = found.iter().map(|(_, line)| said(line)).collect();
            let wanted =
                ["content a", "blank", "section b c", "comment d", "comment e", "comment sep=;", "content \tf"];
            assert_eq!(said, wanted);
        }
    }

    #[test]
    fn a_line_without_an_end_is_looked_at_in_pieces() {
        let text = format!("{}\nx", "ä".repeat(40_000));
        let found = all(&text);
        assert_eq!(found[0], (1, Line::TooLong));
        assert!(found[1..found.len() - 1].iter().all(|line| *line == (1, Line::Blank)));
        assert_eq!(found.last(), Some(&(2, Line::Content(80_001..80_002))));
    }
}
