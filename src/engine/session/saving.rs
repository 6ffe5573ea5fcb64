//! Asking for files, and giving them up.

use super::Session;
use crate::protocol::{Event, Saved, Saving, SavingNews};

impl Session {
    pub(super) fn save(&mut self, save_id: u32, saved: Saved) -> Vec<Event> {
        self.jobs.saving.cancel();
        let in_use = self.in_use();
        let asked = match &self.subject {
            None => Err(self.why_nothing().to_owned()),
            Some(subject) => {
                let answers = self.jobs.evaluation.answers();
                self.jobs.saving.ask((save_id, saved), subject, &mut self.map, answers, &in_use)
            }
        };
        let refused = |message| Event::Saving(Saving { save_id, news: SavingNews::Refused(message) });
        asked.err().map(refused).into_iter().collect()
    }
}
