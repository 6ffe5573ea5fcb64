//! Questions whose answers are known, asked of the vectors of one moment while training goes on.

use super::{
    Context, Job, Scene,
    copy::{Copying, Snapshot},
};
use crate::{
    engine::{
        memory::{Item, MemoryPlan},
        slice::{OPERATIONS_PER_LOOK, Slice},
        subject::Subject,
    },
    protocol::{Evaluation, Event, MOST_WRONG, PairReport, QuestionSet, SectionReport, WrongAnswer},
    space::{
        SpaceError,
        evaluation::{
            AnalogySearch, AnalogySection, EvaluationOptions, FileError, Outcome, WordIndex, WordPair, parse_analogies,
            parse_pairs, score_pairs,
        },
    },
    text::{Vocabulary, world::SMALL_WORLD_QUESTIONS},
};

/// Seconds between two reports.
const REPORT_SECS: f64 = 0.2;
/// Questions that are asked at once: a block of rows meets all of them while it is in cache.
const AT_ONCE: usize = 64;
/// Words that are indexed, or questions that are looked up, between two looks at the clock.
const ITEMS_PER_LOOK: usize = 1000;

/// Asks a set of questions when it is asked to.
#[derive(Debug, Default)]
pub(in crate::engine) struct Evaluating {
    run: Option<Run>,
    /// The questions of the last set whose words are known, until they are taken for the curve.
    known: Option<Vec<[u32; 4]>>,
}

/// An evaluation under way.
#[derive(Debug)]
struct Run {
    report: Evaluation,
    questions: Vec<Vec<[String; 4]>>,
    pairs: Vec<WordPair>,
    wrong: Vec<Vec<WrongAnswer>>,
    stage: Stage,
    last_report_secs: f64,
}

#[derive(Debug)]
enum Stage {
    /// The vectors are copied: training goes on, and they are of one moment.
    Copying(Copying),
    Asking(Box<Asking>),
    Done,
}

/// Questions being asked of a copy of the vectors.
#[derive(Debug)]
struct Asking {
    snapshot: Snapshot,
    index: WordIndex,
    /// Section and place of the next question.
    next: (usize, usize),
    /// Those under way, and how many of the section they come from.
    search: Option<(AnalogySearch, Vec<usize>, usize)>,
    known: Vec<[u32; 4]>,
}

impl Evaluating {
    /// Begins to ask, in place of an evaluation under way. Errors: a sentence that names the line that cannot be read, or
    /// says that there is no memory for a copy of the vectors.
    pub(in crate::engine) fn ask(
        &mut self,
        subject: &Subject,
        generation: u32,
        set: &QuestionSet,
        now_secs: f64,
    ) -> Result<(), String> {
        let (name, text) = match set {
            QuestionSet::BuiltIn => ("the built-in analogies", SMALL_WORLD_QUESTIONS),
            QuestionSet::File { name, text } => (name.as_str(), text.as_str()),
        };
        let in_file = |error: FileError| format!("{name}: {error}");
        let (mut sections, mut pairs) = (Vec::new(), Vec::new());
        if has_pairs(text) {
            pairs = parse_pairs(text).map_err(in_file)?;
        } else {
            sections = parse_analogies(text).map_err(in_file)?;
        }
        let no_memory = "There is no memory left for a copy of the vectors: lower Dimensions or raise Minimum count.";
        let copying = Copying::new(subject).ok_or(no_memory)?;
        let n_questions = |section: &AnalogySection| section.questions.len() as u32;
        let report = Evaluation {
            generation,
            name: name.to_owned(),
            tokens_done: subject.tokens_done(),
            n_done: 0,
            n_total: sections.iter().map(n_questions).sum::<u32>() + pairs.len() as u32,
            sections: sections
                .iter()
                .map(|section| SectionReport {
                    name: section.name.clone(),
                    n_correct: 0,
                    n_asked: 0,
                    n_questions: n_questions(section),
                    wrong: Vec::new(),
                })
                .collect(),
            pairs: None,
        };
        self.run = Some(Run {
            report,
            wrong: sections.iter().map(|_| Vec::new()).collect(),
            questions: sections.into_iter().map(|section| section.questions).collect(),
            pairs,
            stage: Stage::Copying(copying),
            last_report_secs: now_secs,
        });
        self.known = None;
        Ok(())
    }

    /// Gives up.
    pub(in crate::engine) fn cancel(&mut self) {
        self.run = None;
    }

    /// The questions of the last set whose words are known, once: for the curve.
    pub(in crate::engine) fn take_known(&mut self) -> Option<Vec<[u32; 4]>> {
        self.known.take()
    }
}

impl Run {
    /// Goes on until the slice is over; whether all is asked.
    fn advance(&mut self, subject: &mut Subject, slice: &Slice<'_>) -> Result<bool, SpaceError> {
        loop {
            match std::mem::replace(&mut self.stage, Stage::Done) {
                Stage::Copying(copying) => match copying.advance(subject, slice) {
                    Err(copying) => {
                        self.stage = Stage::Copying(copying);
                        return Ok(false);
                    }
                    Ok(snapshot) => {
                        let index = WordIndex::new(EvaluationOptions::default());
                        let asking = Asking { snapshot, index, next: (0, 0), search: None, known: Vec::new() };
                        self.stage = Stage::Asking(Box::new(asking));
                    }
                },
                Stage::Asking(mut asking) => {
                    let is_done = self.ask(&mut asking, &subject.vocabulary)?;
                    self.stage = Stage::Asking(asking);
                    if is_done {
                        return Ok(true);
                    }
                }
                Stage::Done => return Ok(true),
            }
            if slice.is_over() {
                return Ok(false);
            }
        }
    }

