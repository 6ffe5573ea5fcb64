//! What must lie beside a file so that it becomes a table.

use std::fmt;

/// One thing that is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Need {
    /// Words for vectors that came without them: a text file with a word a line, a vocabulary, or an array of strings.
    Words {
        /// Vectors that want a word.
        n_rows: usize,
    },
    /// Vectors for words that came without them.
    Vectors {
        /// Words that want a vector.
        n_words: usize,
    },
    /// An array that gensim has put into a file of its own.
    File {
        /// How its name ends: `.vectors.npy`.
        ending: String,
    },
}

impl fmt::Display for Need {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Words { n_rows } => write!(f, "a list of words, one for each of {n_rows} vectors"),
            Self::Vectors { n_words } => write!(f, "the vectors of these {n_words} words"),
            Self::File { ending } => write!(f, "the file beside it whose name ends with “{ending}”"),
        }
    }
}

/// All of them in one sentence.
pub(super) fn sentence(needs: &[Need]) -> String {
    let listed: Vec<String> = needs.iter().map(Need::to_string).collect();
    format!("This is a part of a table; what it still needs is {}.", listed.join(", and "))
}
