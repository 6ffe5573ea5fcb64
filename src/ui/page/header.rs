//! The head of the page: its name, the run's controls and progress, and what concerns the page as a whole.

use leptos::{html, prelude::*};
use web_sys::KeyboardEvent;

use crate::{
    chart::format,
    protocol::{Part, Phase, Progress},
    ui::{
        page::{
            dialogs::save::SaveButton,
            parts::{
                drop_zone::choose_file,
                progress_bar::ProgressBar,
                share_button::{ShareButton, ShareNote},
            },
            state::{Dialog, Page, Session},
        },
        phrases,
    },
};

/// Brand, controls, progress, menu, theme.
#[component]
pub fn Header() -> impl IntoView {
    let page = Page::of_context();
    let is_training = Memo::new(move |_| page.session.get() == Session::Training);
    let can_play = move || matches!(page.session.get(), Session::Training | Session::Paused);
    let can_step = move || page.session.get() == Session::Paused;
    let can_reset =
        move || page.has_run() && matches!(page.session.get(), Session::Training | Session::Paused | Session::Trained);
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
            <Menu />
            <ThemeButton />
        </header>
    }
}

/// What concerns the page as a whole. On a phone it opens at a press.
#[component]
fn Menu() -> impl IntoView {
    let page = Page::of_context();
    let is_open = RwSignal::new(false);
    let shared = RwSignal::new(None);
    let opener = NodeRef::<html::Button>::new();
    let close = move || {
        if is_open.get_untracked() {
            is_open.set(false);
            if let Some(opener) = opener.get_untracked() {
                // A dialog that closes gives the focus back to what had it, and what is in the menu is gone by then.
                let _ = opener.focus();
            }
        }
    };
    let open_file = move |_| {
        close();
        choose_file();
    };
    let about = move |_| {
        close();
        page.show_dialog(Dialog::About, true);
    };
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Escape" && is_open.get_untracked() {
            event.stop_propagation();
            close();
        }
    };
    view! {
        <div class="menu" on:keydown=on_key>
            <button
                type="button"
                class="quiet menu-opener"
                aria-label="Menu"
                aria-expanded=move || is_open.get().to_string()
                aria-controls="menu-items"
                node_ref=opener
                on:click=move |_| is_open.update(|is_open| *is_open = !*is_open)
            >
                <span aria-hidden="true">"⋯"</span>
            </button>
            <div class="menu-items" id="menu-items" class:is-open=is_open>
                <button type="button" on:click=open_file>"Open"</button>
                <SaveButton on_press=close />
                <ShareButton shared=shared on_press=close />
                <button type="button" on:click=about>"About"</button>
            </div>
            <ShareNote shared=shared />
        </div>
    }
}

/// Light, dark, and back to what the system has.
#[component]
fn ThemeButton() -> impl IntoView {
    let page = Page::of_context();
    let label = move || page.theme.next().label();
    view! {
        <button
            type="button"
            class="quiet theme"
            aria-label=label
            title=label
            on:click=move |_| page.theme.choose_next()
        >
            <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
                <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.4" />
                <path d="M8 2a6 6 0 0 1 0 12Z" fill="currentColor" />
            </svg>
        </button>
    }
}

/// How far the run is, as a bar and in figures: two lines of them where there is little room.
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
                <span class="figures-line">
                    <strong class="figure-done">{of_progress(|progress| format::percent(share_done(progress)))}</strong>
                    <span class="figure-epoch">{epoch}</span>
                </span>
                <span class="figures-line">
                    <span class="figure-rate">{rate}</span>
                    <span class="figure-left">{left}</span>
                </span>
            </p>
        </div>
    }
}

/// The share of the run that is done, in [0, 1].
fn share_done(progress: &Progress) -> f64 {
    if progress.tokens_total == 0 {
        // Loaded vectors are done.
        if progress.phase == Phase::Trained { 1.0 } else { 0.0 }
    } else {
        progress.tokens_done as f64 / progress.tokens_total as f64
    }
}
