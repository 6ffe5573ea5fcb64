//! Why a saved session cannot be read.

use thiserror::Error;

use super::VERSION;

/// Why a saved session cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SectionsError {
    /// It does not begin as one.
    #[error("This is no saved session: it does not begin as one. Choose a file that Save has written.")]
    NotASession,
    /// It is of another version.
    #[error(
        "This session was saved in form {found}, and this page reads form {VERSION}: open it with the version of the page that \
         saved it."
    )]
    Version {
        /// The version of its form.
        found: u32,
    },
    /// It ends before its end.
    #[error("This session breaks off after {n_bytes} bytes, before its end: save it again, or copy the file again.")]
    CutOff {
        /// Its bytes.
        n_bytes: u64,
    },
    /// Something follows its end.
    #[error("This session has ended at byte {at}, and more follows: use another copy of the file.")]
    TooLong {
        /// Where it ends.
        at: u64,
    },
    /// It says that it has more than there is.
    #[error("This session is damaged: at byte {at} it claims more than it has. Use another copy of the file.")]
    Claim {
        /// Where.
        at: u64,
    },
    /// Its bytes are not those that were written.
    #[error("This session is damaged: its bytes do not have the sum that it ends with. Use another copy of the file.")]
    Sum,
    /// It is more than there is room for.
    #[error(
        "This session needs {n_bytes} bytes of memory, and {most_bytes} are left: close other tabs, or discard the baseline."
    )]
    Memory {
        /// Bytes that it needs.
        n_bytes: u64,
        /// Bytes that are left.
        most_bytes: u64,
    },
}
