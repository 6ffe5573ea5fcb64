//! An exercise: its task, and its goals as they stand.

use leptos::prelude::*;

use super::{elements::Elements, sentence::Said};
use crate::{
    protocol::Goal,
    ui::{page::state::Page, phrases, prose::Prose},
};

/// The task, the goals, what to do next, and what is found.
#[component]
pub fn Exercise(prose: Prose) -> impl IntoView {
    let page = Page::of_context();
    let lesson = page.lesson;
    let Prose { guess: task, steps, read, link, .. } = prose;
    let goals = Memo::new(move |_| {
        lesson.shown.with(|shown| shown.as_ref().map(|view| view.goals.clone()).unwrap_or_default())
    });
    let n_goals = steps.len();
    let steps = StoredValue::new(steps);
    let item = move |place: usize| {
        let goal = Memo::new(move |_| goals.with(|goals| goals.get(place).copied()));
        let found = move || {
            steps.with_value(|steps| match goal.get() {
                Some(Goal::Met | Goal::Open) => steps[place].result.clone(),
                Some(Goal::Unchecked) => steps[place].cannot.clone(),
                None => Vec::new(),
            })
        };
        let mark = move || phrases::goal_mark(goal.get());
        view! {
            <li class="lesson-goal" data-goal=move || mark()[0]>
                <span class="lesson-mark" aria-hidden="true">{move || mark()[1]}</span>
                <span>
                    <Said sentence=steps.with_value(|steps| steps[place].text.clone()) />
                    <span class="visually-hidden">{move || mark()[2]}</span>
                    " "
                    <span class="soft">{move || view! { <Said sentence=found() /> }}</span>
                </span>
            </li>
        }
    };
    let next = move || {
        let open = goals.with(|goals| goals.iter().position(|&goal| goal == Goal::Open));
        open.map(|place| {
            let sentence = steps.with_value(|steps| steps[place].why.clone());
            view! { <p class="lesson-text"><strong>"Next: "</strong><Said sentence=sentence /></p> }
        })
    };
    let wants =
        Memo::new(move |_| lesson.shown.with(|shown| shown.as_ref().is_some_and(|view| !view.wants.is_empty())));
    view! {
        <p class="lesson-text"><Said sentence=task /></p>
        <ol class="lesson-goals" aria-label="Goals">{(0..n_goals).map(item).collect_view()}</ol>
        <p class="lesson-result" role="status">{move || goals.with(|goals| phrases::said_of_goals(goals))}</p>
        {next}
        <Show when=move || wants.get()>
            <p>
                <button type="button" class="primary" on:click=move |_| page.train_as_wanted()>"Train with these settings"</button>
            </p>
        </Show>
        <Elements />
        {(!link.is_empty()).then(|| view! {
            <p class="soft hint">"Read on: " <a href=link target="_blank" rel="noopener">{read}</a></p>
        })}
    }
}
