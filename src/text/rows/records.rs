//! Rows of a table whose quoted cells go over several lines (RFC 4180).

use std::borrow::Cow;

/// Bytes of a cell beyond which its quote was none.
pub(in crate::text) const MOST_BYTES: usize = 64 * 1024;
/// Lines of a cell beyond which a table is none.
const MOST_LINES: usize = 50;

/// The rows that some lines are, where a quote that opens at the beginning of a cell and closes on a later line holds its
/// lines together; none where no cell goes over several lines, or where one never ends.
pub(super) fn records<'a>(lines: &[&'a str], separator: char) -> Option<Vec<Cow<'a, str>>> {
    let mut records: Vec<Cow<'a, str>> = Vec::new();
    let (mut n_open, mut has_long) = (0, false);
    for &line in lines {
        if n_open == 0 {
            records.push(Cow::Borrowed(line));
        } else if let Some(record) = records.last_mut() {
            let record = record.to_mut();
            record.push(' ');
            record.push_str(line);
        }
        let toggles = line.bytes().filter(|&byte| byte == b'"').count() % 2 == 1;
        if n_open == 0 && toggles && !opens_a_cell(line, separator) {
            return None;
        }
        n_open = match (n_open, toggles) {
            (0, true) => 1,
            (0, false) | (_, true) => 0,
            (n, false) => n + 1,
        };
        has_long |= n_open > 0;
        if n_open > MOST_LINES {
            return None;
        }
    }
    // The last may be cut off.
    if n_open > 0 {
        records.pop();
    }
    has_long.then_some(records)
}

fn opens_a_cell(line: &str, separator: char) -> bool {
    line.starts_with('"') || line.contains(&format!("{separator}\"")) || line.contains(&format!("{separator} \""))
}

/// Where a table stands at the end of a line.
#[derive(Debug, Default)]
pub(in crate::text) struct Cell {
    is_open: bool,
    n_bytes: usize,
}

impl Cell {
    /// Goes over a line; whether a cell goes on behind it.
    pub(in crate::text) fn goes_on_behind(&mut self, line: &str) -> bool {
        self.is_open ^= line.bytes().filter(|&byte| byte == b'"').count() % 2 == 1;
        self.n_bytes = if self.is_open { self.n_bytes + line.len() } else { 0 };
        if self.n_bytes > MOST_BYTES {
            *self = Self::default();
        }
        self.is_open
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_hold_lines_together() {
        let lines = ["1,\"a", "", "b \"\"c\"\"\",x", "2,d,y"];
        assert_eq!(records(&lines, ',').expect("a long cell"), ["1,\"a  b \"\"c\"\"\",x", "2,d,y"]);
        assert_eq!(records(&["a \"b", "c\" d"], ','), None, "speech");
        assert_eq!(records(&["1,\"a\"", "2,b"], ','), None, "no long cell");
        assert_eq!(records(&[&["1,\"a"][..], &["b"; 60]].concat(), ','), None);
        let mut cell = Cell::default();
        assert!(cell.goes_on_behind("1,\"a") && cell.goes_on_behind("b") && !cell.goes_on_behind("c\",d"));
        assert!(cell.goes_on_behind("\"") && !cell.goes_on_behind(&"x".repeat(MOST_BYTES + 1)));
    }
}
