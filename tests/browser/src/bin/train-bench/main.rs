//! Training in headless Chromium: the worker alone, or the page with its map. `cargo xtask bench train` runs it on the
//! release build.
//!
//! `train-bench worker|page [--corpus FILE] --model skip-gram|cbow --dims N --window N --negatives N --epochs N --min-count N
//! --subsample X --rate X --seed N`: without a corpus it is the built-in one. Prints one line of JSON.

mod options;
mod page;
mod worker;

use anyhow::Result;

use options::{Options, Subject};

fn main() -> Result<()> {
    let options = Options::parse(std::env::args().skip(1))?;
    let figures = match options.subject {
        Subject::Worker => worker::measure(&options)?,
        Subject::Page => page::measure(&options)?,
    };
    println!("{figures}");
    Ok(())
}
