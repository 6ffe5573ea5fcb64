//! How fast the page's own worker reads a file.
//!
//! `cargo xtask bench read --worker` runs it on this build and on another: `read-bench ROUNDS FILE`. The worker asks for a piece
//! of the file while it reads the one before, so the time between its first and last request is that of reading all but the
//! last two pieces, whatever page and worker say to each other. A build that asks for a piece only once it has read the one
//! before has read one piece of 256 KiB more by then; the difference is 2 % of 10 MB. Prints one line of JSON.

use std::{env, fs, time::Duration};

use anyhow::{Context, Result, bail};
use browser_tests::{Scratch, Site, drive, wait_within};
use serde_json::json;

/// What a file of 10 MB may take on a busy machine.
const PATIENCE: Duration = Duration::from_mins(2);
const LOOK_EVERY: Duration = Duration::from_millis(100);
const LOADER: &str = "worker_loader.js";
/// Tells the page when the last piece of a file is asked for.
const SPY: &str = "const plainSlice = Blob.prototype.slice;
    const reads = new BroadcastChannel('reads');
    let firstMs = 0;
    Blob.prototype.slice = function (from, to, ...rest) {
        if (from === 0) firstMs = performance.now();
        if (to >= this.size) reads.postMessage({ bytes: from, ms: performance.now() - firstMs });
        return plainSlice.call(this, from, to, ...rest);
    };\n";
const LISTEN: &str = "window.reads = [];
    window.readsChannel = new BroadcastChannel('reads');
    window.readsChannel.onmessage = ({ data }) => window.reads.push(data);";

fn main() -> Result<()> {
    let mut arguments = env::args().skip(1);
    let n_rounds: usize = arguments.next().context("how many rounds?")?.parse()?;
    let file = fs::canonicalize(arguments.next().context("which file?")?)?;
    let folder = Scratch::new()?;
    for entry in fs::read_dir(Site::built().path())? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            fs::copy(entry.path(), folder.path().join(entry.file_name()))?;
        }
    }
    let loader = fs::read_to_string(folder.path().join(LOADER)).with_context(|| format!("{LOADER} is not there"))?;
    folder.file(LOADER, format!("{SPY}{loader}"))?;
    let mut rates = Vec::new();
    // One of the builds may be of an earlier revision.
    drive(&Site::folder(folder.path()).trusting_inline_scripts(), async |page| {
        page.wait_for_session("trained").await?;
        page.script(LISTEN, Vec::new()).await?;
        for round in 0..n_rounds {
            page.open_file(&file).await?;
            let read = wait_within(PATIENCE, LOOK_EVERY, "the file is read", async || {
                let seen = page.script("return window.reads[arguments[0]] ?? null", vec![round.into()]).await?;
                Ok((!seen.is_null()).then_some(seen))
            });
            let read = read.await?;
            let (Some(bytes), Some(ms)) = (read["bytes"].as_f64(), read["ms"].as_f64()) else { bail!("{read}") };
            rates.push(bytes / 1e3 / ms);
            // Until what follows the reading is over.
            page.wait_for_session("paused").await?;
        }
        Ok(())
    })?;
    rates.sort_by(f64::total_cmp);
    let median = rates.get(rates.len() / 2).context("there was no round")?;
    println!("{}", json!({ "mb_per_s": median, "rounds": rates }));
    Ok(())
}
