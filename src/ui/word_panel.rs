//! One word: how often it occurs, and its neighbors.

use leptos::prelude::*;

use super::{
    state::{N_NEIGHBORS, Page},
    word_rows::WordRows,
};
use crate::chart::format;

/// The word under the pointer, or else the pinned one.
#[component]
pub(super) fn WordPanel() -> impl IntoView {
    let page = Page::of_context();
    let shown = Memo::new(move |_| {
        let near = page.hovered_near.get().filter(|near| Some(near.word_id) == page.hovered.get());
        near.or_else(|| page.pinned_near.get())
    });
    let word_id = Memo::new(move |_| page.hovered.get().or(page.pinned.get()));
    let title = move || word_id.get().map(|word_id| page.word(word_id));
    let facts = move || {
        let word_id = word_id.get()?;
        let count = page.opened.with(|opened| opened.as_ref()?.counts.get(word_id as usize).copied())?;
        let times = if count == 1 { "time" } else { "times" };
        Some(format!("{} {times} · rank {}", format::count(count.into()), format::count(u64::from(word_id) + 1)))
    };
    let rows = Signal::derive(move || shown.get().map(|near| near.neighbors).unwrap_or_default());
    view! {
        <section class="panel word" aria-label="Word">
            <h2>"Word"</h2>
            <p class="word-head">
                <strong class="word-title">{title}</strong>
                " "
                <span class="soft figure">{facts}</span>
            </p>
            {move || word_id.get().is_none().then(|| view! { <p class="soft hint">"Hover or click a word on the map."</p> })}
            <ol class="word-list" aria-label="Neighbors"><WordRows rows=rows most=N_NEIGHBORS as usize /></ol>
        </section>
    }
}
