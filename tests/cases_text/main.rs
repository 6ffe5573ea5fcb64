//! Texts as people have them, each with its right outcome, through the whole engine.
//!
//! The inputs are in `tests/cases`; each test says what should come of one and why.

mod exports;
mod files;
mod hard;
mod lines;
mod markup;
mod reading;
mod scripts;
mod spellings;
mod tables;
