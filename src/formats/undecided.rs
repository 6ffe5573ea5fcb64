//! Tells text-like files apart by their beginning: a table with or without a first line of numbers, vectors without words, words
//! without vectors, or word2vec's binary format, which begins with a line of text as well.

use memchr::memchr;

use super::{
    FormatError,
    lines::{MOST_LINE_BYTES, without_return},
    number::{is_number, is_separator, whole_number},
};

/// Lines that are looked at.
const SAMPLE_LINES: usize = 32;
/// Bytes that are enough if they hold two lines.
const SAMPLE_BYTES: usize = 64 << 10;

/// What a file turned out to be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Layout {
    /// Words with vectors as text. `header`: rows and numbers that the first line promises.
    Table { header: Option<(u64, u64)>, dims: u64, row_bytes: u64 },
    /// Vectors alone.
    Rows { dims: u64, row_bytes: u64 },
    /// Words alone.
    Words,
    /// word2vec's binary format.
    Binary { n_rows: u64, dims: u64, header_bytes: usize },
}

/// The first bytes of a file. Where they end does not depend on how the file was cut into pieces.
#[derive(Debug, Default)]
pub(super) struct Sample {
    pub(super) bytes: Vec<u8>,
    n_lines: usize,
}

impl Sample {
    /// Takes what is still wanted of these bytes; how many that were, and whether the sample is complete.
    pub(super) fn take(&mut self, bytes: &[u8]) -> (usize, bool) {
        let mut taken = 0;
        while taken < bytes.len() {
            let rest = &bytes[taken..];
            let n = memchr(b'\n', rest).map_or(rest.len(), |at| at + 1).min(2 * MOST_LINE_BYTES - self.bytes.len());
            let is_line = rest[n - 1] == b'\n';
            self.bytes.extend_from_slice(&rest[..n]);
            taken += n;
            self.n_lines += usize::from(is_line);
            let is_long = self.n_lines >= 2 && self.bytes.len() >= SAMPLE_BYTES;
            if self.n_lines >= SAMPLE_LINES || (is_line && is_long) || self.bytes.len() >= 2 * MOST_LINE_BYTES {
                return (taken, true);
            }
        }
        (taken, false)
    }
}

/// The cells of a line: what stands between spaces and tabs.
pub(super) fn cells(line: &[u8]) -> Vec<&[u8]> {
    line.split(|&byte| is_separator(byte)).filter(|cell| !cell.is_empty()).collect()
}

/// Two whole numbers and nothing else.
pub(super) fn header(line: &[u8]) -> Option<(u64, u64)> {
    match cells(without_return(line))[..] {
        [rows, dims] => Some((whole_number(rows)?, whole_number(dims)?)),
        _ => None,
    }
}

/// What can be seen of one line.
struct Look {
    n_cells: usize,
    /// Numbers at its end; the first cell is none of them.
    width: usize,
    /// Whether the first cell is a number too.
    is_all_numbers: bool,
    is_first_whole: bool,
    are_others_whole: bool,
    n_tab_cells: usize,
}

fn look(line: &[u8]) -> Look {
    let found = cells(line);
    let is_wordless = line.first().is_some_and(|&byte| is_separator(byte));
    let first = usize::from(!is_wordless);
    let others = found.get(first..).unwrap_or_default();
    Look {
        n_cells: found.len(),
        width: others.iter().rev().take_while(|cell| is_number(cell)).count(),
        is_all_numbers: found.iter().all(|cell| is_number(cell)),
        is_first_whole: found.first().is_some_and(|cell| whole_number(cell).is_some()),
        are_others_whole: others.iter().all(|cell| !cell.contains(&b'.')),
        n_tab_cells: line.split(|&byte| byte == b'\t').count(),
    }
}

