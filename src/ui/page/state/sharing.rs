//! The link that the reader shares: from the record of the run and what the page shows of it.

use leptos::prelude::*;

use super::{ColorBy, Fact, N_NEIGHBORS, Page, Tab};
use crate::{
    protocol::{HeatmapOrder, Mapping, Measure, Opened, Phase, Projection, SourceIdentity, View, WORDS_SHOWN},
    ui::{
        link::{Link, NotCarried},
        page::parts::download::address_with_hash,
        phrases,
    },
};

impl Page {
    /// A link to the run that is open and to what is shown of it, and what it does not carry. None where nothing is open.
    pub fn shared_link(self) -> Option<(String, Vec<NotCarried>)> {
        let opened = self.run.opened.get_untracked()?;
        let link = self.link_to_state()?;
        let progress = self.run.progress.get_untracked();
        let mut not_carried = Vec::new();
        match &opened.record.source {
            _ if link.src.is_some() => {}
            SourceIdentity::BuiltIn { .. } => {}
            SourceIdentity::Text { name, n_bytes, .. } => {
                not_carried.push(NotCarried::Text { name: name.clone(), n_bytes: *n_bytes });
            }
            SourceIdentity::Vectors { name, .. } => not_carried.push(NotCarried::Table(name.clone())),
        }
        not_carried.extend(opened.record.loan.as_ref().map(|loan| NotCarried::Lender(loan.name.clone())));
        let is_trained = progress.is_some_and(|progress| progress.phase == Phase::Trained);
        let is_of_run = opened.record.is_of_run();
        if is_of_run {
            not_carried.push(if is_trained { NotCarried::Vectors } else { NotCarried::Progress });
        }
        let panel = self.run.settings.get_untracked();
        if is_of_run && phrases::needs_restart(&opened.settings, &panel) {
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

    /// The run that is open and what is shown of it, as far as a link can say that. None where nothing is open.
    pub(super) fn link_to_state(self) -> Option<Link> {
        let opened = self.run.opened.get_untracked()?;
        let mut link = Link::of_run(&opened.record);
        self.add_view(&mut link, &opened);
        link.sum = self.run.progress.with_untracked(|progress| progress.as_ref().and_then(|p| p.checksum.clone()));
        link.src = self.fetched_from(&opened.record.source);
        Some(link)
    }

    /// What the page shows of the run that is open, without the run. None where nothing is open.
    pub(super) fn link_to_view(self) -> Option<Link> {
        let opened = self.run.opened.get_untracked()?;
        let mut link = Link::default();
        self.add_view(&mut link, &opened);
        Some(link)
    }

    fn add_view(self, link: &mut Link, opened: &Opened) {
        self.add_questions(link, opened);
        self.add_map(link, !opened.topics.is_empty());
        link.tab = Some(untrack(|| self.look.tab())).filter(|&tab| tab != Tab::Explore);
    }

    /// What is asked of the vectors, where it is not what every page asks.
    fn add_questions(self, link: &mut Link, opened: &Opened) {
        let typed = |text: Fact<String>| Some(text.get_untracked().trim().to_owned()).filter(|text| !text.is_empty());
        link.word = self.words.pinned.get_untracked().map(|word_id| untrack(|| self.word(word_id)));
        link.neighbors = Some(self.words.n_neighbors.get_untracked()).filter(|&n| n != N_NEIGHBORS);
        link.measure = Some(self.words.measure.get_untracked()).filter(|&measure| measure != Measure::default());
        let analogy = self.analogy;
        let is_first = |words: &[String; 3]| opened.examples.first().is_some_and(|example| example[..3] == *words);
        let boxes = analogy.boxes.get_untracked();
        link.analogy = Some(boxes).filter(|words| !is_first(words) && !words.iter().any(String::is_empty));
        (link.expression, link.expected) = (typed(analogy.expression), typed(analogy.expected));
        link.by_product = Some(analogy.by_product.get_untracked()).filter(|&is_so| is_so);
        link.with_inputs = Some(analogy.includes_inputs.get_untracked()).filter(|&is_so| is_so);
        let words = self.heatmap.words.get_untracked();
        link.heatmap = Some(words).filter(|words| !words.is_empty() && *words != phrases::first_heatmap(opened));
        link.order = Some(self.heatmap.order.get_untracked()).filter(|&order| order != HeatmapOrder::default());
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
