//! A small "?" beside a figure: it opens the scene of a lesson that the figure comes from, about what it is about.

use leptos::prelude::*;

use crate::{
    protocol::{SceneInputs, SceneName},
    ui::{page::state::Page, phrases},
};

/// Opens a scene. `of`: what the figure is, unique on the page; `inputs`: what the scene is asked about, as it is when pressed.
#[component]
pub fn AskLesson(
    scene: SceneName,
    of: &'static str,
    inputs: impl Fn() -> SceneInputs + Copy + Send + 'static,
) -> impl IntoView {
    let page = Page::of_context();
    view! {
        <button
            type="button"
            class="help"
            aria-label=format!("Lesson: {of}")
            title=phrases::question_of(scene)
            on:click=move |_| page.open_scene(scene, 0, untrack(inputs))
        >
            <span aria-hidden="true">"?"</span>
        </button>
    }
}
