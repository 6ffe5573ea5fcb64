//! The one place where the worker's events change the page.

use std::sync::Arc;

use leptos::prelude::*;

use super::{Alert, ColorBy, Page, Remedy, Reply, Unknown};
use crate::{
    chart::LossSample,
    protocol::{Answer, Command, Event, Opened, Phase, Progress, Refusal, RunRecord, Slot},
    ui::{page::clock::now_ms, phrases, saved_page::SavedPage},
};

/// How often what is shown beside the map is asked for again while the vectors move, in milliseconds.
const REFRESH_MS: f64 = 300.0;
/// How often words are grouped again meanwhile.
const RECLUSTER_MS: f64 = 2000.0;

impl Page {
    pub(super) fn apply(self, event: Event) {
        match event {
            // The client has answered it.
            Event::Ready { .. } => {}
            Event::Recorded { generation, record } => self.show_record(generation, record),
            Event::Vectors(vectors) => self.start_tsne(vectors),
            Event::Saving(saving) => self.hear_of_saving(saving),
            Event::Evidence(evidence) => self.show_evidence(*evidence),
            Event::Scene(view) => self.show_scene(*view),
            Event::Compared(compared) => self.show_compared(compared.map(|compared| *compared)),
            Event::QuestionFile(file) => self.show_question_file(*file),
            Event::Evaluation(evaluation) => self.show_evaluation(evaluation),
            Event::Loading(loading) => {
                if self.run.is_awaited(&loading) {
                    self.run.loading.set(Some(loading));
                }
            }
            Event::NotText { open_id, is_packed } => self.turn_to_vectors(open_id, is_packed),
            Event::TableTaken { open_id, n_rows_left } => self.show_table_taken(open_id, n_rows_left),
            Event::Opened(opened) => self.show_opened(*opened),
            Event::Refused(refusal) => self.show_refusal(refusal),
            Event::Progress(progress) => self.show_progress(progress),
            Event::Frame(frame) => {
                self.show_frame(frame);
                self.begin_store();
            }
            Event::Recall(recall) => self.show_recall(recall),
            Event::Clusters(clusters) => self.show_clusters(clusters),
            Event::Store(event) => self.show_store(event),
            Event::Composed { generation, words } => self.take_composed(generation, words),
            Event::Answer { id, slot, answer } => {
                if self.line.takes_answer(slot, id) {
                    self.show_answer(slot, answer);
                }
            }
        }
    }

    fn show_refusal(self, refusal: Refusal) {
        self.has_begun();
        self.run.is_refused(refusal.open_id);
        self.link.is_refused(refusal.open_id);
        let of_text = if refusal.open_id.is_some() { Remedy::MinCount } else { Remedy::RestartMinCount };
        self.end_vectors(refusal.open_id, refusal.try_rows.is_some());
        let remedy = refusal.try_min_count.map(of_text).or(refusal.try_rows.map(Remedy::KeepRows));
        self.alert.set(Some(Alert { message: refusal.message, remedy, is_of_stop: refusal.stops_training }));
        if let Some(open_id) = refusal.open_id {
            self.fall_back(open_id);
        }
    }

    /// The run goes on: why it stopped is no longer worth a bar.
    fn forget_stop(self) {
        if self.alert.with_untracked(|alert| alert.as_ref().is_some_and(|alert| alert.is_of_stop)) {
            self.alert.set(None);
        }
    }

