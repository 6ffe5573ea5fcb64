//! How soon the page is there: opened, first map, trained, and how quickly it answers a pointer meanwhile.
//!
//! `cargo xtask bench start` runs it on the release build. Prints one `name value` a line.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
use browser_tests::{Page, Site, drive, numbers, quantile};
use serde_json::{Value, json};

/// Times that the page is opened; the figures are medians of the rounds.
const ROUNDS: usize = 5;

fn main() -> Result<()> {
    let mut rounds: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    let mut hover_ms = Vec::new();
    drive(&Site::built(), async |page| {
        let script = json!({ "source": include_str!("../script/spy.js") });
        page.devtools("Page.addScriptToEvaluateOnNewDocument", script).await?;
        for _ in 0..ROUNDS {
            let spy = round(page).await?;
            let time = |name: &str| spy[name].as_f64().with_context(|| format!("{name} was not seen"));
            let ready = time("readyMs")?;
            let mut add = |name, value| rounds.entry(name).or_default().push(value);
            add("ready_ms", ready);
            add("ready_to_first_map_ms", time("firstFrameMs")? - ready);
            add("ready_to_trained_ms", time("trainedMs")? - ready);
            add("words_per_s", time("wordsPerSecond")?);
            add("analogies_percent_of_training", 100.0 * time("accuracyCost")?);
            add("analogies_asked_times", time("nAccuracies")?);
            add("frame_gap_p95_ms", quantile(&mut numbers(&spy["frameGapMs"]), 0.95));
            add("longest_task_ms", numbers(&spy["longTaskMs"]).into_iter().fold(0.0, f64::max));
            hover_ms.extend(numbers(&spy["hoverMs"]));
        }
        Ok(())
    })?;
    ensure!(hover_ms.len() >= ROUNDS, "only {} hovers were answered while it trained", hover_ms.len());
    for (name, mut values) in rounds {
        println!("{name} {:.1}", quantile(&mut values, 0.5));
    }
    println!("hovers {}", hover_ms.len());
    println!("hover_p50_ms {:.1}", quantile(&mut hover_ms, 0.5));
    println!("hover_p95_ms {:.1}", quantile(&mut hover_ms, 0.95));
    println!("hover_max_ms {:.1}", quantile(&mut hover_ms, 1.0));
    Ok(())
}

/// Opens the page anew, hovers while it trains, and returns what was seen.
async fn round(page: &Page) -> Result<Value> {
    page.driver().refresh().await?;
    page.wait_for_session("training").await?;
    page.script(include_str!("../script/sweep.js"), Vec::new()).await?;
    page.wait_for_session("trained").await?;
    page.script("return window.spy", Vec::new()).await
}
