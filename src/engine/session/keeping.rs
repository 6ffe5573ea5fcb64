//! What was open before: vectors that runs can begin with, and a text that can be trained on again.
//!
//! It stays where there is plenty of memory, and goes where a text needs that.

use std::sync::Arc;

use super::Session;
use crate::{
    engine::{
        lender::Lender,
        loader::Parts,
        memory::Item,
        subject::{Origin, Subject},
    },
    matrix::Matrix,
    protocol::{self, Opened, Setting, Settings, Start},
};

impl Session {
    /// The vectors that settings have a run start from, where they are here. The table that is open is one of them.
    pub(super) fn lender_for(&mut self, settings: &Settings) -> Option<Arc<Lender>> {
        if !settings.borrows() {
            return None;
        }
        if let (Start::Table, Some(subject)) = (settings.start, &self.subject)
            && let Origin::Table(table) = &subject.origin
            && self.lenders.of(Start::Table).is_none_or(|kept| !kept.has_vectors(&table.matrix))
        {
            let (vocabulary, matrix) = (Arc::clone(&subject.vocabulary), Arc::clone(&table.matrix));
            self.lenders.keep(Start::Table, Lender::new(table.record.clone(), vocabulary, matrix));
        }
        self.lenders.of(settings.start).cloned()
    }

    /// The same for a text that is to be opened: of the settings only those hold that are chosen.
    pub(super) fn lender_for_opening(&mut self, settings: &Settings, chosen: &[Setting]) -> Option<Arc<Lender>> {
        if chosen.contains(&Setting::Start) { self.lender_for(settings) } else { None }
    }

    /// The vectors of the table that is open.
    pub(super) fn open_table(&self) -> Option<&Arc<Matrix>> {
        match &self.subject.as_ref()?.origin {
            Origin::Table(table) => Some(&table.matrix),
            Origin::Run(_) => None,
        }
    }

    /// Bytes that could be had back, but for those of a lender that is needed.
    pub(super) fn spare_bytes(&self, needed: Option<&Arc<Lender>>) -> u64 {
        let text = self.text_aside.as_ref().map_or(0, Parts::n_bytes);
        self.lenders.n_bytes(self.open_table(), needed) + text
    }

    /// Lets go of all that was kept, but for a lender that is needed; whether there was any.
    pub(super) fn let_go(&mut self, needed: Option<&Arc<Lender>>) -> bool {
        let had_text = self.text_aside.take().is_some();
        self.lenders.let_go(needed) || had_text
    }

    /// Something else takes the place of what is open: keeps of that what can be of use.
    pub(super) fn keep_of(&mut self, old: Subject, new: &Subject) {
        let borrowed = new.run().and_then(|run| Some((run.record.settings.start, run.lent.as_ref()?)));
        match old.run() {
            Some(run) if new.run().is_none() => self.text_aside = Some(Parts::of(run, &old.vocabulary)),
            _ => {}
        }
        let (start, is_worth_it) = match &old.origin {
            Origin::Table(_) => (Start::Table, true),
            Origin::Run(run) => (Start::Before, run.trainer.tokens_done() > 0),
        };
        // A run can be built again with what it has borrowed, so that stays in its place.
        let is_taken = borrowed.is_some_and(|(of_new, lent)| {
            of_new == start
                && self.lenders.of(start).is_some_and(|kept| kept.checksum().as_ref() == Some(&lent.about.checksum))
        });
        if is_worth_it && !is_taken && self.has_plenty_beside(&old, new) {
            let Subject { vocabulary, origin, .. } = old;
            let (record, vectors) = match origin {
                Origin::Table(table) => (table.record, table.matrix),
                Origin::Run(mut run) => {
                    run.trainer.refresh();
                    (run.record, Arc::new(run.trainer.into_vectors()))
                }
            };
            self.lenders.keep(start, Lender::new(record, vocabulary, vectors));
        }
        if let Some((start, lent)) = borrowed {
            self.lenders.forget_others(start, &lent.about.checksum);
        }
        if new.run().is_some() {
            self.text_aside = None;
        }
    }

    /// Says what runs can begin with beside random vectors, and whether there is a text to train on.
    pub(super) fn tell_lenders(&self, subject: &Subject, opened: &mut Opened) {
        let [table, before] = self.lenders.to_protocol();
        let about_own = |about: &protocol::Loan| protocol::Lender {
            name: about.name.clone(),
            n_words: about.n_rows as u32,
            dims: about.dims,
        };
        // What a run has borrowed it can begin with again.
        let own = |start: Start| {
            let record = subject.record();
            record.loan.as_ref().filter(|_| record.settings.start == start).map(about_own)
        };
        let open = match &subject.origin {
            Origin::Table(table) => Some(protocol::Lender {
                name: table.record.name().to_owned(),
                n_words: subject.vocabulary.len() as u32,
                dims: table.matrix.dims() as u32,
            }),
            Origin::Run(_) => None,
        };
        opened.lenders = [open.or(table).or_else(|| own(Start::Table)), before.or_else(|| own(Start::Before))];
        opened.text_aside = self.text_aside.as_ref().map(|parts| parts.name().to_owned());
    }

    /// Whether half of the memory would still be free.
    fn has_plenty_beside(&self, old: &Subject, new: &Subject) -> bool {
        let n_bytes = old.copy_bytes(old.vocabulary.len()) + old.vocabulary.n_bytes();
        let plan = self.beside().with(Item::Open, new.memory().n_bytes());
        let plan = plan.with(Item::Kept, n_bytes + self.spare_bytes(None));
        plan.n_bytes() <= plan.n_bytes_left()
    }
}
