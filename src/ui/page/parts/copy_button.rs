//! A button that copies, and says whether it did.

use std::time::Duration;

use leptos::{html, prelude::*, task::spawn_local};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Clipboard, HtmlDocument, HtmlTextAreaElement};

use crate::ui::page::state::Page;

/// How long a button says that it copied.
const SAID_FOR: Duration = Duration::from_secs(2);
/// What a reader can do where a browser copies nothing for a page.
const FORBIDDEN: &str = "The browser did not let the page copy. Allow the clipboard for this site, or select the list and \
                         copy it yourself.";

/// Copies `text`; `name` is what the button says until it says "Copied".
#[component]
pub fn CopyButton(name: &'static str, text: impl Fn() -> String + Copy + Send + 'static) -> impl IntoView {
    let page = Page::of_context();
    let button = NodeRef::<html::Button>::new();
    let has_copied = RwSignal::new(false);
    let settle = move |is_copied: bool| {
        if !is_copied {
            return page.complain(FORBIDDEN);
        }
        has_copied.set(true);
        set_timeout(
            move || {
                // The panel may be gone by then.
                let _ = has_copied.try_set(false);
            },
            SAID_FOR,
        );
    };
    let copy = move |_| {
        let text = untrack(text);
        let Some(clipboard) = clipboard() else { return settle(copied_by_selection(&text)) };
        spawn_local(async move {
            let is_copied = JsFuture::from(clipboard.write_text(&text)).await.is_ok();
            settle(is_copied || copied_by_selection(&text));
            // A text that was selected took the focus.
            if let Some(button) = button.get_untracked() {
                let _ = button.focus();
            }
        });
    };
    view! {
        <button type="button" class="chip" node_ref=button on:click=copy>
            {move || if has_copied.get() { "Copied" } else { name }}
        </button>
        <span class="visually-hidden" role="status">{move || has_copied.get().then_some("Copied")}</span>
    }
}

/// The clipboard; none on a page that came over plain http.
fn clipboard() -> Option<Clipboard> {
    let navigator = window().navigator();
    let clipboard = js_sys::Reflect::get(&navigator, &JsValue::from_str("clipboard")).ok()?;
    clipboard.dyn_into().ok()
}

/// Copies as if the reader had selected the text: what browsers had before, and allow over plain http.
fn copied_by_selection(text: &str) -> bool {
    let area = document().create_element("textarea").ok().and_then(|area| area.dyn_into::<HtmlTextAreaElement>().ok());
    let (Some(area), Some(body)) = (area, document().body()) else { return false };
    area.set_value(text);
    area.set_class_name("visually-hidden");
    if body.append_child(&area).is_err() {
        return false;
    }
    area.select();
    let is_copied = document().unchecked_into::<HtmlDocument>().exec_command("copy").unwrap_or(false);
    area.remove();
    is_copied
}
