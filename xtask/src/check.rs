//! `check`: formatting, lints and docs, with warnings as errors.

use anyhow::Result;

use crate::{
    project::{self, cargo},
    tools,
};

pub(crate) fn run() -> Result<()> {
    tools::ready_lints()?;
    project::run(cargo().args(["fmt", "--all", "--check"]))?;
    project::run(cargo().args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))?;
    project::run(
        cargo()
            .args([
                "clippy",
                "--package",
                "embedding-explorer",
                "--package",
                "kernel-bench",
                "--package",
                "questions-bench",
                "--target",
                "wasm32-unknown-unknown",
            ])
            .args(["--lib", "--bins", "--test", "wasm", "--", "-D", "warnings"]),
    )?;
    project::run(cargo().env("RUSTDOCFLAGS", "-D warnings").args(["doc", "--no-deps", "--workspace"]))
}
