//! To come.
/// Mounts the page.
pub fn mount() {}
