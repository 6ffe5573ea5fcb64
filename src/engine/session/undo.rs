//! Undoing a reset or a restart: the run before stays in memory for as long as there is plenty.

use super::{Session, refused};
use crate::{
    engine::{
        memory::{Item, MemoryPlan},
        saved::{CurveHead, Restored},
        subject::Subject,
    },
    protocol::{Event, Phase},
};

const GONE: &str = "There is no run to bring back: it has given its memory to others.";

/// A run that another one has taken the place of, as it stood.
#[derive(Debug)]
pub(super) struct Undone {
    subject: Subject,
    curve: CurveHead,
}

impl Session {
    /// Memory of the run that can be brought back, but for what it shares with the one that is open.
    pub(super) fn memory_of_undone(&self) -> MemoryPlan {
        let Some(Undone { subject, .. }) = &self.undone else { return MemoryPlan::default() };
        let shares = |other: &Subject| match (other.run(), subject.run()) {
            (Some(a), Some(b)) => std::sync::Arc::ptr_eq(a.corpus(), b.corpus()),
            _ => false,
        };
        let plan = subject.memory();
        let plan = if self.subject.as_ref().is_some_and(shares) {
            plan.without(&[Item::Text, Item::Ids, Item::Vocabulary])
        } else {
            plan.without(&[Item::Text])
        };
        MemoryPlan::default().with(Item::Undone, plan.n_bytes())
    }

    /// A restart is asked for. What was laid aside before gives its memory to the new model, unless the run that is open has
    /// learned nothing and will not be laid aside, and there is room for another one like it.
    pub(super) fn make_room_of_undone(&mut self) {
        let stays = self.subject.as_ref().is_some_and(|subject| {
            let plan = self.beside().with(Item::Open, subject.memory().n_bytes());
            subject.tokens_done() == 0 && plan.n_bytes() <= plan.n_bytes_left()
        });
        if !stays {
            self.undone = None;
        }
    }

    /// A new run takes the place of the one that is open, which stays aside if it has learned something and if there is
    /// plenty of memory: half of all must stay free. One that has learned nothing leaves what is aside where it is: whoever
    /// resets twice wants back what the first reset took. Whether a run can be had back.
    pub(super) fn lay_aside(&mut self, new: &Subject) -> bool {
        let Some(mut subject) = self.subject.take().filter(|subject| subject.tokens_done() > 0) else {
            let plan = self.beside().with(Item::Open, new.memory().n_bytes());
            self.undone.take_if(|_| plan.n_bytes() > plan.n_bytes_left());
            return self.undone.is_some();
        };
        self.undone = None;
        let curve = self.jobs.accuracy.head(u64::MAX);
        let Some(run) = subject.run_mut() else { return false };
        run.pause();
        let plan = self.beside().with(Item::Open, new.memory().n_bytes());
        let plan = plan.with(Item::Undone, subject.memory().n_bytes());
        if plan.n_bytes() <= plan.n_bytes_left() {
            self.undone = Some(Undone { subject, curve });
        }
        self.undone.is_some()
    }

    /// Brings the run back that was laid aside; the one that is open takes its place there.
    pub(super) fn undo(&mut self) -> Vec<Event> {
        let Some(Undone { mut subject, curve }) = self.undone.take() else { return refused(GONE) };
        (self.restarting, self.given_way) = (None, None);
        if let Some(run) = subject.run_mut() {
            run.tell_again();
            run.restored = Some(Restored { curve, page: Vec::new() });
            debug_assert_ne!(run.phase, Phase::Training, "it was paused when it was laid aside");
        }
        self.waiting.clear();
        self.begin(subject, None, false)
    }
}
