//! Analogies with the answers that were given, to be saved as a file.

use crate::{
    formats::{AnalogyRow, ReportWriter},
    space::evaluation::{Outcome, Questions},
};

/// The questions of an evaluation that is done, and its answers.
#[derive(Debug)]
pub(in crate::engine) struct Answers {
    pub(super) questions: Questions,
    /// By section and place; questions with an unknown word have none.
    pub(super) given: Vec<Given>,
}

/// The answer to one question.
#[derive(Debug, Clone, Copy)]
pub(super) struct Given {
    section: u32,
    place: u32,
    /// None where nothing but the question's own words is near.
    word_id: Option<u32>,
    rank: Option<u8>,
    is_correct: bool,
}

impl Given {
    /// `right`: the words that are right; the first of them is the one whose `rank` is known.
    pub(super) fn of(section: usize, place: usize, right: &[u32], outcome: Outcome, rank: Option<u32>) -> Self {
        let word_id = match outcome {
            Outcome::Correct => right.first().copied(),
            Outcome::Wrong(found) => found,
            Outcome::Unknown => None,
        };
        let is_correct = word_id.is_some_and(|word_id| right.contains(&word_id));
        let rank = if is_correct { Some(1) } else { rank.and_then(|rank| u8::try_from(rank).ok()) };
        Self { section: section as u32, place: place as u32, word_id, rank, is_correct }
    }
}

impl Answers {
    /// Memory that they take, in bytes.
    pub(in crate::engine) fn n_bytes(&self) -> u64 {
        self.questions.n_bytes() + (self.given.capacity() * size_of::<Given>()) as u64
    }

    /// Questions in all.
    pub(in crate::engine) fn n_questions(&self) -> usize {
        (0..self.questions.n_sections()).map(|section| self.questions.n_questions(section)).sum()
    }
}

/// Writes answers as CSV, a bounded number of questions at a time.
#[derive(Debug, Default)]
pub(in crate::engine) struct AnswersWriter {
    writer: ReportWriter,
    /// Section and place of the next question, and its place among the answers.
    next: (usize, usize),
    next_given: usize,
    pub(in crate::engine) n_written: usize,
}

impl AnswersWriter {
    /// Appends at most this many questions; whether all are written. `words`: the vocabulary.
    pub(in crate::engine) fn write(
        &mut self,
        answers: &Answers,
        words: &[String],
        out: &mut Vec<u8>,
        n_questions: usize,
    ) -> bool {
        let questions = &answers.questions;
        for _ in 0..n_questions {
            let (section, place) = self.next;
            if section >= questions.n_sections() {
                return true;
            }
            if place >= questions.n_questions(section) {
                self.next = (section + 1, 0);
                continue;
            }
            self.next.1 += 1;
            self.n_written += 1;
            let is_here = |given: &&Given| (given.section, given.place) == (section as u32, place as u32);
            let given = answers.given.get(self.next_given).filter(is_here);
            self.next_given += usize::from(given.is_some());
            let Some(of_question) = questions.analogy(section, place) else { continue };
            let found = given.map(|given| given.word_id.map_or("", |word_id| words[word_id as usize].as_str()));
            let row = AnalogyRow {
                section: questions.section_name(section),
                words: of_question,
                found,
                is_correct: given.is_some_and(|given| given.is_correct),
                rank: given.and_then(|given| given.rank.map(u32::from)),
            };
            self.writer.write(&row, out);
        }
        false
    }
}
