//! Links: what the address carries, what an opened link wants, and the link that the reader shares.
//!
//! A link to a run on the built-in corpus opens it. One to a reader's own text waits for that file, and its state holds once
//! it is open. The address keeps what came with a link for as long as its run is open.

use leptos::prelude::*;

use super::{ColorBy, Fact, N_NEIGHBORS, Page};
use crate::{
    protocol::{Mapping, Opened, Phase, Projection, Settings, Source, SourceIdentity, View, WORDS_SHOWN},
    ui::{
        link::{Link, LinkedText, NotCarried, Trouble, Verdict, verdict},
        page::parts::download::address_with_hash,
        phrases,
    },
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
    /// A link that waits for the reader's file.
    pub asked: Fact<Option<Link>>,
    /// The name of a text that was opened while another was asked for.
    pub other_text: Fact<Option<String>>,
    /// The link that was opened last.
    pub opened: Fact<Option<Link>>,
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
            asked: Fact::new(None),
            other_text: Fact::new(None),
            opened: Fact::new(None),
            troubles: Fact::new(Vec::new()),
            wants_tsne: StoredValue::new(false),
            is_over: StoredValue::new(false),
        }
    }

    /// An opening was refused: the link that it was for opens nothing.
    pub(super) fn is_refused(self, open_id: Option<u32>) {
        self.pending.update_value(|pending| {
            if pending.as_ref().is_some_and(|pending| pending.open_id == open_id) {
                *pending = None;
            }
        });
    }

    /// Closes what is said of links.
    pub fn dismiss_troubles(self) {
        self.troubles.set(Vec::new());
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
        self.has_come_to_entry();
        if matches!(link.text(), LinkedText::Own { .. }) {
            self.link.carried.set_value(link.clone());
            self.link.asked.set(Some(link));
            return self.open(Source::BuiltIn, None, true);
        }
        self.open_linked(link);
    }

    /// Follows a link while something is open.
    pub(super) fn follow_link(self, link: Link) {
        self.link.carried.set_value(link.clone());
        let Some(opened) = self.run.opened.get_untracked() else { return self.open_linked(link) };
        let record = &opened.record;
        if !link.names_run() || (link.has_text_of(&record.source) && link.has_settings_of(&record.settings_now())) {
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
        self.open(Source::BuiltIn, None, true);
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
        self.link.pending.set_value(Some(Pending { link, open_id }));
    }

    /// A text is about to be opened: where it may be the one that a link asks for, by its length, it opens with the link's
    /// settings at once. The encoding that the link names, if any.
    pub(super) fn expect_linked(self, n_bytes: u64) -> Option<&'static str> {
        let asked = self.link.asked.get_untracked().filter(|link| link.bytes == Some(n_bytes));
        let link = asked?;
        self.run.settings.set(link.settings_for_built_in());
        self.run.chosen.set(link.chosen());
        link.encoding
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
                link.names_run() && !(link.has_text_of(&record.source) && link.has_settings_of(&record.settings))
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

    /// Shows what a link shows, of the model that is open; first its settings, where the text was opened with others.
    pub(super) fn show_linked_run(self, link: Link, opened: &Opened) {
        if link.names_run() && matches!(link.text(), LinkedText::Own { .. }) {
            if !link.has_settings_of(&opened.record.settings) {
                return self.restart_linked(link, opened.n_tokens);
            }
            self.run.chosen.set(link.chosen_for(opened.n_tokens));
        }
        self.show_linked(&link);
        self.link.opened.set(link.names_run().then_some(link));
    }

    /// Shows what a link shows, but for its word.
    fn show_linked(self, link: &Link) {
        if let Some(tab) = link.tab {
            self.choose_tab(tab);
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
                self.write_address(word_id, false);
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

    /// The link in the address. What cannot be read of it is told.
    pub(super) fn read_address(self) -> Link {
        let (link, troubles) = Link::parse(&window().location().hash().unwrap_or_default());
        self.link.troubles.set_if_new(troubles);
        link
    }

    /// The part of the address behind `#`, with a word in it. None while a link waits for its file: what is shown is not
    /// what it names.
    pub(super) fn hash_with_word(self, word: String) -> Option<String> {
        let waits = self.link.asked.with_untracked(Option::is_some);
        let link = Link { word: Some(word), ..self.link.carried.get_value() };
        (!waits).then(|| link.to_hash())
    }

    /// A link to the run that is open and to what is shown of it, and what it does not carry. None where nothing is open.
    pub fn shared_link(self) -> Option<(String, Vec<NotCarried>)> {
        let opened = self.run.opened.get_untracked()?;
        let mut link = Link::of_run(&opened.record);
        self.add_questions(&mut link, &opened);
        self.add_map(&mut link, !opened.topics.is_empty());
        link.tab = Some(untrack(|| self.look.tab())).filter(|&tab| tab != super::Tab::Explore);
        let progress = self.run.progress.get_untracked();
        if opened.record.changes.is_empty() {
            link.sum = progress.as_ref().and_then(|progress| progress.checksum.clone());
        }

        let mut not_carried = Vec::new();
        match &opened.record.source {
            SourceIdentity::BuiltIn { .. } => {}
            SourceIdentity::Text { name, n_bytes, .. } => {
                not_carried.push(NotCarried::Text { name: name.clone(), n_bytes: *n_bytes });
            }
            SourceIdentity::Vectors { name } => not_carried.push(NotCarried::Table(name.clone())),
        }
        let is_trained = progress.is_some_and(|progress| progress.phase == Phase::Trained);
        not_carried.extend(match (opened.has_text, opened.record.changes.is_empty(), is_trained) {
            (false, ..) => None,
            (_, false, _) => Some(NotCarried::Changes(phrases::changes(&opened.record))),
            (_, true, false) => Some(NotCarried::Progress),
            (_, true, true) => Some(NotCarried::Vectors),
        });
        let panel = self.run.settings.get_untracked();
        if opened.has_text && phrases::needs_restart(&opened.settings, &panel) {
            not_carried.push(NotCarried::Panel);
        }
        if self.map.view.with_untracked(|view| !view.only.is_empty() || !view.hidden.is_empty()) {
            not_carried.push(NotCarried::Words);
        }
        if self.baseline.compared.with_untracked(Option::is_some) {
            not_carried.push(NotCarried::Baseline);
        }
        let hash = link.to_hash();
        if Link::parse(&hash).0 != link {
            not_carried.push(NotCarried::TooLong);
        }
        Some((address_with_hash(&hash), not_carried))
    }

    /// What is asked of the vectors, where it is not what every page asks.
    fn add_questions(self, link: &mut Link, opened: &Opened) {
        let typed = |text: Fact<String>| Some(text.get_untracked().trim().to_owned()).filter(|text| !text.is_empty());
        link.word = self.words.pinned.get_untracked().map(|word_id| untrack(|| self.word(word_id)));
        link.neighbors = Some(self.words.n_neighbors.get_untracked()).filter(|&n| n != N_NEIGHBORS);
        link.measure = Some(self.words.measure.get_untracked()).filter(|&measure| measure != Default::default());
        let analogy = self.analogy;
        let is_first = |words: &[String; 3]| opened.examples.first().is_some_and(|example| example[..3] == *words);
        let boxes = analogy.boxes.get_untracked();
        link.analogy = Some(boxes).filter(|words| !is_first(words) && !words.iter().any(String::is_empty));
        (link.expression, link.expected) = (typed(analogy.expression), typed(analogy.expected));
        link.by_product = Some(analogy.by_product.get_untracked()).filter(|&is_so| is_so);
        link.with_inputs = Some(analogy.includes_inputs.get_untracked()).filter(|&is_so| is_so);
        let words = self.heatmap.words.get_untracked();
        link.heatmap = Some(words).filter(|words| !words.is_empty() && *words != phrases::first_heatmap(opened));
        link.order = Some(self.heatmap.order.get_untracked()).filter(|&order| order != Default::default());
    }

    /// What the map shows, where it is not what every map shows.
    fn add_map(self, link: &mut Link, has_topics: bool) {
        let view = self.map.view.get_untracked();
        link.n_words = Some(view.n_words).filter(|&n_words| n_words != WORDS_SHOWN);
        if view.projection != View::default().projection
            && let Projection::Components { x, y } = view.projection
        {
            link.components = Some([x, y]);
        }
        let mapping = untrack(|| self.shown_mapping());
        link.mapping = Some(mapping).filter(|&mapping| mapping != Mapping::Components);
        match mapping {
            Mapping::Components => {}
            Mapping::Axes => {
                let [x, y] = self.map.axes_in_force.get_untracked().map(|words| words.trim().to_owned());
                (link.x_axis, link.y_axis) = (Some(x), Some(y));
            }
            Mapping::Placed => {
                link.perplexity = Some(self.tsne.perplexity.get_untracked());
                link.tsne_words = Some(self.tsne.most_words.get_untracked());
            }
        }
        let usual = if has_topics { ColorBy::Topic } else { ColorBy::Cluster };
        link.color = Some(self.map.color_by.get_untracked()).filter(|&color| color != usual);
    }
}
