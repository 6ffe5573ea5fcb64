//! What the cells of a column are.

use serde::{Deserialize, Serialize};

use crate::text::scripts::{is_cjk, is_stretch};

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ColumnKind {
    /// Sentences, or at least several words.
    Prose,
    /// A word or few: names, labels, ids.
    Words,
    /// Numbers.
    Numbers,
    /// Dates or times.
    Dates,
    /// Addresses of the web.
    Links,
    /// Nothing.
    Empty,
}

/// What was counted of the cells of a column.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_field_names, reason = "counts are called `n_` everywhere")]
pub(super) struct Census {
    n_filled: usize,
    n_words: usize,
    /// Cells with three words or more.
    n_long: usize,
    n_numbers: usize,
    n_dates: usize,
    n_links: usize,
    n_letters: usize,
    n_digits: usize,
}

impl Census {
    /// Counts a cell.
    pub(super) fn count(&mut self, cell: &str) {
        let cell = cell.trim();
        if cell.is_empty() {
            return;
        }
        let n_words = n_words(cell);
        self.n_filled += 1;
        self.n_words += n_words;
        self.n_long += usize::from(n_words >= 3);
        self.n_numbers += usize::from(is_number(cell));
        self.n_dates += usize::from(is_date(cell));
        self.n_links += usize::from(cell.contains("://") && n_words == 1);
        self.n_letters += cell.chars().filter(|character| character.is_alphabetic()).count();
        self.n_digits += cell.chars().filter(char::is_ascii_digit).count();
    }

    /// What most of the cells are.
    pub(super) fn kind(&self) -> ColumnKind {
        let is_most = |n: usize| n * 10 >= self.n_filled * 8;
        let is_prose = self.n_words >= 4 * self.n_filled || self.n_long * 2 >= self.n_filled;
        match self.n_filled {
            0 => ColumnKind::Empty,
            _ if is_most(self.n_numbers) => ColumnKind::Numbers,
            _ if is_most(self.n_dates) => ColumnKind::Dates,
            _ if is_most(self.n_links) => ColumnKind::Links,
            _ if is_prose && self.n_letters > 2 * self.n_digits => ColumnKind::Prose,
            _ => ColumnKind::Words,
        }
    }

    /// Words of a cell on average.
    pub(super) fn mean_words(&self) -> f64 {
        self.n_words as f64 / self.n_filled.max(1) as f64
    }
}

/// Words of a cell. In scripts without spaces, two characters are taken for one.
pub(super) fn n_words(cell: &str) -> usize {
    let n_unspaced = cell.chars().filter(|&character| is_cjk(character) || is_stretch(character)).count();
    cell.split_whitespace().filter(|run| run.contains(char::is_alphanumeric)).count() + n_unspaced / 2
}

/// Whether a cell is a number, however people write it: `1,000.5`, `9,1`, `12 %`, `$5`, `1e-3`, `nan`.
pub(super) fn is_number(cell: &str) -> bool {
    let bare =
        cell.trim_matches(|sign: char| sign.is_whitespace() || matches!(sign, '%' | '$' | '€' | '£' | '+' | '-' | '−'));
    let is_of_number =
        |sign: char| sign.is_ascii_digit() || matches!(sign, '.' | ',' | ' ' | '\u{a0}' | '\'' | 'e' | 'E' | '-' | '+');
    let is_written = bare.starts_with(|sign: char| sign.is_ascii_digit() || matches!(sign, '.' | ','))
        && bare.chars().all(is_of_number);
    (is_written && !is_plain_date(cell))
        || matches!(bare.to_ascii_lowercase().as_str(), "nan" | "na" | "n/a" | "null" | "none" | "true" | "false")
}

/// Whether a cell is a date or a time: `2024-05-01T10:00:00Z`, `12/03/24, 10:15`, `May 1, 2024`, `Mon May 11 03:17:40 UTC 2009`.
pub(super) fn is_date(cell: &str) -> bool {
    const NAMES: [&str; 19] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "mon", "tue", "wed", "thu",
        "fri", "sat", "sun",
    ];
    let n_digits = cell.chars().filter(char::is_ascii_digit).count();
    let mut runs = cell.split(|sign: char| !sign.is_alphabetic()).filter(|run| !run.is_empty());
    let is_of_date = |run: &str| {
        let lower = run.to_ascii_lowercase();
        NAMES.iter().any(|name| lower.starts_with(name))
            || matches!(lower.as_str(), "am" | "pm" | "t" | "z" | "utc" | "gmt" | "th" | "st" | "nd" | "rd")
            || (run.len() <= 4 && run.bytes().all(|byte| byte.is_ascii_uppercase()))
    };
    let has_signs = cell.contains(['-', '/', ':', '.']) || cell.contains(char::is_alphabetic);
    n_digits >= 3 && has_signs && !is_number(cell) && cell.len() <= 40 && runs.all(is_of_date) || is_plain_date(cell)
}

/// `2024-05-01`, `1.5.2024`, `10:15`.
fn is_plain_date(cell: &str) -> bool {
    ['-', '/', '.', ':'].iter().any(|&sign| {
        let parts: Vec<&str> = cell.split(sign).collect();
        let least = if sign == ':' { 2 } else { 3 };
        (least..=3).contains(&parts.len())
            && parts.iter().all(|part| (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(cells: &[&str]) -> ColumnKind {
        let mut census = Census::default();
        for cell in cells {
            census.count(cell);
        }
        census.kind()
    }

    #[test]
    fn columns_are_what_most_of_their_cells_are() {
        assert_eq!(kind(&["The boat came at last.", "", "A gull, and a net.", "ok"]), ColumnKind::Prose);
        assert_eq!(kind(&["很大喜欢黄油每天烤箱胡椒。", "很大喜欢黄油"]), ColumnKind::Prose);
        assert_eq!(kind(&["en", "de", "New York"]), ColumnKind::Words);
        assert_eq!(kind(&["u17", "sku-10442", "R2-D2"]), ColumnKind::Words);
        assert_eq!(kind(&["1", "-2.5", "1,000", "9,1", "12 %", "$5", "nan"]), ColumnKind::Numbers);
        assert_eq!(kind(&["https://example.org/a b", "http://example.org", "https://x.org/y"]), ColumnKind::Words);
        assert_eq!(kind(&["https://example.org/a", "http://example.org"]), ColumnKind::Links);
        assert_eq!(kind(&["", " "]), ColumnKind::Empty);
    }

    #[test]
    fn dates_are_no_prose() {
        for date in [
            "2024-05-01T10:00:00Z",
            "2024-05-01",
            "1.5.2024",
            "12/03/24, 10:15 AM",
            "May 1, 2024",
            "Mon May 11 03:17:40 UTC 2009",
            "Mon, 11 May 2009 03:17:40 +0200",
            "10:15",
        ] {
            assert_eq!(kind(&[date, date]), ColumnKind::Dates, "{date}");
        }
        for other in ["The boat left on May 1, 2024, and never came back.", "12", "v1.2", "3.14"] {
            assert_ne!(kind(&[other, other]), ColumnKind::Dates, "{other}");
        }
    }
}
