//! Exercises: each has goals that are checked on whatever is open, while the reader works towards them.
//!
//! Like scenes they are functions of the state and of what the reader puts in. A goal is met, open, or nothing that what is
//! open could tell; the sentences of its file in `assets/lessons/` say which, and what to do next.

mod analogies;
mod capitals;
mod groups;
mod paragraph;

pub(super) use analogies::{analogies, queen};
pub(super) use capitals::capitals;
pub(super) use groups::groups;
pub(super) use paragraph::paragraph;
