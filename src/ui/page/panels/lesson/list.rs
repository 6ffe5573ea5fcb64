//! What there is to learn: questions, exercises, and a game.

use leptos::prelude::*;

use crate::{
    protocol::SceneName,
    ui::{page::state::Page, phrases},
};

/// The questions and the exercises, with ticks for those that were opened or reached.
#[component]
pub fn List() -> impl IntoView {
    view! {
        <h2>"Lessons"</h2>
        <p class="soft hint">"One question at a time, about the vectors that are open. The map and the settings stay in use."</p>
        <ol class="lesson-list" aria-label="Lessons">{SceneName::ALL.map(|scene| item(scene, "(opened before)"))}</ol>
        <h3 class="lesson-more">"Exercises"</h3>
        <p class="soft hint">"Each has goals that the page checks while you work."</p>
        <ol class="lesson-list" aria-label="Exercises">{SceneName::EXERCISES.map(|scene| item(scene, "(done before)"))}</ol>
        <h3 class="lesson-more">"A game"</h3>
        <ul class="lesson-list" aria-label="Games">{item(SceneName::Game, "(won before)")}</ul>
    }
}

fn item(scene: SceneName, before: &'static str) -> AnyView {
    let page = Page::of_context();
    let is_seen = move || page.lesson.seen.with(|seen| seen.contains(&scene));
    view! {
        <li>
            <button type="button" class="lesson-question" on:click=move |_| page.begin_scene(scene)>
                <span>{phrases::question_of(scene)}</span>
                {move || is_seen().then(|| view! {
                    <span class="lesson-tick" aria-hidden="true">"✓"</span>
                    <span class="visually-hidden">{before}</span>
                })}
            </button>
        </li>
    }
    .into_any()
}
