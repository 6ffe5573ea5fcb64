//! The page.

fn main() {
    #[cfg(target_arch = "wasm32")]
    embedding_explorer::ui::mount();
    #[cfg(not(target_arch = "wasm32"))]
    eprintln!("This is a web page: run `cargo xtask serve`.");
}
