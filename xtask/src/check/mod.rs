//! `check`: the shape of the sources, then formatting, lints and docs, with warnings as errors.
//!
//! The shape comes first because it takes no time: [`arrows`] between the modules of the crate, [`circles`] among its files,
//! [`pages`]: the length of files and the links of documents. [`imports`] reads what a file imports and [`tree`] finds the
//! file that an import means.

use anyhow::{Result, bail};
use lexopt::{Arg, Parser};

use crate::{
    project::{self, cargo},
    tools,
};

mod arrows;
mod circles;
mod imports;
mod pages;
mod tree;

use tree::Tree;

/// Packages that run in a browser too, and so are linted for it as well.
const IN_BROWSERS: [&str; 4] = ["embedding-explorer", "kernel-bench", "questions-bench", "slices-bench"];

/// Whether the shape alone is to be checked.
pub(crate) fn parse(parser: &mut Parser) -> Result<bool> {
    let mut is_shape_alone = false;
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("shape") => is_shape_alone = true,
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(is_shape_alone)
}

pub(crate) fn run(is_shape_alone: bool) -> Result<()> {
    shape()?;
    if is_shape_alone {
        return Ok(());
    }
    tools::ready_lints()?;
    project::run(cargo().args(["fmt", "--all", "--check"]))?;
    project::run(cargo().args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))?;
    let packages = IN_BROWSERS.iter().flat_map(|package| ["--package", package]);
    project::run(
        cargo()
            .arg("clippy")
            .args(packages)
            .args(["--target", "wasm32-unknown-unknown"])
            .args(["--lib", "--bins", "--test", "wasm", "--", "-D", "warnings"]),
    )?;
    project::run(cargo().env("RUSTDOCFLAGS", "-D warnings").args(["doc", "--no-deps", "--workspace"]))
}

/// Arrows, circles, lengths and links. Errors: everything that is wrong, one finding a line.
fn shape() -> Result<()> {
    let tree = Tree::read(&project::root().join("src"))?;
    let mut findings = arrows::wrong(&tree);
    findings.extend(circles::found(&tree));
    findings.extend(pages::too_long()?);
    findings.extend(pages::dead_links()?);
    if findings.is_empty() {
        eprintln!("arrows, circles, lengths and links: {} files are in order", tree.files.len());
        return Ok(());
    }
    for finding in &findings {
        eprintln!("{finding}");
    }
    bail!("the shape of the sources: {} findings stand above", findings.len())
}