/// What a file is by its first bytes. `is_all`: the sample is the whole file. Errors: none of the layouts.
pub(super) fn decide(sample: &[u8], is_all: bool) -> Result<Layout, FormatError> {
    let text = sample.strip_prefix(b"\xef\xbb\xbf").unwrap_or(sample);
    let n_mark = sample.len() - text.len();
    if text.iter().all(u8::is_ascii_whitespace) && is_all {
        return Err(FormatError::Empty);
    }
    let mut lines: Vec<&[u8]> = text.split(|&byte| byte == b'\n').collect();
    // The last one is cut off, or empty.
    if !is_all || lines.last().is_some_and(|line| line.is_empty()) {
        lines.pop();
    }
    let header = lines.first().and_then(|line| header(line));
    let data_at = lines.first().map_or(0, |line| line.len() + 1);
    let looks: Vec<Look> =
        lines.iter().map(|line| without_return(line)).filter(|line| !line.is_empty()).map(look).collect();
    if let Some((n_rows, dims)) = header
        && text.len() > data_at
        && looks.get(1).is_none_or(|row| !is_row(row, &text[data_at..], dims))
        && is_binary(&text[data_at..], dims)
    {
        return Ok(Layout::Binary { n_rows, dims, header_bytes: n_mark + data_at });
    }
    if let Some(at) = memchr(0, text) {
        return Err(FormatError::NotVectors { why: "there is a zero", offset: (n_mark + at) as u64 });
    }
    if lines.is_empty() {
        return Err(FormatError::LongLine { line: 1, most_bytes: MOST_LINE_BYTES });
    }
    let row_bytes = text.len() as u64 / looks.len().max(1) as u64;
    if let Some((_, said)) = header {
        let dims = usual(looks[1..].iter().map(|look| look.width));
        let is_row = dims == Some(1) && said != 1;
        if let Some(dims) = dims.filter(|_| !is_row) {
            return Ok(Layout::Table { header, dims: dims as u64, row_bytes });
        }
        if dims.is_none() {
            let why = "the first line promises vectors and none follow";
            return Err(FormatError::NotVectors { why, offset: data_at as u64 });
        }
    }
    Ok(without_header(&looks, row_bytes))
}

fn without_header(looks: &[Look], row_bytes: u64) -> Layout {
    let Some(dims) = usual(looks.iter().map(|look| look.width)) else {
        // Numbers alone, of which some are no whole ones, are vectors of one number each.
        let is_column = looks.iter().all(|look| look.is_all_numbers) && !looks.iter().all(|look| look.is_first_whole);
        return if is_column { Layout::Rows { dims: 1, row_bytes } } else { Layout::Words };
    };
    let n_good = looks.iter().filter(|look| look.width >= dims).count();
    if 2 * n_good < looks.len() {
        return Layout::Words;
    }
    let good = || looks.iter().filter(|look| look.width >= dims);
    if good().all(|look| look.is_all_numbers) && good().count() == looks.len() {
        let is_named = good().all(|look| look.is_first_whole) && !good().all(|look| look.are_others_whole);
        let is_decimal = good().all(|look| !look.is_first_whole);
        let is_tabbed = good().all(|look| look.n_tab_cells > 1);
        if !is_named && (is_decimal || is_tabbed) {
            let dims = usual(looks.iter().map(|look| look.n_cells)).unwrap_or(dims);
            return Layout::Rows { dims: dims as u64, row_bytes };
        }
    }
    // Columns below a heading are words and what is known of them, unless they can only be a vector.
    let is_heading = looks.len() > 1
        && looks[0].width == 0
        && looks[0].n_tab_cells > 1
        && looks[1..].iter().all(|look| look.n_tab_cells == looks[0].n_tab_cells);
    let is_vector = dims >= 3 && looks[1..].iter().all(|look| look.width + 1 == look.n_cells);
    if is_heading && !is_vector {
        return Layout::Words;
    }
    Layout::Table { header: None, dims: dims as u64, row_bytes }
}

/// The most frequent value except 0; the first one among equals.
pub(super) fn usual(values: impl Iterator<Item = usize>) -> Option<usize> {
    let mut counts: Vec<(usize, usize)> = Vec::new();
    for value in values.filter(|&value| value > 0) {
        match counts.iter_mut().find(|(known, _)| *known == value) {
            Some((_, n)) => *n += 1,
            None => counts.push((value, 1)),
        }
    }
    counts.iter().rev().max_by_key(|(_, n)| *n).map(|&(value, _)| value)
}

