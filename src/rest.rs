//! The rest of a binary's code: what the first map does not need, in a file of its own.
//!
//! `cargo xtask split` divides the wasm of page and worker. Whatever waits brings the rest by itself where it is missing; this is for
//! those who know beforehand.

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    /// Of the scripts in `assets/boot`. The split finds it by this name.
    #[wasm_bindgen(js_name = loadRest)]
    fn load_rest();
}

/// Brings the rest of the code and returns when it is here; at once where it is here already. Everything else stands still
/// meanwhile.
pub fn load() {
    load_rest();
}
