//! Whether the vectors of an opened link are those of its sender.

use super::{Link, LinkedText};
use crate::protocol::{RunRecord, SourceIdentity};

/// What can be said of the vectors, by their checksum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// They are not trained yet.
    Waits,
    /// They are the same to the last bit.
    Same,
    /// They are others.
    Other(Other),
}

/// Why vectors are others than those of the link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Other {
    /// The run was changed on its way here.
    Changed,
    /// The built-in corpus is of another version.
    Corpus {
        /// That of the link.
        linked: u32,
        /// That of this page.
        here: u32,
    },
    /// The link was altered, or made by a page that computes otherwise.
    Altered,
}

/// What can be said of a run that a link has opened. `checksum`: of its vectors, once trained. None where the link has no
/// checksum, or the reader has gone on to another run.
pub fn verdict(link: &Link, record: &RunRecord, checksum: Option<&str>) -> Option<Verdict> {
    if !link.has_text_of(&record.source) {
        return None;
    }
    if checksum.is_some() && checksum == link.sum.as_deref() {
        return Some(Verdict::Same);
    }
    if !link.has_settings_of(&record.settings) {
        return None;
    }
    if let (LinkedText::BuiltIn, Some(linked), SourceIdentity::BuiltIn { version: here }) =
        (link.text(), link.corpus, &record.source)
        && linked != *here
    {
        return Some(Verdict::Other(Other::Corpus { linked, here: *here }));
    }
    link.sum.as_ref()?;
    let is_changed = !link.has_changes_of(record);
    Some(match checksum {
        None => Verdict::Waits,
        Some(_) if is_changed => Verdict::Other(Other::Changed),
        Some(_) => Verdict::Other(Other::Altered),
    })
}
