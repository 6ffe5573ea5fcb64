//! Tools kept by version in the user's cache folder, for every clone to use.
//!
//! A folder there is whole or absent: a tool is installed under another name and renamed at the end, so that an
//! install that was broken off is never taken for a tool.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process,
};

use anyhow::{Context, Result, bail};

/// The program `program` of the tool `name` (with its version in it), which `install` puts under the folder that it is given
/// where it is not there yet.
pub(super) fn program(name: &str, program: &str, install: impl FnOnce(&Path) -> Result<()>) -> Result<PathBuf> {
    program_in(&folder()?, name, program, install)
}

fn program_in(tools: &Path, name: &str, program: &str, install: impl FnOnce(&Path) -> Result<()>) -> Result<PathBuf> {
    let whole = tools.join(name);
    let wanted = whole.join(program);
    if wanted.is_file() {
        return Ok(wanted);
    }
    let partial = tools.join(format!(".{name}-{}", process::id()));
    fs::create_dir_all(&partial)
        .with_context(|| format!("{} cannot be written; set EXPLORER_TOOLS to a folder that can", tools.display()))?;
    eprintln!("{name} is not on this machine yet: installing it into {}", whole.display());
    let installed = install(&partial).and_then(|()| {
        if partial.join(program).is_file() { Ok(()) } else { bail!("the install of {name} left no {program} behind") }
    });
    if installed.is_ok() {
        // Whatever stands there lacks the program, or another clone has just put the same tool there.
        if !wanted.is_file() {
            let _ = fs::remove_dir_all(&whole);
            let _ = fs::rename(&partial, &whole);
        }
    }
    let _ = fs::remove_dir_all(&partial);
    installed?;
    if !wanted.is_file() {
        bail!("{name} was built, but could not be moved to {}; is its folder writable?", whole.display());
    }
    Ok(wanted)
}

/// `EXPLORER_TOOLS`, else a folder in the user's cache.
fn folder() -> Result<PathBuf> {
    let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if let Some(tools) = set("EXPLORER_TOOLS") {
        return std::path::absolute(tools).context("EXPLORER_TOOLS is not a path");
    }
    let cache = set("XDG_CACHE_HOME").or_else(|| {
        if cfg!(windows) {
            return set("LOCALAPPDATA");
        }
        Some(set("HOME")?.join(if cfg!(target_os = "macos") { "Library/Caches" } else { ".cache" }))
    });
    let cache = cache.context("no home folder is known; set EXPLORER_TOOLS to a folder for the project's tools")?;
    Ok(cache.join("embedding-explorer/tools"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder of its own for a test, removed at its end.
    struct Scratch(PathBuf);

    impl Scratch {
        fn new(name: &str) -> Self {
            let path = env::temp_dir().join(format!("explorer-xtask-{name}-{}", process::id()));
            fs::create_dir_all(&path).expect("the temporary folder is writable");
            Self(path)
        }

        fn entries(&self) -> usize {
            fs::read_dir(&self.0).expect("it was created").count()
        }
    }

    impl Drop for Scratch {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn install(folder: &Path) -> Result<()> {
        fs::create_dir_all(folder.join("bin"))?;
        Ok(fs::write(folder.join("bin/saw"), "")?)
    }

    #[test]
    fn a_tool_is_installed_once() {
        let tools = Scratch::new("once");
        let first = program_in(&tools.0, "saw-1", "bin/saw", install).expect("installs");
        assert!(first.is_file());
        let again = program_in(&tools.0, "saw-1", "bin/saw", |_| bail!("installed twice")).expect("is there");
        assert_eq!(again, first);
    }

    #[test]
    fn a_broken_install_leaves_nothing() {
        let tools = Scratch::new("broken");
        let broken = |folder: &Path| install(folder).and_then(|()| bail!("the line is cut"));
        let error = program_in(&tools.0, "saw-1", "bin/saw", broken).expect_err("it broke");
        assert_eq!(error.to_string(), "the line is cut");
        assert_eq!(tools.entries(), 0);
        assert!(program_in(&tools.0, "saw-1", "bin/saw", |_| Ok(())).is_err(), "no program, no tool");
        assert_eq!(tools.entries(), 0);
    }

    #[test]
    fn half_a_tool_is_replaced() {
        let tools = Scratch::new("half");
        fs::create_dir_all(tools.0.join("saw-1/lib")).expect("writable");
        assert!(program_in(&tools.0, "saw-1", "bin/saw", install).expect("installs").is_file());
        assert_eq!(tools.entries(), 1);
    }
}
