//! What was out of the ordinary in a file that opened all the same: what, where, and what was done about it.

use std::fmt;

/// One thing to tell. `n_*` count rows; lines and rows are counted from 1, bytes from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Note {
    /// Words that came again; the first row counts.
    Duplicates {
        /// Rows left out.
        n_rows: u64,
        /// The first word that came again.
        word: String,
    },
    /// Rows with too few numbers, left out.
    Ragged {
        /// Rows left out.
        n_rows: u64,
        /// The first of them.
        line: u64,
        /// Its numbers.
        found: usize,
        /// The numbers of a vector.
        expected: usize,
    },
    /// Rows with a cell that is no number, left out.
    BadNumbers {
        /// Rows left out.
        n_rows: u64,
        /// The first of them.
        line: u64,
        /// Its cell.
        found: String,
    },
    /// Rows with NaN or an infinity, left out.
    NotFinite {
        /// Rows left out.
        n_rows: u64,
        /// The first of them: a line in a text, else a row.
        row: u64,
    },
    /// Rows of zeros, kept: they are similar to nothing.
    ZeroRows {
        /// How many.
        n_rows: u64,
    },
    /// Words without a letter, or with a line break inside, left out.
    EmptyWords {
        /// Rows left out.
        n_rows: u64,
        /// The first of them.
        row: u64,
    },
    /// Words that cannot be seen, such as U+00A0, kept; [`shown`](super::shown) gives their codes.
    InvisibleWords {
        /// How many.
        n_rows: u64,
        /// The first of them, as its code.
        first: String,
    },
    /// Words with spaces inside, kept whole: the last numbers of a row are its vector.
    WordsWithSpaces {
        /// How many.
        n_rows: u64,
        /// The first of them.
        word: String,
    },
    /// Words that were not valid UTF-8 and read `�` in places.
    Undecodable {
        /// How many.
        n_rows: u64,
        /// The first of them.
        row: u64,
    },
    /// The first line promises something else than what follows, which counts.
    HeaderLies {
        /// Rows promised.
        said_rows: u64,
        /// Numbers of a vector promised.
        said_dims: u64,
        /// Rows found.
        n_rows: u64,
        /// Numbers of a vector found.
        dims: usize,
    },
    /// The file ends within a row.
    Truncated {
        /// Rows that are whole.
        n_rows: u64,
        /// Rows promised, where the file says so.
        said_rows: Option<u64>,
        /// Where it ends.
        byte: u64,
    },
    /// The archive is not whole.
    CutArchive {
        /// Bytes that could be unpacked.
        n_bytes: u64,
    },
    /// The first rows were kept, as asked.
    KeptFirst {
        /// Rows kept.
        n_rows: u64,
        /// Rows that there are, where the file says so.
        of: Option<u64>,
    },
    /// Vectors that have no word, left out.
    NoWord {
        /// Rows left out.
        n_rows: u64,
    },
    /// Words that have no vector, left out.
    NoVector {
        /// Words left out.
        n_words: u64,
    },
    /// The archive has other tables.
    OtherEntries {
        /// The one that was opened.
        opened: String,
        /// The first ones of the others.
        others: Vec<String>,
    },
    /// Files that were given and not used.
    Unused {
        /// Their names.
        names: Vec<String>,
    },
    /// Bytes behind the end of the archive or the table, left out.
    TrailingBytes {
        /// Where they begin.
        byte: u64,
    },
    /// Words were written with `_` for spaces and control characters, which would end a cell.
    SpacesReplaced {
        /// How many.
        n_words: u64,
        /// The first of them.
        word: String,
    },
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let one = |n: u64, one: &'static str, many: &'static str| if n == 1 { one } else { many };
        match self {
            Self::Duplicates { n_rows: n, word } => {
                let word = super::shown(word);
                write!(
                    f,
                    "{n} {} twice, the first “{word}”: the first row of each counts.",
                    one(*n, "word came", "words came")
                )
            }
            Self::Ragged { n_rows: n, line, found, expected } => {
                let rows = one(*n, "row has", "rows have");
                write!(
                    f,
                    "{n} {rows} another length and {} left out, the first in line {line}: {found} numbers where the others have {expected}.",
                    one(*n, "was", "were")
                )
            }
            Self::BadNumbers { n_rows: n, line, found } => write!(
                f,
                "{n} {} left out for a cell that is no number, the first in line {line}: “{found}”.",
                one(*n, "row was", "rows were")
            ),
            Self::NotFinite { n_rows: n, row } => write!(
                f,
                "{n} {} a number that is not finite and {} left out, the first in row {row}.",
                one(*n, "row has", "rows have"),
                one(*n, "was", "were")
            ),
            Self::ZeroRows { n_rows: n } => {
                write!(f, "{n} {} all zeros and similar to nothing.", one(*n, "row is", "rows are"))
            }
            Self::EmptyWords { n_rows: n, row } => write!(
                f,
                "{n} {} a word that is empty or has a line break inside and {} left out, the first in row {row}.",
                one(*n, "row has", "rows have"),
                one(*n, "was", "were")
            ),
            Self::InvisibleWords { n_rows: n, first } => {
                write!(
                    f,
                    "{n} {} be seen and {} shown by code, the first as {first}.",
                    one(*n, "word cannot", "words cannot"),
                    one(*n, "is", "are")
                )
            }
            Self::WordsWithSpaces { n_rows: n, word } => {
                write!(
                    f,
                    "{n} {} a space inside and {} kept whole, the first “{word}”.",
                    one(*n, "word has", "words have"),
                    one(*n, "was", "were")
                )
            }
            Self::Undecodable { n_rows: n, row } => write!(
                f,
                "{n} {} not valid UTF-8 and {} � in places, the first in row {row}: save the file as UTF-8.",
                one(*n, "word is", "words are"),
                one(*n, "reads", "read")
            ),
            Self::HeaderLies { said_rows, said_dims, n_rows, dims } => write!(
                f,
                "The first line promises {said_rows} rows of {said_dims} numbers; {n_rows} of {dims} were found, and these count."
            ),
            Self::Truncated { n_rows, said_rows: Some(said), byte } => {
                write!(f, "The file breaks off at byte {byte}: {n_rows} of {said} rows were read.")
            }
            Self::Truncated { n_rows, said_rows: None, byte } => {
                write!(f, "The file breaks off at byte {byte}: {n_rows} rows were read.")
            }
            Self::CutArchive { n_bytes } => {
                write!(f, "The archive is not whole: {n_bytes} bytes could be unpacked, and what they hold was read.")
            }
            Self::KeptFirst { n_rows, of: Some(of) } => {
                write!(f, "The first {n_rows} of {of} rows were kept, as asked.")
            }
            Self::KeptFirst { n_rows, of: None } => write!(f, "The first {n_rows} rows were kept, as asked."),
            Self::NoWord { n_rows: n } => {
                write!(
                    f,
                    "{n} {} no word and {} left out.",
                    one(*n, "vector has", "vectors have"),
                    one(*n, "was", "were")
                )
            }
            Self::NoVector { n_words: n } => {
                write!(
                    f,
                    "{n} {} no vector and {} left out.",
                    one(*n, "word has", "words have"),
                    one(*n, "was", "were")
                )
            }
            Self::OtherEntries { opened, others } => {
                write!(f, "“{opened}” of the archive was opened; it also has {}.", quoted(others))
            }
            Self::Unused { names } => write!(f, "Not needed and not used: {}.", quoted(names)),
            Self::TrailingBytes { byte } => write!(f, "What follows the end of the table at byte {byte} was left out."),
            Self::SpacesReplaced { n_words: n, word } => {
                write!(
                    f,
                    "{n} {} written with “_” for spaces and control characters, the first “{word}”.",
                    one(*n, "word was", "words were")
                )
            }
        }
    }
}

