//! What went wrong, in one sentence, with what can be done about it.

use leptos::prelude::*;

use crate::ui::page::state::{Page, Remedy};

/// The page's alert, if there is one.
#[component]
pub fn AlertBar() -> impl IntoView {
    let page = Page::of_context();
    let alert = move || {
        page.alert.get().map(|alert| {
            let remedy = alert.remedy.map(|remedy| {
                let label = match remedy {
                    Remedy::RestartWorker => "Restart".to_owned(),
                    Remedy::Reload => "Reload".to_owned(),
                    Remedy::MinCount(min_count) => format!("Use minimum count {min_count}"),
                };
                view! {
                    <button type="button" class="primary" on:click=move |_| {
                        page.alert.set(None);
                        page.mend(remedy);
                    }>{label}</button>
                }
            });
            view! {
                <div class="alert" role="alert">
                    <p>{alert.message}</p>
                    {remedy}
                    <button type="button" class="quiet" aria-label="Dismiss" on:click=move |_| page.alert.set(None)>
                        "✕"
                    </button>
                </div>
            }
        })
    };
    view! { {alert} }
}
