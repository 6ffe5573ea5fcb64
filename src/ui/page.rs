//! What needs a browser: the components, their state, and the clients of the workers.
//!
//! In reading order: `boot` is the start script's other side, `client` talks to the worker, `state` holds what the page knows and wants, `app` lays the page out;
//! then one file for each part of the page, by area. A component draws a state and sends intents.

mod alert;
mod app;
mod boot;
mod client;
mod clock;
mod dialogs;
mod fetching;
mod files_client;
mod header;
mod keyboard;
mod link_bar;
mod map;
mod panels;
mod parts;
mod state;
mod store_bar;
mod theme;
mod tsne_client;

pub use app::mount;
