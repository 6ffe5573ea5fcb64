//! Questions to a table of vectors as wasm in headless Chromium: `cargo xtask bench questions` builds what it loads.
//!
//! `questions-bench FOLDER`: the folder holds `questions.js` and `questions_bg.wasm`, as wasm-bindgen makes them of
//! `benches/questions`, with the table and the questions. Answers each line of its input with a line of JSON, as that
//! bench does natively.

use std::{fs, io, path::Path, time::Duration};

use anyhow::{Context, Result, bail};
use browser_tests::{Site, drive, wait_within};
use serde_json::{Value, json};

const PATIENCE: Duration = Duration::from_mins(10);
/// Rare enough not to be noticed by what is measured.
const LOOK_EVERY: Duration = Duration::from_millis(200);

fn main() -> Result<()> {
    let folder = std::env::args().nth(1).context("questions-bench FOLDER: where wasm and table are")?;
    let folder = Path::new(&folder);
    fs::write(folder.join("index.html"), include_str!("../script/questions_bench.html"))?;
    fs::write(folder.join("questions_bench.js"), include_str!("../script/questions_bench.js"))?;
    fs::write(folder.join("questions_worker.js"), include_str!("../script/questions_worker.js"))?;
    drive(&Site::folder(folder), async |page| {
        for line in io::stdin().lines() {
            page.script("window.ask(...arguments)", vec![question(&line?)?]).await?;
            let outcome = wait_within(PATIENCE, LOOK_EVERY, "the questions are answered", async || {
                let outcome = page.script("return window.outcome ?? null", Vec::new()).await?;
                Ok((!outcome.is_null()).then_some(outcome))
            })
            .await?;
            if let Some(failure) = outcome["failure"].as_str() {
                bail!("the questions could not be asked: {failure}");
            }
            println!("{}", outcome["measured"]);
        }
        Ok(())
    })
}

/// `neighbors 0 20 1`: a kind, the first sample, how many, and the questions of each.
fn question(line: &str) -> Result<Value> {
    let words: Vec<&str> = line.split(' ').collect();
    let &[kind, first, n_samples, group] = words.as_slice() else { bail!("{line:?} is no question") };
    let number = |word: &str| word.parse::<u32>().with_context(|| format!("{word:?} is no number"));
    let (first, n_samples, group) = (number(first)?, number(n_samples)?, number(group)?);
    Ok(json!({ "kind": kind, "first": first, "nSamples": n_samples, "group": group }))
}
