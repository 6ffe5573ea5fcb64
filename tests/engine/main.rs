//! Journeys of a reader through one session, without a page or a browser.

#![cfg(not(target_arch = "wasm32"))]

mod answers;
mod journey;
mod map;
mod opening;
mod training;
