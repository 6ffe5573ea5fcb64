//! What goes in: the text that is open, and the ways to another.

use leptos::prelude::*;

use super::{drop_zone::DropZone, phrases, state::Page};
use crate::protocol::{Loading, Opened, Source};

/// What pasted text is called.
const PASTED: &str = "Pasted text";

/// The open text, reading progress, file and paste.
#[component]
pub(super) fn CorpusPanel() -> impl IntoView {
    let page = Page::of_context();
    let text = RwSignal::new(String::new());
    let card = move || match (page.loading.get(), page.opened.get()) {
        (Some(loading), _) => reading_card(page, &loading).into_any(),
        (None, Some(opened)) => open_card(page, &opened).into_any(),
        (None, None) => view! { <p>"No text is open."</p> }.into_any(),
    };
    let train_on_this = move |_| {
        let source = Source::Text { name: PASTED.to_owned(), text: text.get_untracked() };
        page.open(source, None, true);
    };
    view! {
        <section class="panel corpus" aria-label="Corpus">
            <h2>"Corpus"</h2>
            <div class="card">{card}</div>
            <DropZone />
            <div class="paste">
                <textarea
                    aria-label="Paste text"
                    placeholder="… or paste text"
                    rows="2"
                    spellcheck="false"
                    prop:value=text
                    on:input=move |event| text.set(event_target_value(&event))
                ></textarea>
                {move || text.with(|text| !text.is_empty()).then(|| view! {
                    <button type="button" class="primary" on:click=train_on_this>"Train on this"</button>
                })}
            </div>
        </section>
    }
}

fn open_card(page: Page, opened: &Opened) -> impl IntoView {
    let notice = phrases::replaced_notice(opened.n_replaced).map(|notice| view! { <p class="notice">{notice}</p> });
    let back = (!opened.is_built_in).then(|| {
        view! {
            <button type="button" class="chip" on:click=move |_| page.open(Source::BuiltIn, None, true)>
                "Back to the built-in corpus"
            </button>
        }
    });
    let kind = opened.is_built_in.then_some("built in");
    view! {
        <p><strong class="corpus-name">{opened.name.clone()}</strong> " " <span class="soft">{kind}</span></p>
        <p class="figure">{phrases::corpus_counts(opened)}</p>
        {notice}
        {back}
    }
}

fn reading_card(page: Page, loading: &Loading) -> impl IntoView {
    let share = if loading.bytes_total == 0 { 0.0 } else { loading.bytes_done as f64 / loading.bytes_total as f64 };
    let figures = (loading.bytes_total > 0).then(|| {
        view! {
            <div
                class="bar"
                role="progressbar"
                aria-label="Reading"
                aria-valuemin="0"
                aria-valuemax="100"
                aria-valuenow=(share * 100.0).floor().to_string()
            >
                <div class="bar-fill" style=format!("transform: scaleX({share})")></div>
            </div>
            <p class="soft figure">{phrases::reading(loading)}</p>
        }
    });
    let can_cancel = page.opened.with_untracked(Option::is_some);
    let cancel = can_cancel.then(|| {
        view! { <button type="button" class="chip" on:click=move |_| page.cancel()>"Cancel"</button> }
    });
    view! {
        <p>"Reading " <strong class="corpus-name">{loading.name.clone()}</strong> " …"</p>
        {figures}
        {cancel}
    }
}
