//! Somebody who holds a table and answers line by line.

use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::PACKAGE;
use crate::{project, tools::Browser};

/// What numpy's libraries may ask for threads: one.
const THREADS: [&str; 3] = ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"];

/// A program that is asked through its input.
pub(super) struct Asked {
    line: String,
    program: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Asked {
    /// The explorer as wasm, in a worker of headless Chromium.
    pub(super) fn in_chromium(browser: &Browser, folder: &Path) -> Result<Self> {
        let mut cargo = project::cargo();
        browser.tell(&mut cargo);
        cargo.args(["run", "--quiet", "--package", "browser-tests", "--bin", "questions-bench", "--"]);
        Self::start(cargo.arg(folder))
    }

    /// The explorer, compiled for this machine.
    pub(super) fn natively(folder: &Path) -> Result<Self> {
        let mut cargo = project::cargo();
        Self::start(cargo.args(["run", "--quiet"]).args(PACKAGE).args(["--", "answer"]).arg(folder))
    }

    /// gensim, on one thread.
    pub(super) fn gensim(python: &Path, folder: &Path) -> Result<Self> {
        let mut command = project::command(python);
        command.envs(THREADS.map(|name| (name, "1")));
        Self::start(command.arg("-B").arg("benches/peers/questions_gensim.py").arg(folder))
    }

    fn start(command: &mut Command) -> Result<Self> {
        let line = project::shown(command);
        let started = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut program = started.with_context(|| format!("`{line}` could not be started"))?;
        let input = program.stdin.take().context("a program has an input")?;
        let output = BufReader::new(program.stdout.take().context("a program has an output")?);
        Ok(Self { line, program, input, output })
    }

    /// Asks for samples of a kind of question; see `benches/questions/src/main.rs`.
    pub(super) fn ask(&mut self, kind: &str, first: u32, n_samples: u32, group: u32) -> Result<Value> {
        let mut answer = String::new();
        let said = writeln!(self.input, "{kind} {first} {n_samples} {group}").and_then(|()| self.input.flush());
        if said.is_err() || self.output.read_line(&mut answer)? == 0 {
            bail!("`{}` has ended; what it says about it stands above", self.line);
        }
        serde_json::from_str(&answer).with_context(|| format!("{answer:?} is no JSON"))
    }

    /// Lets it end.
    pub(super) fn end(self) -> Result<()> {
        let Self { line, mut program, input, .. } = self;
        drop(input);
        let status = program.wait()?;
        if !status.success() {
            bail!("`{line}` failed ({status}); what it says about it stands above");
        }
        Ok(())
    }
}
