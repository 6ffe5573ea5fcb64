//! What it costs to store a session while it trains.
//!
//! `cargo xtask bench resume` runs it on the release build: `resume-bench ROUNDS SECONDS`. Each round trains the same run with
//! and without a store, for so long, in turn. Prints one line of JSON: words a second.

use std::{env, time::Duration};

use anyhow::{Context, Result, ensure};
use browser_tests::{Page, Scratch, Site, drive, open_crowd, wait_for_crowd};
use serde_json::{Value, json};

/// Tables of 8 MB: a checkpoint with the state to go back to has as much again.
const N_WORDS: u32 = 10_000;

fn main() -> Result<()> {
    let mut arguments = env::args().skip(1);
    let mut number = || arguments.next().context("how many rounds, of how many seconds?");
    let (n_rounds, seconds): (u32, f64) = (number()?.parse()?, number()?.parse()?);
    let scratch = Scratch::new()?;
    let mut rows = Vec::new();
    for round in 0..n_rounds {
        // Who comes first changes, so that what gets slower with time is nobody's.
        let mut row = json!({});
        for is_stored in if round % 2 == 0 { [true, false] } else { [false, true] } {
            let site = if is_stored { Site::built() } else { Site::built().without_store() };
            let mut found = Value::Null;
            drive(&site, async |page| {
                found = measure(page, &scratch, seconds, is_stored).await?;
                Ok(())
            })?;
            row[if is_stored { "with" } else { "without" }] = found;
        }
        eprintln!("round {}: {row}", round + 1);
        rows.push(row);
    }
    println!("{}", json!({ "rows": rows }));
    Ok(())
}

/// Words a second of a run that trains for so long.
async fn measure(page: &Page, scratch: &Scratch, seconds: f64, is_stored: bool) -> Result<Value> {
    wait_for_crowd(page, "trained").await?;
    open_crowd(page, scratch, N_WORDS, &[("Dimensions", "100")]).await?;
    page.press("Play").await?;
    wait_for_crowd(page, "training").await?;
    tokio::time::sleep(Duration::from_secs_f64(seconds)).await;
    ensure!(page.session().await?.as_deref() == Some("training"), "the run was over before the time was");
    let rate: f64 = page.main_attribute("data-words-per-second").await?.context("a rate was measured")?.parse()?;
    page.press("About").await?;
    let list = page.dialog("About Embedding Explorer").await?.text().await?;
    ensure!(list.contains("open here") == is_stored, "the list says {list}");
    Ok(json!(rate))
}
