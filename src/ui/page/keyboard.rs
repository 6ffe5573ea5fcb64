//! Keys that work anywhere on the page but in a field.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use crate::ui::page::state::Page;

/// Space plays and pauses.
pub fn play_on_space(page: Page) {
    on_key(" ", is_pressable, move || page.toggle_training());
}

/// `/` does something, such as going to the search box.
pub fn on_slash(act: impl Fn() + 'static) {
    on_key("/", is_field, act);
}

fn on_key(key: &'static str, is_meant_for: fn(&Element) -> bool, act: impl Fn() + 'static) {
    let handle = window_event_listener(ev::keydown, move |event: KeyboardEvent| {
        // A key that is held repeats; what is open over the page has its own keys.
        let is_busy = event.repeat() || event.default_prevented() || has_dialog();
        let has_modifier = event.ctrl_key() || event.meta_key() || event.alt_key() || is_busy;
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if event.key() == key && !has_modifier && !target.is_some_and(|target| is_meant_for(&target)) {
            event.prevent_default();
            act();
        }
    });
    on_cleanup(move || handle.remove());
}

/// Whether a dialog lies over the page.
fn has_dialog() -> bool {
    document().query_selector("dialog[open]").is_ok_and(|dialog| dialog.is_some())
}

/// Whether an element takes text.
fn is_field(element: &Element) -> bool {
    let is_edited = || element.closest("[contenteditable]").is_ok_and(|edited| edited.is_some());
    matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT") || is_edited()
}

/// Whether an element does something of its own on space.
fn is_pressable(element: &Element) -> bool {
    // A region that takes the focus scrolls by it; the map does not.
    let is_region = || element.has_attribute("tabindex") && element.tag_name() != "CANVAS";
    is_field(element) || matches!(element.tag_name().as_str(), "BUTTON" | "A" | "SUMMARY" | "LABEL") || is_region()
}
