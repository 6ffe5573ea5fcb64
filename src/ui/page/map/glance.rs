//! What stands out on the map now, read from the page.

use leptos::prelude::*;

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
