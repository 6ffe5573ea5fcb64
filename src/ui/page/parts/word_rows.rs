//! Words with their cosines: name, bar and number.

use leptos::prelude::*;

use crate::{chart::format, protocol::Neighbor, ui::page::state::Page};

/// One list item for each word, at most `most`. A row under the pointer shows its word on the map; a click pins it
/// there. Rows stay when what they say changes: while training that is several times a second, and one may be focused.
/// Numbers are cosines unless `is_distance`; words that are also in `others` are set in bold.
#[component]
pub fn WordRows(
    #[prop(into)] rows: Signal<Vec<Neighbor>>,
    most: usize,
    #[prop(optional, into)] is_distance: Signal<bool>,
    #[prop(optional, into)] others: Signal<Vec<Neighbor>>,
) -> impl IntoView {
    (0..most)
        .map(|place| {
            let row = Memo::new(move |_| rows.with(|rows| rows.get(place).copied()));
            view! { <Show when=move || row.get().is_some()><WordRow row=row is_distance=is_distance others=others /></Show> }
        })
        .collect_view()
}

#[component]
fn WordRow(row: Memo<Option<Neighbor>>, is_distance: Signal<bool>, others: Signal<Vec<Neighbor>>) -> impl IntoView {
    let page = Page::of_context();
    let word_id = Memo::new(move |_| row.get().map(|row| row.word_id));
    // A distance has no end: the bar of none is full.
    let share = move || {
        let value = row.get().map_or(0.0, |row| f64::from(row.cosine));
        if is_distance.get() { 1.0 / (1.0 + value) } else { value }
    };
    let cosine = move || row.get().map_or(0.0, |row| f64::from(row.cosine));
    let is_in_both = move || {
        let word_id = word_id.get();
        others.with(|others| others.iter().any(|other| Some(other.word_id) == word_id))
    };
    view! {
        <li class="word-row" class:is-in-both=is_in_both class:is-linked=move || word_id.get().is_some() && page.words.hovered.get() == word_id.get()>
            <WordButton word_id=word_id>
                <bdi class="word-name">{move || word_id.get().map(|word_id| page.word(word_id))}</bdi>
                " "
                {move || is_in_both().then(|| view! { <span class="visually-hidden">"(in both) "</span> })}
                <span class="word-bar" aria-hidden="true">
                    <span class="word-bar-fill" style=move || format!("transform: scaleX({})", share().clamp(0.0, 1.0))></span>
                </span>
                <span class="word-cosine figure">{move || format::cosine(cosine())}</span>
            </WordButton>
        </li>
    }
}

/// A word that is shown on the map while the pointer or the focus is on it, and pinned there by a click.
#[component]
pub fn WordButton(word_id: Memo<Option<u32>>, children: Children) -> impl IntoView {
    let page = Page::of_context();
    let is_pointed = RwSignal::new(false);
    Effect::new(move |was_pointed: Option<bool>| {
        let is_pointed = is_pointed.get();
        if is_pointed {
            page.link(word_id.get());
        } else if was_pointed == Some(true) {
            page.link(None);
        }
        is_pointed
    });
    // A row that goes away under the pointer is pointed at no more.
    on_cleanup(move || {
        if is_pointed.try_get_untracked() == Some(true) {
            page.link(None);
        }
    });
    view! {
        <button
            type="button"
            on:pointerenter=move |_| is_pointed.set(true)
            on:pointerleave=move |_| is_pointed.set(false)
            on:focus=move |_| is_pointed.set(true)
            on:blur=move |_| is_pointed.set(false)
            on:click=move |_| {
                if let Some(word_id) = word_id.get_untracked() {
                    page.pin_and_show(word_id);
                }
            }
        >
            {children()}
        </button>
    }
}
