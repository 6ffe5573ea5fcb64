//! A file to train on, chosen or dropped anywhere on the page.

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{File, HtmlElement};

use crate::{
    protocol::Source,
    ui::page::{
        parts::file_drop::{FileDrop, Zone, several_files},
        state::Page,
    },
};

/// A file up to this long starts to train by itself; a longer one waits for Play.
const AUTOPLAY_BYTES: f64 = 2e6;
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
        if let Some(files) = input.files() {
            match (files.length(), files.get(0)) {
                (1, Some(file)) => open_file(page, file),
                (0, _) => {}
                (n, _) => page.complain(&several_files(n)),
            }
        }
        // So that the same file can be chosen again.
        input.set_value("");
    };
    view! {
        <div class="drop-zone" class:is-over=move || dropped.is_over(Zone::Corpus)>
            <span aria-hidden="true">"Drop a text file here, or " <u>"open a file"</u></span>
            <input
                type="file"
                id=FILE_INPUT_ID
                aria-label="Open a file"
                accept=".txt,.md,.csv,.tsv,text/*"
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

/// Opens a file as a text.
pub fn open_file(page: Page, file: File) {
    let source = Source::File { name: file.name(), n_bytes: file.size() as u64, encoding: None };
    let autoplay = file.size() <= AUTOPLAY_BYTES;
    page.open(source, Some(file), autoplay);
}
