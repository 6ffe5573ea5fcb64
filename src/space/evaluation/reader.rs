//! Files of questions as people have them, read in slices: analogies, pairs of one relation, and pairs with scores.
//!
//! A file is gone through three times: to find its kind and separator ([`survey`]), to find its columns ([`columns`]), and
//! to take its questions. What is guessed is said ([`Taken`]), and where several columns could be the scores and none is
//! named so, the reader of the page chooses.
//!
//! Layouts that are read, with tabs, commas, semicolons, colons or white space between cells:
//! - analogies: `a b c d`, under lines `: section` (Google), behind or before a tag (MSR), behind a number of the line;
//! - relations: `word<TAB>answer/answer` (BATS), `word word` (`WordRep`): each two pairs make an analogy;
//! - pairs with scores: WordSim-353, SimLex-999, MEN (also lemmas such as `sun-n`), RG-65, RW, SimVerb-3500, `MTurk`,
//!   YP-130, Card-660, Multi-SimLex, SCWS, `SemEval`.

use std::ops::Range;

mod cells;
mod columns;
mod error;
mod lines;
mod questions;
mod survey;

#[cfg(test)]
mod tests;

pub use cells::Separator;
pub use columns::ScoreColumn;
pub use error::{FileError, SkipReason};
pub use questions::{Questions, alternatives};
pub use survey::Kind;

use cells::{Cell, Number};
use columns::{ColumnSurvey, Columns, has_word_tag, named_score};
use error::quoted;
use lines::{Line, Lines};
use questions::{Asked, Span};
use survey::{Found, Shape, Survey};

/// Lines left out that are named.
pub const MOST_SKIPPED: usize = 100;
/// Bytes of work that a cell counts for beside its letters.
const BYTES_PER_CELL: usize = 16;

/// What a file was taken for.
#[derive(Debug, Clone, PartialEq)]
pub struct Taken {
    /// What its lines are.
    pub kind: Kind,
    /// What stands between its cells.
    pub separator: Separator,
    /// Whether a line names the columns.
    pub has_headings: bool,
    /// Whether scores are written with decimal commas.
    pub has_decimal_commas: bool,
    /// Whether each word ended in its part of speech, which was cut off.
    pub has_word_tags: bool,
    /// Lines that questions were read from.
    pub n_lines: u32,
    /// Lines of comment.
    pub n_comments: u32,
    /// Columns that could be the scores.
    pub scores: Vec<ScoreColumn>,
    /// The column of the scores; none where the file has none, or where one has to be chosen first.
    pub score: Option<u32>,
    /// The first lines that were left out, by number, and why.
    pub skipped: Vec<(u32, SkipReason)>,
    /// All lines that were left out.
    pub n_skipped: u32,
}

impl Taken {
    /// Whether a column has to be chosen before anything can be asked.
    pub fn needs_choice(&self) -> bool {
        self.kind == Kind::Pairs && self.score.is_none()
    }
}

/// What came of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadFile {
    /// What it was taken for.
    pub taken: Taken,
    /// Its questions; none where [`Taken::needs_choice`].
    pub questions: Questions,
}

/// A file of questions on its way.
#[derive(Debug)]
pub struct QuestionReader {
    text: String,
    /// The column that the reader of the page has chosen.
    chosen: Option<u32>,
    lines: Lines,
    /// Whether a heading of a section came before.
    is_in_section: bool,
    stage: Stage,
    cells: Vec<Range<usize>>,
}

#[derive(Debug)]
enum Stage {
    /// The survey, and the first line that is neither blank nor a comment.
    Surveying(Box<Survey>, Option<(u32, Range<usize>)>),
    Columns(Found, Box<ColumnSurvey>),
    Taking(Box<Taking>),
    Done(Box<Taken>, Asked, Vec<(String, usize)>),
    /// An error was returned.
    Failed,
}

