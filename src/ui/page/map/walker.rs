//! The keyboard on the map: what keys mean is in [`keys`](crate::ui::keys).

use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::painter::Painter;
use crate::{
    chart::Direction,
    ui::{
        keys::{Clearing, MapKey},
        page::state::Page,
    },
};

/// The reader who walks from word to word.
#[derive(Clone, Copy)]
pub(super) struct Walker {
    page: Page,
    painter: Painter,
    /// Whether the hovered word was walked to. One that a finger tapped stays when the focus goes elsewhere.
    has_walked: StoredValue<bool>,
}

impl Walker {
    pub(super) fn new(page: Page, painter: Painter) -> Self {
        Self { page, painter, has_walked: StoredValue::new(false) }
    }

    pub(super) fn press(self, event: &KeyboardEvent) {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let Some(key) = MapKey::of(&event.key()) else { return };
        let Self { page, painter, .. } = self;
        match key {
            MapKey::Walk(direction) => self.walk(direction),
            MapKey::Pin => {
                if let Some(word_id) = page.words.hovered.get_untracked() {
                    page.choose_word(Some(word_id));
                }
            }
            MapKey::Clear => self.clear(),
            MapKey::Zoom(factor) => painter.change(|stage| stage.scale_about_middle(factor)),
            MapKey::ShowAll => painter.change(|stage| stage.fit(painter.take_off())),
            MapKey::ListKeys => page.show_keys(true),
        }
        event.prevent_default();
    }

    /// The focus goes elsewhere.
    pub(super) fn stop(self) {
        if self.has_walked.get_value() {
            self.has_walked.set_value(false);
            self.page.hover(None);
        }
    }

    fn walk(self, direction: Direction) {
        let Self { page, painter, .. } = self;
        let from = page.words.hovered.get_untracked().or(page.words.pinned.get_untracked());
        if let Some(next) = painter.ask(|stage| stage.word_beside(from, direction)) {
            self.has_walked.set_value(true);
            page.hover(Some(next));
            painter.change(|stage| stage.reveal(next, painter.take_off()));
        }
    }

    fn clear(self) {
        let page = self.page;
        let has_pen = page.map.pen.with_untracked(Option::is_some);
        let has_word = page.words.hovered.get_untracked().is_some() || page.words.pinned.get_untracked().is_some();
        let has_marks = page.map.selected.with_untracked(|selected| !selected.is_empty());
        match Clearing::of(has_pen, has_word, has_marks) {
            Some(Clearing::Pen) => page.take_pen(None),
            Some(Clearing::Word) => {
                page.hover(None);
                page.pin(None);
            }
            Some(Clearing::Marks) => page.select(Vec::new()),
            None => {}
        }
    }
}
