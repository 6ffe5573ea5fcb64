//! What a setting means, behind a "?" that a click, a key or a finger opens.

use leptos::{ev, html, prelude::*};
use web_sys::KeyboardEvent;

/// A "?" for what is called `of`, unique on the page; it shows `text` until Escape, another press, or the focus goes elsewhere.
#[component]
pub fn Help(of: &'static str, #[prop(into)] text: Signal<String>) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let button = NodeRef::<html::Button>::new();
    let id = format!("help-{}", of.to_ascii_lowercase().replace(' ', "-"));
    let toggle = move |event: ev::MouseEvent| {
        // Inside a label the press would reach its field.
        event.prevent_default();
        is_open.update(|is_open| *is_open = !*is_open);
        if let Some(button) = button.get_untracked() {
            // Safari focuses no button that is pressed, and would never tell that the focus went elsewhere.
            let _ = button.focus();
        }
    };
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Escape" && is_open.get_untracked() {
            event.stop_propagation();
            event.prevent_default();
            is_open.set(false);
        }
    };
    view! {
        <button
            type="button"
            class="help"
            aria-label=format!("Help: {of}")
            aria-expanded=move || is_open.get().to_string()
            aria-controls=id.clone()
            node_ref=button
            on:click=toggle
            on:keydown=on_key
            on:blur=move |_| is_open.set(false)
        >
            <span aria-hidden="true">"?"</span>
        </button>
        <span class="help-text" id=id role="status">{move || is_open.get().then(|| text.get())}</span>
    }
}
