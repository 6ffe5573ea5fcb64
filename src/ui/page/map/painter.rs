//! When the map is painted: at most once for each frame of the screen, and not more often than the page can bear.

use std::time::Duration;

use leptos::prelude::*;

use super::stage::Stage;
use crate::ui::page::{boot, clock::now_ms, state::Page};

/// A painting that takes longer than this, two thirds of the screen's interval, makes the next frame wait.
const DEAR_MS: f64 = 11.0;
/// How long it waits, as a multiple of what the painting took.
const PAUSE_FOR_COST: f64 = 3.0;

/// The stage and its next painting.
#[derive(Clone, Copy)]
pub(super) struct Painter {
    page: Page,
    pub(super) stage: StoredValue<Option<Stage>, LocalStorage>,
    is_scheduled: StoredValue<bool>,
}

impl Painter {
    pub(super) fn new(page: Page) -> Self {
        Self { page, stage: StoredValue::new_local(None), is_scheduled: StoredValue::new(false) }
    }

    /// Changes what is on the stage, and paints at the next frame of the screen.
    pub(super) fn change(self, change: impl FnOnce(&mut Stage)) {
        self.stage.update_value(|stage| {
            if let Some(stage) = stage {
                change(stage);
            }
        });
        self.schedule();
    }

    pub(super) fn ask<T>(self, question: impl FnOnce(&Stage) -> Option<T>) -> Option<T> {
        self.stage.with_value(|stage| stage.as_ref().and_then(question))
    }

    /// When a flight over the map begins that is asked for now; none where the reader prefers stillness.
    pub(super) fn take_off(self) -> Option<f64> {
        (!self.page.prefers_stillness.get_untracked()).then(now_ms)
    }

    fn schedule(self) {
        if !self.is_scheduled.get_value() {
            self.is_scheduled.set_value(true);
            request_animation_frame(move || self.paint());
        }
    }

    fn paint(self) {
        self.is_scheduled.set_value(false);
        let start_ms = now_ms();
        let painted = self.stage.try_update_value(|stage| stage.as_mut().map(|stage| stage.paint(start_ms))).flatten();
        let Some(painted) = painted else { return };
        if let Some(serial) = painted.shown {
            boot::uncover_map();
            // Once the browser has put the canvases together as well.
            set_timeout(move || self.acknowledge(serial, now_ms() - start_ms), Duration::ZERO);
        }
        if painted.is_moving {
            self.schedule();
        }
    }

    /// Asks the worker for the next frame: at once, or later where painting is dear, so that the page has time for its reader.
    fn acknowledge(self, serial: u32, cost_ms: f64) {
        let page = self.page;
        if cost_ms < DEAR_MS {
            return page.has_drawn(serial);
        }
        set_timeout(move || page.has_drawn(serial), Duration::from_secs_f64(PAUSE_FOR_COST * cost_ms / 1000.0));
    }
}
