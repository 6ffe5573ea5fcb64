//! Whether the lines of a text are rows: of a table, of baskets or playlists, of walks on a graph, or a list.

mod ids;
mod records;

pub(super) use ids::separator as id_separator;
pub(super) use records::Cell;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::json::is_json;
use super::lines::lines;
use super::words::is_comma_of_number;

/// What the lines of a text are, if they are no prose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Rows {
    /// Cells between tabs.
    Tabs,
    /// Cells between commas.
    Commas,
    /// Cells between semicolons.
    Semicolons,
    /// Cells between bars.
    Bars,
    /// As many words in each line, between spaces.
    Spaces,
    /// Objects or arrays in JSON, one a line or over several.
    Json,
    /// One word a line.
    List,
    /// One word a line, with blank lines between groups of them, which belong together.
    Vertical,
}

/// Lines that are looked at.
const MOST_LINES: usize = 1000;
/// Fewer lines are no table.
const LEAST_LINES: usize = 3;

/// A single line with this many cells of one word is a row.
const LEAST_CELLS: usize = 10;

/// What the lines of a text that begins with `head` are; none: prose, or sentences.
pub(super) fn of(head: &str) -> Option<Rows> {
    let all: Vec<&str> = lines(head).take(MOST_LINES).collect();
    // The last may be cut off.
    let whole = if all.len() > 1 { &all[..all.len() - usize::from(!head.ends_with(['\n', '\r']))] } else { &all[..] };
    let filled: Vec<&str> = whole.iter().map(|line| line.trim()).filter(|line| !line.is_empty()).collect();
    let is_most = |n: usize| n * 10 >= filled.len() * 9;
    let n_single = filled.iter().filter(|line| is_single(line)).count();
    // The punctuation of a text of one word a line.
    let n_signs = filled.iter().filter(|line| line.len() < 4 && !line.contains(char::is_alphanumeric)).count();
    if filled.len() >= 2 && is_most(n_single + n_signs) && n_single > n_signs {
        return Some(if is_vertical(whole) { Rows::Vertical } else { Rows::List });
    }
    if is_json(&filled) {
        return Some(Rows::Json);
    }
    if filled.len() < LEAST_LINES {
        // One long row is enough.
        let is_row = |line: &&str| {
            let cells = Cells::of(line, ',');
            cells.n >= LEAST_CELLS && cells.n_words * 10 <= cells.n * 11
        };
        return (!filled.is_empty() && filled.iter().all(is_row)).then_some(Rows::Commas);
    }
    let commas = if are_decimal_commas(&filled) { None } else { Some((',', Rows::Commas)) };
    let all = [Some(('\t', Rows::Tabs)), commas, Some((';', Rows::Semicolons)), Some(('|', Rows::Bars))];
    all.into_iter()
        .flatten()
        .find(|&(separator, _)| are_cells(&filled, separator) || are_long_cells(head, separator))
        .map(|(_, rows)| rows)
        .or_else(|| are_walks(&filled).then_some(Rows::Spaces))
}

/// Whether commas are those of numbers alone, and semicolons separate cells: what spreadsheets save where commas are decimal.
fn are_decimal_commas(lines: &[&str]) -> bool {
    let is_decimal = |line: &str| {
        let bytes = line.as_bytes();
        let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        line.match_indices(',').all(|(at, _)| at > 0 && is_digit(at - 1) && is_digit(at + 1))
    };
    are_cells(lines, ';') && lines.iter().filter(|line| is_decimal(line)).count() * 10 >= lines.len() * 9
}

/// Whether the cells of a table that begins with `head` may go over several lines.
pub(super) fn has_long_cells(head: &str, rows: Rows) -> bool {
    let separator = match rows {
        Rows::Tabs => '\t',
        Rows::Commas => ',',
        Rows::Semicolons => ';',
        _ => return false,
    };
    records(head, separator).is_some()
}

fn records(head: &str, separator: char) -> Option<Vec<Cow<'_, str>>> {
    head.contains('"').then(|| records::records(&lines(head).take(MOST_LINES).collect::<Vec<_>>(), separator))?
}

/// Whether the beginning of a text is a table with cells that go over several lines.
fn are_long_cells(head: &str, separator: char) -> bool {
    records(head, separator).is_some_and(|records| {
        let filled: Vec<&str> = records.iter().map(|row| row.trim()).filter(|row| !row.is_empty()).collect();
        filled.len() >= LEAST_LINES && are_cells(&filled, separator)
    })
}

