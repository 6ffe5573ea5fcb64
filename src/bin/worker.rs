//! The worker: an engine behind `postMessage`.

fn main() {}
