//! The map of words: its canvases, and what is shown on them.

use std::sync::Arc;

use leptos::{ev, html, prelude::*};
use leptos_use::{use_device_pixel_ratio, use_media_query};

use crate::{
    chart::Coloring,
    ui::{
        hints::Hint,
        page::{
            dialogs::{keys::MapKeys, word_table::MapTable},
            map::{
                announcer, controls,
                glance::marks,
                legend::Legend,
                painter::Painter,
                pointers::Pointers,
                selection::MapSelection,
                stage::{N_LAYERS, Stage},
                toolbar::MapToolbar,
                walker::Walker,
            },
            parts::idle::{InATask, WhenIdle},
            state::Page,
        },
    },
};

/// The map, with its toolbar above it and its legend below.
#[component]
pub fn WordMap() -> impl IntoView {
    let page = Page::of_context();
    let painter = Painter::new(page);
    let area = NodeRef::<html::Div>::new();
    let layers: [NodeRef<html::Canvas>; N_LAYERS] = std::array::from_fn(|_| NodeRef::new());
    let coloring = Memo::new(move |_| Arc::new(page.coloring()));
    Effect::new(move |_| {
        if let [Some(points), Some(districts), Some(labels), Some(marked), Some(overlay)] =
            layers.map(|layer| layer.get())
        {
            painter.stage.set_value(Stage::new([points, districts, labels, marked, overlay]));
        }
    });
    show_on_stage(page, painter, area, coloring);
    let said = announcer::words_said(page);
    let pointers = Pointers::new(page, painter);
    let walker = Walker::new(page, painter);

    view! {
        <section class="map" aria-label="Map">
            <h2 class="visually-hidden">"Map"</h2>
            <div class="map-area" node_ref=area>
                <canvas class="map-layer" node_ref=layers[0] aria-hidden="true"></canvas>
                <canvas class="map-layer map-districts" node_ref=layers[1] aria-hidden="true"></canvas>
                <canvas class="map-layer" node_ref=layers[2] aria-hidden="true"></canvas>
                <canvas class="map-layer" node_ref=layers[3] aria-hidden="true"></canvas>
                <canvas
                    class="map-layer map-overlay"
                    class:is-dragging=pointers.is_dragging
                    class:is-over-word=move || page.words.hovered.get().is_some()
                    class:has-pen=move || page.map.pen.with(Option::is_some)
                    node_ref=layers[4]
                    tabindex="0"
                    role="application"
                    aria-label="Map of words"
                    aria-describedby="map-keys"
                    on:pointerdown=move |event| pointers.press(&event)
                    on:pointermove=move |event| pointers.shift(&event)
                    on:pointerup=move |event| pointers.release(&event)
                    on:pointercancel=move |event| pointers.cancel(&event)
                    on:pointerleave=move |event| pointers.leave(&event)
                    on:touchstart=move |event| Pointers::keep_two_fingers(&event)
                    on:touchmove=move |event| Pointers::keep_two_fingers(&event)
                    on:dblclick=move |_: ev::MouseEvent| pointers.double_click()
                    on:wheel=move |event| pointers.turn_wheel(&event)
                    on:keydown=move |event| walker.press(&event)
                    on:blur=move |_| walker.stop()
                ></canvas>
                <p class="map-hint" class:is-shown=pointers.has_scrolled aria-hidden="true">"Two fingers move the map"</p>
                <InATask><MapToolbar /></InATask>
                <div class="map-foot">
                    {move || page.shows_hint(Hint::Hover).then(|| view! {
                        <p class="map-first first-hint map-control">"Point at a word: its nearest light up."</p>
                    })}
                    <InATask>
                        <MapSelection />
                        <Legend coloring=coloring />
                    </InATask>
                </div>
            </div>
            <p id="map-keys" class="visually-hidden">
                "Arrow keys walk from word to word, Enter pins, Escape clears, plus and minus zoom, 0 shows all, slash searches, "
                "question mark lists the keys."
            </p>
            <p class="visually-hidden" aria-live="polite">{said}</p>
            <WhenIdle>
                <MapKeys />
                <MapTable />
            </WhenIdle>
        </section>
    }
}

/// Puts on the stage what the page knows, whenever it changes.
fn show_on_stage(page: Page, painter: Painter, area: NodeRef<html::Div>, coloring: Memo<Arc<Coloring>>) {
    let room = controls::use_room(area);
    let pixel_ratio = use_device_pixel_ratio();
    let has_contrast = use_media_query("(prefers-contrast: more), (forced-colors: active)");
    Effect::new(move |_| {
        let (room, ratio) = (room.get(), pixel_ratio.get());
        painter.change(|stage| stage.resize(room.viewport, ratio, room.obstacles));
    });
    Effect::new(move |_| {
        let (mode, has_contrast) = (page.theme.mode.get(), has_contrast.get());
        painter.change(|stage| stage.set_mode(mode, has_contrast));
    });
    Effect::new(move |_| {
        let opened = page.run.opened.get();
        painter.change(|stage| stage.set_opened(opened));
    });
    Effect::new(move |_| {
        let frame = page.shown_frame();
        painter.change(|stage| stage.set_frame(frame, painter.take_off()));
    });
    Effect::new(move |_| {
        let coloring = coloring.get();
        let hidden = page.map.hidden_classes.get();
        painter.change(|stage| stage.set_coloring(coloring, hidden));
    });
    Effect::new(move |_| {
        let selected = page.map.selected.get();
        painter.change(|stage| stage.set_selected(selected));
    });
    Effect::new(move |_| {
        let marks = marks(page);
        painter.change(|stage| stage.set_marks(marks));
    });
    Effect::new(move |_| {
        if let Some(word_id) = page.words.fly_to.get() {
            painter.change(|stage| stage.fly_to(word_id, painter.take_off()));
            page.has_set_out();
        }
    });
    Effect::new(move |_| {
        if let Some(kind) = page.map.wanted_picture.get() {
            page.has_made_picture();
            let name = format!("{}-map", page.file_stem());
            match painter.ask(|stage| stage.picture(&page.picture_captions())) {
                Some(svg) => {
                    page.save_picture(kind, &name, svg, Page::has_saved_picture);
                }
                None => page.has_saved_picture(&name, false),
            }
        }
    });
}
