//! Fingers, mouse and pens on the map: what a [`Gesture`] makes of them is done here.

use std::time::Duration;

use leptos::prelude::*;
use leptos_use::use_media_query;
use wasm_bindgen::JsCast;
use web_sys::{Element, MouseEvent, PointerEvent, TouchEvent, WheelEvent};

use super::painter::Painter;
use crate::ui::{
    gestures::{Act, Contact, Gesture, Pen},
    page::state::Page,
};

/// CSS pixels of a line, where a wheel counts in lines.
const WHEEL_LINE_PX: f64 = 16.0;
/// How long a finger must hold still to pin a word.
const LONG_PRESS: Duration = Duration::from_millis(500);
/// How long a click on nothing waits for another: together they are a double click, which clears nothing.
const DOUBLE_CLICK: Duration = Duration::from_millis(400);
/// Where the map would hold a reader who swipes over it: one finger scrolls the page there, and two move the map. `map.css`
/// has the same.
const IS_LOW: &str = "(max-width: 900px) and (max-height: 480px)";
/// How long the hint stays that two fingers move the map.
const HINT: Duration = Duration::from_millis(1600);

/// The pointers on the map.
#[derive(Clone, Copy)]
pub(super) struct Pointers {
    page: Page,
    painter: Painter,
    gesture: StoredValue<Gesture>,
    is_low: Signal<bool>,
    /// Whether the map is being dragged.
    pub(super) is_dragging: RwSignal<bool>,
    /// Whether a finger has just scrolled the page where it may have meant the map.
    pub(super) has_scrolled: RwSignal<bool>,
}

impl Pointers {
    pub(super) fn new(page: Page, painter: Painter) -> Self {
        Self {
            page,
            painter,
            gesture: StoredValue::new(Gesture::default()),
            is_low: use_media_query(IS_LOW),
            is_dragging: RwSignal::new(false),
            has_scrolled: RwSignal::new(false),
        }
    }

    pub(super) fn press(self, event: &PointerEvent) {
        if event.button() != 0 {
            return;
        }
        if let Some(canvas) = event.current_target().and_then(|target| target.dyn_into::<Element>().ok()) {
            // A pointer that went away already cannot be captured; its release will follow.
            let _ = canvas.set_pointer_capture(event.pointer_id());
        }
        let pen = Pen::of(event.shift_key(), event.alt_key(), self.page.map.pen.get_untracked());
        let press =
            self.gesture.try_update_value(|gesture| gesture.press(contact(event), event.is_primary(), pen)).flatten();
        self.act(Act::Rest);
        if let Some(press) = press {
            set_timeout(move || self.hand(|gesture| gesture.ripen(press)), LONG_PRESS);
        }
    }

    pub(super) fn shift(self, event: &PointerEvent) {
        self.hand(|gesture| gesture.shift(contact(event)));
    }

    pub(super) fn release(self, event: &PointerEvent) {
        self.hand(|gesture| gesture.release(contact(event)));
    }

    pub(super) fn leave(self, event: &PointerEvent) {
        self.hand(|gesture| gesture.leave(contact(event)));
    }

    pub(super) fn cancel(self, event: &PointerEvent) {
        self.hand(|gesture| gesture.cancel(contact(event)));
        if contact(event).is_finger && self.is_low.get_untracked() {
            self.has_scrolled.set(true);
            let forget = move || {
                // The page may be gone by then.
                let _ = self.has_scrolled.try_set(false);
            };
            set_timeout(forget, HINT);
        }
    }

    /// Two fingers are the map's, even where one scrolls the page.
    pub(super) fn keep_two_fingers(event: &TouchEvent) {
        if event.touches().length() > 1 && event.cancelable() {
            event.prevent_default();
        }
    }

    pub(super) fn turn_wheel(self, event: &WheelEvent) {
        event.prevent_default();
        let unit = match event.delta_mode() {
            WheelEvent::DOM_DELTA_LINE => WHEEL_LINE_PX,
            WheelEvent::DOM_DELTA_PAGE => self.painter.ask(|stage| Some(stage.height())).unwrap_or(1.0),
            _ => 1.0,
        };
        self.painter.change(|stage| stage.zoom(at(event), event.delta_y() * unit));
    }

    /// Shows all. Neither click on nothing clears anything then.
    pub(super) fn double_click(self) {
        self.gesture.update_value(Gesture::double_click);
        self.painter.change(|stage| stage.fit(self.painter.take_off()));
    }

    fn hand(self, event: impl FnOnce(&mut Gesture) -> Act) {
        if let Some(act) = self.gesture.try_update_value(event) {
            self.act(act);
        }
    }

    fn act(self, act: Act) {
        let Self { page, painter, .. } = self;
        match act {
            Act::Rest | Act::Outline => {}
            Act::Hover(at) => page.hover(painter.ask(|stage| stage.word_at(at))),
            Act::Leave => page.hover(None),
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
            Act::Click { at, press } => match painter.ask(|stage| stage.word_at(at)) {
                Some(word_id) => page.choose_word(Some(word_id)),
                None => self.clear_later(press),
            },
            Act::Tap { at, press } => match painter.ask(|stage| stage.word_at(at)) {
                None if page.words.hovered.get_untracked().is_none() => self.clear_later(press),
                word_id => page.hover(word_id),
            },
            Act::Hold(at) => page.choose_word(painter.ask(|stage| stage.word_at(at))),
            Act::Enclose(outline) => {
                page.select(painter.ask(|stage| Some(stage.words_within(&outline))).unwrap_or_default());
                page.take_pen(None);
            }
        }
        self.show();
    }

    /// Shows what is dragged and drawn, and what is so no longer.
    fn show(self) {
        let (is_dragging, outline) =
            self.gesture.with_value(|gesture| (gesture.is_dragging(), gesture.outline().to_vec()));
        if self.is_dragging.get_untracked() != is_dragging {
            self.is_dragging.set(is_dragging);
        }
        if self.painter.ask(|stage| Some(stage.outline() != outline)) == Some(true) {
            self.page.hover(None);
            self.painter.change(|stage| stage.set_outline(outline));
        }
    }

    /// Clears what is pinned and marked, if no other press follows.
    fn clear_later(self, press: u32) {
        let clear = move || {
            if self.gesture.try_with_value(|gesture| gesture.is_last(press)) == Some(true) {
                self.page.select(Vec::new());
                self.page.choose_word(None);
            }
        };
        set_timeout(clear, DOUBLE_CLICK);
    }
}

fn contact(event: &PointerEvent) -> Contact {
    Contact { id: event.pointer_id(), at: at(event), is_finger: event.pointer_type() == "touch" }
}

/// Where an event happened on the canvas, in CSS pixels.
fn at(event: &MouseEvent) -> [f64; 2] {
    [f64::from(event.offset_x()), f64::from(event.offset_y())]
}
