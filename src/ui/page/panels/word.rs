//! One word: how often it occurs, and its neighbors.

use leptos::prelude::*;

use crate::{
    chart::format,
    protocol::{Measure, Neighbor, SceneName},
    ui::{
        hints::Hint,
        page::{
            dialogs::evidence::EvidenceSheet,
            parts::{ask_lesson::AskLesson, copy_button::CopyButton, word_rows::WordRows},
            state::{N_NEIGHBORS, Neighborhood, Page},
        },
        phrases,
    },
};

/// Visited words that are listed.
const N_VISITED: usize = 6;

/// The word under the pointer, or else the pinned one.
#[component]
pub fn WordPanel() -> impl IntoView {
    let page = Page::of_context();
    // Title, rows and figures come from one answer. The last one stays, marked as such, until the next is there.
    let shown = Memo::new(move |old: Option<&Option<Neighborhood>>| {
        let vocabulary = page.run.opened.with(|opened| opened.as_ref().map(|opened| opened.generation));
        if !page.words.has_word() || vocabulary.is_none() {
            return None;
        }
        page.words.near().or_else(|| old.cloned().flatten().filter(|_| page.words.pinned_near.with(Option::is_some)))
    });
    let is_late = move || page.words.has_word() && page.words.near().is_none();
    let word_id = Memo::new(move |_| shown.with(|near| near.as_ref().map(|near| near.word_id)));
    let title = move || word_id.get().map(|word_id| page.word(word_id));
    let facts = move || {
        let word_id = word_id.get()?;
        if page.is_composed(word_id) {
            return Some(phrases::FROM_PARTS.to_owned());
        }
        let rank = format::count(u64::from(word_id) + 1);
        // Without counts the order of the words stands for them.
        let Some(count) = page.run.opened.with(|opened| opened.as_ref()?.counts.get(word_id as usize).copied()) else {
            return Some(format!("rank {rank}"));
        };
        let times = if count == 1 { "time" } else { "times" };
        Some(format!("{} {times} · rank {rank}", format::count(count.into())))
    };
    let recall = move || {
        let (n_recalled, n_compared) = shown.get()?.recall?;
        Some(phrases::word_recall(n_recalled, n_compared))
    };
    let rows = Signal::derive(move || shown.get().map(|near| near.neighbors).unwrap_or_default());
    let both = Memo::new(move |_| {
        let near = shown.get()?;
        page.run.opened.with(|opened| {
            let opened = opened.as_ref()?;
            let topic = |id: u32| opened.topic_of_word.get(id as usize).map(|&topic| usize::from(topic));
            let topics: Vec<_> = near.neighbors.iter().map(|neighbor| topic(neighbor.word_id)).collect();
            phrases::two_meanings(opened.shown(near.word_id), &topics, &opened.topics)
        })
    });
    let is_distance =
        Signal::derive(move || shown.with(|near| near.as_ref().is_some_and(|near| near.measure == Measure::Distance)));
    let why = move || {
        let [own, others] = shown.get().filter(|_| is_distance.get())?.lengths;
        Some(phrases::distance_caveat(own, others))
    };
    view! {
        <section class="panel word" aria-label="Word" class:is-late=is_late aria-busy=move || is_late().to_string()>
            <h2>"Word"</h2>
            <div class="word-head">
                <h3 class="word-title"><strong><bdi>{title}</bdi></strong></h3>
                " "
                <span class="soft figure">{facts}</span>
                {move || word_id.get().map(|id| view! {
                    <AskLesson scene=SceneName::Lookup of="word" inputs=move || page.about_word(Some(id)) />
                })}
            </div>
            {move || (!page.words.has_word()).then(|| view! { <p class="soft hint">"Hover over a word on the map, click one, or search for it."</p> })}
            {move || (page.words.has_word() && page.shows_hint(Hint::Click)).then(|| view! {
                <p class="soft hint first-hint">"Click or tap a word on the map to keep it here."</p>
            })}
            <ol class="word-list" aria-label="Neighbors">
                {move || view! { <WordRows rows=rows most=page.words.n_neighbors.get() as usize is_distance=is_distance /> }}
            </ol>
            {move || (page.words.has_word() && page.is_untrained()).then(|| view! { <p class="notice" role="status">{phrases::UNTRAINED}</p> })}
            {move || page.words.mishap.get().map(|message| view! { <p class="mishap" role="alert">{message}</p> })}
            <p class="soft hint recall">{recall}</p>
            {move || both.get().map(|why| view! {
                <p class="soft hint">
                    {why} " "
                    <AskLesson scene=SceneName::Context of="two meanings" inputs=move || page.about_word(word_id.get()) />
                </p>
            })}
            <p class="soft hint">
                {why}
                {move || word_id.get().filter(|_| is_distance.get()).map(|id| view! {
                    <AskLesson scene=SceneName::Angle of="distance" inputs=move || page.about_word(Some(id)) />
                })}
            </p>
            <NeighborTools word_id=word_id rows=rows />
            <Visited />
        </section>
    }
}

