//! The cosines of chosen words with each other.

use leptos::{ev, html, prelude::*};
use wasm_bindgen::{Clamped, JsCast};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement, ImageData, KeyboardEvent};

use super::{
    canvas::use_chart,
    example_menu::ExampleMenu,
    phrases,
    state::{Heatmap, Page, Reply},
    unknown_word::UnknownWord,
    word_input::WordInput,
};
use crate::chart::{HeatmapLayout, HeatmapView, Viewport, draw_heatmap, format, heatmap, heatmap_pixels};

/// Words field, heatmap, and the value under the pointer.
#[component]
pub(super) fn HeatmapPanel() -> impl IntoView {
    let page = Page::of_context();
    let canvas = NodeRef::<html::Canvas>::new();
    let cells = NodeRef::<html::Canvas>::new();
    let text = RwSignal::new(String::new());
    let cell = RwSignal::new(None::<(usize, usize)>);
    // The last good answer stays while another is refused.
    let shown = Memo::new(move |old: Option<&Heatmap>| match page.heatmap.get() {
        Reply::Good(heatmap) => heatmap,
        _ => old.cloned().unwrap_or(Heatmap { words: Vec::new(), cosines: Vec::new() }),
    });
    Effect::new(move |_| text.set(page.heatmap_words.with(|words| words.join(" "))));

    let size = use_chart(canvas, move |root, viewport, pixel_ratio| {
        let mode = page.theme.mode.get();
        let hovered = cell.get();
        shown.with(|Heatmap { words, cosines }| {
            let layout = layout(words, viewport);
            let view = HeatmapView { words, cosines, mode, hovered, pixel_ratio };
            // A canvas that the browser has lost shows nothing; there is nowhere left to say so.
            let _ = draw_heatmap(root, &view, &layout);
            if let Some(cells) = cells.get() {
                show_pixels(&cells, &view, &layout);
            }
        });
    });

    let point_at = move |point: [f64; 2]| {
        cell.set(shown.with_untracked(|shown| layout(&shown.words, size.get_untracked()).cell_at(point)));
    };
    let on_key = move |event: KeyboardEvent| {
        let n = shown.with_untracked(|shown| shown.words.len());
        if n == 0 {
            return;
        }
        let (row, column) = cell.get_untracked().unwrap_or((0, 0));
        let next = match event.key().as_str() {
            "ArrowLeft" => (row, column.saturating_sub(1)),
            "ArrowRight" => (row, (column + 1).min(n - 1)),
            "ArrowUp" => (row.saturating_sub(1), column),
            "ArrowDown" => ((row + 1).min(n - 1), column),
            _ => return,
        };
        event.prevent_default();
        cell.set(Some(next));
    };
    let value = move || {
        let (row, column) = cell.get()?;
        shown.with(|Heatmap { words, cosines }| {
            let cosine = cosines.get(row * words.len() + column)?;
            Some(format!("{} · {}  {}", words.get(row)?, words.get(column)?, format::cosine((*cosine).into())))
        })
    };
    let summary = move || shown.with(|shown| phrases::heatmap_summary(&shown.words, &shown.cosines));
    let commit = move |list: String| {
        let words = phrases::words_of(&list);
        if words != page.heatmap_words.get_untracked() {
            page.heatmap_words.set(words);
            page.ask_heatmap();
        }
    };
    let presets =
        Memo::new(move |_| page.opened.with(|opened| opened.as_ref().map(|o| o.heatmaps.clone()).unwrap_or_default()));
    let names = Signal::derive(move || presets.with(|p| p.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>()));
    let choose = move |place: usize| {
        if let Some((_, words)) = presets.with_untracked(|presets| presets.get(place).cloned()) {
            page.heatmap_words.set(words);
            page.ask_heatmap();
        }
    };
    let mishap = move || match page.heatmap.get() {
        Reply::Unknown(unknown) => {
            let on_pick = move |(wrong, right): (String, String)| {
                page.heatmap_words.update(|words| {
                    for word in words.iter_mut().filter(|word| word.to_lowercase() == wrong.to_lowercase()) {
                        word.clone_from(&right);
                    }
                });
                page.ask_heatmap();
            };
            Some(view! { <UnknownWord unknown=unknown on_pick=on_pick /> }.into_any())
        }
        Reply::Refused(message) => Some(view! { <p class="mishap" role="alert">{message}</p> }.into_any()),
        Reply::Nothing | Reply::Good(_) => None,
    };
    view! {
        <section class="panel heatmap" aria-label="Heatmap">
            <div class="panel-head">
                <h2>"Cosine heatmap"</h2>
                <ExampleMenu label="Heatmap examples" names=names on_choose=choose />
                <span class="aside figure" aria-live="polite">{value}</span>
            </div>
            <div class="heatmap-area">
                <canvas class="heatmap-cells" node_ref=cells aria-hidden="true"></canvas>
                <canvas
                    class="heatmap-chart"
                    node_ref=canvas
                    tabindex="0"
                    role="img"
                    aria-label=summary
                    on:pointermove=move |event: ev::PointerEvent| point_at([event.offset_x().into(), event.offset_y().into()])
                    on:pointerleave=move |_| cell.set(None)
                    on:keydown=on_key
                    on:blur=move |_| cell.set(None)
                ></canvas>
            </div>
            <WordInput name="Heatmap words" id="heatmap-words" value=text is_list=true on_commit=commit />
            {mishap}
        </section>
    }
}

fn layout(words: &[String], viewport: Viewport) -> HeatmapLayout {
    let longest = words.iter().map(|word| word.chars().count()).max().unwrap_or(0);
    // Six tenths of its height is the width of a letter in the fonts of screens, near enough for a margin.
    let longest_px = longest as f64 * heatmap::LABEL_PX * 0.6;
    heatmap::layout(words.len(), viewport.width, viewport.height, longest_px)
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
