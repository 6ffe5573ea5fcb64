//! Links that are opened: what the address carries, and what a link wants.
//!
//! A link to a run on the built-in corpus opens it. One to a reader's own text waits for that file, and its state holds once
//! it is open. The address keeps what came with a link for as long as its run is open.

use leptos::prelude::*;

use super::{ColorBy, Fact, N_NEIGHBORS, Page, Tab};
use crate::{
    protocol::{Command, Mapping, Opened, Phase, Projection, Settings, Source, SourceIdentity, WORDS_SHOWN},
    ui::link::{Link, LinkedText, Trouble, Verdict, verdict},
};

/// A link whose run was asked for.
#[derive(Clone)]
struct Pending {
    link: Link,
    /// The opening that brings it; none for a restart.
    open_id: Option<u32>,
}

/// What the page knows of links.
#[derive(Clone, Copy)]
pub struct LinkState {
    /// What the address carries beside the pinned word.
    carried: StoredValue<Link>,
    pending: StoredValue<Option<Pending>>,
    /// Whether the run that is pending makes the changes of its link again.
    is_replaying: StoredValue<bool>,
    /// A link that waits for the reader's file.
    pub asked: Fact<Option<Link>>,
    /// The name of a text that was opened while another was asked for.
    pub other_text: Fact<Option<String>>,
    /// The link that was opened last.
    pub opened: Fact<Option<Link>>,
    /// The vectors that the run of a link starts from, which are not here.
    pub lender: Fact<Option<String>>,
    /// What could not be read of a link.
    pub troubles: Fact<Vec<Trouble>>,
    /// Whether t-SNE begins once training is done.
    wants_tsne: StoredValue<bool>,
    /// Whether the address still carries a link whose run is no longer open.
    is_over: StoredValue<bool>,
}

impl LinkState {
    pub(super) fn new() -> Self {
        Self {
            carried: StoredValue::new(Link::default()),
            pending: StoredValue::new(None),
            is_replaying: StoredValue::new(false),
            asked: Fact::new(None),
            other_text: Fact::new(None),
            opened: Fact::new(None),
            lender: Fact::new(None),
            troubles: Fact::new(Vec::new()),
            wants_tsne: StoredValue::new(false),
            is_over: StoredValue::new(false),
        }
    }

    /// An opening comes with a view of what it shows.
    fn expect(self, link: Link, open_id: u32) {
        self.pending.set_value(Some(Pending { link, open_id: Some(open_id) }));
    }

    /// An opening was refused: the link that it was for opens nothing.
    pub(super) fn is_refused(self, open_id: Option<u32>) {
        self.pending.update_value(|pending| {
            if pending.as_ref().is_some_and(|pending| pending.open_id == open_id) {
                *pending = None;
                self.is_replaying.set_value(false);
            }
        });
    }

    /// Closes what is said of links.
    pub fn dismiss_troubles(self) {
        self.troubles.set(Vec::new());
    }

    /// Closes what is said of the vectors to start from.
    pub fn dismiss_lender(self) {
        self.lender.set(None);
    }

    /// Closes what is said of the vectors.
    pub fn dismiss_verdict(self) {
        self.opened.set(None);
    }

    /// The file that a link asks for will not come.
    pub fn dismiss_asked(self) {
        self.asked.set(None);
        self.other_text.set(None);
        self.carried.set_value(Link::default());
    }
}

impl Page {
    /// Opens what the address names; without a link, the built-in corpus as every page begins with it.
    pub fn begin(self) {
        let link = self.read_address();
        self.look.hidden.set(link.hidden.clone().unwrap_or_default());
        self.has_come_to_entry();
        if matches!(link.text(), LinkedText::Own { .. }) {
            self.link.carried.set_value(link.clone());
            self.link.asked.set(Some(link));
            return self.open(Source::BuiltIn, Vec::new(), true);
        }
        self.open_linked(link);
    }

    /// Follows a link while something is open.
    pub(super) fn follow_link(self, link: Link) {
        self.fetch.stop();
        self.link.carried.set_value(link.clone());
        let Some(opened) = self.run.opened.get_untracked() else { return self.open_linked(link) };
        let record = &opened.record;
        if !link.names_run()
            || (link.has_text_of(&record.source)
                && link.has_settings_of(&record.settings)
                && link.has_changes_of(record))
        {
            if link.names_run() {
                self.link.opened.set(Some(link.clone()));
            }
            if let Some(word) = &link.word {
                self.show_word_named(word);
            }
            return self.show_linked(&link);
        }
        if link.has_text_of(&record.source) {
            return self.restart_linked(link, opened.n_tokens);
        }
        match link.text() {
            LinkedText::BuiltIn => self.open_linked(link),
            LinkedText::Own { .. } => {
                self.link.other_text.set(None);
                self.link.asked.set(Some(link));
            }
        }
    }

