//! What there is to say of the link that was opened: what is broken in it, which file it asks for, and whether the vectors are
//! its sender's.

use leptos::prelude::*;

use crate::ui::{
    link::Verdict,
    page::{
        parts::{drop_zone::choose_file, progress_bar::ProgressBar, sentence::sentence},
        state::{FetchStep, Page},
    },
    phrases,
};

/// A line for each of them; nothing where the page was opened without a link.
#[component]
pub fn LinkBar() -> impl IntoView {
    let page = Page::of_context();
    let troubles = move || {
        let troubles = page.link.troubles.get();
        (!troubles.is_empty()).then(|| {
            let told: Vec<String> = troubles.iter().map(ToString::to_string).collect();
            view! {
                <div class="alert" role="alert">
                    <p>{sentence(&told.join(" "))}</p>
                    <Dismiss on_press=move || page.link.dismiss_troubles() />
                </div>
            }
        })
    };
    let lender = move || {
        page.link.lender.get().map(|name| {
            view! {
                <div class="alert note">
                    <p role="status">{phrases::lender_not_here(&name)}</p>
                    <Dismiss on_press=move || page.link.dismiss_lender() />
                </div>
            }
        })
    };
    let asked = move || {
        page.link.asked.get().map(|link| {
            let other = page.link.other_text.get().map(|name| format!("{} ", phrases::other_text(&name)));
            if link.src.is_some() {
                return view! { <ToFetch other=other.unwrap_or_default() /> }.into_any();
            }
            view! {
                <div class="alert note">
                    <p role="status">{other} {phrases::asked_text(&link)}</p>
                    <button type="button" class="primary" on:click=move |_| choose_file()>"Open the file"</button>
                    <Dismiss on_press=move || page.link.dismiss_asked() />
                </div>
            }
            .into_any()
        })
    };
    let verdict = Memo::new(move |_| page.linked_verdict());
    let verdict = move || {
        verdict.get().map(|verdict| {
            let is_other = matches!(verdict, Verdict::Other(_));
            view! {
                <div class="alert note" class:is-other=is_other>
                    <p role="status">{phrases::verdict(&verdict)}</p>
                    <Dismiss on_press=move || page.link.dismiss_verdict() />
                </div>
            }
        })
    };
    view! { {troubles} {lender} {asked} {verdict} }
}

/// The file that a link names by its address: fetched once the reader says so. `other`: what is said of another text.
#[component]
fn ToFetch(other: String) -> impl IntoView {
    let page = Page::of_context();
    let dismiss = move || {
        page.fetch.stop();
        page.link.dismiss_asked();
    };
    let is_under_way =
        Memo::new(move |_| page.fetch.step.with(|step| matches!(step, Some(FetchStep::UnderWay { .. }))));
    let before = move || {
        let (address, host) = page.linked_address().unwrap_or_default();
        let host = host.as_deref();
        let said = match page.fetch.step.get() {
            Some(FetchStep::Failed(error)) => phrases::not_fetched(error, host.unwrap_or("This page’s host")),
            _ => phrases::to_fetch(&address, host),
        };
        view! { <p role="status">{other.clone()} {said}</p> }
    };
    let figures = move || {
        page.fetch.step.with(|step| match step {
            Some(FetchStep::UnderWay { n_bytes, n_total }) => phrases::fetched_so_far(*n_bytes, *n_total),
            _ => String::new(),
        })
    };
    let share = Memo::new(move |_| {
        page.fetch.step.with(|step| match step {
            Some(FetchStep::UnderWay { n_bytes, n_total: Some(n_total) }) => {
                (*n_bytes as f64 / (*n_total).max(1) as f64).min(1.0)
            }
            _ => 0.0,
        })
    });
    let body = move || {
        if is_under_way.get() {
            view! {
                <p class="fetching">"Fetching … " <span class="figure">{figures}</span> <ProgressBar name="Fetching" share=share /></p>
                <button type="button" class="chip" on:click=move |_| page.fetch.stop()>"Cancel"</button>
            }
            .into_any()
        } else {
            view! {
                {before.clone()}
                <button type="button" class="primary" on:click=move |_| page.fetch_linked()>"Fetch"</button>
                <button type="button" class="chip" on:click=move |_| choose_file()>"Open the file"</button>
            }
            .into_any()
        }
    };
    view! {
        <div class="alert note">
            {body}
            <Dismiss on_press=dismiss />
        </div>
    }
}

#[component]
fn Dismiss(on_press: impl Fn() + 'static) -> impl IntoView {
    view! { <button type="button" class="quiet" aria-label="Dismiss" on:click=move |_| on_press()>"✕"</button> }
}
