//! The page: Leptos components over one [`state`](self), and the worker's client.
//!
//! In reading order: `client` talks to the worker, `state` holds what the page knows and wants, `app` lays the page out;
//! then one file per part of the page, named as its reader would name it. A component draws a state and sends intents.
//!
//! [`phrases`], [`heatmap_words`], [`slider`], [`trail`] and [`map_pointer`] are pure and are tested natively; all else needs a browser.

#![cfg_attr(
    target_arch = "wasm32",
    expect(unreachable_pub, reason = "what the component macro makes of a function"),
    expect(
        clippy::large_types_passed_by_value,
        reason = "the page's state is forty signals, each a handle to be copied"
    )
)]

pub mod heatmap_words;
pub mod map_pointer;
pub mod phrases;
pub mod slider;
pub mod trail;

#[cfg(target_arch = "wasm32")]
mod alert;
#[cfg(target_arch = "wasm32")]
mod analogy_panel;
#[cfg(target_arch = "wasm32")]
mod app;
#[cfg(target_arch = "wasm32")]
mod canvas;
#[cfg(target_arch = "wasm32")]
mod client;
#[cfg(target_arch = "wasm32")]
mod compare_panel;
#[cfg(target_arch = "wasm32")]
mod corpus_panel;
#[cfg(target_arch = "wasm32")]
mod download;
#[cfg(target_arch = "wasm32")]
mod drop_zone;
#[cfg(target_arch = "wasm32")]
mod evaluation_panel;
#[cfg(target_arch = "wasm32")]
mod evidence_sheet;
#[cfg(target_arch = "wasm32")]
mod example_menu;
#[cfg(target_arch = "wasm32")]
mod groups_panel;
#[cfg(target_arch = "wasm32")]
mod header;
#[cfg(target_arch = "wasm32")]
mod heatmap_panel;
#[cfg(target_arch = "wasm32")]
mod keyboard;
#[cfg(target_arch = "wasm32")]
mod legend;
#[cfg(target_arch = "wasm32")]
mod loss_panel;
#[cfg(target_arch = "wasm32")]
mod map_axes;
#[cfg(target_arch = "wasm32")]
mod map_keys;
#[cfg(target_arch = "wasm32")]
mod map_options;
#[cfg(target_arch = "wasm32")]
mod map_replay;
#[cfg(target_arch = "wasm32")]
mod map_selection;
#[cfg(target_arch = "wasm32")]
mod map_stage;
#[cfg(target_arch = "wasm32")]
mod map_table;
#[cfg(target_arch = "wasm32")]
mod map_toolbar;
#[cfg(target_arch = "wasm32")]
mod map_tsne;
#[cfg(target_arch = "wasm32")]
mod model_panel;
#[cfg(target_arch = "wasm32")]
mod picture;
#[cfg(target_arch = "wasm32")]
mod progress_bar;
#[cfg(target_arch = "wasm32")]
mod setting_field;
#[cfg(target_arch = "wasm32")]
mod sheet;
#[cfg(target_arch = "wasm32")]
mod state;
#[cfg(target_arch = "wasm32")]
mod theme;
#[cfg(target_arch = "wasm32")]
mod tsne_client;
#[cfg(target_arch = "wasm32")]
mod unknown_word;
#[cfg(target_arch = "wasm32")]
mod word_input;
#[cfg(target_arch = "wasm32")]
mod word_map;
#[cfg(target_arch = "wasm32")]
mod word_panel;
#[cfg(target_arch = "wasm32")]
mod word_rows;

#[cfg(target_arch = "wasm32")]
pub use app::mount;
