//! How the map holds up: frames while panning, zooming and hovering over 1,000 to 50,000 words, at rest and in training.
//!
//! `cargo xtask bench map` runs it on the release build. Prints one line of JSON.

use std::time::Duration;

use anyhow::{Result, ensure};
use browser_tests::{Page, Scratch, Site, drive, numbers, open_crowd, quantile, spy, wait_for_crowd, wait_within};
use serde_json::{Value, json};

/// Words of the maps.
const SIZES: [u32; 3] = [1_000, 10_000, 50_000];
/// Frames of each kind of stroke.
const FRAMES: u32 = 240;
const PATIENCE: Duration = Duration::from_mins(1);
const LOOK_EVERY: Duration = Duration::from_millis(200);

fn main() -> Result<()> {
    let scratch = Scratch::new()?;
    let mut rows = Vec::new();
    drive(&Site::built(), async |page| {
        spy::listen(page).await?;
        for n_words in SIZES {
            page.driver().refresh().await?;
            wait_for_crowd(page, "trained").await?;
            open_crowd(page, &scratch, n_words, &[("Dimensions", "100")]).await?;
            rows.push(row(page, n_words, false).await?);
            page.press("Play").await?;
            wait_for_crowd(page, "training").await?;
            rows.push(row(page, n_words, true).await?);
            ensure!(page.session().await?.as_deref() == Some("training"), "the run was over before the strokes were");
            eprintln!("{n_words} words measured");
        }
        Ok(())
    })?;
    println!("{}", json!({ "rows": rows }));
    Ok(())
}

async fn row(page: &Page, n_words: u32, is_training: bool) -> Result<Value> {
    let mut row = json!({ "points": n_words, "training": is_training });
    for kind in ["pan", "zoom", "hover"] {
        spy::forget(page).await?;
        page.script(include_str!("../script/strokes.js"), vec![json!(kind), json!(FRAMES)]).await?;
        wait_within(PATIENCE, LOOK_EVERY, "the strokes are done", async || {
            Ok((page.script("return window.strokes.isDone", Vec::new()).await? == json!(true)).then_some(()))
        })
        .await?;
        let seen = page.script("return window.strokes", Vec::new()).await?;
        let has_moved = seen["hasMoved"] == json!(true);
        ensure!(has_moved || kind == "hover", "the map of {n_words} words did not move under the strokes ({kind})");
        let (mut intervals, mut work) = (numbers(&seen["intervalMs"]), numbers(&seen["workMs"]));
        for (name, share) in [("p50", 0.5), ("p95", 0.95), ("max", 1.0)] {
            row[format!("{kind}_{name}_ms")] = json!(round(quantile(&mut intervals, share)));
            row[format!("{kind}_work_{name}_ms")] = json!(round(quantile(&mut work, share)));
        }
        if kind == "hover" {
            let mut answers = spy::seen(page).await?.hover_ms;
            ensure!(answers.len() > 3, "only {} hovers were answered", answers.len());
            for (name, share) in [("p50", 0.5), ("p95", 0.95), ("max", 1.0)] {
                row[format!("highlight_{name}_ms")] = json!(round(quantile(&mut answers, share)));
            }
        }
    }
    Ok(row)
}

fn round(ms: f64) -> f64 {
    (ms * 10.0).round() / 10.0
}
