//! Opening tables of 400,000 words: natively, beside gensim's loader, in alternation; and in the page, up to the map.

use std::{fs, path::Path};

use anyhow::{Context, Result, ensure};
use lexopt::{Arg, Parser};
use serde_json::{Value, json};

use super::{measured, median, number};
use crate::{
    build, project,
    tools::{Browser, python_with_peers},
};

const N_WORDS: u32 = 400_000;
const N_ROUNDS: usize = 3;
/// How much faster than gensim's text is to be read, how much slower than a copy a binary file may be read, and how much more than the
/// table reading may take.
const LEAST_RATIO: f64 = 5.0;
const MOST_COPIES: f64 = 3.0;
const MOST_PEAK: f64 = 1.3;

/// What to measure, and how to say it.
#[derive(Default)]
pub(super) struct Options {
    is_json: bool,
    /// Whether the page opens the tables too.
    has_page: bool,
}

/// What the command line says.
pub(super) fn parse(parser: &mut Parser) -> Result<Options> {
    let mut options = Options::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("json") => options.is_json = true,
            Arg::Long("page") => options.has_page = true,
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(options)
}

pub(super) fn run(options: &Options) -> Result<()> {
    let python = python_with_peers()?;
    let script = project::root().join("benches/peers/files_gensim.py");
    let folder = project::target().join("bench-files");
    fs::create_dir_all(&folder)?;
    if !folder.join("word2vec.bin").is_file() {
        eprintln!("making a table of {N_WORDS} words");
        let mut make = project::command(&python);
        project::run(make.arg(&script).arg("make").arg(&folder).arg(N_WORDS.to_string()))?;
    }
    project::run(project::cargo().args(["build", "--quiet", "--release", "--example", "read_vectors"]))?;
    let mut rows = Vec::new();
    for (what, name) in [("GloVe text", "glove.txt"), ("word2vec binary", "word2vec.bin")] {
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for _ in 0..N_ROUNDS {
            ours.push(natively(&folder.join(name))?);
            let mut load = project::command(&python);
            theirs.push(measured(load.arg(&script).arg("load").arg(folder.join(name)))?);
        }
        rows.push(row(what, &ours, &theirs)?);
    }
    let checked = check(&rows);
    if options.has_page {
        rows.extend(in_page(&folder)?);
    }
    for row in &rows {
        println!("{row}");
    }
    if options.is_json {
        println!("{}", json!({ "rows": rows }));
    }
    checked
}

/// Seconds from choosing a file in the page to its map.
fn in_page(folder: &Path) -> Result<Vec<Value>> {
    let browser = Browser::ready()?;
    build::release()?;
    let mut cargo = project::cargo();
    browser.tell(&mut cargo);
    cargo.env("EXPLORER_DIST", project::dist());
    cargo.args(["run", "--quiet", "--package", "browser-tests", "--bin", "files-bench", "--"]);
    let found = measured(cargo.args([folder.join("glove.txt"), folder.join("word2vec.bin")]))?;
    Ok(found["rows"].as_array().cloned().unwrap_or_default())
}

fn natively(path: &Path) -> Result<Value> {
    measured(project::command(project::target().join("release/examples/read_vectors")).arg(path))
}

fn row(what: &str, ours: &[Value], theirs: &[Value]) -> Result<Value> {
    let of = |runs: &[Value], name: &str| -> Result<f64> {
        let values: Result<Vec<f64>> = runs.iter().map(|run| number(run, name)).collect();
        median(values?).context("there were rounds")
    };
    let (ours_mb_s, gensim_mb_s) = (of(ours, "mb_s")?, of(theirs, "mb_s")?);
    Ok(json!({
        "what": what,
        "ours_mb_s": ours_mb_s,
        "gensim_mb_s": gensim_mb_s,
        "ratio": ours_mb_s / gensim_mb_s,
        "peak_mb": of(ours, "peak_mb")?,
        "table_mb": of(ours, "table_mb")?,
        "copies": of(ours, "copies")?,
    }))
}

fn check(rows: &[Value]) -> Result<()> {
    for row in rows {
        let peak = number(row, "peak_mb")? / number(row, "table_mb")?;
        ensure!(peak <= MOST_PEAK, "{}: {peak:.2} times the table in memory", row["what"]);
    }
    let [text, binary] = rows else { return Ok(()) };
    let ratio = number(text, "ratio")?;
    ensure!(ratio >= LEAST_RATIO, "text is read {ratio:.1} times as fast as by gensim");
    let copies = number(binary, "copies")?;
    ensure!(copies <= MOST_COPIES, "a binary file takes {copies:.1} times a copy");
    Ok(())
}