    /// Opens the built-in corpus with the settings of a link.
    fn open_linked(self, link: Link) {
        let (settings, chosen) = (link.settings_for_built_in(), link.chosen_for_built_in());
        if settings != Settings::default() || !chosen.is_empty() {
            // The first worker has begun what every page begins with, under the first number. It is not what the link wants,
            // so it is not shown.
            self.line.next_id();
        }
        self.run.settings.set(settings);
        self.run.chosen.set(chosen);
        self.link.carried.set_value(link.clone());
        self.open(Source::BuiltIn, Vec::new(), true);
        let open_id = self.run.last_wanted().map(|wanted| wanted.open_id);
        self.link.pending.set_value((link != Link::default()).then_some(Pending { link, open_id }));
    }

    /// Trains anew on the text that is open, with the settings of a link.
    fn restart_linked(self, link: Link, n_tokens: u64) {
        let last = || self.run.last_wanted().map(|wanted| wanted.open_id);
        self.run.settings.set(link.settings_for(n_tokens));
        self.run.chosen.set(link.chosen_for(n_tokens));
        let before = last();
        self.restart();
        // With other letters the text is read anew.
        let open_id = last().filter(|_| last() != before);
        if open_id.is_none() {
            self.make_changes_of(&link);
        }
        self.link.pending.set_value(Some(Pending { link, open_id }));
    }

    /// An opening is of a session that was stored with this view.
    pub(super) fn expect_view(self, open_id: u32, link: Link) {
        self.link.expect(link, open_id);
    }

    /// Has the run that is being built make the changes of a link again.
    fn make_changes_of(self, link: &Link) {
        if let Some(changes) = link.changes.clone() {
            self.send(Command::Replay { changes });
            self.link.is_replaying.set_value(true);
        }
    }

    /// A text is about to be opened: where it may be the one that a link asks for, by its length, it opens with the link's
    /// settings at once. The encoding and the columns that the link names, if any.
    pub(super) fn expect_linked(self, n_bytes: u64) -> (Option<String>, Vec<String>) {
        // A table has no settings.
        let asked = self.link.asked.get_untracked().filter(|link| link.bytes == Some(n_bytes) && link.table.is_none());
        let Some(link) = asked else { return (None, Vec::new()) };
        self.run.settings.set(link.settings_for_built_in());
        self.run.chosen.set(link.chosen());
        (link.encoding.map(str::to_owned), link.columns.unwrap_or_default())
    }

    /// A model is open: takes the link that brought it. `None` where it is no link's; then the address forgets the link
    /// before.
    pub(super) fn take_link(self, opened: &Opened) -> Option<Link> {
        self.link.wants_tsne.set_value(false);
        let is_its = self.link.pending.with_value(|p| p.as_ref().is_some_and(|p| p.open_id == opened.open_id));
        if is_its {
            return self.link.pending.try_update_value(Option::take).flatten().map(|pending| pending.link);
        }
        let record = &opened.record;
        let Some(asked) = self.link.asked.get_untracked() else {
            let is_over = self.link.carried.with_value(|link| {
                let is_same = link.has_text_of(&record.source) && link.has_settings_of(&record.settings);
                link.names_run() && !(is_same && link.has_changes_of(record))
            });
            if is_over {
                self.link.carried.set_value(Link::default());
                self.link.is_over.set_value(true);
            }
            return None;
        };
        if asked.has_text_of(&record.source) {
            self.link.asked.set(None);
            self.link.other_text.set(None);
            return Some(asked);
        }
        if !matches!(record.source, SourceIdentity::BuiltIn { .. }) {
            self.link.other_text.set(Some(opened.name.clone()));
        }
        None
    }

    /// A saved session is open, which has a state of its own: links that were waited for, or are in the address, are over.
    pub(super) fn leave_link(self) -> Option<Link> {
        self.link.pending.set_value(None);
        self.link.is_replaying.set_value(false);
        self.link.dismiss_asked();
        self.link.is_over.set_value(true);
        None
    }

    /// Shows what a link shows, of the model that is open. Where the text was opened with other settings, or the run was
    /// changed on the way, another model takes its place first.
    pub(super) fn show_linked_run(self, link: Link, opened: &Opened) {
        let is_replaying = self.link.is_replaying.get_value();
        self.link.is_replaying.set_value(false);
        if link.names_run() && matches!(link.text(), LinkedText::Own { .. }) {
            if !link.has_settings_of(&opened.record.settings) {
                return self.restart_linked(link, opened.n_tokens);
            }
            self.run.chosen.set(link.chosen_for(opened.n_tokens));
        }
        if link.changes.is_some() && !is_replaying {
            // The run may have begun by now: changes are made from its beginning. A large file still waits for Play.
            if self.run.starts_by_itself() {
                self.restart();
            } else {
                self.reset();
            }
            self.make_changes_of(&link);
            return self.link.pending.set_value(Some(Pending { link, open_id: None }));
        }
        self.show_linked(&link);
        self.link.opened.set(link.names_run().then_some(link));
    }