/// Questions being taken.
#[derive(Debug)]
struct Taking {
    found: Found,
    columns: Columns,
    taken: Taken,
    asked: Asked,
    sections: Vec<(String, usize)>,
    /// The tag of the section under way.
    tag: String,
}

impl QuestionReader {
    /// Begins. `chosen`: the column of the scores, from 0, where it was chosen.
    pub fn new(text: String, chosen: Option<u32>) -> Self {
        let stage = Stage::Surveying(Box::default(), None);
        // What Chinese and Japanese keyboards write between cells.
        let text = if text.contains(['，', '；', '：', '｜']) {
            text.replace('，', ",").replace('；', ";").replace('：', ":").replace('｜', "|")
        } else {
            text
        };
        Self { text, chosen, lines: Lines::default(), is_in_section: false, stage, cells: Vec::new() }
    }

    /// Goes on by about `n_bytes` bytes; whether the file is read. Errors: [`FileError`], and the reading is over.
    pub fn advance(&mut self, n_bytes: usize) -> Result<bool, FileError> {
        let mut n_done = 0;
        while n_done < n_bytes.max(1) {
            let start = self.lines.at;
            let Some(line) = self.lines.next(&self.text) else {
                if self.end_pass()? {
                    return Ok(true);
                }
                n_done += 1;
                continue;
            };
            let n_cells = self.see(&line);
            n_done += self.lines.at - start + BYTES_PER_CELL * n_cells;
        }
        Ok(matches!(self.stage, Stage::Done(..)))
    }

    /// Memory that it takes.
    pub fn n_bytes(&self) -> u64 {
        let of_lines = match &self.stage {
            Stage::Taking(taking) => taking.asked.len() * size_of::<[Span; 4]>(),
            _ => 0,
        };
        (self.text.capacity() + of_lines) as u64
    }

    /// The share of the work that is done, in [0, 1].
    pub fn share_done(&self) -> f64 {
        let n_passes = match self.stage {
            Stage::Surveying(..) => 0.0,
            Stage::Columns(..) => 1.0,
            Stage::Taking(_) => 2.0,
            Stage::Done(..) | Stage::Failed => return 1.0,
        };
        (n_passes + self.lines.at as f64 / self.text.len().max(1) as f64) / 3.0
    }

    /// What came of the file, once [`QuestionReader::advance`] has returned true; nothing before.
    pub fn finish(self) -> Option<ReadFile> {
        let Stage::Done(taken, asked, sections) = self.stage else { return None };
        Some(ReadFile { taken: *taken, questions: Questions { text: self.text, asked, sections } })
    }

    /// Reads a whole file. Errors: [`FileError`].
    pub fn read(text: &str, chosen: Option<u32>) -> Result<ReadFile, FileError> {
        let mut reader = Self::new(text.to_owned(), chosen);
        while !reader.advance(usize::MAX)? {}
        reader.finish().ok_or(FileError::Empty)
    }

    /// Shows the stage a line. Returns how many cells were looked at.
    fn see(&mut self, line: &Line) -> usize {
        let (text, is_in_section) = (&self.text, self.is_in_section);
        self.is_in_section |= matches!(line, Line::Section(_));
        match (&mut self.stage, line) {
            (Stage::Surveying(survey, first), Line::Content(range)) => {
                first.get_or_insert_with(|| (self.lines.number, range.clone()));
                survey.see(text, range, is_in_section)
            }
            (Stage::Surveying(survey, _), Line::TooLong) => {
                survey.n_lines += 1;
                0
            }
            (Stage::Columns(_, survey), Line::Content(range)) => survey.see(text, range, is_in_section),
            (Stage::Columns(_, survey), Line::Comment(range)) => {
                survey.see_comment(range);
                0
            }
            (Stage::Taking(taking), line) => taking.see(text, line, self.lines.number, &mut self.cells),
            _ => 0,
        }
    }