/// Whether the first row below a header is text. Bytes of floats may happen to end in a number as well, but some of them are
/// controls, which no row of text has.
fn is_row(row: &Look, data: &[u8], dims: u64) -> bool {
    let n_bytes = usize::try_from(dims.saturating_mul(16)).unwrap_or(usize::MAX).min(data.len());
    let is_control = |byte: &u8| *byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r');
    row.width as u64 == dims || row.width > 0 && !data[..n_bytes].iter().any(is_control)
}

/// Whether words and `dims` floats follow each other, as far as can be seen.
pub(super) fn is_binary(mut data: &[u8], dims: u64) -> bool {
    let Ok(row_bytes) = usize::try_from(dims.saturating_mul(4)) else { return false };
    let mut n_seen = 0;
    while !data.is_empty() && n_seen < 4 {
        let data_word = data.strip_prefix(b"\n").unwrap_or(data);
        let Some(end) = memchr(b' ', &data_word[..data_word.len().min(1000)]) else { break };
        if data_word[..end].iter().any(|&byte| byte < 0x20) {
            return false;
        }
        n_seen += 1;
        data = data_word.get((end + 1).saturating_add(row_bytes)..).unwrap_or_default();
    }
    n_seen > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(text: &str) -> Layout {
        decide(text.as_bytes(), true).expect("one of the layouts")
    }

    fn table(text: &str) -> Option<(Option<(u64, u64)>, u64)> {
        match layout(text) {
            Layout::Table { header, dims, .. } => Some((header, dims)),
            _ => None,
        }
    }

    #[test]
    fn a_first_line_is_a_header_if_it_fits_the_rows() {
        assert_eq!(table("2 3\na 1 2 3\nb 1 2 3\n"), Some((Some((2, 3)), 3)));
        assert_eq!(table("1912 0.9\nboat 0.6\n"), Some((None, 1)));
        assert_eq!(table("1912 9\nboat 0.6\nnet 0.5\n"), Some((None, 1)), "a word that is a number, and its number");
        assert_eq!(table("1000000000000 9\na 1 2 3\nb 1 2 3\n"), Some((Some((1_000_000_000_000, 9)), 3)), "it lies");
        assert_eq!(table("a 1 2\r\nb c 1 2\r\nd 3 4\r\n"), Some((None, 2)));
        assert_eq!(table("\u{feff}a 1 2\nb 1 2\n"), Some((None, 2)));
        assert_eq!(table("26865 0.1 0.2\n5412 0.2 0.1\n"), Some((None, 2)), "ids are words");
    }

    #[test]
    fn words_and_vectors_may_lie_apart() {
        assert!(matches!(layout("0.1\t0.2\n0.3\t-0.4\n"), Layout::Rows { dims: 2, .. }));
        assert!(matches!(layout("9.17e-01 5.6e-02\n1.0e+00 2.0e+00\n"), Layout::Rows { dims: 2, .. }));
        assert!(matches!(layout("0.5\n-3\n1e-7\n"), Layout::Rows { dims: 1, .. }));
        assert_eq!(layout("1984\n2001\n"), Layout::Words);
        assert_eq!(layout("harbor\nboat\nnew york\n"), Layout::Words);
        assert_eq!(layout("word\ttopic\tcount\nharbor\tsea\t30\nboat\tsea\t20\n"), Layout::Words);
        assert_eq!(layout("word\tcount\nharbor\t30\nboat\t20\n"), Layout::Words);
    }

    #[test]
    fn floats_that_end_in_a_number_are_still_binary() {
        let mut bytes = b"2 3\nboat ".to_vec();
        bytes.extend_from_slice(
            b"\x00\x01 1\n\x3f\x00\x00\x80\x3f\x00\x00\nnet \x00\x00\x80\x3f\x00\x00\x80\x3f\x00\x00\x80\x3f\n",
        );
        assert_eq!(decide(&bytes, true), Ok(Layout::Binary { n_rows: 2, dims: 3, header_bytes: 4 }));
    }

    #[test]
    fn what_is_no_table_is_refused() {
        assert_eq!(decide(b" \n\n", true), Err(FormatError::Empty));
        assert!(matches!(decide(b"30 8\n", true), Err(FormatError::NotVectors { .. })));
        assert!(matches!(decide(b"a\0b c\nd e f\n", true), Err(FormatError::NotVectors { offset: 1, .. })));
    }
}
