//! The current model beside the baseline: a model that was laid aside.

use std::convert::Infallible;

use super::{
    Context, Job, Scene,
    copy::{Copying, Snapshot},
    refused,
};
use crate::{
    engine::{
        memory::{Item, MemoryPlan},
        slice::OPERATIONS_PER_LOOK,
        subject::Subject,
    },
    matrix::Matrix,
    protocol::{self, Answer, ChangedWord, Compared, Event, MOST_CHANGED, Neighbor, Phase, Refusal},
    space,
};

/// Neighbors that are compared.
const K: usize = 10;
/// Words that are compared, the most frequent ones: each asks all others, in both models.
const MOST_COMPARED: usize = 5_000;
/// Seconds between two reports.
const REPORT_SECS: f64 = 0.3;

/// Holds the baseline, whatever is opened after it, and compares it with the current model whenever training rests.
#[derive(Debug, Default)]
pub(in crate::engine) struct Comparison {
    /// A baseline on its way. The one before it stays until it is there.
    copying: Option<Copying>,
    baseline: Option<Baseline>,
    /// Grows whenever the vectors of the current model may have moved, so that what is compared is what is there.
    moves: u64,
}

/// A model that was laid aside, and how the current one differs from it.
#[derive(Debug)]
struct Baseline {
    about: protocol::Baseline,
    words: Vec<String>,
    snapshot: Snapshot,
    /// Generation and moves of the current model when it was laid aside.
    moment: (u32, u64),
    /// Whether nobody asked for it: a run has borrowed these vectors.
    is_lent: bool,
    comparison: space::Comparison,
    /// Moves of the current model, and the words it was trained on, when the comparison began.
    compared_at: Option<(u64, u64)>,
    last_report_secs: f64,
}

impl Comparison {
    /// Asks for a copy of the vectors as they are now. Errors: where there is no memory for it.
    pub(in crate::engine) fn set(&mut self, subject: &Subject) -> Result<(), Refusal> {
        let no_memory = || {
            Refusal::new(
                "There is no memory left for a copy of the vectors: lower Dimensions or raise Minimum count, and train \
                 again.",
            )
        };
        self.copying = Some(Copying::new(subject).ok_or_else(no_memory)?);
        Ok(())
    }

    /// Discards the baseline.
    pub(in crate::engine) fn discard(&mut self) {
        (self.copying, self.baseline) = (None, None);
    }

    /// Whether there is one.
    pub(in crate::engine) fn has_baseline(&self) -> bool {
        self.baseline.is_some()
    }

    /// Another model is there. What it has borrowed is the baseline, unless the reader has chosen one.
    pub(in crate::engine) fn meet_lender(&mut self, subject: &Subject) {
        let Some(lent) = subject.run().and_then(|run| run.lent.as_ref()) else { return };
        if self.baseline.as_ref().is_some_and(|baseline| !baseline.is_lent) || self.copying.is_some() {
            return;
        }
        let words = subject.vocabulary.words();
        // In the order of their vectors.
        let mut named: Vec<(u32, &String)> =
            (0..).zip(words).filter_map(|(id, word)| Some((lent.loan.row_of(id)?, word))).collect();
        named.sort_unstable_by_key(|&(row, _)| row);
        let mut baseline = Baseline {
            about: protocol::Baseline { record: lent.lender.clone(), n_words: lent.about.n_rows as u32 },
            words: named.into_iter().map(|(_, word)| word.clone()).collect(),
            snapshot: Snapshot::of(std::sync::Arc::clone(lent.loan.vectors())),
            // No model is this one.
            moment: (0, 0),
            is_lent: true,
            comparison: space::Comparison::new(&[], 0, K),
            compared_at: None,
            last_report_secs: 0.0,
        };
        baseline.meet(subject);
        self.baseline = Some(baseline);
    }

    /// The vectors of the current model move, or may have.
    pub(in crate::engine) fn vectors_moved(&mut self) {
        self.moves += 1;
    }

    /// How it stands; none without a baseline.
    pub(in crate::engine) fn report(&self, subject: &Subject, generation: u32) -> Option<Event> {
        let baseline = self.baseline.as_ref()?;
        Some(Event::Compared(Some(Box::new(baseline.report(subject, (generation, self.moves))))))
    }

    /// The neighbors of a word in both models.
    pub(in crate::engine) fn side_by_side(&mut self, subject: &mut Subject, word_id: u32) -> Answer {
        let Some(baseline) = &mut self.baseline else {
            return Answer::Refused { message: "There is no baseline: set one first.".to_owned() };
        };
        while !baseline.snapshot.measure(usize::MAX) {}
        let current = subject.embedding_and_norms();
        match baseline.comparison.side_by_side(current, baseline.snapshot.view(), word_id) {
            Ok(both) => {
                let jaccard = both.as_ref().map(|both| both.jaccard);
                let [now, of_baseline] = both.map_or_else(Default::default, |both| [both.in_a, both.in_b]);
                let neighbors = |found: &[space::Scored]| found.iter().map(Neighbor::from).collect();
                Answer::SideBySide { word_id, now: neighbors(&now), baseline: neighbors(&of_baseline), jaccard }
            }
            Err(error) => Answer::Refused { message: error.to_string() },
        }
    }