    /// Ends a pass over the file, and begins the next; whether it was the last.
    fn end_pass(&mut self) -> Result<bool, FileError> {
        let (lines, is_in_section) = (Lines::default(), false);
        match std::mem::replace(&mut self.stage, Stage::Failed) {
            Stage::Surveying(survey, first) => {
                if survey.asks_to_choose() {
                    return Err(FileError::Choices);
                }
                let found = survey.found().ok_or_else(|| match first {
                    Some((line, range)) => FileError::NoQuestions { line, found: quoted(&self.text[range]) },
                    None => FileError::Empty,
                })?;
                self.stage = Stage::Columns(found, Box::new(ColumnSurvey::new(found)));
            }
            Stage::Columns(found, survey) => {
                let columns = survey.finish(&self.text);
                self.stage = Stage::Taking(Box::new(Taking::new(found, columns, self.chosen)?));
            }
            Stage::Taking(taking) => {
                let Taking { taken, asked, sections, .. } = *taking;
                if let (0, Some((line, why))) = (asked.len(), taken.skipped.first()) {
                    return Err(FileError::NoLineLeft { line: *line, why: why.clone() });
                }
                if asked.len() == 0 && !taken.needs_choice() {
                    return Err(FileError::Empty);
                }
                let n_asked = (0..sections.len()).map(|place| {
                    let end = sections.get(place + 1).map_or(asked.len(), |&(_, start)| start);
                    (end - sections[place].1).saturating_sub(1)
                });
                if matches!(asked, Asked::Relations(_)) && n_asked.sum::<usize>() == 0 {
                    return Err(FileError::OnePair);
                }
                self.stage = Stage::Done(Box::new(taken), asked, sections);
                return Ok(true);
            }
            Stage::Done(taken, asked, sections) => {
                self.stage = Stage::Done(taken, asked, sections);
                return Ok(true);
            }
            Stage::Failed => return Err(FileError::Empty),
        }
        (self.lines, self.is_in_section) = (lines, is_in_section);
        Ok(false)
    }
}

impl Taking {
    fn new(found: Found, columns: Columns, chosen: Option<u32>) -> Result<Self, FileError> {
        let has_scores = found.shape == Shape::Scored && !columns.scores.is_empty();
        let (kind, asked) = match found.shape {
            Shape::Scored if has_scores => (Kind::Pairs, Asked::Pairs(Vec::new())),
            Shape::Scored | Shape::Two => (Kind::Relations, Asked::Relations(Vec::new())),
            Shape::Four | Shape::Five => (Kind::Analogies, Asked::Analogies(Vec::new())),
        };
        let is_score = |column: u32| columns.scores.iter().any(|score| score.column == column);
        let score = match (kind, chosen, columns.scores.as_slice()) {
            (Kind::Pairs, Some(column), _) if is_score(column) => Some(column),
            (Kind::Pairs, Some(column), _) => return Err(FileError::NoScores { column }),
            (Kind::Pairs, None, [only]) => Some(only.column),
            (Kind::Pairs, None, several) => named_score(several),
            _ => None,
        };
        if columns.words.len() < 2 {
            return Err(if found.shape == Shape::Five { FileError::FiveWords } else { FileError::NoWords });
        }
        let taken = Taken {
            kind,
            separator: found.separator,
            has_headings: columns.heading.is_some(),
            has_decimal_commas: columns.has_decimal_commas && kind == Kind::Pairs,
            has_word_tags: columns.has_word_tags && kind == Kind::Pairs,
            n_lines: 0,
            n_comments: 0,
            scores: columns.scores.clone(),
            score,
            skipped: Vec::new(),
            n_skipped: 0,
        };
        Ok(Self { found, columns, taken, asked, sections: Vec::new(), tag: String::new() })
    }

