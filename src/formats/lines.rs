//! Bytes to lines, whatever pieces they come in.

use memchr::memchr;

use super::FormatError;

/// A line without its end.
pub(super) fn without_return(line: &[u8]) -> &[u8] {
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// The longest line that is read: [`MOST_DIMS`](super::MOST_DIMS) numbers of many digits, and a word.
pub(super) const MOST_LINE_BYTES: usize = 1 << 20;

/// Cuts bytes into lines.
#[derive(Debug, Default)]
pub(super) struct Lines {
    /// The beginning of a line whose end has not come.
    carry: Vec<u8>,
    /// Lines that came.
    pub(super) n_lines: u64,
}

impl Lines {
    /// Gives each line that ends in these bytes, with the bytes that are left behind it.
    pub(super) fn push(
        &mut self,
        mut bytes: &[u8],
        mut line: impl FnMut(&[u8], u64, u64) -> Result<bool, FormatError>,
    ) -> Result<(), FormatError> {
        while let Some(end) = memchr(b'\n', bytes) {
            let rest = &bytes[end + 1..];
            self.n_lines += 1;
            self.check(end)?;
            let goes_on = if self.carry.is_empty() {
                line(without_return(&bytes[..end]), self.n_lines, rest.len() as u64)?
            } else {
                self.carry.extend_from_slice(&bytes[..end]);
                let goes_on = line(without_return(&self.carry), self.n_lines, rest.len() as u64)?;
                self.carry.clear();
                goes_on
            };
            if !goes_on {
                return Ok(());
            }
            bytes = rest;
        }
        self.n_lines += 1;
        self.check(bytes.len())?;
        self.n_lines -= 1;
        self.carry.extend_from_slice(bytes);
        Ok(())
    }

    /// The last line, if it has no line feed.
    pub(super) fn last(&mut self) -> Option<Vec<u8>> {
        let line = std::mem::take(&mut self.carry);
        self.n_lines += u64::from(!line.is_empty());
        (!line.is_empty()).then(|| without_return(&line).to_vec())
    }

    fn check(&self, n_more: usize) -> Result<(), FormatError> {
        if self.carry.len() + n_more > MOST_LINE_BYTES {
            return Err(FormatError::LongLine { line: self.n_lines, most_bytes: MOST_LINE_BYTES });
        }
        Ok(())
    }
}
