//! What the page remembers: a session that was open comes back to the same bits, and a reset can be undone.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use browser_tests::{Page, Scratch, Site, drive, wait_until};
use serde_json::json;

use crate::{small_text, trained, trained_on};

const KILLS: u32 = 20;

/// Opens a text of the reader's whose run takes some seconds.
async fn open_long(page: &Page, scratch: &Scratch) -> Result<()> {
    trained(page).await?;
    for (setting, value) in [("Epochs", "100"), ("Negatives", "20"), ("Dimensions", "200")] {
        page.set(setting, value).await?;
    }
    page.open_file(&scratch.file("animals.txt", small_text().repeat(25))?).await?;
    wait_until("the text is open", async || Ok(page.text_of("Corpus").await?.contains("animals.txt").then_some(())))
        .await?;
    if page.session().await?.as_deref() == Some("paused") {
        page.press("Play").await?;
    }
    Ok(())
}

/// The dialog with the list of what is stored, as text.
async fn stored(page: &Page) -> Result<String> {
    page.press("About").await?;
    let dialog = page.dialog("About Embedding Explorer").await?;
    let text = dialog.text().await?;
    Ok(text)
}

async fn wait_for_stored(page: &Page, what: &str) -> Result<()> {
    page.press("About").await?;
    // It is mounted anew where it was opened before all of the page's code was there.
    wait_until(&format!("the list says {what:?}"), async || {
        let dialog = page.dialog("About Embedding Explorer").await?;
        let text = dialog.text().await;
        Ok(text.is_ok_and(|text| text.contains(what)).then_some(()))
    })
    .await?;
    page.press("Close").await?;
    page.wait_for_no_dialog().await
}

/// Waits until the run that is open is stored, and the list says so.
async fn wait_until_stored(page: &Page) -> Result<()> {
    wait_for_stored(page, "open here").await
}

/// Waits until a state before the end of the run is stored.
async fn wait_until_stored_half_way(page: &Page) -> Result<()> {
    page.press("About").await?;
    let dialog = page.dialog("About Embedding Explorer").await?;
    wait_until("a state on the way is stored", async || {
        let text = dialog.text().await?;
        Ok((text.contains("open here") && !text.contains("100 % trained")).then_some(()))
    })
    .await?;
    page.press("Close").await?;
    page.wait_for_no_dialog().await
}

#[test]
fn a_tab_that_is_killed_again_and_again_comes_to_the_same_bits() -> Result<()> {
    let scratch = Scratch::new()?;
    drive(&Site::built(), async |page| {
        open_long(page, &scratch).await?;
        trained_on(page, "animals.txt").await?;
        let expected = page.checksum().await?;
        page.search("cat").await?;
        page.press("Reset").await?;
        page.wait_for_session("paused").await?;
        page.press("Play").await?;
        wait_until_stored_half_way(page).await?;
        // Moments that no condition chooses, drawn anew in each test.
        let mut moment = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?.as_millis() as u64;
        let mut n_on_the_way = 0;
        for kill in 0..KILLS {
            moment = moment.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            tokio::time::sleep(Duration::from_millis((moment >> 33) % 1500)).await;
            if kill % 2 == 0 {
                page.driver().refresh().await?;
            } else {
                page.driver().goto("about:blank").await?;
                page.driver().goto(page.server().url()).await?;
            }
            page.press("Continue").await?;
            wait_until("the text is open again", async || {
                Ok(page.text_of("Corpus").await?.contains("animals.txt").then_some(()))
            })
            .await?;
            n_on_the_way += u32::from(page.progress().await? < 1.0);
        }
        ensure!(n_on_the_way > 2, "the run was stopped {n_on_the_way} times on its way");
        trained_on(page, "animals.txt").await?;
        ensure!(page.checksum().await? == expected, "after {KILLS} kills");
        ensure!(page.word_shown().await?.as_deref() == Some("cat"), "the word is pinned again");
        Ok(())
    })
}

