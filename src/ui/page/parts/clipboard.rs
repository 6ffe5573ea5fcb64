//! Texts for the clipboard.

use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Clipboard, HtmlDocument, HtmlTextAreaElement};

/// Copies a text, and tells whether the browser let the page do it.
pub fn copy(text: String, settle: impl FnOnce(bool) + 'static) {
    let Some(clipboard) = clipboard() else { return settle(copied_by_selection(&text)) };
    spawn_local(async move {
        let is_copied = JsFuture::from(clipboard.write_text(&text)).await.is_ok();
        settle(is_copied || copied_by_selection(&text));
    });
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
