//! How the map holds up with many words: measured in headless Chromium on the release build.

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::{measured, number};
use crate::{build, project, tools::Browser};

pub(super) fn run(is_json: bool) -> Result<()> {
    let browser = Browser::ready()?;
    build::release()?;
    let mut cargo = project::cargo();
    browser.tell(&mut cargo);
    cargo.env("EXPLORER_DIST", project::dist());
    cargo.args(["run", "--quiet", "--package", "browser-tests", "--bin", "map-bench"]);
    let found = measured(&mut cargo)?;
    print!("{}", table(&found)?);
    if is_json {
        println!("{found}");
    }
    Ok(())
}

/// A line for each map and kind of stroke: the interval between frames, and the work of the main thread in each.
fn table(found: &Value) -> Result<String> {
    use std::fmt::Write;
    let mut text = format!(
        "{:<8}{:<10}{:<11}{:>22}{:>24}\n",
        "points", "training", "", "interval p50 p95 max", "work p50 p95 max (ms)"
    );
    for row in found["rows"].as_array().context("nothing was measured")? {
        let is_training = if row["training"] == json!(true) { "yes" } else { "no" };
        for (kind, name) in [("pan", "pan"), ("zoom", "zoom"), ("hover", "hover"), ("highlight", "highlight")] {
            let of = |what: &str| -> Result<String> {
                let values = ["p50", "p95", "max"].map(|share| number(row, &format!("{kind}{what}_{share}_ms")));
                let values = values.into_iter().collect::<Result<Vec<f64>>>()?;
                Ok(values.iter().map(|ms| format!("{ms:>7.1}")).collect::<Vec<_>>().concat())
            };
            // A highlight is not a frame: it is the time from the pointer's move to the neighbors' arrival.
            let work = if kind == "highlight" { String::new() } else { of("_work")? };
            let points = number(row, "points")?;
            writeln!(text, "{points:<8}{is_training:<10}{name:<11}{:>22}{work:>24}", of("")?)?;
        }
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_a_line_for_each_stroke() {
        let mut row = json!({ "points": 1000, "training": true });
        for kind in ["pan", "zoom", "hover", "pan_work", "zoom_work", "hover_work", "highlight"] {
            for share in ["p50", "p95", "max"] {
                row[format!("{kind}_{share}_ms")] = json!(16.7);
            }
        }
        let text = table(&json!({ "rows": [row] })).expect("all is there");
        assert_eq!(text.lines().count(), 5);
        assert!(table(&json!({ "rows": [{ "points": 3 }] })).is_err(), "what is missing is said");
    }
}
