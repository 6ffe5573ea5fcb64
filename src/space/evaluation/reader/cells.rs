//! A line cut into cells, and what a cell holds.

use std::ops::Range;

/// Cells of a line that are looked at.
pub(super) const MOST_CELLS: usize = 64;
/// Words that stand in one cell: a name such as “the United States of America”. More are a sentence.
const MOST_WORDS: usize = 5;

/// What stands between two cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Separator {
    /// A tab.
    Tab,
    /// A semicolon, as spreadsheets write where commas are decimal.
    Semicolon,
    /// A comma.
    Comma,
    /// One colon or two, as in `king:queen::man:woman`.
    Colons,
    /// White space, however much of it.
    Spaces,
    /// A bar, as in tables of Markdown.
    Bar,
}

impl Separator {
    /// Every separator, the most telling first.
    pub(super) const ALL: [Self; 6] = [Self::Tab, Self::Semicolon, Self::Comma, Self::Colons, Self::Spaces, Self::Bar];

    fn byte(self) -> Option<u8> {
        match self {
            Self::Tab => Some(b'\t'),
            Self::Semicolon => Some(b';'),
            Self::Comma => Some(b','),
            Self::Colons => Some(b':'),
            Self::Bar => Some(b'|'),
            Self::Spaces => None,
        }
    }

    /// Cuts a line of a text into cells, without the white space and the quotes around them; empty ones at the end do
    /// not count. In quotes a cell may hold the separator. Outside of them a tab separates as well: `king,queen<TAB>9.1`.
    /// `cells` gets where they stand in the text.
    pub(super) fn cut(self, text: &str, line: Range<usize>, cells: &mut Vec<Range<usize>>) {
        cells.clear();
        let bytes = text.as_bytes();
        let Some(separator) = self.byte() else {
            let mut at = line.start;
            for word in text[line].split_whitespace().take(MOST_CELLS) {
                // It is there: words come in order.
                at += text[at..].find(word).unwrap_or(0);
                cells.push(unquoted(text, at..at + word.len()));
                at += word.len();
            }
            return;
        };
        let is_end = |byte: u8| byte == separator || byte == b'\t';
        let mut start = line.start;
        while start <= line.end && cells.len() < MOST_CELLS {
            let quoted_end = quoted_end(bytes, start..line.end, separator);
            let from = quoted_end.unwrap_or(start);
            let end = bytes[from..line.end].iter().position(|&byte| is_end(byte)).map_or(line.end, |n| from + n);
            let cell = unquoted(text, start..end);
            // Two colons are one separator, and a table may begin with a bar.
            let is_nothing = cell.is_empty() && (self == Self::Colons || self == Self::Bar && cells.is_empty());
            if !is_nothing {
                cells.push(cell);
            }
            start = end + 1;
        }
        while cells.last().is_some_and(Range::is_empty) {
            cells.pop();
        }
    }
}

/// Where a quoted cell ends, if one begins here: behind the quote before a separator or the end of the line. Two quotes
/// are a quote within the cell.
fn quoted_end(bytes: &[u8], rest: Range<usize>, separator: u8) -> Option<usize> {
    let start = rest.start + bytes[rest.clone()].iter().take_while(|&&byte| byte == b' ').count();
    if bytes[..rest.end].get(start) != Some(&b'"') {
        return None;
    }
    let mut at = start + 1;
    while at < rest.end {
        if bytes[at] != b'"' {
            at += 1;
        } else if bytes[..rest.end].get(at + 1) == Some(&b'"') {
            at += 2;
        } else {
            let gap = bytes[at + 1..rest.end].iter().take_while(|&&byte| byte == b' ').count();
            let is_end =
                bytes[..rest.end].get(at + 1 + gap).is_none_or(|&byte| matches!(byte, b'\t') || byte == separator);
            return is_end.then_some(at + 1);
        }
    }
    None
}

/// A cell without white space around it, without a pair of quotes, and without what programs and people write around words:
/// brackets, other quotes, and a comma or colon behind it.
fn unquoted(text: &str, cell: Range<usize>) -> Range<usize> {
    let mut range = trimmed(text, cell);
    // Each goes once around the other: `("king"`, `"(king)"`.
    for _ in 0..3 {
        let cell = &text[range.clone()];
        let pair = [('"', '"'), ('\'', '\''), ('“', '”'), ('‘', '’'), ('«', '»')].into_iter().find(|&(open, close)| {
            cell.len() >= open.len_utf8() + close.len_utf8() && cell.starts_with(open) && cell.ends_with(close)
        });
        if let Some((open, close)) = pair {
            range = trimmed(text, range.start + open.len_utf8()..range.end - close.len_utf8());
            continue;
        }
        if !cell.chars().any(char::is_alphanumeric) {
            break;
        }
        let opens = [('(', ')'), ('[', ']')]
            .into_iter()
            .any(|(open, close)| cell.starts_with(open) && (cell.ends_with(close) || !cell.contains(close)));
        let closes = cell.ends_with([',', ':', ';'])
            || [('(', ')'), ('[', ']')]
                .into_iter()
                .any(|(open, close)| cell.ends_with(close) && (cell.starts_with(open) || !cell.contains(open)));
        if !opens && !closes {
            break;
        }
        range = trimmed(text, range.start + usize::from(opens)..range.end - usize::from(closes));
    }
    range
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let is_margin = |c: char| c.is_whitespace() || c == '\u{feff}';
    let cell = text[range.clone()].trim_end_matches(is_margin);
    let end = range.start + cell.len();
    end - cell.trim_start_matches(is_margin).len()..end
}

