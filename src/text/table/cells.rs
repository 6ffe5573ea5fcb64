//! Rows of cells between separators, a piece at a time (RFC 4180, and what spreadsheets, databases and people make of it).
//!
//! A quote that opens a cell holds its line ends and separators; a doubled one in it is one, and so is one behind a backslash
//! where the table writes them so. A quote that does not close its cell is a sign of it. One that never closes is given up as soon as
//! many lines in it look like rows. Cells beyond the last column belong to it: that is where people forget quotes.

use super::Found;

/// Lines in a quoted cell that look like rows, one behind the other, before its quote counts as a stray one.
const MOST_LIKE_ROWS: usize = 20;
/// Bytes of a quoted cell beyond which its quote counts as a stray one.
const MOST_QUOTED: usize = 1 << 20;

/// How cells are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Form {
    /// What stands between them; ASCII.
    pub(super) separator: u8,
    /// Whether a quote at the beginning of a cell opens it.
    pub(super) has_quotes: bool,
    /// Whether a quote in a cell stands behind a backslash, and not behind another quote.
    pub(super) has_backslashes: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before the first byte of a cell that is no space.
    Begin,
    Bare,
    Quoted,
    /// Behind a backslash in a quoted cell.
    Escaped,
    /// Behind a quote in a quoted cell, and so many spaces.
    Closing(usize),
}

/// Rows under way.
#[derive(Debug, Clone)]
pub(super) struct Cells {
    form: Form,
    /// Columns; `usize::MAX` where that is not known.
    n_columns: usize,
    column: usize,
    state: State,
    /// Whether the last byte was a CR, so that an LF belongs to it.
    is_behind_cr: bool,
    n_quoted: usize,
    /// Separators in the present line of a quoted cell, and lines before that look like rows.
    n_separators: usize,
    n_like_rows: usize,
}

impl Cells {
    pub(super) fn new(form: Form, n_columns: usize) -> Self {
        Self {
            form,
            n_columns,
            column: 0,
            state: State::Begin,
            is_behind_cr: false,
            n_quoted: 0,
            n_separators: 0,
            n_like_rows: 0,
        }
    }

