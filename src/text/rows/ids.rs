//! Whether the cells of rows are ids, which are whole whatever signs they have: `user:16`, `/m/0jcx`, `chr1:12345-67890`.

use super::{MOST_LINES, Rows, lines};

/// What separates the ids of the rows of a text that begins with `head`, beside white space: a sign, or a space for nothing.
/// None: its words are no ids.
///
/// They are ids if each cell is one run of characters and most of these have a digit or are addresses.
pub(in crate::text) fn separator(head: &str, rows: Rows) -> Option<char> {
    let separator = match rows {
        Rows::Spaces | Rows::Tabs => ' ',
        Rows::Commas => ',',
        Rows::Semicolons => ';',
        Rows::Bars => '|',
        Rows::Json | Rows::List | Rows::Vertical => return None,
    };
    let (mut n_cells, mut n_runs, mut n_ids) = (0, 0, 0);
    for line in lines(head).take(MOST_LINES) {
        n_cells += match rows {
            Rows::Spaces => 0,
            Rows::Tabs => line.split('\t').filter(|cell| !cell.trim().is_empty()).count(),
            _ => line.split(separator).filter(|cell| !cell.trim().is_empty()).count(),
        };
        for run in line.split(|sign: char| sign.is_whitespace() || sign == separator).filter(|run| !run.is_empty()) {
            n_runs += 1;
            n_ids += usize::from(is_id(run));
        }
    }
    let are_whole = rows == Rows::Spaces || n_runs * 10 <= n_cells * 11;
    (are_whole && n_ids * 2 > n_runs && !head.contains('"')).then_some(separator)
}

/// Whether a run of characters is an id: it has a digit, or is an address.
pub(super) fn is_id(run: &str) -> bool {
    run.bytes().any(|byte| byte.is_ascii_digit()) || run.contains("://")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_with_digits_are_ids() {
        let separator = |line: &str, rows| separator(&format!("{line}\n").repeat(9), rows);
        assert_eq!(separator("user:16 user:3 user:4", Rows::Spaces), Some(' '));
        assert_eq!(separator("user:16\titem:3\titem:9", Rows::Tabs), Some(' '));
        assert_eq!(separator("user:16, item:3,item:9", Rows::Commas), Some(','));
        assert_eq!(separator("<http://x.org/Oslo> <http://x.org/in> <http://x.org/Norway> .", Rows::Spaces), Some(' '));
        assert_eq!(separator("the boat came", Rows::Spaces), None);
        assert_eq!(separator("7,the boat came at 9,1", Rows::Commas), None);
    }
}
