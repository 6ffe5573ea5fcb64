//! `split`: what of the page's and the worker's code can wait goes into a file of its own, so that the first map is there sooner.
//!
//! Trunk runs it after each build. It divides `worker_bg.wasm` into what the first map needs and `worker_rest.wasm`, and the page's
//! likewise, by a list of modules ([`WORKER`], [`PAGE`]). A function that waits has a stand-in, which brings the rest where it is
//! not there yet, so a wrong list costs time and is no error. `assets/boot` has the other side.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

mod lists;
mod module;
mod waits;
mod write;

use lists::{List, PAGE, WORKER};
use module::Module;

pub(crate) fn run() -> Result<()> {
    // A build for development is loaded from this machine.
    if env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "debug") {
        return Ok(());
    }
    let folder = PathBuf::from(env::var_os("TRUNK_STAGING_DIR").context("trunk runs this chore, after each build")?);
    for list in [&WORKER, &PAGE] {
        divide(&folder, list)?;
    }
    Ok(())
}

/// Divides one of the wasm files in a folder.
fn divide(folder: &Path, list: &List) -> Result<()> {
    let path = crate::build::wasm_in(folder, list.binary)?;
    let bytes = fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))?;
    let module = Module::read(&bytes)?;
    let waiting = waits::waiting(&module, list)?;
    let split = write::split(&module, &waiting).with_context(|| format!("{} cannot be split", path.display()))?;
    fs::write(folder.join(list.rest), split.rest)?;
    fs::write(path, split.first)?;
    Ok(())
}

#[cfg(test)]
mod tests;