    /// Reads more.
    pub(super) fn push(&mut self, text: &str, found: &mut dyn FnMut(Found<'_>)) {
        let mut start = 0;
        for (at, byte) in text.bytes().enumerate().filter(|(_, byte)| !is_inside(*byte)) {
            let is_of_cr = std::mem::replace(&mut self.is_behind_cr, byte == b'\r') && byte == b'\n';
            let kept = self.step(byte, is_of_cr, found, &text[start..at]);
            if !kept {
                start = at + 1;
            }
        }
        if start < text.len() && self.is_in_cell() {
            give(&text[start..], found);
        }
    }

    /// Nothing follows.
    pub(super) fn finish(&mut self, found: &mut dyn FnMut(Found<'_>)) {
        if self.column > 0 && self.state == State::Begin {
            self.begin(found);
        }
        if self.column > 0 || self.state != State::Begin {
            self.end_row(found);
        }
    }

    fn is_in_cell(&self) -> bool {
        matches!(self.state, State::Bare | State::Quoted)
    }

    /// Goes over a byte; whether it belongs to the text of the cell as it stands. `before`: what stands before it and was not
    /// given.
    fn step(&mut self, byte: u8, is_of_cr: bool, found: &mut dyn FnMut(Found<'_>), before: &str) -> bool {
        let is_line_end = matches!(byte, b'\n' | b'\r');
        let is_separator = byte == self.form.separator && self.column + 1 < self.n_columns;
        match self.state {
            State::Begin if is_of_cr => false,
            State::Begin if is_line_end => {
                // A blank line is no row.
                if self.column > 0 {
                    self.begin(found);
                    self.end_row(found);
                }
                false
            }
            State::Begin if byte == b' ' => false,
            State::Begin if is_separator => {
                self.begin(found);
                self.end_cell();
                false
            }
            State::Begin => {
                self.begin(found);
                if byte == b'"' && self.form.has_quotes {
                    self.state = State::Quoted;
                    (self.n_quoted, self.n_separators, self.n_like_rows) = (0, 0, 0);
                    return false;
                }
                self.state = State::Bare;
                true
            }
            State::Bare if is_line_end || is_separator => {
                give(before, found);
                if is_line_end {
                    self.end_row(found);
                } else {
                    self.end_cell();
                }
                false
            }
            State::Bare => true,
            State::Quoted => {
                self.n_quoted += 1;
                self.n_separators += usize::from(byte == self.form.separator);
                if is_line_end {
                    give(before, found);
                    if self.is_stray(is_of_cr) {
                        self.end_row(found);
                    } else {
                        found(Found::Text(" "));
                    }
                    return false;
                }
                if byte == b'"' || (byte == b'\\' && self.form.has_backslashes) {
                    give(before, found);
                    self.state = if byte == b'"' { State::Closing(0) } else { State::Escaped };
                    return false;
                }
                true
            }
            State::Escaped => {
                self.state = State::Quoted;
                if is_line_end {
                    found(Found::Text(" "));
                    return false;
                }
                if byte != b'"' && byte != b'\\' {
                    found(Found::Text("\\"));
                }
                true
            }
            State::Closing(_) if is_line_end => {
                self.end_row(found);
                false
            }
            State::Closing(_) if is_separator => {
                self.end_cell();
                false
            }
            State::Closing(0) if byte == b'"' && !self.form.has_backslashes => {
                self.state = State::Quoted;
                true
            }
            State::Closing(n) if byte == b' ' => {
                self.state = State::Closing(n + 1);
                false
            }
            // It closes nothing.
            State::Closing(n) => {
                found(Found::Text("\""));
                if n > 0 {
                    found(Found::Text(" "));
                }
                self.state = if byte == b'"' { State::Closing(0) } else { State::Quoted };
                byte != b'"'
            }
        }
    }

    /// Whether the quote of a cell was none, at the end of one of its lines.
    fn is_stray(&mut self, is_of_cr: bool) -> bool {
        if !is_of_cr {
            let is_like_row = self.n_columns > 1 && self.n_separators + 1 == self.n_columns;
            self.n_like_rows = if is_like_row { self.n_like_rows + 1 } else { 0 };
            self.n_separators = 0;
        }
        self.n_like_rows >= MOST_LIKE_ROWS || self.n_quoted > MOST_QUOTED
    }

    fn begin(&mut self, found: &mut dyn FnMut(Found<'_>)) {
        found(Found::Cell(self.column));
    }

    fn end_cell(&mut self) {
        self.column += 1;
        self.state = State::Begin;
    }

    fn end_row(&mut self, found: &mut dyn FnMut(Found<'_>)) {
        found(Found::RowEnd);
        (self.column, self.state) = (0, State::Begin);
    }
}

/// Whether a byte is one of a character that began before it.
pub(super) fn is_inside(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}

/// Gives text of a cell; separators of lines that are no ends of rows become spaces.
pub(super) fn give(text: &str, found: &mut dyn FnMut(Found<'_>)) {
    let is_end = |character: char| matches!(character, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
    for (n, part) in text.split(is_end).enumerate() {
        if n > 0 {
            found(Found::Text(" "));
        }
        if !part.is_empty() {
            found(Found::Text(part));
        }
    }
}

/// How the cells of a table that begins with `head` are written.
pub(super) fn form(head: &str, separator: u8) -> Form {
    let opening = [char::from(separator).to_string() + "\"", "\n\"".to_owned()];
    let n_opening = opening.iter().map(|sign| head.matches(sign.as_str()).count()).sum::<usize>()
        + usize::from(head.starts_with('"'));
    let closing = ["\"".to_owned() + &char::from(separator).to_string(), "\"\n".to_owned(), "\"\r".to_owned()];
    let n_closing = closing.iter().map(|sign| head.matches(sign.as_str()).count()).sum::<usize>()
        + usize::from(head.ends_with('"'));
    // Quotes of speech open cells and close none, or the other way round.
    let has_quotes = n_opening > 0 && n_closing * 10 >= n_opening * 8;
    Form { separator, has_quotes, has_backslashes: has_quotes && head.contains("\\\"") && !head.contains("\"\"") }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMAS: Form = Form { separator: b',', has_quotes: true, has_backslashes: false };

    /// Cells between bars, rows between slashes, in pieces of this many bytes.
    fn read(text: &str, form: Form, n_columns: usize, size: usize) -> String {
        let mut cells = Cells::new(form, n_columns);
        let mut all = String::new();
        let mut found = |found: Found<'_>| match found {
            Found::Cell(0) => {}
            Found::Cell(_) => all.push('|'),
            Found::Text(text) => all.push_str(text),
            Found::RowEnd => all.push('/'),
        };
        let mut rest = text;
        while !rest.is_empty() {
            let end = rest.ceil_char_boundary(size.min(rest.len()));
            cells.push(&rest[..end], &mut found);
            rest = &rest[end..];
        }
        cells.finish(&mut found);
        all
    }

    fn all_ways(text: &str, form: Form, n_columns: usize) -> String {
        let whole = read(text, form, n_columns, usize::MAX);
        for size in [1, 2, 3, 7] {
            assert_eq!(read(text, form, n_columns, size), whole, "{text:?} in pieces of {size}");
        }
        whole
    }

    #[test]
    fn cells_are_those_of_rfc_4180() {
        let commas = |text: &str| all_ways(text, COMMAS, 3);
        assert_eq!(commas("a,b,c\r\nd,e,f"), "a|b|c/d|e|f/");
        assert_eq!(commas("1,\"The boat, \"\"old\"\"\nleft\",x\n\n2,,\n"), "1|The boat, \"old\" left|x/2||/");
        assert_eq!(commas("1,\"a\r\n\r\nb\" ,x\n"), "1|a    b|x/");
        assert_eq!(commas("1, \"a, b\", x\n"), "1|a, b|x/");
        assert_eq!(commas("\"\",\"\",é\u{2028}ü"), "||é ü/");
    }

    #[test]
    fn what_people_make_of_it_is_read() {
        let commas = |text: &str| all_ways(text, COMMAS, 3);
        assert_eq!(commas("1,a,I came, saw, won\n2,b\n"), "1|a|I came, saw, won/2|b/", "forgotten quotes; ragged rows");
        assert_eq!(commas("1,\"the \"Mary\" left\",x\n"), "1|the \"Mary\" left|x/");
        assert_eq!(commas("1,a \"b\" c,x\n"), "1|a \"b\" c|x/");
        let backslashes = Form { has_backslashes: true, ..COMMAS };
        assert_eq!(all_ways("1,\"he said \\\"hi\\\", \\\\ \\x\",x\n", backslashes, 3), "1|he said \"hi\", \\ \\x|x/");
        let stray = format!("1,\"never closed,x\n{}", "2,b,c\n".repeat(40));
        let read = commas(&stray);
        assert_eq!(read.matches("/2|b|c").count(), 20, "{read}");
    }

    #[test]
    fn quotes_that_are_speech_open_nothing() {
        assert!(form("1,\"a\",b\n2,\"c, d\",e\n", b',').has_quotes);
        assert!(!form("1\t\"Yes, he said\tb\n2\t\"No, she said\tc\n", b'\t').has_quotes);
        assert!(form("1,\"a \\\"b\\\" c\",d\n", b',').has_backslashes);
    }
}
