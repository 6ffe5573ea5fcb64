//! Tells files of vectors from texts by their first bytes, never by their names.
//!
//! In doubt a file is a text: a sheet with a heading, walks of ids, baskets, pairs of words with scores and questions are texts.
//! A table of vectors has, on nearly every line, one word and then as many decimal numbers as on the line before.

use super::{
    compressed::{GZIP, Gzip, Unpacked, ZIP, Zip},
    lines::without_return,
    number::{is_number, is_separator},
    opening::Magic,
    undecided::{cells, header, is_binary, usual},
};

/// Lines that are looked at.
const MOST_LINES: usize = 32;
/// Of a head with fewer whole lines than this, its last line counts as well: a short file may lack the last line feed.
const FEW_LINES: usize = 3;
/// Of this many bytes at most, as the last line of a longer head was cut off.
const SHORT_BYTES: usize = 64 << 10;
/// From this many numbers on nothing else than a vector is meant, whatever stands before them.
const SURE_DIMS: usize = 20;
/// Bytes of an archive's content that are enough.
const INNER_BYTES: usize = 256 << 10;

/// Whether a file that begins so is a table of vectors, or vectors without words. `head`: a few dozen lines of it; 64 KiB and
/// more for vectors of thousands of numbers. An archive is neither: see [`is_packed`].
pub fn looks_like_vectors(head: &[u8]) -> bool {
    if Magic::of(head).is_some() {
        return true;
    }
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let lines = lines_of(text);
    let Some(first) = lines.first() else { return false };
    match header(first) {
        Some((_, dims)) => {
            let rows = &text[(first.len() + 1).min(text.len())..];
            is_table_below(&lines[1..], dims) || is_table(&lines) || has_floats(rows) && is_binary(rows, dims)
        }
        None => is_table(&lines),
    }
}

/// Whether a file that begins so is an archive that [`holds_vectors`] can look into.
pub fn is_packed(head: &[u8]) -> bool {
    head.starts_with(&GZIP) || head.starts_with(&ZIP)
}

/// Whether a file that begins so is a zip, as e-books and archives of texts are.
pub fn is_zip(head: &[u8]) -> bool {
    head.starts_with(&ZIP)
}

/// Whether a file that begins so is a table of vectors, or an archive with such a one within what `head` has of it.
pub fn holds_vectors(head: &[u8]) -> bool {
    if head.starts_with(&GZIP) {
        let mut gzip = Gzip::new();
        let mut inner = Vec::new();
        unpack(head, |input| {
            let (n, unpacked) = gzip.step(input).ok()?;
            if let Unpacked::Bytes(bytes) = unpacked {
                inner.extend_from_slice(bytes);
            }
            (inner.len() < INNER_BYTES).then_some(n)
        });
        return looks_like_vectors(&inner);
    }
    if head.starts_with(&ZIP) {
        let mut zip = Zip::new();
        let (mut inner, mut is_found) = (Vec::new(), false);
        unpack(head, |input| {
            let (n, unpacked) = zip.step(input).ok()?;
            match unpacked {
                Unpacked::Bytes(bytes) if inner.len() < INNER_BYTES => inner.extend_from_slice(bytes),
                Unpacked::Bytes(_) | Unpacked::Nothing => {}
                Unpacked::Begin { .. } | Unpacked::End => {
                    is_found |= looks_like_vectors(&inner);
                    inner.clear();
                }
            }
            (!is_found).then_some(n)
        });
        return is_found || looks_like_vectors(&inner);
    }
    looks_like_vectors(head)
}

/// Steps over an archive's bytes until there are no more or `step` has enough of them. `step` gives the bytes that it took.
fn unpack(mut input: &[u8], mut step: impl FnMut(&[u8]) -> Option<usize>) {
    let mut n_idle = 0;
    while n_idle < 2 {
        let Some(n) = step(input) else { return };
        input = &input[n..];
        // What is packed may give more without taking more.
        n_idle = if n == 0 { n_idle + 1 } else { 0 };
    }
}

/// The first lines that are not empty.
fn lines_of(text: &[u8]) -> Vec<&[u8]> {
    let whole_end = memchr::memrchr(b'\n', text).map_or(0, |at| at + 1);
    let mut lines: Vec<&[u8]> = text[..whole_end].split(|&byte| byte == b'\n').take(MOST_LINES).collect();
    if lines.len() < FEW_LINES + 1 && text.len() < SHORT_BYTES {
        lines.push(&text[whole_end..]);
    }
    lines.retain(|line| !without_return(line).is_empty());
    lines
}

/// What can be seen of a row.
struct Row {
    /// Numbers at its end; the first cell is none of them, unless a separator stands before it.
    width: usize,
    /// Cells before these.
    n_before: usize,
    /// How many of the numbers are written as decimals.
    n_decimals: usize,
}

impl Row {
    fn of(line: &[u8]) -> Self {
        let line = without_return(line);
        let found = cells(line);
        let first = usize::from(!line.first().is_some_and(|&byte| is_separator(byte))).min(found.len());
        let width = found[first..].iter().rev().take_while(|cell| is_number(cell)).count();
        let (before, numbers) = found.split_at(found.len() - width);
        Self { width, n_before: before.len(), n_decimals: numbers.iter().filter(|cell| is_decimal(cell)).count() }
    }

    fn is_decimal(&self) -> bool {
        self.n_decimals > 0 && 2 * self.n_decimals >= self.width
    }
}

/// Whether a number is not whole, by how it is written.
fn is_decimal(cell: &[u8]) -> bool {
    cell.iter().any(|byte| matches!(byte, b'.' | b'e' | b'E' | b'n' | b'N'))
}

/// Three of four.
fn are_most(n: usize, of: usize) -> bool {
    4 * n >= 3 * of
}

