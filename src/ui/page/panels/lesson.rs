//! Lessons: the list of their questions, and the scene that is open. It lies beside the map and is never modal.

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use crate::{
    protocol::SceneName,
    ui::{
        page::{
            parts::{copy_button::CopyButton, unknown_word::UnknownWord},
            state::{Page, Sentences, Unknown},
        },
        phrases,
        prose::Prose,
    },
};

mod controls;
mod curve;
mod elements;
mod exercise;
mod game;
mod list;
mod look;
mod sentence;
mod strip;

use controls::Controls;
use elements::Elements;
use exercise::Exercise;
use game::Game;
use list::List;
use sentence::{Formula, Said};

/// The list, or one scene.
#[component]
pub fn LessonPanel() -> impl IntoView {
    let page = Page::of_context();
    let scene = Memo::new(move |_| page.lesson.scene.get());
    view! {
        <section class="panel lesson" aria-label="Lesson" on:keydown=move |event| on_key(page, &event)>
            {move || match scene.get() {
                Some(scene) => view! { <Scene scene=scene /> }.into_any(),
                None => view! { <List /> }.into_any(),
            }}
        </section>
    }
}

/// Arrows go from step to step, Escape closes; neither where it is typed, or where a key has another use.
fn on_key(page: Page, event: &KeyboardEvent) {
    let element = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let is_typed =
        element.is_some_and(|element| matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT"));
    let has_modifier = event.ctrl_key() || event.meta_key() || event.alt_key();
    if is_typed || has_modifier || event.default_prevented() || page.lesson.scene.with_untracked(Option::is_none) {
        return;
    }
    match event.key().as_str() {
        "ArrowRight" => go(page, 1),
        "ArrowLeft" => go(page, -1),
        "Escape" => page.close_scene(),
        _ => return,
    }
    event.prevent_default();
}

fn n_steps(page: Page) -> u32 {
    page.lesson.sentences.with(|sentences| match sentences {
        Sentences::Here(prose) => prose.steps.len() as u32,
        Sentences::Waiting | Sentences::Missing => 0,
    })
}

/// Whether it goes on step by step: an exercise and the game do not.
fn has_steps(scene: SceneName) -> bool {
    SceneName::ALL.contains(&scene)
}

fn go(page: Page, by: i32) {
    if !page.lesson.scene.get_untracked().is_some_and(has_steps) {
        return;
    }
    let step = page.lesson.step.get_untracked();
    let next = step.saturating_add_signed(by).min(untrack(|| n_steps(page)));
    if next != step {
        page.go_to_step(next);
    }
}

/// One scene: its question, the guess, and its steps.
#[component]
fn Scene(scene: SceneName) -> impl IntoView {
    let page = Page::of_context();
    let lesson = page.lesson;
    let heading = NodeRef::<html::H2>::new();
    Effect::new(move |has_focus: Option<bool>| {
        let heading = heading.get();
        if has_focus != Some(true)
            && let Some(heading) = &heading
        {
            // It can be focused, as it has a tab index; without it the keys of a scene would have no place.
            let _ = heading.focus();
        }
        heading.is_some()
    });
    let body = move || match lesson.sentences.get() {
        Sentences::Waiting => view! { <p class="soft hint">"The lesson is being fetched."</p> }.into_any(),
        Sentences::Missing => view! {
            <p class="mishap" role="alert">
                "The sentences of this lesson did not arrive. "
                <button type="button" class="chip" on:click=move |_| page.fetch_sentences()>"Try again"</button>
            </p>
        }
        .into_any(),
        Sentences::Here(prose) if scene.is_exercise() => view! { <Exercise prose=(*prose).clone() /> }.into_any(),
        Sentences::Here(prose) => view! { <Steps prose=(*prose).clone() /> }.into_any(),
    };
    let body = move || if scene == SceneName::Game { view! { <Game /> }.into_any() } else { body() };
    let missing = move || {
        let missing = lesson.shown.with(|shown| shown.as_ref().and_then(|view| view.missing.clone()))?;
        let unknown = Unknown { word: missing.word, suggestions: missing.suggestions, why: missing.why };
        let on_pick = move |(wrong, right): (String, String)| page.mend_inputs(&wrong, &right);
        Some(view! { <UnknownWord unknown=unknown on_pick=on_pick /> })
    };
    view! {
        <div class="lesson-head">
            <button type="button" class="chip" on:click=move |_| page.close_scene()>"All questions"</button>
            <CopyButton name="Copy link" text=move || page.scene_link() />
            <button type="button" class="quiet" aria-label="Close lesson" on:click=move |_| page.close_scene()>"✕"</button>
        </div>
        <h2 class="lesson-title" tabindex="-1" node_ref=heading>{phrases::question_of(scene)}</h2>
        {body}
        {missing}
        <Controls />
        {has_steps(scene).then(|| view! { <Foot /> })}
    }
}

/// The guess and the step under way.
#[component]
fn Steps(prose: Prose) -> impl IntoView {
    let page = Page::of_context();
    let lesson = page.lesson;
    let Prose { guess, choices, steps, read, link, .. } = prose;
    let choices = StoredValue::new(choices);
    let steps = StoredValue::new(steps);
    let step = Memo::new(move |_| lesson.step.get());
    let current = move || {
        (step.get() as usize).checked_sub(1).and_then(|place| steps.with_value(|steps| steps.get(place).cloned()))
    };
    let chips = move || {
        let chip = |(place, choice): (usize, Vec<_>)| {
            let is_chosen = Memo::new(move |_| lesson.guess.get() == Some(place));
            view! {
                <button
                    type="button"
                    class="chip lesson-choice"
                    aria-pressed=move || is_chosen.get().to_string()
                    on:click=move |_| page.guess(place)
                >
                    <Said sentence=choice />
                </button>
            }
        };
        choices.get_value().into_iter().enumerate().map(chip).collect_view()
    };
    // What the numbers say is kept for the steps.
    let verdict = move || {
        let guessed = lesson.guess.get().filter(|_| step.get() > 0);
        let right = lesson.shown.with(|shown| shown.as_ref().and_then(|view| view.right)).map(usize::from);
        let choice = move |place: usize| choices.with_value(|choices| choices.get(place).cloned()).unwrap_or_default();
        guessed.map(|guessed| {
            view! {
                <p class="lesson-guessed soft">
                    "You guessed: " <span class="lesson-guess"><Said sentence=choice(guessed) /></span>
                    {right.map(|right| if right == guessed {
                        view! { " The numbers say so too." }.into_any()
                    } else {
                        view! { " The numbers say: " <strong><Said sentence=choice(right) /></strong> }.into_any()
                    })}
                </p>
            }
        })
    };
    let is_guessing = Memo::new(move |_| step.get() == 0);
    let reading = (!link.is_empty())
        .then(|| view! { <p class="soft hint">"Read on: " <a href=link target="_blank" rel="noopener">{read}</a></p> });
    view! {
        <div role="group" aria-label="Your guess" class="lesson-guessing" hidden=move || !is_guessing.get()>
            <p><Said sentence=guess /></p>
            <div class="lesson-choices">{chips}</div>
            <p class="soft hint">"Nothing is scored or stored. Next shows what the numbers say."</p>
        </div>
        {verdict}
        {move || current().map(|step| view! { <p class="lesson-text"><Said sentence=step.text /></p> })}
        <div hidden=move || is_guessing.get()>
            <Elements />
            {move || current().filter(|step| !step.result.is_empty()).map(|step| view! {
                <p class="lesson-result"><Said sentence=step.result /></p>
            })}
            <details class="lesson-why">
                <summary>"Why?" <span class="soft">" the formula, with these numbers in it"</span></summary>
                {move || current().map(|step| view! { <Formula sentence=step.why /> })}
                {reading}
            </details>
        </div>
    }
}

/// Back, where we are, and Next.
#[component]
fn Foot() -> impl IntoView {
    let page = Page::of_context();
    let step = Memo::new(move |_| page.lesson.step.get());
    let last = Memo::new(move |_| n_steps(page));
    let dots = move || {
        let dot = |place: u32| view! { <span class="lesson-dot" class:is-here=move || step.get() == place></span> };
        (0..=last.get()).map(dot).collect_view()
    };
    let says = move || {
        let (step, last) = (step.get(), last.get());
        if step == 0 { "Your guess".to_owned() } else { format!("Step {step} of {last}") }
    };
    view! {
        <div class="lesson-foot">
            <button type="button" disabled=move || step.get() == 0 on:click=move |_| go(page, -1)>"Back"</button>
            <span class="lesson-dots" aria-hidden="true">{dots}</span>
            <span class="visually-hidden" role="status">{says}</span>
            <button type="button" disabled=move || last.get() <= step.get() on:click=move |_| go(page, 1)>"Next"</button>
        </div>
    }
}
