//! The keys of the map, listed.

use leptos::prelude::*;

use crate::ui::page::{dialogs::sheet::Sheet, state::Page};

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
pub fn MapKeys() -> impl IntoView {
    let page = Page::of_context();
    let rows = KEYS.map(|(key, act)| view! { <dt><kbd>{key}</kbd></dt> <dd>{act}</dd> }).collect_view();
    view! { <Sheet title="Keys of the map" is_open=*page.map.shows_keys on_close=move || page.show_keys(false)><dl class="keys">{rows}</dl></Sheet> }
}
