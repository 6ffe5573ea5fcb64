//! Files with a row for each word: word2vec's text and binary, `GloVe`'s, fastText's `.vec`, and the Projector's two.
//!
//! Words end at a space in these formats, and gensim refuses a line with one more. So a space or a control character (a tab, a
//! line break) in a word is written as `_`, as word2vec writes phrases.

use super::{Labeling, Labels, Output, TableView};
use crate::formats::{
    note::Note,
    number::{write_floats, write_number},
};

/// Rows under way.
#[derive(Debug)]
pub(super) struct Rows {
    output: Output,
    has_head: bool,
    next: usize,
    n_changed: u64,
    first_changed: String,
    text: String,
}

impl Rows {
    pub(super) fn new(output: Output) -> Self {
        Self { output, has_head: false, next: 0, n_changed: 0, first_changed: String::new(), text: String::new() }
    }

    pub(super) fn write(&mut self, table: TableView<'_>, labels: Labels<'_>, out: &mut Vec<u8>, most: usize) -> bool {
        if !self.has_head {
            self.has_head = true;
            self.head(table, labels, out);
        }
        while self.next < table.words.len() && out.len() < most {
            self.row(table, labels, out);
            self.next += 1;
        }
        self.next == table.words.len()
    }

    pub(super) fn n_written(&self) -> usize {
        self.next
    }

    /// Words whose spaces were replaced.
    pub(super) fn notes(&self) -> Vec<Note> {
        let note = Note::SpacesReplaced { n_words: self.n_changed, word: self.first_changed.clone() };
        if self.n_changed > 0 { vec![note] } else { Vec::new() }
    }

    fn head(&mut self, table: TableView<'_>, labels: Labels<'_>, out: &mut Vec<u8>) {
        let (n_rows, dims) = (table.embedding.n_words(), table.embedding.dims());
        match self.output {
            Output::Word2VecText | Output::Word2VecBinary | Output::FastTextVec => {
                out.extend_from_slice(format!("{n_rows} {dims}\n").as_bytes());
            }
            Output::ProjectorMetadata if columns(table, labels) => {
                out.extend_from_slice(b"word");
                for (name, is_there) in [
                    ("topic", labels.topics.is_some()),
                    ("count", table.counts.is_some()),
                    ("cluster", labels.clusters.is_some()),
                ] {
                    if is_there {
                        out.push(b'\t');
                        out.extend_from_slice(name.as_bytes());
                    }
                }
                out.push(b'\n');
            }
            _ => {}
        }
    }

    fn row(&mut self, table: TableView<'_>, labels: Labels<'_>, out: &mut Vec<u8>) {
        // There are as many rows as words.
        let vector = table.embedding.vector(self.next as u32).unwrap_or_default();
        match self.output {
            Output::ProjectorMetadata => {
                self.word(&table.words[self.next], out);
                let label = |labeling: Labeling<'_>| labeling.name(self.next).unwrap_or_default().to_owned();
                let cells = [
                    labels.topics.map(label),
                    table.counts.map(|counts| counts.get(self.next).copied().unwrap_or(0).to_string()),
                    labels.clusters.map(label),
                ];
                for cell in cells.into_iter().flatten() {
                    out.push(b'\t');
                    out.extend(cell.bytes().map(|byte| if byte.is_ascii_control() { b' ' } else { byte }));
                }
                out.push(b'\n');
            }
            Output::ProjectorVectors => {
                self.numbers(vector, '\t', false);
                out.extend_from_slice(self.text.as_bytes());
                out.push(b'\n');
            }
            Output::Word2VecBinary => {
                self.word(&table.words[self.next], out);
                out.push(b' ');
                write_floats(vector, out);
                out.push(b'\n');
            }
            _ => {
                self.word(&table.words[self.next], out);
                self.numbers(vector, ' ', true);
                out.extend_from_slice(self.text.as_bytes());
                if self.output == Output::FastTextVec {
                    out.push(b' ');
                }
                out.push(b'\n');
            }
        }
    }

    fn word(&mut self, word: &str, out: &mut Vec<u8>) {
        // The Projector's words end at a tab alone. Controls would make a text look like binary data.
        let may_have_spaces = self.output == Output::ProjectorMetadata;
        let is_end = |byte: u8| byte.is_ascii_control() || byte == b' ' && !may_have_spaces;
        if word.bytes().any(is_end) {
            if self.n_changed == 0 {
                word.clone_into(&mut self.first_changed);
            }
            self.n_changed += 1;
        }
        out.extend(word.bytes().map(|byte| if is_end(byte) { b'_' } else { byte }));
    }

    fn numbers(&mut self, vector: &[f32], between: char, is_led: bool) {
        self.text.clear();
        for (place, &x) in vector.iter().enumerate() {
            if place > 0 || is_led {
                self.text.push(between);
            }
            write_number(x, &mut self.text);
        }
    }
}

/// Whether there is more than the words, which the Projector wants a heading for.
fn columns(table: TableView<'_>, labels: Labels<'_>) -> bool {
    table.counts.is_some() || labels.topics.is_some() || labels.clusters.is_some()
}
