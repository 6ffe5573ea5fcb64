//! The map and the controls that lie over it.

mod announcer;
pub mod axes;
mod controls;
mod film;
mod glance;
pub mod legend;
pub mod options;
mod painter;
pub mod picture;
mod pointers;
pub mod replay;
pub mod selection;
pub mod stage;
pub mod toolbar;
pub mod tsne;
mod walker;
pub mod word_map;

pub use film::film_type;