/// How many neighbors, by what, and what can be done with them. `word_id`: the word that the panel shows.
#[component]
fn NeighborTools(word_id: Memo<Option<u32>>, rows: Signal<Vec<Neighbor>>) -> impl IntoView {
    let page = Page::of_context();
    let counts = [5, 8, 10, 20, 50, 100].map(|n: u32| {
        view! { <option value=n.to_string() selected=move || page.words.n_neighbors.get() == n>{format!("{n} nearest")}</option> }
    });
    let lines = move |line: &dyn Fn(&str, f32) -> String| {
        let lines: Vec<String> = rows.get().into_iter().map(|row| line(&page.word(row.word_id), row.cosine)).collect();
        lines.concat()
    };
    let words = move || lines(&|word, _| format!("{word}\n"));
    let table = move || lines(&|word, cosine| format!("{word}\t{cosine}\n"));
    let look_up = move |_| {
        if let Some(word_id) = word_id.get_untracked() {
            page.explain(word_id, None);
        }
    };
    let measures = [
        ("cosine", "by cosine", Measure::Cosine),
        ("distance", "by distance", Measure::Distance),
        ("outputs", "output vectors", Measure::OutputCosine),
    ];
    let options = measures.map(|(value, name, measure)| {
        view! { <option value=value selected=move || page.words.measure.get() == measure>{name}</option> }
    });
    view! {
        <div class="neighbor-tools">
            <select
                aria-label="How many neighbors"
                on:change=move |event| page.choose_n_neighbors(event_target_value(&event).parse().unwrap_or(N_NEIGHBORS))
            >
                {counts}
            </select>
            <select
                aria-label="Nearest by"
                on:change=move |event| {
                    let value = event_target_value(&event);
                    let found = measures.iter().find(|(known, ..)| *known == value);
                    page.choose_measure(found.map(|(.., measure)| *measure).unwrap_or_default());
                }
            >
                {options}
            </select>
            <CopyButton name="Copy" text=words />
            <CopyButton name="Copy as TSV" text=table />
            <Show when=move || page.has_text()>
                <button type="button" class="chip" on:click=look_up>"In the text"</button>
            </Show>
        </div>
        {move || page.why_no_sentences().map(|why| view! { <p class="soft hint">{why}</p> })}
        <EvidenceSheet />
    }
}

/// The words that were visited, the last one first, and the way back.
#[component]
fn Visited() -> impl IntoView {
    let page = Page::of_context();
    let before = Memo::new(move |_| {
        let mut seen = page.words.pinned.get().into_iter().collect::<Vec<_>>();
        let mut before = Vec::new();
        for word_id in page.history.visited.get().into_iter().rev() {
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
                        <button type="button" class="chip" on:click=move |_| page.pin_and_show(word_id)><bdi>{page.word(word_id)}</bdi></button>
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
