//! What stands out on the map now, read from the page.

use leptos::prelude::*;

use super::stage::Marks;
use crate::{
    protocol::MapAct,
    ui::page::state::{Neighborhood, Page, Reply},
};

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
    let marks = Marks {
        hovered,
        hovered_near: near_of(hovered, page.words.hovered_near.get()),
        pinned,
        pinned_near: near_of(pinned, page.words.pinned_near.get()),
        linked: page.words.linked.get(),
        joined: page.words.joined.get(),
        analogy,
        ghost: Vec::new(),
    };
    match page.lesson_acts() {
        Some(view) => with_acts(marks, &view.acts),
        None => marks,
    }
}

/// What a scene shows, in place of what is pinned.
fn with_acts(marks: Marks, acts: &[MapAct]) -> Marks {
    let Marks { hovered, hovered_near, linked, .. } = marks;
    let mut marks = Marks { hovered, hovered_near, linked, ..Marks::default() };
    for act in acts {
        match act {
            MapAct::Highlight { word_id, others } => {
                (marks.pinned, marks.pinned_near) = (Some(*word_id), others.clone());
            }
            MapAct::Join(pair) => (marks.pinned, marks.joined) = (Some(pair[0]), Some(*pair)),
            MapAct::Corners(words) => marks.analogy = Some(*words),
            MapAct::Ghost(terms) => marks.ghost = terms.iter().map(|term| (term.word_id, term.weight)).collect(),
            // The map follows these by itself.
            MapAct::Axes { .. } | MapAct::Moment(_) => {}
        }
    }
    marks
}
