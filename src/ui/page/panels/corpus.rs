//! What goes in: the text that is open, and the ways to another.

use leptos::prelude::*;

use crate::{
    protocol::{ENCODINGS, Loading, Opened, Source, Stage},
    ui::{
        page::{
            parts::{
                column_choice::ColumnChoice,
                drop_zone::DropZone,
                progress_bar::ProgressBar,
                sentence::sentence,
                vectors_card::{KeepRows, VectorsCard},
            },
            state::Page,
        },
        phrases,
    },
};

/// What pasted text is called.
const PASTED: &str = "Pasted text";

/// The open text, reading progress, file and paste.
#[component]
pub fn CorpusPanel() -> impl IntoView {
    let page = Page::of_context();
    let text = RwSignal::new(String::new());
    // What is read stays in place while its figures change, so that Cancel can be pressed.
    let is_reading = Memo::new(move |_| page.run.loading.with(Option::is_some));
    let has_vectors = Memo::new(move |_| page.vectors.step.with(Option::is_some));
    let card = move || match (is_reading.get(), page.run.opened.get()) {
        _ if has_vectors.get() => view! { <VectorsCard /> }.into_any(),
        (true, _) => view! { <ReadingCard /> }.into_any(),
        (false, Some(opened)) => open_card(page, &opened).into_any(),
        (false, None) => view! { <p>"No text is open."</p> }.into_any(),
    };
    let train_on_this = move |_| {
        let source = Source::Text { name: PASTED.to_owned(), text: text.get_untracked() };
        page.open(source, Vec::new(), true);
    };
    view! {
        <section class="panel corpus" aria-label="Corpus">
            <h2>"Corpus"</h2>
            <div class="card">{card}</div>
            <DropZone />
            <div class="paste">
                <textarea
                    aria-label="Paste text"
                    placeholder="… or paste text"
                    rows="2"
                    spellcheck="false"
                    prop:value=text
                    on:input=move |event| text.set(event_target_value(&event))
                ></textarea>
                {move || text.with(|text| !text.is_empty()).then(|| view! {
                    <button type="button" class="primary" on:click=train_on_this>"Train on this"</button>
                })}
            </div>
        </section>
    }
}

fn open_card(page: Page, opened: &Opened) -> impl IntoView {
    let notice = phrases::replaced_notice(opened.n_replaced).map(|notice| view! { <p class="notice">{notice}</p> });
    let back = (!opened.is_built_in).then(|| {
        view! {
            <button type="button" class="chip" on:click=move |_| page.open(Source::BuiltIn, Vec::new(), true)>
                "Back to the built-in corpus"
            </button>
        }
    });
    let raised = phrases::raised_notice(opened.raised_min_count).map(|notice| view! { <p class="notice">{notice}</p> });
    let told =
        opened.notices.iter().map(|notice| view! { <p class="notice">{phrases::notice(notice)}</p> }).collect_view();
    let few = opened.few_words.map(|few| {
        let notice = phrases::few_words_notice(opened.words.len(), opened.n_distinct, few);
        let count = few.try_min_count;
        view! {
            <p class="notice">{notice}</p>
            <button type="button" class="chip" on:click=move |_| page.restart_with_min_count(count)>
                {format!("Use minimum count {count}")}
            </button>
        }
    });
    let in_force = opened.settings.epochs;
    let lowered = move || {
        let chosen = page.run.lowered_epochs.get()?;
        Some(view! { <p class="notice">{phrases::lowered_epochs(chosen, in_force)}</p> })
    };
    let is_of_run = opened.record.is_of_run();
    let kind = if is_of_run { opened.is_built_in.then_some("built in") } else { Some("loaded vectors") };
    let left_out = (is_of_run && !opened.has_text).then(|| view! { <p class="notice">{phrases::WITHOUT_TEXT}</p> });
    let counts = phrases::loaded(opened).unwrap_or_else(|| phrases::corpus_counts(opened));
    let notes = opened.table_notes.iter().map(|note| view! { <p class="notice">{note.clone()}</p> }).collect_view();
    let keep = (!is_of_run).then(|| view! { <KeepRows /> <p class="soft hint">{phrases::NOT_STORED}</p> });
    let can_read_again = !page.run.is_session();
    let encodings = opened.encoding.as_deref().filter(|_| can_read_again).map(|name| encoding_choice(page, name));
    let columns = opened.table.clone().filter(|_| can_read_again).map(|table| view! { <ColumnChoice table=table /> });
    let borrowed = borrowed_note(opened);
    let train = opened.text_aside.as_ref().map(|name| {
        let name = format!("Train on {name}");
        view! { <button type="button" class="chip" on:click=move |_| page.restart()>{name}</button> }
    });
    view! {
        <p><strong class="corpus-name">{opened.name.clone()}</strong> " " <span class="soft">{kind}</span></p>
        <p class="figure">{counts}</p>
        {notice}
        {told}
        {notes}
        {keep}
        {left_out}
        {columns}
        {encodings}
        {borrowed}
        {raised}
        {few}
        {lowered}
        {train}
        {back}
    }
}

