//! A button that copies, and says whether it did.

use std::time::Duration;

use leptos::{html, prelude::*};

use crate::ui::page::{parts::clipboard, state::Page};

/// How long a button says that it copied.
const SAID_FOR: Duration = Duration::from_secs(2);
/// What a reader can do where a browser copies nothing for a page.
const FORBIDDEN: &str = "The browser did not let the page copy. Allow the clipboard for this site, or select the list and \
                         copy it yourself.";

/// Copies `text`; `name` is what the button says until it says "Copied".
#[component]
pub fn CopyButton(name: &'static str, text: impl Fn() -> String + Copy + Send + 'static) -> impl IntoView {
    let page = Page::of_context();
    let button = NodeRef::<html::Button>::new();
    let has_copied = RwSignal::new(false);
    let settle = move |is_copied: bool| {
        if !is_copied {
            return page.complain(FORBIDDEN);
        }
        has_copied.set(true);
        set_timeout(
            move || {
                // The panel may be gone by then.
                let _ = has_copied.try_set(false);
            },
            SAID_FOR,
        );
    };
    let copy = move |_| {
        clipboard::copy(untrack(text), move |is_copied| {
            settle(is_copied);
            // A text that was selected took the focus.
            if let Some(button) = button.get_untracked() {
                let _ = button.focus();
            }
        });
    };
    view! {
        <button type="button" class="chip" node_ref=button on:click=copy>
            {move || if has_copied.get() { "Copied" } else { name }}
        </button>
        <span class="visually-hidden" role="status">{move || has_copied.get().then_some("Copied")}</span>
    }
}
