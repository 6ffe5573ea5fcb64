//! What lies over the map's upper edge: the search box, and what the colors mean.

use leptos::{html, prelude::*};

use super::{
    keyboard,
    state::{Page, Reply},
    unknown_word::UnknownWord,
    word_input::WordInput,
};

/// Search, and the name of the coloring.
#[component]
pub(super) fn MapToolbar() -> impl IntoView {
    let page = Page::of_context();
    let text = RwSignal::new(String::new());
    let node = NodeRef::<html::Input>::new();
    keyboard::on_slash(move || {
        if let Some(input) = node.get_untracked() {
            // An element of the page that is shown can always be focused.
            let _ = input.focus();
        }
    });
    let has_topics = move || page.opened.with(|opened| opened.as_ref().is_some_and(|opened| !opened.topics.is_empty()));
    let mishap = move || {
        page.search.with(|reply| match reply {
            Reply::Unknown(unknown) => {
                let on_pick = move |(_, word): (String, String)| {
                    text.set(word.clone());
                    page.find(&word);
                };
                Some(view! { <UnknownWord unknown=unknown.clone() on_pick=on_pick /> }.into_any())
            }
            Reply::Refused(message) => Some(view! { <p class="mishap" role="alert">{message.clone()}</p> }.into_any()),
            Reply::Nothing | Reply::Good(_) => None,
        })
    };
    view! {
        <div class="map-head">
            <div class="search map-control">
                <WordInput
                    name="Search words"
                    id="search"
                    kind="search"
                    placeholder="Search words"
                    value=text
                    commits_on_blur=false
                    node=node
                    on_commit=move |word: String| page.find(&word)
                />
                {mishap}
            </div>
            <p class="coloring map-control">{move || has_topics().then(|| view! { "color by " <strong>"topic"</strong> })}</p>
        </div>
    }
}
