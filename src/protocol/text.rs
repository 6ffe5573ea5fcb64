//! What a text was taken for, and why a word is not in it.

use serde::{Deserialize, Serialize};

/// Encodings that a reader can choose for a file: the name that [`Source::File`](super::Source::File) takes, and what people
/// call it.
pub const ENCODINGS: [(&str, &str); 31] = [
    ("utf-8", "UTF-8"),
    ("utf-16le", "UTF-16, little-endian"),
    ("utf-16be", "UTF-16, big-endian"),
    ("windows-1252", "Western (Windows-1252)"),
    ("iso-8859-15", "Western (ISO-8859-15)"),
    ("macintosh", "Western (Mac)"),
    ("ibm850", "Western (DOS, CP850)"),
    ("windows-1250", "Central European (Windows-1250)"),
    ("iso-8859-2", "Central European (ISO-8859-2)"),
    ("ibm852", "Central European (DOS, CP852)"),
    ("windows-1257", "Baltic (Windows-1257)"),
    ("windows-1251", "Cyrillic (Windows-1251)"),
    ("koi8-r", "Russian (KOI8-R)"),
    ("koi8-u", "Ukrainian (KOI8-U)"),
    ("ibm866", "Cyrillic (IBM866)"),
    ("iso-8859-5", "Cyrillic (ISO-8859-5)"),
    ("x-mac-cyrillic", "Cyrillic (Mac)"),
    ("windows-1253", "Greek (Windows-1253)"),
    ("iso-8859-7", "Greek (ISO-8859-7)"),
    ("windows-1254", "Turkish (Windows-1254)"),
    ("windows-1255", "Hebrew (Windows-1255)"),
    ("windows-1256", "Arabic (Windows-1256)"),
    ("iso-8859-6", "Arabic (ISO-8859-6)"),
    ("windows-1258", "Vietnamese (Windows-1258)"),
    ("windows-874", "Thai (Windows-874)"),
    ("gb18030", "Chinese (GB18030, GBK)"),
    ("big5", "Chinese (Big5)"),
    ("shift_jis", "Japanese (Shift_JIS)"),
    ("euc-jp", "Japanese (EUC-JP)"),
    ("iso-2022-jp", "Japanese (ISO-2022-JP)"),
    ("euc-kr", "Korean (EUC-KR)"),
];

/// Something that a reader should know of how their text was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Notice {
    /// The file was compressed by gzip.
    Compressed,
    /// It was compressed by gzip, and is cut off or damaged: what came before that was read.
    CutOff,
    /// Its encoding, which is not UTF-8.
    Encoding {
        /// As in [`ENCODINGS`].
        name: String,
        /// Whether it was guessed from the bytes alone, so that it may be wrong.
        is_guessed: bool,
    },
    /// It is HTML or XML: tags, scripts and styles were left out.
    Document,
    /// A program has done something to it, which was undone.
    Quirk(Quirk),
    /// It is hard-wrapped: the lines of a paragraph belong together.
    Wrapped,
    /// So many words that were broken at line ends were joined.
    Joined(u64),
    /// Its lines are rows, each a passage of its own.
    Rows(RowKind),
    /// It is JSON whose records could not be told apart, so that its keys are words too.
    Keys,
    /// Some columns of it are read, or all but some.
    Columns {
        /// Their names.
        taken: Vec<String>,
        /// Columns in all.
        n_columns: u32,
    },
    /// How words are found in a script without spaces.
    Script {
        /// Its name: `Chinese`.
        script: String,
        /// What becomes a word.
        unit: WordUnit,
    },
    /// So many strings of more than 100 characters were left out as data.
    TooLong(u64),
    /// So many tags were left out of a plain text.
    Tags(u64),
    /// It was read from so many files.
    Files(u32),
    /// So many files of several are no texts, and were left out.
    LeftOut {
        /// How many.
        n: u32,
        /// The name of the first one.
        first: String,
    },
}

/// What a program has done to a text, and what was done about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Quirk {
    /// Its characters were encoded twice: `cafÃ©`. They were decoded twice.
    EncodedTwice,
    /// Line ends and quotes are escaped: `\n`. They are signs again.
    Escaped,
    /// Its lines begin with dates or times, which were left out.
    Stamps,
    /// Each word has a tag behind a slash, which was left out.
    WordTags,
    /// Each line is a word and its analysis. Only the words were read.
    Columns,
    /// It is LaTeX: commands, formulas and comments were left out.
    Latex,
    /// It is mail: what was encoded for its transport was decoded.
    Mail,
}

/// What the lines of a text are, where they are no prose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum RowKind {
    /// Cells between tabs.
    Tabs,
    /// Cells between commas.
    Commas,
    /// Cells between semicolons.
    Semicolons,
    /// Cells between bars.
    Bars,
    /// Words between spaces: walks, baskets.
    Spaces,
    /// Records in JSON.
    Json,
    /// One word a line.
    List,
    /// One word a line, in groups between blank lines.
    Vertical,
}

/// The columns of a text that is a table, or the values of records by their keys, as a reader may choose from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextTable {
    /// The columns in their order.
    pub columns: Vec<TextColumn>,
    /// Whether the reader chose what is read.
    pub is_chosen: bool,
}

/// A column of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextColumn {
    /// Its name, which no other one has.
    pub name: String,
    /// What its cells are.
    pub kind: ColumnKind,
    /// Some of its first cells.
    pub samples: Vec<String>,
    /// Whether it is read.
    pub is_taken: bool,
}

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ColumnKind {
    /// Sentences, or at least several words.
    Prose,
    /// A word or few.
    Words,
    /// Numbers.
    Numbers,
    /// Dates or times.
    Dates,
    /// Addresses of the web.
    Links,
    /// Nothing.
    Empty,
}

/// What becomes a word in a script without spaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum WordUnit {
    /// What stands between spaces or zero-width spaces.
    Spaced,
    /// Each character.
    Character,
    /// Each syllable.
    Syllable,
    /// All that stands between spaces and punctuation.
    Stretch,
}

/// Why a word is not in the vocabulary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Absence {
    /// The text has it this often, which is less than the minimum count. That many would admit it.
    TooRare {
        /// How often.
        count: u32,
        /// The minimum count in force.
        min_count: u32,
    },
    /// It occurs often enough, but the vocabulary is full.
    Cut {
        /// How often.
        count: u32,
        /// Words that a vocabulary holds.
        most_words: u32,
    },
    /// It stands in markup alone, which was left out.
    Dropped {
        /// How often.
        count: u32,
    },
    /// It stands in columns that are not read, or in markup, alone.
    OtherColumn {
        /// How often, as far as that was counted.
        count: u32,
    },
    /// It is read as several words.
    Parts {
        /// Which.
        words: Vec<String>,
    },
    /// It stands inside of other words alone.
    Inside {
        /// Some of them.
        words: Vec<String>,
    },
    /// It is longer than any word.
    TooLong {
        /// The most characters of a word.
        most_chars: u32,
    },
    /// It has no letter and no digit.
    Sign,
    /// The session was saved without its text, so the text cannot be searched.
    TextLeftOut,
    /// The text, or the table that was loaded, does not have it.
    Absent,
}