/// Whether lines are a word, or a decimal, and decimals, as many on each.
fn is_table(lines: &[&[u8]]) -> bool {
    let rows: Vec<Row> = lines.iter().map(|line| Row::of(line)).collect();
    let Some(dims) = usual(rows.iter().map(|row| row.width)).filter(|_| rows.len() >= 2) else { return false };
    let is_sheet = rows[0].width == 0 && rows[0].n_before == rows[1].n_before + rows[1].width;
    if is_sheet && dims < SURE_DIMS {
        return false;
    }
    let is_row = |row: &&Row| row.width == dims && row.is_decimal() && (row.n_before <= 1 || dims >= SURE_DIMS);
    let n_good = rows.iter().filter(is_row).count();
    // One column of numbers is measurements.
    let is_column = dims == 1 && rows.iter().all(|row| row.n_before == 0);
    !is_column && n_good >= 2 && are_most(n_good, rows.len())
}

/// Whether lines are a table below a line that promises vectors of `dims` numbers.
fn is_table_below(lines: &[&[u8]], dims: u64) -> bool {
    let rows: Vec<Row> = lines.iter().map(|line| Row::of(line)).collect();
    let Some(usual) = usual(rows.iter().map(|row| row.width)) else { return false };
    let is_as_said = usual as u64 == dims && (usual > 1 || rows.len() == 1);
    let is_row = |row: &&Row| row.width == usual && (row.is_decimal() && usual > 1 || is_as_said && row.n_before == 1);
    are_most(rows.iter().filter(is_row).count(), rows.len())
}

/// Whether bytes are none of a text: words of a text have no controls in them, and floats do.
fn has_floats(bytes: &[u8]) -> bool {
    let is_control = |byte: &u8| *byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | b'\x0c');
    bytes.iter().any(is_control) || std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_some())
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;
    use proptest::prelude::*;

    fn looks(text: &str) -> bool {
        looks_like_vectors(text.as_bytes())
    }

    #[test]
    fn tables_of_vectors_are_seen() {
        assert!(looks("2 3\na 1 2 3\nb 1 2 3\n"));
        assert!(looks("3 3\nboat 0.1 0.2 0.3\nnew york 0.1 0.2 0.3\n"));
        assert!(looks("1000000000000 9\nboat 0.1 0.2 0.3\nnet 0.2 0.1 0.3\n"), "a header that lies");
        assert!(looks("boat 0.1 0.2\r\nnet -3 1e-7\r\n"));
        assert!(looks("boat 0.1 0.2\nnet 0.3 0.4"), "without the last line feed");
        assert!(looks("26865 0.1 0.2\n5412 0.2 0.1\n"), "ids are words");
        assert!(looks("0.1\t0.2\n0.3\t-0.4\n"), "vectors whose words lie elsewhere");
        assert!(looks("\u{feff}boat 0.1 0.2\nnet 0.3 0.4\n"));
        assert!(looks_like_vectors(b"\x93NUMPY\x01\0") && looks_like_vectors(b"\x80\x04\x95"));
    }

    #[test]
    fn texts_are_none() {
        for text in [
            "",
            "\n",
            "The harbor was quiet.\nBoats came home at 6.30 in the evening.\n",
            "1 2\nthe cat sat on the mat and the dog lay on the rug by the door of the house\nthe dog\n",
            "12 30\n1.5 hours later the boat came\nnobody saw it\n",
            "26865 5412 881\n881 26865 12\n12 881 5412\n",
            "3 4\n26865 5412\n881 26865\n12 881\n",
            "tiger\tcat\t7.35\nbook\tpaper\t7.46\n",
            "king queen 9.10\nprince princess 8.80\n",
            "name\tprice\tweight\nmilk\t1.99\t0.5\nbread\t2.49\t0.75\n",
            "word,0.1,0.2\nother,0.3,0.4\n",
            "0.5\n0.7\n0.1\n",
            " 0.5\n 0.7\n 0.1\n",
            ": capital\nAthens Greece Baghdad Iraq\nAthens Greece Bern Switzerland\n",
            "{\"text\": \"harbor 0.5\"}\n{\"text\": \"boat 0.7\"}\n",
            "harbor\nboat\nnet\n",
            "the 120 the 130 a 12\nthe 11 a 10 on 3\n",
        ] {
            assert!(!looks(text), "{text}");
        }
        assert!(!looks_like_vectors(b"\x1f\x8b\x08") && is_packed(b"\x1f\x8b\x08") && is_packed(b"PK\x03\x04"));
    }

    proptest! {
        #[test]
        fn any_table_is_seen_and_no_prose(
            words in prop::collection::vec("[a-zé'-]{1,9}", 2..40),
            dims in 2_usize..9,
            has_header: bool,
            value in -9.0_f32..9.0,
        ) {
            let mut table = if has_header { format!("{} {dims}\n", words.len()) } else { String::new() };
            for (place, word) in words.iter().enumerate() {
                table += word;
                for at in 0..dims {
                    write!(table, " {:.4}", value + place as f32 - at as f32 / 3.0).expect("a String takes everything");
                }
                table += "\n";
            }
            prop_assert!(looks(&table));
            let prose: String = words.chunks(dims).map(|line| line.join(" ") + ".\n").collect();
            prop_assert!(!looks(&prose));
        }

        #[test]
        fn no_bytes_break_it(bytes in prop::collection::vec(any::<u8>(), 0..300), magic in 0_usize..4) {
            let mut file = [&b""[..], &GZIP, &ZIP, b"3 2\n"][magic].to_vec();
            file.extend_from_slice(&bytes);
            looks_like_vectors(&file);
            holds_vectors(&file);
        }
    }
}
