//! The second look at a file: which of its columns are words, which is the score, and whether its first line names them.

use std::{collections::HashSet, ops::Range};

use super::{
    cells::{Cell, MOST_CELLS, Number, Separator, looks_like_a_tag},
    survey::{Found, Shape},
};
use crate::fnv::Fnv1a;

/// A column with no more different words than this, in at least ten times as many lines, holds tags, such as parts of
/// speech, and no words to compare.
const MOST_TAGS: usize = 12;
const LINES_PER_TAG: u32 = 10;
/// Of the lines of a column of numbers, nine in ten hold one.
const LEAST_NUMBERS: (u32, u32) = (9, 10);

/// What is known of a column.
#[derive(Debug, Clone)]
struct Column {
    n_words: u32,
    n_numbers: u32,
    /// Words that look like tags.
    n_tag_like: u32,
    /// Whether the numbers so far are whole and count up by one; the first and the last of them.
    is_counter: bool,
    ends: Option<[f64; 2]>,
    has_commas: bool,
    /// Hashes of its words, up to one more than tags can be.
    tags: HashSet<u64>,
    example: Option<Range<usize>>,
}

impl Default for Column {
    fn default() -> Self {
        let (tags, example) = (HashSet::new(), None);
        Self { n_words: 0, n_numbers: 0, n_tag_like: 0, is_counter: true, ends: None, has_commas: false, tags, example }
    }
}

impl Column {
    fn see(&mut self, text: &str, range: &Range<usize>) {
        let cell = &text[range.clone()];
        match Cell::of(cell) {
            Cell::Number(number) => self.see_number(number, range),
            Cell::Word | Cell::Sentence => {
                self.n_words += 1;
                self.n_tag_like += u32::from(looks_like_a_tag(cell));
                if self.tags.len() <= MOST_TAGS {
                    self.tags.insert(Fnv1a::hash(cell.as_bytes()));
                }
            }
            Cell::Nothing => {}
        }
    }

    fn see_number(&mut self, number: Number, range: &Range<usize>) {
        self.n_numbers += 1;
        let [first, last] = self.ends.unwrap_or([number.value, number.value - 1.0]);
        let (is_next, is_before) = (number.value == last + 1.0, number.value == first - 1.0);
        self.is_counter &= number.is_whole && (is_next || is_before);
        self.ends = Some(if is_next { [first, number.value] } else { [number.value, last] });
        self.has_commas |= number.has_comma;
        // The first line is looked at last.
        if self.example.as_ref().is_none_or(|example| range.start < example.start) {
            self.example = Some(range.clone());
        }
    }

    fn is_of_numbers(&self, n_lines: u32) -> bool {
        self.n_numbers > 0 && self.n_numbers * LEAST_NUMBERS.1 >= n_lines * LEAST_NUMBERS.0
    }

    fn is_of_words(&self, n_lines: u32) -> bool {
        self.n_words * 2 > n_lines
    }

    fn looks_like_tags(&self) -> bool {
        self.n_words > 0 && self.n_tag_like == self.n_words
    }

    fn is_of_tags(&self, n_lines: u32) -> bool {
        self.tags.len() <= MOST_TAGS && n_lines >= LINES_PER_TAG * self.tags.len() as u32
    }
}

/// A column that may hold the scores.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoreColumn {
    /// Its place, from 0.
    pub column: u32,
    /// What its heading calls it; empty where there is none.
    pub name: String,
    /// Its first number, as it is written.
    pub example: String,
}

/// Which cells of a line are what.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Columns {
    /// The line of headings, by the byte it begins at.
    pub(super) heading: Option<usize>,
    /// Where the words stand: two or four.
    pub(super) words: Vec<usize>,
    /// The tag that names the section of an analogy.
    pub(super) tag: Option<usize>,
    /// Columns that may hold the scores.
    pub(super) scores: Vec<ScoreColumn>,
    pub(super) has_decimal_commas: bool,
    /// Whether each word ends in its part of speech, as in MEN: `sun-n`.
    pub(super) has_word_tags: bool,
}

/// Columns that are being looked at.
#[derive(Debug)]
pub(super) struct ColumnSurvey {
    found: Found,
    columns: Vec<Column>,
    n_lines: u32,
    /// Lines whose first two words end in a part of speech.
    n_word_tags: u32,
    /// The last line before the first of the shape that could be headings.
    before: Option<Range<usize>>,
    /// The first line of the shape: of headings, if numbers stand below its words.
    first: Option<Range<usize>>,
    cells: Vec<Range<usize>>,
}

