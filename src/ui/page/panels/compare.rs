//! The baseline beside the current model: whose neighbors changed, and how.

use leptos::prelude::*;

use crate::{
    protocol::{MOST_CHANGED, Neighbor},
    ui::{
        page::{
            panels::evaluation::BeforeAndNow,
            parts::{progress_bar::ProgressBar, word_rows::WordRows},
            state::{Page, Session},
        },
        phrases,
    },
};

/// Neighbors of a word in each list.
const N_SIDE_BY_SIDE: usize = 10;

/// The baseline, the words that changed most, and the pinned word's neighbors in both models.
#[component]
pub fn ComparePanel() -> impl IntoView {
    let page = Page::of_context();
    let has_baseline = Memo::new(move |_| page.baseline.compared.with(Option::is_some));
    let has_model = move || page.run.opened.with(Option::is_some);
    let hint = move || {
        (!has_baseline.get()).then(|| {
            view! {
                <p class="soft hint">
                    "Set this model as the baseline, then train with another seed, other settings or another text: whose neighbors change?"
                </p>
            }
        })
    };
    let set_name = move || if has_baseline.get() { "Replace baseline" } else { "Set as baseline" };
    view! {
        <section class="panel compare" aria-label="Compare">
            <h2>"Compare"</h2>
            {hint}
            <Show when=move || has_baseline.get()>
                <Differences />
            </Show>
            <div class="compare-tools">
                <button type="button" class="chip" disabled=move || !has_model() on:click=move |_| page.set_baseline()>
                    {set_name}
                </button>
                {move || has_baseline.get().then(|| view! {
                    <button type="button" class="chip" on:click=move |_| page.discard_baseline()>"Discard baseline"</button>
                })}
            </div>
        </section>
    }
}

#[component]
fn Differences() -> impl IntoView {
    let page = Page::of_context();
    let compared = page.baseline.compared;
    let title = move || {
        compared.with(|compared| {
            let compared = compared.as_ref()?;
            page.run.opened.with(|opened| {
                let opened = opened.as_ref()?;
                Some(phrases::baseline(&compared.baseline, &opened.record))
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
    let both = page.baseline.both;
    let list = move |of_baseline: bool| {
        Signal::derive(move || {
            both.with(|both| {
                let lists = both.as_ref().map(|both| if of_baseline { &both.baseline } else { &both.now });
                lists.cloned().unwrap_or_default()
            })
        })
    };
    let (before, now) = (list(true), list(false));
    let of_word = move || {
        both.with(|both| {
            let both = both.as_ref()?;
            Some(view! { <bdi>{page.word(both.word_id)}</bdi> {phrases::side_by_side(both.jaccard)} })
        })
    };
    // Said at rest alone.
    let said = Memo::new(move |old: Option<&Option<String>>| match page.session.get() {
        Session::Training => old.cloned().flatten(),
        _ => summary.get(),
    });
    view! {
        <p class="figure">"Baseline: " {title}</p>
        <p class="figure">{summary}</p>
        <BeforeAndNow />
        <p class="visually-hidden" role="status">{said}</p>
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
                <h3>"Baseline"</h3>
                <ol class="word-list" aria-label="Neighbors in the baseline"><WordRows rows=before most=N_SIDE_BY_SIDE others=now /></ol>
            </div>
            <div>
                <h3>"Now"</h3>
                <ol class="word-list" aria-label="Neighbors now"><WordRows rows=now most=N_SIDE_BY_SIDE others=before /></ol>
            </div>
        </div>
    }
}
