//! The first look at a file: what kind of questions it holds, and what stands between its cells.
//!
//! Every line is cut by every separator. The separator and the kind that most lines agree with are taken; of two that
//! agree with as many lines, the more telling one.

use std::ops::Range;

use super::cells::{Cell, MOST_CELLS, Separator};

/// One line in this many must be a question of the kind that is found: other files are no questions.
const LEAST_SHARE: u32 = 4;

/// A question of SAT takes a line for its name, one for its words, five for its choices, and one for the right one.
const LINES_PER_CHOICE: u32 = 9;

/// What the lines of a file are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Analogies of four words, as in Google's `questions-words.txt`.
    Analogies,
    /// Pairs of words with a score, as in WordSim-353.
    Pairs,
    /// Pairs of words that stand in one relation, as in BATS: each two of them make an analogy.
    Relations,
}

/// What the cells of a line can be, by what they hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Four words, perhaps behind a number that counts the lines.
    Four,
    /// Four words and a tag.
    Five,
    /// Two words, and at least one number.
    Scored,
    /// Two words.
    Two,
}

impl Shape {
    /// Every shape, the most telling first.
    const ALL: [Self; 4] = [Self::Scored, Self::Four, Self::Two, Self::Five];

    /// The shape of a line, if it has one. `is_in_section`: whether it stands under a heading such as `: capitals`, where
    /// numbers are words.
    pub(super) fn of(text: &str, cells: &[Range<usize>], is_in_section: bool) -> Option<Self> {
        let (mut n_words, mut n_numbers, mut is_counted) = (0, 0, false);
        for (place, range) in cells.iter().enumerate() {
            match Cell::of(&text[range.clone()]) {
                Cell::Word => n_words += 1,
                Cell::Number(number) => {
                    n_numbers += 1;
                    is_counted |= place == 0 && number.is_whole;
                }
                Cell::Nothing | Cell::Sentence => {}
            }
        }
        let is_full = n_words + n_numbers == cells.len();
        match (n_words, n_numbers, cells.len()) {
            (_, _, 4) if is_in_section && is_full => Some(Self::Four),
            (_, _, 2) if is_in_section && is_full => Some(Self::Two),
            (4, 0, 4) => Some(Self::Four),
            (4, 1, 5) if is_counted => Some(Self::Four),
            (5, 0, 5) => Some(Self::Five),
            (2, 0, 2) => Some(Self::Two),
            (2.., 1.., _) => Some(Self::Scored),
            _ => None,
        }
    }
}

/// What was found of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) shape: Shape,
    pub(super) separator: Separator,
    /// Cells of a line of that shape, where white space separates them: another number of cells is another line.
    pub(super) n_cells: usize,
}

/// Lines of each shape under each separator.
#[derive(Debug)]
pub(super) struct Survey {
    /// By separator, shape and number of cells.
    counts: Vec<u32>,
    pub(super) n_lines: u32,
    /// Lines that offer an answer to choose, or name the right one.
    n_choices: u32,
    cells: Vec<Range<usize>>,
}

impl Default for Survey {
    fn default() -> Self {
        let n_counts = Separator::ALL.len() * Shape::ALL.len() * (MOST_CELLS + 1);
        Self { counts: vec![0; n_counts], n_lines: 0, n_choices: 0, cells: Vec::new() }
    }
}

impl Survey {
    /// Takes a line that may be a question. Returns how many cells were looked at.
    pub(super) fn see(&mut self, text: &str, line: &Range<usize>, is_in_section: bool) -> usize {
        let mut cells = std::mem::take(&mut self.cells);
        let mut n_seen = 0;
        self.n_lines += 1;
        self.n_choices += u32::from(is_choice(text[line.clone()].trim()));
        for (i, separator) in Separator::ALL.into_iter().enumerate() {
            separator.cut(text, line.clone(), &mut cells);
            n_seen += cells.len();
            if let Some(shape) = Shape::of(text, &cells, is_in_section) {
                self.counts[place(i, shape, cells.len())] += 1;
            }
        }
        self.cells = cells;
        n_seen
    }

