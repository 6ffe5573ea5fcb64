//! What can be saved, and how far a file is.

use leptos::{ev, prelude::*};

use crate::{
    chart::format,
    ui::{
        page::{
            dialogs::sheet::Sheet,
            map::film_type,
            parts::progress_bar::ProgressBar,
            state::{Dialog, Page, SaveOutcome, SaveProgress},
        },
        saving::{self, Amounts, Choice, EVALUATION, Entry, MAP, SESSION, VECTORS},
    },
};

/// The form of the dialog, which its Save button submits.
const FORM_ID: &str = "save-form";

/// A dialog over the page.
#[component]
pub fn SaveSheet() -> impl IntoView {
    let page = Page::of_context();
    let is_open = Signal::derive(move || page.look.dialog.get() == Some(Dialog::Save));
    let close = move || page.show_save(false);
    view! {
        <Sheet title="Save" is_open=is_open on_close=close foot=move || view! { <SaveFoot /> }>
            <SaveForm />
        </Sheet>
    }
}

/// The files to choose from, what the chosen one will be, and what becomes of it.
#[component]
fn SaveForm() -> impl IntoView {
    let page = Page::of_context();
    let amounts = Memo::new(move |_| page.amounts());
    let title = move || amounts.with(|a| format!("Vectors · {} × {}", format::count(a.n_words), a.dims));
    let rows = move |entries: &'static [Entry]| {
        // What this browser cannot record is not offered.
        let can_be_made = |entry: &&Entry| entry.choice != Choice::Film || film_type().is_some();
        entries
            .iter()
            .filter(can_be_made)
            .map(|entry| view! { <EntryRow entry=entry amounts=amounts /> })
            .collect_view()
    };
    let summary = move || {
        let said = amounts.with(|amounts| page.chosen_to_save().summary(amounts));
        page.missing_to_save().map(str::to_owned).or(said)
    };
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let is_busy = page.saving.progress.with_untracked(Option::is_some);
        if !is_busy && untrack(|| page.can_save()) {
            page.save();
        }
    };
    view! {
        <form class="save" id=FORM_ID on:submit=submit>
            <div class="save-groups">
                <div>
                    <fieldset>
                        <legend>"Session"</legend>
                        {rows(&SESSION)}
                        <WithText amounts=amounts />
                    </fieldset>
                    <fieldset>
                        <legend>"Map"</legend>
                        {rows(&MAP)}
                    </fieldset>
                    <fieldset>
                        <legend>"Evaluation"</legend>
                        {rows(&EVALUATION)}
                    </fieldset>
                </div>
                <fieldset>
                    <legend>{title}</legend>
                    {rows(&VECTORS)}
                </fieldset>
            </div>
            <p class="soft figure save-summary">{summary}</p>
            <Outcome />
        </form>
    }
}

/// A file to choose: its name and ending, and who opens it.
#[component]
fn EntryRow(entry: &'static Entry, amounts: Memo<Amounts>) -> impl IntoView {
    let page = Page::of_context();
    let Entry { choice, name, ending, hint } = *entry;
    let is_chosen = Memo::new(move |_| page.saving.choice.get() == choice);
    let hint_id = format!("save-{}", choice.file_names("").join("").replace('.', "-"));
    let hint = move || match hint {
        "" if choice == EVALUATION[0].choice && amounts.with(|a| a.n_analogies.is_none()) => "none asked yet",
        hint => hint,
    };
    view! {
        <div class="save-choice" class:is-chosen=is_chosen>
            <label>
                <input
                    type="radio"
                    name="save"
                    aria-describedby=hint_id.clone()
                    prop:checked=is_chosen
                    on:change=move |_| page.choose_to_save(choice)
                />
                <span>{name} " " <span class="soft">{ending}</span></span>
            </label>
            <span class="soft save-hint" id=hint_id>{hint}</span>
        </div>
    }
}

/// Whether the text goes into the file of the session, and what that adds.
#[component]
fn WithText(amounts: Memo<Amounts>) -> impl IntoView {
    let page = Page::of_context();
    let text_bytes = Memo::new(move |_| amounts.with(|amounts| amounts.session.and_then(|session| session.text_bytes)));
    let size = move || text_bytes.get().map(|n_bytes| format!("about {}", format::bytes(n_bytes)));
    view! {
        <div class="save-choice save-with-text">
            <label>
                <input
                    type="checkbox"
                    aria-describedby="save-text-size"
                    disabled=move || text_bytes.get().is_none()
                    prop:checked=move || page.saving.with_text.get() && text_bytes.get().is_some()
                    on:change=move |event| page.choose_text_of_session(event_target_checked(&event))
                />
                <span>"with the text"</span>
            </label>
            <span class="soft save-hint" id="save-text-size">{size}</span>
        </div>
    }
}

