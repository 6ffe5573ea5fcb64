//! What went wrong, in one sentence, with what can be done about it.

use leptos::prelude::*;

use crate::{
    chart::format,
    ui::page::state::{Alert, Fault, Page, Remedy},
};

/// What the page cannot go on with, which stays until it is mended; and the last refusal, which can be dismissed.
#[component]
pub fn AlertBar() -> impl IntoView {
    let page = Page::of_context();
    let fault = move || {
        page.line.fault.get().map(|Fault { message, remedy }| {
            view! { <div class="alert" role="alert"><p>{message}</p> <RemedyButton remedy=remedy /></div> }
        })
    };
    let alert = move || {
        page.alert.get().map(|Alert { message, remedy, .. }| {
            view! {
                <div class="alert" role="alert">
                    <p>{message}</p>
                    {remedy.map(|remedy| view! { <RemedyButton remedy=remedy /> })}
                    <button type="button" class="quiet" aria-label="Dismiss" on:click=move |_| page.dismiss_alert()>"✕"</button>
                </div>
            }
        })
    };
    view! { {fault} {alert} }
}

#[component]
fn RemedyButton(remedy: Remedy) -> impl IntoView {
    let page = Page::of_context();
    let label = match remedy {
        Remedy::RestartWorker => "Restart".to_owned(),
        Remedy::Reload => "Reload".to_owned(),
        Remedy::KeepRows(n_rows) => format!("Keep the first {} rows", format::count(n_rows)),
        Remedy::MinCount(min_count) | Remedy::RestartMinCount(min_count) => format!("Use minimum count {min_count}"),
    };
    let mend = move |_| {
        page.dismiss_alert();
        page.mend(remedy);
    };
    view! { <button type="button" class="primary" on:click=mend>{label}</button> }
}
