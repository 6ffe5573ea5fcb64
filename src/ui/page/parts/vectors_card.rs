//! Vectors on their way: how far reading is, what is still missing, how many rows to keep, and the way out.

use leptos::{html, prelude::*};

use crate::ui::{
    page::{
        parts::{file_drop::files_of, progress_bar::ProgressBar},
        state::{Page, VectorsStep},
    },
    phrases,
};

/// What is being done, so that a card stays in place while its figures change.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Reading,
    Waiting,
    Taking,
}

/// The card of the corpus panel while files of vectors are read.
#[component]
pub fn VectorsCard() -> impl IntoView {
    let page = Page::of_context();
    let kind = Memo::new(move |_| {
        page.vectors.step.with(|step| match step {
            Some(VectorsStep::Waiting { .. }) => Kind::Waiting,
            Some(VectorsStep::Taking { .. }) => Kind::Taking,
            Some(VectorsStep::Reading(_)) | None => Kind::Reading,
        })
    });
    let body = move || match kind.get() {
        Kind::Waiting => view! { <Missing /> }.into_any(),
        Kind::Reading | Kind::Taking => view! { <UnderWay /> }.into_any(),
    };
    view! {
        {body}
        <KeepRows />
        <button type="button" class="chip" on:click=move |_| page.cancel_vectors()>"Cancel"</button>
    }
}

#[component]
fn UnderWay() -> impl IntoView {
    let page = Page::of_context();
    let of_step = move |of: fn(&VectorsStep) -> String| {
        move || page.vectors.step.with(|step| step.as_ref().map(of).unwrap_or_default())
    };
    let verb =
        of_step(|step| if matches!(step, VectorsStep::Taking { .. }) { "Opening " } else { "Reading " }.to_owned());
    let name = of_step(|step| match step {
        VectorsStep::Reading(progress) => progress.name.clone(),
        VectorsStep::Taking { name, .. } => name.clone(),
        VectorsStep::Waiting { .. } => String::new(),
    });
    let figures = of_step(|step| match step {
        VectorsStep::Reading(progress) if progress.bytes_total > 0 => phrases::reading_vectors(progress),
        _ => String::new(),
    });
    let share = Memo::new(move |_| {
        page.vectors.step.with(|step| match step {
            Some(VectorsStep::Reading(progress)) => progress.bytes_done as f64 / progress.bytes_total.max(1) as f64,
            Some(VectorsStep::Taking { n_rows, n_rows_left, .. }) => {
                1.0 - *n_rows_left as f64 / (*n_rows).max(1) as f64
            }
            Some(VectorsStep::Waiting { .. }) | None => 0.0,
        })
    });
    view! {
        <p>{verb} <strong class="corpus-name">{name}</strong> " …"</p>
        <ProgressBar name="Reading" share=share />
        <p class="soft figure">{figures}</p>
    }
}

/// What is there, what is still missing, and a button to choose it.
#[component]
fn Missing() -> impl IntoView {
    let page = Page::of_context();
    let input = NodeRef::<html::Input>::new();
    let on_choice = move |_| {
        let Some(input) = input.get_untracked() else { return };
        let files = input.files().map(|files| files_of(&files)).unwrap_or_default();
        if !files.is_empty() {
            page.add_vectors(files);
        }
        // So that the same file can be chosen again.
        input.set_value("");
    };
    let said = move || {
        page.vectors.step.with(|step| {
            let Some(VectorsStep::Waiting { what, needs, trouble }) = step else { return None };
            let trouble = trouble.clone().map(|trouble| view! { <p class="notice" role="alert">{trouble}</p> });
            Some(view! { <p role="status">{format!("{what} {}", phrases::still_needed(needs))}</p> {trouble} })
        })
    };
    view! {
        {said}
        <label class="chip file-chip">
            "Choose it …"
            <input type="file" aria-label="Choose what is missing" multiple=true node_ref=input on:change=on_choice />
        </label>
        " "
    }
}

/// How many of the first rows are kept; a change reads the files again.
#[component]
pub fn KeepRows() -> impl IntoView {
    let page = Page::of_context();
    let value = move || page.vectors.most_rows.get().map(|n_rows| n_rows.to_string()).unwrap_or_default();
    let on_change = move |event| match phrases::rows_typed(&event_target_value(&event)) {
        Ok(most_rows) => page.keep_rows(most_rows),
        Err(message) => page.complain(&message),
    };
    view! {
        <label class="keep-rows">
            <span>"Keep the first"</span>
            <input
                type="text"
                inputmode="numeric"
                aria-label="Rows to keep"
                placeholder="all"
                prop:value=value
                on:change=on_change
            />
            <span>"rows"</span>
        </label>
    }
}
