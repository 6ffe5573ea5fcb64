//! The room of the map: its size, and the controls that lie over it, which points and words keep clear of.

use leptos::{html, prelude::*};
use leptos_use::{UseMutationObserverOptions, use_mutation_observer_with_options, use_resize_observer};
use wasm_bindgen::JsCast;
use web_sys::{Element, NodeList};

use crate::chart::Viewport;

/// What is a control over the map.
const CONTROLS: &str = ".map-control";

/// The room that the map has.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Room {
    /// Its size in CSS pixels.
    pub(super) viewport: Viewport,
    /// The controls: left, top, right and bottom in CSS pixels of the map.
    pub(super) obstacles: Vec<[f64; 4]>,
}

/// The room of the map now. It is measured when the map or a control changes its size, comes or goes, and not otherwise:
/// measuring makes the browser lay the page out.
pub(super) fn use_room(area: NodeRef<html::Div>) -> RwSignal<Room> {
    let room = RwSignal::new(Room { viewport: Viewport { width: 0.0, height: 0.0 }, obstacles: Vec::new() });
    let watched = RwSignal::new_local(Vec::<Element>::new());
    let measure = move || {
        if let Some(area) = area.get_untracked() {
            let new = room_of(&area);
            if room.with_untracked(|old| *old != new) {
                room.set(new);
            }
        }
    };
    let look_for_controls = move || {
        let Some(area) = area.get_untracked() else { return };
        let found: Vec<Element> = controls_of(&area).chain([Element::from((*area).clone())]).collect();
        if watched.with_untracked(|watched| *watched != found) {
            watched.set(found);
            // One that went away has no size to change.
            measure();
        }
    };
    Effect::new(move |_| {
        if area.get().is_some() {
            look_for_controls();
        }
    });
    let options = UseMutationObserverOptions::default().child_list(true).subtree(true);
    let _observer = use_mutation_observer_with_options(area, move |_, _| look_for_controls(), options);
    let _observer = use_resize_observer(watched, move |_, _| measure());
    room
}

fn controls_of(area: &Element) -> impl Iterator<Item = Element> {
    let found = area.query_selector_all(CONTROLS).ok();
    let n_found = found.as_ref().map_or(0, NodeList::length);
    (0..n_found).filter_map(move |place| found.as_ref()?.item(place)?.dyn_into().ok())
}

fn room_of(area: &Element) -> Room {
    let origin = area.get_bounding_client_rect();
    let bounds_of = |control: Element| {
        let bounds = control.get_bounding_client_rect();
        [
            bounds.left() - origin.left(),
            bounds.top() - origin.top(),
            bounds.right() - origin.left(),
            bounds.bottom() - origin.top(),
        ]
    };
    Room {
        viewport: Viewport { width: origin.width(), height: origin.height() },
        obstacles: controls_of(area).map(bounds_of).collect(),
    }
}
