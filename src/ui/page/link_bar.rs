//! What there is to say of the link that was opened: what is broken in it, which file it asks for, and whether the vectors are
//! its sender's.

use leptos::prelude::*;

use crate::ui::{
    link::Verdict,
    page::{
        parts::{drop_zone::choose_file, sentence::sentence},
        state::Page,
    },
    phrases,
};

/// A line for each of them; nothing where the page was opened without a link.
#[component]
pub fn LinkBar() -> impl IntoView {
    let page = Page::of_context();
    let troubles = move || {
        let troubles = page.link.troubles.get();
        (!troubles.is_empty()).then(|| {
            let told: Vec<String> = troubles.iter().map(ToString::to_string).collect();
            view! {
                <div class="alert" role="alert">
                    <p>{sentence(&told.join(" "))}</p>
                    <Dismiss on_press=move || page.link.dismiss_troubles() />
                </div>
            }
        })
    };
    let asked = move || {
        page.link.asked.get().map(|link| {
            let other = page.link.other_text.get().map(|name| format!("{} ", phrases::other_text(&name)));
            view! {
                <div class="alert note">
                    <p role="status">{other} {phrases::asked_text(&link)}</p>
                    <button type="button" class="primary" on:click=move |_| choose_file()>"Open the file"</button>
                    <Dismiss on_press=move || page.link.dismiss_asked() />
                </div>
            }
        })
    };
    let verdict = Memo::new(move |_| page.linked_verdict());
    let verdict = move || {
        verdict.get().map(|verdict| {
            let is_other = matches!(verdict, Verdict::Other(_));
            view! {
                <div class="alert note" class:is-other=is_other>
                    <p role="status">{phrases::verdict(&verdict)}</p>
                    <Dismiss on_press=move || page.link.dismiss_verdict() />
                </div>
            }
        })
    };
    view! { {troubles} {asked} {verdict} }
}

#[component]
fn Dismiss(on_press: impl Fn() + 'static) -> impl IntoView {
    view! { <button type="button" class="quiet" aria-label="Dismiss" on:click=move |_| on_press()>"✕"</button> }
}