#[test]
fn what_is_forgotten_does_not_come_back() -> Result<()> {
    let scratch = Scratch::new()?;
    drive(&Site::built(), async |page| {
        open_long(page, &scratch).await?;
        trained_on(page, "animals.txt").await?;
        wait_until_stored(page).await?;
        page.driver().refresh().await?;
        page.find("button", "Continue").await?;
        page.press("Forget").await?;
        wait_for_stored(page, "Nothing is stored").await?;
        page.driver().refresh().await?;
        wait_for_stored(page, "Nothing is stored").await?;
        ensure!(!page.has_button("Continue").await?);
        Ok(())
    })
}

#[test]
fn a_built_in_run_that_is_over_at_once_is_not_offered() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        page.driver().refresh().await?;
        trained(page).await?;
        let list = stored(page).await?;
        ensure!(list.contains("Nothing is stored"), "{list}");
        ensure!(!page.has_button("Continue").await?);
        Ok(())
    })
}

#[test]
fn a_full_store_is_told_once_and_training_goes_on() -> Result<()> {
    let scratch = Scratch::new()?;
    drive(&Site::built().with_full_store(), async |page| {
        open_long(page, &scratch).await?;
        let told = page.alert_about("no more room").await?;
        ensure!(told.contains("training goes on"), "{told}");
        trained_on(page, "animals.txt").await?;
        page.search("cat").await?;
        Ok(())
    })
}

#[test]
fn without_a_store_the_page_works_and_the_list_says_so() -> Result<()> {
    let scratch = Scratch::new()?;
    drive(&Site::built().without_store(), async |page| {
        open_long(page, &scratch).await?;
        trained_on(page, "animals.txt").await?;
        wait_for_stored(page, "does not survive a reload").await?;
        ensure!(page.alerts().await?.is_empty());
        Ok(())
    })
}

#[test]
fn another_tab_offers_nothing_that_is_open_in_this_one() -> Result<()> {
    let scratch = Scratch::new()?;
    drive(&Site::built(), async |page| {
        open_long(page, &scratch).await?;
        trained_on(page, "animals.txt").await?;
        let expected = page.checksum().await?;
        wait_until_stored(page).await?;
        let first = page.driver().window().await?;
        let second = page.driver().new_tab().await?;
        page.driver().switch_to_window(second.clone()).await?;
        let size = json!({ "width": 1440, "height": 900, "deviceScaleFactor": 1, "mobile": false });
        page.devtools("Emulation.setDeviceMetricsOverride", size).await?;
        page.driver().goto(page.server().url()).await?;
        trained(page).await?;
        wait_for_stored(page, "open in another tab").await?;
        ensure!(!page.has_button("Continue").await?, "it is open elsewhere");
        // The first tab is closed: now it may be had here.
        page.driver().switch_to_window(first).await?;
        page.driver().close_window().await?;
        page.driver().switch_to_window(second).await?;
        page.driver().refresh().await?;
        page.press("Continue").await?;
        trained_on(page, "animals.txt").await?;
        ensure!(page.checksum().await? == expected);
        Ok(())
    })
}

#[test]
fn a_reset_and_a_restart_are_undone() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        let expected = page.checksum().await?;
        page.press("Reset").await?;
        page.wait_for_session("paused").await?;
        page.press("Undo").await?;
        page.wait_for_session("trained").await?;
        ensure!(page.checksum().await? == expected, "the vectors are those from before the reset");
        page.set("Seed", "7").await?;
        page.press("Restart with these settings").await?;
        wait_until("the other seed is trained", async || {
            let is_trained = page.session().await?.as_deref() == Some("trained");
            Ok((is_trained && page.checksum().await? != expected).then_some(()))
        })
        .await?;
        page.press("Undo").await?;
        wait_until("the run before is back", async || {
            let now = page.main_attribute("data-checksum").await?.context("it is trained")?;
            Ok((now == expected).then_some(()))
        })
        .await
    })
}
