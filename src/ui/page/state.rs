//! What the page knows and what it wants: signals, the intents that components send, and one place where the worker's
//! events change them.

use std::{collections::HashMap, sync::Arc};

use leptos::prelude::*;
use leptos_use::use_media_query;
use web_sys::File;

use crate::{
    chart::LossSample,
    protocol::{Frame, HeatmapOrder, Loading, Opened, Phase, Progress, Setting, Settings, Slot, Source},
    ui::page::{
        client::{Client, Report},
        theme::ThemeChoice,
    },
};

mod asking;
mod baseline;
mod events;
mod examining;
mod heatmap_words;
mod intents;
mod map;
mod reply;
mod saving;
mod tsne;

pub use asking::{AskState, GroupsAnswer};
pub use baseline::BaselineState;
pub use examining::ExamState;
pub use map::{ColorBy, MOST_HEATMAP_WORDS, MapState, Picture};
pub use reply::{Alert, AnalogyAnswer, Heatmap, Neighborhood, Remedy, Reply, Session, Unknown};
pub use tsne::{MOST_WORDS as MOST_TSNE_WORDS, TsneState};

/// Neighbors in the word panel.
pub const N_NEIGHBORS: u32 = 8;

/// A text that was asked for, and how to get it again.
#[derive(Clone)]
struct Wanted {
    open_id: u32,
    source: Source,
    file: Option<File>,
    autoplay: bool,
    /// The settings of the panel when it was asked for.
    settings: Settings,
}

/// The page.
#[derive(Clone, Copy)]
pub struct Page {
    client: StoredValue<Option<Client>, LocalStorage>,
    /// The text that was asked for last; it may have been refused.
    wanted: StoredValue<Option<Wanted>, LocalStorage>,
    /// The text that is open.
    current: StoredValue<Option<Wanted>, LocalStorage>,
    /// The newest question of each slot; an answer to any other is stale.
    asked: StoredValue<HashMap<Slot, u32>>,
    last_id: StoredValue<u32>,
    refreshed_ms: StoredValue<f64>,
    clustered_ms: StoredValue<f64>,
    /// Whether what is being read was given up.
    is_cancelled: StoredValue<bool>,
    has_failed: RwSignal<bool>,
    /// A frame that is shown once training rests, for readers who prefer reduced motion.
    held_frame: StoredValue<Option<Arc<Frame>>>,
    prefers_stillness: Signal<bool>,

    pub theme: ThemeChoice,
    pub map: MapState,
    pub tsne: TsneState,
    pub exam: ExamState,
    pub asking: AskState,
    pub baseline: BaselineState,
    pub session: Memo<Session>,
    pub alert: RwSignal<Option<Alert>>,
    pub loading: RwSignal<Option<Loading>>,
    pub opened: RwSignal<Option<Arc<Opened>>>,
    /// The settings as the panel has them; in force after a restart.
    pub settings: RwSignal<Settings>,
    /// The settings that the reader has chosen; the text's size chooses the others.
    pub chosen: RwSignal<Vec<Setting>>,
    pub progress: RwSignal<Option<Progress>>,
    pub loss: RwSignal<Vec<LossSample>>,
    /// Loss on the sentences that are never trained on.
    pub held_out_loss: RwSignal<Vec<LossSample>>,
    pub frame: RwSignal<Option<Arc<Frame>>>,
    /// The word under the pointer, or walked to.
    pub hovered: RwSignal<Option<u32>>,
    pub hovered_near: RwSignal<Option<Neighborhood>>,
    /// The word of the word panel.
    pub pinned: RwSignal<Option<u32>>,
    pub pinned_near: RwSignal<Option<Neighborhood>>,
    /// The word of the list row under the pointer.
    pub linked: RwSignal<Option<u32>>,
    /// Where the map should fly.
    pub fly_to: RwSignal<Option<u32>>,
    pub search: RwSignal<Reply<u32>>,
    /// Words that begin as the text box with this name does.
    pub completions: RwSignal<(&'static str, Vec<String>)>,
    pub analogy_question: RwSignal<[String; 3]>,
    pub include_inputs: RwSignal<bool>,
    pub analogy: RwSignal<Reply<AnalogyAnswer>>,
    pub heatmap_words: RwSignal<Vec<String>>,
    pub heatmap_order: RwSignal<HeatmapOrder>,
    pub heatmap: RwSignal<Reply<Heatmap>>,
    /// Two words of the heatmap that are joined on the map; the first one is pinned.
    pub joined: RwSignal<Option<[u32; 2]>>,
}

impl Page {
    /// The page before anything is open, with its worker starting.
    pub fn new() -> Self {
        let has_failed = RwSignal::new(false);
        let loading = RwSignal::new(None::<Loading>);
        let opened = RwSignal::new(None::<Arc<Opened>>);
        let progress = RwSignal::new(None::<Progress>);
        let session = Memo::new(move |_| {
            if has_failed.get() {
                return Session::Failed;
            }
            if loading.with(Option::is_some) || opened.with(Option::is_none) {
                return Session::Loading;
            }
            progress.with(|progress| match progress.as_ref().map(|progress| progress.phase) {
                Some(Phase::Training) => Session::Training,
                Some(Phase::Trained) => Session::Trained,
                Some(Phase::Paused) => Session::Paused,
                // The first report follows what was opened at once.
                None => Session::Loading,
            })
        });
        let page = Self {
            client: StoredValue::new_local(None),
            wanted: StoredValue::new_local(None),
            current: StoredValue::new_local(None),
            asked: StoredValue::new(HashMap::new()),
            last_id: StoredValue::new(0),
            refreshed_ms: StoredValue::new(0.0),
            clustered_ms: StoredValue::new(0.0),
            is_cancelled: StoredValue::new(false),
            has_failed,
            held_frame: StoredValue::new(None),
            prefers_stillness: use_media_query("(prefers-reduced-motion: reduce)"),
            theme: ThemeChoice::new(),
            map: MapState::new(),
            tsne: TsneState::new(),
            exam: ExamState::new(),
            asking: AskState::new(),
            baseline: BaselineState::new(),
            session,
            alert: RwSignal::new(None),
            loading,
            opened,
            settings: RwSignal::new(Settings::default()),
            chosen: RwSignal::new(Vec::new()),
            progress,
            loss: RwSignal::new(Vec::new()),
            held_out_loss: RwSignal::new(Vec::new()),
            frame: RwSignal::new(None),
            hovered: RwSignal::new(None),
            hovered_near: RwSignal::new(None),
            pinned: RwSignal::new(None),
            pinned_near: RwSignal::new(None),
            linked: RwSignal::new(None),
            fly_to: RwSignal::new(None),
            search: RwSignal::new(Reply::Nothing),
            completions: RwSignal::new(("", Vec::new())),
            analogy_question: RwSignal::new([const { String::new() }; 3]),
            include_inputs: RwSignal::new(false),
            analogy: RwSignal::new(Reply::Nothing),
            heatmap_words: RwSignal::new(Vec::new()),
            heatmap_order: RwSignal::new(HeatmapOrder::default()),
            heatmap: RwSignal::new(Reply::Nothing),
            joined: RwSignal::new(None),
        };
        let client = Client::new(move |report| page.hear(report));
        client.start();
        page.client.set_value(Some(client));
        page
    }

    /// The page around a component.
    pub fn of_context() -> Self {
        expect_context()
    }
}

/// Milliseconds since the page was opened.
pub fn now_ms() -> f64 {
    window().performance().map_or(0.0, |performance| performance.now())
}
