//! The keys of the page, listed.

use leptos::prelude::*;

use crate::ui::page::{
    dialogs::sheet::Sheet,
    state::{Dialog, Page},
};

/// What a key or a gesture does on the map.
const ON_THE_MAP: [(&str, &str); 11] = [
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
    ("?", "list the keys"),
];

/// What a key or a button does anywhere.
const ANYWHERE: [(&str, &str); 6] = [
    ("Space", "train or pause"),
    ("/", "search"),
    ("Back", "go to the previous word"),
    ("← → Home End", "choose another tab, on a tab"),
    ("Step", "trains one hundredth of the run"),
    ("Epoch", "trains to the end of this epoch"),
];

/// A dialog over the page.
#[component]
pub fn MapKeys() -> impl IntoView {
    let page = Page::of_context();
    let is_open = Signal::derive(move || page.look.dialog.get() == Some(Dialog::Keys));
    let list = |keys: &[(&'static str, &'static str)]| {
        let rows = keys.iter().map(|&(key, act)| view! { <dt><kbd>{key}</kbd></dt> <dd>{act}</dd> });
        let rows = rows.collect_view();
        view! { <dl class="keys">{rows}</dl> }
    };
    view! {
        <Sheet title="Keys of the map" is_open=is_open on_close=move || page.show_keys(false)>
            {list(&ON_THE_MAP)}
            <h3>"Elsewhere"</h3>
            {list(&ANYWHERE)}
        </Sheet>
    }
}
