//! What a setting means, behind a "?" that a click, a key or a finger opens.

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{KeyboardEvent, Node};

use crate::{
    protocol::SceneName,
    ui::{page::state::Page, phrases},
};

/// A "?" for what is called `of`, unique on the page; it shows `text` until Escape, another press, or the focus goes elsewhere.
/// `lesson`: the lesson that shows it, which is offered below the text.
#[component]
pub fn Help(
    of: &'static str,
    #[prop(into)] text: Signal<String>,
    #[prop(optional_no_strip)] lesson: Option<SceneName>,
) -> impl IntoView {
    let page = Page::of_context();
    let is_open = RwSignal::new(false);
    let button = NodeRef::<html::Button>::new();
    let id = format!("help-{}", of.to_ascii_lowercase().replace(' ', "-"));
    let toggle = move |event: ev::MouseEvent| {
        // Inside a label the press would reach its field.
        event.prevent_default();
        is_open.update(|is_open| *is_open = !*is_open);
        if let Some(button) = button.get_untracked() {
            // Safari focuses no button that is pressed, and would never tell that the focus went elsewhere.
            let _ = button.focus();
        }
    };
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Escape" && is_open.get_untracked() {
            event.stop_propagation();
            event.prevent_default();
            is_open.set(false);
        }
    };
    // The offer below the text is a part of it: the focus may go there.
    let around = NodeRef::<html::Span>::new();
    let on_leave = move |event: ev::FocusEvent| {
        let to = event.related_target().and_then(|to| to.dyn_into::<Node>().ok());
        let stays = around.get_untracked().is_some_and(|around| around.contains(to.as_ref()));
        if !stays {
            is_open.set(false);
        }
    };
    let offer = move || {
        lesson.map(|scene| {
            view! {
                <button
                    type="button"
                    class="help-lesson"
                    // Safari focuses no button that is pressed: without this the text would be gone before the press.
                    on:pointerdown=|event: ev::PointerEvent| event.prevent_default()
                    on:click=move |_| {
                        is_open.set(false);
                        page.open_scene(scene, 0, page.inputs_of(scene));
                    }
                >
                    "Lesson: " {phrases::question_of(scene)}
                </button>
            }
        })
    };
    view! {
        <span class="help-around" node_ref=around on:focusout=on_leave on:keydown=on_key>
            <button
                type="button"
                class="help"
                aria-label=format!("Help: {of}")
                aria-expanded=move || is_open.get().to_string()
                aria-controls=id.clone()
                node_ref=button
                on:click=toggle
            >
                <span aria-hidden="true">"?"</span>
            </button>
            <span class="help-text" id=id role="status">
                {move || is_open.get().then(|| view! { <span>{move || text.get()}</span> {offer()} })}
            </span>
        </span>
    }
}
