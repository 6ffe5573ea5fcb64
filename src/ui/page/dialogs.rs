//! What lies over the page until it is closed.

pub mod about;
pub mod evidence;
pub mod keys;
pub mod save;
pub mod sheet;
pub mod word_table;
