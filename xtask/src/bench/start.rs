//! How soon the page is there, and how quickly it answers meanwhile: measured in headless Chromium on the release build.

use std::process::Stdio;

use anyhow::{Context, Result};

use super::Figure;
use crate::{build, project, tools::Browser};

pub(super) fn run() -> Result<Vec<Figure>> {
    let browser = Browser::ready()?;
    build::release()?;
    let mut cargo = project::cargo();
    browser.tell(&mut cargo);
    cargo.env("EXPLORER_DIST", project::dist());
    cargo.args(["run", "--quiet", "--package", "browser-tests", "--bin", "start-bench"]).stderr(Stdio::inherit());
    let printed = project::output(&mut cargo).context("the page could not be measured; what it says stands above")?;
    printed.lines().map(figure).collect()
}

/// A figure in `name value`.
fn figure(line: &str) -> Result<Figure> {
    let (name, value) = line.split_once(' ').with_context(|| format!("{line:?} is no figure"))?;
    Ok(Figure { name: name.to_owned(), value: value.parse().with_context(|| format!("{line:?} has no number"))? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_figure() {
        let found = figure("ready_ms 12.5").expect("a name and a number");
        assert_eq!((found.name.as_str(), found.value), ("ready_ms", 12.5));
        assert!(figure("ready_ms soon").is_err());
    }
}
