//! `build`: the page as it goes out, and what it weighs.

use std::{fs, io::Write, path::PathBuf};

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

/// The code of one of the page's four binaries.
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
            "{:<6}  {:>7.1} KiB  {:>6.1} KiB by brotli, budget {} KiB",
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

/// Weighs the wasm in `dist/`, page first; those of t-SNE and of files of vectors are fetched only when they are needed.
pub(crate) fn weigh() -> Result<[Part; 4]> {
    Ok([
        part("page", "embedding-explorer", 470)?,
        part("worker", "worker", 530)?,
        part("tsne", "tsne", 200)?,
        part("files", "files", 140)?,
    ])
}

fn part(name: &'static str, binary: &str, budget_kib: u64) -> Result<Part> {
    let path = wasm_of(binary)?;
    let wasm = fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))?;
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
fn wasm_of(binary: &str) -> Result<PathBuf> {
    let dist = project::dist();
    let entries = fs::read_dir(&dist).with_context(|| format!("{} is not there", dist.display()))?;
    let mut found = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).filter(|path| {
        let is_wasm = path.extension().is_some_and(|extension| extension == "wasm");
        is_wasm && path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(binary))
    });
    found.next().with_context(|| format!("{} has no wasm of {binary}", dist.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_says_what_it_weighs() {
        let part = Part { name: "page", raw_bytes: 1_048_576, brotli_bytes: 262_144, budget_bytes: 307_200 };
        assert_eq!(part.line(), "page     1024.0 KiB   256.0 KiB by brotli, budget 300 KiB");
    }
}
