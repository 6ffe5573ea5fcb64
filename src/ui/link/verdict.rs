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
    let wanted = link.sum.as_deref()?;
    if !link.has_text_of(&record.source) {
        return None;
    }
    let is_other_run = !link.has_settings_of(&record.settings);
    let Some(checksum) = checksum else { return (!is_other_run).then_some(Verdict::Waits) };
    if checksum == wanted {
        return Some(Verdict::Same);
    }
    if is_other_run {
        return None;
    }
    let other = match (link.text(), link.corpus, &record.source) {
        _ if !record.changes.is_empty() => Other::Changed,
        (LinkedText::BuiltIn, Some(linked), SourceIdentity::BuiltIn { version }) if linked != *version => {
            Other::Corpus { linked, here: *version }
        }
        _ => Other::Altered,
    };
    Some(Verdict::Other(other))
}
