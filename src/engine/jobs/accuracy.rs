//! The curve of analogies beside the loss: a sample of them, asked again and again while the vectors are trained.

mod before;

use self::before::Before;
use super::{Context, Job, Scene, refused};
use crate::{
    engine::{
        memory::{Item, MemoryPlan},
        saved::CurveHead,
        slice::OPERATIONS_PER_LOOK,
        subject::Subject,
    },
    protocol::{AccuracyPoint, Event, Phase},
    space::evaluation::{AnalogySearch, EvaluationOptions, Outcome, WordIndex},
    text::world::SMALL_WORLD_QUESTIONS,
};

/// Questions of a sample.
const SAMPLE: usize = 100;
/// Samples in a run, at most.
const SAMPLES_PER_RUN: u64 = 60;
/// A sample may come when this many times the cost of the last one has passed: under 4 % of the time.
const COST_FACTOR: f64 = 25.0;

/// Asks the sample now and then in training, and at its end.
#[derive(Debug, Default)]
pub(in crate::engine) struct AccuracyCurve {
    /// See [`Progress::accuracy_set`](crate::protocol::Progress::accuracy_set).
    pub(in crate::engine) set: u32,
    questions: Vec<[u32; 4]>,
    /// The sample under way. Training stands still meanwhile.
    search: Option<AnalogySearch>,
    points: Vec<AccuracyPoint>,
    /// What the vectors that the run began with answer of the sample, where it has borrowed.
    before: Option<f32>,
    /// The same on its way. Training goes on meanwhile.
    asking_before: Option<Before>,
    /// Whether the page has heard of it.
    is_before_told: bool,
    n_sent: usize,
    last_secs: f64,
    /// What the sample under way has cost so far.
    spent_secs: f64,
    /// What the last one cost.
    cost_secs: f64,
    total_secs: f64,
}

impl AccuracyCurve {
    /// Asks others from now on; what was found with the old ones is another curve.
    pub(in crate::engine) fn exchange(&mut self, questions: impl Iterator<Item = [u32; 4]>) {
        let questions = sample(questions);
        if !questions.is_empty() && questions != self.questions {
            *self = Self { set: self.set + 1, questions, ..Self::default() };
        }
    }

    /// The curve as it is saved, up to a place of the run.
    pub(in crate::engine) fn head(&self, tokens: u64) -> CurveHead {
        let points = self.points.iter().filter(|point| point.tokens <= tokens).copied().collect();
        let (cost_secs, total_secs) = (self.cost_secs, self.total_secs);
        CurveHead {
            set: self.set,
            questions: self.questions.clone(),
            points,
            before: self.before,
            cost_secs,
            total_secs,
        }
    }

    /// Goes on with a curve that was saved, where it fits the vocabulary.
    pub(in crate::engine) fn restore(&mut self, head: CurveHead, n_words: usize) {
        let CurveHead { set, questions, points, before, cost_secs, total_secs } = head;
        if questions.iter().flatten().all(|&word_id| (word_id as usize) < n_words) && questions.len() <= SAMPLE {
            *self = Self { set, questions, points, before, cost_secs, total_secs, ..Self::default() };
        }
    }

    /// Points that are new since the last call, and what all of them took, in seconds.
    pub(in crate::engine) fn news(&mut self) -> (Vec<AccuracyPoint>, f64) {
        let new = self.points[self.n_sent..].to_vec();
        self.n_sent = self.points.len();
        (new, self.total_secs)
    }

    /// What the vectors that the run began with answer of the sample: the page hears of it now.
    pub(in crate::engine) fn tell_before(&mut self) -> Option<f32> {
        self.is_before_told = self.before.is_some();
        self.before
    }

    /// Whether there is something that the page has not heard of.
    pub(in crate::engine) fn has_news(&self) -> bool {
        self.n_sent < self.points.len() || (self.before.is_some() && !self.is_before_told)
    }

    /// Whether the first vectors of a run are to be asked.
    fn wants_before(&self, subject: &Subject) -> bool {
        let borrows = subject.run().is_some_and(|run| run.lent.is_some());
        borrows && self.before.is_none() && !self.questions.is_empty()
    }

    /// Goes on asking the vectors that the run began with.
    fn ask_before(&mut self, context: &Context<'_>) -> Vec<Event> {
        let Some(run) = context.subject.run() else { return Vec::new() };
        let asking = self.asking_before.take().or_else(|| Before::new(run, self.questions.clone()));
        // Without memory for it, the page does without the figure.
        let Some(mut asking) = asking else {
            self.before = Some(f32::NAN);
            return Vec::new();
        };
        match asking.advance(run, context.slice) {
            Ok(None) => self.asking_before = Some(asking),
            Ok(Some(share)) => self.before = Some(share),
            Err(error) => {
                self.questions.clear();
                return refused(&error);
            }
        }
        Vec::new()
    }