    /// Shows what a link shows, but for its word.
    pub(super) fn show_linked(self, link: &Link) {
        if let Some(tab) = link.tab {
            self.choose_tab(tab);
        }
        self.look.hidden.set_if_new(link.hidden.clone().unwrap_or_default());
        if let Some((scene, step)) = link.opened_scene() {
            // Closed, it leaves the list of lessons.
            self.choose_tab(Tab::Learn);
            self.open_scene(scene, step, link.scene_inputs());
        }
        self.words.n_neighbors.set(link.neighbors.unwrap_or(N_NEIGHBORS));
        self.words.measure.set(link.measure.unwrap_or_default());
        self.ask_pinned();

        let analogy = self.analogy;
        if let Some(words) = &link.analogy {
            analogy.boxes.set(words.clone());
        }
        analogy.expression.set(link.expression.clone().unwrap_or_default());
        analogy.expected.set(link.expected.clone().unwrap_or_default());
        analogy.by_product.set(link.by_product.unwrap_or_default());
        analogy.includes_inputs.set(link.with_inputs.unwrap_or_default());
        self.ask_analogy();
        if let Some(words) = &link.heatmap {
            self.heatmap.words.set(words.clone());
        }
        self.heatmap.order.set(link.order.unwrap_or_default());
        self.ask_heatmap();

        for (place, words) in [&link.x_axis, &link.y_axis].into_iter().enumerate() {
            if let Some(words) = words {
                self.map.axes.update(|axes| axes[place].clone_from(words));
            }
        }
        if let Some(perplexity) = link.perplexity {
            self.choose_perplexity(perplexity);
        }
        if let Some(most) = link.tsne_words {
            self.choose_tsne_words(most);
        }
        self.change_view(|view| {
            view.n_words = link.n_words.unwrap_or(WORDS_SHOWN);
            if let (Some([x, y]), Projection::Components { .. }) = (link.components, &view.projection) {
                view.projection = Projection::Components { x, y };
            }
        });
        match link.mapping {
            Some(Mapping::Axes) => self.choose_mapping(Mapping::Axes),
            // It is a map of the trained vectors.
            Some(Mapping::Placed) => {
                self.link.wants_tsne.set_value(true);
                self.lay_out_linked();
            }
            Some(Mapping::Components) | None => {}
        }
        if let Some(color) = link.color.filter(|&color| color != ColorBy::Topic || untrack(|| self.has_topics())) {
            self.color(color);
        }
    }

    /// The run of a link is no longer open: the address names the word alone again.
    pub(super) fn forget_link(self) {
        if self.link.is_over.get_value() {
            self.link.is_over.set_value(false);
            self.link.opened.set(None);
            if let Some(word_id) = self.words.pinned.get_untracked() {
                self.write_address(Some(word_id), false);
            }
        }
    }

    /// Training may be done: begins t-SNE where a link wants it.
    pub(super) fn lay_out_linked(self) {
        let is_trained =
            self.run.progress.with_untracked(|p| p.as_ref().is_some_and(|progress| progress.phase == Phase::Trained));
        if is_trained && self.link.wants_tsne.get_value() {
            self.link.wants_tsne.set_value(false);
            self.choose_mapping(Mapping::Placed);
        }
    }

    /// What can be said of the vectors of the link that was opened.
    pub fn linked_verdict(self) -> Option<Verdict> {
        let link = self.link.opened.get()?;
        let checksum = self.run.progress.with(|progress| progress.as_ref().and_then(|p| p.checksum.clone()));
        self.run.opened.with(|opened| verdict(&link, &opened.as_ref()?.record, checksum.as_deref()))
    }

    /// The link in the address, as far as it can be followed here. What cannot be read of it is told, and so are vectors to start
    /// from, which no link carries.
    pub(super) fn read_address(self) -> Link {
        let (link, troubles) = Link::parse(&window().location().hash().unwrap_or_default());
        self.link.troubles.set_if_new(troubles);
        self.link.lender.set_if_new(link.lender().map(str::to_owned));
        link.without_lender()
    }

    /// Where what is open was fetched from, if it was.
    pub(super) fn fetched_from(self, source: &SourceIdentity) -> Option<String> {
        self.link.carried.with_value(|link| link.src.clone().filter(|_| link.has_text_of(source)))
    }

    /// The lesson that a link brought is closed: a reload shall not open it again.
    pub(super) fn forget_linked_scene(self) {
        if self.link.carried.with_value(|link| link.scene.is_some() || link.game.is_some()) {
            self.link.carried.update_value(|link| *link = link.without_scene());
            self.write_address(self.words.pinned.get_untracked(), false);
        }
    }

    /// The part of the address from `#` on, with this word in it; empty where there is nothing to name. None while a link
    /// waits for its file: what is shown is not what it names.
    pub(super) fn hash_with_word(self, word: Option<String>) -> Option<String> {
        let waits = self.link.asked.with_untracked(Option::is_some);
        let link = Link { word, ..self.link.carried.get_value() };
        (!waits).then(|| link.to_hash())
    }
}
