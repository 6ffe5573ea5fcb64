//! What the page holds while it trains for minutes: measured in headless Chromium on the release build.

use anyhow::{Context, Result, ensure};
use lexopt::{Arg, Parser, ValueExt};
use serde_json::Value;

use super::{measured, number};
use crate::{build, project, tools::Browser};

/// Minutes of training.
const MINUTES: f64 = 10.0;

/// What the command line says: minutes, and whether figures end as JSON.
pub(super) fn parse(parser: &mut Parser) -> Result<(f64, bool)> {
    let (mut minutes, mut is_json) = (MINUTES, false);
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("minutes") => minutes = parser.value()?.parse()?,
            Arg::Long("json") => is_json = true,
            other => return Err(other.unexpected().into()),
        }
    }
    ensure!(minutes > 0.0 && minutes.is_finite(), "{minutes} minutes are no time");
    Ok((minutes, is_json))
}

pub(super) fn run((minutes, is_json): (f64, bool)) -> Result<()> {
    let browser = Browser::ready()?;
    build::release()?;
    let mut cargo = project::cargo();
    browser.tell(&mut cargo);
    cargo.env("EXPLORER_DIST", project::dist());
    cargo.args(["run", "--quiet", "--package", "browser-tests", "--bin", "memory-bench", "--"]);
    let found = measured(cargo.arg(minutes.to_string()))?;
    println!("{}", summary(&found)?);
    if is_json {
        println!("{found}");
    }
    Ok(())
}

/// The most there was at any look, and in the first and in the second half.
fn summary(found: &Value) -> Result<String> {
    let rows = found["rows"].as_array().filter(|rows| rows.len() > 1).context("nothing was measured")?;
    let most = |rows: &[Value], name: &str| -> Result<f64> {
        rows.iter().map(|row| number(row, name)).try_fold(0.0_f64, |most, value| Ok(most.max(value?)))
    };
    let (first, second) = rows.split_at(rows.len() / 2);
    Ok(format!(
        "wasm of the page: at most {:.0} MB in the first half, {:.0} MB in the second; JavaScript: {:.0} and {:.0} MB; {} frames",
        most(first, "wasm_mb")?,
        most(second, "wasm_mb")?,
        most(first, "js_mb")?,
        most(second, "js_mb")?,
        most(rows, "frames")?
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_summary_compares_both_halves() {
        let row = |mb: f64| json!({ "wasm_mb": mb, "js_mb": 2.0 * mb, "frames": 3 });
        let text = summary(&json!({ "rows": [row(10.0), row(90.0), row(91.0), row(80.0)] })).expect("all is there");
        assert!(text.contains("90 MB in the first half, 91 MB in the second"), "{text}");
        assert!(summary(&json!({ "rows": [] })).is_err());
    }

    #[test]
    fn minutes_are_taken() {
        assert_eq!(parse(&mut Parser::from_args(["--minutes", "0.5", "--json"])).expect("options"), (0.5, true));
        assert!(parse(&mut Parser::from_args(["--minutes=-1"])).is_err());
    }
}