impl ColumnSurvey {
    pub(super) fn new(found: Found) -> Self {
        let columns = vec![Column::default(); MOST_CELLS];
        Self { found, columns, n_lines: 0, n_word_tags: 0, before: None, first: None, cells: Vec::new() }
    }

    /// Takes a line that is no question for sure, such as a comment.
    pub(super) fn see_comment(&mut self, line: &Range<usize>) {
        if self.first.is_none() {
            self.before = Some(line.clone());
        }
    }

    /// Takes a line that may be a question. Returns how many cells were looked at.
    pub(super) fn see(&mut self, text: &str, line: &Range<usize>, is_in_section: bool) -> usize {
        let mut cells = std::mem::take(&mut self.cells);
        self.found.separator.cut(text, line.clone(), &mut cells);
        if Shape::of(text, &cells, is_in_section) != Some(self.found.shape) {
            self.see_comment(line);
        } else if self.first.is_none() {
            self.first = Some(line.clone());
        } else {
            self.take(text, &cells);
        }
        let n_seen = cells.len();
        self.cells = cells;
        n_seen
    }

    fn take(&mut self, text: &str, cells: &[Range<usize>]) {
        self.n_lines += 1;
        for (column, range) in self.columns.iter_mut().zip(cells) {
            column.see(text, range);
        }
        let is_word = |range: &&Range<usize>| Cell::of(&text[(*range).clone()]) == Cell::Word;
        let is_tagged = cells.iter().filter(is_word).take(2).all(|range| has_word_tag(&text[range.clone()]));
        self.n_word_tags += u32::from(is_tagged);
    }

    /// What the columns are.
    pub(super) fn finish(mut self, text: &str) -> Columns {
        let first = self.first.take().unwrap_or_default();
        let mut cells = Vec::new();
        self.found.separator.cut(text, first.clone(), &mut cells);
        let is_heading = self.is_heading(text, &cells);
        let mut columns = Columns { heading: is_heading.then_some(first.start), ..Columns::default() };
        let names: Vec<String> = if is_heading {
            cells.iter().map(|range| text[range.clone()].to_owned()).collect()
        } else {
            self.take(text, &cells);
            let n_cells = cells.len();
            let before = self.before.take().unwrap_or_default();
            self.found.separator.cut(text, before.clone(), &mut cells);
            let is_of_words = cells.iter().any(|range| Number::of(&text[range.clone()]).is_none());
            let is_heading = n_cells > 1 && cells.len() == n_cells && is_of_words;
            columns.heading = is_heading.then_some(before.start);
            if is_heading { cells.iter().map(|range| text[range.clone()].to_owned()).collect() } else { Vec::new() }
        };
        columns.has_word_tags = self.n_word_tags == self.n_lines && self.n_lines > 0;
        match self.found.shape {
            Shape::Four => {
                columns.words = self.last_words(4);
                let is_of_tags = |n: usize| self.columns[columns.words[n]].looks_like_tags();
                // A pair and what is said of it, such as `dog animal True HYPER`.
                if self.n_lines > 1 && is_of_tags(3) && !is_of_tags(1) {
                    columns.words.clear();
                }
            }
            Shape::Five => {
                let n_tags = |place: usize| self.columns[place].tags.len();
                let tag = if n_tags(4) < n_tags(0) { 4 } else { 0 };
                // A sentence of five words has no tag.
                if self.columns[tag].tags.len() <= MOST_TAGS || self.columns[tag].is_of_tags(self.n_lines) {
                    columns.tag = Some(tag);
                    columns.words = (0..5).filter(|&place| place != tag).collect();
                }
            }
            Shape::Two => columns.words = self.last_words(2),
            Shape::Scored => self.find_scores(text, &names, &mut columns),
        }
        columns
    }

    /// Whether the first line of the shape names the columns: words stand where numbers stand below, or each cell is a
    /// usual heading.
    fn is_heading(&self, text: &str, cells: &[Range<usize>]) -> bool {
        let is_over_numbers = self.columns.iter().zip(cells).any(|(column, range)| {
            column.is_of_numbers(self.n_lines) && matches!(Cell::of(&text[range.clone()]), Cell::Word | Cell::Sentence)
        });
        let is_usual = |range: &Range<usize>| is_usual_heading(&text[range.clone()], cells.len());
        is_over_numbers || (self.n_lines > 0 && cells.iter().all(is_usual))
    }

    /// The last columns of a line: before them stands at most a number.
    fn last_words(&self, n: usize) -> Vec<usize> {
        let start = self.found.n_cells.saturating_sub(n);
        (start..start + n).collect()
    }

