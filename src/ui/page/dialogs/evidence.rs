//! What the text says of a word, or of a pair.

use leptos::prelude::*;

use crate::{
    chart::format,
    protocol::{ContextWord, Evidence, Quotation, SharedContext},
    ui::{
        page::{dialogs::sheet::Sheet, parts::sentence::sentence, state::Page},
        phrases,
    },
};

/// A dialog over the page: sentences, contexts, and for a pair the contexts they share.
#[component]
pub fn EvidenceSheet() -> impl IntoView {
    let page = Page::of_context();
    let found = move || match page.evidence.found.get() {
        Some(evidence) => view! { <Found evidence=evidence /> }.into_any(),
        None => view! { <p class="soft" role="status">"Looking through the text …"</p> }.into_any(),
    };
    view! {
        <Sheet title="In the text" is_open=*page.evidence.is_open on_close=move || page.close_evidence()>
            <div class="evidence">{found}</div>
        </Sheet>
    }
}

#[component]
fn Found(evidence: Evidence) -> impl IntoView {
    let page = Page::of_context();
    let word = untrack(|| page.word(evidence.word_id));
    let other = evidence.other.map(|other| untrack(|| page.word(other)));
    let summary = phrases::evidence(&evidence, &word, other.as_deref());
    let neighbors = untrack(|| page.words.pinned_near.get()).filter(|near| near.word_id == evidence.word_id);
    let why = neighbors.map(|near| {
        let chips = near.neighbors.into_iter().take(10).map(|neighbor| {
            let name = untrack(|| page.word(neighbor.word_id));
            let pick = move |_| page.explain(near.word_id, Some(neighbor.word_id));
            view! { <button type="button" class="chip" on:click=pick><bdi>{name}</bdi></button> }
        });
        let chips = chips.collect_view();
        view! { <p class="why"><span class="soft">"Why is it near "</span> {chips}</p> }
    });
    let window = evidence.window;
    let contexts = |title: String, words: Vec<ContextWord>| {
        let rows = words.into_iter().map(|ContextWord { word_id, count, pmi }| {
            row(page, word_id, &[format::count(count.into()), format!("{pmi:.1} bits")])
        });
        let rows = rows.collect_view();
        view! { <table class="figure"><caption>{title}</caption><tbody>{rows}</tbody></table> }
    };
    let is_pair = other.is_some();
    let shared = is_pair.then(|| {
        let rows = evidence.shared.into_iter().map(|SharedContext { word_id, counts: [a, b], pmi: [x, y] }| {
            let both = [a, b].map(|count| format::count(count.into())).join(" and ");
            row(page, word_id, &[both, format!("{x:.1} and {y:.1} bits")])
        });
        let rows = rows.collect_view();
        let title = format!("More often within {window} words of both than by chance");
        view! { <table class="figure"><caption>{title}</caption><tbody>{rows}</tbody></table> }
    });
    let of_word = (!is_pair).then(|| {
        let frequent = contexts(format!("Most frequent within {window} words"), evidence.frequent);
        let telling = contexts("Most above chance (PMI)".to_owned(), evidence.telling);
        view! { <div class="contexts">{frequent} {telling}</div> }
    });
    let lines = evidence.quotations.into_iter().map(|Quotation { left, key, right }| {
        view! { <tr><td>{left}</td><th scope="row" class="concordance-key"><bdi>{key}</bdi></th><td>{right}</td></tr> }
    });
    let lines = lines.collect_view();
    view! {
        <p class="figure">{sentence(&summary)}</p>
        {why}
        {shared}
        {of_word}
        <div class="table-area" tabindex="0" role="region" aria-label="Sentences">
            <table class="concordance" dir="auto"><tbody>{lines}</tbody></table>
        </div>
    }
}

fn row(page: Page, word_id: u32, facts: &[String; 2]) -> impl IntoView + use<> {
    let word = untrack(|| page.word(word_id));
    let [first, second] = facts.clone();
    view! { <tr><th scope="row"><bdi>{word}</bdi></th><td>{first}</td><td>{second}</td></tr> }
}
