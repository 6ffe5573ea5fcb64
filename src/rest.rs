//! The rest of a binary's code: what the first map does not need, in a file of its own.
//!
//! `cargo xtask split` divides the wasm of page and worker. Whatever waits brings the rest by itself where it is missing; this is for
//! those who know beforehand.

use js_sys::Promise;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    /// Of the scripts in `assets/boot`. The split finds it by this name.
    #[wasm_bindgen(js_name = loadRest)]
    fn load_rest();
    /// Of the worker's loader.
    #[wasm_bindgen(js_name = restArrives)]
    fn rest_arrives() -> Promise;
}

/// Brings the rest of the code and returns when it is here; at once where it is here already. Everything else stands still
/// meanwhile.
pub fn load() {
    load_rest();
}

/// Waits until the rest of the worker's code is here, or is known not to come, while everything else goes on.
pub async fn arrives() {
    // Where it does not come, whatever needs it asks again.
    let _ = JsFuture::from(rest_arrives()).await;
}
