//! A dialog over the page.

use leptos::{html, prelude::*};

/// Open while `is_open` says so; Escape and its Close button ask for its end. `title` is its heading and its accessible
/// name.
#[component]
pub fn Sheet(
    title: &'static str,
    #[prop(into)] is_open: Signal<bool>,
    on_close: impl Fn() + Copy + Send + 'static,
    children: Children,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        if is_open.get() {
            // It fails for a dialog that is open already.
            let _ = dialog.show_modal();
        } else {
            dialog.close();
        }
    });
    view! {
        <dialog class="sheet" node_ref=dialog aria-label=title on:close=move |_| on_close()>
            <h2>{title}</h2>
            {children()}
            <button type="button" on:click=move |_| on_close()>"Close"</button>
        </dialog>
    }
}
