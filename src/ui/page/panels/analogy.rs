//! Arithmetic on meaning: a - b + c.

use leptos::{html, prelude::*};

use crate::{
    chart::format,
    protocol::{ExpectedAnswer, SceneInputs, SceneName, Slot},
    ui::{
        hints::{Hint, first_analogy},
        page::{
            parts::{
                ask_lesson::AskLesson,
                example_menu::ExampleMenu,
                sentence::sentence,
                unknown_word::UnknownWord,
                word_input::WordInput,
                word_rows::{WordButton, WordRows},
            },
            state::{Fact, Page, Reply, Unknown},
        },
    },
};

/// How many answers are listed, the best one included.
const N_LISTED: usize = 4;

/// The form, a menu of examples, and the answers.
#[component]
pub fn AnalogyPanel() -> impl IntoView {
    let page = Page::of_context();
    let boxes: [RwSignal<String>; 3] = std::array::from_fn(|_| RwSignal::new(String::new()));
    Effect::new(move |_| {
        for (text, word) in boxes.iter().zip(page.analogy.boxes.get()) {
            text.set(word);
        }
    });
    let commit = move |_: String| {
        let words = boxes.map(|text| text.get_untracked().trim().to_owned());
        if words != page.analogy.boxes.get_untracked() || page.analogy.reply.with_untracked(|r| *r == Reply::Nothing) {
            page.choose_analogy(words);
        }
    };
    let examples = Memo::new(move |_| {
        page.run.opened.with(|opened| opened.as_ref().map(|o| o.examples.clone()).unwrap_or_default())
    });
    let names = Signal::derive(move || {
        examples.with(|e| e.iter().map(|[a, b, c, d]| format!("{a} − {b} + {c} = {d}")).collect::<Vec<_>>())
    });
    let choose = move |place: usize| {
        if let Some([a, b, c, _]) = examples.with_untracked(|examples| examples.get(place).cloned()) {
            page.choose_analogy([a, b, c]);
        }
    };
    let mishap = move || match page.analogy.reply.get() {
        Reply::Good(_) => None,
        Reply::Nothing => Some(
            view! { <p class="soft hint">"Three words make a question: one minus another plus a third."</p> }
                .into_any(),
        ),
        Reply::Refused(message) => Some(view! { <p class="mishap" role="alert">{message}</p> }.into_any()),
        Reply::Unknown(unknown) => {
            let on_pick = move |(wrong, right): (String, String)| {
                page.mend_analogy(&wrong, &right);
            };
            Some(view! { <UnknownWord unknown=unknown on_pick=on_pick /> }.into_any())
        }
    };
    view! {
        <section class="panel analogy" aria-label="Analogy">
            <div class="panel-head">
                <div class="panel-title">
                    <h2>"Analogy"</h2>
                    <AskLesson
                        scene=SceneName::Walk
                        of="analogy"
                        inputs=move || SceneInputs { words: page.analogy.boxes.get(), ..SceneInputs::default() }
                    />
                </div>
                <ExampleMenu label="Examples" names=names on_choose=choose />
                <label class="check">
                    <input
                        type="checkbox"
                        prop:checked=*page.analogy.includes_inputs
                        on:change=move |event| page.include_inputs(event_target_checked(&event))
                    />
                    "include the inputs"
                </label>
            </div>
            <FirstQuestion />
            <div class="analogy-form">
                <WordInput name="a" id="analogy-a" value=boxes[0] on_commit=commit />
                <span aria-hidden="true">"−"</span>
                <WordInput name="b" id="analogy-b" value=boxes[1] on_commit=commit />
                <span aria-hidden="true">"+"</span>
                <WordInput name="c" id="analogy-c" value=boxes[2] on_commit=commit />
            </div>
            <Arithmetic />
            <div class="analogy-reply" class:is-late=move || page.line.is_waiting(Slot::Analogy)>
                {mishap}
                <Answers />
            </div>
        </section>
    }
}

/// What to ask first, until it was asked, where the words of it are there.
#[component]
fn FirstQuestion() -> impl IntoView {
    let page = Page::of_context();
    let first = Memo::new(move |_| {
        let is_shown = page.shows_hint(Hint::Ask);
        page.run.opened.with(|opened| {
            let opened = opened.as_ref().filter(|_| is_shown)?;
            first_analogy(&opened.words, &opened.examples)
        })
    });
    move || {
        let words = first.get()?;
        let [a, b, c] = words.clone();
        Some(view! {
            <p class="soft hint first-hint">
                "Ask "
                <button type="button" class="chip" on:click=move |_| page.choose_analogy(words.clone())>
                    <bdi>{a}</bdi> " − " <bdi>{b}</bdi> " + " <bdi>{c}</bdi>
                </button>
            </p>
        })
    }
}

