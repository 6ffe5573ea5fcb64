//! A session as one file: saved in one browser, opened in another.

use std::fs;

use anyhow::{Result, ensure};
use browser_tests::{Page, Scratch, Site, drive, wait_until};

use crate::{
    saving::{file, keep_downloads, open_dialog, outcome, save},
    trained, wait_for_word,
};

const CHOICE: &str = "Everything in one file .explorer";

/// Waits until a run is open that is not trained to its end, of this many dimensions.
async fn paused(page: &Page, dims: &str) -> Result<()> {
    page.wait_for_session("paused").await?;
    wait_until("the settings are those of the session", async || {
        Ok((page.setting("Dimensions").await? == dims).then_some(()))
    })
    .await
}

#[test]
fn a_session_file_opens_in_a_fresh_profile_to_the_same_checksum() -> Result<()> {
    let (scratch, mut checksum) = (Scratch::new()?, String::new());
    let (with, without) = (scratch.path().join("with.explorer"), scratch.path().join("without.explorer"));
    drive(&Site::built(), async |page| {
        let downloads = Scratch::new()?;
        keep_downloads(page, downloads.path()).await?;
        trained(page).await?;
        let before = page.checksum().await?;
        for (setting, value) in [("Seed", "7"), ("Dimensions", "16")] {
            page.set(setting, value).await?;
        }
        page.press("Restart with these settings").await?;
        wait_until("another run is trained", async || {
            Ok(page.main_attribute("data-checksum").await?.filter(|checksum| *checksum != before))
        })
        .await?;
        page.press("Reset").await?;
        page.wait_for_session("paused").await?;
        page.press("Epoch").await?;
        wait_until("an epoch is trained", async || {
            let is_there = page.progress().await? > 0.1 && page.session().await?.as_deref() == Some("paused");
            Ok(is_there.then_some(()))
        })
        .await?;
        page.search("paris").await?;
        wait_for_word(page, "paris").await?;
        open_dialog(page).await?;
        save(page, CHOICE).await?;
        let said = outcome(page).await?;
        ensure!(said.starts_with("Saved small-world-skipgram-16d.explorer: 900 words, "), "{said}");
        fs::write(&with, file(downloads.path(), "16d.explorer").await?)?;
        fs::remove_file(downloads.path().join("small-world-skipgram-16d.explorer"))?;
        page.find("checkbox", "with the text").await?.click().await?;
        page.press("Save").await?;
        outcome(page).await?;
        fs::write(&without, file(downloads.path(), "16d.explorer").await?)?;
        page.press("Close").await?;
        page.wait_for_no_dialog().await?;
        page.press("Play").await?;
        trained(page).await?;
        checksum = page.checksum().await?;
        ensure!(checksum != before);
        Ok(())
    })?;
    ensure!(fs::metadata(&without)?.len() < fs::metadata(&with)?.len(), "a text has a size");
    drive(&Site::built(), async |page| {
        trained(page).await?;
        page.open_file(&with).await?;
        paused(page, "16").await?;
        wait_for_word(page, "paris").await?;
        ensure!(page.setting("Seed").await? == "7" && page.progress().await? > 0.1);
        page.press("Play").await?;
        trained(page).await?;
        ensure!(page.checksum().await? == checksum, "with its text");
        // A damaged file loses nothing.
        let damaged = scratch.path().join("damaged.explorer");
        let mut bytes = fs::read(&with)?;
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(&damaged, bytes)?;
        page.open_file(&damaged).await?;
        page.alert_about("This session is damaged").await?;
        ensure!(page.checksum().await? == checksum, "what was open stays");
        // Without its text it trains on, and says where sentences would be that there are none.
        page.open_file(&without).await?;
        paused(page, "16").await?;
        wait_for_word(page, "paris").await?;
        page.wait_for_text("Corpus", "Saved without its text").await?;
        page.wait_for_text("Word", "This session was saved without its text").await?;
        page.press("Play").await?;
        trained(page).await?;
        ensure!(page.checksum().await? == checksum, "without its text");
        Ok(())
    })
}
