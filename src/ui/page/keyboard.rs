//! Keys that work anywhere on the page: what they mean is in [`keys`](crate::ui::keys).

use leptos::{ev, prelude::*};
use leptos_use::use_event_listener;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use crate::ui::{
    keys::{Focus, KeyPress, Shortcut},
    page::state::Page,
};

/// Space plays and pauses.
pub fn play_on_space(page: Page) {
    on_shortcut(Shortcut::Train, move || page.toggle_training());
}

/// `/` does something, such as going to the search box.
pub fn on_slash(act: impl Fn() + 'static) {
    on_shortcut(Shortcut::Search, act);
}

fn on_shortcut(shortcut: Shortcut, act: impl Fn() + 'static) {
    let _stop = use_event_listener(window(), ev::keydown, move |event: KeyboardEvent| {
        let key = event.key();
        let press = KeyPress {
            key: &key,
            has_modifier: event.ctrl_key() || event.meta_key() || event.alt_key(),
            is_repeat: event.repeat(),
            is_taken: event.default_prevented(),
            focus: focus_of(&event),
        };
        if Shortcut::of(press) == Some(shortcut) {
            event.prevent_default();
            act();
        }
    });
}

fn focus_of(event: &KeyboardEvent) -> Focus {
    if has_dialog() {
        return Focus::Dialog;
    }
    let Some(element) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else {
        return Focus::default();
    };
    let is_edited = element.dyn_ref::<HtmlElement>().is_some_and(HtmlElement::is_content_editable);
    Focus::of(&element.tag_name(), is_edited, element.has_attribute("tabindex"))
}

/// Whether a dialog lies over the page.
fn has_dialog() -> bool {
    document().query_selector("dialog[open]").is_ok_and(|dialog| dialog.is_some())
}
