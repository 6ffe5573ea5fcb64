//! Arithmetic on meaning: a - b + c.

use leptos::prelude::*;

use super::{
    example_menu::ExampleMenu,
    state::{Page, Reply},
    unknown_word::UnknownWord,
    word_input::WordInput,
    word_rows::{WordButton, WordRows},
};
use crate::chart::format;

/// How many answers are listed, the best one included.
const N_LISTED: usize = 4;

/// The form, a menu of examples, and the answers.
#[component]
pub(super) fn AnalogyPanel() -> impl IntoView {
    let page = Page::of_context();
    let boxes: [RwSignal<String>; 3] = std::array::from_fn(|_| RwSignal::new(String::new()));
    Effect::new(move |_| {
        for (text, word) in boxes.iter().zip(page.analogy_question.get()) {
            text.set(word);
        }
    });
    let commit = move |_: String| {
        let words = boxes.map(|text| text.get_untracked().trim().to_owned());
        if words != page.analogy_question.get_untracked() || page.analogy.with_untracked(|r| *r == Reply::Nothing) {
            page.analogy_question.set(words);
            page.ask_analogy();
        }
    };
    let examples =
        Memo::new(move |_| page.opened.with(|opened| opened.as_ref().map(|o| o.examples.clone()).unwrap_or_default()));
    let expected = Memo::new(move |_| {
        let question = page.analogy_question.get();
        examples.with(|examples| examples.iter().find(|e| e[..3] == question).map(|e| e[3].clone()))
    });
    let names = Signal::derive(move || {
        examples.with(|e| e.iter().map(|[a, b, c, d]| format!("{a} − {b} + {c} = {d}")).collect::<Vec<_>>())
    });
    let choose = move |place: usize| {
        if let Some([a, b, c, _]) = examples.with_untracked(|examples| examples.get(place).cloned()) {
            page.analogy_question.set([a, b, c]);
            page.ask_analogy();
        }
    };
    let mishap = move || match page.analogy.get() {
        Reply::Good(_) => None,
        Reply::Nothing => {
            Some(view! { <p class="soft hint">"Three words make a question: king − man + woman."</p> }.into_any())
        }
        Reply::Refused(message) => Some(view! { <p class="mishap" role="alert">{message}</p> }.into_any()),
        Reply::Unknown(unknown) => {
            let on_pick = move |(wrong, right): (String, String)| {
                page.analogy_question.update(|words| {
                    for word in words.iter_mut().filter(|word| word.to_lowercase() == wrong.to_lowercase()) {
                        word.clone_from(&right);
                    }
                });
                page.ask_analogy();
            };
            Some(view! { <UnknownWord unknown=unknown on_pick=on_pick /> }.into_any())
        }
    };
    view! {
        <section class="panel analogy" aria-label="Analogy">
            <div class="panel-head">
                <h2>"Analogy"</h2>
                <ExampleMenu label="Examples" names=names on_choose=choose />
                <label class="check">
                    <input
                        type="checkbox"
                        prop:checked=page.include_inputs
                        on:change=move |event| {
                            page.include_inputs.set(event_target_checked(&event));
                            page.ask_analogy();
                        }
                    />
                    "include the inputs"
                </label>
            </div>
            <div class="analogy-form">
                <WordInput name="a" id="analogy-a" value=boxes[0] on_commit=commit />
                <span aria-hidden="true">"−"</span>
                <WordInput name="b" id="analogy-b" value=boxes[1] on_commit=commit />
                <span aria-hidden="true">"+"</span>
                <WordInput name="c" id="analogy-c" value=boxes[2] on_commit=commit />
            </div>
            <div class="analogy-reply">
                {mishap}
                <Answers expected=expected />
            </div>
        </section>
    }
}

/// The best answer, large, and those after it; and where the expected one stands.
#[component]
fn Answers(expected: Memo<Option<String>>) -> impl IntoView {
    let page = Page::of_context();
    let answers = Memo::new(move |_| match page.analogy.get() {
        Reply::Good(answer) => answer.answers,
        _ => Vec::new(),
    });
    let best = Memo::new(move |_| answers.with(|answers| answers.first().copied()));
    let best_id = Memo::new(move |_| best.get().map(|best| best.word_id));
    let rest = Signal::derive(move || answers.get().into_iter().skip(1).collect::<Vec<_>>());
    let verdict = move || {
        let expected = expected.get()?;
        let place = answers.with(|answers| answers.iter().position(|answer| page.word(answer.word_id) == expected));
        Some(match place {
            Some(0) => view! { <span class="good">" · expected, rank 1"</span> }.into_any(),
            Some(place) => view! { " · " {expected} {format!(" is rank {}", place + 1)} }.into_any(),
            None => {
                let n = answers.with(Vec::len);
                view! { " · " {expected} {format!(" is beyond rank {n}")} }.into_any()
            }
        })
    };
    view! {
        <Show when=move || best.get().is_some()>
            <ol class="word-list answers" aria-label="Answers">
                <li class="best">
                    <WordButton word_id=best_id>
                        <strong class="best-word">{move || best_id.get().map(|word_id| page.word(word_id))}</strong>
                        " "
                        <span class="best-facts figure">
                            "cos "
                            <strong>{move || best.get().map(|best| format::cosine(best.cosine.into()))}</strong>
                            {verdict}
                        </span>
                    </WordButton>
                </li>
                <WordRows rows=rest most=N_LISTED - 1 />
            </ol>
        </Show>
    }
}
