//! A file, chosen or dropped anywhere on the page.

use leptos::{ev, html, prelude::*};
use web_sys::{DragEvent, File};

use crate::{protocol::Source, ui::page::state::Page};

/// A file up to this long starts to train by itself; a longer one waits for Play.
const AUTOPLAY_BYTES: f64 = 2e6;

/// The place to drop a file on or to open one from. The whole page takes drops.
#[component]
pub fn DropZone() -> impl IntoView {
    let page = Page::of_context();
    let input = NodeRef::<html::Input>::new();
    let is_over = RwSignal::new(false);
    let open = move |file: File| {
        let source = Source::File { name: file.name(), n_bytes: file.size() as u64 };
        let autoplay = file.size() <= AUTOPLAY_BYTES;
        page.open(source, Some(file), autoplay);
    };
    let on_over = window_event_listener(ev::dragover, move |event: DragEvent| {
        // Else the browser would leave the page and show the file.
        event.prevent_default();
        is_over.set(true);
    });
    let on_leave = window_event_listener(ev::dragleave, move |event: DragEvent| {
        if event.related_target().is_none() {
            is_over.set(false);
        }
    });
    let on_drop = window_event_listener(ev::drop, move |event: DragEvent| {
        event.prevent_default();
        is_over.set(false);
        if let Some(file) = event.data_transfer().and_then(|data| data.files()).and_then(|files| files.get(0)) {
            open(file);
        }
    });
    on_cleanup(move || {
        on_over.remove();
        on_leave.remove();
        on_drop.remove();
    });
    let on_choice = move |_| {
        let Some(input) = input.get_untracked() else { return };
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            open(file);
        }
        // So that the same file can be chosen again.
        input.set_value("");
    };
    view! {
        <div class="drop-zone" class:is-over=is_over>
            <span aria-hidden="true">"Drop a text file here, or " <u>"open a file"</u></span>
            <input type="file" aria-label="Open a file" accept=".txt,.md,.csv,.tsv,text/*" node_ref=input on:change=on_choice />
        </div>
    }
}
