//! How soon the page is there: opened, first map, trained, and how quickly it answers a pointer meanwhile.
//!
//! `cargo xtask bench start` runs it on the release build; `start-bench slow` on a slow line with a slow processor. Prints one
//! `name value` a line: medians of five rounds.

use std::{collections::BTreeMap, time::Duration};

use anyhow::{Context, Result, bail, ensure};
use browser_tests::{
    Line, Page, Site, drive, quantile,
    spy::{self, Seen},
};
use serde_json::json;

/// Times that the page is opened; the figures are medians of the rounds.
const ROUNDS: usize = 5;
/// A phone's line, as Lighthouse has it.
const LINE: Line = Line { bits_per_second: 1.6e6, round_trip: Duration::from_millis(150) };
/// How many times slower the page's processor is. The browser slows the page's main thread, not its workers.
const SLOWED: f64 = 4.0;

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
            add("longest_task_ms", longest(&seen.long_task_ms));
            add("longest_task_after_map_ms", longest(&seen.later_task_ms));
            add("tasks_over_50_ms_after_map", seen.later_task_ms.len() as f64);
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
    drive(&Site::built().over(LINE), async |page| {
        spy::listen(page).await?;
        page.devtools("Network.enable", json!({})).await?;
        page.devtools("Network.setCacheDisabled", json!({ "cacheDisabled": true })).await?;
        page.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": SLOWED })).await?;
        for _ in 0..ROUNDS {
            let n_sent_before = page.server().n_sent();
            page.driver().refresh().await?;
            let seen = trained(page).await?;
            let [first_map, trained] = times(&seen)?;
            let n_sent = (page.server().n_sent() - n_sent_before) as f64;
            // Or it is not what was to be measured: page and worker cross the line before there is a map.
            let least_ms = 1000.0 * 8.0 * n_sent / LINE.bits_per_second;
            ensure!(n_sent > 1e5, "only {n_sent} bytes were sent: something came from the cache");
            ensure!(
                trained > least_ms,
                "trained after {trained:.0} ms, and the line takes {least_ms:.0}: it is not slow"
            );
            let mut add = |name, value| rounds.entry(name).or_default().push(value);
            add("first_map_ms", first_map);
            add("trained_ms", trained);
            add("worker_ready_ms", seen.ready_ms.context("the worker was not up")?);
            add("sent_kib", n_sent / 1024.0);
        }
        Ok(())
    })?;
    Ok(rounds)
}

/// The longest of some tasks; 0 where none was long.
fn longest(task_ms: &[f64]) -> f64 {
    task_ms.iter().copied().fold(0.0, f64::max)
}

async fn trained(page: &Page) -> Result<Seen> {
    page.wait_for_session("trained").await?;
    spy::seen(page).await
}

/// When the first map was drawn and when training was over, in milliseconds since the navigation began.
fn times(seen: &Seen) -> Result<[f64; 2]> {
    Ok([seen.first_map_ms.context("no map was drawn")?, seen.trained_ms.context("no run came to its end")?])
}
