//! What can be done with marked words, and the way back to all.

use leptos::prelude::*;

use crate::{
    chart::format,
    ui::page::state::{MOST_HEATMAP_WORDS, Page},
};

/// A bar over the map while words are marked, or while not all are shown.
#[component]
pub fn MapSelection() -> impl IntoView {
    let page = Page::of_context();
    let n_selected = Memo::new(move |_| page.map.selected.with(|selected| selected.len()));
    let part = Memo::new(move |_| page.map.view.with(|view| (view.only.len(), view.hidden.len())));
    let n_of = |n: usize| format!("{} {}", format::count(n as u64), if n == 1 { "word" } else { "words" });
    let marked = move || {
        (n_selected.get() > 0).then(|| {
            let too_many = n_selected.get() > MOST_HEATMAP_WORDS;
            view! {
                <span class="figure"><strong>{n_of(n_selected.get())}</strong> " marked"</span>
                <button type="button" class="chip" disabled=move || n_selected.get() < 3 on:click=move |_| page.isolate_selected()>
                    "Isolate"
                </button>
                <button type="button" class="chip" on:click=move |_| page.hide_selected()>"Hide"</button>
                <button
                    type="button"
                    class="chip"
                    title=too_many.then(|| format!("The {MOST_HEATMAP_WORDS} most frequent of them"))
                    on:click=move |_| page.compare_selected()
                >
                    "Heatmap"
                </button>
                <button type="button" class="chip" on:click=move |_| page.export_selected()>"Export"</button>
                <button type="button" class="chip" on:click=move |_| page.select(Vec::new())>"Clear"</button>
            }
        })
    };
    let partial = move || {
        let (n_only, n_hidden) = part.get();
        let says = match (n_only, n_hidden) {
            (0, 0) => return None,
            (0, n) => format!("{} hidden", n_of(n)),
            (n, 0) => format!("a map of {}", n_of(n)),
            (n, m) => format!("a map of {}, {} hidden", n_of(n), n_of(m)),
        };
        Some(view! {
            <span class="figure">{says}</span>
            <button type="button" class="chip" on:click=move |_| page.show_all()>"Show all"</button>
        })
    };
    view! {
        {move || (n_selected.get() > 0 || part.get() != (0, 0)).then(|| view! {
            <div class="map-selection map-control" role="group" aria-label="Marked words">{marked} {partial}</div>
        })}
    }
}
