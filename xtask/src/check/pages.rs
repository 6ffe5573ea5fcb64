//! The length of files, and the links of documents.

use std::{fs, path::Path};

use anyhow::{Context, Result};

use crate::project;

/// Lines of a Rust file. The aim is 400; a file that grows past it for a while is no fault.
const MOST_LINES: usize = 450;
/// Folders whose Rust files are counted, and to which a path between backticks may lead.
const FOLDERS: [&str; 8] = ["src", "xtask", "tests", "benches", "examples", "assets", "style", "docs"];
/// A history names files that are gone.
const HISTORIES: [&str; 2] = ["CHANGELOG.md", "benches/RESULTS.md"];

/// The files that are too long.
pub(super) fn too_long() -> Result<Vec<String>> {
    let mut findings = Vec::new();
    for (path, text) in tracked(".rs")? {
        let n_lines = text.lines().count();
        if n_lines > MOST_LINES && FOLDERS.iter().any(|folder| Path::new(&path).starts_with(folder)) {
            findings
                .push(format!("{path} has {n_lines} lines: split it by idea (400 is the aim, {MOST_LINES} the limit)"));
        }
    }
    Ok(findings)
}

/// Links and paths in documents that lead nowhere.
pub(super) fn dead_links() -> Result<Vec<String>> {
    let root = project::root();
    let mut findings = Vec::new();
    for (path, text) in tracked(".md")? {
        let folder = root.join(&path).parent().unwrap_or(&root).to_owned();
        for (at, line) in text.lines().enumerate() {
            let mut dead: Vec<&str> = links(line).into_iter().filter(|link| !folder.join(link).exists()).collect();
            if !HISTORIES.contains(&path.as_str()) {
                dead.extend(paths(line).into_iter().filter(|path| !root.join(path).exists()));
            }
            findings.extend(dead.iter().map(|target| format!("{path}:{}: {target} is not there", at + 1)));
        }
    }
    Ok(findings)
}

/// The files that git knows whose names end so, with their contents.
fn tracked(ending: &str) -> Result<Vec<(String, String)>> {
    let listed =
        project::output(project::command("git").args(["ls-files", "--cached", "--others", "--exclude-standard"]));
    let listed = listed.context("git does not list the project's files")?;
    let there = listed.lines().filter(|path| path.ends_with(ending) && project::root().join(path).is_file());
    let read = |path: &str| {
        Ok((path.to_owned(), fs::read_to_string(project::root().join(path)).with_context(|| path.to_owned())?))
    };
    there.map(read).collect()
}

/// The targets of `[text](target)` that are files; without what follows a `#`.
fn links(line: &str) -> Vec<&str> {
    let targets = line.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let files = targets.filter(|target| !target.contains("://") && !target.starts_with(['#', '/']));
    files.filter_map(|target| target.split('#').next()).collect()
}

/// The paths of this project between backticks.
fn paths(line: &str) -> Vec<&str> {
    let quoted = line.split('`').skip(1).step_by(2);
    let is_plain = |path: &&str| path.chars().all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c));
    quoted
        .filter(is_plain)
        .filter(|path| FOLDERS.iter().any(|folder| path.split('/').next() == Some(folder) && path.contains('/')))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_to_files_are_found() {
        let line =
            "See [it](benches/RESULTS.md#speed), [that](https://rustup.rs) and [there](#below); ![a](docs/page.png)";
        assert_eq!(links(line), ["benches/RESULTS.md", "docs/page.png"]);
    }

    #[test]
    fn paths_between_backticks_are_found() {
        let line = "`src/text/` and `src/ui/{a,b}.rs`, src/x.rs, `cargo xtask`, `tests`, `xtask/src/main.rs`";
        assert_eq!(paths(line), ["src/text/", "xtask/src/main.rs"]);
    }
}