/// Whether a line is one word.
fn is_single(line: &str) -> bool {
    !line.contains(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|' | '\u{200B}' | '<' | '>'))
        && line.chars().any(char::is_alphanumeric)
        && line.chars().count() <= 40
        // A sentence in a script without spaces is no word.
        && line.chars().filter(|&character| super::scripts::is_cjk(character)).count() <= 4
        && line.chars().filter(|&character| super::scripts::is_stretch(character)).count() <= 10
        && !line.ends_with(['。', '！', '？'])
}

/// Whether blank lines make groups of a list: at least two, of three words or more on average.
fn is_vertical(lines: &[&str]) -> bool {
    let groups: Vec<usize> =
        lines.split(|line| line.trim().is_empty()).map(<[_]>::len).filter(|&n_words| n_words > 0).collect();
    groups.len() >= 2 && groups.iter().sum::<usize>() >= 3 * groups.len()
}

/// Whether nine lines in ten are cells between separators: as many in each line as in most others, or each of them one word.
///
/// In prose a comma has a space behind it and several words before it.
fn are_cells(lines: &[&str], separator: char) -> bool {
    let cells: Vec<Cells> = lines.iter().map(|line| Cells::of(line, separator)).collect();
    let n_with = cells.iter().filter(|cells| cells.n > 1).count();
    if n_with * 10 < lines.len() * 9 {
        return false;
    }
    let n_all: usize = cells.iter().map(|cells| cells.n).sum();
    let n_words: usize = cells.iter().map(|cells| cells.n_words).sum();
    // Two words with a comma between them may be speech.
    let n_tight = cells.iter().filter(|cells| cells.is_tight).count();
    if n_words * 10 <= n_all * 11 && (n_all >= 3 * lines.len() || n_tight * 10 >= lines.len() * 9) {
        return true;
    }
    let mut counts: Vec<usize> = cells.iter().map(|cells| cells.n_sure).collect();
    counts.sort_unstable();
    let usual = counts[counts.len() / 2];
    let n_usual = cells.iter().filter(|cells| cells.n_sure == usual && cells.is_tight).count();
    usual > 1 && n_usual * 10 >= lines.len() * 9
}

/// The cells of a line.
struct Cells {
    n: usize,
    /// The same without the commas of numbers such as `1,000`.
    n_sure: usize,
    n_words: usize,
    /// Whether no separator outside of quotes has a space behind it.
    is_tight: bool,
}

impl Cells {
    fn of(line: &str, separator: char) -> Self {
        let mut cells = Self { n: 1, n_sure: 1, n_words: 0, is_tight: true };
        let (mut is_quoted, mut is_in_word) = (false, false);
        let is_digit = |at: Option<usize>| at.and_then(|at| line.as_bytes().get(at)).is_some_and(u8::is_ascii_digit);
        let mut characters = line.char_indices().peekable();
        while let Some((at, character)) = characters.next() {
            if character == '"' {
                is_quoted = !is_quoted;
            } else if character == separator && !is_quoted {
                let is_of_number = separator == ','
                    && is_digit(at.checked_sub(1))
                    && is_digit(Some(at + 1))
                    && is_comma_of_number(line.as_bytes(), at);
                cells.n += 1;
                cells.n_sure += usize::from(!is_of_number);
                cells.is_tight &= separator == '\t' || characters.peek().is_none_or(|&(_, next)| next != ' ');
                is_in_word = false;
                continue;
            }
            let is_space = character.is_whitespace();
            cells.n_words += usize::from(!is_space && !is_in_word);
            is_in_word = !is_space;
        }
        // A separator at the end of a line separates nothing.
        let n_last = usize::from(line.ends_with(separator));
        (cells.n, cells.n_sure) = (cells.n - n_last, cells.n_sure - n_last);
        cells
    }
}

/// Whether the lines are walks or the like: as many words in each, or mostly ids, and no punctuation between them.
fn are_walks(lines: &[&str]) -> bool {
    let mut counts: Vec<usize> = lines.iter().map(|line| line.split_whitespace().count()).collect();
    let words = || lines.iter().flat_map(|line| line.split_whitespace());
    let n_words = words().count();
    // A period that stands alone ends a statement of RDF.
    let n_pointed = words().filter(|word| word.len() > 1 && word.ends_with(['.', ',', '!', '?', ';', ':'])).count();
    if n_pointed * 100 > n_words {
        return false;
    }
    let n_ids = words().filter(|word| ids::is_id(word)).count();
    counts.sort_unstable();
    let usual = counts[counts.len() / 2];
    let n_usual = counts.iter().filter(|&&count| count == usual).count();
    usual > 1 && (n_usual * 10 >= lines.len() * 9 || n_ids * 2 > n_words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_told_from_prose() {
        let rows = |line: &str| of(&format!("{line}\n").repeat(9));
        assert_eq!(rows("29288,95460,34343"), Some(Rows::Commas));
        assert_eq!(rows("29288, 95460, 34343"), Some(Rows::Commas));
        assert_eq!(rows("harbor,pier,sailor,tide"), Some(Rows::Commas));
        assert_eq!(rows("7,\"The boat, at last, came\",en"), Some(Rows::Commas));
        assert_eq!(rows("7\tThe boat came at last.\ten"), Some(Rows::Tabs));
        assert_eq!(rows("boat;Boot;bateau"), Some(Rows::Semicolons));
        assert_eq!(rows("0,12;8,05;7,34"), Some(Rows::Semicolons));
        assert_eq!(rows("boat;3,5;12,25"), Some(Rows::Semicolons));
        assert_eq!(rows("a b;1,2;c"), Some(Rows::Semicolons));
        assert_eq!(rows("n12 n7 n9 n13 n2 n44"), Some(Rows::Spaces));
        assert_eq!(rows("{\"id\": 1, \"text\": \"boat\"}"), Some(Rows::Json));
        assert_eq!(rows("[{\"id\": 1, \"text\": \"boat\"}]"), Some(Rows::Json));
        assert_eq!(rows("1,\"The boat\n\nleft, too\",x\n2,\"A gull\",y"), Some(Rows::Commas));
        assert_eq!(rows("boat"), Some(Rows::List));
        assert_eq!(rows("the\ndog\nbarks\n"), Some(Rows::Vertical));
        for prose in [
            "The boat, at last, came.",
            "Well, yes",
            "I came, I saw, I won",
            "He paid 1,000 euros for it.",
            "很大喜欢黄油每天烤箱胡椒。",
            "a sentence here.",
        ] {
            assert_eq!(rows(prose), None, "{prose}");
        }
        assert_eq!(of("the cat sat\na dog ran over the hill\nit rained\nthe old king slept all day\n"), None);
        assert_eq!(of(""), None);
    }
}
