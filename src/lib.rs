//! Embedding Explorer: trains word vectors in the browser and draws them as a map.
//!
//! In reading order: [`text`] turns text into token ids, [`train`] turns token ids into vectors, [`space`] answers
//! questions about vectors, [`engine`] drives the three as one session, [`protocol`] is what a session and a page say to
//! each other, [`chart`] computes and draws the views, and [`ui`] is the page (wasm, but for its pure parts).
//!
//! Everything but `ui` and `wire` is pure Rust: no web types, no clock, no global randomness. See ARCHITECTURE.md.

#[cfg(all(target_arch = "wasm32", not(target_feature = "simd128")))]
compile_error!(
    "build with -C target-feature=+simd128, as .cargo/config.toml does; an environment RUSTFLAGS replaces that file's"
);

pub mod chart;
pub mod engine;
pub mod fnv;
pub mod matrix;
pub mod protocol;
pub mod space;
pub mod text;
pub mod train;
pub mod ui;
#[cfg(target_arch = "wasm32")]
pub mod wire;
