//! The map of words: its canvases, and what pointer and keyboard do on them.

use std::{sync::Arc, time::Duration};

use leptos::{ev, html, prelude::*};
use leptos_use::{use_device_pixel_ratio, use_media_query, use_resize_observer};
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent, PointerEvent, WheelEvent};

use crate::{
    chart::{Direction, Viewport},
    ui::{
        gestures::{Act, Gesture, Pen},
        page::{
            dialogs::{keys::MapKeys, word_table::MapTable},
            map::{
                announcer,
                glance::{marks, obstacles},
                legend::Legend,
                painter::Painter,
                replay::MapReplay,
                selection::MapSelection,
                stage::{N_LAYERS, Stage},
                toolbar::MapToolbar,
            },
            state::{Page, now_ms},
        },
    },
};

/// CSS pixels of a line, where a wheel counts in lines.
const WHEEL_LINE_PX: f64 = 16.0;
/// Zoom of one press of `+`.
const KEY_ZOOM: f64 = 1.25;
/// How long a finger must hold still to pin a word.
const LONG_PRESS: Duration = Duration::from_millis(500);
/// Two clicks within this time are a double click.
const DOUBLE_CLICK: Duration = Duration::from_millis(300);

/// The map, with its toolbar above it and its legend below.
#[component]
pub fn WordMap() -> impl IntoView {
    let page = Page::of_context();
    let painter = Painter::new(page);
    let area = NodeRef::<html::Div>::new();
    let layers: [NodeRef<html::Canvas>; N_LAYERS] = std::array::from_fn(|_| NodeRef::new());
    let pixel_ratio = use_device_pixel_ratio();
    let size = RwSignal::new(Viewport { width: 0.0, height: 0.0 });
    let prefers_stillness = use_media_query("(prefers-reduced-motion: reduce)");
    let take_off = move || (!prefers_stillness.get_untracked()).then(now_ms);

    let coloring = Memo::new(move |_| Arc::new(page.coloring()));
    let generation = Memo::new(move |_| page.run.opened.with(|opened| opened.as_ref().map(|opened| opened.generation)));
    use_resize_observer(area, move |_, _| {
        if let Some(area) = area.get_untracked() {
            let bounds = area.get_bounding_client_rect();
            size.set(Viewport { width: bounds.width(), height: bounds.height() });
        }
    });
    Effect::new(move |_| {
        if let [Some(points), Some(districts), Some(labels), Some(marked), Some(overlay)] =
            layers.map(|layer| layer.get())
        {
            painter.stage.set_value(Stage::new([points, districts, labels, marked, overlay]));
        }
    });
    Effect::new(move |_| {
        let (viewport, ratio) = (size.get(), pixel_ratio.get());
        // The record of a run changes often, and no control its size with it.
        generation.track();
        page.map.track_controls();
        // The controls over the map change with these; by the next frame of the screen it has its new size.
        request_animation_frame(move || {
            let obstacles = area.get_untracked().map(|area| obstacles(&area)).unwrap_or_default();
            painter.change(|stage| stage.resize(viewport, ratio, obstacles));
        });
    });
    let has_contrast = use_media_query("(prefers-contrast: more), (forced-colors: active)");
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
        painter.change(|stage| stage.set_frame(frame, take_off()));
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
            painter.change(|stage| stage.fly_to(word_id, take_off()));
            page.has_set_out();
        }
    });

    Effect::new(move |_| {
        if let Some(kind) = page.map.wanted_picture.get() {
            page.has_made_picture();
            if let Some(svg) = painter.ask(|stage| stage.picture(&page.picture_captions())) {
                page.save_picture(kind, "map", svg);
            }
        }
    });

    // A click on nothing clears, unless it is the first of two: those show all.
    let clearing = StoredValue::new(None::<TimeoutHandle>);
    let keep = move || {
        if let Some(clearing) = clearing.try_update_value(Option::take).flatten() {
            clearing.clear();
        }
    };
    let clear_later = move || {
        keep();
        let clear = move || {
            page.select(Vec::new());
            page.choose_word(None);
        };
        clearing.set_value(set_timeout_with_handle(clear, DOUBLE_CLICK).ok());
    };
    let gesture = StoredValue::new(Gesture::default());
    let is_dragging = RwSignal::new(false);
    let act = move |act: Act| {
        is_dragging.set(gesture.with_value(Gesture::is_dragging));
        match act {
            Act::Rest => {}
            Act::Hover(at) => page.hover(painter.ask(|stage| stage.word_at(at))),
            Act::Pan(moved) => {
                page.hover(None);
                painter.change(|stage| stage.pan(moved));
            }
            Act::Pinch { center, factor, moved } => {
                page.hover(None);
                painter.change(|stage| {
                    stage.pan(moved);
                    stage.scale(center, factor);
                });
            }
            Act::Click(at) => match painter.ask(|stage| stage.word_at(at)) {
                Some(word_id) => page.choose_word(Some(word_id)),
                None => clear_later(),
            },
            Act::Outline => {
                page.hover(None);
                let outline = gesture.with_value(|gesture| gesture.outline().to_vec());
                painter.change(|stage| stage.set_outline(outline));
            }
            Act::Enclose => {
                let outline = gesture.try_update_value(Gesture::take_outline).unwrap_or_default();
                page.select(painter.ask(|stage| Some(stage.words_within(&outline))).unwrap_or_default());
                page.take_lasso(false);
                painter.change(|stage| stage.set_outline(Vec::new()));
            }
        }
    };
    let on_press = move |event: PointerEvent| {
        if event.button() != 0 {
            return;
        }
        keep();
        if let Some(canvas) = event.current_target().and_then(|target| target.dyn_into::<Element>().ok()) {
            // A pointer that went away already cannot be captured; its release will follow.
            let _ = canvas.set_pointer_capture(event.pointer_id());
        }
        let pen = match (event.shift_key(), event.alt_key() || page.map.has_lasso.get_untracked()) {
            (_, true) => Some(Pen::Lasso),
            (true, false) => Some(Pen::Box),
            (false, false) => None,
        };
        let press = gesture.try_update_value(|gesture| {
            let press = gesture.press(event.pointer_id(), at(&event));
            gesture.draw_with(pen);
            press
        });
        // A finger cannot hover: a short touch shows a word's neighbors, a long one pins it.
        if event.pointer_type() == "touch" {
            let spot = at(&event);
            set_timeout(
                move || {
                    if gesture.try_with_value(|gesture| press.is_some_and(|press| gesture.is_held(press))) == Some(true)
                    {
                        gesture.update_value(Gesture::end_press);
                        page.choose_word(painter.ask(|stage| stage.word_at(spot)));
                    }
                },
                LONG_PRESS,
            );
        }
    };
    let on_shift = move |event: PointerEvent| {
        let next = gesture.try_update_value(|gesture| gesture.shift(event.pointer_id(), at(&event)));
        // A finger does not hover.
        let is_touch_hover = event.pointer_type() == "touch" && matches!(next, Some(Act::Hover(_)));
        act(next.filter(|_| !is_touch_hover).unwrap_or(Act::Rest));
    };
    let on_release = move |event: PointerEvent| {
        let released = gesture.try_update_value(|g| g.release(event.pointer_id(), at(&event))).unwrap_or(Act::Rest);
        match released {
            Act::Click(at) if event.pointer_type() == "touch" => act(Act::Hover(at)),
            _ => act(released),
        }
    };
    let on_cancel = move |event: PointerEvent| {
        gesture.update_value(|gesture| gesture.cancel(event.pointer_id()));
        is_dragging.set(false);
        painter.change(|stage| stage.set_outline(Vec::new()));
    };
    let on_wheel = move |event: WheelEvent| {
        event.prevent_default();
        let unit = match event.delta_mode() {
            WheelEvent::DOM_DELTA_LINE => WHEEL_LINE_PX,
            WheelEvent::DOM_DELTA_PAGE => size.get_untracked().height,
            _ => 1.0,
        };
        painter.change(|stage| stage.zoom(at(&event), event.delta_y() * unit));
    };
    let walk = move |direction: Direction| {
        let from = page.words.hovered.get_untracked().or(page.words.pinned.get_untracked());
        if let Some(next) = painter.ask(|stage| stage.word_beside(from, direction)) {
            page.hover(Some(next));
            painter.change(|stage| stage.reveal(next, take_off()));
        }
    };
    let on_key = move |event: KeyboardEvent| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        match event.key().as_str() {
            "ArrowLeft" => walk(Direction::Left),
            "ArrowRight" => walk(Direction::Right),
            "ArrowUp" => walk(Direction::Up),
            "ArrowDown" => walk(Direction::Down),
            "Enter" => {
                if let Some(word_id) = page.words.hovered.get_untracked() {
                    page.choose_word(Some(word_id));
                }
            }
            "Escape" => {
                page.hover(None);
                page.select(Vec::new());
                page.pin(None);
            }
            "+" | "=" => painter.change(|stage| stage.scale_about_middle(KEY_ZOOM)),
            "-" => painter.change(|stage| stage.scale_about_middle(1.0 / KEY_ZOOM)),
            "?" => page.show_keys(true),
            "0" => painter.change(|stage| stage.fit(take_off())),
            _ => return,
        }
        event.prevent_default();
    };

    let said = announcer::words_said(page);

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
                    class:is-dragging=is_dragging
                    class:is-over-word=move || page.words.hovered.get().is_some()
                    class:has-pen=*page.map.has_lasso
                    node_ref=layers[4]
                    tabindex="0"
                    role="application"
                    aria-label="Map of words"
                    aria-describedby="map-keys"
                    on:pointerdown=on_press
                    on:pointermove=on_shift
                    on:pointerup=on_release
                    on:pointercancel=on_cancel
                    on:pointerleave=move |event: PointerEvent| {
                        // A finger that is lifted leaves what it showed.
                        if event.pointer_type() != "touch" {
                            page.hover(None);
                        }
                    }
                    on:dblclick=move |_: ev::MouseEvent| {
                        keep();
                        painter.change(|stage| stage.fit(take_off()));
                    }
                    on:wheel=on_wheel
                    on:keydown=on_key
                    on:blur=move |_| page.hover(None)
                ></canvas>
                <MapToolbar />
                <MapSelection />
                <MapReplay />
                <Legend coloring=coloring />
            </div>
            <p id="map-keys" class="visually-hidden">
                "Arrow keys walk from word to word, Enter pins, Escape clears, plus and minus zoom, 0 shows all, slash searches, "
                "question mark lists the keys."
            </p>
            <p class="visually-hidden" aria-live="polite">{said}</p>
            <MapKeys />
            <MapTable />
        </section>
    }
}

/// Where an event happened on the canvas, in CSS pixels.
fn at(event: &ev::MouseEvent) -> [f64; 2] {
    [f64::from(event.offset_x()), f64::from(event.offset_y())]
}
