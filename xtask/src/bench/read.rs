//! Reading speed of this tree beside that of another revision, in alternation: natively or, with `--worker`, in the page's worker.
//!
//! Natively both build the same measurement, `examples/read.rs` of this tree, against their own library. In Chromium this
//! tree's harness drives the page of either.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};
use lexopt::{Arg, Parser, ValueExt};
use serde_json::{Value, json};

use super::{compare, measured, median, number, readable_file};
use crate::{build, project, tools::Browser};

/// The least speed, as a share of the other revision's.
const LEAST_RATIO: f64 = 0.9;
const EXAMPLE: &str = "examples/read.rs";

/// The command line of `bench read`.
#[derive(Debug, PartialEq)]
pub(super) struct Options {
    base: String,
    corpus: PathBuf,
    n_rounds: u32,
    is_in_worker: bool,
    is_json: bool,
}

impl Options {
    /// Errors: also where git knows no such revision, or the corpus cannot be read.
    pub(super) fn parse(parser: &mut Parser) -> Result<Self> {
        let (mut base, mut corpus, mut n_rounds, mut is_in_worker, mut is_json) = (None, None, 5, false, false);
        while let Some(argument) = parser.next()? {
            match argument {
                Arg::Long("base") => base = Some(compare::commit(&parser.value()?.string()?)?),
                Arg::Long("corpus") => corpus = Some(readable_file(&PathBuf::from(parser.value()?))?),
                Arg::Long("rounds") => n_rounds = parser.value()?.parse()?,
                Arg::Long("worker") => is_in_worker = true,
                Arg::Long("json") => is_json = true,
                other => return Err(other.unexpected().into()),
            }
        }
        ensure!(n_rounds > 0, "there is nothing to measure in 0 rounds");
        let base = base.context("--base names the revision to compare with")?;
        let corpus = corpus.context("--corpus names the text to read")?;
        Ok(Self { base, corpus, n_rounds, is_in_worker, is_json })
    }
}

pub(super) fn run(options: &Options) -> Result<()> {
    let root = compare::checked_out(&options.base)?;
    if options.is_in_worker { in_worker(options, &root) } else { natively(options, &root) }
}

fn in_worker(options: &Options, root: &Path) -> Result<()> {
    let browser = Browser::ready()?;
    build::release()?;
    if !root.join("dist/index.html").is_file() {
        let mut cargo = project::cargo();
        cargo.current_dir(root).env("CARGO_TARGET_DIR", root.join("target"));
        // What it weighs is not the question.
        let _ = project::run(cargo.args(["run", "--quiet", "--package", "xtask", "--", "build"]));
    }
    in_alternation(options, |is_base| {
        let mut cargo = project::cargo();
        browser.tell(&mut cargo);
        cargo.env("EXPLORER_DIST", if is_base { root.join("dist") } else { project::dist() });
        cargo.args(["run", "--quiet", "--package", "browser-tests", "--bin", "read-bench", "--", "5"]);
        measured(cargo.arg(&options.corpus))
    })
}

fn natively(options: &Options, root: &Path) -> Result<()> {
    let example = root.join(EXAMPLE);
    fs::create_dir_all(example.parent().context("it lies in a folder")?)?;
    fs::copy(project::root().join(EXAMPLE), example)?;
    in_alternation(options, |is_base| {
        let mut cargo = project::cargo();
        if is_base {
            cargo.current_dir(root).env("CARGO_TARGET_DIR", root.join("target"));
        }
        cargo.args(["run", "--quiet", "--profile", "bench", "--example", "read", "--"]).arg(&options.corpus);
        measured(cargo.args(["--rounds", "5"]))
    })
}

/// Reads with this tree and the base in turn. Errors: also where this one is slower than the bar.
fn in_alternation(options: &Options, read: impl Fn(bool) -> Result<Value>) -> Result<()> {
    let mut ratios = Vec::new();
    let mut rows = Vec::new();
    for round in 0..options.n_rounds {
        // Who comes first changes, so that a machine that gets slower is no advantage.
        let is_base_first = round % 2 == 0;
        let first = read(is_base_first)?;
        let second = read(!is_base_first)?;
        let (base, this) = if is_base_first { (first, second) } else { (second, first) };
        let (ours, theirs) = (number(&this, "mb_per_s")?, number(&base, "mb_per_s")?);
        println!(
            "round {} of {}: {ours:.1} MB/s, base {theirs:.1}, ratio {:.3}",
            round + 1,
            options.n_rounds,
            ours / theirs
        );
        ratios.push(ours / theirs);
        rows.push(json!({ "this": this, "base": base }));
    }
    let ratio = median(ratios).context("nothing was measured")?;
    println!("median ratio {ratio:.3}");
    if options.is_json {
        println!("{}", json!({ "base": options.base, "rows": rows, "ratio": ratio }));
    }
    ensure!(ratio >= LEAST_RATIO, "{ratio:.3} of the base's speed, and {LEAST_RATIO} is the least");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_checked_first() {
        let parse = |arguments: &[&str]| Options::parse(&mut Parser::from_args(arguments));
        let here = project::root().join(EXAMPLE);
        let here = here.to_string_lossy();
        assert_eq!(parse(&["--base", "HEAD", "--corpus", &here]).expect("both are there").n_rounds, 5);
        assert!(parse(&["--base", "HEAD"]).is_err() && parse(&["--corpus", &here]).is_err());
        assert!(parse(&["--base", "HEAD", "--corpus", &here, "--rounds", "0"]).is_err());
    }
}
