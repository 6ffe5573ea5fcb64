//! `build`: the page as it goes out, and what it weighs.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

use crate::{project, tools::PageTools};

pub(crate) fn run() -> Result<()> {
    release()?;
    let parts = weigh()?;
    for part in &parts {
        println!("{}", part.line());
    }
    if let Some(heavy) = parts.iter().find(|part| part.brotli_bytes > part.budget_bytes) {
        bail!(
            "the {}'s code is over its budget of {} KiB: the page must be there soon on a slow line (`cargo xtask bench start --slow`)",
            heavy.name,
            heavy.budget_bytes / 1024
        );
    }
    Ok(())
}

/// Builds the page for release into `dist/`.
///
/// Builds a second time where the first fails: wasm-opt from npm is wasm itself, and once in dozens of builds it dies in Node
/// with a memory access out of bounds, on an input that it takes the next time. A mistake in the sources fails again at once.
pub(crate) fn release() -> Result<()> {
    let tools = PageTools::ready(true)?;
    let build = || project::run(tools.trunk()?.args(["build", "--release"]));
    build().or_else(|error| {
        eprintln!("{error:#}; once more, as wasm-opt may have stumbled");
        build()
    })
}

/// Code that the page fetches in one file.
pub(crate) struct Part {
    pub(crate) name: &'static str,
    pub(crate) raw_bytes: u64,
    /// As a static host sends it: brotli at its best.
    pub(crate) brotli_bytes: u64,
    pub(crate) budget_bytes: u64,
}

impl Part {
    fn line(&self) -> String {
        format!(
            "{:<12}  {:>7.1} KiB  {:>6.1} KiB by brotli, budget {} KiB",
            self.name,
            kib(self.raw_bytes),
            kib(self.brotli_bytes),
            self.budget_bytes / 1024
        )
    }
}

fn kib(bytes: u64) -> f64 {
    bytes as f64 / 1024.0
}

/// Weighs the wasm in `dist/`: what the first map waits for, page first; what of both comes after it; and what is fetched only
/// when it is needed, t-SNE and files of vectors.
pub(crate) fn weigh() -> Result<[Part; 6]> {
    let dist = project::dist();
    Ok([
        part("page", &wasm_in(&dist, "embedding-explorer")?, 390)?,
        part("worker", &wasm_in(&dist, "worker")?, 370)?,
        part("page later", &dist.join("page_rest.wasm"), 150)?,
        part("worker later", &dist.join("worker_rest.wasm"), 245)?,
        part("tsne", &wasm_in(&dist, "tsne")?, 200)?,
        part("files", &wasm_in(&dist, "files")?, 155)?,
    ])
}

fn part(name: &'static str, path: &Path, budget_kib: u64) -> Result<Part> {
    let wasm = fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let mut compressed = Vec::new();
    // Quality 11 and a window of 2^22 bytes: the strongest that browsers take.
    brotli::CompressorWriter::new(&mut compressed, 1 << 16, 11, 22).write_all(&wasm)?;
    Ok(Part {
        name,
        raw_bytes: wasm.len() as u64,
        brotli_bytes: compressed.len() as u64,
        budget_bytes: budget_kib * 1024,
    })
}

/// Trunk puts a hash into the name of the page's wasm and none into the worker's.
pub(crate) fn wasm_in(folder: &Path, binary: &str) -> Result<PathBuf> {
    let entries = fs::read_dir(folder).with_context(|| format!("{} is not there", folder.display()))?;
    let mut found = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).filter(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with(binary) && name.ends_with("_bg.wasm")
    });
    found.next().with_context(|| format!("{} has no wasm of {binary}", folder.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_says_what_it_weighs() {
        let part = Part { name: "page", raw_bytes: 1_048_576, brotli_bytes: 262_144, budget_bytes: 307_200 };
        assert_eq!(part.line(), "page           1024.0 KiB   256.0 KiB by brotli, budget 300 KiB");
    }
}
