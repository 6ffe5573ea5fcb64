//! Vectors as rows of signed cells, one above the other: a column is one number of each.

use std::fmt::Write;

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::look::is_lit;
use crate::{chart::format, protocol::StripRow};

/// Numbers that are read out of each row.
const N_SAID: usize = 3;
/// Shades of either sign: a path each, instead of an element for each cell.
const N_SHADES: usize = 8;

/// Rows of cells at one scale; the column under the pointer is named with its numbers.
#[component]
pub fn StripFigure(caption: String, rows: Vec<StripRow>) -> impl IntoView {
    let n_cells = rows.iter().map(|row| row.values.len()).max().unwrap_or(0);
    let scale = rows.iter().flat_map(|row| row.values.iter()).fold(f32::MIN_POSITIVE, |most, x| most.max(x.abs()));
    let column = RwSignal::new(None::<usize>);
    let point = move |event: ev::PointerEvent| {
        let Some(strip) = event.current_target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
        let area = strip.get_bounding_client_rect();
        let share = (f64::from(event.client_x()) - area.left()) / area.width().max(1.0);
        let place = (share * n_cells as f64).floor().clamp(0.0, n_cells.saturating_sub(1) as f64);
        column.set((n_cells > 0).then_some(place as usize));
    };
    let line = move |row: StripRow| {
        let said: Vec<String> = row.values.iter().take(N_SAID).map(|&x| format::three_digits(x.into())).collect();
        let says = format!("{}: {n_cells} numbers, which begin with {}.", row.label, said.join(", "));
        let lit = is_lit(row.key);
        let cells = shades(&row.values, scale)
            .into_iter()
            .enumerate()
            .filter(|(_, path)| !path.is_empty())
            .map(|(place, path)| {
                let class = if place < N_SHADES { "lesson-cell" } else { "lesson-cell is-below" };
                let opacity = (place % N_SHADES + 1) as f64 / N_SHADES as f64;
                view! { <path class=class d=path fill-opacity=opacity.to_string() /> }
            })
            .collect_view();
        view! {
            <div class="lesson-row" class:is-lit=lit>
                <bdi class="lesson-label" aria-hidden="true">{row.label}</bdi>
                <svg
                    class="lesson-strip"
                    viewBox=format!("0 0 {} 1", n_cells.max(1))
                    preserveAspectRatio="none"
                    role="img"
                    aria-label=says
                    on:pointermove=point
                    on:pointerleave=move |_| column.set(None)
                >
                    {cells}
                    <path class="lesson-column" d=move || column.get().map(cell).unwrap_or_default() />
                </svg>
            </div>
        }
    };
    let numbers: Vec<_> = rows.iter().map(|row| row.values.clone()).collect();
    let named = move || {
        let column = column.get()?;
        let here = numbers.iter().filter_map(|row| row.get(column).map(|&x| format::three_digits(x.into())));
        Some(format!(" · number {}: {}", column + 1, here.collect::<Vec<_>>().join(", ")))
    };
    let lines = rows.into_iter().map(line).collect_view();
    view! {
        <figure class="lesson-figure">
            <figcaption>{caption}<span class="figure">{named}</span></figcaption>
            {lines}
        </figure>
    }
}

/// A cell as a path.
fn cell(place: usize) -> String {
    format!("M{place} 0h1.03v1h-1.03z")
}

/// The cells of each shade: first those above zero, from faint to full, then those below.
fn shades(values: &[f32], scale: f32) -> Vec<String> {
    let mut paths = vec![String::new(); 2 * N_SHADES];
    for (place, &x) in values.iter().enumerate() {
        // A root lets small numbers be seen.
        let shade = ((x.abs() / scale).sqrt() * N_SHADES as f32).ceil() as usize;
        if shade > 0 {
            let path = &mut paths[shade.min(N_SHADES) - 1 + if x < 0.0 { N_SHADES } else { 0 }];
            // Writing to a string cannot fail.
            let _ = path.write_str(&cell(place));
        }
    }
    paths
}
