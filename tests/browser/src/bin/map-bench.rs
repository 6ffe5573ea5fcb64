//! How the map holds up: frames while panning, zooming and hovering over 1,000 to 50,000 words, at rest and in training.
//!
//! `cargo xtask bench map` runs it on the release build. Prints one line of JSON.

use std::time::Duration;

use anyhow::{Result, ensure};
use browser_tests::{
    Cloud, Page, Scratch, Site, drive, numbers, open_crowd, quantile, spy, wait_for_crowd, wait_within,
};
use serde_json::{Value, json};

/// Words of the maps.
const SIZES: [u32; 3] = [1_000, 10_000, 50_000];
/// Frames of each kind of stroke.
const FRAMES: u32 = 240;
/// The share of a training after which a map grows slowly.
const GROWN: f64 = 0.08;
const PATIENCE: Duration = Duration::from_mins(2);
const LOOK_EVERY: Duration = Duration::from_millis(200);

fn main() -> Result<()> {
    let scratch = Scratch::new()?;
    let mut rows = Vec::new();
    drive(&Site::built(), async |page| {
        spy::listen(page).await?;
        for n_words in SIZES {
            page.driver().refresh().await?;
            wait_for_crowd(page, "trained").await?;
            // So many negatives that a small text trains for longer than the strokes take.
            open_crowd(page, &scratch, n_words, &[("Dimensions", "100"), ("Negatives", "20")]).await?;
            rows.push(row(page, n_words, false).await?);
            page.press("Play").await?;
            wait_for_crowd(page, "training").await?;
            // At first the map grows so fast that one that is held soon fills the window, and where it lies cannot be told.
            wait_within(PATIENCE, LOOK_EVERY, "the map has taken shape", async || {
                Ok((page.progress().await? > GROWN).then_some(()))
            })
            .await?;
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
        // The whole map again, wherever the strokes before have left it.
        page.map().await?.send_keys("0").await?;
        let before = at_rest(page).await?;
        spy::forget(page).await?;
        page.script(include_str!("../script/strokes.js"), vec![json!(kind), json!(FRAMES)]).await?;
        wait_within(PATIENCE, LOOK_EVERY, "the strokes are done", async || {
            Ok((page.script("return window.strokes.isDone", Vec::new()).await? == json!(true)).then_some(()))
        })
        .await?;
        let seen = page.script("return window.strokes", Vec::new()).await?;
        let is_where_strokes_end = |cloud: &Cloud| match kind {
            "pan" => cloud.center[0] - before.center[0] > 50.0,
            "zoom" => cloud.at_edges > 0.01,
            _ => true,
        };
        let what =
            format!("the map of {n_words} words follows the strokes ({kind}, training: {is_training}) from {before:?}");
        page.wait_for_cloud(&what, is_where_strokes_end).await?;
        if is_training {
            goes_on(page).await?;
            let later = page.cloud().await?;
            ensure!(
                is_where_strokes_end(&later),
                "training has moved the camera after a {kind}: {before:?}, {later:?}"
            );
        }
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

/// The points once all are shown and the camera has come to rest. While it trains, words go on moving and the camera with them,
/// by less than a flight does.
async fn at_rest(page: &Page) -> Result<Cloud> {
    const FLIGHT_PX: f64 = 12.0;
    let mut last = page.cloud().await?;
    wait_within(PATIENCE, LOOK_EVERY, "all words are shown", async || {
        let before = std::mem::replace(&mut last, page.cloud().await?);
        let moved = (last.center[0] - before.center[0]).hypot(last.center[1] - before.center[1]);
        Ok((last.at_edges == 0.0 && moved < FLIGHT_PX).then_some(last))
    })
    .await
}

/// Waits until training has gone on for some frames.
async fn goes_on(page: &Page) -> Result<()> {
    let before = page.progress().await?;
    wait_within(PATIENCE, LOOK_EVERY, "training goes on", async || Ok((page.progress().await? > before).then_some(())))
        .await
}

fn round(ms: f64) -> f64 {
    (ms * 10.0).round() / 10.0
}
