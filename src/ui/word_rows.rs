//! Words with their cosines: name, bar and number.

use leptos::prelude::*;

use super::state::Page;
use crate::{chart::format, protocol::Neighbor};

/// One list item for each word. A row under the pointer shows its word on the map; a click pins it there.
pub(super) fn word_rows(page: Page, rows: &[Neighbor]) -> impl IntoView + use<> {
    rows.iter()
        .map(|&Neighbor { word_id, cosine }| {
            let share = f64::from(cosine).clamp(0.0, 1.0);
            view! {
                <li class="word-row" class:is-linked=move || page.hovered.get() == Some(word_id)>
                    <button
                        type="button"
                        on:pointerenter=move |_| page.linked.set(Some(word_id))
                        on:pointerleave=move |_| page.linked.set(None)
                        on:focus=move |_| page.linked.set(Some(word_id))
                        on:blur=move |_| page.linked.set(None)
                        on:click=move |_| page.pin_and_show(word_id)
                    >
                        <span class="word-name">{page.word(word_id)}</span>
                        " "
                        <span class="word-bar" aria-hidden="true">
                            <span class="word-bar-fill" style=format!("transform: scaleX({share})")></span>
                        </span>
                        <span class="word-cosine figure">{format::cosine(cosine.into())}</span>
                    </button>
                </li>
            }
        })
        .collect_view()
}
