//! Sentences of a scene with its numbers and words in them, and its formulas.

use leptos::prelude::*;

use crate::{
    protocol::{Figure, SceneView},
    ui::{
        page::state::Page,
        phrases,
        prose::{Piece, Sentence, statements},
    },
};

/// What a name in a sentence stands for.
#[derive(Clone, PartialEq)]
enum Meaning {
    Number(Figure),
    Word(String),
    /// The answer is on its way, or has no such name.
    Unknown,
}

fn meaning(view: Option<&SceneView>, name: &str) -> Meaning {
    let Some(view) = view else { return Meaning::Unknown };
    let figure = view.figures.iter().find(|figure| figure.name == name);
    let word = || view.words.iter().find(|word| word.name == name).map(|word| Meaning::Word(word.word.clone()));
    figure.cloned().map(Meaning::Number).or_else(word).unwrap_or(Meaning::Unknown)
}

/// A sentence or two; their numbers follow the answer. One whose number the answer does not have is not said.
#[component]
pub fn Said(sentence: Sentence) -> impl IntoView {
    let page = Page::of_context();
    let statement = move |statement: Sentence| {
        let of_name = |piece: &Piece| if let Piece::Name(name) = piece { Some(name.clone()) } else { None };
        let names: Vec<String> = statement.iter().filter_map(of_name).collect();
        let has_all = Memo::new(move |_| {
            page.lesson.shown.with(|view| {
                view.is_none() || names.iter().all(|name| meaning(view.as_deref(), name) != Meaning::Unknown)
            })
        });
        let pieces = statement.into_iter().map(|piece| written(piece, false)).collect_view();
        view! { <span hidden=move || !has_all.get()>{pieces}</span> }
    };
    statements(sentence).into_iter().map(statement).collect_view()
}

/// A formula: each number lights up what it comes from.
#[component]
pub fn Formula(sentence: Sentence) -> impl IntoView {
    let pieces = sentence.into_iter().map(|piece| written(piece, true)).collect_view();
    view! { <p class="lesson-formula">{pieces}</p> }
}

fn written(piece: Piece, is_term: bool) -> AnyView {
    let page = Page::of_context();
    let name = match piece {
        Piece::Text(text) => return text.into_any(),
        Piece::Name(name) => StoredValue::new(name),
    };
    let meaning =
        Memo::new(move |_| page.lesson.shown.with(|shown| name.with_value(|name| meaning(shown.as_deref(), name))));
    let text = move || match meaning.get() {
        Meaning::Number(figure) => phrases::figure(figure.value, figure.unit),
        Meaning::Word(word) => word,
        Meaning::Unknown => "…".to_owned(),
    };
    let value = move || match meaning.get() {
        Meaning::Number(figure) => Some(figure.value.to_string()),
        Meaning::Word(_) | Meaning::Unknown => None,
    };
    let is_number = Memo::new(move |_| matches!(meaning.get(), Meaning::Number(_)));
    let light = move |is_lit: bool| {
        if is_term {
            page.light(if is_lit { name.get_value() } else { String::new() }.as_str());
        }
    };
    view! {
        <bdi
            class:figure=is_number
            class:lesson-number=is_number
            class:lesson-word=move || !is_number.get()
            class:lesson-term=is_term
            data-name=move || is_number.get().then(|| name.get_value())
            data-value=value
            tabindex=is_term.then_some("0")
            on:pointerenter=move |_| light(true)
            on:pointerleave=move |_| light(false)
            on:focus=move |_| light(true)
            on:blur=move |_| light(false)
        >
            {text}
        </bdi>
    }
    .into_any()
}
