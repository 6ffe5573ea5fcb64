//! The page, driven in a real browser: what the tests in `tests/` are written with.
//!
//! A test is one call of [`drive`] with a [`Site`] and what a person would do there. It gets a [`Page`], which finds
//! things by role and accessible name, and waits for conditions and never for time. When the person has gone, two
//! things must hold on every site: nothing was said on the console that is an error, and no request left the origin.
//!
//! Benches also hear what page and worker say to each other: [`spy`].
//!
//! [`Server`] serves the built page; [`Chromium`] is the browser, with its driver.

mod chromium;
mod crossing;
mod crowd;
mod drive;
mod figures;
mod map;
mod page;
mod scratch;
mod server;
pub mod spy;
mod wait;

pub use chromium::{Chromium, Looks};
pub use crossing::{CROSSING, command_as_text, event_of_text};
pub use crowd::{open_crowd, wait_for_crowd};
pub use drive::{Site, drive, drive_as};
pub use figures::{numbers, quantile};
pub use map::{Spot, first_word};
pub use page::Page;
pub use scratch::Scratch;
pub use server::{Line, Server};
pub use wait::{wait_until, wait_within};
