//! Which color is which topic, and what the axes are.

use leptos::prelude::*;

use super::{phrases, state::Page};
use crate::chart::category;

/// The map's foot: topics at the left, axes at the right.
#[component]
pub(super) fn Legend() -> impl IntoView {
    let page = Page::of_context();
    let topics = move || page.opened.with(|opened| opened.as_ref().map(|o| o.topics.clone()).unwrap_or_default());
    let caption = move || {
        page.frame.with(|frame| {
            frame.as_ref().map(|frame| phrases::axes_caption(frame.explained, frame.on_axes)).unwrap_or_default()
        })
    };
    let items = move || {
        let mode = page.theme.mode.get();
        topics()
            .into_iter()
            .enumerate()
            .map(|(place, topic)| {
                let color = category(mode, place).css();
                view! { <li><span class="dot" style=format!("background: {color}")></span>{topic}</li> }
            })
            .collect_view()
    };
    view! {
        <div class="map-foot">
            <ul class="legend map-control" aria-label="Topics">{items}</ul>
            <p class="axes map-control">{caption}</p>
        </div>
    }
}
