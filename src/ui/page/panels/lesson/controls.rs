//! What the reader can change in a scene. Controls stay as they are while their values follow the answers.

use leptos::{ev, prelude::*};

use crate::{
    chart::format,
    protocol::Control,
    ui::page::{parts::word_input::WordInput, state::Page},
};

/// Names and ids of the boxes for words.
const WORD_BOXES: [(&str, &str); 3] = [("Word", "lesson-a"), ("Second word", "lesson-b"), ("Third word", "lesson-c")];

/// What a control is, without its value.
#[derive(Clone, PartialEq)]
enum Shape {
    Word { place: usize },
    Text { label: String },
    Number { place: usize, label: String, range: [f64; 3] },
    Switch { label: String },
}

fn shape(control: &Control) -> Shape {
    match control {
        Control::Word { place, .. } => Shape::Word { place: usize::from(*place).min(WORD_BOXES.len() - 1) },
        Control::Text { label, .. } => Shape::Text { label: label.clone() },
        Control::Number { place, label, least, most, step, .. } => {
            Shape::Number { place: usize::from(*place), label: label.clone(), range: [*least, *most, *step] }
        }
        Control::Switch { label, .. } => Shape::Switch { label: label.clone() },
    }
}

/// The controls of the answer, while the reader is beyond the guess.
#[component]
pub fn Controls() -> impl IntoView {
    let page = Page::of_context();
    let lesson = page.lesson;
    let shapes = Memo::new(move |_| {
        let is_guessing = lesson.step.get() == 0;
        let shapes = lesson.shown.with(|shown| shown.as_ref().map(|view| view.controls.iter().map(shape).collect()));
        shapes.filter(|_: &Vec<Shape>| !is_guessing).unwrap_or_default()
    });
    let control = move |(at, shape): (usize, Shape)| {
        let now = Memo::new(move |_| {
            lesson.shown.with(|shown| shown.as_ref().and_then(|view| view.controls.get(at).cloned()))
        });
        match shape {
            Shape::Word { place } => view! { <WordControl place=place now=now /> }.into_any(),
            Shape::Text { label } => view! { <TextControl label=label now=now /> }.into_any(),
            Shape::Number { place, label, range } => {
                view! { <NumberControl place=place label=label range=range now=now /> }.into_any()
            }
            Shape::Switch { label } => view! { <SwitchControl label=label now=now /> }.into_any(),
        }
    };
    view! { <div class="lesson-controls">{move || shapes.get().into_iter().enumerate().map(control).collect_view()}</div> }
}

#[component]
fn WordControl(place: usize, now: Memo<Option<Control>>) -> impl IntoView {
    let page = Page::of_context();
    let (name, id) = WORD_BOXES[place];
    let value = RwSignal::new(String::new());
    Effect::new(move |_| {
        if let Some(Control::Word { word, .. }) = now.get() {
            value.set(word);
        }
    });
    let commit = move |text: String| {
        let is_same = matches!(now.get_untracked(), Some(Control::Word { word, .. }) if word == text.trim());
        if !is_same {
            page.change_inputs(|inputs| text.trim().clone_into(&mut inputs.words[place]));
        }
    };
    view! { <WordInput name=name id=id value=value on_commit=commit /> }
}

#[component]
fn TextControl(label: String, now: Memo<Option<Control>>) -> impl IntoView {
    let page = Page::of_context();
    let text = move || match now.get() {
        Some(Control::Text { text, .. }) => text,
        _ => String::new(),
    };
    view! {
        <input
            type="text"
            class="lesson-sentence"
            aria-label=label.clone()
            title=label
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            prop:value=text
            on:change=move |event: ev::Event| page.change_inputs(|inputs| inputs.text = event_target_value(&event))
        />
    }
}

#[component]
fn NumberControl(place: usize, label: String, range: [f64; 3], now: Memo<Option<Control>>) -> impl IntoView {
    let page = Page::of_context();
    let [least, most, step] = range;
    let value = move || match now.get() {
        Some(Control::Number { value, .. }) => value,
        _ => least,
    };
    let slide = move |event: ev::Event| {
        if let Ok(number) = event_target_value(&event).parse::<f64>() {
            page.change_inputs(|inputs| inputs.numbers[place] = Some(number));
        }
    };
    let written = move || {
        let value = value();
        if step.fract() == 0.0 { format::count(value.max(0.0) as u64) } else { format::three_digits(value) }
    };
    let share = move || (value() - least) / (most - least).max(f64::MIN_POSITIVE);
    view! {
        <label class="lesson-slider">
            <span>{label.clone()}</span>
            <input
                class="slider"
                type="range"
                aria-label=label
                min=least.to_string()
                max=most.to_string()
                step=step.to_string()
                style=move || format!("--share: {}", share())
                prop:value=move || value().to_string()
                on:input=slide
            />
            <span class="figure">{written}</span>
        </label>
    }
}

#[component]
fn SwitchControl(label: String, now: Memo<Option<Control>>) -> impl IntoView {
    let page = Page::of_context();
    let is_on = move || matches!(now.get(), Some(Control::Switch { is_on: true, .. }));
    view! {
        <label class="lesson-switch">
            <input
                type="checkbox"
                prop:checked=is_on
                on:change=move |event: ev::Event| page.change_inputs(|inputs| inputs.is_on = event_target_checked(&event))
            />
            <span>{label}</span>
        </label>
    }
}
