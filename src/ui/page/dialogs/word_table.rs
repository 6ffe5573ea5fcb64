//! What the map shows, in words and figures.

use leptos::prelude::*;

use crate::{
    chart::format,
    protocol::{NO_TOPIC, NOT_MEASURED},
    ui::page::{
        dialogs::sheet::Sheet,
        state::{Dialog, Page},
    },
};

/// Rows of a page of the table.
const N_ROWS: usize = 50;

/// A dialog with a table of the words on the map, by falling frequency.
#[component]
pub fn MapTable() -> impl IntoView {
    let page = Page::of_context();
    let is_open = Memo::new(move |_| page.look.dialog.get() == Some(Dialog::Words));
    let first = RwSignal::new(0_usize);
    // Nothing is gathered while nobody looks.
    let word_ids = Memo::new(move |_| {
        if !is_open.get() {
            return Vec::new();
        }
        page.map.frame.with(|frame| {
            let positions = frame.as_ref().map(|frame| frame.positions.as_slice()).unwrap_or_default();
            (0..positions.len() as u32 / 2).filter(|&id| positions[2 * id as usize].is_finite()).collect::<Vec<u32>>()
        })
    });
    let n_words = Memo::new(move |_| word_ids.with(Vec::len));
    // Another text, or a map of fewer words: the table begins at its beginning.
    Effect::new(move |before: Option<usize>| {
        let now = n_words.get();
        if before.is_some_and(|before| before != now) {
            first.set(0);
        }
        now
    });
    let rows = move || {
        let shown: Vec<u32> = word_ids.with(|ids| ids.iter().skip(first.get()).take(N_ROWS).copied().collect());
        shown.into_iter().map(|word_id| view! { <Row word_id=word_id /> }).collect_view()
    };
    let is_last = move || first.get() + N_ROWS >= n_words.get();
    let range = move || {
        let last = (first.get() + N_ROWS).min(n_words.get());
        format!(
            "{} to {} of {}",
            format::count(first.get() as u64 + 1),
            format::count(last as u64),
            format::count(n_words.get() as u64)
        )
    };
    view! {
        <Sheet title="Words on the map" is_open=is_open on_close=move || page.show_table(false)>
            <div class="table-area" tabindex="0" role="region" aria-label="Table of words">
                <table class="figure">
                    <thead>
                        <tr>
                            <th scope="col">"Word"</th>
                            <th scope="col">"Times"</th>
                            <th scope="col">"Topic"</th>
                            <th scope="col">"x"</th>
                            <th scope="col">"y"</th>
                            <th scope="col">"Nearest on the map"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <p class="table-foot">
                <button
                    type="button"
                    disabled=move || first.get() == 0
                    on:click=move |_| first.update(|first| *first = first.saturating_sub(N_ROWS))
                >
                    "More frequent"
                </button>
                <span class="figure">{range}</span>
                <button
                    type="button"
                    disabled=is_last
                    on:click=move |_| first.update(|first| *first += N_ROWS)
                >
                    "Rarer"
                </button>
            </p>
        </Sheet>
    }
}

#[component]
fn Row(word_id: u32) -> impl IntoView {
    let page = Page::of_context();
    let place = word_id as usize;
    let (count, topic) = page.run.opened.with_untracked(|opened| {
        opened.as_ref().map_or((String::new(), String::new()), |opened| {
            let topic = opened.topic_of_word.get(place).filter(|&&topic| topic != NO_TOPIC);
            let name = topic.and_then(|&topic| opened.topics.get(usize::from(topic)).cloned());
            let count = opened.counts.get(place).map(|&count| format::count(count.into()));
            (count.unwrap_or_else(|| "—".to_owned()), name.unwrap_or_default())
        })
    });
    let at = move |axis: usize| {
        page.map.frame.with(|frame| {
            let x = frame.as_ref().and_then(|frame| frame.positions.get(2 * place + axis).copied());
            x.map(|x| format::cosine(x.into())).unwrap_or_default()
        })
    };
    let recall = move || {
        page.map.recall.with(|recall| {
            let n = recall.as_ref().and_then(|recall| recall.of_word.get(place).copied());
            n.filter(|&n| n != NOT_MEASURED).map(|n| format!("{n} of 10"))
        })
    };
    let choose = move |_| {
        page.show_table(false);
        page.pin_and_show(word_id);
    };
    view! {
        <tr>
            <th scope="row"><button type="button" class="quiet" on:click=choose><bdi>{untrack(|| page.word(word_id))}</bdi></button></th>
            <td>{count}</td>
            <td>{topic}</td>
            <td>{move || at(0)}</td>
            <td>{move || at(1)}</td>
            <td>{recall}</td>
        </tr>
    }
}
