//! The map and the controls that lie over it.

mod announcer;
pub mod axes;
mod glance;
pub mod legend;
pub mod options;
mod painter;
pub mod picture;
pub mod replay;
pub mod selection;
pub mod stage;
pub mod toolbar;
pub mod tsne;
pub mod word_map;
