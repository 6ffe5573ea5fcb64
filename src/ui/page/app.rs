//! The page as a whole.

use std::{panic, time::Duration};

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::ui::page::{
    alert::AlertBar,
    boot,
    dialogs::{about::AboutSheet, save::SaveSheet},
    header::Header,
    keyboard,
    link_bar::LinkBar,
    map::word_map::WordMap,
    panels::{
        analogy::AnalogyPanel, compare::ComparePanel, corpus::CorpusPanel, evaluation::EvaluationPanel,
        heatmap::HeatmapPanel, lesson::LessonPanel, loss::LossPanel, model::ModelPanel, similarity::GroupsPanel,
        word::WordPanel,
    },
    parts::{
        file_drop::{FileDrop, Zone},
        focus,
        idle::WhenIdle,
        skip_links::SkipLinks,
        tabs::{TabBar, TabPanel, WhenShown},
    },
    state::{Page, Tab},
    store_bar::StoreBar,
};

/// How long the panels wait for the first map: a reader may know better what to open.
const LONG_WAIT: Duration = Duration::from_secs(3);
/// The element of `index.html` that holds the page; until then the page's frame.
const ROOT: &str = "page";

/// Puts the page in the place of its frame.
///
/// # Panics
/// Where `index.html` has no such place. From here on a panic says so on the page, with a button to reload it.
pub fn mount() {
    panic::set_hook(Box::new(|panic| {
        console_error_panic_hook::hook(panic);
        let reason = panic.payload_as_str().unwrap_or("nobody knows why").trim_end_matches('.');
        boot::fail(&format!("This page stopped: {reason}. Reload the page."));
    }));
    let root = document().get_element_by_id(ROOT).and_then(|root| root.dyn_into::<HtmlElement>().ok());
    let root = root.expect("index.html has the element `page`");
    let n_frame = root.child_element_count();
    leptos::mount::mount_to(root.clone(), App).forget();
    // Only now, so that a page that cannot be built leaves its frame behind.
    for _ in 0..n_frame {
        root.first_element_child().expect("the frame stands before the page").remove();
    }
}

/// Header, then the map, what goes in, and the tabs with what comes out. On a phone all is one column, and what goes in is a
/// tab too.
#[component]
fn App() -> impl IntoView {
    let page = Page::new();
    provide_context(page);
    keyboard::play_on_space(page);
    focus::keep_focus();
    provide_context(FileDrop::listen(page, move |zone, files| match (zone, <[_; 1]>::try_from(files)) {
        (Zone::Corpus, files) => page.open_files(files.map_or_else(|files| files, Vec::from)),
        (Zone::Questions, Ok([file])) => page.evaluate_file(file),
        (Zone::Questions, Err(files)) => {
            let n_files = files.len();
            page.complain(&format!("{n_files} files came at once, and none was opened: open one at a time."));
        }
    }));
    page.begin();
    set_timeout(move || page.has_begun(), LONG_WAIT);

    let rate = move || {
        page.run
            .progress
            .with(|progress| progress.as_ref().and_then(|p| p.words_per_second))
            .map(|rate| format!("{rate:.0}"))
    };
    let checksum = move || page.run.progress.with(|progress| progress.as_ref().and_then(|p| p.checksum.clone()));
    let is_phone = page.look.is_phone;
    view! {
        <SkipLinks />
        <Header />
        <div class="alerts">
            <AlertBar />
            <LinkBar />
            <StoreBar />
        </div>
        <main
            class="page"
            data-hides=move || page.look.hidden.with(|parts| parts.iter().map(|part| part.key()).collect::<Vec<_>>().join(" "))
            data-session=move || page.session.get().name()
            data-words-per-second=rate
            data-checksum=checksum
        >
            <WordMap />
            // The order of the document is the order of the eye: the tabs stand above what they show.
            {move || is_phone.get().then(|| view! { <TabBar /> })}
            <TabPanel tab=Tab::Setup class="column goes-in">
                <WhenIdle><CorpusPanel /></WhenIdle>
                <WhenShown tab=Tab::Setup>
                    <WhenIdle><ModelPanel /></WhenIdle>
                    <WhenIdle><LossPanel /></WhenIdle>
                </WhenShown>
            </TabPanel>
            {move || (!is_phone.get()).then(|| view! { <TabBar /> })}
            <TabPanel tab=Tab::Explore class="column comes-out">
                <WhenIdle><WordPanel /></WhenIdle>
                <WhenIdle><AnalogyPanel /></WhenIdle>
                <WhenIdle>
                    <HeatmapPanel />
                    <GroupsPanel />
                </WhenIdle>
            </TabPanel>
            <TabPanel tab=Tab::Evaluate class="column comes-out">
                <WhenShown tab=Tab::Evaluate>
                    <EvaluationPanel />
                    <ComparePanel />
                </WhenShown>
            </TabPanel>
            <TabPanel
                tab=Tab::Learn
                class="column comes-out learns"
                is_sheet=Signal::derive(move || page.lesson.scene.with(Option::is_some))
            >
                <WhenShown tab=Tab::Learn><LessonPanel /></WhenShown>
            </TabPanel>
        </main>
        <WhenIdle>
            <AboutSheet />
            <SaveSheet />
        </WhenIdle>
    }
}
