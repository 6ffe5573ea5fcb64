//! The inner loop of training beside the four-lane peak, natively and as wasm in Chromium.
//!
//! The four-lane peak is the most that four floats at a time can do without fused or wider instructions: what wasm has. A
//! native program built for this very processor could do more.

use std::{fs, path::PathBuf};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::{measured, median, number};
use crate::{
    project,
    tools::{Browser, wasm_from_rust},
};

/// Looks at each thing, in alternation.
const ROUNDS: &str = "5";
/// The native program, built as `cargo bench` builds.
const PACKAGE: [&str; 4] = ["--profile", "bench", "--package", "kernel-bench"];

/// The two places that the same code runs in.
pub(super) struct Kernel {
    browser: Browser,
    /// Where its wasm is.
    folder: PathBuf,
}

impl Kernel {
    /// Builds both.
    pub(super) fn ready(browser: Browser) -> Result<Self> {
        project::run(project::cargo().arg("build").args(PACKAGE))?;
        let mut build = project::cargo();
        build.args(["build", "--release", "--package", "kernel-bench", "--target", "wasm32-unknown-unknown"]);
        project::run(&mut build)?;
        let wasm = project::target().join("wasm32-unknown-unknown/release/kernel.wasm");
        let folder = project::target().join("kernel-bench");
        fs::create_dir_all(&folder)?;
        wasm_from_rust(&wasm, &folder, "kernel")?;
        project::run(project::cargo().args(["build", "--package", "browser-tests", "--bins"]))?;
        Ok(Self { browser, folder })
    }

    /// What the native program measures.
    pub(super) fn native(options: &[&str]) -> Result<Value> {
        measured(project::cargo().args(["run", "--quiet"]).args(PACKAGE).arg("--").args(options))
    }

    /// What the same measures in Chromium.
    pub(super) fn chromium(&self, options: &[&str]) -> Result<Value> {
        let mut cargo = project::cargo();
        self.browser.tell(&mut cargo);
        cargo.args(["run", "--quiet", "--package", "browser-tests", "--bin", "kernel-bench", "--"]);
        measured(cargo.arg(&self.folder).args(options))
    }
}

/// The peak of one round, in GFLOP/s.
pub(super) fn peak(measured: &Value) -> Result<f64> {
    number(&measured["rounds"][0], "peak")
}

pub(super) fn run(is_json: bool) -> Result<()> {
    let kernel = Kernel::ready(Browser::ready()?)?;
    let native = Kernel::native(&["--rounds", ROUNDS])?;
    let chromium = kernel.chromium(&["--rounds", ROUNDS])?;
    let mut rows = Vec::new();
    for (place, measured) in [("native", &native), ("chromium", &chromium)] {
        for table in ["first", "second", "large"] {
            rows.push(row(place, table, measured)?);
        }
        println!("the four-lane peak of {place} is that of {}", measured["peak_shape"].as_str().unwrap_or_default());
    }
    println!("The cache that the tables fit into: of the first or second level, or none.");
    println!("{:<10}  {:<6}  {:>8}  {:>13}  {:>8}", "where", "cache", "GFLOP/s", "peak GFLOP/s", "of peak");
    for row in &rows {
        let text = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
        let figure = |name: &str| row[name].as_f64().unwrap_or(f64::NAN);
        let (place, table) = (text("where"), text("table"));
        let (gflops, peak, percent) = (figure("gflops"), figure("peak_gflops"), figure("percent_of_peak"));
        println!("{place:<10}  {table:<6}  {gflops:>8.1}  {peak:>13.1}  {percent:>6.1} %");
    }
    let slicing = slicing_cost_percent(&chromium)?;
    println!("slicing costs {slicing:.1} %");
    if is_json {
        println!("{}", json!({ "rows": rows, "slicing_cost_percent": slicing }));
    }
    Ok(())
}

fn rounds(measured: &Value) -> Result<&Vec<Value>> {
    measured["rounds"].as_array().context("nothing was measured")
}

/// Medians of the rounds; the share of the peak is that of each round, as the machine is not the same in all.
fn row(place: &str, table: &str, measured: &Value) -> Result<Value> {
    let (mut gflops, mut peaks, mut percents) = (Vec::new(), Vec::new(), Vec::new());
    for round in rounds(measured)? {
        let (found, peak) = (number(round, table)?, number(round, "peak")?);
        ensure!(found > 0.0 && peak > 0.0, "{place} has computed nothing: {round}");
        gflops.push(found);
        peaks.push(peak);
        percents.push(100.0 * found / peak);
    }
    Ok(json!({
        "where": place,
        "table": table,
        "gflops": median(gflops),
        "peak_gflops": median(peaks),
        "percent_of_peak": median(percents),
    }))
}

/// How much longer training takes in slices of 10 ms than in one call.
fn slicing_cost_percent(measured: &Value) -> Result<f64> {
    let mut costs = Vec::new();
    for round in rounds(measured)? {
        costs.push(100.0 * (number(round, "sliced_secs")? / number(round, "whole_secs")? - 1.0));
    }
    median(costs).context("nothing was measured")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_taken_round_by_round() {
        let measured = json!({ "rounds": [
            { "first": 20.0, "peak": 40.0, "sliced_secs": 1.02, "whole_secs": 1.0 },
            { "first": 30.0, "peak": 100.0, "sliced_secs": 2.0, "whole_secs": 2.0 },
            { "first": 10.0, "peak": 25.0, "sliced_secs": 1.01, "whole_secs": 1.0 },
        ] });
        let row = row("native", "first", &measured).expect("all is there");
        assert_eq!(
            row,
            json!({ "where": "native", "table": "first", "gflops": 20.0, "peak_gflops": 40.0, "percent_of_peak": 40.0 })
        );
        assert!((slicing_cost_percent(&measured).expect("all is there") - 1.0).abs() < 1e-9);
        assert_eq!(peak(&measured).expect("a first round"), 40.0);
    }
}