    /// Goes on copying; a first report once the baseline is there.
    fn copy(&mut self, copying: Copying, context: &mut Context<'_>) -> Vec<Event> {
        match copying.advance(context.subject, context.slice) {
            Err(copying) => {
                self.copying = Some(copying);
                Vec::new()
            }
            Ok(snapshot) => {
                let subject = &*context.subject;
                let n_words = subject.vocabulary.len() as u32;
                let mut baseline = Baseline {
                    about: protocol::Baseline { record: subject.record().clone(), n_words },
                    words: subject.vocabulary.words().to_vec(),
                    snapshot,
                    moment: (context.generation, self.moves),
                    is_lent: false,
                    comparison: space::Comparison::new(&[], 0, K),
                    compared_at: None,
                    last_report_secs: 0.0,
                };
                baseline.meet(subject);
                self.baseline = Some(baseline);
                self.report(subject, context.generation).into_iter().collect()
            }
        }
    }
}

impl Baseline {
    /// Another model is the current one: looks for the words that both have.
    fn meet(&mut self, subject: &Subject) {
        let mut baseline_id = vec![None; subject.vocabulary.len()];
        for (id, word) in self.words.iter().enumerate() {
            if let Some(current) = subject.vocabulary.id(word) {
                baseline_id[current as usize] = Some(id as u32);
            }
        }
        let pairs: Vec<(u32, u32)> = (0_u32..).zip(baseline_id).filter_map(|(id, other)| Some((id, other?))).collect();
        self.comparison = space::Comparison::new(&pairs, MOST_COMPARED, K);
        self.compared_at = None;
    }

    fn report(&self, subject: &Subject, moment: (u32, u64)) -> Compared {
        let changed = if self.comparison.is_done() { self.comparison.by_change() } else { Vec::new() };
        let changed = changed.into_iter().take(MOST_CHANGED);
        Compared {
            generation: moment.0,
            tokens_done: self.compared_at.map_or_else(|| subject.tokens_done(), |(_, tokens)| tokens),
            baseline: self.about.clone(),
            is_itself: self.moment == moment,
            n_shared: self.comparison.n_shared() as u32,
            n_compared: self.comparison.n_compared() as u32,
            n_to_compare: self.comparison.n_words() as u32,
            mean: self.comparison.mean(),
            changed: changed.map(|word| ChangedWord { word_id: word.word_a, jaccard: word.jaccard }).collect(),
        }
    }
}

impl Job for Comparison {
    fn is_due(&self, scene: &Scene<'_>) -> bool {
        if self.copying.is_some() {
            return true;
        }
        let Some(baseline) = &self.baseline else { return false };
        let is_compared = baseline.compared_at.is_some_and(|(moves, _)| moves == self.moves);
        let rests = !scene.subject.is_training();
        let has_vectors = scene.subject.tokens_done() > 0 || scene.subject.phase() == Phase::Trained;
        let is_itself = baseline.moment == (scene.generation, self.moves);
        rests && has_vectors && !is_itself && !(is_compared && baseline.comparison.is_done())
    }

    fn holds_vectors(&self) -> bool {
        self.copying.as_ref().is_some_and(Copying::has_begun)
    }

    fn advance(&mut self, context: &mut Context<'_>) -> Vec<Event> {
        if let Some(copying) = self.copying.take() {
            return self.copy(copying, context);
        }
        let moment = (context.generation, self.moves);
        let Some(baseline) = &mut self.baseline else { return Vec::new() };
        if !context.subject.measure_norms(context.slice) {
            return Vec::new();
        }
        let snapshot = &mut baseline.snapshot;
        if !matches!(context.slice.repeat(|| Ok::<_, Infallible>(snapshot.measure(OPERATIONS_PER_LOOK))), Ok(true)) {
            return Vec::new();
        }
        let tokens_done = context.subject.tokens_done();
        if baseline.compared_at.replace((self.moves, tokens_done)).is_none_or(|(moves, _)| moves != self.moves) {
            baseline.comparison.start_over();
        }
        let current = context.subject.embedding_and_norms();
        let snapshot = baseline.snapshot.view();
        let comparison = &mut baseline.comparison;
        let advanced = context.slice.repeat(|| comparison.advance(current, snapshot, OPERATIONS_PER_LOOK));
        if let Err(error) = advanced {
            self.baseline = None;
            let mut events = refused(&error);
            events.push(Event::Compared(None));
            return events;
        }
        let now = context.slice.now();
        if !baseline.comparison.is_done() && now - baseline.last_report_secs < REPORT_SECS {
            return Vec::new();
        }
        baseline.last_report_secs = now;
        vec![Event::Compared(Some(Box::new(baseline.report(context.subject, moment))))]
    }

    fn start_over(&mut self, subject: &Subject) {
        self.copying = None;
        self.moves += 1;
        if let Some(baseline) = &mut self.baseline {
            baseline.meet(subject);
        }
    }

    fn memory(&self) -> MemoryPlan {
        let bytes_of = |matrix: &Matrix| Matrix::bytes(matrix.n_rows() as u64, matrix.dims() as u64);
        let n_bytes = self.baseline.as_ref().map_or(0, |baseline| bytes_of(&baseline.snapshot.matrix));
        let n_bytes_copied = self.copying.as_ref().map_or(0, |copying| copying.n_bytes);
        MemoryPlan::default().with(Item::Baseline, n_bytes).with(Item::Copy, n_bytes_copied)
    }
}
