//! The form for axes with a meaning.

use leptos::{ev, prelude::*};

use crate::ui::page::state::Page;

/// Two axes, each from some words towards others.
#[component]
pub fn MapAxes() -> impl IntoView {
    let page = Page::of_context();
    let field = move |place: usize, name: &'static str, arrow: &'static str| {
        // By itself: a change of the other axis must not write over what is typed here.
        let words = Memo::new(move |_| page.map.axes.with(|axes| axes[place].clone()));
        view! {
            <label>
                <span aria-hidden="true">{arrow}</span>
                <input
                    type="text"
                    aria-label=name
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    prop:value=words
                    on:change=move |event: ev::Event| {
                        page.choose_axis(place, event_target_value(&event));
                    }
                />
            </label>
        }
    };
    view! {
        <div class="map-axes map-control">
            {field(0, "Axis to the right", "→")}
            {field(1, "Axis upwards", "↑")}
            {move || page.map.axes_mishap.get().map(|message| view! { <p class="mishap" role="alert">{message}</p> })}
        </div>
    }
}
