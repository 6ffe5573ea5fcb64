//! The cosines of chosen words with each other.

use leptos::{ev, html, prelude::*};
use wasm_bindgen::{Clamped, JsCast};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement, ImageData, KeyboardEvent};

use crate::{
    chart::{HeatmapLayout, HeatmapView, draw_heatmap, format, heatmap, heatmap_pixels},
    protocol::{HeatmapOrder, Slot},
    ui::{
        page::{
            parts::{canvas::use_chart, example_menu::ExampleMenu, unknown_word::UnknownWord, word_input::WordInput},
            state::{Heatmap, Page, Picture, Reply, Session},
        },
        phrases,
    },
};

/// Orders of rows and columns, as the page names them.
const ORDERS: [(HeatmapOrder, &str); 3] =
    [(HeatmapOrder::Input, "input"), (HeatmapOrder::Topic, "topic"), (HeatmapOrder::Cluster, "cluster")];

/// Words field, heatmap, and the value under the pointer.
#[component]
pub fn HeatmapPanel() -> impl IntoView {
    let page = Page::of_context();
    let canvas = NodeRef::<html::Canvas>::new();
    let cells = NodeRef::<html::Canvas>::new();
    let text = RwSignal::new(String::new());
    let cell = RwSignal::new(None::<(usize, usize)>);
    // The last good answer stays while another is refused.
    let shown = Memo::new(move |old: Option<&Heatmap>| match page.heatmap.reply.get() {
        Reply::Good(heatmap) => heatmap,
        _ => old.cloned().unwrap_or_default(),
    });
    // Where the joined words are now: rows and columns move with the vectors.
    let pinned = Memo::new(move |_| {
        let joined = page.words.joined.get()?;
        let [row, column] =
            shown.with(|shown| joined.map(|joined| shown.word_ids.iter().position(|&word_id| word_id == joined)));
        Some((row?, column?))
    });
    Effect::new(move |_| text.set(page.heatmap.words.with(|words| words.join(" "))));

    let size = use_chart(canvas, move |root, viewport, pixel_ratio| {
        let mode = page.theme.mode.get();
        let (hovered, pinned) = (cell.get(), pinned.get());
        shown.with(|Heatmap { words, cosines, .. }| {
            let layout = heatmap::layout_of(words, viewport.width, viewport.height);
            let view = HeatmapView { words, cosines, mode, hovered, pinned, pixel_ratio };
            // A canvas that the browser has lost shows nothing; there is nowhere left to say so.
            let _ = draw_heatmap(root, &view, &layout);
            if let Some(cells) = cells.get() {
                show_pixels(&cells, &view, &layout);
            }
        });
    });

    let cell_at = move |event: &ev::MouseEvent| {
        let viewport = size.get_untracked();
        let point = [event.offset_x().into(), event.offset_y().into()];
        shown.with_untracked(|shown| heatmap::layout_of(&shown.words, viewport.width, viewport.height).cell_at(point))
    };
    let pin = move |cell: Option<(usize, usize)>| {
        let word_ids = shown.with_untracked(|Heatmap { word_ids, .. }| {
            let (row, column) = cell?;
            Some([*word_ids.get(row)?, *word_ids.get(column)?])
        });
        match word_ids {
            Some(pair) => page.join(pair),
            None => page.part(),
        }
    };
    let on_key = move |event: KeyboardEvent| {
        let n = shown.with_untracked(|shown| shown.words.len());
        if n == 0 {
            return;
        }
        let (row, column) = cell.get_untracked().or(pinned.get_untracked()).unwrap_or((0, 0));
        let next = match event.key().as_str() {
            "ArrowLeft" => (row, column.saturating_sub(1)),
            "ArrowRight" => (row, (column + 1).min(n - 1)),
            "ArrowUp" => (row.saturating_sub(1), column),
            "ArrowDown" => ((row + 1).min(n - 1), column),
            "Enter" => {
                pin(Some((row, column)));
                (row, column)
            }
            "Escape" => {
                pin(None);
                (row, column)
            }
            _ => return,
        };
        event.prevent_default();
        cell.set(Some(next));
    };
    // The cell that is read: its two words and its cosine.
    let pair = Memo::new(move |_| {
        let (row, column) = cell.get().or(pinned.get())?;
        shown.with(|Heatmap { words, cosines, .. }| {
            let cosine = cosines.get(row * words.len() + column)?;
            Some(([words.get(row)?.clone(), words.get(column)?.clone()], format::cosine((*cosine).into())))
        })
    });
    let value = move || {
        pair.get().map(|([row, column], cosine)| {
            view! { <span class="heatmap-pair"><bdi>{row}</bdi> " · " <bdi>{column}</bdi> " "</span> {cosine} }
        })
    };
    // Said where another cell is chosen or training rests, not at each new cosine.
    let said = Memo::new(move |old: Option<&Option<([String; 2], String)>>| {
        let (new, old) = (pair.get(), old.cloned().flatten());
        let is_same_cell = new.as_ref().map(|new| &new.0) == old.as_ref().map(|old| &old.0);
        if is_same_cell && page.session.get() == Session::Training { old } else { new }
    });
    let said = move || said.get().map(|([row, column], cosine)| format!("{row} · {column} {cosine}"));
    let summary = move || shown.with(|shown| phrases::heatmap_summary(&shown.words, &shown.cosines));
    let commit = move |list: String| {
        let words = page.words_of(&list);
        if words != page.heatmap.words.get_untracked() {
            page.compare(words);
        }
    };
    let names = Memo::new(move |_| page.word_list_names());
    let choose = move |place: usize| {
        if let Some(words) = page.word_list(place) {
            page.compare(words);
        }
    };
    let mishap = move || match page.heatmap.reply.get() {
        Reply::Unknown(unknown) => {
            let on_pick = move |(wrong, right): (String, String)| {
                page.mend_heatmap(&wrong, &right);
            };
            Some(view! { <UnknownWord unknown=unknown on_pick=on_pick /> }.into_any())
        }
        Reply::Refused(message) => Some(view! { <p class="mishap" role="alert">{message}</p> }.into_any()),
        Reply::Nothing | Reply::Good(_) => None,
    };
    let composed = move || {
        let said = shown.with(|shown| page.composed_among(&shown.words))?;
        Some(view! { <p class="notice" role="status">{said}</p> })
    };
    let save = move |kind: Option<Picture>, name: &'static str, label: &'static str| {
        view! {
            <button
                type="button"
                class="chip"
                aria-label=label
                on:click=move |_| shown.with_untracked(|shown| page.save_heatmap(shown, kind))
            >
                {name}
            </button>
        }
    };
    view! {
        <section class="panel heatmap" aria-label="Heatmap">
            <div class="panel-head">
                <h2>"Cosine heatmap"</h2>
                <span class="aside figure">{value}</span>
                <span class="visually-hidden" role="status">{said}</span>
            </div>
            <div class="heatmap-area" class:is-late=move || page.line.is_waiting(Slot::Heatmap) class:is-large=move || shown.with(|shown| heatmap::is_large(shown.words.len()))>
                <canvas class="heatmap-cells" node_ref=cells aria-hidden="true"></canvas>
                <canvas
                    class="heatmap-chart"
                    node_ref=canvas
                    tabindex="0"
                    role="application"
                    aria-label=summary
                    aria-describedby="heatmap-keys"
                    on:pointermove=move |event: ev::PointerEvent| cell.set(cell_at(&event))
                    on:pointerleave=move |_| cell.set(None)
                    on:click=move |event: ev::MouseEvent| pin(cell_at(&event))
                    on:keydown=on_key
                    on:blur=move |_| cell.set(None)
                ></canvas>
            </div>
            {composed}
            <p id="heatmap-keys" class="visually-hidden">
                "Arrow keys go from cell to cell, Enter shows both words on the map, Escape clears them."
            </p>
            <div class="heatmap-tools">
                <Order />
                {save(Some(Picture::Png), "PNG", "Save as PNG")}
                {save(Some(Picture::Svg), "SVG", "Save as SVG")}
                {save(None, "CSV", "Save as CSV")}
            </div>
            <div class="heatmap-words">
                <WordInput name="Heatmap words" id="heatmap-words" value=text is_list=true on_commit=commit />
                <ExampleMenu label="Words from" prompt="from …" names=names on_choose=choose />
            </div>
            {mishap}
        </section>
    }
}