/// A number as a cell holds it: with a decimal point or a decimal comma, in exponents too. None for words, `nan` and
/// `inf` among them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Number {
    pub(super) value: f64,
    pub(super) has_comma: bool,
    pub(super) is_whole: bool,
}

impl Number {
    pub(super) fn of(cell: &str) -> Option<Self> {
        let cell = cell.strip_suffix('%').map_or(cell, str::trim_end);
        let is_of_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '+' | 'e' | 'E' | '\u{2212}');
        if cell.is_empty() || cell.len() > 40 || !cell.chars().all(is_of_number) {
            return None;
        }
        let has_comma = cell.contains(',');
        if has_comma && (cell.contains('.') || cell.matches(',').count() > 1) {
            return None;
        }
        let plain = cell.replace('\u{2212}', "-").replace(',', ".");
        // `1.` counts a line.
        let plain = plain.strip_suffix('.').unwrap_or(&plain);
        let value = plain.parse::<f64>().ok().filter(|value| value.is_finite())?;
        Some(Self { value, has_comma, is_whole: !plain.contains(['.', 'e', 'E']) })
    }
}

/// What a cell holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Cell {
    Nothing,
    Number(Number),
    /// A word, a name, or alternatives between slashes.
    Word,
    /// More words than a name has, the brackets of a program, or half of a quoted cell.
    Sentence,
}

impl Cell {
    pub(super) fn of(cell: &str) -> Self {
        // A sign between cells, such as the bar of a table in Markdown, is no word.
        if cell.bytes().all(|byte| byte.is_ascii_punctuation()) {
            Self::Nothing
        } else if let Some(number) = Number::of(cell) {
            Self::Number(number)
        } else if cell.split_whitespace().nth(MOST_WORDS).is_some()
            || cell.contains(['{', '}', '[', ']', '<', '>'])
            || is_half_quoted(cell)
        {
            Self::Sentence
        } else {
            Self::Word
        }
    }
}

/// Whether a quote begins or ends in a cell, but not both.
fn is_half_quoted(cell: &str) -> bool {
    cell.bytes().filter(|&byte| byte == b'"').count() % 2 == 1
        && (cell.starts_with('"') || cell.ends_with('"') || cell.contains(" \""))
}

/// Whether a cell looks like a tag: a single letter, or capitals alone, as `N`, `HYPER` and `JJ_JJR`.
pub(super) fn looks_like_a_tag(cell: &str) -> bool {
    cell.len() == 1 && cell.is_ascii()
        || cell.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || matches!(b, b'_' | b'-' | b'+'))
        || ["true", "false", "yes", "no"].iter().any(|word| cell.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(separator: Separator, line: &str) -> Vec<&str> {
        let mut cells = Vec::new();
        separator.cut(line, 0..line.len(), &mut cells);
        cells.into_iter().map(|range| &line[range]).collect()
    }

    #[test]
    fn lines_are_cut_as_spreadsheets_write_them() {
        assert_eq!(cut(Separator::Comma, r#""king", "queen" ,"9,1""#), ["king", "queen", "9,1"]);
        assert_eq!(cut(Separator::Comma, r#"king,"the ""queen""",9,,"#), ["king", r#"the ""queen"""#, "9"]);
        assert_eq!(cut(Separator::Semicolon, "king;;9,1"), ["king", "", "9,1"]);
        assert_eq!(cut(Separator::Tab, "\tking\t queen \t\t"), ["", "king", "queen"]);
        assert_eq!(cut(Separator::Colons, "king : queen :: man : woman"), ["king", "queen", "man", "woman"]);
        assert_eq!(cut(Separator::Spaces, "king  queen\u{a0}\t9"), ["king", "queen", "9"]);
        // A quote that is not closed is a sign like others.
        assert_eq!(cut(Separator::Comma, r#""king,queen,9"#), [r#""king"#, "queen", "9"]);
        assert_eq!(cut(Separator::Comma, r#"12" disk,disk,9"#), [r#"12" disk"#, "disk", "9"]);
        assert!(cut(Separator::Comma, "").is_empty());
        assert_eq!(cut(Separator::Comma, "king,queen\t9.1"), ["king", "queen", "9.1"]);
        assert_eq!(cut(Separator::Bar, "| New York | US |"), ["New York", "US"]);
        assert_eq!(cut(Separator::Comma, "('king', \"queen\", 9.1),"), ["king", "queen", "9.1"]);
        assert_eq!(
            cut(Separator::Spaces, "(king, queen): 9.1 dogs' bank(s) :) [x]"),
            ["king", "queen", "9.1", "dogs'", "bank(s)", ":)", "x"]
        );
    }

    #[test]
    fn a_number_is_told_from_a_word() {
        let value = |cell| Number::of(cell).map(|number| (number.value, number.has_comma, number.is_whole));
        assert_eq!(value("9.10"), Some((9.1, false, false)));
        assert_eq!(value("9,1"), Some((9.1, true, false)));
        assert_eq!(value("\u{2212}3"), Some((-3.0, false, true)));
        assert_eq!(value("91 %"), Some((91.0, false, true)));
        assert_eq!(value("1."), Some((1.0, false, true)));
        assert_eq!(value("1e-3"), Some((0.001, false, false)));
        for word in ["inf", "nan", "", "e", "-", "1,000.5", "1,0,0", "9 1", "1e999", "N"] {
            assert_eq!(value(word), None, "{word}");
        }
    }
}
