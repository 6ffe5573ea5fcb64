//! Arithmetic on meaning: a - b + c.

use leptos::prelude::*;

use super::{
    state::{AnalogyAnswer, Page, Reply},
    unknown_word::UnknownWord,
    word_input::WordInput,
    word_rows::word_rows,
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
    let choose = move |event| {
        let place: Option<usize> = event_target_value(&event).parse().ok();
        if let Some([a, b, c, _]) = place.and_then(|place| examples.with_untracked(|e| e.get(place).cloned())) {
            page.analogy_question.set([a, b, c]);
            page.ask_analogy();
        }
    };
    let chosen = move || {
        let question = page.analogy_question.get();
        examples.with(|examples| examples.iter().position(|e| e[..3] == question)).map_or_else(String::new, |p| p.to_string())
    };
    let options = move || {
        examples
            .get()
            .into_iter()
            .enumerate()
            .map(|(place, [a, b, c, d])| {
                view! { <option value=place.to_string()>{format!("{a} − {b} + {c} = {d}")}</option> }
            })
            .collect_view()
    };
    let reply = move || match page.analogy.get() {
        Reply::Nothing => view! { <p class="soft hint">"Three words make a question: king − man + woman."</p> }.into_any(),
        Reply::Good(answer) => answers(page, &answer, expected.get().as_deref()).into_any(),
        Reply::Refused(message) => view! { <p class="mishap" role="alert">{message}</p> }.into_any(),
        Reply::Unknown(unknown) => {
            let on_pick = move |(wrong, right): (String, String)| {
                page.analogy_question.update(|words| {
                    for word in words.iter_mut().filter(|word| word.to_lowercase() == wrong.to_lowercase()) {
                        word.clone_from(&right);
                    }
                });
                page.ask_analogy();
            };
            view! { <UnknownWord unknown=unknown on_pick=on_pick /> }.into_any()
        }
    };
    view! {
        <section class="panel analogy" aria-label="Analogy">
            <h2>"Analogy"</h2>
            <div class="analogy-form">
                <WordInput name="a" id="analogy-a" value=boxes[0] on_commit=commit />
                <span aria-hidden="true">"−"</span>
                <WordInput name="b" id="analogy-b" value=boxes[1] on_commit=commit />
                <span aria-hidden="true">"+"</span>
                <WordInput name="c" id="analogy-c" value=boxes[2] on_commit=commit />
            </div>
            <div class="analogy-reply">{reply}</div>
            <div class="analogy-more">
                {move || examples.with(|examples| !examples.is_empty()).then(|| view! {
                    <select aria-label="Examples" prop:value=chosen on:change=choose>
                        <option value="">"Examples …"</option>
                        {options}
                    </select>
                })}
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
        </section>
    }
}

/// The best answer, large, and those after it; and where the expected one stands.
fn answers(page: Page, answer: &AnalogyAnswer, expected: Option<&str>) -> impl IntoView + use<> {
    let best = answer.answers.first().map(|best| (best.word_id, page.word(best.word_id), f64::from(best.cosine)));
    let verdict = expected.map(|expected| {
        let rank = answer.answers.iter().position(|answer| page.word(answer.word_id) == expected);
        match rank {
            Some(0) => view! { <span class="good">" · expected, rank 1"</span> }.into_any(),
            Some(place) => view! { <span class="soft">{format!(" · {expected} expected, rank {}", place + 1)}</span> }.into_any(),
            None => {
                let n = answer.answers.len();
                view! { <span class="soft">{format!(" · {expected} expected, not in the first {n}")}</span> }.into_any()
            }
        }
    });
    let rest = answer.answers.iter().skip(1).take(N_LISTED - 1).copied().collect::<Vec<_>>();
    view! {
        <ol class="word-list answers" aria-label="Answers">
            {best.map(|(word_id, word, cosine)| view! {
                <li class="best">
                    <button
                        type="button"
                        on:pointerenter=move |_| page.linked.set(Some(word_id))
                        on:pointerleave=move |_| page.linked.set(None)
                        on:click=move |_| page.pin_and_show(word_id)
                    >
                        <strong class="best-word">{word}</strong>
                        " "
                        <span class="best-facts figure">
                            "cos " <strong>{format::cosine(cosine)}</strong> {verdict}
                        </span>
                    </button>
                </li>
            })}
            {word_rows(page, &rest)}
        </ol>
    }
}
