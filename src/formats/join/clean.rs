//! Goes through words and their vectors once: rows that cannot be used are left out in place, sums are completed.

use crate::{
    formats::{
        FormatError,
        builder::{Kept, WordList, judge_row, judge_word},
        note::{Note, Tally, more_words},
        room::{Context, Full, Room, too_large},
        subwords::Subwords,
    },
    matrix::Matrix,
};

/// What a row costs beside its numbers.
const ROW_COST: usize = 32;
/// N-grams of a usual word.
const NGRAMS: usize = 24;

/// Which columns of a line, between tabs, hold the word and its count.
#[derive(Debug, Clone, Copy)]
pub(super) struct Columns {
    pub(super) word_at: usize,
    /// The column of counts. None once one of its cells was no count.
    pub(super) count_at: Option<usize>,
}

/// Words and rows under way.
#[derive(Debug)]
pub(super) struct Cleaning {
    /// One for each row, or a line in whose columns it stands.
    words: Vec<String>,
    columns: Option<Columns>,
    counts: Option<Vec<u64>>,
    source: Matrix,
    /// The row of each word, and what it is multiplied by: then rows go to a matrix of their own.
    mapping: Option<Vec<i64>>,
    weights: Option<Vec<f32>>,
    /// Rows that are no vectors, by rising number.
    left_out: Vec<u32>,
    /// Whether rows without a word are told as such.
    may_lack_words: bool,
    at: usize,
    n_lacking: u64,
    list: WordList,
    kept: Matrix,
    kept_counts: Vec<u32>,
    /// A row times its weight.
    scaled: Vec<f32>,
    tally: Tally,
}

impl Cleaning {
    pub(super) fn new(words: Vec<String>, counts: Option<Vec<u64>>, source: Matrix, tally: Tally) -> Self {
        let kept = Matrix::zeros(0, source.dims());
        Self {
            words,
            columns: None,
            counts,
            source,
            mapping: None,
            weights: None,
            left_out: Vec::new(),
            may_lack_words: false,
            at: 0,
            n_lacking: 0,
            list: WordList::default(),
            kept,
            kept_counts: Vec::new(),
            scaled: Vec::new(),
            tally,
        }
    }

    pub(super) fn with_columns(mut self, columns: Option<Columns>) -> Self {
        self.columns = columns;
        self
    }

    pub(super) fn with_mapping(mut self, mapping: Option<Vec<i64>>, weights: Option<Vec<f32>>) -> Self {
        (self.mapping, self.weights) = (mapping, weights);
        self
    }

    pub(super) fn without_rows(mut self, left_out: Vec<u32>) -> Self {
        self.left_out = left_out;
        self
    }

    pub(super) fn by_row(mut self) -> Self {
        self.may_lack_words = true;
        self
    }

    fn is_in_place(&self) -> bool {
        self.mapping.is_none()
    }

    /// Goes on by about this many numbers; whether all rows were seen.
    pub(super) fn advance(
        &mut self,
        n_operations: usize,
        subwords: Option<&Subwords>,
        context: &mut Context,
    ) -> Result<bool, FormatError> {
        let dims = self.source.dims();
        let cost = ROW_COST + dims * if subwords.is_some() { NGRAMS } else { 1 };
        let n_end = if self.is_in_place() { self.words.len().min(self.source.n_rows()) } else { self.words.len() };
        if self.at == 0 {
            self.list.make_room(n_end, &mut context.room);
        }
        for _ in 0..(n_operations / cost).max(1) {
            if self.at >= n_end {
                return Ok(true);
            }
            let place = self.at;
            self.at += 1;
            self.row(place, subwords, context)?;
        }
        Ok(false)
    }

    /// The row of a word; none where it has none.
    fn row_of(&self, place: usize) -> Option<usize> {
        match &self.mapping {
            None => Some(place),
            Some(rows) => usize::try_from(*rows.get(place)?).ok().filter(|&row| row < self.source.n_rows()),
        }
    }

