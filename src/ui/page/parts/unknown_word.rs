//! A word that was asked for and is not there, with the nearest spellings.

use leptos::prelude::*;

use crate::{
    protocol::Absence,
    ui::page::{
        parts::sentence::sentence,
        state::{Page, Unknown},
    },
};

/// Names the word, and offers others and what would bring it in; `on_pick` is given the one that was chosen in place of the word.
#[component]
pub fn UnknownWord(unknown: Unknown, #[prop(into)] on_pick: Callback<(String, String)>) -> impl IntoView {
    let page = Page::of_context();
    let says = page.say_unknown(&unknown);
    let lower_count = match unknown.why {
        Absence::TooRare { count, .. } => Some(count),
        _ => None,
    };
    let word = unknown.word;
    let offers = unknown
        .suggestions
        .into_iter()
        .take(4)
        .map(|suggestion| {
            let choice = (word.clone(), suggestion.clone());
            view! {
                <button type="button" class="chip" on:click=move |_| on_pick.run(choice.clone())><bdi>{suggestion}</bdi></button>
            }
        })
        .collect_view();
    let has_offers = !offers.is_empty();
    view! {
        <div class="mishap" role="alert">
            <span>{sentence(&says)}</span>
            {lower_count.map(|count| view! {
                <button type="button" class="chip" on:click=move |_| page.restart_with_min_count(count)>
                    {format!("Use minimum count {count}")}
                </button>
            })}
            {has_offers.then(|| view! { <span class="offers">" Did you mean " {offers} "?"</span> })}
        </div>
    }
}
