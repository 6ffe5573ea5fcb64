//! safetensors: one tensor, and the words in the metadata, which is text, a line each.

use super::TableView;
use crate::formats::{FormatError, number::write_floats};

/// The limit of the format's own library.
const MOST_HEADER_BYTES: usize = 100_000_000;

/// A file under way.
#[derive(Debug, Default)]
pub(super) struct Safetensors {
    /// The header, which is made in pieces and written once it is whole: its length comes first.
    header: Vec<u8>,
    n_words: usize,
    /// Whether the header is whole, and the bytes of it that are written.
    is_headed: bool,
    n_of_header: usize,
    next: usize,
}

impl Safetensors {
    pub(super) fn write(&mut self, table: TableView<'_>, out: &mut Vec<u8>, most: usize) -> Result<bool, FormatError> {
        if !self.is_headed && !self.head(table, out, most)? {
            return Ok(false);
        }
        if self.n_of_header < self.header.len() {
            let n = most.saturating_sub(out.len()).max(1).min(self.header.len() - self.n_of_header);
            out.extend_from_slice(&self.header[self.n_of_header..][..n]);
            self.n_of_header += n;
            if self.n_of_header < self.header.len() {
                return Ok(false);
            }
            (self.header, self.n_of_header) = (Vec::new(), 0);
        }
        while self.next < table.words.len() && out.len() < most {
            let vector = table.embedding.vector(self.next as u32).unwrap_or_default();
            write_floats(vector, out);
            self.next += 1;
        }
        Ok(self.next == table.words.len())
    }

    pub(super) fn n_written(&self) -> usize {
        self.next
    }

    fn head(&mut self, table: TableView<'_>, out: &mut Vec<u8>, most: usize) -> Result<bool, FormatError> {
        if self.header.is_empty() {
            self.header.extend_from_slice(br#"{"__metadata__":{"words":""#);
        }
        let until = self.header.len().saturating_add(most.saturating_sub(out.len()).max(1));
        while self.n_words < table.words.len() && self.header.len() < until {
            if self.n_words > 0 {
                self.header.extend_from_slice(b"\\n");
            }
            super::csv::json_letters(&table.words[self.n_words], &mut self.header);
            self.n_words += 1;
        }
        if self.n_words < table.words.len() {
            return Ok(false);
        }
        let (n_rows, dims) = (table.embedding.n_words(), table.embedding.dims());
        let n_bytes = 4 * n_rows as u64 * dims as u64;
        let tensor =
            format!(r#""}},"embeddings":{{"dtype":"F32","shape":[{n_rows},{dims}],"data_offsets":[0,{n_bytes}]}}}}"#);
        self.header.extend_from_slice(tensor.as_bytes());
        while !self.header.len().is_multiple_of(8) {
            self.header.push(b' ');
        }
        if self.header.len() > MOST_HEADER_BYTES {
            let why = "its words take more than 100 MB".to_owned();
            return Err(FormatError::Unwritable { format: "safetensors", why });
        }
        out.extend((self.header.len() as u64).to_le_bytes());
        self.is_headed = true;
        Ok(true)
    }
}
