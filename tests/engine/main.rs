//! Journeys of a reader through one session, without a page or a browser.

#![cfg(not(target_arch = "wasm32"))]

mod answers;
mod baseline;
mod borrow;
mod columns;
mod evaluation;
mod faults;
mod few_words;
mod journey;
mod lessons;
mod map;
mod ngrams;
mod opening;
mod questions;
mod record;
mod saved;
mod saving;
mod session_file;
mod table;
mod training;
