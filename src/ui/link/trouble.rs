//! What is wrong with a link, in a sentence.

use thiserror::Error;

use crate::chart::format;

/// Characters of a link that a sentence quotes at most.
const MOST_QUOTED: usize = 40;

/// What could not be read of a link.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Trouble {
    /// A field was left out.
    #[error("“{name}” of the link was left out: {why}.")]
    Field {
        /// Its name as the link has it, shortened.
        name: String,
        /// The reason, as a clause.
        why: String,
    },
    /// More fields than are worth a sentence each were left out.
    #[error("{} more of its fields were left out.", format::count(*n))]
    More {
        /// How many.
        n: u64,
    },
}

impl Trouble {
    pub(super) fn new(name: &str, why: String) -> Self {
        Self::Field { name: short(name), why }
    }
}

/// The beginning of what a link says, fit to stand in a sentence.
pub(super) fn short(text: &str) -> String {
    let visible = |sign: char| if is_unfit(sign) { '\u{fffd}' } else { sign };
    let mut short: String = text.chars().take(MOST_QUOTED).map(visible).collect();
    if text.chars().nth(MOST_QUOTED).is_some() {
        short.push('…');
    }
    short
}

/// Whether a character has no place in a word: controls, what turns the direction of all that follows, and separators
/// of lines.
pub(super) fn is_unfit(sign: char) -> bool {
    sign.is_control()
        || matches!(sign, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' | '\u{feff}')
}
