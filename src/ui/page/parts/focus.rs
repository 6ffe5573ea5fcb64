//! Where the keyboard goes on when what it was on disappears.
//!
//! A button that does its work and goes away would leave the focus on the body, and the next Tab at the top of the page. One
//! watcher for all of them moves the focus to the heading of the panel that the button stood in; a canvas takes it where there
//! is no heading, as on the map.

use leptos::{ev, prelude::*};
use leptos_use::{UseMutationObserverOptions, use_event_listener, use_mutation_observer_with_options};
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusEvent, HtmlElement};

/// Elements that a reader takes for one place.
const LANDMARKS: &str = "section, dialog, header, main";
/// What in a landmark takes the focus.
const HEADS: &str = "h2, .map-overlay, h1";

/// What has the focus, and the landmarks around it from the inside out: they cannot be asked for once it is gone.
#[derive(Clone)]
struct Held {
    element: Element,
    landmarks: Vec<Element>,
}

/// Watches the page until it is gone.
pub fn keep_focus() {
    let held = StoredValue::new_local(None::<Held>);
    let _stop = use_event_listener(document(), ev::focusin, move |event: FocusEvent| {
        let element = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        held.set_value(element.map(|element| Held { landmarks: landmarks_around(&element), element }));
    });
    let _stop = use_event_listener(document(), ev::focusout, move |event: FocusEvent| {
        if event.related_target().is_none() {
            // Whether the reader left it or it went away is known once the document has changed.
            request_animation_frame(move || {
                let is_left = held.with_value(|held| held.as_ref().is_some_and(|held| is_there(&held.element)));
                if is_left && is_nowhere() {
                    held.set_value(None);
                } else {
                    rescue(held);
                }
            });
        }
    });
    let options = UseMutationObserverOptions::default().child_list(true).subtree(true);
    if let Some(body) = document().body() {
        let _observer = use_mutation_observer_with_options(Element::from(body), move |_, _| rescue(held), options);
    }
}

/// Moves the focus to the nearest landmark that is left, where what had it is gone.
fn rescue(held: StoredValue<Option<Held>, LocalStorage>) {
    let is_lost = held.with_value(|held| held.as_ref().is_some_and(|held| !is_there(&held.element)));
    if !is_lost || !is_nowhere() {
        return;
    }
    let Some(lost) = held.get_value() else { return };
    held.set_value(None);
    let heads = lost.landmarks.iter().filter(|landmark| is_there(landmark));
    let head = heads.filter_map(|landmark| landmark.query_selector(HEADS).ok().flatten()).find(is_there);
    if let Some(head) = head.and_then(|head| head.dyn_into::<HtmlElement>().ok()) {
        if head.tab_index() < 0 {
            // It takes the focus without becoming a stop of the Tab key.
            head.set_tab_index(-1);
        }
        // An element of the page that is shown can always be focused.
        let _ = head.focus();
    }
}

/// Whether nothing has the focus.
fn is_nowhere() -> bool {
    document().active_element().is_none_or(|active| active.tag_name() == "BODY")
}

/// Whether an element is in the document and is shown.
fn is_there(element: &Element) -> bool {
    element.is_connected() && element.get_client_rects().length() > 0
}

fn landmarks_around(element: &Element) -> Vec<Element> {
    let next = |inner: &Element| inner.parent_element()?.closest(LANDMARKS).ok().flatten();
    let first = element.closest(LANDMARKS).ok().flatten();
    let mut landmarks: Vec<Element> = std::iter::successors(first, next).collect();
    // An alert stands in none: the map is the middle of the page.
    landmarks.extend(document().query_selector("main").ok().flatten());
    landmarks
}
