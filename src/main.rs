//! The page.

fn main() {
    #[cfg(not(target_arch = "wasm32"))]
    eprintln!("This is a web page: run `cargo xtask serve`.");
}

/// Mounts the page. `assets/boot/start.js` calls it, once it holds what code that waits is brought by: `main` would run before that.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn begin() {
    embedding_explorer::ui::mount();
}
