//! The one place where the worker's events change the page.

use std::{collections::HashMap, sync::Arc};

use leptos::prelude::*;

use super::{
    Alert, AnalogyAnswer, ColorBy, Heatmap, N_NEIGHBORS, Neighborhood, Page, Remedy, Reply, Report, Unknown, now_ms,
};
use crate::{
    chart::LossSample,
    protocol::{Answer, Command, Event, Frame, Measure, Opened, Phase, Progress, Question, RunRecord, Slot},
    ui::phrases,
};

/// How often what is shown beside the map is asked for again while the vectors move, in milliseconds.
const REFRESH_MS: f64 = 300.0;
/// How often words are grouped again meanwhile.
const RECLUSTER_MS: f64 = 2000.0;

impl Page {
    pub(super) fn hear(self, report: Report) {
        let (message, remedy) = match report {
            Report::Event(event) => return self.apply(event),
            Report::Stale => ("This page was updated. Reload.".to_owned(), Remedy::Reload),
            Report::Dead(message) => {
                (format!("{message} Restart opens the same text again with the same settings."), Remedy::RestartWorker)
            }
        };
        self.loading.set(None);
        self.has_failed.set(true);
        self.alert.set(Some(Alert { message, remedy: Some(remedy) }));
    }

    /// The one place where the worker's events change the page.
    fn apply(self, event: Event) {
        match event {
            // The client has answered it.
            Event::Ready { .. } => {}
            Event::Recorded { generation, record } => self.show_record(generation, record),
            Event::Vectors(vectors) => self.start_tsne(vectors),
            Event::Evidence(evidence) => self.show_evidence(*evidence),
            Event::Compared(compared) => self.show_compared(compared.map(|compared| *compared)),
            Event::Evaluation(evaluation) => self.show_evaluation(evaluation),
            Event::Loading(loading) => {
                // Of a text that was given up, or of one that another took the place of.
                if !self.is_cancelled.get_value() && self.is_wanted(loading.open_id) {
                    self.loading.set(Some(loading));
                }
            }
            Event::Opened(opened) => self.show_opened(*opened),
            Event::Refused(refusal) => {
                let is_loading = self.loading.with_untracked(|loading| loading.as_ref().map(|l| l.open_id));
                if is_loading == Some(refusal.open_id) {
                    self.loading.set(None);
                }
                let remedy = refusal.try_min_count.map(Remedy::MinCount);
                self.alert.set(Some(Alert { message: refusal.message, remedy }));
            }
            Event::Progress(progress) => self.show_progress(progress),
            Event::Frame(frame) => self.show_frame(frame),
            Event::Recall(recall) => self.show_recall(recall),
            Event::Clusters(clusters) => self.show_clusters(clusters),
            Event::Answer { id, slot, answer } => {
                if self.asked.with_value(|asked| asked.get(&slot) == Some(&id)) {
                    self.show_answer(slot, answer);
                }
            }
        }
    }

    fn show_opened(self, opened: Opened) {
        self.asked.update_value(HashMap::clear);
        self.held_frame.set_value(None);
        let has_same_words =
            self.opened.with_untracked(|old| old.as_ref().is_some_and(|old| old.words == opened.words));
        if !has_same_words {
            // Word ids change their meaning: forget all that holds one.
            self.hover(None);
            self.linked.set(None);
            self.joined.set(None);
            self.fly_to.set(None);
            self.frame.set(None);
            self.analogy.set(Reply::Nothing);
            self.heatmap.set(Reply::Nothing);
            self.search.set(Reply::Nothing);
            self.forget_words_of_map();
            self.forget_answers();
            self.baseline.both.set(None);
        }
        self.start_map_over();
        self.stop_tsne();
        // What was refused before this run is over.
        self.alert.set(None);
        self.loss.set(Vec::new());
        self.held_out_loss.set(Vec::new());
        self.forget_evaluation();
        self.progress.set(None);
        let wanted = self.wanted.get_value();
        // Else it is the same text again, at the beginning of another run.
        let is_wanted_text = wanted.as_ref().is_some_and(|wanted| Some(wanted.open_id) == opened.open_id);
        if is_wanted_text {
            self.current.set_value(wanted.clone());
        }
        if is_wanted_text
            || self.loading.with_untracked(|loading| loading.as_ref().is_some_and(|l| l.open_id.is_none()))
        {
            self.loading.set(None);
        }

        let is_same_text = self.opened.with_untracked(|old| {
            old.as_ref().is_some_and(|old| old.name == opened.name && old.n_tokens == opened.n_tokens)
        });
        let old_word = self.pinned.get_untracked().map(|word_id| untrack(|| self.word(word_id)));
        let found = old_word.and_then(|old| opened.words.iter().position(|word| *word == old)).map(|id| id as u32);
        let pinned = if is_same_text { found } else { None }.or_else(|| phrases::first_word(&opened));
        if !is_same_text {
            let [a, b, c, _] = opened.examples.first().cloned().unwrap_or_default();
            self.analogy_question.set([a, b, c]);
            self.heatmap_words.set(phrases::first_heatmap(&opened));
        }
        // What was touched while the text was read stays touched; a restart is offered for it.
        let panel = self.settings.get_untracked();
        let sent = wanted.filter(|_| is_wanted_text).map_or(panel, |wanted| wanted.settings);
        self.settings.set(opened.settings.with_differences(&sent, &panel));
        let has_topics = !opened.topics.is_empty();
        self.opened.set(Some(Arc::new(opened)));
        // A worker that was started again shows what the page does.
        self.send(Command::Show { view: self.map.view.get_untracked() });
        match (self.map.color_by.get_untracked(), has_topics) {
            (ColorBy::Topic, false) => self.color(ColorBy::Cluster),
            (ColorBy::Cluster, true) if !is_same_text => self.color(ColorBy::Topic),
            _ => {}
        }
        self.pin(pinned);
        self.ask_analogy();
        self.ask_heatmap();
    }

