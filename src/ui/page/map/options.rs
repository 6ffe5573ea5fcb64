//! What else there is to choose of the map: how many words, which components.

use leptos::{ev, prelude::*};

use crate::{
    chart::format,
    protocol::{Projection, View},
    ui::page::state::Page,
};

/// Words on the map, at least.
const LEAST_WORDS: f64 = 100.0;
/// Components that can be chosen.
const N_COMPONENTS: u32 = 8;

/// A list that opens at a press.
#[component]
pub fn MapOptions() -> impl IntoView {
    view! {
        <details class="map-options map-control">
            <summary>"View"</summary>
            <div class="map-sheet">
                <WordsShown />
                <Components />
                <Aids />
            </div>
        </details>
    }
}

/// How many words, by frequency: a slider from a hundred to all.
#[component]
fn WordsShown() -> impl IntoView {
    let page = Page::of_context();
    let n_words =
        Memo::new(move |_| page.run.opened.with(|opened| opened.as_ref().map_or(0, |o| o.words.len() as u32)));
    let shown = Memo::new(move |_| page.map.view.with(|view| view.n_words).min(n_words.get()));
    // Logarithmic: from a hundred to all there are.
    let span = move || (f64::from(n_words.get()).max(LEAST_WORDS + 1.0) / LEAST_WORDS).ln();
    let position = move || ((f64::from(shown.get()).max(LEAST_WORDS) / LEAST_WORDS).ln() / span()).clamp(0.0, 1.0);
    let choose = move |event: ev::Event| {
        let Ok(position) = event_target_value(&event).parse::<f64>() else { return };
        let wanted = LEAST_WORDS * (position * span()).exp();
        let n_words = if position >= 1.0 { n_words.get_untracked() } else { wanted.round() as u32 };
        page.change_view(|view| view.n_words = n_words);
    };
    view! {
        <label class="map-option">
            <span>"Words shown"</span>
            <strong class="figure">{move || format::count(shown.get().into())}</strong>
            <input
                class="slider"
                type="range"
                aria-label="Words shown"
                aria-valuetext=move || format::count(shown.get().into())
                min="0"
                max="1"
                step="0.01"
                style=move || format!("--share: {}", position())
                prop:value=move || position().to_string()
                on:input=choose
            />
        </label>
    }
}

/// Which components lie along x and y, and how much of the variance each explains.
#[component]
fn Components() -> impl IntoView {
    let page = Page::of_context();
    let chosen = Memo::new(move |_| {
        page.map.view.with(|view| match view.projection {
            Projection::Components { x, y } => Some([x, y]),
            _ => None,
        })
    });
    let spread =
        Memo::new(move |_| page.map.frame.with(|frame| frame.as_ref().map(|f| f.spread.clone()).unwrap_or_default()));
    let choose = move |place: usize, event: &ev::Event| {
        let Ok(component) = event_target_value(event).parse::<u32>() else { return };
        let change = move |view: &mut View| {
            if let Projection::Components { x, y } = &mut view.projection {
                let [chosen, other] = if place == 0 { [x, y] } else { [y, x] };
                // The same twice would be a line: they trade places.
                if *other == component {
                    *other = *chosen;
                }
                *chosen = component;
            }
        };
        page.change_view(change);
    };
    let select = move |place: usize, label: &'static str| {
        let options = move || {
            let most = spread.with(Vec::len).min(N_COMPONENTS as usize) as u32;
            (1..=most)
                .map(|component| {
                    let is_chosen = move || chosen.get().is_some_and(|chosen| chosen[place] == component);
                    view! { <option value=component.to_string() selected=is_chosen>{format!("PC {component}")}</option> }
                })
                .collect_view()
        };
        view! { <select aria-label=label on:change=move |event| choose(place, &event)>{options}</select> }
    };
    let bars = move || {
        let spread = spread.get();
        let most = spread.first().copied().unwrap_or(0.0).max(f64::MIN_POSITIVE);
        spread
            .into_iter()
            .enumerate()
            .map(|(place, share)| {
                let is_shown = move || chosen.get().is_some_and(|chosen| chosen.contains(&(place as u32 + 1)));
                let name = format!("PC {}: {}", place + 1, format::share(share));
                let said = name.clone();
                view! {
                    <li class:is-shown=is_shown title=said style=format!("--share: {}", share / most)>
                        <span class="visually-hidden">{name}</span>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        {move || chosen.get().is_some().then(|| view! {
            <div class="map-option">
                <span>"Components"</span>
                <span class="component-choice">
                    {select(0, "Component to the right")} "→" {select(1, "Component upwards")} "↑"
                </span>
                <p class="soft">"Share of the variance along each:"</p>
                <ol class="scree" aria-label="Explained variance">{bars}</ol>
            </div>
        })}
    }
}

/// The map in words, and its keys.
#[component]
fn Aids() -> impl IntoView {
    let page = Page::of_context();
    view! {
        <div class="map-option">
            <button type="button" class="chip" on:click=move |_| page.show_table(true)>"List the words"</button>
            <button type="button" class="chip" on:click=move |_| page.show_keys(true)>"Keys"</button>
        </div>
    }
}
