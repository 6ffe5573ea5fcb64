//! Writing the text that a grammar describes.
//!
//! Only the order is random. Each group gets its exact share of the text, and sentences and rows are drawn like cards, from
//! a shuffled deck that is shuffled again when it is empty.

use rand::Rng;
use rand_pcg::Pcg32;

use super::grammar::{Grammar, Group};
use super::template::Part;

/// A paragraph has at least this many sentences, and at most [`MAX_SENTENCES`].
const MIN_SENTENCES: u32 = 3;
const MAX_SENTENCES: u32 = 6;

/// The text: one sentence a line, and a blank line between paragraphs. Sentences are drawn one by one and have little to do
/// with each other, so each is a line of its own, which no training window leaves.
pub(super) fn write_text(grammar: &Grammar, seed: u64) -> String {
    let mut writer = Writer { grammar, rng: Pcg32::new(seed, 0) };
    let mut decks: Vec<GroupDecks> = grammar.groups.iter().map(|group| GroupDecks::new(group, grammar)).collect();
    let mut n_words_of_group = vec![0_usize; grammar.groups.len()];
    let mut text = String::new();
    let mut n_words = 0;
    while n_words < grammar.n_words {
        // The group that is furthest behind its share; the first one of several.
        let behind = |&at: &usize| (n_words_of_group[at] * 1000) / grammar.groups[at].weight as usize;
        let at = (0..grammar.groups.len()).min_by_key(behind).unwrap_or(0);
        let paragraph = writer.paragraph(&grammar.groups[at], &mut decks[at]);
        let length = paragraph.split_whitespace().count();
        n_words_of_group[at] += length;
        n_words += length;
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&paragraph);
    }
    text
}

/// The decks that a group draws from.
struct GroupDecks {
    sentences: Deck,
    /// The rows of each variable.
    rows: Vec<Deck>,
}

impl GroupDecks {
    fn new(group: &Group, grammar: &Grammar) -> Self {
        let rows = group.variables.iter().map(|variable| Deck::new(grammar.tables[variable.table].rows.len()));
        Self { sentences: Deck::new(group.sentences.len()), rows: rows.collect() }
    }
}

/// A deck of cards, numbered from 0.
struct Deck {
    cards: Vec<usize>,
    n_drawn: usize,
}

impl Deck {
    fn new(n_cards: usize) -> Self {
        Self { cards: (0..n_cards).collect(), n_drawn: n_cards }
    }

    /// The next card. Shuffles if there is none left.
    fn draw(&mut self, rng: &mut Pcg32) -> usize {
        if self.n_drawn == self.cards.len() {
            for at in (1..self.cards.len()).rev() {
                self.cards.swap(at, below(rng, at as u32 + 1) as usize);
            }
            self.n_drawn = 0;
        }
        self.n_drawn += 1;
        self.cards[self.n_drawn - 1]
    }
}

/// A number below `n`, by multiplication. It is written out here so that no library can change the text.
fn below(rng: &mut Pcg32, n: u32) -> u32 {
    ((u64::from(rng.next_u32()) * u64::from(n)) >> 32) as u32
}

struct Writer<'a> {
    grammar: &'a Grammar,
    rng: Pcg32,
}

impl Writer<'_> {
    /// Some sentences of a group, all about the same rows.
    fn paragraph(&mut self, group: &Group, decks: &mut GroupDecks) -> String {
        let mut rows: Vec<usize> = Vec::with_capacity(group.variables.len());
        for (at, variable) in group.variables.iter().enumerate() {
            // No two variables of a table stand for the same row; a table has more rows than a group names.
            let is_taken = |row: usize| (0..at).any(|i| group.variables[i].table == variable.table && rows[i] == row);
            let mut row = decks.rows[at].draw(&mut self.rng);
            while is_taken(row) {
                row = decks.rows[at].draw(&mut self.rng);
            }
            rows.push(row);
        }
        let mut turns: Vec<Vec<usize>> = Vec::with_capacity(group.variables.len());
        for variable in &group.variables {
            let n_columns = self.grammar.tables[variable.table].columns.len();
            turns.push((0..n_columns).map(|_| below(&mut self.rng, 1 << 16) as usize).collect());
        }
        let most = MAX_SENTENCES.min(group.sentences.len() as u32);
        let least = MIN_SENTENCES.min(most);
        let n_sentences = least + below(&mut self.rng, most - least + 1);
        let mut paragraph = String::new();
        for _ in 0..n_sentences {
            let sentence = &group.sentences[decks.sentences.draw(&mut self.rng)];
            let mut written = String::new();
            self.write(sentence, group, &rows, &mut turns, &mut written);
            push_sentence(&written, &mut paragraph);
            paragraph.push('\n');
        }
        paragraph
    }

    /// `turns`: which of a cell's words is next, by variable and column.
    fn write(
        &mut self,
        parts: &[Part],
        group: &Group,
        rows: &[usize],
        turns: &mut [Vec<usize>],
        sentence: &mut String,
    ) {
        for part in parts {
            match part {
                Part::Text(text) => sentence.push_str(text),
                Part::Cell { variable, column } => {
                    let table = &self.grammar.tables[group.variables[*variable].table];
                    let words = &table.rows[rows[*variable]][*column];
                    let turn = &mut turns[*variable][*column];
                    sentence.push_str(&words[*turn % words.len()]);
                    *turn += 1;
                }
                Part::Choice(choices) => {
                    let chosen = below(&mut self.rng, choices.len() as u32) as usize;
                    self.write(&choices[chosen], group, rows, turns, sentence);
                }
            }
        }
    }
}

/// Adds a sentence with a capital at its beginning, `a(n)` resolved, and single spaces.
fn push_sentence(sentence: &str, text: &mut String) {
    let start = text.len();
    let mut words = sentence.split_whitespace().peekable();
    while let Some(word) = words.next() {
        if text.len() > start {
            text.push(' ');
        }
        let word = match word {
            "a(n)" | "A(n)" if words.peek().is_some_and(|next| begins_with_vowel(next)) => "an",
            "a(n)" | "A(n)" => "a",
            _ => word,
        };
        let mut characters = word.chars();
        match characters.next() {
            Some(first) if text.len() == start => {
                text.extend(first.to_uppercase());
                text.push_str(characters.as_str());
            }
            _ => text.push_str(word),
        }
    }
}

/// Whether a word begins with the sound of a vowel, judged by its spelling.
fn begins_with_vowel(word: &str) -> bool {
    let word = word.to_lowercase();
    let sounds_like_you = ["uni", "use", "eu", "one"].iter().any(|start| word.starts_with(start));
    let has_silent_h = ["hour", "honest", "heir"].iter().any(|start| word.starts_with(start));
    has_silent_h || (word.starts_with(['a', 'e', 'i', 'o', 'u']) && !sounds_like_you)
}