    fn show_progress(self, progress: Progress) {
        if !self.is_current(progress.generation) {
            return;
        }
        let (is_other_phase, is_moved) = self.progress.with_untracked(|old| {
            old.as_ref()
                .map_or((true, true), |old| (old.phase != progress.phase, old.tokens_done != progress.tokens_done))
        });
        self.show_accuracy(&progress);
        let epochs = progress.epochs;
        for (shown, new) in [(self.loss, &progress.loss), (self.held_out_loss, &progress.held_out_loss)] {
            shown.update(|shown| {
                // After a divergence it goes on from an earlier state.
                shown.retain(|sample| sample.tokens <= progress.tokens_done as f64);
                shown.extend(new.iter().map(|p| LossSample { tokens: p.tokens as f64, loss: p.loss.into() }));
            });
        }
        // A run that was made longer.
        self.opened.maybe_update(|opened| {
            let longer = opened.as_mut().filter(|opened| opened.settings.epochs != epochs && epochs > 0);
            longer.map(|opened| Arc::make_mut(opened).settings.epochs = epochs).is_some()
        });
        if progress.phase != Phase::Training
            && let Some(frame) = self.held_frame.try_update_value(Option::take).flatten()
        {
            self.frame.set(Some(frame));
        }
        let rests = progress.phase != Phase::Training;
        self.progress.set(Some(progress));
        let now = now_ms();
        let are_clusters_due = if rests { is_other_phase } else { now - self.clustered_ms.get_value() > RECLUSTER_MS };
        if are_clusters_due && self.map.color_by.get_untracked() == ColorBy::Cluster {
            self.clustered_ms.set_value(now);
            self.ask_coloring();
        }
        if is_other_phase || (is_moved && (rests || now - self.refreshed_ms.get_value() > REFRESH_MS)) {
            self.refreshed_ms.set_value(now);
            self.ask_again();
        }
    }

    /// Asks again all that is shown beside the map: the vectors have moved.
    fn ask_again(self) {
        self.pin(self.pinned.get_untracked());
        if let Some(word_id) = self.hovered.get_untracked() {
            self.ask(Slot::Hover, Question::Neighbors { word_id, k: N_NEIGHBORS, measure: Measure::Cosine });
        }
        if self.map.color_by.get_untracked() == ColorBy::Cosine {
            self.ask_coloring();
        }
        // What cannot be answered stays so until the words change.
        if self.analogy.with_untracked(|reply| matches!(reply, Reply::Nothing | Reply::Good(_))) {
            self.ask_analogy();
        }
        if self.asking.groups_answer.with_untracked(|reply| matches!(reply, Reply::Good(_))) {
            self.ask_groups();
        }
        if self.heatmap.with_untracked(|reply| matches!(reply, Reply::Nothing | Reply::Good(_))) {
            self.ask_heatmap();
        }
    }

    fn show_record(self, generation: u32, record: RunRecord) {
        if self.is_current(generation) {
            self.opened.update(|opened| {
                if let Some(opened) = opened.as_mut() {
                    let opened = Arc::make_mut(opened);
                    opened.settings = record.settings_now();
                    opened.record = record;
                }
            });
        }
    }

    /// Whether an event about an opening is about the text that was asked for last; those about a restart are always
    /// wanted.
    fn is_wanted(self, open_id: Option<u32>) -> bool {
        open_id.is_none() || self.wanted.with_value(|wanted| wanted.as_ref().map(|wanted| wanted.open_id)) == open_id
    }

