//! The page, driven in a real browser: what the tests in `tests/` are written with.
//!
//! A test is one call of [`drive`] with a [`Site`] and what a person would do there. It gets a [`Page`], which finds
//! things by the roles and accessible names that a screen reader gets, and waits for conditions and never for time. When the person has gone, two
//! things must hold on every site: nothing was said on the console that is an error, and no request left the origin.
//!
//! Benches also hear what page and worker say to each other: [`spy`].
//!
//! [`Server`] serves the built page, well or badly; [`Chromium`] is the browser, with its driver; [`Looks`] says who sits
//! before it. `faults`, `touch` and `cloud` hold what a test may do to a page and see of its map.

mod accessible;
mod chromium;
mod cloud;
mod crossing;
mod crowd;
mod drive;
mod faults;
mod figures;
mod looks;
mod map;
mod page;
mod scratch;
mod server;
mod shape;
pub mod spy;
mod touch;
mod wait;

pub use accessible::Thing;
pub use chromium::Chromium;
pub use cloud::Cloud;
pub use crossing::{CROSSING, command_as_text, event_of_text};
pub use crowd::{open_crowd, wait_for_crowd};
pub use drive::{Site, drive, drive_as};
pub use figures::{numbers, quantile};
pub use looks::{Looks, Wasm};
pub use map::{Spot, first_word};
pub use page::Page;
pub use scratch::Scratch;
pub use server::{Fault, Hosting, Line, Server};
pub use touch::Touch;
pub use wait::{wait_until, wait_within};
