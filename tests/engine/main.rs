//! Journeys of a reader through one session, without a page or a browser.

#![cfg(not(target_arch = "wasm32"))]

mod answers;
mod comparing;
mod examining;
mod journey;
mod map;
mod opening;
mod questions;
mod training;
