//! The page's clock.

use leptos::prelude::window;

/// Milliseconds since the page was opened.
pub fn now_ms() -> f64 {
    window().performance().map_or(0.0, |performance| performance.now())
}

/// The day as the reader's calendar has it, as a number: 20251126.
pub fn today() -> u32 {
    let now = js_sys::Date::new_0();
    now.get_full_year() * 10_000 + (now.get_month() + 1) * 100 + now.get_date()
}
