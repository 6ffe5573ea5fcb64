//! The first stops of the keyboard: past the header to the map, and past the map to the panels.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Two links that are seen while they have the focus. They leave the address alone, which belongs to the word.
#[component]
pub fn SkipLinks() -> impl IntoView {
    let link = |name: &'static str, target: &'static str| {
        let go = move |event: ev::MouseEvent| {
            event.prevent_default();
            let element = document().query_selector(target).ok().flatten();
            if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
                // An element of the page that is shown can always be focused.
                let _ = element.focus();
            }
        };
        view! { <a href="#" on:click=go>{name}</a> }
    };
    view! {
        <nav class="skip" aria-label="Skip">
            {link("Skip to the map", ".map-overlay")}
            {link("Skip to the panels", "[role=tab][aria-selected=true]")}
            {link("Skip to the text and its settings", "#panel-Setup h2, #tab-Setup")}
        </nav>
    }
}
