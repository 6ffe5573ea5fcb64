//! A dialog over the page.

use leptos::{html, prelude::*};

/// Open while `is_open` says so; Escape and its Close button ask for its end. `title` is its heading and its accessible
/// name. What is in it is there while it is open. `foot` stands in the place of the Close button.
#[component]
pub fn Sheet(
    title: &'static str,
    #[prop(into)] is_open: Signal<bool>,
    on_close: impl Fn() + Copy + Send + 'static,
    #[prop(optional, into)] foot: Option<ViewFn>,
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let children = StoredValue::new(children);
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
            // It takes the focus, so that a long dialog is read from its beginning.
            <h2 tabindex="-1" autofocus>{title}</h2>
            <div class="sheet-body">
                <Show when=move || is_open.get()>{children.with_value(|children| children())}</Show>
            </div>
            <p class="sheet-foot">
                {match foot {
                    Some(foot) => foot.run(),
                    None => view! { <button type="button" on:click=move |_| on_close()>"Close"</button> }.into_any(),
                }}
            </p>
        </dialog>
    }
}
