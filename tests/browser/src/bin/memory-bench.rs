//! What the page holds while it trains for long and remembers how the map came about.
//!
//! `cargo xtask bench memory` runs it on the release build: `memory-bench MINUTES`. Prints one line of JSON.

use std::{env, time::Duration};

use anyhow::{Context, Result, ensure};
use browser_tests::{Page, Scratch, Site, drive, open_crowd, wait_for_crowd};
use serde_json::{Value, json};

const N_WORDS: u32 = 50_000;
const LOOK_EVERY: Duration = Duration::from_secs(15);
/// Slow enough to be at it for longer than an hour.
const SETTINGS: [(&str, &str); 3] = [("Dimensions", "300"), ("Negatives", "20"), ("Window", "15")];
/// Keeps the exports of the page's wasm, and counts the maps that come: nothing else of this length does so again and again.
const LISTEN: &str = "addEventListener('TrunkApplicationStarted', (event) => { window.pageWasm = event.detail.wasm; });
    window.nFrames = 0;
    window.Worker = class extends Worker {
        constructor(...args) {
            super(...args);
            this.addEventListener('message', ({ data: { bytes } }) => {
                if (bytes?.byteLength > 100000) window.nFrames += 1;
            });
        }
    };";
const LOOK: &str = "return [pageWasm.memory.buffer.byteLength, performance.memory.usedJSHeapSize, window.nFrames]";

fn main() -> Result<()> {
    let minutes: f64 = env::args().nth(1).context("how many minutes is it to train?")?.parse()?;
    let scratch = Scratch::new()?;
    let mut rows = Vec::new();
    drive(&Site::built(), async |page| {
        page.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": LISTEN })).await?;
        page.driver().refresh().await?;
        wait_for_crowd(page, "trained").await?;
        open_crowd(page, &scratch, N_WORDS, &SETTINGS).await?;
        page.press("Play").await?;
        wait_for_crowd(page, "training").await?;
        let n_looks = (60.0 * minutes / LOOK_EVERY.as_secs_f64()).ceil() as u32;
        for look in 0..=n_looks {
            rows.push(row(page, LOOK_EVERY * look).await?);
            if look < n_looks {
                tokio::time::sleep(LOOK_EVERY).await;
            }
        }
        ensure!(page.session().await?.as_deref() == Some("training"), "the run was over before the time was");
        let n_frames = rows.last().and_then(|row: &Value| row["frames"].as_f64()).unwrap_or(0.0);
        ensure!(n_frames > 2.0, "the map never moved, so there was nothing to remember");
        Ok(())
    })?;
    println!("{}", json!({ "rows": rows }));
    Ok(())
}

/// What the page holds now, in MB of 10^6 bytes.
async fn row(page: &Page, at: Duration) -> Result<Value> {
    let seen = page.script(LOOK, Vec::new()).await?;
    let number = |place: usize| seen[place].as_f64().context("the page says what it holds");
    let (wasm, heap, n_frames) = (number(0)? / 1e6, number(1)? / 1e6, number(2)?);
    eprintln!("{:>5} s  {wasm:>6.1} MB of wasm  {heap:>6.1} MB of JavaScript  {n_frames} frames", at.as_secs());
    Ok(json!({ "seconds": at.as_secs(), "wasm_mb": wasm, "js_mb": heap, "frames": n_frames }))
}
