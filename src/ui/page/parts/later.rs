//! Parts of the page that can wait until the browser has nothing better to do.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::IdleRequestOptions;

/// A part is mounted after this many milliseconds even where the browser is never idle.
const LONGEST_WAIT_MS: u32 = 1500;

/// Mounts its children once the browser is idle, in a task of their own, so that no task is long.
#[component]
pub fn Later(children: ChildrenFn) -> impl IntoView {
    let is_time = RwSignal::new(false);
    when_idle(move || {
        // The part around it may be gone by then.
        let _ = is_time.try_set(true);
    });
    move || is_time.get().then(|| children())
}

/// Calls once the browser is idle; soon where the browser cannot tell.
fn when_idle(call: impl FnOnce() + 'static) {
    let call = Closure::once_into_js(call);
    let options = IdleRequestOptions::new();
    options.set_timeout(LONGEST_WAIT_MS);
    let window = window();
    let can_tell = js_sys::Reflect::has(&window, &"requestIdleCallback".into()).unwrap_or(false);
    let function = call.unchecked_ref();
    // A page whose window is gone mounts nothing.
    let _ = if can_tell {
        window.request_idle_callback_with_options(function, &options).map(drop)
    } else {
        window.set_timeout_with_callback(function).map(drop)
    };
}