    /// Training has gone back to an earlier state: later points are of vectors that are gone.
    pub(in crate::engine) fn rewind(&mut self, tokens: u64) {
        self.search = None;
        self.points.retain(|point| point.tokens <= tokens);
        self.n_sent = self.n_sent.min(self.points.len());
    }
}

impl Job for AccuracyCurve {
    fn is_due(&self, scene: &Scene<'_>) -> bool {
        if self.search.is_some() || self.wants_before(scene.subject) {
            return true;
        }
        let Some(run) = scene.subject.run() else { return false };
        let (done, total) = (run.trainer.tokens_done(), run.trainer.tokens_total());
        let last = self.points.last().map_or(0, |point| point.tokens);
        if self.questions.is_empty() || done <= last {
            return false;
        }
        let is_time = scene.now_secs - self.last_secs >= COST_FACTOR * self.cost_secs;
        match run.phase {
            Phase::Trained => true,
            Phase::Training => is_time && done - last >= total / SAMPLES_PER_RUN,
            Phase::Paused => false,
        }
    }

    fn holds_vectors(&self) -> bool {
        self.search.is_some()
    }

    fn advance(&mut self, context: &mut Context<'_>) -> Vec<Event> {
        if self.search.is_none() && self.wants_before(context.subject) {
            return self.ask_before(context);
        }
        let start = context.slice.now();
        if self.search.is_none() {
            self.spent_secs = 0.0;
        }
        let mut search = self.search.take().unwrap_or_else(|| AnalogySearch::new(self.questions.clone()));
        let mut is_done = Ok(false);
        if context.subject.measure_norms(context.slice) {
            let (embedding, norms) = context.subject.embedding_and_norms();
            // Words that differ only in case count as different here: the curve is compared only with itself.
            is_done = context.slice.repeat(|| search.advance(embedding, norms, &|id| id, OPERATIONS_PER_LOOK));
        }
        let now = context.slice.now();
        self.spent_secs += now - start;
        match is_done {
            Ok(false) => self.search = Some(search),
            Ok(true) => {
                let outcomes = search.outcomes();
                let n_correct = outcomes.iter().filter(|&&outcome| outcome == Outcome::Correct).count();
                let accuracy = n_correct as f32 / outcomes.len() as f32;
                self.points.push(AccuracyPoint { tokens: context.subject.tokens_done(), accuracy });
                (self.last_secs, self.cost_secs) = (now, self.spent_secs);
                self.total_secs += self.spent_secs;
            }
            Err(error) => {
                self.questions.clear();
                return refused(&error);
            }
        }
        // It is sent with the next report of progress.
        Vec::new()
    }

    fn memory(&self) -> MemoryPlan {
        MemoryPlan::default().with(Item::Copy, self.asking_before.as_ref().map_or(0, Before::n_bytes))
    }

    /// The built-in corpus brings questions of its own.
    fn start_over(&mut self, subject: &Subject) {
        *self = Self::default();
        if !subject.text().is_some_and(|text| text.is_built_in()) {
            return;
        }
        let (words, mut index) = (subject.vocabulary.words(), WordIndex::new(EvaluationOptions::default()));
        while !index.advance(words, usize::MAX) {}
        self.questions = sample(world_questions().filter_map(|question| index.resolve(question)));
    }
}

/// The questions of the built-in corpus: lines of four words below headings that a colon begins. Files of questions as people have
/// them have a reader of their own, which is far more code; the first map would wait for it.
fn world_questions() -> impl Iterator<Item = [&'static str; 4]> {
    let lines = SMALL_WORLD_QUESTIONS.lines().filter(|line| !line.starts_with(':'));
    lines.filter_map(|line| {
        let mut words = line.split_ascii_whitespace();
        Some([words.next()?, words.next()?, words.next()?, words.next()?])
    })
}

/// At most [`SAMPLE`] of these, evenly spread.
fn sample(questions: impl Iterator<Item = [u32; 4]>) -> Vec<[u32; 4]> {
    let all: Vec<[u32; 4]> = questions.collect();
    let n = all.len().min(SAMPLE);
    (0..n).map(|i| all[i * all.len() / n]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::space::evaluation::parse_analogies;

    #[test]
    fn the_questions_of_the_world_are_those_that_a_reader_of_files_finds() {
        let sections = parse_analogies(SMALL_WORLD_QUESTIONS).expect("a file of questions");
        let read = sections.iter().flat_map(|section| &section.questions);
        assert!(world_questions().eq(read.map(|question| question.each_ref().map(String::as_str))));
    }

    #[test]
    fn a_sample_is_spread_over_all_questions() {
        assert_eq!(sample((0..7).map(|i| [i; 4])).len(), 7);
        let thinned = sample((0..1000).map(|i| [i; 4]));
        assert_eq!((thinned.len(), thinned[0], thinned[99]), (100, [0; 4], [990; 4]));
        assert!(sample(std::iter::empty()).is_empty());
    }
}
