//! What turns Rust into a page: the wasm target, trunk, wasm-bindgen and wasm-opt.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

use super::{cache, on_path, version};
use crate::project;

const TARGET: &str = "wasm32-unknown-unknown";

/// 0.22 wants a later rustc than the project does.
const TRUNK_VERSION: &str = "0.21.14";

/// The npm package that brings `wasm-opt`.
const BINARYEN_VERSION: &str = "132.0.0";

/// The first `wasm-opt` known to read what rustc emits without a flag for each feature; Debian 12 has 108.
const WASM_OPT_LEAST: u32 = 116;

/// Sees that rustc can build for wasm.
pub(super) fn ready_target() -> Result<()> {
    let libdir = || project::output(project::command("rustc").args(["--print", "target-libdir", "--target", TARGET]));
    if libdir().is_some_and(|folder| Path::new(&folder).is_dir()) {
        return Ok(());
    }
    if on_path(&["rustup"]).is_none() {
        bail!("rustc has no {TARGET} target and rustup is not here to add it; install Rust from https://rustup.rs");
    }
    project::run(project::command("rustup").args(["target", "add", TARGET]))
}

/// Trunk of the version that the project is built with.
pub(super) fn trunk() -> Result<PathBuf> {
    if let Some(found) = exactly("trunk", TRUNK_VERSION) {
        return Ok(found);
    }
    cache::program(&format!("trunk-{TRUNK_VERSION}"), &binary("trunk"), |root| {
        // Trunk copies files and starts programs: it need not be fast, and without optimization the wait is half as long.
        let mut install = install(root, "trunk", TRUNK_VERSION, "1");
        install.args(["--locked", "--no-default-features", "--features", "rustls"]);
        project::run(&mut install)
    })
}

/// `wasm-bindgen` of exactly the version of the library that the page is built with.
pub(super) fn wasm_bindgen() -> Result<PathBuf> {
    let wanted = locked_version("wasm-bindgen")?;
    if let Some(found) = exactly("wasm-bindgen", &wanted)
        && found.with_file_name(format!("wasm-bindgen-test-runner{}", env::consts::EXE_SUFFIX)).is_file()
    {
        return Ok(found);
    }
    cache::program(&format!("wasm-bindgen-cli-{wanted}"), &binary("wasm-bindgen"), |root| {
        // Not `--locked`: its lock file has named crates that a registry did not have yet.
        project::run(&mut install(root, "wasm-bindgen-cli", &wanted, "2"))
    })
}

/// `wasm-opt`, or nothing where there is neither a recent one nor npm: trunk then downloads its own.
pub(super) fn wasm_opt() -> Option<PathBuf> {
    if let Some(found) = on_path(&["wasm-opt"])
        && wasm_opt_number(&found).is_some_and(|number| number >= WASM_OPT_LEAST)
    {
        return Some(found);
    }
    // Where npm is on Windows its programs are scripts, which trunk does not start.
    let (Some(npm), Some(_)) = (on_path(&["npm"]), on_path(&["node"])) else {
        return None;
    };
    let installed = cache::program(&format!("binaryen-{BINARYEN_VERSION}"), "node_modules/.bin/wasm-opt", |root| {
        let mut install = project::command(npm);
        install.args(["install", "--silent", "--no-fund", "--no-audit", "--prefix"]).arg(root);
        project::run(install.arg(format!("binaryen@{BINARYEN_VERSION}")))
    });
    match installed {
        Ok(found) => Some(found),
        Err(error) => {
            eprintln!("npm has not brought wasm-opt ({error:#}); trunk will download its own");
            None
        }
    }
}

/// `cargo install` of one package into `root`, out of reach of this project's settings and the user's.
fn install(root: &Path, package: &str, version: &str, opt_level: &str) -> Command {
    let mut install = project::cargo();
    install.current_dir(root).args(["install", package, "--version", version, "--root"]).arg(root);
    install.env_remove("CARGO_TARGET_DIR").env_remove("RUSTC_WRAPPER");
    install.env("CARGO_PROFILE_RELEASE_LTO", "off");
    install.env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
    install.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", opt_level);
    install
}

fn binary(name: &str) -> String {
    format!("bin/{name}{}", env::consts::EXE_SUFFIX)
}

/// The program on PATH, where it has exactly this version.
fn exactly(name: &str, wanted: &str) -> Option<PathBuf> {
    on_path(&[name]).filter(|found| version(found).as_deref() == Some(wanted))
}

/// The number in `wasm-opt version 132 (version_132)`.
fn wasm_opt_number(program: &Path) -> Option<u32> {
    version(program)?.parse().ok()
}

/// The version of a package in the project's `Cargo.lock`, so that it is written in one place.
fn locked_version(package: &str) -> Result<String> {
    let path = project::root().join("Cargo.lock");
    let lock = std::fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
    version_in(&lock, package).with_context(|| format!("{} names no version of {package}", path.display()))
}

fn version_in(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let version = lock.lines().skip_while(|line| *line != name).nth(1)?;
    Some(version.strip_prefix("version = \"")?.strip_suffix('"')?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_read_from_the_lock_file() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.50\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\ndependencies = [\n";
        assert_eq!(version_in(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(version_in(lock, "trunk"), None);
    }

    #[test]
    fn the_page_is_bound_to_one_version_of_wasm_bindgen() {
        let manifest = std::fs::read_to_string(project::root().join("Cargo.toml")).expect("the workspace has one");
        let locked = locked_version("wasm-bindgen").expect("the page needs it");
        assert!(manifest.contains(&format!("wasm-bindgen = \"={locked}\"")), "Cargo.toml must pin {locked}");
    }

    #[test]
    fn the_rust_that_is_promised_is_the_one_that_is_tried() {
        let read = |name: &str| std::fs::read_to_string(project::root().join(name)).expect("the workspace has one");
        let toolchain = read("rust-toolchain.toml");
        let channel = toolchain.lines().find_map(|line| line.strip_prefix("channel = \"")).expect("it names a channel");
        let (major, rest) = channel.split_once('.').expect("a version, not `stable`");
        let minor = rest.split_once('.').expect("down to the patch").0;
        assert!(read("Cargo.toml").contains(&format!("rust-version = \"{major}.{minor}\"")), "{channel}");
    }
}
