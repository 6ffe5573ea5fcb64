//! What the page says of vectors that are opened, and of what they cannot do without a text.

use crate::{
    chart::format,
    protocol::{FilesProgress, Opened, SourceIdentity},
};

/// In the place of the settings of training.
pub const NO_TRAINING: &str = "These vectors were loaded, and there is no text to train them on. The settings are for the next text that you open.";
/// Of a session that was saved without its text.
pub const WITHOUT_TEXT: &str =
    "Saved without its text: rarer words and sentences need the text itself. Open it to have them.";
/// In the place of the loss.
pub const NO_LOSS: &str = "These vectors were loaded: nothing is trained, so there is no loss.";
/// In the place of sentences and contexts, where a session has no text.
pub const TEXT_LEFT_OUT: &str =
    "This session was saved without its text: it trains on, but there are no sentences to look into.";
/// Of what the browser stores, while loaded vectors are open.
pub const NOT_STORED: &str =
    "Vectors that were loaded are not stored in the browser, as their file has them: open it again after a reload.";
/// In the place of sentences and contexts.
pub const NO_SENTENCES: &str = "These vectors came without a text, so there are no sentences to look into.";

/// `400,000 vectors of 100 numbers · GloVe text · 347 MB`; none of a text.
pub fn loaded(opened: &Opened) -> Option<String> {
    let SourceIdentity::Vectors { format: kind, n_rows, dims, n_bytes, .. } = &opened.record.source else {
        return None;
    };
    let mut parts = vec![format!("{} vectors of {dims} {}", format::count(*n_rows), numbers(*dims))];
    if !kind.is_empty() {
        parts.extend([kind.clone(), format::bytes(*n_bytes)]);
    }
    Some(parts.join(" · "))
}

fn numbers(n: u32) -> &'static str {
    if n == 1 { "number" } else { "numbers" }
}

/// How the reading of a file of vectors goes: bytes, rate, time left, rows.
pub fn reading_vectors(progress: &FilesProgress) -> String {
    let FilesProgress { bytes_done, bytes_total, bytes_per_second, n_rows, said_rows, .. } = progress;
    let mut parts = vec![format!("{} of {}", format::bytes(*bytes_done), format::bytes(*bytes_total))];
    if let Some(rate) = bytes_per_second.filter(|&rate| rate > 0.0) {
        let left = bytes_total.saturating_sub(*bytes_done) as f64 / rate;
        parts.extend([format!("{}/s", format::bytes(rate as u64)), format!("{} left", format::clock(left))]);
    }
    if *n_rows > 0 {
        let of = said_rows.filter(|said| said >= n_rows).map(|said| format!(" of {}", format::count(said)));
        parts.push(format!("{}{} rows", format::count(*n_rows), of.unwrap_or_default()));
    }
    parts.join(" · ")
}

/// What is still missing of a table, from the phrases of what that is.
pub fn still_needed(needs: &[String]) -> String {
    format!("Still needed: {}.", needs.join(", and "))
}

/// The rows that somebody has typed: none for all of them. Errors: a sentence.
pub fn rows_typed(typed: &str) -> Result<Option<u64>, String> {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace() && !matches!(c, ',' | '.' | '\'' | '_')).collect();
    match digits.parse::<u64>() {
        _ if digits.is_empty() => Ok(None),
        Ok(n_rows) if n_rows >= 2 => Ok(Some(n_rows)),
        _ => Err(format!("“{typed}” is no number of rows: type a whole number from 2, or nothing for all of them.")),
    }
}

/// What stands beside a word that was composed.
pub const FROM_PARTS: &str = "not in this table: from its parts";

/// Words that a table does not have and that were composed of their n-grams, in a sentence; none where there are none.
pub fn from_parts(words: &[String]) -> Option<String> {
    let quoted: Vec<String> = words.iter().map(|word| format!("“{word}”")).collect();
    match quoted.as_slice() {
        [] => None,
        [one] => Some(format!("{one} is not in this table: its vector is made of its parts.")),
        [first @ .., last] => Some(format!(
            "{} and {last} are not in this table: their vectors are made of their parts.",
            first.join(", ")
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_is_told_in_bytes_and_rows() {
        let mut progress = FilesProgress { bytes_total: 4_000_000, ..FilesProgress::default() };
        progress.bytes_done = 1_000_000;
        assert_eq!(reading_vectors(&progress), "1.00 MB of 4.00 MB");
        progress = FilesProgress { bytes_per_second: Some(1e6), n_rows: 1200, said_rows: Some(4000), ..progress };
        assert_eq!(reading_vectors(&progress), "1.00 MB of 4.00 MB · 1.00 MB/s · 0:03 left · 1,200 of 4,000 rows");
        progress.said_rows = Some(3);
        assert!(reading_vectors(&progress).ends_with("1,200 rows"), "a header that lies");
    }

    #[test]
    fn rows_are_typed_as_people_do() {
        assert_eq!(
            ["", " ", "100,000", "50 000", "2"].map(rows_typed),
            [None, None, Some(100_000), Some(50_000), Some(2)].map(Ok)
        );
        assert!(["1", "many", "-3"].iter().all(|typed| rows_typed(typed).is_err()));
    }

    #[test]
    fn composed_words_are_named() {
        let says = |words: &[&str]| from_parts(&words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>());
        assert_eq!(says(&[]), None);
        assert_eq!(says(&["boaty"]).as_deref(), Some("“boaty” is not in this table: its vector is made of its parts."));
        assert!(says(&["a", "b", "c"]).is_some_and(|said| said.starts_with("“a”, “b” and “c” are not in this table")));
    }
}
