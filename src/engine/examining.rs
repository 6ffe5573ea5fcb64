//! Questions whose answers are known: all of them, of vectors that stand still; and a sample, now and then, in training.

use super::model::Model;
use crate::{
    matrix::Matrix,
    protocol::{AccuracyPoint, Evaluation, MOST_WRONG, PairReport, Phase, QuestionSet, SectionReport, WrongAnswer},
    space::{
        Embedding, SpaceError,
        evaluation::{
            AnalogySearch, AnalogySection, EvaluationOptions, FileError, Outcome, WordIndex, parse_analogies,
            parse_pairs, score_pairs,
        },
        inverse_norms,
    },
    text::world::SMALL_WORLD_QUESTIONS,
};

/// Seconds between two reports.
const REPORT_SECS: f64 = 0.2;
/// Comparisons of a question with a word between two looks at the clock.
const WORDS_PER_LOOK: usize = 400_000;
/// Questions of a sample.
const SAMPLE: usize = 100;
/// Samples in a run, at most.
const SAMPLES_PER_RUN: u64 = 60;
/// A sample may come when this many times the cost of the last one has passed: under 4 % of the time.
const COST_FACTOR: f64 = 25.0;

/// A question with its words' ids; none where one is not known.
type Asked = ([String; 4], Option<[u32; 4]>);

/// Vectors being examined.
#[derive(Debug)]
pub(super) struct Examining {
    report: Evaluation,
    /// The vectors as they were: training goes on.
    table: Matrix,
    inverse_norms: Vec<f32>,
    representatives: Vec<u32>,
    questions: Vec<Vec<Asked>>,
    wrong: Vec<Vec<WrongAnswer>>,
    /// Section and place within it.
    next: (usize, usize),
    last_report_secs: f64,
}

impl Examining {
    /// Of the vectors as they are now. Errors: a sentence that names the line that cannot be read.
    pub(super) fn new(model: &mut Model, generation: u32, set: &QuestionSet, now_secs: f64) -> Result<Self, String> {
        let (name, text) = match set {
            QuestionSet::BuiltIn => ("the built-in analogies", SMALL_WORLD_QUESTIONS),
            QuestionSet::File { name, text } => (name.as_str(), text.as_str()),
        };
        let in_file = |error: FileError| format!("{name}: {error}");
        let to_text = |error: SpaceError| error.to_string();
        model.check_room_for_copy().map_err(|error| error.to_string())?;
        let table = model.table().clone();
        let words = model.vocabulary.words();
        let embedding = Embedding::new(table.as_floats(), table.n_rows(), table.dims()).map_err(to_text)?;
        let mut index = WordIndex::new(EvaluationOptions::default());
        while !index.advance(words, usize::MAX) {}
        let mut report = Evaluation {
            generation,
            name: name.to_owned(),
            tokens_done: model.tokens_done(),
            n_done: 0,
            n_total: 0,
            sections: Vec::new(),
            pairs: None,
        };
        let mut questions = Vec::new();
        if has_pairs(text) {
            let pairs = parse_pairs(text).map_err(in_file)?;
            let score = score_pairs(embedding, &index, &pairs).map_err(to_text)?;
            let n_known = pairs.iter().filter(|pair| index.knows(&pair.words)).count();
            report.pairs = Some(PairReport {
                spearman: score.map(|score| score.spearman),
                pearson: score.map(|score| score.pearson),
                n_known: n_known as u32,
                n_pairs: pairs.len() as u32,
            });
            report.n_total = pairs.len() as u32;
            report.n_done = report.n_total;
        } else {
            for AnalogySection { name, questions: of_section } in parse_analogies(text).map_err(in_file)? {
                report.n_total += of_section.len() as u32;
                let n_questions = of_section.len() as u32;
                report.sections.push(SectionReport { name, n_correct: 0, n_asked: 0, n_questions, wrong: Vec::new() });
                let resolved = |words: [String; 4]| {
                    let ids = index.resolve(words.each_ref().map(String::as_str));
                    (words, ids)
                };
                questions.push(of_section.into_iter().map(resolved).collect());
            }
        }
        let (inverse_norms, representatives) = (inverse_norms(embedding), index.representatives().to_vec());
        let wrong = questions.iter().map(|_| Vec::new()).collect();
        let last_report_secs = now_secs;
        Ok(Self { report, table, inverse_norms, representatives, questions, wrong, next: (0, 0), last_report_secs })
    }

