//! A model that is kept beside the current one: whose neighbors changed, and how.

use leptos::prelude::*;

use super::{
    phrases,
    progress_bar::ProgressBar,
    state::{Page, Session},
    word_rows::WordRows,
};
use crate::protocol::{MOST_CHANGED, Neighbor};

/// Neighbors of a word in each list.
const N_SIDE_BY_SIDE: usize = 10;

/// What is kept, the words that changed most, and the pinned word's neighbors in both models.
#[component]
pub(super) fn ComparePanel() -> impl IntoView {
    let page = Page::of_context();
    let is_kept = Memo::new(move |_| page.keeping.compared.with(Option::is_some));
    let has_model = move || page.opened.with(Option::is_some);
    let hint = move || {
        (!is_kept.get()).then(|| {
            view! {
                <p class="soft hint">
                    "Keep this model, then train with another seed, other settings or another text: whose neighbors change?"
                </p>
            }
        })
    };
    let keep_name = move || if is_kept.get() { "Keep this one instead" } else { "Keep this model" };
    view! {
        <section class="panel compare" aria-label="Compare">
            <h2>"Compare"</h2>
            {hint}
            <Show when=move || is_kept.get()>
                <Differences />
            </Show>
            <div class="compare-tools">
                <button type="button" class="chip" disabled=move || !has_model() on:click=move |_| page.keep_model()>
                    {keep_name}
                </button>
                {move || is_kept.get().then(|| view! {
                    <button type="button" class="chip" on:click=move |_| page.drop_kept_model()>"Let go of it"</button>
                })}
            </div>
        </section>
    }
}

#[component]
fn Differences() -> impl IntoView {
    let page = Page::of_context();
    let compared = page.keeping.compared;
    let title = move || {
        compared.with(|compared| {
            let compared = compared.as_ref()?;
            page.opened.with(|opened| {
                let opened = opened.as_ref()?;
                Some(phrases::kept_model(&compared.kept, &opened.name, &opened.settings))
            })
        })
    };
    let summary = Memo::new(move |_| {
        let is_training = page.session.get() == Session::Training;
        compared.with(|compared| compared.as_ref().map(|compared| phrases::compared(compared, is_training)))
    });
    let share = Memo::new(move |_| {
        let rests = page.session.get() != Session::Training;
        compared.with(|compared| {
            let compared = compared.as_ref().filter(|c| rests && c.n_compared > 0 && c.n_compared < c.n_to_compare)?;
            Some(f64::from(compared.n_compared) / f64::from(compared.n_to_compare))
        })
    });
    let changed = Signal::derive(move || {
        compared.with(|compared| {
            let words = compared.as_ref().map(|compared| compared.changed.as_slice()).unwrap_or_default();
            words.iter().map(|word| Neighbor { word_id: word.word_id, cosine: word.jaccard }).collect::<Vec<_>>()
        })
    });
    let n_changed = Memo::new(move |_| changed.with(Vec::len));
    let both = page.keeping.both;
    let list = move |of_kept: bool| {
        Signal::derive(move || {
            both.with(|both| {
                let lists = both.as_ref().map(|both| if of_kept { &both.kept } else { &both.now });
                lists.cloned().unwrap_or_default()
            })
        })
    };
    let (kept, now) = (list(true), list(false));
    let of_word =
        move || both.with(|both| both.as_ref().map(|b| phrases::side_by_side(&page.word(b.word_id), b.jaccard)));
    view! {
        <p class="figure">"Kept: " {title}</p>
        <p class="figure" aria-live="polite">{summary}</p>
        {move || share.get().map(|share| view! {
            <ProgressBar name="Comparison" share=Signal::stored(share) />
        })}
        <Show when=move || n_changed.get() != 0>
            <h3>"Changed most"</h3>
            <ol class="word-list changed" aria-label="Changed most">
                <WordRows rows=changed most=MOST_CHANGED />
            </ol>
        </Show>
        <p class="soft hint">{of_word}</p>
        <div class="side-by-side">
            <div>
                <h3>"Kept"</h3>
                <ol class="word-list" aria-label="Neighbors in the kept model"><WordRows rows=kept most=N_SIDE_BY_SIDE others=now /></ol>
            </div>
            <div>
                <h3>"Now"</h3>
                <ol class="word-list" aria-label="Neighbors now"><WordRows rows=now most=N_SIDE_BY_SIDE others=kept /></ol>
            </div>
        </div>
    }
}