    /// Does one piece; whether all is asked.
    fn ask(&mut self, asking: &mut Asking, vocabulary: &Vocabulary) -> Result<bool, SpaceError> {
        let words = vocabulary.words();
        if !asking.index.advance(words, ITEMS_PER_LOOK) {
            return Ok(false);
        }
        if !self.pairs.is_empty() {
            let score = score_pairs((&asking.snapshot.matrix).into(), &asking.index, &self.pairs)?;
            let n_known = self.pairs.iter().filter(|pair| asking.index.knows(&pair.words)).count();
            self.report.pairs = Some(PairReport {
                spearman: score.map(|score| score.spearman),
                pearson: score.map(|score| score.pearson),
                n_known: n_known as u32,
                n_pairs: self.pairs.len() as u32,
            });
            self.report.n_done = self.report.n_total;
            return Ok(true);
        }
        let (section, start) = asking.next;
        let Some(of_section) = self.questions.get(section) else { return Ok(true) };
        let Some((mut search, places, n_asked)) = asking.search.take() else {
            let end = (start + AT_ONCE).min(of_section.len());
            let resolve = |place: usize| asking.index.resolve(of_section[place].each_ref().map(String::as_str));
            let known = (start..end).filter_map(|place| Some((place, resolve(place)?)));
            let (places, ids): (Vec<usize>, Vec<[u32; 4]>) = known.unzip();
            asking.known.extend_from_slice(&ids);
            asking.search = Some((AnalogySearch::new(ids), places, end - start));
            return Ok(false);
        };
        // Only the words of the index can be answers.
        let (embedding, norms) = asking.snapshot.view();
        let embedding = embedding.first(asking.index.n_words())?;
        let stands_for = |id: u32| asking.index.representatives()[id as usize];
        if !search.advance(embedding, norms, &stands_for, OPERATIONS_PER_LOOK)? {
            asking.search = Some((search, places, n_asked));
            return Ok(false);
        }
        let report = &mut self.report.sections[section];
        report.n_asked += places.len() as u32;
        let wrong = &mut self.wrong[section];
        for (&place, &outcome) in places.iter().zip(search.outcomes()) {
            match outcome {
                Outcome::Wrong(found) if wrong.len() < MOST_WRONG => {
                    let found = found.map(|id| words[id as usize].clone()).unwrap_or_default();
                    wrong.push(WrongAnswer { words: of_section[place].clone(), found });
                }
                Outcome::Correct => report.n_correct += 1,
                Outcome::Wrong(_) | Outcome::Unknown => {}
            }
        }
        self.report.n_done += n_asked as u32;
        let end = start + n_asked;
        asking.next = if end >= of_section.len() { (section + 1, 0) } else { (section, end) };
        Ok(self.report.n_done == self.report.n_total)
    }
}

impl Job for Evaluating {
    fn is_due(&self, _: &Scene<'_>) -> bool {
        self.run.is_some()
    }

    fn holds_vectors(&self) -> bool {
        self.run.as_ref().is_some_and(|run| matches!(&run.stage, Stage::Copying(copying) if copying.has_begun()))
    }

    fn advance(&mut self, context: &mut Context<'_>) -> Vec<Event> {
        let Some(run) = &mut self.run else { return Vec::new() };
        match run.advance(context.subject, context.slice) {
            Err(error) => {
                self.run = None;
                vec![Event::Evaluation(Err(error.to_string()))]
            }
            Ok(true) => {
                let mut report = run.report.clone();
                for (section, wrong) in report.sections.iter_mut().zip(&mut run.wrong) {
                    section.wrong = std::mem::take(wrong);
                }
                if let Stage::Asking(asking) = &mut run.stage {
                    self.known = Some(std::mem::take(&mut asking.known));
                }
                self.run = None;
                vec![Event::Evaluation(Ok(report))]
            }
            Ok(false) => {
                let now = context.slice.now();
                if now - run.last_report_secs < REPORT_SECS {
                    return Vec::new();
                }
                run.last_report_secs = now;
                vec![Event::Evaluation(Ok(run.report.clone()))]
            }
        }
    }

    fn start_over(&mut self, _: &Subject) {
        *self = Self::default();
    }

    fn memory(&self) -> MemoryPlan {
        let n_bytes = match self.run.as_ref().map(|run| &run.stage) {
            Some(Stage::Copying(copying)) => copying.n_bytes,
            Some(Stage::Asking(asking)) => 4 * asking.snapshot.matrix.as_floats().len() as u64,
            _ => 0,
        };
        MemoryPlan::default().with(Item::Copy, n_bytes)
    }
}

/// Whether a file of questions holds pairs: its first line is no section, and has a tab or a comma.
fn has_pairs(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    !first.starts_with(':') && first.contains(['\t', ','])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_told_from_analogies_by_the_first_line() {
        for pairs in ["tiger,cat,7.35", "\u{feff}\n word1\tword2\tmean\n", "# pairs,\n"] {
            assert!(has_pairs(pairs), "{pairs}");
        }
        for analogies in [": capitals, and more\n", "a b c d", "", "one two\n,"] {
            assert!(!has_pairs(analogies), "{analogies}");
        }
    }
}
