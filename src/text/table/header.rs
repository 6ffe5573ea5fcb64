//! Whether the first row of a table names its columns.

use super::kinds::{Census, ColumnKind, is_date, is_number, n_words};
use crate::text::{lines::lines, rows::Rows};

/// Names that columns have, in lower case: enough to tell a row of names where all cells are words.
const NAMES: [&str; 36] = [
    "abstract",
    "answer",
    "author",
    "body",
    "category",
    "class",
    "comment",
    "content",
    "country",
    "date",
    "description",
    "document",
    "en",
    "id",
    "label",
    "lang",
    "language",
    "message",
    "name",
    "question",
    "rating",
    "review",
    "score",
    "sentence",
    "sentiment",
    "source",
    "summary",
    "tag",
    "tags",
    "target",
    "text",
    "time",
    "title",
    "tweet",
    "user",
    "word",
];
/// Characters of a name at most.
const MOST_CHARS: usize = 60;
/// Words of a name at most.
const MOST_WORDS: usize = 6;

/// Whether the cells of the first row are names of the columns below, whose cells were counted. `below`: of the other rows.
pub(super) fn is_header(first: &[String], below: &[Census]) -> bool {
    let is_name = |cell: &String| {
        let cell = cell.trim();
        cell.chars().count() <= MOST_CHARS && n_words(cell) <= MOST_WORDS && !is_number(cell) && !is_date(cell)
    };
    let filled: Vec<&str> = first.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
    let mut sorted: Vec<String> = filled.iter().map(|cell| cell.to_lowercase()).collect();
    sorted.sort_unstable();
    let are_different = sorted.windows(2).all(|pair| pair[0] != pair[1]);
    // The first column may be an index without a name.
    if filled.len() + 1 < first.len() || filled.is_empty() || !are_different || !first.iter().all(is_name) {
        return false;
    }
    // A name differs from what it names.
    let differs = |(cell, census): (&String, &Census)| match census.kind() {
        ColumnKind::Numbers | ColumnKind::Dates | ColumnKind::Links => !cell.trim().is_empty(),
        ColumnKind::Prose => census.mean_words() >= 3.0 * n_words(cell) as f64,
        ColumnKind::Words | ColumnKind::Empty => false,
    };
    let is_known = |cell: &&str| {
        let lower = cell.to_lowercase();
        lower.split(['_', ' ', '-', '.']).any(|part| NAMES.binary_search(&part).is_ok())
    };
    first.iter().zip(below).any(differs) || filled.iter().filter(|cell| is_known(cell)).count() * 2 > filled.len()
}

/// Lines that are looked at for names above rows.
const MOST_LINES: usize = 1000;
/// Words of a cell before the last one, where the last one has separators of its own.
const MOST_CELL_WORDS: usize = 4;

/// The rows of a text that begins with `head`, where only its first line tells them: it has names that columns have, and the last
/// column is written with separators of its own, which people forget to quote. `1,pos,I liked it, really`.
pub(in crate::text) fn rows_below_names(head: &str) -> Option<Rows> {
    let filled: Vec<&str> = lines(head).take(MOST_LINES).filter(|line| !line.trim().is_empty()).collect();
    let (first, below) = filled.split_first()?;
    let is_known = |cell: &str| NAMES.binary_search(&cell.to_lowercase().as_str()).is_ok();
    [('\t', Rows::Tabs), (',', Rows::Commas), (';', Rows::Semicolons)].into_iter().find_map(|(separator, rows)| {
        let names: Vec<&str> = first.split(separator).map(|cell| cell.trim().trim_matches('"')).collect();
        let are_names = names.len() > 1
            && names.iter().all(|name| !name.is_empty() && n_words(name) <= 2)
            && names.iter().filter(|name| is_known(name)).count() * 2 >= names.len();
        let is_row = |line: &&&str| {
            let cells: Vec<&str> = line.splitn(names.len(), separator).collect();
            // In prose a comma has a space behind it.
            cells.len() == names.len()
                && cells.iter().all(|cell| !cell.starts_with(' '))
                && cells[..cells.len() - 1].iter().all(|cell| n_words(cell) <= MOST_CELL_WORDS)
        };
        let n_rows = below.iter().filter(is_row).count();
        (are_names && below.len() > 1 && n_rows * 10 >= below.len() * 9).then_some(rows)
    })
}

/// Names for columns: those of the first row, where it has some, each another.
pub(super) fn names(first: Option<&[String]>, n_columns: usize) -> Vec<String> {
    let mut names: Vec<String> = Vec::with_capacity(n_columns);
    for column in 0..n_columns {
        let written = first.and_then(|first| first.get(column)).map_or("", |cell| cell.trim());
        let plain: String = written.split_whitespace().collect::<Vec<_>>().join(" ");
        let name = if plain.is_empty() { format!("Column {}", column + 1) } else { plain };
        let is_free = |name: &String| !names.contains(name);
        let numbered = (2..).map(|n| format!("{name} ({n})"));
        names.push(std::iter::once(name.clone()).chain(numbered).find(is_free).unwrap_or(name));
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has_header(rows: &[&[&str]]) -> bool {
        let first: Vec<String> = rows[0].iter().map(|&cell| cell.to_owned()).collect();
        let mut below = vec![Census::default(); first.len()];
        rows[1..].iter().for_each(|row| row.iter().zip(&mut below).for_each(|(cell, census)| census.count(cell)));
        is_header(&first, &below)
    }

    #[test]
    fn a_row_of_names_is_told_from_rows() {
        assert!(has_header(&[&["n", "what"], &["1", "boat"], &["2", "gull"]]));
        assert!(has_header(&[&["", "what"], &["1", "The boat came at last"], &["2", "A gull sat on it"]]));
        assert!(has_header(&[&["review_text", "lang"], &["boat", "en"], &["Boot", "de"]]), "known names");
        assert!(!has_header(&[&["1", "boat"], &["2", "gull"]]));
        assert!(!has_header(&[&["boat", "Boot"], &["gull", "Möwe"]]));
        assert!(!has_header(&[&["The boat came at last", "en"], &["A gull sat on it", "en"]]));
        assert!(!has_header(&[&["a", "a"], &["1", "2"]]), "the same twice");
    }

    #[test]
    fn names_alone_may_tell_rows() {
        let rows = |first: &str| rows_below_names(&format!("{first}\n1,pos,I liked it, really\n2,neg,No, never, no\n"));
        assert_eq!(rows("id,label,text"), Some(Rows::Commas));
        assert_eq!(rows("\"id\",\"sentiment\",\"review\""), Some(Rows::Commas));
        for prose in ["I came, I saw, I won", "a,b,c", "The text, at last, is here", "id"] {
            assert_eq!(rows(prose), None, "{prose}");
        }
        assert_eq!(rows_below_names("text, name\nThe boat, at last, came\nA gull, too, sat there\n"), None);
        assert_eq!(rows_below_names("id;text\n1;no; never\n2;the boat\n"), Some(Rows::Semicolons));
    }

    #[test]
    fn each_column_has_a_name_of_its_own() {
        let first = ["text", "", "text", "a \n b"].map(str::to_owned);
        assert_eq!(names(Some(&first), 5), ["text", "Column 2", "text (2)", "a b", "Column 5"]);
        assert_eq!(names(None, 2), ["Column 1", "Column 2"]);
        assert!(NAMES.is_sorted());
    }
}
