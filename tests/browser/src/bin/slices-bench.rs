//! Slices of a session as wasm in headless Chromium: `cargo xtask bench slices` builds what it loads.
//!
//! `slices-bench FOLDER ONLY SECONDS [full]`: the folder holds `slices.js` and `slices_bg.wasm`, as wasm-bindgen makes them of
//! `benches/slices`; ONLY is a part of the names of the rows to measure. Prints one line of JSON.

use std::{env, fs, path::Path, time::Duration};

use anyhow::{Context, Result, bail, ensure};
use browser_tests::{Page, Scratch, Site, drive, wait_within};
use serde_json::{Value, json};

/// What one row may take, and all of the warming up.
const PATIENCE: Duration = Duration::from_mins(5);
/// Rare enough not to be noticed by what is measured.
const LOOK_EVERY: Duration = Duration::from_millis(100);

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [built, only, seconds, rest @ ..] = arguments.as_slice() else {
        bail!("slices-bench FOLDER ONLY SECONDS [full]");
    };
    let seconds: f64 = seconds.parse().with_context(|| format!("{seconds:?} is no number"))?;
    let folder = Scratch::new()?;
    folder.file("index.html", include_str!("../script/slices_bench.html"))?;
    folder.file("slices_bench.js", include_str!("../script/slices_bench.js"))?;
    folder.file("slices_worker.js", include_str!("../script/slices_worker.js"))?;
    for file in ["slices.js", "slices_bg.wasm"] {
        let from = Path::new(built).join(file);
        fs::copy(&from, folder.path().join(file)).with_context(|| format!("{} is not there", from.display()))?;
    }
    let (mut rows, mut control) = (Vec::new(), Value::Null);
    drive(&Site::folder(folder.path()), async |page| {
        let ready = ask(page, json!({ "only": only, "isFull": !rest.is_empty(), "seconds": 2.0 })).await?;
        let n_rows = ready["nRows"].as_u64().context("the worker has told no number of rows")?;
        control = ready["control"].clone();
        ensure!(n_rows > 0, "no row is called {only:?}");
        for row in 0..n_rows {
            let found = ask(page, json!({ "row": row, "seconds": seconds })).await?;
            eprintln!("{} of {n_rows}: {found}", row + 1);
            rows.push(found);
        }
        Ok(())
    })?;
    println!("{}", json!({ "rows": rows, "control": control }));
    Ok(())
}

async fn ask(page: &Page, request: Value) -> Result<Value> {
    page.script("window.ask(...arguments)", vec![request]).await?;
    let outcome = wait_within(PATIENCE, LOOK_EVERY, "the worker has measured", async || {
        let outcome = page.script("return window.outcome ?? null", Vec::new()).await?;
        Ok((!outcome.is_null()).then_some(outcome))
    })
    .await?;
    if let Some(failure) = outcome["failure"].as_str() {
        bail!("slices could not be measured: {failure}");
    }
    Ok(outcome["measured"].clone())
}
