//! How soon the page is there: opened, first map, trained, and how quickly it answers a pointer meanwhile.
//!
//! `cargo xtask bench start` runs it on the release build; `start-bench slow` on a slow line with a slow processor. Prints one
//! `name value` a line: medians of five rounds.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail, ensure};
use browser_tests::{
    Page, Site, drive, quantile,
    spy::{self, Seen},
};
use serde_json::json;

/// Times that the page is opened; the figures are medians of the rounds.
const ROUNDS: usize = 5;
/// The slow line, in bits a second, and its round trip: a phone's, as Lighthouse has it.
const BITS_PER_SECOND: f64 = 1.6e6;
const ROUND_TRIP_MS: f64 = 150.0;
/// How many times slower the page's processor is. The browser slows the page's main thread, not its workers.
const SLOWED: f64 = 4.0;
/// Bytes of code and style that have crossed the line, as sent and as they are.
const SENT: &str = "
    const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
    const sum = (name) => all.reduce((sum, entry) => sum + entry[name], 0);
    return [sum('encodedBodySize'), sum('decodedBodySize')];";

type Rounds = BTreeMap<&'static str, Vec<f64>>;

fn main() -> Result<()> {
    let rounds = match std::env::args().nth(1).as_deref() {
        None => quick()?,
        Some("slow") => slow()?,
        Some(other) => bail!("{other:?} is no option of this bench"),
    };
    for (name, mut values) in rounds {
        println!("{name} {:.1}", quantile(&mut values, 0.5));
    }
    Ok(())
}

/// On this machine as it is.
fn quick() -> Result<Rounds> {
    let (mut rounds, mut hover_ms) = (Rounds::new(), Vec::new());
    drive(&Site::built(), async |page| {
        spy::listen(page).await?;
        for _ in 0..ROUNDS {
            page.driver().refresh().await?;
            page.wait_for_session("training").await?;
            page.script(include_str!("../script/sweep.js"), Vec::new()).await?;
            let mut seen = trained(page).await?;
            let (ready, [first_map, trained]) = (seen.ready_ms.context("the worker was not up")?, times(&seen)?);
            let mut add = |name, value| rounds.entry(name).or_default().push(value);
            add("ready_ms", ready);
            add("ready_to_first_map_ms", first_map - ready);
            add("ready_to_trained_ms", trained - ready);
            add("words_per_s", seen.words_per_second.context("the worker measured no rate")?);
            add("analogies_percent_of_training", 100.0 * seen.accuracy_cost.context("no analogies were asked")?);
            add("analogies_asked_times", seen.n_accuracies as f64);
            add("frame_gap_p95_ms", quantile(&mut seen.frame_gap_ms, 0.95));
            add("longest_task_ms", seen.long_task_ms.iter().copied().fold(0.0, f64::max));
            hover_ms.append(&mut seen.hover_ms);
        }
        Ok(())
    })?;
    ensure!(hover_ms.len() >= ROUNDS, "only {} hovers were answered while it trained", hover_ms.len());
    rounds.insert("hovers", vec![hover_ms.len() as f64]);
    for (name, share) in [("hover_p50_ms", 0.5), ("hover_p95_ms", 0.95), ("hover_max_ms", 1.0)] {
        rounds.insert(name, vec![quantile(&mut hover_ms, share)]);
    }
    Ok(rounds)
}

/// On a slow line with a slow processor, everything sent compressed and nothing from the cache.
fn slow() -> Result<Rounds> {
    let mut rounds = Rounds::new();
    drive(&Site::built().compressed(), async |page| {
        spy::listen(page).await?;
        page.devtools("Network.enable", json!({})).await?;
        page.devtools("Network.setCacheDisabled", json!({ "cacheDisabled": true })).await?;
        let bytes_per_second = BITS_PER_SECOND / 8.0;
        let line = json!({
            "offline": false, "latency": ROUND_TRIP_MS,
            "downloadThroughput": bytes_per_second, "uploadThroughput": bytes_per_second,
        });
        page.devtools("Network.emulateNetworkConditions", line).await?;
        page.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": SLOWED })).await?;
        for _ in 0..ROUNDS {
            page.driver().refresh().await?;
            let seen = trained(page).await?;
            let [first_map, trained] = times(&seen)?;
            let sent = page.script(SENT, Vec::new()).await?;
            let bytes = |at: usize| sent[at].as_f64().context("the browser tells what was sent");
            let (n_sent, n_bytes) = (bytes(0)?, bytes(1)?);
            // Or it is not what was to be measured.
            ensure!(n_sent > 0.0 && n_sent < 0.6 * n_bytes, "{n_sent} of {n_bytes} bytes were sent: not compressed");
            let least_ms = 1000.0 * n_sent / bytes_per_second;
            ensure!(
                first_map > least_ms,
                "a map after {first_map:.0} ms, and the line takes {least_ms:.0}: it is not slow"
            );
            let mut add = |name, value| rounds.entry(name).or_default().push(value);
            add("first_map_ms", first_map);
            add("trained_ms", trained);
            add("worker_ready_ms", seen.ready_ms.context("the worker was not up")?);
            add("page_sent_kib", n_sent / 1024.0);
        }
        Ok(())
    })?;
    Ok(rounds)
}

async fn trained(page: &Page) -> Result<Seen> {
    page.wait_for_session("trained").await?;
    spy::seen(page).await
}

/// When the first map was drawn and when training was over, in milliseconds since the navigation began.
fn times(seen: &Seen) -> Result<[f64; 2]> {
    Ok([seen.first_map_ms.context("no map was drawn")?, seen.trained_ms.context("no run came to its end")?])
}
