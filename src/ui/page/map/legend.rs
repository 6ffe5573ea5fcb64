//! What the colors mean, what the axes are, and how true the map is.

use std::sync::Arc;

use leptos::prelude::*;

use crate::{
    chart::{Coloring, Legend as Key, Rgb},
    ui::{
        page::{map::replay::MapReplay, parts::ask_lesson::AskLesson, state::Page},
        phrases::{self, LESSON_OF_MAP},
    },
};

/// What the map's foot explains: colors at the left; at the right the axes, and how the map came about.
#[component]
pub fn Legend(coloring: Memo<Arc<Coloring>>) -> impl IntoView {
    let page = Page::of_context();
    let shown = Signal::derive(move || page.shown_frame());
    let caption = move || shown.get().map(|frame| page.axes_caption(&frame));
    let recall = move || {
        let serial = shown.get().map(|frame| frame.serial);
        page.map.recall.with(|recall| {
            let recall = recall.as_ref().filter(|recall| Some(recall.serial) == serial)?;
            Some(phrases::recall_caption(recall, page.n_words_shown()))
        })
    };
    let has_recall = Memo::new(move |_| recall().is_some());
    let key = move || {
        coloring.with(|coloring| match &coloring.legend {
            Key::None => ().into_any(),
            Key::Groups(names) => names
                .iter()
                .enumerate()
                .map(|(place, name)| {
                    let color = coloring.color(place as u8, page.theme.mode.get());
                    view! { <li><Group class=place as u8 name=name.clone() color=color /></li> }
                })
                .collect_view()
                .into_any(),
            Key::Scale { low, high } => {
                let stops: Vec<String> = coloring.palette.iter().step_by(9).map(|color| color.css()).collect();
                let gradient = format!("background: linear-gradient(to right, {})", stops.join(", "));
                view! {
                    <li class="scale">
                        <span>{low.clone()}</span>
                        <span class="scale-bar" style=gradient></span>
                        <span>{high.clone()}</span>
                    </li>
                }
                .into_any()
            }
        })
    };
    view! {
        <div class="map-key">
            <ul class="legend map-control" aria-label="Colors">{key}</ul>
            <div class="map-key-end">
                <MapReplay />
                <p class="axes figure map-control">
                    <span>{caption}</span>
                    <span class="recall" title="How many of each word's 10 nearest words are among its 10 nearest on the map, on average">
                        {recall}
                        {move || has_recall.get().then(|| view! {
                            <AskLesson scene=LESSON_OF_MAP of="map" inputs=move || page.inputs_of(LESSON_OF_MAP) />
                        })}
                    </span>
                </p>
            </div>
        </div>
    }
}

/// A group of the coloring: a press shows or hides its words.
#[component]
fn Group(class: u8, name: String, color: Rgb) -> impl IntoView {
    let page = Page::of_context();
    let is_shown = move || page.map.hidden_classes.with(|hidden| !hidden.contains(&class));
    view! {
        <button
            type="button"
            class="group"
            aria-pressed=move || is_shown().to_string()
            on:click=move |_| page.toggle_class(class)
        >
            <span class="dot" style=format!("background: {}", color.css())></span>
            <bdi class="group-name">{name}</bdi>
        </button>
    }
}
