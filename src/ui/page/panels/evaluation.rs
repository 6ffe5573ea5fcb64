//! How well the vectors answer questions whose answers are known.

use leptos::{html, prelude::*};

use crate::{
    chart::format,
    protocol::{Missing, QuestionFile, SectionReport, WrongAnswer},
    ui::{
        page::{
            parts::{
                file_drop::{FileDrop, Zone},
                progress_bar::ProgressBar,
                sentence::sentence,
            },
            state::{Page, Unknown},
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
    let missing = move || {
        let missing = exam.evaluation.with(|e| e.as_ref().map(|e| e.missing.clone()).unwrap_or_default());
        (!missing.is_empty()).then(|| {
            let says = |Missing { word, why }| page.say_unknown(&Unknown { word, suggestions: Vec::new(), why });
            let lines = missing.into_iter().map(|missing| view! { <li>{sentence(&says(missing))}</li> }).collect_view();
            view! {
                <details class="skipped">
                    <summary>"Why words are not known"</summary>
                    <ul aria-label="Words that are not known">{lines}</ul>
                </details>
            }
        })
    };
    let sections = move || {
        let sections = exam.evaluation.with(|e| e.as_ref().map(|e| e.sections.clone()).unwrap_or_default());
        sections.into_iter().filter(|section| section.n_asked > 0).map(section_row).collect_view()
    };
    view! {
        <section class="panel evaluation" aria-label="Evaluation" data-drop="questions" class:is-over=move || dropped.is_over(Zone::Questions)>
            <h2>"Evaluation"</h2>
            <div class="evaluation-tools">
                {move || is_built_in.get().then(|| view! {
                    <button type="button" class="chip" on:click=move |_| page.evaluate_built_in()>
                        "Ask the built-in analogies"
                    </button>
                })}
                <label class="chip file-chip">
                    "Questions file …"
                    <input type="file" aria-label="Questions file" accept=".txt,.csv,.tsv,.tab,.dat,text/*" node_ref=input on:change=on_choice />
                </label>
            </div>
            {progress}
            {move || exam.mishap.get().map(|message| view! { <p class="mishap" role="alert">{message}</p> })}
            <TakenFile />
            <p class="figure">{summary}</p>
            <BeforeAndNow />
            {missing}
            <p class="visually-hidden" role="status">{said}</p>
            <div class="evaluation-sections">{sections}</div>
            {move || (exam.evaluation.with(Option::is_none) && exam.taken.with(Option::is_none)).then(|| view! {
                <p class="soft hint">"A file of questions holds analogies, as Google's questions-words.txt does, pairs of one relation, as BATS does, or pairs of words with scores, as WordSim-353 does."</p>
            })}
        </section>
    }
}

/// What the vectors that a run started from knew, and what is left of that.
#[component]
pub fn BeforeAndNow() -> impl IntoView {
    let page = Page::of_context();
    let said = Memo::new(move |_| {
        let before = page.exam.accuracy_before.get()?;
        let now = page.exam.accuracy.with(|points| points.last().map(|&(_, share)| share));
        Some(phrases::before_and_now(before, now))
    });
    view! { {move || said.get().map(|said| view! { <p class="figure before-and-now">{said}</p> })} }
}

/// What the file was taken for, the lines that were left out, and the choice of the scores where there is one.
#[component]
fn TakenFile() -> impl IntoView {
    let page = Page::of_context();
    let taken = page.exam.taken;
    let said = move || taken.with(|file| file.as_ref().map(phrases::question_file));
    let choice = move || taken.get().filter(|file| file.scores.len() > 1).map(|file| score_choice(page, &file));
    let skipped = move || {
        taken.with(|file| {
            let file = file.as_ref()?;
            let count = phrases::skipped_lines(file)?;
            let lines = file.skipped.iter().map(phrases::skipped_line).chain(phrases::more_skipped(file));
            let lines: Vec<_> = lines.map(|line| view! { <li><bdi>{line}</bdi></li> }).collect();
            Some(view! {
                <details class="skipped">
                    <summary>{count}</summary>
                    <ul aria-label="Lines left out">{lines}</ul>
                </details>
            })
        })
    };
    view! {
        <p class="soft hint taken" role="status">{said}</p>
        {choice}
        {skipped}
    }
}

/// The columns of numbers to choose from. Where none is taken yet, the first entry says so.
fn score_choice(page: Page, file: &QuestionFile) -> impl IntoView + use<> {
    let (score, needs_choice) = (file.score, file.needs_choice());
    let options = file.scores.iter().map(|column| {
        let is_taken = score == Some(column.column);
        view! { <option value=column.column.to_string() selected=is_taken>{phrases::score_column(column)}</option> }
    });
    let options: Vec<_> = options.collect();
    view! {
        <label class="score-choice">
            <span>"Scores"</span>
            <select
                aria-label="Column of the scores"
                aria-describedby=needs_choice.then_some("score-hint")
                on:change=move |event| {
                    if let Ok(column) = event_target_value(&event).parse() {
                        page.choose_score(column);
                    }
                }
            >
                {needs_choice.then(|| view! { <option value="" selected=true>"choose a column"</option> })}
                {options}
            </select>
        </label>
        {needs_choice.then(|| view! { <p class="notice" id="score-hint" role="status">{phrases::CHOOSE_SCORE}</p> })}
    }
}

/// A section's score, and behind it the questions that were answered otherwise.
fn section_row(section: SectionReport) -> impl IntoView {
    let share = f64::from(section.n_correct) / f64::from(section.n_asked);
    let facts = format!("{} of {}", format::count(section.n_correct.into()), format::count(section.n_asked.into()));
    let name = if section.name.is_empty() { "questions".to_owned() } else { section.name };
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
                <span class="word-name">{name}</span>
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
