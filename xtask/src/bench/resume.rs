//! What it costs to store a session while it trains: measured in headless Chromium on the release build.

use anyhow::{Context, Result, ensure};
use lexopt::{Arg, Parser, ValueExt};
use serde_json::Value;

use super::{measured, median, number};
use crate::{build, project, tools::Browser};

/// Rounds, each with a store and without.
const ROUNDS: u32 = 5;
/// Seconds of training in each.
const SECONDS: f64 = 15.0;
/// The share of training that storing may take.
const MOST_SHARE: f64 = 0.02;

/// What the command line says: rounds, and whether figures end as JSON.
pub(super) fn parse(parser: &mut Parser) -> Result<(u32, bool)> {
    let (mut n_rounds, mut is_json) = (ROUNDS, false);
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("rounds") => n_rounds = parser.value()?.parse()?,
            Arg::Long("json") => is_json = true,
            other => return Err(other.unexpected().into()),
        }
    }
    ensure!(n_rounds > 0, "no rounds measure nothing");
    Ok((n_rounds, is_json))
}

pub(super) fn run((n_rounds, is_json): (u32, bool)) -> Result<()> {
    let browser = Browser::ready()?;
    build::release()?;
    let mut cargo = project::cargo();
    browser.tell(&mut cargo);
    cargo.env("EXPLORER_DIST", project::dist());
    cargo.args(["run", "--quiet", "--package", "browser-tests", "--bin", "resume-bench", "--"]);
    let found = measured(cargo.args([n_rounds.to_string(), SECONDS.to_string()]))?;
    let share = share(&found)?;
    println!(
        "storing takes {:.2} % of training (median of {n_rounds} rounds, with and without in turn)",
        100.0 * share
    );
    if is_json {
        println!("{found}");
    }
    ensure!(
        share < MOST_SHARE,
        "storing takes {:.2} % of training; at most {} % may go",
        100.0 * share,
        100.0 * MOST_SHARE
    );
    Ok(())
}

/// The median share of words a second that storing takes.
fn share(found: &Value) -> Result<f64> {
    let rows = found["rows"].as_array().context("nothing was measured")?;
    let shares = rows.iter().map(|row| Ok(1.0 - number(row, "with")? / number(row, "without")?));
    median(shares.collect::<Result<Vec<_>>>()?).context("nothing was measured")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_share_is_the_median_of_the_rounds() {
        let row = |with: f64| json!({ "with": with, "without": 100.0 });
        let found = json!({ "rows": [row(99.0), row(60.0), row(101.0)] });
        assert!((share(&found).expect("three rounds") - 0.01).abs() < 1e-12);
        assert!(share(&json!({ "rows": [] })).is_err());
    }

    #[test]
    fn rounds_are_taken() {
        assert_eq!(parse(&mut Parser::from_args(["--rounds", "3", "--json"])).expect("options"), (3, true));
        assert!(parse(&mut Parser::from_args(["--rounds=0"])).is_err());
    }
}