/// A free expression, how it is answered, and the answer that is expected.
#[component]
fn Arithmetic() -> impl IntoView {
    let page = Page::of_context();
    let analogy = page.analogy;
    let input = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if let (Some(at), Some(input)) = (analogy.misread_at.get(), input.get()) {
            // Characters there are UTF-16 units here; a mark that is off by an emoji is better than none.
            let _ = input.set_selection_range(at, at + 1);
        }
    });
    // What a link asks is in sight.
    let is_in_use = Memo::new(move |_| {
        analogy.by_product.get()
            || [analogy.expression, analogy.expected].iter().any(|text| text.with(|t| !t.is_empty()))
    });
    let text_box =
        move |name: &'static str, placeholder: &'static str, text: Fact<String>, choose: fn(Page, String), node| {
            view! {
                <input
                    type="text"
                    aria-label=name
                    placeholder=placeholder
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    node_ref=node
                    prop:value=*text
                    on:change=move |event| choose(page, event_target_value(&event))
                />
            }
        };
    view! {
        <details class="arithmetic" prop:open=is_in_use>
            <summary>"Free expression, expected answer, 3CosMul"</summary>
            {text_box("Expression", "2*paris - france + italy", analogy.expression, Page::choose_expression, input)}
            <div class="arithmetic-more">
                {text_box("Expected answer", "expected answer", analogy.expected, Page::choose_expected, NodeRef::new())}
                <select
                    aria-label="Arithmetic"
                    on:change=move |event| page.choose_arithmetic(event_target_value(&event) == "mul")
                >
                    <option value="add" selected=move || !analogy.by_product.get()>"3CosAdd"</option>
                    <option value="mul" selected=move || analogy.by_product.get()>"3CosMul"</option>
                </select>
            </div>
        </details>
    }
}

/// The best answer, large, and those after it; and where the expected one stands.
#[component]
fn Answers() -> impl IntoView {
    let page = Page::of_context();
    let answers = Memo::new(move |_| match page.analogy.reply.get() {
        Reply::Good(answer) => answer.answers,
        _ => Vec::new(),
    });
    let best = Memo::new(move |_| answers.with(|answers| answers.first().copied()));
    let best_id = Memo::new(move |_| best.get().map(|best| best.word_id));
    let rest = Signal::derive(move || answers.get().into_iter().skip(1).collect::<Vec<_>>());
    let expected = Memo::new(move |_| match page.analogy.reply.get() {
        Reply::Good(answer) => answer.expected,
        _ => None,
    });
    let verdict = move || {
        Some(match expected.get()? {
            ExpectedAnswer::Ranked { rank: 1, .. } => {
                view! { <span class="good">" · expected, rank 1"</span> }.into_any()
            }
            ExpectedAnswer::Ranked { word_id, rank, cosine } => {
                let facts = format!(" is rank {}, cos {}", format::count(rank.into()), format::cosine(cosine.into()));
                view! { " · " <bdi>{page.word(word_id)}</bdi> {facts} }.into_any()
            }
            ExpectedAnswer::Beyond { rank } => {
                view! { {format!(" · the expected answer is beyond rank {}", format::count(rank.into()))} }.into_any()
            }
            ExpectedAnswer::Unknown { word, why } => {
                let says = page.say_unknown(&Unknown { word, suggestions: Vec::new(), why });
                view! { " · " {sentence(&says)} }.into_any()
            }
        })
    };
    let composed = move || match page.analogy.reply.get() {
        Reply::Good(answer) => {
            let words: Vec<String> = answer.terms.iter().map(|term| page.word(term.word_id)).collect();
            page.composed_among(&words).map(|said| view! { <p class="notice" role="status">{said}</p> })
        }
        _ => None,
    };
    view! {
        {composed}
        <Show when=move || best.get().is_some()>
            <ol class="word-list answers" aria-label="Answers">
                <li class="best">
                    <WordButton word_id=best_id>
                        <strong class="best-word"><bdi>{move || best_id.get().map(|word_id| page.word(word_id))}</bdi></strong>
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
