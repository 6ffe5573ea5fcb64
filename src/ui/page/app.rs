//! The page as a whole.

use leptos::prelude::*;

use crate::{
    protocol::Source,
    ui::page::{
        alert::AlertBar,
        header::Header,
        keyboard,
        map::word_map::WordMap,
        panels::{
            analogy::AnalogyPanel, compare::ComparePanel, corpus::CorpusPanel, evaluation::EvaluationPanel,
            heatmap::HeatmapPanel, loss::LossPanel, model::ModelPanel, similarity::GroupsPanel, word::WordPanel,
        },
        parts::{
            drop_zone::open_file,
            file_drop::{FileDrop, Zone},
        },
        state::Page,
    },
};

/// The element of `index.html` that holds the page; until then it says that the page is loading.
const ROOT: &str = "page";

/// Puts the page in its place.
pub fn mount() {
    console_error_panic_hook::set_once();
    let Some(root) = document().get_element_by_id(ROOT).and_then(|root| {
        use wasm_bindgen::JsCast;
        root.dyn_into::<web_sys::HtmlElement>().ok()
    }) else {
        leptos::logging::error!("index.html has no element `{ROOT}`");
        return;
    };
    root.set_inner_html("");
    leptos::mount::mount_to(root, App).forget();
}

/// Header, then what goes in, the map, what comes out. In the document the map comes first, as on a phone.
#[component]
fn App() -> impl IntoView {
    let page = Page::new();
    provide_context(page);
    keyboard::play_on_space(page);
    provide_context(FileDrop::listen(page, move |zone, file| match zone {
        Zone::Corpus => open_file(page, file),
        Zone::Questions => page.evaluate_file(file),
    }));
    page.open(Source::BuiltIn, None, true);

    let rate = move || {
        page.run
            .progress
            .with(|progress| progress.as_ref().and_then(|p| p.words_per_second))
            .map(|rate| format!("{rate:.0}"))
    };
    let checksum = move || page.run.progress.with(|progress| progress.as_ref().and_then(|p| p.checksum.clone()));
    view! {
        <Header />
        <AlertBar />
        <main
            class="page"
            data-session=move || page.session.get().name()
            data-words-per-second=rate
            data-checksum=checksum
        >
            <WordMap />
            <div class="column comes-out">
                <WordPanel />
                <AnalogyPanel />
                <HeatmapPanel />
                <GroupsPanel />
                <EvaluationPanel />
                <ComparePanel />
            </div>
            <div class="column goes-in">
                <CorpusPanel />
                <ModelPanel />
                <LossPanel />
            </div>
        </main>
    }
}
