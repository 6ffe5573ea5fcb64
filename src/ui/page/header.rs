//! The head of the page: its name, the run's controls and progress, light or dark.

use leptos::prelude::*;

use crate::{
    chart::{Mode, format},
    protocol::{Part, Phase, Progress},
    ui::{
        page::{
            parts::progress_bar::ProgressBar,
            state::{Page, Session},
        },
        phrases,
    },
};

/// Brand, controls, progress, theme.
#[component]
pub fn Header() -> impl IntoView {
    let page = Page::of_context();
    let is_training = Memo::new(move |_| page.session.get() == Session::Training);
    let can_play = move || matches!(page.session.get(), Session::Training | Session::Paused);
    let can_step = move || page.session.get() == Session::Paused;
    let can_reset = move || matches!(page.session.get(), Session::Training | Session::Paused | Session::Trained);
    let is_dark = move || page.theme.mode.get() == Mode::Dark;
    view! {
        <header class="header">
            <div class="brand">
                <svg viewBox="0 0 32 32" width="22" height="22" aria-hidden="true">
                    <path class="brand-links" d="M7 24 11 8 25 10 22 25Z" />
                    <circle class="brand-a" cx="7" cy="24" r="4.4" />
                    <circle class="brand-b" cx="11" cy="8" r="4" />
                    <circle class="brand-c" cx="25" cy="10" r="4.4" />
                    <circle class="brand-d" cx="22" cy="25" r="4" />
                </svg>
                <h1>"Embedding Explorer"</h1>
            </div>
            <div class="controls">
                <button type="button" class="primary play" disabled=move || !can_play() on:click=move |_| page.toggle_training()>
                    <span class="play-icon" class:is-training=is_training aria-hidden="true"></span>
                    {move || if is_training.get() { "Pause" } else { "Play" }}
                </button>
                <button
                    type="button"
                    class="step"
                    title="Train one hundredth of the run"
                    disabled=move || !can_step()
                    on:click=move |_| page.step(Part::Slice)
                >
                    "Step"
                </button>
                <button
                    type="button"
                    class="step step-epoch"
                    title="Train to the end of this epoch"
                    disabled=move || !can_step()
                    on:click=move |_| page.step(Part::Epoch)
                >
                    "Epoch"
                </button>
                <button type="button" class="reset" disabled=move || !can_reset() on:click=move |_| page.reset()>
                    "Reset"
                </button>
            </div>
            <TrainingProgress />
            <button
                type="button"
                class="quiet theme"
                aria-label=move || if is_dark() { "Light theme" } else { "Dark theme" }
                on:click=move |_| page.theme.toggle()
            >
                <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
                    <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.4" />
                    <path d="M8 2a6 6 0 0 1 0 12Z" fill="currentColor" />
                </svg>
            </button>
        </header>
    }
}

/// How far the run is, as a bar and in figures.
#[component]
fn TrainingProgress() -> impl IntoView {
    let page = Page::of_context();
    let share = Memo::new(move |_| page.run.progress.with(|progress| progress.as_ref().map_or(0.0, share_done)));
    let of_progress = move |figure: fn(&Progress) -> String| {
        move || page.run.progress.with(|progress| progress.as_ref().map(figure).unwrap_or_default())
    };
    let epoch = of_progress(phrases::epoch);
    let rate = move || {
        let rate = page.run.progress.with(|progress| progress.as_ref().and_then(|progress| progress.words_per_second));
        rate.map(|rate| {
            let text = format::rate(rate);
            // The figure is bold, its unit is not.
            let (figure, unit) = text.rsplit_once(' ').map(|(f, u)| (f.to_owned(), u.to_owned())).unwrap_or_default();
            view! { <strong>{figure}</strong> " " {unit} }
        })
    };
    let left = of_progress(|progress| match (progress.phase, progress.seconds_left) {
        (Phase::Trained, _) => "done".to_owned(),
        (Phase::Paused, _) => "paused".to_owned(),
        (Phase::Training, Some(seconds)) => format!("{} left", format::clock(seconds)),
        (Phase::Training, None) => String::new(),
    });
    view! {
        <div class="progress">
            <ProgressBar name="Training" share=share />
            <p class="figures figure">
                <span class="figure-done"><strong>{of_progress(|progress| format::percent(share_done(progress)))}</strong></span>
                <span class="figure-epoch">{epoch}</span>
                <span class="figure-rate">{rate}</span>
                <span class="figure-left">{left}</span>
            </p>
        </div>
    }
}

/// The share of the run that is done, in [0, 1].
fn share_done(progress: &Progress) -> f64 {
    if progress.tokens_total == 0 { 0.0 } else { progress.tokens_done as f64 / progress.tokens_total as f64 }
}