/// How rows and columns are ordered; by topic only where the text has some.
#[component]
fn Order() -> impl IntoView {
    let page = Page::of_context();
    let has_topics = Memo::new(move |_| page.has_topics());
    let options = move || {
        let orders = ORDERS.into_iter().filter(|(order, _)| has_topics.get() || *order != HeatmapOrder::Topic);
        let option = |(order, name)| {
            let is_chosen = move || page.heatmap.order.get() == order;
            view! { <option selected=is_chosen>{name}</option> }
        };
        orders.map(option).collect_view()
    };
    let choose = move |event| {
        let name = event_target_value(&event);
        if let Some((order, _)) = ORDERS.into_iter().find(|(_, known)| *known == name) {
            page.order_heatmap(order);
        }
    };
    view! { <label>"order" <select aria-label="Order" on:change=choose>{options}</select></label> }
}

/// The cells of a large heatmap at data resolution, scaled by CSS; hidden while the chart draws them itself.
fn show_pixels(canvas: &HtmlCanvasElement, view: &HeatmapView<'_>, layout: &HeatmapLayout) {
    let style = HtmlElement::style(canvas);
    let set = |name: &str, value: &str| {
        // These names and values are CSS: they are never refused.
        let _ = style.set_property(name, value);
    };
    if !layout.wants_pixels() {
        return set("display", "none");
    }
    let [left, top, right, bottom] = layout.cells();
    set("display", "block");
    set("left", &format!("{left}px"));
    set("top", &format!("{top}px"));
    set("width", &format!("{}px", right - left));
    set("height", &format!("{}px", bottom - top));
    let pixels = heatmap_pixels(view);
    canvas.set_width(pixels.width);
    canvas.set_height(pixels.height);
    let context = canvas.get_context("2d").ok().flatten().and_then(|c| c.dyn_into::<CanvasRenderingContext2d>().ok());
    let image = ImageData::new_with_u8_clamped_array_and_sh(Clamped(&pixels.rgba), pixels.width, pixels.height);
    if let (Some(context), Ok(image)) = (context, image) {
        // It fails for a detached image alone, and this one was made a line ago.
        let _ = context.put_image_data(&image, 0.0, 0.0);
    }
}