fn quoted(names: &[String]) -> String {
    let listed: Vec<String> = names.iter().map(|name| format!("“{name}”")).collect();
    listed.join(", ")
}

/// Counts what is to be told, as it comes.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    pub(super) duplicates: Option<(u64, String)>,
    pub(super) ragged: Option<(u64, u64, usize, usize)>,
    pub(super) bad_numbers: Option<(u64, u64, String)>,
    pub(super) not_finite: Option<(u64, u64)>,
    pub(super) zeros: u64,
    pub(super) empty: Option<(u64, u64)>,
    pub(super) invisible: Option<(u64, String)>,
    pub(super) with_spaces: Option<(u64, String)>,
    pub(super) undecodable: Option<(u64, u64)>,
    /// Whatever comes once.
    pub(super) others: Vec<Note>,
}

/// One more of something; the first says where.
pub(super) fn more(count: &mut Option<(u64, u64)>, place: u64) {
    count.get_or_insert((0, place)).0 += 1;
}

/// One more of something; the first says which.
pub(super) fn more_words(count: &mut Option<(u64, String)>, word: impl FnOnce() -> String) {
    count.get_or_insert_with(|| (0, word())).0 += 1;
}

impl Tally {
    /// Rows that do not belong to this table: they have another length, or cells that are no numbers.
    pub(super) fn n_bad(&self) -> (u64, u64) {
        let ragged = self.ragged.as_ref().map(|&(n, line, ..)| (n, line));
        let bad = self.bad_numbers.as_ref().map(|&(n, line, _)| (n, line));
        let line = [ragged, bad].into_iter().flatten().map(|(_, line)| line).min().unwrap_or(0);
        ([ragged, bad].into_iter().flatten().map(|(n, _)| n).sum(), line)
    }

    /// Everything, in a fixed order.
    pub(super) fn into_notes(self) -> Vec<Note> {
        let mut notes = self.others;
        notes.extend(self.ragged.map(|(n_rows, line, found, expected)| Note::Ragged { n_rows, line, found, expected }));
        notes.extend(self.bad_numbers.map(|(n_rows, line, found)| Note::BadNumbers { n_rows, line, found }));
        notes.extend(self.not_finite.map(|(n_rows, row)| Note::NotFinite { n_rows, row }));
        notes.extend(self.empty.map(|(n_rows, row)| Note::EmptyWords { n_rows, row }));
        notes.extend(self.duplicates.map(|(n_rows, word)| Note::Duplicates { n_rows, word }));
        notes.extend(self.with_spaces.map(|(n_rows, word)| Note::WordsWithSpaces { n_rows, word }));
        notes.extend(self.undecodable.map(|(n_rows, row)| Note::Undecodable { n_rows, row }));
        notes.extend(self.invisible.map(|(n_rows, first)| Note::InvisibleWords { n_rows, first }));
        notes.extend((self.zeros > 0).then_some(Note::ZeroRows { n_rows: self.zeros }));
        notes
    }
}