    /// Whether the file asks to choose among answers, as the questions of TOEFL and SAT do.
    pub(super) fn asks_to_choose(&self) -> bool {
        self.n_choices > 1 && self.n_choices * LINES_PER_CHOICE >= self.n_lines
    }

    /// What most lines are; none where too few are anything.
    pub(super) fn found(&self) -> Option<Found> {
        let mut best: Option<(u32, Found)> = None;
        // Two words and a number are nothing else, whatever parts them.
        let all = Separator::ALL.into_iter().enumerate();
        let (scored, others) = Shape::ALL.split_at(1);
        for (shapes, (i, separator)) in all.clone().map(|s| (scored, s)).chain(all.map(|s| (others, s))) {
            for &shape in shapes {
                let of_shape = &self.counts[place(i, shape, 0)..=place(i, shape, MOST_CELLS)];
                let (n_cells, &most) =
                    of_shape.iter().enumerate().rev().max_by_key(|&(_, &count)| count).unwrap_or((0, &0));
                // A row of a table may lack its last cells; a row of words between spaces may not.
                let n_lines = if separator == Separator::Spaces { most } else { of_shape.iter().sum() };
                if n_lines > best.map_or(0, |(n_lines, _)| n_lines) {
                    best = Some((n_lines, Found { shape, separator, n_cells }));
                }
            }
        }
        best.filter(|&(n_lines, _)| n_lines * LEAST_SHARE >= self.n_lines).map(|(_, found)| found)
    }
}

/// Whether a line is `a`, or begins as `a.`, `(a)` or `a)` do: an answer to choose, or the right one.
fn is_choice(line: &str) -> bool {
    let bytes = line.strip_prefix('(').unwrap_or(line).as_bytes();
    match bytes {
        [b'a'..=b'e'] => true,
        [b'a'..=b'e', b'.' | b')', rest @ ..] => rest.first() == Some(&b' '),
        _ => false,
    }
}

/// The place of a count.
fn place(separator: usize, shape: Shape, n_cells: usize) -> usize {
    (separator * Shape::ALL.len() + shape as usize) * (MOST_CELLS + 1) + n_cells
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<(Shape, Separator)> {
        let mut survey = Survey::default();
        let mut at = 0;
        for line in text.lines() {
            survey.see(text, &(at..at + line.len()), false);
            at += line.len() + 1;
        }
        survey.found().map(|found| (found.shape, found.separator))
    }

    #[test]
    fn kind_and_separator_are_those_that_most_lines_agree_with() {
        assert_eq!(found("king queen man woman\nparis france rome italy"), Some((Shape::Four, Separator::Spaces)));
        assert_eq!(found("king, queen, 9.1\ncat, dog, 3"), Some((Shape::Scored, Separator::Comma)));
        assert_eq!(found("king;queen;9,1"), Some((Shape::Scored, Separator::Semicolon)));
        assert_eq!(found("king queen 9,1"), Some((Shape::Scored, Separator::Spaces)));
        assert_eq!(found("New York\tUSA\tParis\tFrance"), Some((Shape::Four, Separator::Tab)));
        assert_eq!(found("take\tremove\tV\t6.81\tSYNONYMS"), Some((Shape::Scored, Separator::Tab)));
        assert_eq!(found("0,king,queen,man,woman\n1,a,b,c,d"), Some((Shape::Four, Separator::Comma)));
        assert_eq!(found("king:queen::man:woman"), Some((Shape::Four, Separator::Colons)));
        assert_eq!(found("king\tqueen/princess"), Some((Shape::Two, Separator::Tab)));
        assert_eq!(found("JJ_JJR good better rough rougher"), Some((Shape::Five, Separator::Spaces)));
        assert_eq!(found("A sentence with many more words than a question has, and no end in sight."), None);
    }

    #[test]
    fn a_file_of_which_few_lines_are_questions_holds_none() {
        let line = "the ship went down in the storm, and then the sea was calm\n";
        assert_eq!(found(&format!("{}one two three four\n", line.repeat(4))), None);
        assert_eq!(found(&format!("{}one two three four\n", line.repeat(3))), Some((Shape::Four, Separator::Spaces)));
    }
}
