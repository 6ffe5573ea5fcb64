//! The programs that chores need beside cargo: found where they are, else installed.

use std::{
    env,
    ffi::OsString,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};

use crate::project;

mod browser;
mod cache;
mod python;
mod wasm;

pub(crate) use browser::Browser;
pub(crate) use python::python_with_peers;

/// What builds the page, all of it installed.
pub(crate) struct PageTools {
    trunk: PathBuf,
    wasm_bindgen: PathBuf,
    /// Where it is wanted but could not be had, trunk downloads its own.
    wasm_opt: Option<PathBuf>,
}

impl PageTools {
    /// Finds the tools of the page, installing what is missing. Only a build for release uses wasm-opt.
    pub(crate) fn ready(is_release: bool) -> Result<Self> {
        wasm::ready_target()?;
        let wasm_opt = if is_release { wasm::wasm_opt() } else { None };
        Ok(Self { trunk: wasm::trunk()?, wasm_bindgen: wasm::wasm_bindgen()?, wasm_opt })
    }

    /// Trunk, with the other tools before everything else on its PATH.
    pub(crate) fn trunk(&self) -> Result<Command> {
        let tools = [Some(&self.wasm_bindgen), self.wasm_opt.as_ref()];
        let folders = tools.into_iter().flatten().filter_map(|tool| tool.parent()).map(Path::to_owned);
        let mut trunk = project::command(&self.trunk);
        trunk.env("PATH", path_with(folders)?);
        Ok(trunk)
    }
}

/// Sees that rustfmt, clippy and the wasm target are here.
pub(crate) fn ready_lints() -> Result<()> {
    wasm::ready_target()?;
    for (chore, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        if project::output(project::cargo().args([chore, "--version"])).is_none() {
            project::run(project::command("rustup").args(["component", "add", component]))?;
        }
    }
    Ok(())
}

/// The runner of wasm-bindgen's tests, and the wasm target they are built for.
pub(crate) fn wasm_test_runner() -> Result<PathBuf> {
    wasm::ready_target()?;
    Ok(wasm::wasm_bindgen()?.with_file_name(format!("wasm-bindgen-test-runner{}", env::consts::EXE_SUFFIX)))
}

/// Turns a program's wasm, as cargo leaves it, into `NAME.js` and `NAME_bg.wasm` in a folder, as trunk does with the page's:
/// by wasm-bindgen, then wasm-opt where it could be had.
pub(crate) fn wasm_from_rust(wasm: &Path, folder: &Path, name: &str) -> Result<()> {
    let mut bindgen = project::command(wasm::wasm_bindgen()?);
    bindgen.args(["--target", "web", "--no-typescript", "--out-name", name, "--out-dir"]).arg(folder).arg(wasm);
    project::run(&mut bindgen)?;
    let Some(wasm_opt) = wasm::wasm_opt() else {
        eprintln!("wasm-opt is not here: {name} is measured as the compiler left it");
        return Ok(());
    };
    let bound = folder.join(format!("{name}_bg.wasm"));
    project::run(project::command(wasm_opt).arg("-O").arg(&bound).arg("--output").arg(&bound))
}

/// PATH with folders put before the rest.
fn path_with(folders: impl Iterator<Item = PathBuf>) -> Result<OsString> {
    let path = env::var_os("PATH").unwrap_or_default();
    let all: Vec<PathBuf> = folders.chain(env::split_paths(&path)).collect();
    env::join_paths(all)
        .context("a folder of the tools has a name that PATH cannot hold; set EXPLORER_TOOLS to another")
}

/// The first of these programs that is on PATH.
fn on_path(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let folders: Vec<PathBuf> = env::split_paths(&path).collect();
    names.iter().find_map(|name| {
        let file = format!("{name}{}", env::consts::EXE_SUFFIX);
        folders.iter().map(|folder| folder.join(&file)).find(|program| program.is_file())
    })
}

/// What a program answers to `--version`: the first number in it, such as `0.21.14` of `trunk 0.21.14`.
fn version(program: &Path) -> Option<String> {
    let said = project::output(project::command(program).arg("--version"))?;
    said.split_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit())).map(str::to_owned)
}
