//! Records in JSON (RFC 8259), a piece at a time: one a line, the elements of an array, or an array within an object.
//!
//! The path of a value is the keys that lead to it, with a period between them: `user.name`. Arrays add nothing to it, so their
//! values are one column. A path that is not known yet becomes a column as long as there are few. Damage costs a record: where
//! each record has a line of its own, a line end begins a new one.

use super::{
    Found,
    cells::{give, is_inside},
    outline::{Form, MOST_DEPTH},
};
use crate::text::json::unescape;

/// Columns at most; what has more is no table.
pub(super) const MOST_COLUMNS: usize = 200;
/// Bytes of a key, a number or a name at most; of a longer one, its beginning counts.
const MOST_KEY: usize = 256;
/// Bytes of a string that are given at once.
const MOST_PIECE: usize = 8 << 10;

/// An object or array that is open.
#[derive(Debug, Clone, Copy)]
struct Level {
    is_object: bool,
    /// Bytes of the path outside of it.
    n_path: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Between,
    /// In a string; a key or not, and whether a backslash stands before.
    InString {
        is_key: bool,
        is_escaped: bool,
    },
    /// In a number or a name.
    Bare,
}

/// Records under way.
#[derive(Debug, Clone)]
pub(super) struct Records {
    form: Form,
    /// Paths of the columns.
    paths: Vec<String>,
    /// How many there may be before no others are added.
    most_paths: usize,
    levels: Vec<Level>,
    /// Levels beyond the most.
    n_deeper: usize,
    path: String,
    /// Whether the next string of an object is a key.
    wants_key: bool,
    state: State,
    /// The string, number or name under way, as it is written.
    written: String,
    /// Whether something of a record has come.
    has_begun: bool,
    /// Whether the cell of the string under way has begun.
    is_cell_begun: bool,
}

impl Records {
    /// Records whose columns are not known yet.
    pub(super) fn new(form: Form) -> Self {
        Self {
            form,
            paths: Vec::new(),
            most_paths: MOST_COLUMNS + 1,
            levels: Vec::new(),
            n_deeper: 0,
            path: String::new(),
            wants_key: false,
            state: State::Between,
            written: String::new(),
            has_begun: false,
            is_cell_begun: false,
        }
    }

    /// The same from the beginning, with the columns that are known now and no others.
    #[must_use]
    pub(super) fn over(&self) -> Self {
        Self { paths: self.paths.clone(), most_paths: 0, ..Self::new(self.form) }
    }

    /// The paths that were found.
    pub(super) fn paths(&self) -> &[String] {
        &self.paths
    }

