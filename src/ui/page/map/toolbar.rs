//! What lies over the map's upper edge: search, along what the words lie, what the colors say.

use leptos::{html, prelude::*};
use leptos_use::use_media_query;

use crate::{
    protocol::Mapping,
    ui::{
        gestures::Pen,
        page::{
            keyboard,
            map::{axes::MapAxes, options::MapOptions, tsne::MapTsne},
            parts::{unknown_word::UnknownWord, word_input::WordInput},
            state::{ColorBy, Page, Reply},
        },
    },
};

/// Search and the kinds of map at the left, colors and more at the right.
#[component]
pub fn MapToolbar() -> impl IntoView {
    let page = Page::of_context();
    // A finger has no Shift and no Alt: this button is its only way to mark words.
    let has_finger = use_media_query("(pointer: coarse)");
    view! {
        <div class="map-head">
            <div class="map-tools">
                <Search />
                <div class="segmented map-control" role="group" aria-label="Projection">
                    <MappingButton mapping=Mapping::Components name="PCA" />
                    <MappingButton mapping=Mapping::Placed name="t-SNE" />
                    <MappingButton mapping=Mapping::Axes name="Axes" />
                </div>
            </div>
            <div class="map-tools map-tools-end">
                <label class="coloring map-control">
                    <span>"color by"</span>
                    <ColorChoice />
                </label>
                <button
                    type="button"
                    class="lasso map-control"
                    title="Draw around words to mark them. Or drag with Shift for a box, with Alt for a lasso."
                    aria-pressed=move || page.map.pen.with(Option::is_some).to_string()
                    on:click=move |_| page.take_pen(page.map.pen.with_untracked(Option::is_none).then_some(Pen::Lasso))
                >
                    {move || if has_finger.get() { "Select" } else { "Lasso" }}
                </button>
                <MapOptions />
            </div>
            {move || page.map.pen.with(Option::is_some).then(|| view! { <Pens /> })}
            {move || page.tsne.is_open.get().then(|| view! { <MapTsne /> })}
            {move || {
                let is_wanted = page.shown_mapping() == Mapping::Axes || page.map.axes_mishap.with(Option::is_some);
                is_wanted.then(|| view! { <MapAxes /> })
            }}
        </div>
    }
}

#[component]
fn Search() -> impl IntoView {
    let page = Page::of_context();
    let text = RwSignal::new(String::new());
    let node = NodeRef::<html::Input>::new();
    keyboard::on_slash(move || {
        if let Some(input) = node.get_untracked() {
            // An element of the page that is shown can always be focused.
            let _ = input.focus();
        }
    });
    let mishap = move || {
        page.search.reply.with(|reply| match reply {
            Reply::Unknown(unknown) => {
                let on_pick = move |(_, word): (String, String)| {
                    text.set(word.clone());
                    page.find(&word);
                };
                Some(view! { <UnknownWord unknown=unknown.clone() on_pick=on_pick /> }.into_any())
            }
            Reply::Refused(message) => Some(view! { <p class="mishap" role="alert">{message.clone()}</p> }.into_any()),
            Reply::Nothing | Reply::Good(_) => None,
        })
    };
    view! {
        <div class="search map-control">
            <WordInput
                name="Search words"
                id="search"
                kind="search"
                placeholder="Search words"
                value=text
                commits_on_blur=false
                node=node
                on_commit=move |word: String| page.find(&word)
            />
            {mishap}
        </div>
    }
}

/// What a drag draws while it draws something. It stays a drag's: after one the map moves again.
#[component]
fn Pens() -> impl IntoView {
    let page = Page::of_context();
    let choice = move |pen: Pen, name: &'static str| {
        view! {
            <button
                type="button"
                aria-pressed=move || (page.map.pen.get() == Some(pen)).to_string()
                on:click=move |_| page.take_pen(Some(pen))
            >
                {name}
            </button>
        }
    };
    view! {
        <div class="segmented map-control map-pens" role="group" aria-label="Draw a">
            {choice(Pen::Lasso, "Lasso")}
            {choice(Pen::Box, "Box")}
        </div>
    }
}

#[component]
fn MappingButton(mapping: Mapping, name: &'static str) -> impl IntoView {
    let page = Page::of_context();
    let is_chosen = move || page.shown_mapping() == mapping;
    view! {
        <button type="button" aria-pressed=move || is_chosen().to_string() on:click=move |_| page.choose_mapping(mapping)>
            {name}
        </button>
    }
}

#[component]
fn ColorChoice() -> impl IntoView {
    let page = Page::of_context();
    let has_topics =
        move || page.run.opened.with(|opened| opened.as_ref().is_some_and(|opened| !opened.topics.is_empty()));
    let choices = move || ColorBy::ALL.into_iter().filter(move |&choice| choice != ColorBy::Topic || has_topics());
    let options = move || {
        choices()
            .map(|choice| {
                let is_chosen = move || page.map.color_by.get() == choice;
                view! { <option value=choice.name() selected=is_chosen>{choice.name()}</option> }
            })
            .collect_view()
    };
    let choose = move |event| {
        let name = event_target_value(&event);
        if let Some(choice) = ColorBy::ALL.into_iter().find(|choice| choice.name() == name) {
            page.color(choice);
        }
    };
    view! {
        <select class="plain-choice" aria-label="Color by" on:change=choose prop:value=move || page.map.color_by.get().name()>
            {options}
        </select>
    }
}
