//! Reports of progress: when the page must hear of the run, and what it hears.

use super::{REPORT_SECS, Session};
use crate::{
    engine::subject::Subject,
    protocol::{Event, Phase, Progress},
};

impl Session {
    /// Whether the page must hear of the run now. While it trains, a report every so often will do; at its end it is told
    /// with the checksum.
    pub(super) fn is_news(&self, subject: &Subject) -> bool {
        let (phase, tokens_done) = (subject.phase(), subject.tokens_done());
        self.last_report.is_none_or(|last| last.0 != phase || (phase != Phase::Training && last.1 != tokens_done))
            || (phase != Phase::Training && self.jobs.accuracy.has_news())
    }

    pub(super) fn report(&mut self, now_secs: f64) -> Option<Event> {
        let subject = self.subject.as_ref()?;
        let phase = subject.phase();
        let is_due = phase == Phase::Training && now_secs - self.last_report_secs >= REPORT_SECS;
        let checksum = self.jobs.checksums.of(subject);
        let is_ready = phase != Phase::Trained || checksum.is_some();
        if !(is_ready && (is_due || self.is_news(subject))) {
            return None;
        }
        self.last_report = Some((phase, subject.tokens_done()));
        self.last_report_secs = now_secs;
        let (accuracy, accuracy_secs) = self.jobs.accuracy.news();
        let accuracy_before = self.jobs.accuracy.tell_before().filter(|share| share.is_finite());
        let checksum = checksum.filter(|_| phase == Phase::Trained).map(|checksum| format!("{checksum:016x}"));
        let mut progress = Progress {
            checksum,
            accuracy,
            accuracy_set: self.jobs.accuracy.set,
            accuracy_before,
            ..Progress::new(self.generation, phase)
        };
        if let Some(run) = self.subject.as_mut().and_then(Subject::run_mut) {
            let seconds = run.seconds_training.max(accuracy_secs).max(f64::MIN_POSITIVE);
            progress.accuracy_cost = accuracy_secs / seconds;
            [progress.loss, progress.held_out_loss] = run.new_losses();
            let trainer = &run.trainer;
            (progress.tokens_done, progress.tokens_total) = (trainer.tokens_done(), trainer.tokens_total());
            (progress.epoch, progress.epochs) = (trainer.epoch(), trainer.epochs());
            progress.learning_rate = trainer.learning_rate();
            progress.words_per_second = run.words_per_second();
            let tokens_left = progress.tokens_total.saturating_sub(progress.tokens_done) as f64;
            progress.seconds_left =
                progress.words_per_second.filter(|_| phase == Phase::Training).map(|rate| tokens_left / rate);
        }
        Some(Event::Progress(progress))
    }
}
