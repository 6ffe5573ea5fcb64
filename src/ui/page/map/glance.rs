//! What the map is to show now, read from the page: the words that stand out, and the controls that lie over it.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::stage::Marks;
use crate::ui::page::state::{Neighborhood, Page, Reply};

/// What stands out now.
pub(super) fn marks(page: Page) -> Marks {
    let hovered = page.words.hovered.get();
    let pinned = page.words.pinned.get();
    let near_of = |wanted: Option<u32>, near: Option<Neighborhood>| {
        near.filter(|near| Some(near.word_id) == wanted)
            .map(|near| near.neighbors.iter().map(|neighbor| neighbor.word_id).collect())
            .unwrap_or_default()
    };
    let analogy =
        page.analogy.reply.with(|reply| if let Reply::Good(answer) = reply { answer.corners() } else { None });
    Marks {
        hovered,
        hovered_near: near_of(hovered, page.words.hovered_near.get()),
        pinned,
        pinned_near: near_of(pinned, page.words.pinned_near.get()),
        linked: page.words.linked.get(),
        joined: page.words.joined.get(),
        analogy,
    }
}

/// The controls that lie over the map: left, top, right and bottom in its CSS pixels.
pub(super) fn obstacles(area: &Element) -> Vec<[f64; 4]> {
    let origin = area.get_bounding_client_rect();
    let Ok(controls) = area.query_selector_all(".map-control") else { return Vec::new() };
    (0..controls.length())
        .filter_map(|place| controls.item(place)?.dyn_into::<Element>().ok())
        .map(|control| {
            let bounds = control.get_bounding_client_rect();
            [
                bounds.left() - origin.left(),
                bounds.top() - origin.top(),
                bounds.right() - origin.left(),
                bounds.bottom() - origin.top(),
            ]
        })
        .collect()
}
