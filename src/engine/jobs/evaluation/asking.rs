//! Questions being asked of a copy of the vectors, a piece at a time.

use std::borrow::Cow;

use super::{
    super::copy::Snapshot,
    answers::{Answers, Given},
};
use crate::{
    engine::slice::OPERATIONS_PER_LOOK,
    protocol::{Evaluation, MOST_MISSING, MOST_WRONG, PairReport, SectionReport, WrongAnswer},
    space::{
        SpaceError,
        evaluation::{AnalogySearch, Correlating, EvaluationOptions, Outcome, Questions, WordIndex, alternatives},
    },
    text::normalize,
};

/// Questions that are asked at once: a block of rows meets all of them while it is in cache.
const AT_ONCE: usize = 64;
/// Words that are indexed, or pairs that are compared, between two looks at the clock.
const ITEMS_PER_LOOK: usize = 1000;
/// Steps of sorting between two looks at the clock.
const STEPS_PER_LOOK: usize = 50_000;

/// Questions being asked.
#[derive(Debug)]
pub(super) struct Asking {
    pub(super) snapshot: Snapshot,
    index: WordIndex,
    questions: Questions,
    /// Section and place of the next question.
    next: (usize, usize),
    search: Option<Search>,
    /// Cosines and scores of the pairs whose words are known.
    compared: [Vec<f64>; 2],
    correlating: Option<Correlating>,
    /// Questions whose words are known.
    pub(super) known: Vec<[u32; 4]>,
    wrong: Vec<Vec<WrongAnswer>>,
    /// Of each analogy that was asked.
    given: Vec<Given>,
    /// The first words that are not known.
    missing: Vec<String>,
}

/// Analogies under way.
#[derive(Debug)]
struct Search {
    analogies: AnalogySearch,
    /// For each of them its place in the section, and the words that are right.
    asked: Vec<(usize, Vec<u32>)>,
    /// How many of the section they were taken from.
    n_taken: usize,
}

/// The word that is meant: as it is written, or else as a text would be read. A name of several words is one word where they are joined by underscores.
fn find(index: &WordIndex, word: &str) -> Option<u32> {
    let look_up = |word: &str| {
        index.id(word).or_else(|| {
            let is_name = word.contains(char::is_whitespace);
            if is_name { index.id(&word.split_whitespace().collect::<Vec<_>>().join("_")) } else { None }
        })
    };
    look_up(word).or_else(|| match normalize(word) {
        Cow::Borrowed(_) => None,
        Cow::Owned(word) => look_up(&word),
    })
}

/// The ids of an analogy's words, and those of all right answers. b and d are the first alternatives that are known.
fn resolve(index: &WordIndex, [a, b, c, d]: [&str; 4]) -> Option<([u32; 4], Vec<u32>)> {
    let b = alternatives(b).find_map(|word| find(index, word))?;
    let right: Vec<u32> = alternatives(d).filter_map(|word| find(index, word)).collect();
    Some(([find(index, a)?, b, find(index, c)?, *right.first()?], right))
}

/// Adds those of a question's words that are not known to `missing`, as long as there are few.
fn note_missing<'a>(missing: &mut Vec<String>, index: &WordIndex, words: impl IntoIterator<Item = &'a str>) {
    for word in words {
        if missing.len() < MOST_MISSING && find(index, word).is_none() && !missing.iter().any(|known| known == word) {
            missing.push(word.to_owned());
        }
    }
}

/// What is known of an evaluation before anything is asked.
pub(super) fn first_report(generation: u32, name: &str, tokens_done: u64, questions: &Questions) -> Evaluation {
    let section = |section| SectionReport {
        name: questions.section_name(section).to_owned(),
        n_correct: 0,
        n_asked: 0,
        n_questions: questions.n_questions(section) as u32,
        wrong: Vec::new(),
    };
    let sections: Vec<SectionReport> = (0..questions.n_sections()).map(section).collect();
    let n_asked: u32 = sections.iter().map(|section| section.n_questions).sum();
    Evaluation {
        generation,
        name: name.to_owned(),
        tokens_done,
        n_done: 0,
        n_total: n_asked + questions.n_pairs() as u32,
        sections,
        pairs: None,
        missing: Vec::new(),
    }
}

impl Asking {
    pub(super) fn new(snapshot: Snapshot, questions: Questions) -> Self {
        Self {
            snapshot,
            index: WordIndex::new(EvaluationOptions::default()),
            wrong: vec![Vec::new(); questions.n_sections()],
            questions,
            next: (0, 0),
            search: None,
            compared: [Vec::new(), Vec::new()],
            correlating: None,
            known: Vec::new(),
            given: Vec::new(),
            missing: Vec::new(),
        }
    }

    /// Memory that the questions take, without the copy of the vectors.
    pub(super) fn n_bytes(&self) -> u64 {
        let of_pairs: usize = self.compared.iter().map(|list| 4 * list.capacity() * size_of::<f64>()).sum();
        let of_analogies = self.known.capacity() * size_of::<[u32; 4]>() + self.given.capacity() * size_of::<Given>();
        self.questions.n_bytes() + (of_pairs + of_analogies) as u64
    }

