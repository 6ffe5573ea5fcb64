//! A text box for a word, with words of the vocabulary offered below it: a combobox. A search box keeps its own role, which has
//! no state of being expanded.

use leptos::{ev, html, prelude::*};
use web_sys::KeyboardEvent;

use crate::ui::page::state::Page;

/// A text box that completes words. Enter, leaving the box, and choosing an offer all commit.
///
/// `name`: its accessible name, which also names its completions; `id`: of the element, for labels and the list below.
#[component]
pub fn WordInput(
    name: &'static str,
    id: &'static str,
    value: RwSignal<String>,
    #[prop(into)] on_commit: Callback<String>,
    /// `text` or `search`.
    #[prop(default = "text")]
    kind: &'static str,
    #[prop(default = "")] placeholder: &'static str,
    /// Whether only the last word of a list is completed.
    #[prop(default = false)]
    is_list: bool,
    /// Whether leaving the box commits.
    #[prop(default = true)]
    commits_on_blur: bool,
    #[prop(optional)] node: NodeRef<html::Input>,
) -> impl IntoView {
    let page = Page::of_context();
    let is_open = RwSignal::new(false);
    let active = RwSignal::new(None::<usize>);
    let offers = Memo::new(move |_| {
        if !is_open.get() {
            return Vec::new();
        }
        page.search.completions.with(|(field, words)| if *field == name { words.clone() } else { Vec::new() })
    });
    let has_offers = Memo::new(move |_| offers.with(|offers| !offers.is_empty()));
    let is_search = kind == "search";
    let list_id = format!("{id}-words");
    // The offers may have become fewer since one was chosen.
    let active_id = move || {
        let place = active.get()?;
        offers.with(|offers| place < offers.len()).then(|| format!("{id}-word-{place}"))
    };
    let option_id = move |place: usize| format!("{id}-word-{place}");

    let close = move || {
        is_open.set(false);
        active.set(None);
    };
    let commit = move |text: String| {
        close();
        value.set(text.clone());
        on_commit.run(text);
    };
    let take = move |word: String| {
        let text = value.get_untracked();
        let head = if is_list { text.rfind([' ', ',']).map_or("", |end| &text[..=end]) } else { "" };
        commit(format!("{head}{word}"));
    };
    let on_input = move |event: ev::Event| {
        let text = event_target_value(&event);
        let prefix = if is_list { text.rsplit([' ', ',']).next().unwrap_or("") } else { text.trim() };
        page.complete(name, prefix, is_search);
        active.set(None);
        is_open.set(true);
        value.set(text.clone());
    };
    let on_key = move |event: KeyboardEvent| {
        let n_offers = offers.with_untracked(Vec::len);
        match event.key().as_str() {
            "ArrowDown" if n_offers > 0 => active.update(|a| *a = Some(a.map_or(0, |a| (a + 1) % n_offers))),
            "ArrowUp" if n_offers > 0 => {
                active.update(|a| *a = Some(a.map_or(n_offers - 1, |a| (a + n_offers - 1) % n_offers)));
            }
            "Escape" if n_offers > 0 => close(),
            "Enter" => {
                let chosen = active.get_untracked().and_then(|a| offers.with_untracked(|o| o.get(a).cloned()));
                chosen.map_or_else(|| commit(value.get_untracked()), take);
            }
            _ => return,
        }
        event.prevent_default();
    };
    let items = move || {
        offers
            .get()
            .into_iter()
            .enumerate()
            .map(|(place, word)| {
                let text = word.clone();
                view! {
                    <li
                        id=option_id(place)
                        role="option"
                        aria-selected=move || (active.get() == Some(place)).to_string()
                        // Before the box loses the focus, which would close the list.
                        on:pointerdown=move |event: ev::PointerEvent| {
                            event.prevent_default();
                            take(word.clone());
                        }
                    >
                        <bdi>{text}</bdi>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <div class="word-input">
            <input
                id=id
                type=kind
                role=(!is_search).then_some("combobox")
                aria-label=name
                aria-autocomplete="list"
                aria-expanded=move || (!is_search).then(|| has_offers.get().to_string())
                aria-controls=list_id.clone()
                aria-activedescendant=active_id
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                placeholder=placeholder
                node_ref=node
                prop:value=value
                on:input=on_input
                on:keydown=on_key
                on:change=move |_| {
                    if commits_on_blur {
                        on_commit.run(value.get_untracked());
                    }
                }
                on:blur=move |_| close()
            />
            <ul id=list_id role="listbox" aria-label=format!("Words for {name}") hidden=move || !has_offers.get()>
                {items}
            </ul>
        </div>
    }
}
