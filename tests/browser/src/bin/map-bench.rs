//! How the map holds up: frames while panning, zooming and hovering over 1,000 to 50,000 words, at rest and in training.
//!
//! `cargo xtask bench map` runs it on the release build. Prints one line of JSON.

use std::{fmt::Write, time::Duration};

use anyhow::{Result, ensure};
use browser_tests::{Page, Scratch, Site, drive, numbers, quantile, wait_within};
use serde_json::{Value, json};
use thirtyfour::Key;

/// Words of the maps.
const SIZES: [u32; 3] = [1_000, 10_000, 50_000];
/// Frames of each kind of stroke.
const FRAMES: u32 = 240;
const PATIENCE: Duration = Duration::from_secs(60);
const LOOK_EVERY: Duration = Duration::from_millis(200);

fn main() -> Result<()> {
    let scratch = Scratch::new()?;
    let mut rows = Vec::new();
    drive(&Site::built(), async |page| {
        let script = json!({ "source": include_str!("../script/spy.js") });
        page.devtools("Page.addScriptToEvaluateOnNewDocument", script).await?;
        for n_words in SIZES {
            page.driver().refresh().await?;
            wait_for(page, "trained").await?;
            for (setting, value) in [("Minimum count", "1"), ("Dimensions", "100"), ("Epochs", "100")] {
                page.set(setting, value).await?;
            }
            page.open_file(&scratch.file("words.txt", text(n_words))?).await?;
            wait_for(page, "paused").await?;
            show_all(page, n_words).await?;
            rows.push(row(page, n_words, false).await?);
            page.press("Play").await?;
            wait_for(page, "training").await?;
            rows.push(row(page, n_words, true).await?);
            ensure!(page.session().await?.as_deref() == Some("training"), "the run was over before the strokes were");
            eprintln!("{n_words} words measured");
        }
        Ok(())
    })?;
    println!("{}", json!({ "rows": rows }));
    Ok(())
}

/// A text with so many different words, in forty companies, the frequent ones as much more frequent as in a language.
fn text(n_words: u32) -> String {
    const COMPANIES: u32 = 40;
    let mut state = 1_u64;
    let mut below = |n: u32| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (((state >> 33) * u64::from(n)) >> 31) as u32
    };
    let mut text = String::new();
    let push = |id: u32, text: &mut String| {
        let letters: String = (0..5).map(|i| char::from(b'a' + (id / 26_u32.pow(i) % 26) as u8)).collect();
        // Writing into a string does not fail.
        let _ = write!(text, "w{letters} ");
    };
    for line in 0..(n_words * 2).max(40_000) {
        let company = below(COMPANIES);
        for place in 0..12 {
            // Every word comes now and then, and the first of each company often: the cube of an even draw.
            let share = f64::from(below(1 << 20)) / f64::from(1 << 20);
            let rank = (share.powi(3) * f64::from(n_words / COMPANIES)) as u32;
            push(if place == 0 { line % n_words } else { rank * COMPANIES + company }, &mut text);
        }
        text.push('\n');
    }
    text
}

/// Moves the slider of the words shown to its end.
async fn show_all(page: &Page, n_words: u32) -> Result<()> {
    page.press("View").await?;
    let slider = page.find_in("Map", "slider", "Words shown").await?;
    slider.focus().await?;
    slider.send_keys(Key::Home + "").await?;
    slider.send_keys(Key::End + "").await?;
    page.press("View").await?;
    wait_within(PATIENCE, LOOK_EVERY, "all words are shown", async || {
        let script =
            "return document.querySelector('input[aria-label=\"Words shown\"]').getAttribute('aria-valuetext')";
        let shown = page.script(script, Vec::new()).await?;
        Ok((shown.as_str().map(|text| text.replace(',', "")) == Some(n_words.to_string())).then_some(()))
    })
    .await
}

async fn row(page: &Page, n_words: u32, is_training: bool) -> Result<Value> {
    let mut row = json!({ "points": n_words, "training": is_training });
    for kind in ["pan", "zoom", "hover"] {
        page.script("window.spy.hoverMs.length = 0; window.spy.longTaskMs.length = 0", Vec::new()).await?;
        page.script(include_str!("../script/strokes.js"), vec![json!(kind), json!(FRAMES)]).await?;
        wait_within(PATIENCE, LOOK_EVERY, "the strokes are done", async || {
            Ok((page.script("return window.strokes.isDone", Vec::new()).await? == json!(true)).then_some(()))
        })
        .await?;
        let seen = page.script("return { ...window.strokes, ...window.spy, opened: null }", Vec::new()).await?;
        let (mut intervals, mut work) = (numbers(&seen["intervalMs"]), numbers(&seen["workMs"]));
        for (name, share) in [("p50", 0.5), ("p95", 0.95), ("max", 1.0)] {
            row[format!("{kind}_{name}_ms")] = json!(round(quantile(&mut intervals, share)));
            row[format!("{kind}_work_{name}_ms")] = json!(round(quantile(&mut work, share)));
        }
        if kind == "hover" {
            let mut answers = numbers(&seen["hoverMs"]);
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

async fn wait_for(page: &Page, session: &str) -> Result<()> {
    wait_within(PATIENCE, LOOK_EVERY, &format!("the page is {session}"), async || {
        let alerts = page.alerts().await?;
        ensure!(alerts.is_empty(), "the page says {alerts:?}");
        Ok((page.session().await?.as_deref() == Some(session)).then_some(()))
    })
    .await
}