    fn show_opened(self, opened: Opened) {
        // The first worker began with what a page without a link asks for; this page has asked for something else.
        if opened.open_id.is_some_and(|open_id| !self.run.is_wanted(open_id)) {
            return;
        }
        self.line.withdraw_all();
        self.line.has_opened();
        self.store.has_opened(opened.can_undo);
        self.end_vectors(opened.open_id, false);
        let has_same_words =
            self.run.opened.with_untracked(|old| old.as_ref().is_some_and(|old| old.words == opened.words));
        let is_same_text = self.run.is_same_text(&opened);
        let old_word = self.words.pinned.get_untracked().map(|word_id| untrack(|| self.word(word_id)));
        if !has_same_words {
            // Word ids change their meaning: forget all that holds one.
            self.forget_words();
            self.map.frame.set(None);
            self.analogy.reply.set(Reply::Nothing);
            self.heatmap.reply.set(Reply::Nothing);
            self.similarity.reply.set(Reply::Nothing);
            self.search.reply.set(Reply::Nothing);
            self.evidence.found.set(None);
            self.close_evidence();
            self.forget_words_of_map();
            self.baseline.both.set_if_new(None);
        }
        self.start_map_over();
        self.start_scene_over();
        self.stop_tsne();
        // What was refused before this run is over.
        self.alert.set(None);
        self.run.loss.set(Vec::new());
        self.run.held_out_loss.set(Vec::new());
        self.forget_evaluation();
        self.run.progress.set(None);
        let settings = self.run.is_open(&opened);
        // Loaded vectors have no settings: those of the panel are for the next text.
        if opened.record.is_of_run() {
            self.run.settings.set(settings);
        }

        let place = |word: &String| opened.words.iter().position(|known| known == word).map(|id| id as u32);
        let pinned = if is_same_text { old_word.as_ref().and_then(place) } else { None };
        let n_words = opened.words.len();
        // A session from the store of the browser has a note beside it instead.
        let page = opened.page.as_deref().filter(|bytes| !bytes.is_empty());
        let saved = page.map(|bytes| SavedPage::of_bytes(bytes, n_words));
        let link = if saved.is_some() { self.leave_link() } else { self.take_link(&opened) };
        let named = link.as_ref().and_then(|link| link.word.clone());
        // The address would go on naming a word of the text before.
        let is_word_over = old_word.is_some() && !is_same_text && named.is_none();
        let pinned = saved.as_ref().and_then(|saved| saved.pinned).or(pinned);
        let pinned = named.as_ref().and_then(place).or(pinned).or_else(|| phrases::first_word(&opened));
        if !is_same_text {
            let [a, b, c, _] = opened.examples.first().cloned().unwrap_or_default();
            self.analogy.boxes.set([a, b, c]);
            self.heatmap.words.set(phrases::first_heatmap(&opened));
            // What was asked of the text before is put away where this one cannot answer it.
            self.analogy.put_away();
            self.similarity.put_away();
        }
        let has_topics = !opened.topics.is_empty();
        let is_unknown = |word: &String| place(word).is_none();
        let unknown = named.filter(is_unknown);
        self.run.opened.set(Some(Arc::new(opened)));
        // A worker that was started again shows what the page does.
        self.send(Command::Show { view: self.map.view.get_untracked() });
        match (self.map.color_by.get_untracked(), has_topics) {
            (ColorBy::Topic, false) => self.color(ColorBy::Cluster),
            (ColorBy::Cluster, true) if !is_same_text => self.color(ColorBy::Topic),
            _ => {}
        }
        self.pin(pinned);
        if is_word_over {
            self.write_address(None, false);
        }
        self.ask_analogy();
        self.ask_heatmap();
        self.ask_scene();
        if let Some(word) = unknown {
            self.find(&word);
        }
        if let Some(saved) = saved {
            self.show_saved(saved);
        }
        match (link, self.run.opened.get_untracked()) {
            (Some(link), Some(opened)) => self.show_linked_run(link, &opened),
            _ => self.forget_link(),
        }
    }