    /// Reads more.
    pub(super) fn push(&mut self, text: &str, found: &mut dyn FnMut(Found<'_>)) {
        let mut start = 0;
        for (at, byte) in text.bytes().enumerate().filter(|(_, byte)| !is_inside(*byte)) {
            if !self.step(byte, &text[start..at], found) {
                start = at + 1;
            }
        }
        match self.state {
            State::Between => {}
            State::InString { is_key: false, .. } => {
                self.written.push_str(&text[start..]);
                self.give_string(found, false);
            }
            State::InString { .. } | State::Bare => {
                self.written.push_str(&text[start..]);
                // Damage may open a key that never ends.
                self.written.truncate(self.written.floor_char_boundary(MOST_KEY));
            }
        }
    }

    /// Nothing follows.
    pub(super) fn finish(&mut self, found: &mut dyn FnMut(Found<'_>)) {
        self.break_off("", found);
    }

    /// Goes over a byte; whether it belongs to what is written as it stands. `before`: what stands before it and was not taken.
    fn step(&mut self, byte: u8, before: &str, found: &mut dyn FnMut(Found<'_>)) -> bool {
        let is_line_end = matches!(byte, b'\n' | b'\r');
        match self.state {
            _ if is_line_end && self.form.is_by_line => {
                self.break_off(before, found);
                false
            }
            State::InString { is_key, is_escaped: true } => {
                self.state = State::InString { is_key, is_escaped: false };
                true
            }
            State::InString { is_key, .. } if byte == b'\\' => {
                self.state = State::InString { is_key, is_escaped: true };
                true
            }
            State::InString { is_key, .. } if byte == b'"' => {
                self.written.push_str(before);
                self.end_string(is_key, found);
                false
            }
            State::InString { .. } => true,
            State::Bare
                if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'+' | b'-' | b'_') || byte >= 0x80 =>
            {
                true
            }
            State::Bare => {
                self.written.push_str(before);
                self.end_bare(found);
                self.sign(byte, found)
            }
            State::Between => self.sign(byte, found),
        }
    }

    /// A byte between strings, numbers and names; whether it begins a number or a name.
    fn sign(&mut self, byte: u8, found: &mut dyn FnMut(Found<'_>)) -> bool {
        match byte {
            b'{' | b'[' => self.open(byte == b'{'),
            b'}' | b']' => self.close(found),
            b'"' => {
                let is_key = self.wants_key && self.n_deeper == 0;
                self.state = State::InString { is_key, is_escaped: false };
            }
            b',' => self.wants_key = self.is_in_object(),
            b':' => self.wants_key = false,
            _ if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.') || byte >= 0x80 => {
                self.state = State::Bare;
                return true;
            }
            _ => {}
        }
        false
    }

    fn is_in_object(&self) -> bool {
        self.levels.last().is_some_and(|level| level.is_object)
    }

    fn open(&mut self, is_object: bool) {
        if self.levels.len() >= MOST_DEPTH {
            self.n_deeper += 1;
            return;
        }
        self.has_begun |= self.levels.len() >= self.form.depth;
        self.levels.push(Level { is_object, n_path: self.path.len() });
        self.wants_key = is_object;
    }

    fn close(&mut self, found: &mut dyn FnMut(Found<'_>)) {
        if self.n_deeper > 0 {
            self.n_deeper -= 1;
            return;
        }
        if let Some(level) = self.levels.pop() {
            self.path.truncate(level.n_path);
            self.end_value(found);
        }
        self.wants_key = self.is_in_object();
    }

    /// A value is over: the record is, where it is one, and the key in the object around it.
    fn end_value(&mut self, found: &mut dyn FnMut(Found<'_>)) {
        if self.levels.len() <= self.form.depth && self.has_begun {
            found(Found::RowEnd);
            self.has_begun = false;
        }
        if let Some(level) = self.levels.last().filter(|level| level.is_object) {
            self.path.truncate(level.n_path);
        }
    }

    fn end_string(&mut self, is_key: bool, found: &mut dyn FnMut(Found<'_>)) {
        if is_key {
            let written = std::mem::take(&mut self.written);
            let key = unescape(&written[..written.floor_char_boundary(MOST_KEY)]);
            if let Some(level) = self.levels.last() {
                self.path.truncate(level.n_path);
            }
            if !self.path.is_empty() {
                self.path.push('.');
            }
            self.path.push_str(key.trim());
        } else {
            self.give_string(found, true);
            self.end_value(found);
        }
        self.state = State::Between;
    }

    fn end_bare(&mut self, found: &mut dyn FnMut(Found<'_>)) {
        let written = std::mem::take(&mut self.written);
        self.state = State::Between;
        if written != "null" {
            self.begin_cell(found);
            give(&written[..written.floor_char_boundary(MOST_KEY)], found);
            self.is_cell_begun = false;
        }
        self.end_value(found);
    }

    /// Gives what is written of a string, if that is much or all.
    fn give_string(&mut self, found: &mut dyn FnMut(Found<'_>), is_all: bool) {
        let State::InString { is_key: false, is_escaped } = self.state else { return };
        if !is_all && (self.written.len() < MOST_PIECE || is_escaped) {
            return;
        }
        // An escape, or two that are one character, may go on behind what is there.
        let end = if is_all { self.written.len() } else { end_of_escapes(&self.written) };
        let rest = self.written.split_off(end);
        let written = std::mem::replace(&mut self.written, rest);
        if !self.is_cell_begun && !written.is_empty() {
            self.begin_cell(found);
        }
        give(&unescape(&written), found);
        self.is_cell_begun &= !is_all;
    }

    fn begin_cell(&mut self, found: &mut dyn FnMut(Found<'_>)) {
        self.has_begun = true;
        self.is_cell_begun = true;
        let known = self.paths.iter().position(|path| *path == self.path);
        let column = known.or_else(|| {
            let can_grow = self.paths.len() < self.most_paths && self.n_deeper == 0;
            can_grow.then(|| self.paths.push(self.path.clone()))?;
            Some(self.paths.len() - 1)
        });
        found(Found::Cell(column.unwrap_or(usize::MAX)));
    }

    /// What is under way ends here, whole or not.
    fn break_off(&mut self, before: &str, found: &mut dyn FnMut(Found<'_>)) {
        match self.state {
            State::InString { is_key: false, .. } => {
                self.written.push_str(before);
                self.give_string(found, true);
            }
            State::Bare => {
                self.written.push_str(before);
                self.end_bare(found);
            }
            State::InString { .. } | State::Between => {}
        }
        if self.has_begun {
            found(Found::RowEnd);
        }
        *self = Self { paths: std::mem::take(&mut self.paths), most_paths: self.most_paths, ..Self::new(self.form) };
    }
}

/// Where a piece of a string can be cut so that no escape is, nor two that are one character.
fn end_of_escapes(written: &str) -> usize {
    let bytes = written.as_bytes();
    let is_unit = |at: usize| bytes.get(at) == Some(&b'\\') && bytes.get(at + 1).is_none_or(|&byte| byte == b'u');
    let mut end = 0;
    while let Some(n) = memchr::memchr(b'\\', &bytes[end..]) {
        let at = end + n;
        // A pair such as `\ud83d\ude00` has twelve bytes.
        let length = match bytes.get(at + 1) {
            None => return at,
            Some(b'u') if bytes.get(at + 6).is_none() || is_unit(at + 6) => 12,
            Some(b'u') => 6,
            Some(_) => 2,
        };
        if at + length > bytes.len() {
            return at;
        }
        end = written.ceil_char_boundary(at + length);
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::table::outline::form;

    /// Cells as `path=value`, rows between slashes, in pieces of this many bytes.
    fn read(text: &str, size: usize) -> String {
        let mut records = Records::new(form(text, true));
        let mut events: Vec<(Option<usize>, String)> = Vec::new();
        let mut found = |found: Found<'_>| match found {
            Found::Cell(column) => events.push((Some(column), String::new())),
            Found::Text(text) => events.last_mut().expect("a cell").1.push_str(text),
            Found::RowEnd => events.push((None, String::new())),
        };
        let mut rest = text;
        while !rest.is_empty() {
            let end = rest.ceil_char_boundary(size.min(rest.len()));
            records.push(&rest[..end], &mut found);
            rest = &rest[end..];
        }
        records.finish(&mut found);
        let written = events.iter().map(|(column, text)| match column {
            Some(column) => format!("{}={text} ", records.paths()[*column]),
            None => "/".to_owned(),
        });
        written.collect()
    }

    fn all_ways(text: &str) -> String {
        let whole = read(text, usize::MAX);
        for size in [1, 2, 3, 7] {
            assert_eq!(read(text, size), whole, "{text:?} in pieces of {size}");
        }
        whole
    }

    #[test]
    fn records_are_found_wherever_they_stand() {
        let lines = "{\"id\": 1, \"text\": \"a\\nb\"}\n{\"id\": 2, \"text\": \"c\"}\n";
        assert_eq!(all_ways(lines), "id=1 text=a b /id=2 text=c /");
        assert_eq!(all_ways("[{\"id\": 1}, {\"id\": 2, \"x\": null}]"), "id=1 /id=2 /");
        assert_eq!(all_ways("{\n\"n\": 2, \"data\": [\n{\"id\": 1},\n{\"id\": 2}]\n}"), "n=2 /data.id=1 /data.id=2 /");
        assert_eq!(all_ways("[\"a, b\", \"c\"]\n"), "=a, b /=c /");
        assert_eq!(all_ways("[[\"a\", 1], [\"b\", 2]]"), "=a =1 /=b =2 /");
        assert_eq!(all_ways("{\"a\": 1}"), "a=1 /");
    }

    #[test]
    fn nested_values_have_the_path_of_their_keys() {
        let line = "{\"user\": {\"name\": \"Bo\", \"tags\": [\"x\", \"y\"]}, \"t\": [{\"v\": true}, {\"v\": -1.5e3}], \"z\": {}}";
        assert_eq!(
            all_ways(&[line, line].join("\n")),
            "user.name=Bo user.tags=x user.tags=y t.v=true t.v=-1.5e3 /".repeat(2)
        );
    }

    #[test]
    fn damage_costs_a_record() {
        let good = "{\"text\": \"boat\"}\n";
        let broken = format!("{}{{\"text\": \"never closed\n{}", good.repeat(20), good.repeat(2));
        assert_eq!(
            all_ways(&broken),
            format!("{}text=never closed /{}", "text=boat /".repeat(20), "text=boat /".repeat(2))
        );
        assert_eq!(all_ways("{\"a\": \"x\\"), "a=x\\ /");
        assert_eq!(all_ways("}}]]"), "");
    }

    #[test]
    fn long_strings_are_given_in_pieces_that_cut_no_escape() {
        for sign in ["\\ud83d\\ude00", "\\\\", "\\u00e9x", "a"] {
            let text = format!("{{\"a\": \"{}\"}}", sign.repeat(9000));
            let plain = unescape(sign).repeat(9000);
            let whole = format!("a={plain} /");
            for size in [1, 5, 8191, 8192, 8193, 100_000] {
                assert_eq!(read(&text, size), whole, "{sign} in pieces of {size}");
            }
        }
    }
}
