//! Files to open, chosen or dropped anywhere on the page: a text to train on, or vectors.

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::ui::page::{
    parts::file_drop::{FileDrop, Zone, files_of},
    state::Page,
};

/// The input that chooses a file.
const FILE_INPUT_ID: &str = "open-a-file";

/// The place to drop a file on or to open one from. The whole page takes drops.
#[component]
pub fn DropZone() -> impl IntoView {
    let page = Page::of_context();
    let dropped = expect_context::<FileDrop>();
    let input = NodeRef::<html::Input>::new();
    let on_choice = move |_| {
        let Some(input) = input.get_untracked() else { return };
        let files = input.files().map(|files| files_of(&files)).unwrap_or_default();
        if !files.is_empty() {
            page.open_files(files);
        }
        // So that the same file can be chosen again.
        input.set_value("");
    };
    view! {
        <div class="drop-zone" class:is-over=move || dropped.is_over(Zone::Corpus)>
            <span aria-hidden="true">"Drop a text or vectors here, or " <u>"open a file"</u></span>
            <input
                type="file"
                id=FILE_INPUT_ID
                aria-label="Open a file"
                multiple=true
                node_ref=input
                on:change=on_choice
            />
        </div>
    }
}

/// Lets the reader choose a file, as if they had pressed the place to drop one.
pub fn choose_file() {
    let input = document().get_element_by_id(FILE_INPUT_ID);
    if let Some(input) = input.and_then(|input| input.dyn_into::<HtmlElement>().ok()) {
        input.click();
    }
}
