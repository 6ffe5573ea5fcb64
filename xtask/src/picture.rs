//! `picture`: the README's picture of the page, taken from the page.

use anyhow::Result;

use crate::{build, project, tools::Browser};

pub(crate) fn run() -> Result<()> {
    let browser = Browser::ready()?;
    build::release()?;
    let mut cargo = project::cargo();
    browser.tell(&mut cargo);
    cargo.env("EXPLORER_DIST", project::dist());
    project::run(cargo.args(["run", "--package", "browser-tests", "--bin", "picture", "docs/page.png"]))
}
