//! How a text is read, as its beginning decides.

use serde::{Deserialize, Serialize};

use super::{
    cues::are_subtitles,
    decode::Encoding,
    lines,
    markup::is_document,
    quirks::{Quirk, Quirks},
    rows::{self, Rows},
    scripts::{Census, Script, Unit},
    words::Manner,
    wrap::{self, LineEnd},
};
use crate::text::TextError;

/// How a text is read.
#[derive(Debug)]
pub(super) struct Layout {
    pub(super) line_end: LineEnd,
    pub(super) manner: Manner,
    pub(super) is_document: bool,
    pub(super) rows: Option<Rows>,
    /// Whether cells of the rows may go over several lines.
    pub(super) has_long_cells: bool,
    pub(super) are_subtitles: bool,
    pub(super) scripts: Vec<(Script, Unit)>,
}

impl Layout {
    /// Of plain text whose lines end what they say.
    pub(super) fn plain() -> Self {
        Self {
            line_end: LineEnd::Break,
            manner: Manner::default(),
            is_document: false,
            rows: None,
            has_long_cells: false,
            are_subtitles: false,
            scripts: Vec::new(),
        }
    }

    /// Of a text that begins with `head`, without its `quirks`. Errors: [`TextError::NotSeparated`].
    pub(super) fn of(head: &str, quirks: &Quirks) -> Result<Self, TextError> {
        let is_document = is_document(head);
        let census = Census::of(head);
        let wrapped = wrap::line_end(&lines::lines(head).collect::<Vec<_>>());
        let are_subtitles = !is_document && are_subtitles(head);
        let found = if is_document || are_subtitles { None } else { rows::of(head) };
        let is_list = matches!(found, Some(Rows::List | Rows::Vertical));
        if let Some(script) = census.not_separated().filter(|_| !is_list) {
            return Err(TextError::NotSeparated { script: script.name() });
        }
        let id_separator = found.and_then(|rows| rows::id_separator(head, rows));
        // Where lines end what they say, as many words in each of them mean nothing.
        let is_news = |rows: &Rows| *rows != Rows::Spaces || wrapped == LineEnd::Space || id_separator.is_some();
        let rows = found.filter(is_news);
        let line_end = match rows {
            _ if is_document || are_subtitles => LineEnd::Space,
            Some(Rows::Vertical) => LineEnd::Space,
            Some(_) => LineEnd::Break,
            None if quirks.has_stamps() => LineEnd::Break,
            None => wrapped,
        };
        let manner = Manner {
            is_cjk_spaced: census.is_cjk_spaced() || is_list,
            is_tibetan_spaced: census.is_tibetan_spaced(),
            // Between quotes a comma may belong to a number.
            commas_separate: rows == Some(Rows::Commas) && !head.contains('"'),
            id_separator,
        };
        let has_long_cells = rows.is_some_and(|rows| rows::has_long_cells(head, rows));
        let scripts = census.scripts(is_list);
        Ok(Self { line_end, manner, is_document, rows, has_long_cells, are_subtitles, scripts })
    }

    /// The same for lines that are rows or records, whatever is in them.
    #[must_use]
    pub(super) fn of_lines(self) -> Self {
        let (line_end, is_document, are_subtitles) = (LineEnd::Break, false, false);
        Self { line_end, is_document, are_subtitles, rows: None, has_long_cells: false, ..self }
    }

    /// Whether lines are those of wrapped prose, so that words may be broken at their ends.
    pub(super) fn is_wrapped(&self) -> bool {
        self.line_end == LineEnd::Space && !self.is_document && !self.are_subtitles && self.rows.is_none()
    }
}

/// Something that a reader should know of how their text was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Notice {
    /// It was compressed by gzip.
    Compressed,
    /// It was compressed by gzip, and the file is cut off or damaged: what came before that was read.
    CutOff,
    /// Its encoding, which is not UTF-8. `is_guessed`: from its bytes alone.
    Encoding {
        /// The encoding.
        encoding: Encoding,
        /// Whether nothing but its bytes tell it.
        is_guessed: bool,
    },
    /// It is HTML or XML: tags, scripts and styles were left out.
    Document,
    /// A program has done something to it, which was undone.
    Quirk(Quirk),
    /// It is hard-wrapped: lines of a paragraph belong together.
    Wrapped,
    /// So many words that were broken at line ends were joined.
    Joined(u64),
    /// Its lines are rows.
    Rows(Rows),
    /// It is JSON whose records could not be told apart, so that its keys are words too.
    Keys,
    /// What becomes a word in a script without spaces.
    Script(Script, Unit),
    /// So many strings were too long for words.
    TooLong(u64),
    /// So many tags were left out of a plain text.
    Tags(u64),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_beginning_decides() {
        let layout = |head: &str| Layout::of(head, &Quirks::default()).expect("it can be read");
        assert!(layout("<!doctype html><p>text").is_document);
        assert_eq!(layout(&"1,2,3\n".repeat(5)).line_end, LineEnd::Break);
        assert!(layout(&"1,2,3\n".repeat(5)).manner.commas_separate);
        assert!(!layout("").is_wrapped());
        let refused = Layout::of("น้ำครัวทะเลขนมเรือทะเล", &Quirks::default()).expect_err("it is in Thai");
        assert_eq!(refused, TextError::NotSeparated { script: "Thai" });
        assert_eq!(layout(&"เรือ\nทะเล\nปลา\n".repeat(5)).rows, Some(Rows::List), "lines separate words as well");
    }
}