    /// Takes a line. Returns how many cells were looked at.
    fn see(&mut self, text: &str, line: &Line, number: u32, cells: &mut Vec<Range<usize>>) -> usize {
        match line {
            Line::Blank => 0,
            Line::Comment(range) if self.columns.heading == Some(range.start) => 0,
            Line::Comment(_) => {
                self.taken.n_comments += 1;
                0
            }
            Line::Section(name) => {
                self.begin_section(text[name.clone()].to_owned());
                0
            }
            Line::TooLong => {
                self.skip(number, SkipReason::TooLong);
                0
            }
            Line::Content(range) if self.columns.heading == Some(range.start) => 0,
            Line::Content(range) => {
                self.found.separator.cut(text, range.clone(), cells);
                match self.question(text, cells) {
                    Ok(()) => self.taken.n_lines += 1,
                    // Above the first question it is a sentence about the file, whatever its commas part.
                    Err(_) if self.taken.n_lines == 0 && cells.len() != self.found.n_cells => {
                        self.skip(number, SkipReason::Prose { found: quoted(&text[range.clone()]) });
                    }
                    Err(why) => self.skip(number, why),
                }
                cells.len()
            }
        }
    }

    fn begin_section(&mut self, name: String) {
        if !matches!(self.asked, Asked::Pairs(_)) {
            self.sections.push((name, self.asked.len()));
        }
    }

    fn skip(&mut self, line: u32, why: SkipReason) {
        self.taken.n_skipped += 1;
        if self.taken.skipped.len() < MOST_SKIPPED {
            self.taken.skipped.push((line, why));
        }
    }

    /// Takes a question from the cells of a line.
    fn question(&mut self, text: &str, cells: &[Range<usize>]) -> Result<(), SkipReason> {
        let (n_words, n_cells) = (self.columns.words.len() as u32, self.found.n_cells);
        let found = cells.len() as u32;
        let is_row = if self.taken.kind == Kind::Pairs && self.found.separator != Separator::Spaces {
            cells.len() >= 2
        } else {
            cells.len() == n_cells
        };
        if !is_row {
            let expected = if self.taken.kind == Kind::Pairs { n_cells as u32 } else { n_words };
            return Err(SkipReason::Words { found, expected });
        }
        let mut words: Vec<Range<usize>> = Vec::with_capacity(4);
        for &column in &self.columns.words {
            let word = cells.get(column).cloned().filter(|cell| !cell.is_empty());
            let mut word = word.ok_or(SkipReason::NoWord { column: column as u32 })?;
            if matches!(Cell::of(&text[word.clone()]), Cell::Sentence) {
                return Err(SkipReason::NoWord { column: column as u32 });
            }
            // The words may stand in other columns than the first, whose tags were counted.
            if self.taken.has_word_tags && has_word_tag(&text[word.clone()]) {
                word.end -= 2;
            }
            words.push(word);
        }
        let spans: Vec<Span> = words.into_iter().map(Span::from).collect();
        if let Some(tag) = self.columns.tag.and_then(|tag| cells.get(tag)) {
            let tag = &text[tag.clone()];
            if self.tag != tag {
                tag.clone_into(&mut self.tag);
                self.begin_section(tag.to_owned());
            }
        }
        let is_first = self.sections.is_empty();
        match (&mut self.asked, spans.as_slice()) {
            (Asked::Pairs(pairs), &[a, b]) => {
                let Some(column) = self.taken.score else { return Ok(()) };
                let cell = cells.get(column as usize).map_or("", |range| &text[range.clone()]);
                let number = Number::of(cell).ok_or_else(|| SkipReason::NoScore { column, found: quoted(cell) })?;
                pairs.push(([a, b], number.value));
            }
            (Asked::Analogies(analogies), &[a, b, c, d]) => {
                analogies.push([a, b, c, d]);
                if is_first {
                    self.sections.push((String::new(), 0));
                }
            }
            (Asked::Relations(pairs), &[a, b]) => {
                pairs.push([a, b]);
                if is_first {
                    self.sections.push((String::new(), 0));
                }
            }
            _ => return Err(SkipReason::Words { found, expected: n_words }),
        }
        Ok(())
    }
}