    fn find_scores(&self, text: &str, names: &[String], columns: &mut Columns) {
        let n_lines = self.n_lines;
        let is_named = |place: usize, end: [&str; 2]| {
            names.get(place).is_some_and(|name| {
                let name = plain(name);
                let stems = ["word", "w", "term", "noun", "verb", "item", "concept", "token", "phrase", "entity"];
                stems.iter().any(|stem| end.iter().any(|end| name.strip_prefix(stem) == Some(end)))
            })
        };
        let of_words: Vec<usize> = (0..MOST_CELLS).filter(|&place| self.columns[place].is_of_words(n_lines)).collect();
        let named = [["1", "a"], ["2", "b"]].map(|end| of_words.iter().copied().find(|&place| is_named(place, end)));
        columns.words = if let [Some(a), Some(b)] = named {
            vec![a, b]
        } else {
            let untagged = of_words.iter().copied().filter(|&place| !self.columns[place].is_of_tags(n_lines));
            let untagged: Vec<usize> = untagged.collect();
            let plain = untagged.iter().copied().filter(|&place| !self.columns[place].looks_like_tags());
            let plain: Vec<usize> = plain.collect();
            if plain.len() > 2 && self.found.separator == Separator::Spaces {
                // Names of several words cannot be told from one another.
                Vec::new()
            } else if plain.len() >= 2 {
                plain[..2].to_vec()
            } else if untagged.len() >= 2 {
                untagged[..2].to_vec()
            } else {
                // The same few words again and again: those that differ most.
                let mut by_variety = of_words;
                by_variety.sort_by_key(|&place| std::cmp::Reverse(self.columns[place].tags.len()));
                by_variety.truncate(2);
                by_variety.sort_unstable();
                by_variety
            }
        };
        let first_word = columns.words.first().copied().unwrap_or(0);
        for (place, column) in self.columns.iter().enumerate() {
            let name = names.get(place).map_or("", String::as_str);
            let counts_lines = column.is_counter && n_lines > 2 && place < first_word;
            let is_id = place < first_word && matches!(plain(name).as_str(), "id" | "index" | "no" | "nr" | "number");
            if column.is_of_numbers(n_lines) && !counts_lines && !is_id {
                let example = column.example.clone().map_or("", |range| &text[range]);
                columns.has_decimal_commas |= column.has_commas;
                columns.scores.push(ScoreColumn {
                    column: place as u32,
                    name: name.to_owned(),
                    example: example.to_owned(),
                });
            }
        }
    }
}

/// The column whose heading says that it holds the scores; none where none or several do. Deviations, raters and what
/// else tables of judgements hold are no scores.
pub(super) fn named_score(columns: &[ScoreColumn]) -> Option<u32> {
    const YES: [&str; 18] = [
        "mittel",
        "durchschnitt",
        "moyen",
        "promedio",
        "средн",
        "平均",
        "mean",
        "average",
        "avg",
        "score",
        "similarity",
        "relatedness",
        "rating",
        "gold",
        "judg",
        "human",
        "simlex",
        "simverb",
    ];
    const NO: [&str; 15] = [
        "sd",
        "std",
        "dev",
        "var",
        "conc",
        "freq",
        "count",
        "assoc",
        "rank",
        "min",
        "max",
        "num",
        "rater",
        "annotator",
        "subject",
    ];
    let is_named = |column: &&ScoreColumn| {
        let name = plain(&column.name);
        YES.iter().any(|part| name.contains(part)) && !NO.iter().any(|part| name.contains(part))
    };
    let mut named = columns.iter().filter(is_named);
    let first = named.next()?;
    named.next().is_none().then_some(first.column)
}

/// Whether a word ends in its part of speech, as in the lemmas of MEN.
pub(super) fn has_word_tag(word: &str) -> bool {
    let mut letters = word.bytes().rev();
    let tag = letters.next().is_some_and(|letter| matches!(letter, b'n' | b'v' | b'j' | b'a' | b'r'));
    tag && letters.next() == Some(b'-') && letters.next().is_some()
}

/// Whether a cell is a heading that questions of words alone begin with. Single letters are headings only in a row of
/// four or more.
fn is_usual_heading(cell: &str, n_cells: usize) -> bool {
    let name = plain(cell);
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let stems = [
        "word", "w", "term", "answer", "answers", "expected", "question", "source", "target", "query", "category",
        "relation", "section",
    ];
    stems.contains(&stem) || (n_cells >= 4 && matches!(name.as_str(), "a" | "b" | "c" | "d"))
}

/// A heading in small letters and digits alone.
fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
