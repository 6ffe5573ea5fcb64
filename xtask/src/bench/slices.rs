//! How long slices take in the worker, for every method at every size, alone and with each job running.

use std::fs;

use anyhow::{Context, Result, bail, ensure};
use lexopt::{Arg, Parser, ValueExt};
use serde_json::{Value, json};

use super::{measured, number};
use crate::{
    project,
    tools::{Browser, wasm_from_rust},
};

/// Budgets, in milliseconds.
const MOST_P99_MS: f64 = 15.0;
const MOST_MS: f64 = 30.0;
/// Seconds of a row; skip-gram's are twice as long.
const SECONDS: f64 = 0.6;

/// The command line of `bench slices`.
#[derive(Debug, PartialEq)]
pub(super) struct Options {
    /// Part of the names of the rows to measure; empty for all.
    only: String,
    seconds: f64,
    /// Whether to measure every job with every method, those included that know nothing of the method.
    is_full: bool,
    is_json: bool,
}

impl Options {
    pub(super) fn parse(parser: &mut Parser) -> Result<Self> {
        let mut options = Self { only: String::new(), seconds: SECONDS, is_full: false, is_json: false };
        while let Some(argument) = parser.next()? {
            match argument {
                Arg::Long("only") => options.only = parser.value()?.string()?,
                Arg::Long("seconds") => options.seconds = parser.value()?.parse()?,
                Arg::Long("full") => options.is_full = true,
                Arg::Long("json") => options.is_json = true,
                other => return Err(other.unexpected().into()),
            }
        }
        let seconds = options.seconds;
        ensure!(seconds.is_finite() && seconds > 0.0 && seconds <= 60.0, "{seconds} seconds are no time for a row");
        Ok(options)
    }
}

pub(super) fn run(options: &Options) -> Result<()> {
    let browser = Browser::ready()?;
    let mut build = project::cargo();
    build.args(["build", "--release", "--package", "slices-bench", "--target", "wasm32-unknown-unknown"]);
    project::run(&mut build)?;
    let folder = project::target().join("slices-bench");
    fs::create_dir_all(&folder)?;
    wasm_from_rust(&project::target().join("wasm32-unknown-unknown/release/slices.wasm"), &folder, "slices")?;
    let mut cargo = project::cargo();
    browser.tell(&mut cargo);
    cargo.args(["run", "--quiet", "--package", "browser-tests", "--bin", "slices-bench", "--"]).arg(&folder);
    cargo.args([&options.only, &options.seconds.to_string()]).args(options.is_full.then_some("full"));
    let found = measured(&mut cargo)?;
    let control = &found["control"];
    eprintln!(
        "the machine alone, spinning for 10 ms: p99 {:.1} ms, longest {:.1} ms",
        number(control, "p99_ms")?,
        number(control, "max_ms")?
    );
    let all = found["rows"].as_array().context("nothing was measured")?;
    let (skipped, rows): (Vec<&Value>, Vec<&Value>) = all.iter().partition(|row| row["skipped"].is_string());
    if options.is_json {
        println!("{}", json!({ "rows": rows }));
    } else {
        print!("{}", table(&rows)?);
    }
    for row in skipped {
        eprintln!("not measured, {}: {}", name(row), row["skipped"].as_str().unwrap_or_default());
    }
    ensure!(!rows.is_empty(), "no row could be measured");
    let over = over_budget(&rows)?;
    for row in &over {
        eprintln!("over the budget of p99 {MOST_P99_MS} ms and {MOST_MS} ms at most: {row}");
    }
    if !over.is_empty() {
        bail!("{} of {} rows are over the budget", over.len(), rows.len());
    }
    Ok(())
}

/// `skip-gram: training, 900 words, 64 dims`.
fn name(row: &Value) -> String {
    format!("{}, {} words, {} dims", row["what"].as_str().unwrap_or_default(), row["words"], row["dims"])
}

/// The rows over the budget, with their figures.
fn over_budget(rows: &[&Value]) -> Result<Vec<String>> {
    let mut over = Vec::new();
    for row in rows {
        let (p99, max) = (number(row, "p99_ms")?, number(row, "max_ms")?);
        // Written so that no number at all is over it.
        let is_within = p99 <= MOST_P99_MS && max <= MOST_MS;
        if !is_within {
            over.push(format!("{}: p99 {p99:.1} ms, longest {max:.1} ms", name(row)));
        }
    }
    Ok(over)
}

/// A line for each row.
fn table(rows: &[&Value]) -> Result<String> {
    use std::fmt::Write;
    let mut text = format!("{:<36}{:>8}{:>6}{:>10}{:>13}\n", "what", "words", "dims", "p99 (ms)", "longest (ms)");
    for row in rows {
        let (p99, max) = (number(row, "p99_ms")?, number(row, "max_ms")?);
        let (words, dims) = (row["words"].to_string(), row["dims"].to_string());
        let what = row["what"].as_str().unwrap_or_default();
        writeln!(text, "{what:<36}{words:>8}{dims:>6}{p99:>10.1}{max:>13.1}")?;
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_over_either_budget_are_named() {
        let row = |p99: f64, max: f64| json!({ "what": "cbow: training", "words": 900, "dims": 64, "p99_ms": p99, "max_ms": max });
        let rows = [row(15.0, 30.0), row(15.1, 20.0), row(10.0, 30.5)];
        let over = over_budget(&rows.iter().collect::<Vec<_>>()).expect("all have figures");
        assert_eq!(over[0], "cbow: training, 900 words, 64 dims: p99 15.1 ms, longest 20.0 ms");
        assert_eq!(over.len(), 2);
        assert!(over_budget(&[&json!({ "what": "nothing" })]).is_err());
    }

    #[test]
    fn the_table_is_as_wide_as_its_head() {
        let row = json!({ "what": "softmax-adam: opening another text", "words": 200_000, "dims": 300, "p99_ms": 1.0, "max_ms": 2.0 });
        let table = table(&[&row]).expect("it has figures");
        let lines: Vec<&str> = table.lines().collect();
        assert_eq!(lines[0].len(), lines[1].len(), "{table}");
    }

    #[test]
    fn options_are_checked() {
        let parse = |arguments: &[&str]| Options::parse(&mut Parser::from_args(arguments));
        let wanted = Options { only: "glove".to_owned(), seconds: 2.0, is_full: true, is_json: true };
        assert_eq!(parse(&["--only", "glove", "--seconds", "2", "--full", "--json"]).expect("all are options"), wanted);
        assert!(parse(&["--seconds", "0"]).is_err());
        assert!(parse(&["--rounds", "2"]).is_err());
    }
}
