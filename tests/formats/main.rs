//! Files of vectors: those of other programs open with the right outcome, and what is written opens again with the same bits.
//!
//! [`cases`] are small files after troubles that people have reported (`tests/cases`), [`theirs`] what other programs write
//! (`fixtures.py`), [`books`] archives of texts, [`trouble`] what is wrong with files, [`written`] round trips, [`random`] whatever bytes there are.
#![cfg(not(target_arch = "wasm32"))]

mod books;
mod cases;
mod looks;
#[path = "../hostile/random.rs"]
mod numbers;
mod open;
mod random;
mod theirs;
mod trouble;
mod written;
