//! The map and the controls that lie over it.

pub mod axes;
pub mod legend;
pub mod options;
pub mod picture;
pub mod replay;
pub mod selection;
pub mod stage;
pub mod toolbar;
pub mod tsne;
pub mod word_map;
