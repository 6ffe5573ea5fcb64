//! Browsers that lack what the page needs, hosts that send it badly, and a page that says so.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use browser_tests::{Fault, Looks, Page, Site, Wasm, drive, drive_as};

use crate::trained;

/// The page does not start: one sentence says why, and the console, which may say it too, is read.
async fn says_why(page: &Page, word: &str, can_reload: bool) -> Result<()> {
    let sentence = page.alert_about(word).await?;
    ensure!(sentence.contains('.'), "{sentence:?} is no sentence");
    page.wait_for_session("failed").await?;
    ensure!(page.has_button("Reload").await? == can_reload, "{sentence}");
    page.console_errors().await?;
    Ok(())
}

#[test]
fn without_web_assembly() -> Result<()> {
    drive_as(Looks { wasm: Wasm::Absent, ..Looks::default() }, &Site::built(), async |page| {
        says_why(page, "WebAssembly", false).await
    })
}

#[test]
fn without_simd() -> Result<()> {
    drive_as(Looks { wasm: Wasm::NoSimd, ..Looks::default() }, &Site::built(), async |page| {
        says_why(page, "SIMD", false).await
    })
}

#[test]
fn when_a_part_arrives_damaged_and_then_whole() -> Result<()> {
    for (part, fault) in [("embedding-explorer", Fault::WrongType), ("embedding-explorer", Fault::Cut)] {
        drive(&Site::built().spoiled(part, fault), async |page| {
            says_why(page, "eload the page", true).await?;
            page.server().mend();
            page.press("Reload").await?;
            trained(page).await
        })?;
    }
    Ok(())
}

#[test]
fn when_the_worker_does_not_arrive() -> Result<()> {
    for part in ["worker_bg.wasm", "worker.js"] {
        drive(&Site::built().spoiled(part, Fault::Missing), async |page| {
            page.alert_about("worker").await?;
            page.console_errors().await?;
            page.server().mend();
            page.press("Restart").await?;
            trained(page).await
        })?;
    }
    Ok(())
}

#[test]
fn a_slow_download_is_no_dead_worker() -> Result<()> {
    // Longer than the page waits for a worker that says nothing.
    const WATCHDOG: Duration = Duration::from_secs(15);
    let start = Instant::now();
    drive(&Site::built().spoiled("worker_bg.wasm", Fault::Slow(700_000.0)), async |page| {
        trained(page).await?;
        ensure!(start.elapsed() > WATCHDOG, "it was quicker than the watchdog");
        ensure!(page.n_workers().await? == 1, "the first worker is the one that works");
        ensure!(page.alerts().await?.is_empty());
        Ok(())
    })
}

#[test]
fn the_frame_is_there_before_the_code() -> Result<()> {
    drive(&Site::built().spoiled("_bg.wasm", Fault::Held), async |page| {
        page.region("Map").await?;
        page.find("heading", "Embedding Explorer").await?;
        ensure!(page.session().await?.as_deref() == Some("loading"));
        ensure!(page.alerts().await?.is_empty());
        page.server().mend();
        trained(page).await
    })
}

#[test]
fn the_first_map_does_not_wait_for_the_rest_of_the_code() -> Result<()> {
    drive(&Site::built().spoiled("_rest.wasm", Fault::Held), async |page| {
        page.wait_for_session("training").await?;
        ensure!(page.region_now("Word").await?.is_none(), "a panel is there, so the rest was not held back");
        ensure!(page.alerts().await?.is_empty());
        page.server().mend();
        page.region("Word").await?;
        trained(page).await
    })
}

#[test]
fn when_the_rest_of_the_code_does_not_arrive() -> Result<()> {
    drive(&Site::built().spoiled("page_rest.wasm", Fault::Missing), async |page| {
        says_why(page, "did not arrive", true).await?;
        page.server().mend();
        page.press("Reload").await?;
        trained(page).await
    })?;
    drive(&Site::built().spoiled("worker_rest.wasm", Fault::Missing), async |page| {
        page.alert_about("worker").await?;
        page.console_errors().await?;
        page.server().mend();
        page.press("Restart").await?;
        trained(page).await
    })
}