    /// The questions that can be asked, a sample of them: for a curve.
    pub(super) fn sample(&self) -> Vec<[u32; 4]> {
        sample(self.questions.iter().flatten().filter_map(|&(_, ids)| ids))
    }

    pub(super) fn is_done(&self) -> bool {
        self.report.is_done()
    }

    /// Goes on until the deadline; a report now and then, and at the end.
    pub(super) fn advance(
        &mut self,
        words: &[String],
        clock: &dyn Fn() -> f64,
        deadline_secs: f64,
    ) -> Result<Option<Evaluation>, SpaceError> {
        let embedding = Embedding::new(self.table.as_floats(), self.table.n_rows(), self.table.dims())?;
        let stands_for = |id: u32| self.representatives[id as usize];
        // As many at once as take a millisecond or two.
        let n_at_once = (WORDS_PER_LOOK / embedding.n_words().max(1)).clamp(1, 64);
        while let Some(of_section) = self.questions.get(self.next.0) {
            let end = (self.next.1 + n_at_once).min(of_section.len());
            let asked = &of_section[self.next.1..end];
            self.report.n_done += asked.len() as u32;
            let known: Vec<[u32; 4]> = asked.iter().filter_map(|&(_, ids)| ids).collect();
            let mut search = AnalogySearch::new(known);
            while !search.advance(embedding, &self.inverse_norms, &stands_for, usize::MAX)? {}
            let outcomes = search.outcomes();
            let section = &mut self.report.sections[self.next.0];
            section.n_asked += outcomes.len() as u32;
            let wrong = &mut self.wrong[self.next.0];
            for ((question, _), outcome) in asked.iter().filter(|(_, ids)| ids.is_some()).zip(outcomes) {
                match *outcome {
                    Outcome::Wrong(found) if wrong.len() < MOST_WRONG => {
                        let found = found.map(|id| words[id as usize].clone()).unwrap_or_default();
                        wrong.push(WrongAnswer { words: question.clone(), found });
                    }
                    Outcome::Correct => section.n_correct += 1,
                    Outcome::Wrong(_) | Outcome::Unknown => {}
                }
            }
            self.next = if end == of_section.len() { (self.next.0 + 1, 0) } else { (self.next.0, end) };
            if clock() >= deadline_secs {
                break;
            }
        }
        let now = clock();
        if self.is_done() {
            let mut report = self.report.clone();
            for (section, wrong) in report.sections.iter_mut().zip(&mut self.wrong) {
                section.wrong = std::mem::take(wrong);
            }
            return Ok(Some(report));
        }
        if now - self.last_report_secs < REPORT_SECS {
            return Ok(None);
        }
        self.last_report_secs = now;
        Ok(Some(self.report.clone()))
    }
}

/// Whether a file of questions holds pairs: its first line is no section, and has a tab or a comma.
fn has_pairs(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    !first.starts_with(':') && first.contains(['\t', ','])
}

/// At most [`SAMPLE`] of these, evenly spread.
fn sample(questions: impl Iterator<Item = [u32; 4]>) -> Vec<[u32; 4]> {
    let all: Vec<[u32; 4]> = questions.collect();
    let n = all.len().min(SAMPLE);
    (0..n).map(|i| all[i * all.len() / n]).collect()
}

/// A sample of analogies that is asked again and again while the vectors are trained.
#[derive(Debug, Default)]
pub(super) struct Probe {
    /// See [`Progress::accuracy_set`](crate::protocol::Progress::accuracy_set).
    pub(super) set: u32,
    questions: Vec<[u32; 4]>,
    /// The next question, and those answered as expected, while it is asked.
    asking: Option<(usize, u32)>,
    points: Vec<AccuracyPoint>,
    n_sent: usize,
    last_secs: f64,
    spent_secs: f64,
    cost_secs: f64,
    total_secs: f64,
}

