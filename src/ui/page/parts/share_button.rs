//! The button that copies a link to what is shown, and says what the link does not carry.

use std::time::Duration;

use leptos::{html, prelude::*};

use crate::ui::{
    link::said_of_share,
    page::{parts::clipboard, state::Page},
};

/// How long it is said.
const SAID_FOR: Duration = Duration::from_secs(15);

/// What became of a link.
#[derive(Clone, PartialEq)]
pub struct Shared {
    link: String,
    said: String,
    is_copied: bool,
}

/// Copies a link. `shared`: what became of it, for [`ShareNote`]; `on_press`: what comes before that.
#[component]
pub fn ShareButton(shared: RwSignal<Option<Shared>>, on_press: impl Fn() + Copy + Send + 'static) -> impl IntoView {
    let page = Page::of_context();
    let has_run = move || page.run.opened.with(Option::is_some);
    let share = move |_| {
        on_press();
        let Some((link, not_carried)) = page.shared_link() else { return };
        let said = said_of_share(&not_carried);
        clipboard::copy(link.clone(), move |is_copied| {
            let new = Shared { link, said, is_copied };
            shared.set(Some(new.clone()));
            if is_copied {
                set_timeout(
                    move || {
                        // Another link may have been copied meanwhile.
                        if shared.with_untracked(|shared| shared.as_ref() == Some(&new)) {
                            shared.set(None);
                        }
                    },
                    SAID_FOR,
                );
            }
        });
    };
    view! { <button type="button" disabled=move || !has_run() on:click=share>"Share"</button> }
}

/// What is said of a link that was copied.
#[component]
pub fn ShareNote(shared: RwSignal<Option<Shared>>) -> impl IntoView {
    let note = move || {
        shared.get().map(|Shared { link, said, is_copied }| {
            view! {
                <p>
                    <strong>{if is_copied { "Link copied." } else { "Copy this link yourself:" }}</strong>
                    " "
                    {is_copied.then(|| said.clone())}
                </p>
                {(!is_copied).then(|| view! { <LinkBox link=link.clone() /> <p>{said.clone()}</p> })}
                <button type="button" class="quiet" aria-label="Dismiss" on:click=move |_| shared.set(None)>"✕"</button>
            }
        })
    };
    view! {
        // It is here before it says something, so that screen readers hear it.
        <div class="shared" role="status" class:is-said=move || shared.with(Option::is_some)>{note}</div>
    }
}

/// A link to be selected by hand, where the browser copies nothing for a page.
#[component]
fn LinkBox(link: String) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            let _ = input.focus();
            input.select();
        }
    });
    view! { <input type="text" readonly aria-label="Link" node_ref=input prop:value=link /> }
}
