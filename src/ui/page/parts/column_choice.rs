//! Which columns of a text are read: what they are, some of their cells, and the choice of others.

use leptos::prelude::*;

use crate::{
    protocol::{TextColumn, TextTable},
    ui::{page::state::Page, phrases},
};

/// The columns of a table, folded; a press reads the text again with those that are ticked.
#[component]
pub fn ColumnChoice(table: TextTable) -> impl IntoView {
    let page = Page::of_context();
    let said = phrases::columns_taken(&table);
    let TextTable { columns, is_chosen } = table;
    let taken: Vec<String> = columns.iter().filter(|c| c.is_taken).map(|c| c.name.clone()).collect();
    let ticked = RwSignal::new(taken.clone());
    let can_read = {
        let names: Vec<String> = columns.iter().map(|column| column.name.clone()).collect();
        move || {
            let chosen = |names: &[String], of: &[String]| {
                names.iter().filter(|name| of.contains(name)).cloned().collect::<Vec<_>>()
            };
            ticked.with(|ticked| !ticked.is_empty() && chosen(&names, ticked) != chosen(&names, &taken))
        }
    };
    let read = move |_| page.read_columns(ticked.get_untracked());
    let by_itself = is_chosen.then(|| {
        view! {
            <button type="button" class="chip" on:click=move |_| page.read_columns(Vec::new())>"Choose by itself"</button>
        }
    });
    let rows = columns.iter().map(|column| column_row(column, ticked)).collect_view();
    view! {
        <details class="columns-choice">
            <summary>{said}</summary>
            <div role="group" aria-label="Columns of the text">{rows}</div>
            <button type="button" class="chip" prop:disabled=move || !can_read() on:click=read>"Read these columns"</button>
            {by_itself}
        </details>
    }
}

/// A column: a box to tick, its name, what it holds and some of its cells.
fn column_row(column: &TextColumn, ticked: RwSignal<Vec<String>>) -> impl IntoView + use<> {
    let TextColumn { name, kind, samples, .. } = column.clone();
    let is_ticked = {
        let name = name.clone();
        move || ticked.with(|ticked| ticked.contains(&name))
    };
    let tick = {
        let name = name.clone();
        move |event| {
            let is_on = event_target_checked(&event);
            ticked.update(|ticked| {
                ticked.retain(|other| *other != name);
                if is_on {
                    ticked.push(name.clone());
                }
            });
        }
    };
    let cells = samples.into_iter().map(|cell| view! { <li>{cell}</li> }).collect_view();
    view! {
        <div class="column-row">
            <label>
                <input type="checkbox" prop:checked=is_ticked on:change=tick />
                <strong>{name}</strong>
            </label>
            <span class="soft">{phrases::column_kind(kind)}</span>
            <ul class="soft">{cells}</ul>
        </div>
    }
}
