//! What was open before, and whether to go on with it; and the run that was reset, and whether to have it back.

use leptos::prelude::*;

use crate::ui::{
    page::state::{Page, Undoable},
    phrases,
};

/// A line for each; nothing where there is nothing to say.
#[component]
pub fn StoreBar() -> impl IntoView {
    let page = Page::of_context();
    let offer = move || {
        page.store.offer.get().map(|session| {
            let told = phrases::offer(&session, js_sys::Date::now());
            let (id, forgotten) = (session.id.clone(), session.id);
            view! {
                <div class="alert note">
                    <p role="status">{told}</p>
                    <button type="button" class="primary" on:click=move |_| page.continue_stored(id.clone())>"Continue"</button>
                    <button type="button" on:click=move |_| page.forget_stored(forgotten.clone())>"Forget"</button>
                    <Dismiss on_press=move || page.store.dismiss_offer() />
                </div>
            }
        })
    };
    let undoable = move || {
        page.store.undoable.get().map(|what| {
            let told = match what {
                Undoable::Reset => "Reset.",
                Undoable::Restart => "Restarted.",
            };
            view! {
                <div class="alert note">
                    <p role="status">{told}</p>
                    <button type="button" on:click=move |_| page.undo()>"Undo"</button>
                    <Dismiss on_press=move || page.store.dismiss_undo() />
                </div>
            }
        })
    };
    view! { {offer} {undoable} }
}

/// What is stored in this browser, with sizes and a button to delete each.
#[component]
pub fn StoredList() -> impl IntoView {
    let page = Page::of_context();
    let sessions = move || page.store.sessions.get().unwrap_or_default();
    let row = move |session: crate::protocol::StoredSession| {
        let told = phrases::stored(&session, js_sys::Date::now());
        let (id, deleted) = (session.id.clone(), session.id);
        let can_continue = !session.is_here && !session.is_elsewhere;
        view! {
            <li>
                {told} " "
                {can_continue.then(|| view! {
                    <button type="button" class="chip" on:click=move |_| page.continue_stored(id.clone())>"Continue"</button>
                })}
                {(!session.is_elsewhere).then(|| view! {
                    <button type="button" class="chip" on:click=move |_| page.forget_stored(deleted.clone())>"Delete"</button>
                })}
            </li>
        }
    };
    let rows = move || {
        let sessions = sessions();
        if sessions.is_empty() {
            view! { <p>"Nothing is stored. A run is, once it has trained for two seconds or is of a text of yours."</p> }.into_any()
        } else {
            let rows = sessions.into_iter().map(row).collect_view();
            view! { <ul aria-label="Stored sessions">{rows}</ul> }.into_any()
        }
    };
    view! {
        {move || page.store.trouble.get().map(|trouble| view! { <p>{trouble}</p> })}
        {rows}
    }
}

#[component]
fn Dismiss(on_press: impl Fn() + 'static) -> impl IntoView {
    view! { <button type="button" class="quiet" aria-label="Dismiss" on:click=move |_| on_press()>"✕"</button> }
}
