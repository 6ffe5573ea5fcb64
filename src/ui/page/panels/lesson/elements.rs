//! What a scene draws: strips, bars, words, curves and tables.

use leptos::prelude::*;

use super::{
    curve::CurveFigure,
    look::{class_of, is_lit},
    strip::StripFigure,
};
use crate::{
    protocol::{Bar, Element, TableCell, TableRow, Token, TokenRole, Unit},
    ui::{page::state::Page, phrases},
};

/// All elements of the answer, each drawn anew only where it has changed.
#[component]
pub fn Elements() -> impl IntoView {
    let page = Page::of_context();
    let n_elements =
        Memo::new(move |_| page.lesson.shown.with(|shown| shown.as_ref().map_or(0, |view| view.elements.len())));
    let cannot = move || page.lesson.shown.with(|shown| shown.as_ref().and_then(|view| view.cannot.clone()));
    let at = move |place: usize| {
        let element = Memo::new(move |_| {
            page.lesson.shown.with(|shown| shown.as_ref().and_then(|view| view.elements.get(place).cloned()))
        });
        move || element.get().map(drawn)
    };
    view! {
        <div class="lesson-elements">
            {move || cannot().map(|why| view! { <p class="notice">{why}</p> })}
            {move || (0..n_elements.get()).map(at).collect_view()}
        </div>
    }
}

fn drawn(element: Element) -> AnyView {
    match element {
        Element::Strip { caption, rows } => view! { <StripFigure caption=caption rows=rows /> }.into_any(),
        Element::Bars { caption, bars, unit } => bars_of(caption, bars, unit),
        Element::Tokens { caption, tokens } => tokens_of(caption, tokens),
        Element::Curve(curve) => view! { <CurveFigure curve=curve /> }.into_any(),
        Element::Table { caption, head, rows } => table_of(caption, head, rows),
    }
}

fn bars_of(caption: String, bars: Vec<Bar>, unit: Unit) -> AnyView {
    let (lowest, highest) =
        bars.iter().fold((0.0_f64, 0.0_f64), |(low, high), bar| (low.min(bar.value), high.max(bar.value)));
    let reach = (highest - lowest).max(f64::MIN_POSITIVE);
    let row = move |bar: Bar| {
        let (from, to) = (bar.value.min(0.0), bar.value.max(0.0));
        let place =
            format!("left: {:.2}%; width: {:.2}%", 100.0 * (from - lowest) / reach, 100.0 * (to - from) / reach);
        let lit = is_lit(bar.key);
        view! {
            <li class="lesson-bar" class:is-lit=lit>
                <bdi class="lesson-label">{bar.label}</bdi>
                <span class="lesson-track" aria-hidden="true">
                    <span class=format!("lesson-fill {}", class_of(bar.tone)) class:is-below=bar.value < 0.0 style=place></span>
                </span>
                <span class="figure" data-value=bar.value.to_string()>{phrases::figure(bar.value, unit)}</span>
            </li>
        }
    };
    let label = caption.clone();
    view! {
        <figure class="lesson-figure">
            <figcaption aria-hidden="true">{caption}</figcaption>
            <ul aria-label=label>{bars.into_iter().map(row).collect_view()}</ul>
        </figure>
    }
    .into_any()
}

fn tokens_of(caption: String, tokens: Vec<Token>) -> AnyView {
    let token = |token: Token| {
        let (class, says) = match token.role {
            TokenRole::Plain => ("is-plain", ""),
            TokenRole::Center => ("is-center", " (in the middle)"),
            TokenRole::Context => ("is-context", " (in it)"),
            TokenRole::Unknown => ("is-unknown", " (not in the vocabulary)"),
        };
        view! {
            <li class=format!("lesson-token {class}")><bdi>{token.text}</bdi><span class="visually-hidden">{says}</span></li>
        }
    };
    let label = caption.clone();
    view! {
        <figure class="lesson-figure">
            <figcaption aria-hidden="true">{caption}</figcaption>
            <ol class="lesson-tokens" aria-label=label>{tokens.into_iter().map(token).collect_view()}</ol>
        </figure>
    }
    .into_any()
}

fn table_of(caption: String, head: Vec<String>, rows: Vec<TableRow>) -> AnyView {
    let cell = |cell: TableCell| match cell {
        TableCell::Text(text) => view! { <td><bdi>{text}</bdi></td> }.into_any(),
        TableCell::Number(value, unit) => {
            view! { <td class="figure" data-value=value.to_string()>{phrases::figure(value, unit)}</td> }.into_any()
        }
    };
    let row = |row: TableRow| {
        let lit = is_lit(row.key);
        view! { <tr class:is-lit=lit>{row.cells.into_iter().map(cell).collect_view()}</tr> }
    };
    let is_number =
        |place: usize| rows.first().is_some_and(|row| matches!(row.cells.get(place), Some(TableCell::Number(..))));
    let title = |(place, name): (usize, String)| {
        view! { <th scope="col" class:figure=is_number(place)><bdi>{name}</bdi></th> }
    };
    let head = head.into_iter().enumerate().map(title).collect_view();
    let label = caption.clone();
    view! {
        <div class="lesson-figure lesson-table" tabindex="0" role="group" aria-label=label>
            <table>
                <caption>{caption}</caption>
                <thead><tr>{head}</tr></thead>
                <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}
