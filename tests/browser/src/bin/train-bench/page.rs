//! The release build of the page while it trains: how soon a hover is answered, what holds the main thread up, and what is
//! left of the speed with the map drawn.

use std::{path::Path, time::Duration};

use anyhow::{Context, Result, bail, ensure};
use browser_tests::{
    Page, Site, drive, quantile,
    spy::{self, Seen},
    wait_within,
};
use embedding_explorer::protocol::{Method, Opened, Setting};
use serde_json::{Value, json};

use super::options::{GIVEN, Options};

const PATIENCE: Duration = Duration::from_hours(1);
/// Rare enough not to be noticed by page and worker.
const LOOK_EVERY: Duration = Duration::from_millis(200);
/// Questions that make a ninety-fifth percentile worth telling.
const ENOUGH_ANSWERS: usize = 200;
/// Short texts are trained on again until there are enough answers, but not for ever.
const MOST_RUNS: usize = 20;
/// Trains on the page while the pointer sweeps over the map, and returns the figures.
pub(crate) fn measure(options: &Options) -> Result<Value> {
    let mut figures = Value::Null;
    drive(&Site::built(), async |page| {
        spy::listen(page).await?;
        page.driver().refresh().await?;
        wait_for(page, "trained").await?;
        if let Some(corpus) = &options.corpus {
            open(page, corpus).await?;
        }
        let opened = open_with_settings(page, options).await?;
        figures = watch(page, &opened).await?;
        Ok(())
    })?;
    Ok(figures)
}

/// Opens the text and waits until it is there.
async fn open(page: &Page, corpus: &Path) -> Result<()> {
    let name = corpus.file_name().context("the corpus is a file")?.to_string_lossy();
    page.open_file(corpus).await?;
    wait_within(PATIENCE, LOOK_EVERY, "the text is open", async || {
        let is_open = spy::seen(page).await?.opened.is_some_and(|opened| opened.name == name);
        if !is_open {
            let alerts = page.alerts().await?;
            ensure!(alerts.is_empty(), "the page says {alerts:?}");
        }
        Ok(is_open.then_some(()))
    })
    .await
}

/// Gives the settings of the command line to the text that is open, and leaves its run at the beginning. Returns what the
/// worker said of the text.
async fn open_with_settings(page: &Page, options: &Options) -> Result<Opened> {
    let mut is_other = false;
    if options.settings.method == Method::Cbow {
        page.find_in("Model", "combobox", "Method").await?.send_keys("CBOW").await?;
        is_other = true;
    }
    for setting in GIVEN.into_iter().filter(|&setting| options.settings.method.uses(setting)) {
        let wanted = options.settings.get(setting);
        let label = setting.spec().label;
        if setting == Setting::Harmonic {
            let check = page.find_in("Model", "checkbox", label).await?;
            if check.is_selected().await? != (wanted != 0.0) {
                check.click().await?;
                is_other = true;
            }
            continue;
        }
        let shown = page.setting(label).await?;
        if shown.parse::<f64>().ok() != Some(wanted) {
            page.set(label, &wanted.to_string()).await?;
            // The rate alone holds at once.
            is_other |= setting != Setting::LearningRate;
        }
    }
    if is_other {
        let before = generation(page).await?;
        page.press("Restart with these settings").await?;
        wait_within(PATIENCE, LOOK_EVERY, "the run is another", async || {
            Ok((generation(page).await? > before).then_some(()))
        })
        .await?;
    }
    if page.session().await?.as_deref() != Some("paused") || page.progress().await? > 0.0 {
        page.press("Reset").await?;
    }
    wait_for(page, "paused").await?;
    let opened = spy::seen(page).await?.opened.context("the worker has opened nothing")?;
    for setting in GIVEN.into_iter().filter(|&setting| options.settings.method.uses(setting)) {
        let (found, wanted) = (opened.settings.get(setting), options.settings.get(setting));
        ensure!(found == wanted, "the page trains with {setting:?} {found}, not {wanted}");
    }
    Ok(opened)
}

/// Grows with each run that the worker begins.
async fn generation(page: &Page) -> Result<u32> {
    Ok(spy::seen(page).await?.opened.map_or(0, |opened| opened.generation))
}

/// Plays until there are enough answers.
async fn watch(page: &Page, opened: &Opened) -> Result<Value> {
    let opening_task_ms = longest(&spy::seen(page).await?);
    spy::forget(page).await?;
    let (mut hover_ms, mut longest_task_ms, mut rates) = (Vec::new(), 0.0_f64, Vec::new());
    for run in 0..MOST_RUNS {
        if run > 0 {
            page.press("Reset").await?;
            wait_for(page, "paused").await?;
            spy::forget(page).await?;
        }
        page.press("Play").await?;
        page.script(include_str!("../../script/sweep.js"), Vec::new()).await?;
        wait_for(page, "trained").await?;
        let seen = spy::seen(page).await?;
        longest_task_ms = longest_task_ms.max(longest(&seen));
        rates.push(seen.words_per_second.context("the worker measured no rate")?);
        hover_ms.extend(seen.hover_ms);
        if hover_ms.len() >= ENOUGH_ANSWERS {
            break;
        }
    }
    ensure!(!hover_ms.is_empty(), "no hover was answered");
    // Words that the minimum count leaves out are words of the text all the same; as benches/train.rs counts.
    let raw_of_kept = opened.n_tokens as f64 / opened.n_tokens_left as f64;
    Ok(json!({
        "with_frames_words_per_s": quantile(&mut rates, 0.5) * raw_of_kept,
        "neighbors_answered": hover_ms.len(),
        "neighbors_p50_ms": quantile(&mut hover_ms, 0.5),
        "neighbors_p95_ms": quantile(&mut hover_ms, 0.95),
        "neighbors_max_ms": quantile(&mut hover_ms, 1.0),
        "page_longest_task_ms": longest_task_ms,
        "page_longest_task_before_ms": opening_task_ms,
    }))
}

/// The longest task of the main thread; 0 where none took over 50 ms.
fn longest(seen: &Seen) -> f64 {
    seen.long_task_ms.iter().copied().fold(0.0, f64::max)
}

async fn wait_for(page: &Page, wanted: &str) -> Result<()> {
    wait_within(PATIENCE, LOOK_EVERY, &format!("the session is {wanted}"), async || match page.session().await? {
        Some(session) if session == wanted => Ok(Some(())),
        other => bail!("it is {other:?}"),
    })
    .await
}