    fn show_progress(self, progress: Progress) {
        if !self.is_current(progress.generation) {
            return;
        }
        let (is_other_phase, is_moved) = self.run.progress.with_untracked(|old| {
            old.as_ref()
                .map_or((true, true), |old| (old.phase != progress.phase, old.tokens_done != progress.tokens_done))
        });
        self.show_accuracy(&progress);
        let epochs = progress.epochs;
        for (shown, new) in [(self.run.loss, &progress.loss), (self.run.held_out_loss, &progress.held_out_loss)] {
            // After a divergence it goes on from an earlier state.
            let done = progress.tokens_done as f64;
            shown.maybe_update(|shown| {
                let n_before = shown.len();
                shown.retain(|sample| sample.tokens <= done);
                let is_shorter = shown.len() != n_before;
                shown.extend(new.iter().map(|p| LossSample { tokens: p.tokens as f64, loss: p.loss.into() }));
                is_shorter || !new.is_empty()
            });
        }
        // A run that was made longer.
        self.run.opened.maybe_update(|opened| {
            let longer = opened.as_mut().filter(|opened| opened.settings.epochs != epochs && epochs > 0);
            longer.map(|opened| Arc::make_mut(opened).settings.epochs = epochs).is_some()
        });
        let rests = progress.phase != Phase::Training;
        if rests {
            self.show_held_frame();
        }
        if is_moved && progress.phase != Phase::Paused {
            self.forget_stop();
        }
        self.run.progress.set(Some(progress));
        self.lay_out_linked();
        // A tab that nobody sees asks for nothing; what it shows is asked for again once it is seen.
        if self.is_hidden.get_untracked() {
            return self.has_missed.set_value(true);
        }
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

    /// The tab is seen again: asks for what it did not ask for meanwhile.
    pub(super) fn catch_up(self) {
        if self.has_missed.get_value() {
            self.has_missed.set_value(false);
            self.ask_coloring();
            self.ask_again();
        }
    }

    /// Asks again all that is shown beside the map: the vectors have moved.
    fn ask_again(self) {
        self.pin(self.words.pinned.get_untracked());
        self.ask_hovered();
        self.ask_scene_again();
        // What cannot be answered stays so until the words change.
        if self.analogy.reply.with_untracked(|reply| matches!(reply, Reply::Nothing | Reply::Good(_))) {
            self.ask_analogy();
        }
        if self.similarity.reply.with_untracked(|reply| matches!(reply, Reply::Good(_))) {
            self.ask_groups();
        }
        if self.heatmap.reply.with_untracked(|reply| matches!(reply, Reply::Nothing | Reply::Good(_))) {
            self.ask_heatmap();
        }
    }

    fn show_record(self, generation: u32, record: RunRecord) {
        if self.is_current(generation) {
            let after = record.settings_now();
            self.run.opened.update(|opened| {
                if let Some(opened) = opened.as_mut() {
                    let opened = Arc::make_mut(opened);
                    // What a link's run changes by itself is in the panel as well.
                    self.run.settings.update(|panel| *panel = panel.with_differences(&opened.settings, &after));
                    opened.settings = after;
                    opened.record = record;
                }
            });
        }
    }

    fn show_answer(self, slot: Slot, answer: Answer) {
        match (slot, answer) {
            (slot, Answer::UnknownWord { word, suggestions, why }) => {
                self.show_no_answer(slot, Err(Unknown { word, suggestions, why }));
            }
            (slot, Answer::Refused { message }) => self.show_no_answer(slot, Ok(message)),
            (Slot::Hover | Slot::Pinned, answer) => self.show_neighbors(slot, answer),
            (Slot::Search, Answer::Found { word_id }) => {
                self.search.reply.set(Reply::Good(word_id));
                self.pin_and_show(word_id);
            }
            (Slot::Completion, answer) => self.show_completions(&answer),
            (Slot::Analogy, answer) => self.show_analogy(answer),
            (Slot::Heatmap, answer) => self.show_heatmap(answer),
            (Slot::Groups, answer) => self.show_groups(answer),
            (Slot::Compare, answer) => self.show_both(answer),
            (Slot::Color, answer) => self.show_cosines(answer),
            (Slot::Axes, Answer::Axes { x, y }) => self.show_axes(Ok([x, y])),
            // An answer of another kind than was asked: nothing to show.
            (Slot::Search | Slot::Axes, _) => {}
        }
    }

    fn show_no_answer(self, slot: Slot, reason: Result<String, Unknown>) {
        fn reply<T>(reason: Result<String, Unknown>) -> Reply<T> {
            reason.map_or_else(Reply::Unknown, Reply::Refused)
        }
        match slot {
            Slot::Search => self.search.reply.set(reply(reason)),
            Slot::Analogy => self.analogy.reply.set(reply(reason)),
            Slot::Heatmap => self.heatmap.reply.set(reply(reason)),
            Slot::Groups => self.similarity.reply.set(reply(reason)),
            Slot::Pinned => {
                // The rows before are of another measure.
                self.words.pinned_near.set(None);
                self.words.mishap.set(reason.ok());
            }
            Slot::Hover => self.words.mishap.set(reason.ok()),
            Slot::Axes => self.show_axes(Err(reason.unwrap_or_else(|unknown| self.say_unknown(&unknown)))),
            // They are asked by id or by prefix: there is no word to be wrong.
            Slot::Completion | Slot::Color | Slot::Compare => {}
        }
    }

    pub(super) fn is_current(self, generation: u32) -> bool {
        self.run.opened.with_untracked(|opened| opened.as_ref().is_some_and(|opened| opened.generation == generation))
    }
}
