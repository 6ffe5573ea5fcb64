//! The jobs that run beside training, in one list.
//!
//! A job does its work in pieces and returns events. It decides when it is due and whether the vectors must stand
//! still meanwhile. The session knows nothing else about it, so a new job needs no change there.

use super::{map::MapState, memory::MemoryPlan, slice::Slice, subject::Subject};
use crate::protocol::{Event, Refusal};

mod accuracy;
mod baseline;
mod checksum;
mod clusters;
mod copy;
mod evaluation;
mod evidence;
mod frames;
mod quantizing;
mod recall;
mod saving;
mod scenes;
mod snapshot;
mod vectors;

pub(super) use self::{
    accuracy::AccuracyCurve,
    baseline::Comparison,
    checksum::Checksums,
    clusters::Clustering,
    evaluation::{Evaluating, most_bytes},
    evidence::EvidenceSearch,
    frames::Frames,
    quantizing::Quantizing,
    recall::RecallMeasuring,
    saving::{Others, SavingFiles},
    scenes::ScenesOfLessons,
    snapshot::Snapshots,
    vectors::VectorsCopy,
};

/// What a job sees when it decides whether it is due.
#[derive(Clone, Copy)]
pub(super) struct Scene<'a> {
    pub(super) subject: &'a Subject,
    pub(super) map: &'a MapState,
    /// See [`Opened::generation`](crate::protocol::Opened::generation).
    pub(super) generation: u32,
    /// Infinite to ask whether anything will ever be due.
    pub(super) now_secs: f64,
}

/// What a job works on.
pub(super) struct Context<'a> {
    pub(super) subject: &'a mut Subject,
    pub(super) map: &'a mut MapState,
    pub(super) generation: u32,
    pub(super) slice: &'a Slice<'a>,
}

/// Work that is done in pieces. It does not ask for `Debug`: the worker would carry that of every job.
pub(super) trait Job {
    /// Whether there is something to do.
    fn is_due(&self, scene: &Scene<'_>) -> bool;

    /// Whether the vectors must not move until the job has advanced: it is reading them.
    fn holds_vectors(&self) -> bool {
        false
    }

    /// Works until the slice is over, for at least one piece. Called only when the job is due.
    fn advance(&mut self, context: &mut Context<'_>) -> Vec<Event>;

    /// Another subject is open.
    fn start_over(&mut self, subject: &Subject);

    /// Memory that the job holds in proportion to the reader's text.
    fn memory(&self) -> MemoryPlan {
        MemoryPlan::default()
    }
}

/// The number of jobs.
const N_JOBS: usize = 13;

/// Every job.
#[derive(Debug, Default)]
pub(super) struct Jobs {
    pub(super) frames: Frames,
    pub(super) accuracy: AccuracyCurve,
    pub(super) checksums: Checksums,
    pub(super) vectors: VectorsCopy,
    pub(super) evaluation: Evaluating,
    pub(super) evidence: EvidenceSearch,
    pub(super) clustering: Clustering,
    pub(super) recall: RecallMeasuring,
    pub(super) comparison: Comparison,
    pub(super) quantizing: Quantizing,
    pub(super) saving: SavingFiles,
    pub(super) snapshots: Snapshots,
    pub(super) scenes: ScenesOfLessons,
    /// The job that comes first in the next slice, so that each has its turn.
    first: usize,
}

impl Jobs {
    fn list(&self) -> [&dyn Job; N_JOBS] {
        let Self { frames, accuracy, checksums, vectors, evaluation, evidence, clustering, .. } = self;
        let Self { recall, comparison, quantizing, saving, snapshots, scenes, .. } = self;
        [
            frames, accuracy, checksums, vectors, evaluation, evidence, clustering, recall, comparison, quantizing,
            saving, snapshots, scenes,
        ]
    }

    fn list_mut(&mut self) -> [&mut dyn Job; N_JOBS] {
        let Self { frames, accuracy, checksums, vectors, evaluation, evidence, clustering, .. } = self;
        let Self { recall, comparison, quantizing, saving, snapshots, scenes, .. } = self;
        [
            frames, accuracy, checksums, vectors, evaluation, evidence, clustering, recall, comparison, quantizing,
            saving, snapshots, scenes,
        ]
    }

    /// Whether any job has something to do.
    pub(super) fn is_due(&self, scene: &Scene<'_>) -> bool {
        self.list().iter().any(|job| job.is_due(scene))
    }

    /// Whether any job is reading the vectors.
    pub(super) fn holds_vectors(&self) -> bool {
        self.list().iter().any(|job| job.holds_vectors())
    }

    /// Memory that all jobs hold.
    pub(super) fn memory(&self) -> MemoryPlan {
        self.list().iter().fold(MemoryPlan::default(), |plan, job| plan.and(job.memory()))
    }

    /// Advances the jobs that are due until the slice is over. While a job holds the vectors, only such jobs advance.
    pub(super) fn advance(&mut self, context: &mut Context<'_>) -> Vec<Event> {
        let mut events = Vec::new();
        self.first = (self.first + 1) % N_JOBS;
        let first = self.first;
        let held = self.holds_vectors();
        let mut jobs = self.list_mut();
        for turn in 0..N_JOBS {
            let job = &mut jobs[(first + turn) % N_JOBS];
            if held && !job.holds_vectors() {
                continue;
            }
            let scene = Scene {
                subject: context.subject,
                map: context.map,
                generation: context.generation,
                now_secs: context.slice.now(),
            };
            if job.is_due(&scene) {
                events.extend(job.advance(context));
                if context.slice.is_over() {
                    break;
                }
            }
        }
        events
    }

    /// Another subject is open.
    pub(super) fn start_over(&mut self, subject: &Subject) {
        for job in self.list_mut() {
            job.start_over(subject);
        }
    }
}

/// One refusal, as a list of events.
fn refused(error: &impl ToString) -> Vec<Event> {
    vec![Event::Refused(Refusal::new(error.to_string()))]
}