    fn row(&mut self, place: usize, subwords: Option<&Subwords>, context: &mut Context) -> Result<(), FormatError> {
        let line = std::mem::take(&mut self.words[place]);
        let word = self.columns.map_or(line.as_str(), |columns| cell(&line, columns.word_at));
        let from = self.row_of(place).filter(|_| !word.is_empty() || !self.may_lack_words);
        let Some(from) = from else {
            self.n_lacking += 1;
            return Ok(());
        };
        if self.left_out.binary_search(&(from as u32)).is_ok() {
            return Ok(());
        }
        if let Some(subwords) = subwords {
            subwords.complete(word, self.source.vector_mut(from));
        }
        let number = place as u64 + 1;
        let weight = self.weights.as_ref().and_then(|weights| weights.get(place)).copied();
        if let Some(weight) = weight {
            // Several words may have one row, so it stays as it is.
            self.scaled.clear();
            self.scaled.extend(self.source.vector(from as u32).iter().map(|x| x * weight));
        }
        let row = if weight.is_some() { &self.scaled } else { self.source.vector(from as u32) };
        let is_zero = row.iter().all(|&x| x == 0.0);
        if judge_row(row, number, &mut self.tally) == Kept::No || !judge_word(word, number, &mut self.tally) {
            return Ok(());
        }
        if !self.list.insert(word, &mut context.room).map_err(|Full| too_large(&self.source, &context.room))? {
            more_words(&mut self.tally.duplicates, || word.to_owned());
            return Ok(());
        }
        context.room.free(Room::word_bytes(&line));
        self.tally.zeros += u64::from(is_zero);
        let to = self.list.words.len() - 1;
        if let Some(count) = self.count(place, &line) {
            context.room.grow(&mut self.kept_counts, 1).map_err(|Full| too_large(&self.source, &context.room))?;
            self.kept_counts.push(u32::try_from(count).unwrap_or(u32::MAX));
        }
        if self.is_in_place() {
            if weight.is_some() {
                self.source.vector_mut(to).copy_from_slice(&self.scaled);
            } else if to != from {
                self.source.copy_row(from, to);
            }
            return Ok(());
        }
        let expected = Some(self.words.len() as u64);
        context.room.grow_matrix(&mut self.kept, expected).map_err(|Full| too_large(&self.kept, &context.room))?;
        self.kept.grow(1, 0.0);
        let row = if weight.is_some() { &self.scaled } else { self.source.vector(from as u32) };
        self.kept.vector_mut(to).copy_from_slice(row);
        Ok(())
    }

    /// How often the word of a line occurs, where that is known of all words so far.
    fn count(&mut self, place: usize, line: &str) -> Option<u64> {
        if let Some(counts) = &self.counts {
            return Some(counts.get(place).copied().unwrap_or(0));
        }
        let count_at = &mut self.columns.as_mut()?.count_at;
        let count = cell(line, (*count_at)?).trim().parse().ok();
        if count.is_none() {
            *count_at = None;
        }
        count
    }

    /// Words, vectors, what is to be told, and counts.
    pub(super) fn finish(mut self) -> (Vec<String>, Matrix, Tally, Option<Vec<u32>>) {
        let n_rows = self.list.words.len();
        let n_beyond = self.source.n_rows().saturating_sub(self.words.len()) as u64;
        let n_lacking = self.n_lacking + if self.is_in_place() { n_beyond } else { 0 };
        if n_lacking > 0 {
            self.tally.others.push(Note::NoWord { n_rows: n_lacking });
        }
        if self.is_in_place() {
            self.source.truncate(n_rows);
            self.kept = self.source;
        }
        let has_counts = self.counts.is_some() || self.columns.is_some_and(|columns| columns.count_at.is_some());
        (self.list.words, self.kept, self.tally, has_counts.then_some(self.kept_counts))
    }
}

/// A cell between tabs; empty where there is none.
fn cell(line: &str, at: usize) -> &str {
    line.split('\t').nth(at).unwrap_or_default()
}