/// How far the file is, or what became of it.
#[component]
fn Outcome() -> impl IntoView {
    let page = Page::of_context();
    let is_busy = Memo::new(move |_| page.saving.progress.with(Option::is_some));
    let share = Memo::new(move |_| page.saving.progress.with(|progress| progress.map_or(0.0, |p| p.share)));
    let figures = move || page.saving.progress.with(|progress| progress.as_ref().map(how_far));
    let progress = move || {
        is_busy.get().then(|| {
            view! {
                <div class="save-progress">
                    <ProgressBar name="Saving" share=share />
                    <span class="figure soft">{figures}</span>
                </div>
            }
        })
    };
    let sentence = move || match page.saving.outcome.get() {
        Some(SaveOutcome::Saved { sentence, notes, .. }) => [vec![sentence], notes].concat().join(" "),
        Some(SaveOutcome::Cancelled) => "Cancelled: nothing was saved.".to_owned(),
        Some(SaveOutcome::Failed(_)) | None => String::new(),
    };
    let mishap = move || match page.saving.outcome.get() {
        Some(SaveOutcome::Failed(message)) => Some(view! { <p class="mishap" role="alert">{message}</p> }),
        _ => None,
    };
    let again = move || match page.saving.outcome.get() {
        Some(SaveOutcome::Saved { files, .. }) if !files.is_empty() => Some(view! {
            <p class="save-again">
                <span class="soft">"Did your browser hold one back?"</span>
                {files.into_iter().map(|name| {
                    let label = format!("Save {name} again");
                    view! {
                        <button type="button" class="chip" on:click=move |_| page.save_again(&name)>{label}</button>
                    }
                }).collect_view()}
            </p>
        }),
        _ => None,
    };
    view! {
        {progress}
        <p class="figure save-outcome" role="status">{sentence}</p>
        {mishap}
        {again}
    }
}

/// `Writing 43 % · 12.0 MB · 0:05 left`.
fn how_far(progress: &SaveProgress) -> String {
    let stage = saving::stage(progress.stage);
    let mut parts = vec![if progress.share > 0.0 {
        format!("{stage} {}", format::percent(progress.share))
    } else {
        stage.to_owned()
    }];
    if progress.n_bytes > 0 {
        parts.push(format::bytes(progress.n_bytes));
    }
    parts.extend(progress.seconds_left.map(|seconds| format!("{} left", format::clock(seconds))));
    parts.join(" · ")
}

/// Cancel gives up the file while one is written; it closes the dialog otherwise. Save stays where it is meanwhile: a button
/// that is disabled loses the focus.
#[component]
fn SaveFoot() -> impl IntoView {
    let page = Page::of_context();
    let is_busy = Memo::new(move |_| page.saving.progress.with(Option::is_some));
    let has_saved = Memo::new(move |_| page.saving.outcome.with(|o| matches!(o, Some(SaveOutcome::Saved { .. }))));
    let leave = move |_| if is_busy.get_untracked() { page.cancel_saving() } else { page.show_save(false) };
    let can_save = Memo::new(move |_| page.can_save());
    view! {
        <button type="button" on:click=leave>{move || if has_saved.get() { "Close" } else { "Cancel" }}</button>
        <button type="submit" form=FORM_ID class="primary" disabled=move || !can_save.get() aria-disabled=move || is_busy.get().to_string()>"Save"</button>
    }
}

/// The button of the header. It says how far a file is that is written while the dialog is closed.
#[component]
pub fn SaveButton(on_press: impl Fn() + Send + 'static) -> impl IntoView {
    let page = Page::of_context();
    let name = move || {
        let progress = page.saving.progress.get().filter(|_| page.look.dialog.get() != Some(Dialog::Save));
        progress.map_or_else(|| "Save".to_owned(), |progress| format!("Saving {}", format::percent(progress.share)))
    };
    let press = move |_| {
        on_press();
        page.show_save(true);
    };
    view! {
        <button type="button" disabled=move || page.run.opened.with(Option::is_none) on:click=press>{name}</button>
    }
}
