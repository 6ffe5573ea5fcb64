//! What the page knows and what the reader wants, by area; the intents that components send; and one place where the
//! worker's events change it.
//!
//! Each area is a struct of [`Fact`]s in a file of its own, with the intents that change it. Components read facts and send
//! intents; only this module writes.

use leptos::prelude::*;
use leptos_use::{use_document_visibility, use_media_query};

pub use crate::ui::{color_by::ColorBy, heatmap_words::MOST_HEATMAP_WORDS, tabs::Tab};
use crate::{protocol::Phase, ui::page::theme::ThemeChoice};

mod analogy;
mod baseline;
mod coloring;
mod events;
mod evidence;
mod exam;
mod exercises;
mod fact;
mod fetching;
mod heatmap;
mod hints;
mod history;
mod lesson;
mod line;
mod link;
mod look;
mod map;
mod opening;
mod reply;
mod run;
mod save_files;
mod saved_page;
mod saving;
mod search;
mod sharing;
mod similarity;
mod store;
mod tsne;
mod vectors;
mod words;

use self::{
    analogy::AnalogyState, baseline::BaselineState, evidence::EvidenceState, exam::ExamState, fetching::FetchState,
    heatmap::HeatmapState, hints::HintState, history::HistoryState, lesson::LessonState, line::LineState,
    link::LinkState, look::LookState, map::MapState, run::RunState, run::Wanted, save_files::SaveState,
    search::SearchState, similarity::SimilarityState, store::StoreState, tsne::TsneState, vectors::VectorsState,
    words::WordState,
};
pub use self::{
    fact::Fact,
    fetching::FetchStep,
    lesson::Sentences,
    line::Fault,
    look::Dialog,
    map::Picture,
    reply::{Alert, AnalogyAnswer, GroupsAnswer, Heatmap, Neighborhood, Remedy, Reply, Session, Unknown},
    save_files::{SaveOutcome, SaveProgress},
    store::Undoable,
    tsne::MOST_WORDS as MOST_TSNE_WORDS,
    vectors::VectorsStep,
};

/// Neighbors in the word panel.
pub const N_NEIGHBORS: u32 = 8;

/// The page.
#[derive(Clone, Copy)]
pub struct Page {
    /// When what is shown beside the map was asked for again, in milliseconds since the page was opened.
    refreshed_ms: StoredValue<f64>,
    /// When words were grouped again.
    clustered_ms: StoredValue<f64>,
    pub prefers_stillness: Signal<bool>,
    /// Whether the tab is in the background.
    is_hidden: Signal<bool>,
    /// Whether something was not asked for because nobody would have seen it.
    has_missed: StoredValue<bool>,

    pub theme: ThemeChoice,
    pub look: LookState,
    pub session: Memo<Session>,
    pub alert: Fact<Option<Alert>>,
    pub line: LineState,
    pub lesson: LessonState,
    pub link: LinkState,
    pub fetch: FetchState,
    pub run: RunState,
    pub words: WordState,
    pub history: HistoryState,
    pub hints: HintState,
    pub search: SearchState,
    pub analogy: AnalogyState,
    pub heatmap: HeatmapState,
    pub similarity: SimilarityState,
    pub evidence: EvidenceState,
    pub exam: ExamState,
    pub baseline: BaselineState,
    pub map: MapState,
    pub store: StoreState,
    pub tsne: TsneState,
    pub vectors: VectorsState,
    pub saving: SaveState,
}

impl Page {
    /// The page before anything is open, with its worker starting.
    pub fn new() -> Self {
        let (line, run, vectors) = (LineState::new(), RunState::new(), VectorsState::new());
        let visibility = use_document_visibility();
        let page = Self {
            refreshed_ms: StoredValue::new(0.0),
            clustered_ms: StoredValue::new(0.0),
            prefers_stillness: use_media_query("(prefers-reduced-motion: reduce)"),
            is_hidden: Signal::derive(move || visibility.get() == web_sys::VisibilityState::Hidden),
            has_missed: StoredValue::new(false),
            history: HistoryState::new(),
            theme: ThemeChoice::new(),
            look: LookState::new(),
            session: Memo::new(move |_| session(line, run, vectors)),
            alert: Fact::new(None),
            line,
            lesson: LessonState::new(),
            link: LinkState::new(),
            fetch: FetchState::new(),
            run,
            words: WordState::new(),
            hints: HintState::new(),
            search: SearchState::new(),
            analogy: AnalogyState::new(),
            heatmap: HeatmapState::new(),
            similarity: SimilarityState::new(),
            evidence: EvidenceState::new(),
            exam: ExamState::new(),
            baseline: BaselineState::new(),
            map: MapState::new(),
            store: StoreState::new(),
            tsne: TsneState::new(),
            vectors,
            saving: SaveState::new(),
        };
        Effect::new(move |_| {
            if !page.is_hidden.get() {
                page.catch_up();
            }
        });
        Effect::new(move |_| page.follow_what_is_shown());
        page.follow_history();
        page.connect();
        page
    }

    /// The page around a component.
    pub fn of_context() -> Self {
        expect_context()
    }

    /// Says in one sentence what went wrong.
    pub fn complain(self, message: &str) {
        self.alert.set(Some(Alert::new(message.to_owned())));
    }

    /// Closes what was said of the last refusal.
    pub fn dismiss_alert(self) {
        self.alert.set(None);
    }

    /// Does what the button of an alert says.
    pub fn mend(self, remedy: Remedy) {
        match remedy {
            Remedy::Reload => {
                // Where reloading is forbidden there is nothing better to offer.
                let _ = window().location().reload();
            }
            Remedy::KeepRows(n_rows) => self.keep_rows(Some(n_rows)),
            Remedy::MinCount(min_count) => self.open_with_min_count(min_count),
            Remedy::RestartMinCount(min_count) => self.restart_with_min_count(min_count),
            Remedy::RestartWorker => self.restart_worker(),
        }
    }
}

/// Where the page stands.
fn session(line: LineState, run: RunState, vectors: VectorsState) -> Session {
    if line.fault.with(Option::is_some) {
        return Session::Failed;
    }
    if vectors.is_busy() || run.loading.with(Option::is_some) || run.opened.with(Option::is_none) {
        return Session::Loading;
    }
    run.progress.with(|progress| match progress.as_ref().map(|progress| progress.phase) {
        Some(Phase::Training) => Session::Training,
        Some(Phase::Trained) => Session::Trained,
        Some(Phase::Paused) => Session::Paused,
        // The first report follows what was opened at once.
        None => Session::Loading,
    })
}
