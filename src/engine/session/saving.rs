//! Asking for files, and what there is to save of a session: its state now, or its last good one.

use super::{NOT_TRAINED_HERE, Session};
use crate::{
    engine::{
        jobs::Others,
        memory::Item,
        saved::{SavedSession, TextMark},
        storing::RunNow,
        subject::Subject,
    },
    protocol::{Event, Refusal, Saved, Saving, SavingNews},
};

impl Session {
    pub(super) fn save(&mut self, save_id: u32, saved: Saved, page: Vec<u8>) -> Vec<Event> {
        self.jobs.saving.cancel();
        let in_use = self.in_use();
        let asked = match &self.subject {
            None => Err(self.why_nothing().to_owned()),
            Some(subject) => {
                let others = Others {
                    answers: self.jobs.evaluation.answers(),
                    curve: self.jobs.accuracy.head(subject.tokens_done()),
                    page,
                };
                self.jobs.saving.ask((save_id, saved), subject, &mut self.map, others, &in_use)
            }
        };
        let refused = |message| Event::Saving(Saving { save_id, news: SavingNews::Refused(message) });
        asked.err().map(refused).into_iter().collect()
    }

    /// Begins to copy the state of the run as it is now. [`Session::work`] goes on with it, and trains again only once
    /// [`Session::take_snapshot`] has fetched it. Errors: nothing is open that was trained here, or there is no memory for
    /// the copy.
    pub fn begin_snapshot(&mut self) -> Result<(), Refusal> {
        let Some(subject) = &self.subject else { return Err(Refusal::new(self.why_nothing())) };
        let run = subject.run().ok_or_else(|| Refusal::new(NOT_TRAINED_HERE))?;
        let plan = self.in_use().with(Item::Copy, run.trainer.checkpoint_bytes());
        plan.check().map_err(|error| Refusal::new(error.to_string()))?;
        self.jobs.snapshots.begin(run)
    }

    /// The state that [`Session::begin_snapshot`] asked for, once it is copied.
    pub fn take_snapshot(&mut self) -> Option<SavedSession> {
        self.jobs.snapshots.take(self.subject.as_ref()?, &self.jobs.accuracy)
    }

    /// The last state of the run that was found sound. It is there already, so this costs nothing, and what goes on from it
    /// comes to the same bits as the run itself. None before there is one.
    pub fn last_good(&self) -> Option<SavedSession> {
        let subject = self.subject.as_ref()?;
        let run = subject.run()?;
        let checkpoint = run.trainer.last_good()?;
        let head = run.head_at(&checkpoint, self.jobs.accuracy.head(checkpoint.tokens_done()));
        Some(SavedSession::new(run, &subject.vocabulary, head, checkpoint))
    }

    /// The run as far as [`storing`](crate::engine::storing) decides by it; none where nothing is trained here.
    pub fn run_now(&self) -> Option<RunNow> {
        let run = self.subject.as_ref().and_then(Subject::run)?;
        Some(RunNow {
            generation: self.generation,
            phase: run.phase,
            tokens_done: run.trainer.tokens_done(),
            tokens_good: run.trainer.last_good().map(|good| good.tokens_done()),
            seconds_training: run.seconds_training,
            is_built_in: run.text.is_built_in(),
        })
    }

    /// Which text and vocabulary are open; none where nothing is trained here.
    pub fn text_mark(&self) -> Option<TextMark> {
        self.subject.as_ref().and_then(Subject::run).map(TextMark::of)
    }

    /// Whether the text that is open is that of a mark.
    pub fn has_text(&self, mark: &TextMark) -> bool {
        self.subject.as_ref().and_then(Subject::run).is_some_and(|run| mark.is_of_run(run))
    }

    /// Whether a snapshot is being copied, or waits to be fetched.
    pub fn has_snapshot(&self) -> bool {
        self.jobs.snapshots.is_busy()
    }

    /// Whether the opening of this id is under way.
    pub fn is_opening(&self, open_id: u32) -> bool {
        self.opening.as_ref().is_some_and(|opening| opening.request.open_id == Some(open_id))
    }

    /// The session that is being opened trains on once it is there: its reader has said so.
    pub fn go_on_once_open(&mut self) {
        if let Some(opening) = &mut self.opening {
            opening.goes_on = true;
        }
    }

    /// Counts the memory of a state that is being stored: it is not shared with the run for long. 0: nothing is.
    pub fn count_stored(&mut self, n_bytes: u64) {
        self.storing_bytes = n_bytes;
    }
}
