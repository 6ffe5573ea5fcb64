//! The page.
//!
//! Here are the parts of it that are pure and are tested natively: what it says ([`phrases`]), what a pointer means
//! ([`gestures`]), and a few more. All else needs a browser and is in `page`.

pub mod color_by;
pub mod file_order;
pub mod gestures;
pub mod groups;
pub mod heatmap_words;
pub mod hints;
pub mod keys;
pub mod link;
pub mod page_parts;
pub mod phrases;
pub mod prose;
pub mod saved_page;
pub mod saving;
pub mod slider;
pub mod speech;
pub mod tabs;
pub mod theme;
pub mod trail;

#[cfg(target_arch = "wasm32")]
#[expect(unreachable_pub, reason = "the module is private: its borders are those of `page/state`")]
#[expect(clippy::large_types_passed_by_value, reason = "the page's state is forty signals, each a handle to be copied")]
mod page;

#[cfg(target_arch = "wasm32")]
pub use page::mount;