impl Probe {
    /// For a new model: the built-in questions where it is trained on the built-in corpus.
    pub(super) fn of_built_in(model: &mut Model) -> Self {
        Examining::new(model, 0, &QuestionSet::BuiltIn, 0.0)
            .map_or_else(|_| Self::default(), |all| Self::of(all.sample()))
    }

    /// With these questions.
    pub(super) fn of(questions: Vec<[u32; 4]>) -> Self {
        Self { questions, ..Self::default() }
    }

    /// Asks others from now on; what was found with the old ones is another curve.
    pub(super) fn exchange(&mut self, questions: Vec<[u32; 4]>) {
        if !questions.is_empty() && questions != self.questions {
            *self = Self { set: self.set + 1, ..Self::of(questions) };
        }
    }

    /// Whether a sample is being asked: the vectors must not move before it is done.
    pub(super) fn is_asking(&self) -> bool {
        self.asking.is_some()
    }

    /// Points that are new, and what all of them took, in seconds.
    pub(super) fn news(&mut self) -> (Vec<AccuracyPoint>, f64) {
        let new = self.points[self.n_sent..].to_vec();
        self.n_sent = self.points.len();
        (new, self.total_secs)
    }

    /// Whether there is a point that the page has not heard of.
    pub(super) fn has_news(&self) -> bool {
        self.n_sent < self.points.len()
    }

    /// Whether a sample is due.
    pub(super) fn is_due(&self, model: &Model, now_secs: f64) -> bool {
        let (done, total) = (model.tokens_done(), model.tokens_total());
        let last = self.points.last().map_or(0, |point| point.tokens);
        if self.questions.is_empty() || done <= last {
            return false;
        }
        let is_time = now_secs - self.last_secs >= COST_FACTOR * self.cost_secs;
        model.phase == Phase::Trained || (is_time && done - last >= total / SAMPLES_PER_RUN)
    }

    /// Goes on with the sample, or begins one that is due, until the deadline.
    pub(super) fn advance(
        &mut self,
        model: &mut Model,
        clock: &dyn Fn() -> f64,
        deadline_secs: f64,
    ) -> Result<(), SpaceError> {
        let start = clock();
        if !self.is_asking() {
            if !self.is_due(model, start) {
                return Ok(());
            }
            (self.asking, self.spent_secs) = (Some((0, 0)), 0.0);
        }
        let tokens = model.tokens_done();
        let (embedding, norms) = model.embedding_and_norms()?;
        while let Some((next, n_correct)) = self.asking {
            let Some(&question) = self.questions.get(next) else { break };
            // Words that are written alike are told apart here: a curve compares vectors with themselves.
            let mut search = AnalogySearch::new(vec![question]);
            while !search.advance(embedding, norms, &|id| id, usize::MAX)? {}
            self.asking = Some((next + 1, n_correct + u32::from(search.outcomes()[0] == Outcome::Correct)));
            if clock() >= deadline_secs {
                break;
            }
        }
        let now = clock();
        self.spent_secs += now - start;
        if let Some((next, n_correct)) = self.asking.filter(|&(next, _)| next == self.questions.len()) {
            self.points.push(AccuracyPoint { tokens, accuracy: n_correct as f32 / next as f32 });
            (self.last_secs, self.cost_secs) = (now, self.spent_secs);
            self.total_secs += self.spent_secs;
            self.asking = None;
        }
        Ok(())
    }
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

    #[test]
    fn a_sample_is_spread_over_all_questions() {
        assert_eq!(sample((0..7).map(|i| [i; 4])).len(), 7);
        let thinned = sample((0..1000).map(|i| [i; 4]));
        assert_eq!((thinned.len(), thinned[0], thinned[99]), (100, [0; 4], [990; 4]));
        assert!(sample(std::iter::empty()).is_empty());
    }
}
