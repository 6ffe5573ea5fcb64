//! How well the vectors answer questions whose answers are known.

use leptos::{html, prelude::*};

use crate::{
    chart::format,
    protocol::{QuestionSet, SectionReport, WrongAnswer},
    ui::{
        page::{
            parts::{
                file_drop::{FileDrop, Zone},
                progress_bar::ProgressBar,
            },
            state::Page,
        },
        phrases,
    },
};

/// The questions to ask, the progress, and the results section by section.
#[component]
pub fn EvaluationPanel() -> impl IntoView {
    let page = Page::of_context();
    let exam = page.exam;
    let input = NodeRef::<html::Input>::new();
    let is_built_in = Memo::new(move |_| page.run.opened.with(|opened| opened.as_ref().is_some_and(|o| o.is_built_in)));
    let on_choice = move |_| {
        let Some(input) = input.get_untracked() else { return };
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            page.evaluate_file(file);
        }
        // So that the same file can be chosen again.
        input.set_value("");
    };
    let dropped = expect_context::<FileDrop>();
    let is_running = Memo::new(move |_| exam.is_running());
    let share = Memo::new(move |_| {
        exam.evaluation.with(|e| e.as_ref().map_or(0.0, |e| f64::from(e.n_done) / f64::from(e.n_total.max(1))))
    });
    let progress = move || {
        is_running.get().then(|| {
            view! {
                <div class="evaluation-progress">
                    <ProgressBar name="Evaluation" share=share />
                    <button type="button" class="chip" on:click=move |_| page.cancel_evaluation()>"Cancel"</button>
                </div>
            }
        })
    };
    let summary = move || exam.evaluation.with(|e| e.as_ref().map(phrases::evaluation));
    // Said once, at its end: figures on the way would interrupt each other.
    let said =
        Memo::new(move |_| exam.evaluation.with(|e| e.as_ref().filter(|e| e.is_done()).map(phrases::evaluation)));
    let sections = move || {
        let sections = exam.evaluation.with(|e| e.as_ref().map(|e| e.sections.clone()).unwrap_or_default());
        sections.into_iter().filter(|section| section.n_asked > 0).map(section_row).collect_view()
    };
    view! {
        <section class="panel evaluation" aria-label="Evaluation" data-drop="questions" class:is-over=move || dropped.is_over(Zone::Questions)>
            <h2>"Evaluation"</h2>
            <div class="evaluation-tools">
                {move || is_built_in.get().then(|| view! {
                    <button type="button" class="chip" on:click=move |_| page.evaluate(QuestionSet::BuiltIn)>
                        "Ask the built-in analogies"
                    </button>
                })}
                <label class="chip file-chip">
                    "Questions file …"
                    <input type="file" aria-label="Questions file" accept=".txt,.csv,.tsv,text/*" node_ref=input on:change=on_choice />
                </label>
            </div>
            {progress}
            {move || exam.mishap.get().map(|message| view! { <p class="mishap" role="alert">{message}</p> })}
            <p class="figure">{summary}</p>
            <p class="visually-hidden" role="status">{said}</p>
            <div class="evaluation-sections">{sections}</div>
            {move || exam.evaluation.with(Option::is_none).then(|| view! {
                <p class="soft hint">"A file of questions holds analogies, as Google's questions-words.txt does, or pairs of words with scores, as WordSim-353 does."</p>
            })}
        </section>
    }
}

/// A section's score, and behind it the questions that were answered otherwise.
fn section_row(section: SectionReport) -> impl IntoView {
    let share = f64::from(section.n_correct) / f64::from(section.n_asked);
    let facts = format!("{} of {}", format::count(section.n_correct.into()), format::count(section.n_asked.into()));
    let unknown = section.n_questions - section.n_asked;
    let unknown = (unknown > 0).then(|| view! { <p class="soft">{phrases::questions_not_asked(unknown)}</p> });
    let wrong = section.wrong.into_iter().map(|WrongAnswer { words: [a, b, c, expected], found }| {
        view! {
            <li>
                <bdi>{b}</bdi> " − " <bdi>{a}</bdi> " + " <bdi>{c}</bdi> " = " <strong><bdi>{found}</bdi></strong> ", not "
                <bdi>{expected}</bdi>
            </li>
        }
    });
    view! {
        <details>
            <summary>
                <span class="word-name">{section.name}</span>
                <span class="word-bar" aria-hidden="true">
                    <span class="word-bar-fill" style=format!("transform: scaleX({share})")></span>
                </span>
                <span class="figure">{format!("{:.1} %", 100.0 * share)}</span>
            </summary>
            <p class="figure">{facts}</p>
            {unknown}
            <ul aria-label="Wrong answers">{wrong.collect_view()}</ul>
        </details>
    }
}