    /// The analogies with their answers, at its end; none where pairs were compared.
    pub(super) fn into_answers(self) -> Option<Answers> {
        let has_analogies = self.questions.n_pairs() == 0;
        has_analogies.then_some(Answers { questions: self.questions, given: self.given })
    }

    /// The wrong answers of each section, at its end.
    pub(super) fn take_wrong(&mut self) -> Vec<Vec<WrongAnswer>> {
        std::mem::take(&mut self.wrong)
    }

    /// The first words that are not known, at its end.
    pub(super) fn take_missing(&mut self) -> Vec<String> {
        std::mem::take(&mut self.missing)
    }

    /// Does one piece; whether all is asked. `words`: the vocabulary.
    pub(super) fn advance(&mut self, report: &mut Evaluation, words: &[String]) -> Result<bool, SpaceError> {
        if !self.index.advance(words, ITEMS_PER_LOOK) {
            return Ok(false);
        }
        if self.questions.n_pairs() > 0 { self.compare(report) } else { self.ask(report, words) }
    }

    /// Compares some more pairs, or ranks them.
    fn compare(&mut self, report: &mut Evaluation) -> Result<bool, SpaceError> {
        let n_pairs = self.questions.n_pairs();
        if let Some(correlating) = &mut self.correlating {
            if !correlating.advance(STEPS_PER_LOOK) {
                return Ok(false);
            }
            if let Some(pairs) = &mut report.pairs {
                let found = correlating.finish();
                (pairs.pearson, pairs.spearman) = (found.map(|both| both[0]), found.map(|both| both[1]));
            }
            report.n_done = report.n_total;
            return Ok(true);
        }
        let start = self.next.1;
        let end = n_pairs.min(start + ITEMS_PER_LOOK);
        let (embedding, _) = self.snapshot.view();
        let [cosines, scores] = &mut self.compared;
        for place in start..end {
            let Some(([a, b], score)) = self.questions.pair(place) else { break };
            if let (Some(a), Some(b)) = (find(&self.index, a), find(&self.index, b)) {
                cosines.push(f64::from(embedding.cosine(a, b)?));
                scores.push(score);
            } else {
                note_missing(&mut self.missing, &self.index, [a, b]);
            }
        }
        self.next.1 = end;
        // It is done once the pairs are ranked as well.
        report.n_done = report.n_total.saturating_sub(1).min(end as u32);
        if end == n_pairs {
            let n_known = cosines.len() as u32;
            report.pairs = Some(PairReport { spearman: None, pearson: None, n_known, n_pairs: n_pairs as u32 });
            let [cosines, scores] = std::mem::take(&mut self.compared);
            self.correlating = Some(Correlating::new(cosines, scores));
        }
        Ok(false)
    }

    /// Takes some more analogies, or asks those that were taken.
    fn ask(&mut self, report: &mut Evaluation, words: &[String]) -> Result<bool, SpaceError> {
        let (section, start) = self.next;
        if section >= self.questions.n_sections() {
            return Ok(true);
        }
        let n_questions = self.questions.n_questions(section);
        let Some(mut under_way) = self.search.take() else {
            let end = (start + AT_ONCE).min(n_questions);
            let (mut ids, mut asked) = (Vec::new(), Vec::new());
            for place in start..end {
                let Some(words) = self.questions.analogy(section, place) else { continue };
                if let Some((question, right)) = resolve(&self.index, words) {
                    ids.push(question);
                    asked.push((place, right));
                } else {
                    note_missing(&mut self.missing, &self.index, words.into_iter().flat_map(alternatives));
                }
            }
            self.known.extend_from_slice(&ids);
            self.search = Some(Search { analogies: AnalogySearch::new(ids), asked, n_taken: end - start });
            return Ok(false);
        };
        // Only the words of the index can be answers.
        let (embedding, norms) = self.snapshot.view();
        let embedding = embedding.first(self.index.n_words())?;
        let stands_for = |id: u32| self.index.representatives()[id as usize];
        if !under_way.analogies.advance(embedding, norms, &stands_for, OPERATIONS_PER_LOOK)? {
            self.search = Some(under_way);
            return Ok(false);
        }
        let Search { analogies, asked, n_taken } = under_way;
        let of_section = &mut report.sections[section];
        of_section.n_asked += asked.len() as u32;
        let wrong = &mut self.wrong[section];
        for (((place, right), &outcome), &rank) in asked.iter().zip(analogies.outcomes()).zip(analogies.ranks()) {
            self.given.push(Given::of(section, *place, right, outcome, rank));
            match outcome {
                Outcome::Correct => of_section.n_correct += 1,
                // Another of the right answers.
                Outcome::Wrong(Some(found)) if right.contains(&found) => of_section.n_correct += 1,
                Outcome::Wrong(found) if wrong.len() < MOST_WRONG => {
                    let found = found.map(|id| words[id as usize].clone()).unwrap_or_default();
                    let asked = self.questions.analogy(section, *place).unwrap_or_default();
                    wrong.push(WrongAnswer { words: asked.map(str::to_owned), found });
                }
                Outcome::Wrong(_) | Outcome::Unknown => {}
            }
        }
        report.n_done += n_taken as u32;
        let end = start + n_taken;
        self.next = if end >= n_questions { (section + 1, 0) } else { (section, end) };
        Ok(report.n_done == report.n_total)
    }
}
