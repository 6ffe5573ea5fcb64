//! The project's folders, and how programs are run in it.

use std::{
    env,
    ffi::OsStr,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

/// The folder that holds the workspace's `Cargo.toml`.
pub(crate) fn root() -> PathBuf {
    // Cargo says where the package is when it runs us; the folder we were built in may have moved since.
    let package = env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    package.parent().expect("xtask/ lies in the workspace").to_owned()
}

/// Where `build` puts the page.
pub(crate) fn dist() -> PathBuf {
    root().join("dist")
}

/// Where cargo puts what it builds.
pub(crate) fn target() -> PathBuf {
    root().join(env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into()))
}

/// A program to run in the project's folder.
///
/// An environment `RUSTFLAGS` would replace the flags of `.cargo/config.toml` without a word, so it is left out; so is
/// `NO_COLOR`, whose usual value 1 makes trunk 0.21.14 refuse to start.
pub(crate) fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    for name in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_BUILD_TARGET", "NO_COLOR"] {
        command.env_remove(name);
    }
    command
}

/// The cargo that runs us.
pub(crate) fn cargo() -> Command {
    command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Says what is run, runs it to its end, and fails where it fails.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let line = shown(command);
    eprintln!("> {line}");
    let status = command.status().with_context(|| format!("`{line}` could not be started"))?;
    if !status.success() {
        bail!("`{line}` failed ({status}); what it says about it stands above");
    }
    Ok(())
}

/// What a program prints, as text without the last line feed; nothing where it fails or is not there.
pub(crate) fn output(command: &mut Command) -> Option<String> {
    let output = command.output().ok().filter(|output| output.status.success())?;
    Some(String::from_utf8_lossy(&output.stdout).trim_end().to_owned())
}

/// A command as one would type it.
pub(crate) fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_stem().unwrap_or(command.get_program());
    let words = std::iter::once(program).chain(command.get_args()).map(OsStr::to_string_lossy);
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_shown_as_typed() {
        assert_eq!(shown(Command::new("/opt/rust/bin/cargo").args(["doc", "--no-deps"])), "cargo doc --no-deps");
    }

    #[test]
    fn root_is_the_workspace() {
        assert!(root().join(".cargo/config.toml").is_file(), "{}", root().display());
    }

    #[test]
    fn a_program_that_is_not_there_has_no_output() {
        assert_eq!(output(&mut Command::new("no-such-program-anywhere")), None);
    }
}