    fn show_frame(self, frame: Frame) {
        if !self.is_current(frame.generation) {
            // Never to be drawn; the worker need not wait for it.
            return self.send(Command::FrameShown { serial: frame.serial });
        }
        let is_training = self
            .progress
            .with_untracked(|progress| progress.as_ref().is_none_or(|progress| progress.phase == Phase::Training));
        let is_other_map = self.frame.with_untracked(|old| old.as_ref().is_some_and(|old| old.view != frame.view));
        if is_other_map {
            // How many of its neighbors this map keeps is another matter.
            self.pin(self.pinned.get_untracked());
        }
        let frame = Arc::new(frame);
        self.remember_frame(&frame);
        // Whoever looks back sees the newest again when there is a newer one.
        self.map.replayed.set(None);
        if self.prefers_stillness.get_untracked() && is_training {
            let serial = frame.serial;
            self.held_frame.set_value(Some(frame));
            self.send(Command::FrameShown { serial });
        } else {
            self.frame.set(Some(frame));
        }
    }

    fn show_answer(self, slot: Slot, answer: Answer) {
        match (slot, answer) {
            (Slot::Hover, Answer::Neighbors { word_id, neighbors, recall, .. }) => {
                self.hovered_near.set(Some(Neighborhood { word_id, neighbors, recall }));
            }
            (Slot::Pinned, Answer::Neighbors { word_id, neighbors, recall, lengths, .. }) => {
                self.asking.neighbors_mishap.set(None);
                self.asking.lengths.set(lengths);
                self.pinned_near.set(Some(Neighborhood { word_id, neighbors, recall }));
            }
            (Slot::Search, Answer::Found { word_id }) => {
                self.search.set(Reply::Good(word_id));
                self.pin_and_show(word_id);
            }
            (Slot::Completion, Answer::Completions { word_ids, .. }) => {
                let words = untrack(|| word_ids.iter().map(|&word_id| self.word(word_id)).collect());
                self.completions.update(|completions| completions.1 = words);
            }
            (Slot::Analogy, Answer::Arithmetic { terms, answers, expected }) => {
                self.asking.misread_at.set(None);
                self.analogy.set(Reply::Good(AnalogyAnswer { terms, answers, expected }));
            }
            (Slot::Analogy, Answer::Misread { message, at }) => {
                self.asking.misread_at.set(Some(at));
                self.analogy.set(Reply::Refused(message));
            }
            (Slot::Heatmap, Answer::Heatmap { word_ids, cosines }) => {
                let words = untrack(|| word_ids.iter().map(|&word_id| self.word(word_id)).collect());
                self.heatmap.set(Reply::Good(Heatmap { word_ids, words, cosines: cosines.0 }));
            }
            (slot, Answer::UnknownWord { word, suggestions, n_in_text }) => {
                self.show_no_answer(slot, Err(Unknown { word, suggestions, n_in_text }));
            }
            (slot, Answer::Refused { message }) => self.show_no_answer(slot, Ok(message)),
            (Slot::Groups, answer @ Answer::Groups { .. }) => self.show_groups(answer),
            (Slot::Compare, answer) => self.show_both(answer),
            (Slot::Color, answer) => self.show_cosines(answer),
            (Slot::Axes, Answer::Axes { x, y }) => self.show_axes(Ok([x, y])),
            // An answer of another kind than was asked: nothing to show.
            _ => {}
        }
    }

    fn show_no_answer(self, slot: Slot, reason: Result<String, Unknown>) {
        fn reply<T>(reason: Result<String, Unknown>) -> Reply<T> {
            reason.map_or_else(Reply::Unknown, Reply::Refused)
        }
        match slot {
            Slot::Search => self.search.set(reply(reason)),
            Slot::Analogy => self.analogy.set(reply(reason)),
            Slot::Heatmap => self.heatmap.set(reply(reason)),
            Slot::Groups => self.asking.groups_answer.set(reply(reason)),
            Slot::Pinned => self.asking.neighbors_mishap.set(reason.ok()),
            Slot::Axes => self.show_axes(Err(reason.unwrap_or_else(|unknown| self.say_unknown(&unknown)))),
            // Asked by id or by prefix: there is no word to be wrong.
            Slot::Hover | Slot::Completion | Slot::Color | Slot::Compare => {}
        }
    }

    pub(super) fn is_current(self, generation: u32) -> bool {
        self.opened.with_untracked(|opened| opened.as_ref().is_some_and(|opened| opened.generation == generation))
    }
}
