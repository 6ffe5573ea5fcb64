//! How far something is.

use leptos::prelude::*;

/// A bar by its accessible name; `share` is in [0, 1].
#[component]
pub fn ProgressBar(name: &'static str, #[prop(into)] share: Signal<f64>) -> impl IntoView {
    view! {
        <div
            class="bar"
            role="progressbar"
            aria-label=name
            aria-valuemin="0"
            aria-valuemax="100"
            aria-valuenow=move || (share.get() * 100.0).floor().to_string()
        >
            <div class="bar-fill" style=move || format!("transform: scaleX({})", share.get())></div>
        </div>
    }
}
