//! What can wait until the browser has nothing better to do.

use std::time::Duration;

use js_sys::Reflect;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// How long it waits in a browser that does not say when it is idle (Safari).
const WAIT: Duration = Duration::from_millis(300);

/// Mounts its children once the browser is idle: what is below the fold does not delay what is above.
#[component]
pub fn WhenIdle(children: ChildrenFn) -> impl IntoView {
    let is_idle = RwSignal::new(false);
    let go = move || {
        // The page may be gone by then.
        let _ = is_idle.try_set(true);
    };
    if Reflect::has(&window(), &JsValue::from_str("requestIdleCallback")).unwrap_or(false) {
        request_idle_callback(go);
    } else {
        set_timeout(go, WAIT);
    }
    view! { <Show when=move || is_idle.get()>{children()}</Show> }
}
