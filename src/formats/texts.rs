//! Texts in an archive: the chapters of an e-book in their reading order, or the text files of a zip.
//!
//! Nothing here knows what a text is made of: what has zeros in its first bytes is left out, and `text` tells the rest apart,
//! file by file. Documents of word processors and programs are archives too, and are none of these.

mod book;
mod xml;

use super::{
    FormatError,
    compressed::{Unpacked, Zip},
};

/// Bytes of an entry that tell whether it may be a text.
const HEAD_BYTES: usize = 1024;
/// Entries that are taken at most.
const MOST_ENTRIES: usize = 20_000;
/// Endings of files beside texts, which no reader means.
const OTHER_ENDINGS: [&str; 5] = ["css", "js", "svg", "class", "iwa"];
/// Entries that tell documents and programs.
const OTHER_KINDS: [&str; 6] = [
    "[Content_Types].xml",
    "AndroidManifest.xml",
    "META-INF/MANIFEST.MF",
    "META-INF/manifest.xml",
    "Index.zip",
    "data.pkl",
];

/// The texts of an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArchivedTexts {
    /// Names and bytes.
    pub files: Vec<(String, Vec<u8>)>,
    /// Whether they have an order of their own: that in which they are read.
    pub are_in_order: bool,
}

/// An archive of texts under way.
#[derive(Debug)]
pub struct TextArchive {
    zip: Zip,
    entries: Vec<(String, Vec<u8>)>,
    /// The entry that is read, and whether it may be a text.
    entry: Option<(String, Vec<u8>, bool)>,
    n_bytes: u64,
    most_bytes: u64,
    /// Whether it is of another kind, so that nothing of it is taken.
    is_other: bool,
}

impl TextArchive {
    /// Nothing is read yet; its texts may take so many bytes of memory.
    pub fn new(most_bytes: u64) -> Self {
        Self { zip: Zip::new(), entries: Vec::new(), entry: None, n_bytes: 0, most_bytes, is_other: false }
    }

    /// Reads a piece of any size. Errors: [`FormatError`]: an archive that is damaged, encrypted, or unpacks to more than texts
    /// do.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), FormatError> {
        let mut rest = bytes;
        let mut n_idle = 0;
        // What is packed may give more without taking more.
        while !self.is_other && n_idle < 2 {
            let (n_taken, unpacked) = self.zip.step(rest)?;
            rest = &rest[n_taken..];
            n_idle = if n_taken == 0 && unpacked == Unpacked::Nothing { n_idle + 1 } else { 0 };
            match unpacked {
                Unpacked::Nothing => {}
                Unpacked::Begin { name, .. } => {
                    self.is_other = OTHER_KINDS.contains(&name.as_str()) || has_ending(&name, "class");
                    let may_be_text = is_file(&name) && !OTHER_ENDINGS.iter().any(|ending| has_ending(&name, ending));
                    self.entry = Some((name, Vec::new(), may_be_text));
                }
                Unpacked::Bytes(bytes) => {
                    let Some((_, taken, may_be_text)) = self.entry.as_mut().filter(|(.., may_be_text)| *may_be_text)
                    else {
                        continue;
                    };
                    self.n_bytes += bytes.len() as u64;
                    if self.n_bytes > self.most_bytes || taken.try_reserve(bytes.len()).is_err() {
                        return Err(FormatError::NoRoom);
                    }
                    let n_before = taken.len();
                    taken.extend_from_slice(bytes);
                    let is_head_whole = n_before < HEAD_BYTES && taken.len() >= HEAD_BYTES;
                    if is_head_whole && is_binary(&taken[..HEAD_BYTES]) {
                        self.n_bytes -= taken.len() as u64;
                        (*taken, *may_be_text) = (Vec::new(), false);
                    }
                }
                Unpacked::End => self.end_entry()?,
            }
        }
        Ok(())
    }

    fn end_entry(&mut self) -> Result<(), FormatError> {
        let is_text = |bytes: &[u8]| !bytes.is_empty() && (bytes.len() >= HEAD_BYTES || !is_binary(bytes));
        if let Some((name, bytes, true)) = self.entry.take().filter(|(_, bytes, _)| is_text(bytes)) {
            self.is_other |= name == "mimetype" && bytes.starts_with(b"application/vnd.oasis.opendocument");
            if self.entries.len() >= MOST_ENTRIES {
                return Err(FormatError::NoRoom);
            }
            self.entries.push((name, bytes));
        }
        Ok(())
    }

    /// Its texts; none where it is no archive of texts. Errors: [`FormatError`]: an archive that breaks off, or an e-book that is
    /// protected.
    pub fn finish(mut self) -> Result<Option<ArchivedTexts>, FormatError> {
        self.push(&[])?;
        if self.is_other {
            return Ok(None);
        }
        if !self.zip.is_whole() {
            let advice = "Fetch it again.";
            return Err(FormatError::Archive { why: "it breaks off", offset: self.zip.n_in(), advice });
        }
        let mut entries = self.entries;
        if let Some(order) = book::order(&entries)? {
            let files = order.into_iter().map(|place| std::mem::take(&mut entries[place])).collect();
            return Ok(Some(ArchivedTexts { files, are_in_order: true }));
        }
        Ok((!entries.is_empty()).then_some(ArchivedTexts { files: entries, are_in_order: false }))
    }
}

/// Whether a name ends so behind its last period, in any case.
fn has_ending(name: &str, ending: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, last)| last.eq_ignore_ascii_case(ending))
}

/// Whether an entry is a file that somebody put there, and not a folder or a system's own.
pub(super) fn is_file(name: &str) -> bool {
    let last = name.rsplit('/').next().unwrap_or_default();
    !last.is_empty() && !last.starts_with('.') && !name.starts_with("__MACOSX/")
}

/// Whether bytes are those of no text: there are zeros, and no mark of UTF-16, nor the zeros of every second byte.
fn is_binary(head: &[u8]) -> bool {
    let n_zeros = head.split(|&byte| byte == 0).count() - 1;
    let is_utf_16 = matches!(head, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]) || n_zeros * 5 > head.len() * 2;
    n_zeros > 0 && !is_utf_16
}

#[cfg(test)]
mod tests;
