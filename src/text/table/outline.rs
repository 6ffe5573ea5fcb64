//! Where the records of a text in JSON stand: one a line, one behind the other, in an array, or in an array within an object.

/// Objects and arrays within each other at most; what lies deeper is passed over.
pub(super) const MOST_DEPTH: usize = 64;

/// Where records stand in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Form {
    /// Objects and arrays around each record.
    pub(super) depth: usize,
    /// Whether each has a line of its own.
    pub(super) is_by_line: bool,
}

/// Where the records of a text that begins with `head` stand. `is_all`: nothing follows.
pub(super) fn form(head: &str, is_all: bool) -> Form {
    let whole = if is_all { head.len() } else { head.rfind(['\n', '\r']).map_or(head.len(), |end| end + 1) };
    let lines: Vec<&str> = head[..whole].split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty()).collect();
    let n_whole = lines.iter().filter(|line| is_one_value(line)).count();
    if lines.len() > 1 && n_whole * 10 >= lines.len() * 9 {
        return Form { depth: 0, is_by_line: true };
    }
    let mut outline = Outline::default();
    head.bytes().for_each(|byte| outline.step(byte));
    Form { depth: outline.depth_of_records(), is_by_line: false }
}

/// Whether a line is one object or array, from its first byte to its last, but for a comma behind it.
fn is_one_value(line: &str) -> bool {
    let line = line.trim_end_matches([',', ' ', '\t']);
    let mut outline = Outline::default();
    let mut is_over = false;
    for byte in line.bytes() {
        if is_over {
            return false;
        }
        outline.step(byte);
        is_over = outline.levels.is_empty() && !outline.is_in_string;
    }
    is_over && line.starts_with(['{', '[']) && line.len() > 2
}

/// The objects and arrays of a text.
#[derive(Debug, Default)]
struct Outline {
    levels: Vec<u8>,
    first: Option<u8>,
    is_in_string: bool,
    is_escaped: bool,
    /// Values that are no part of another one.
    n_values: usize,
    /// At each depth, objects that are elements of an array.
    n_elements: Vec<usize>,
}

impl Outline {
    fn step(&mut self, byte: u8) {
        if self.is_in_string {
            self.is_in_string = byte != b'"' || self.is_escaped;
            self.is_escaped = byte == b'\\' && !self.is_escaped;
            return;
        }
        match byte {
            b'"' => self.is_in_string = true,
            b'{' | b'[' if self.levels.len() < MOST_DEPTH => {
                let depth = self.levels.len();
                self.first.get_or_insert(byte);
                self.n_values += usize::from(depth == 0);
                self.n_elements.resize(self.n_elements.len().max(depth + 1), 0);
                if byte == b'{' && self.levels.last() == Some(&b'[') {
                    self.n_elements[depth] += 1;
                }
                self.levels.push(byte);
            }
            b'}' | b']' => drop(self.levels.pop()),
            _ => {}
        }
    }

    /// Records are the outermost values where there are several, else the outermost objects in an array, else the elements of an
    /// array, else the one value.
    fn depth_of_records(&self) -> usize {
        if self.n_values > 1 {
            return 0;
        }
        let is_array = self.first == Some(b'[');
        self.n_elements.iter().position(|&n| n > 1).unwrap_or(usize::from(is_array))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_looked_for_from_the_outside() {
        let at = |depth, is_by_line| Form { depth, is_by_line };
        assert_eq!(form("{\"a\": 1}\n{\"a\": [2]}\n{\"a\": ", false), at(0, true), "the last may be cut off");
        assert_eq!(form("{\n\"a\": 1\n}\n{\n\"a\": 2\n}\n", true), at(0, false));
        assert_eq!(form("[{\"a\": 1},\n{\"a\": 2}]", true), at(1, false));
        assert_eq!(form("[\"a\", \"b\"]", true), at(1, false));
        assert_eq!(form("{\"n\": [1, 2], \"data\": [{\"a\": [{\"b\": 1}]}, {\"a\": 2}]}", true), at(2, false));
        assert_eq!(form("{\"a\": \"]}{[\\\"\"}", true), at(0, false), "what is in strings is text");
    }
}
