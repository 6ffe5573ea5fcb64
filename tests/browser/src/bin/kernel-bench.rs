//! The kernel as wasm in headless Chromium: `cargo xtask bench kernel` builds what it loads.
//!
//! `kernel-bench FOLDER [--rounds N] [--peak-only]`: the folder holds `kernel.js` and `kernel_bg.wasm`, as wasm-bindgen makes
//! them of `benches/kernel`. Prints one line of JSON, as that bench does natively.

use std::{fs, path::Path, time::Duration};

use anyhow::{Context, Result, bail};
use browser_tests::{Scratch, Site, drive, wait_within};
use serde_json::json;

const PATIENCE: Duration = Duration::from_mins(10);
/// Rare enough not to be noticed by what is measured.
const LOOK_EVERY: Duration = Duration::from_millis(200);

fn main() -> Result<()> {
    let (mut built, mut n_rounds, mut is_peak_only) = (None, 5_u32, false);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--rounds" => n_rounds = arguments.next().context("--rounds wants a number")?.parse()?,
            "--peak-only" => is_peak_only = true,
            _ => built = Some(argument),
        }
    }
    let built = built.context("kernel-bench FOLDER: where the kernel's wasm is")?;
    let folder = Scratch::new()?;
    folder.file("index.html", include_str!("../script/kernel_bench.html"))?;
    folder.file("kernel_bench.js", include_str!("../script/kernel_bench.js"))?;
    folder.file("kernel_worker.js", include_str!("../script/kernel_worker.js"))?;
    for file in ["kernel.js", "kernel_bg.wasm"] {
        let from = Path::new(&built).join(file);
        fs::copy(&from, folder.path().join(file)).with_context(|| format!("{} is not there", from.display()))?;
    }
    drive(&Site::folder(folder.path()), async |page| {
        let options = json!({ "nRounds": n_rounds, "isPeakOnly": is_peak_only });
        page.script("window.begin(...arguments)", vec![options]).await?;
        let outcome = wait_within(PATIENCE, LOOK_EVERY, "the kernel is measured", async || {
            let outcome = page.script("return window.outcome ?? null", Vec::new()).await?;
            Ok((!outcome.is_null()).then_some(outcome))
        })
        .await?;
        if let Some(failure) = outcome["failure"].as_str() {
            bail!("the kernel could not be measured: {failure}");
        }
        println!("{}", outcome["measured"]);
        Ok(())
    })
}
