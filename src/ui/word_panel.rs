//! One word: how often it occurs, and its neighbors.

use leptos::prelude::*;

use super::{
    state::{N_NEIGHBORS, Page},
    word_rows::WordRows,
};
use crate::chart::format;

/// Visited words that are listed.
const N_VISITED: usize = 6;

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
    let kept = move || {
        let (n_kept, n_compared) = shown.get()?.kept?;
        Some(format!("The map keeps {n_kept} of its {n_compared} nearest."))
    };
    let rows = Signal::derive(move || shown.get().map(|near| near.neighbors).unwrap_or_default());
    view! {
        <section class="panel word" aria-label="Word">
            <h2>"Word"</h2>
            <div class="word-head">
                <h3 class="word-title"><strong>{title}</strong></h3>
                " "
                <span class="soft figure">{facts}</span>
            </div>
            {move || word_id.get().is_none().then(|| view! { <p class="soft hint">"Hover or click a word on the map."</p> })}
            <ol class="word-list" aria-label="Neighbors"><WordRows rows=rows most=N_NEIGHBORS as usize /></ol>
            <p class="soft hint kept">{kept}</p>
            <Visited />
        </section>
    }
}

/// The words that were visited, the last one first, and the way back.
#[component]
fn Visited() -> impl IntoView {
    let page = Page::of_context();
    let before = Memo::new(move |_| {
        let mut seen = page.pinned.get().into_iter().collect::<Vec<_>>();
        let mut before = Vec::new();
        for word_id in page.map.visited.get().into_iter().rev() {
            if !seen.contains(&word_id) {
                seen.push(word_id);
                before.push(word_id);
            }
        }
        before.truncate(N_VISITED);
        before
    });
    let words = move || {
        before
            .get()
            .into_iter()
            .map(|word_id| {
                view! {
                    <li>
                        <button type="button" class="chip" on:click=move |_| page.pin_and_show(word_id)>{page.word(word_id)}</button>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        {move || before.with(|before| !before.is_empty()).then(|| view! {
            <div class="visited">
                <span class="soft">"Visited"</span>
                <ol aria-label="Visited words">{words}</ol>
            </div>
        })}
    }
}
