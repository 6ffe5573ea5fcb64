//! What a link does not carry, in a sentence.

use crate::chart::format;

/// What a link does not carry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotCarried {
    /// The vectors of a run, which are trained again.
    Vectors,
    /// Vectors that were made elsewhere, by their name.
    Table(String),
    /// The vectors that a run starts from, by their name.
    Lender(String),
    /// The reader's own text.
    Text {
        /// Its name.
        name: String,
        /// Its length.
        n_bytes: u64,
    },
    /// How far training is.
    Progress,
    /// Settings of the panel that are not in force.
    Panel,
    /// The baseline of Compare.
    Baseline,
    /// Words that were hidden, or the choice of words that is shown.
    Words,
    /// A part of what is shown is too long for a link.
    TooLong,
}

/// What is said of a link that was copied: one sentence of what it does not carry.
pub fn said_of_share(not_carried: &[NotCarried]) -> String {
    let parts: Vec<String> = not_carried.iter().map(part).collect();
    match parts.as_slice() {
        [] => "The link carries all that is shown.".to_owned(),
        [one] => format!("The link does not carry {one}."),
        [first @ .., last] => format!("The link does not carry {}, or {last}.", first.join(", ")),
    }
}

fn part(not_carried: &NotCarried) -> String {
    match not_carried {
        NotCarried::Vectors => "the vectors, which train again to the same bits".to_owned(),
        NotCarried::Table(name) => format!("the vectors of {name}, which whoever opens it must have"),
        NotCarried::Lender(name) => {
            format!("the vectors of {name} that the run starts from, which whoever opens it must have")
        }
        NotCarried::Text { name, n_bytes } => {
            format!("the text ({name}, {}), which whoever opens it must have", format::bytes(*n_bytes))
        }
        NotCarried::Progress => "how far training is: it begins anew and goes to its end".to_owned(),
        NotCarried::Panel => "settings that are not in force yet".to_owned(),
        NotCarried::Baseline => "the baseline of Compare".to_owned(),
        NotCarried::Words => "which words were hidden or shown alone".to_owned(),
        NotCarried::TooLong => "what is too long for a link".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_behind_is_one_sentence() {
        assert_eq!(said_of_share(&[]), "The link carries all that is shown.");
        assert_eq!(said_of_share(&[NotCarried::Baseline]), "The link does not carry the baseline of Compare.");
        let text = NotCarried::Text { name: "novel.txt".to_owned(), n_bytes: 1_234_567 };
        assert_eq!(
            said_of_share(&[text, NotCarried::Panel, NotCarried::Baseline]),
            "The link does not carry the text (novel.txt, 1.23 MB), which whoever opens it must have, settings that are \
             not in force yet, or the baseline of Compare."
        );
    }
}
