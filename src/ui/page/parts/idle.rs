//! What can wait: for the next task, or until there is a map and the browser has nothing better to do.

use std::time::Duration;

use js_sys::Reflect;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use crate::ui::page::state::Page;

/// How long it waits in a browser that does not say when it is idle (Safari).
const WAIT: Duration = Duration::from_millis(300);

/// Mounts its children once the first map is drawn, all of the page's code is here and the browser is idle: what is below the fold
/// does not delay what is above.
#[component]
pub fn WhenIdle(children: ChildrenFn) -> impl IntoView {
    let page = Page::of_context();
    let is_idle = RwSignal::new(false);
    Effect::new(move |has_asked: Option<bool>| {
        let asks = page.look.is_whole.get();
        if asks && has_asked != Some(true) {
            on_idle(move || {
                // The page may be gone by then.
                let _ = is_idle.try_set(true);
            });
        }
        asks
    });
    view! { <Show when=move || is_idle.get()>{children()}</Show> }
}

/// Mounts its children in a task of their own, right after the one that mounts all else: so that no task is long.
#[component]
pub fn InATask(children: ChildrenFn) -> impl IntoView {
    let is_due = RwSignal::new(false);
    let go = move || {
        let _ = is_due.try_set(true);
    };
    set_timeout(go, Duration::ZERO);
    view! { <Show when=move || is_due.get()>{children()}</Show> }
}

fn on_idle(act: impl Fn() + 'static) {
    if Reflect::has(&window(), &JsValue::from_str("requestIdleCallback")).unwrap_or(false) {
        request_idle_callback(act);
    } else {
        set_timeout(act, WAIT);
    }
}
