//! The keys of the map, listed.

use leptos::{html, prelude::*};

use super::state::Page;

/// What a key or a gesture does.
const KEYS: [(&str, &str); 14] = [
    ("← → ↑ ↓", "walk to the next word that way"),
    ("Enter", "pin the word"),
    ("Esc", "clear the pin and the marks"),
    ("+ and -", "zoom"),
    ("0 or double click", "show all"),
    ("wheel or pinch", "zoom about the pointer"),
    ("drag", "move the map"),
    ("Shift and drag", "mark the words in a box"),
    ("Alt and drag", "mark the words in a lasso"),
    ("long press", "pin a word with a finger"),
    ("/", "search"),
    ("Space", "train or pause"),
    ("Back", "go to the word before"),
    ("?", "list the keys"),
];

/// A dialog over the page.
#[component]
pub(super) fn MapKeys() -> impl IntoView {
    let page = Page::of_context();
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        if page.map.shows_keys.get() {
            // It fails for a dialog that is open already.
            let _ = dialog.show_modal();
        } else {
            dialog.close();
        }
    });
    let rows = KEYS.map(|(key, act)| view! { <dt><kbd>{key}</kbd></dt> <dd>{act}</dd> }).collect_view();
    view! {
        <dialog class="sheet" node_ref=dialog aria-label="Keys of the map" on:close=move |_| page.map.shows_keys.set(false)>
            <h2>"Keys of the map"</h2>
            <dl class="keys">{rows}</dl>
            <button type="button" on:click=move |_| page.map.shows_keys.set(false)>"Close"</button>
        </dialog>
    }
}
