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
        let has_modifier = event.ctrl_key() || event.meta_key() || event.alt_key();
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if event.key() == key && !has_modifier && !target.is_some_and(|target| is_meant_for(&target)) {
            event.prevent_default();
            act();
        }
    });
    on_cleanup(move || handle.remove());
}

/// Whether an element takes text.
fn is_field(element: &Element) -> bool {
    matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
}

/// Whether an element does something of its own on space.
fn is_pressable(element: &Element) -> bool {
    is_field(element) || matches!(element.tag_name().as_str(), "BUTTON" | "A" | "SUMMARY" | "LABEL")
}