/// Which vectors a run started from, and the words that are missing there.
fn borrowed_note(opened: &Opened) -> impl IntoView + use<> {
    let said = phrases::borrowed(opened)?;
    let drawn = phrases::drawn_words(opened);
    let list = (!drawn.is_empty()).then(|| {
        let words = drawn.into_iter().map(|word| view! { <li><bdi>{word}</bdi></li> }).collect_view();
        view! {
            <details class="skipped">
                <summary>"Words that were drawn"</summary>
                <ul aria-label="Words that were drawn">{words}</ul>
            </details>
        }
    });
    Some(view! { <p class="notice">{sentence(&said)}</p> {list} })
}

/// The encoding that a file was read as, and the others that it can be read as instead.
fn encoding_choice(page: Page, name: &str) -> impl IntoView + use<> {
    let options = ENCODINGS
        .iter()
        .map(|&(known, label)| view! { <option value=known selected=known == name>{label}</option> })
        .collect_view();
    let choose = move |event| page.read_again_as(event_target_value(&event));
    view! {
        <label class="encoding-choice">
            <span>"Encoding"</span>
            <select aria-label="Encoding of the file" on:change=choose>{options}</select>
        </label>
    }
}

/// How far the reading of a text is, and the way out of it.
#[component]
fn ReadingCard() -> impl IntoView {
    let page = Page::of_context();
    let of_loading = move |figure: fn(&Loading) -> String| {
        move || page.run.loading.with(|loading| loading.as_ref().map(figure).unwrap_or_default())
    };
    let share = Memo::new(move |_| page.run.loading.with(|loading| loading.as_ref().map_or(0.0, share_done)));
    let has_figures = Memo::new(move |_| {
        page.run.loading.with(|l| l.as_ref().is_some_and(|l| l.stage != Stage::Reading || l.bytes_total > 0))
    });
    // The choice stays in place while figures change.
    let table = Memo::new(move |_| page.run.loading.with(|loading| loading.as_ref().and_then(|l| l.table.clone())));
    let can_cancel = move || page.run.opened.with(Option::is_some);
    view! {
        <p>{of_loading(|loading| phrases::stage(loading.stage).to_owned())} <strong class="corpus-name">{of_loading(|loading| loading.name.clone())}</strong> " …"</p>
        <Show when=move || has_figures.get()>
            <ProgressBar name="Reading" share=share />
            <p class="soft figure">{of_loading(phrases::reading)}</p>
        </Show>
        <p class="soft">{of_loading(taken_for)}</p>
        {move || table.get().map(|table| view! { <ColumnChoice table=table /> })}
        <Show when=can_cancel>
            <button type="button" class="chip" on:click=move |_| page.cancel()>"Cancel"</button>
        </Show>
    }
}

/// What the text is being read as, as soon as its beginning tells.
fn taken_for(loading: &Loading) -> String {
    loading.notices.iter().map(phrases::notice).collect::<Vec<_>>().join(" ")
}

/// The share of what is being done, in [0, 1].
fn share_done(loading: &Loading) -> f64 {
    if loading.stage == Stage::Reading && loading.bytes_total == 0 { 0.0 } else { loading.share }
}
