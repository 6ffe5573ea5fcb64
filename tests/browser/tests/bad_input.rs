//! Input that cannot be used: one plain sentence each, and the session unharmed.

use std::time::Duration;

use anyhow::Result;
use browser_tests::{Page, Scratch, Site, drive, wait_until};

use crate::{large_text, trained};

/// Opens a file that must be refused with a sentence that has these words in it, and sees that nothing else changed.
async fn refuse(page: &Page, file: &[u8], sentence: &str) -> Result<()> {
    let scratch = Scratch::new()?;
    let path = scratch.file("bad.txt", file)?;
    let before = page.checksum().await?;
    page.open_file(&path).await?;
    page.alert_about(sentence).await?;
    unharmed(page, &before).await
}

/// What was trained is there, and answers.
async fn unharmed(page: &Page, checksum: &str) -> Result<()> {
    page.wait_for_session("trained").await?;
    assert_eq!(page.checksum().await?, checksum);
    page.search("paris").await?;
    page.neighbors_of("paris").await?;
    page.search("queen").await?;
    assert!(!page.neighbors_of("queen").await?.is_empty());
    Ok(())
}

#[test]
fn files_without_words() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        refuse(page, b"", "The text is empty").await?;
        refuse(page, b"... !? --- ...", "no words").await?;
        let mut binary = vec![0_u8; 4096];
        binary[..4].copy_from_slice(b"\x7fELF");
        refuse(page, &binary, "This file is a program, no plain text").await?;
        let noise: Vec<u8> = (0_u8..=255).cycle().take(4096).collect();
        refuse(page, &noise, "not a text file").await
    })
}

#[test]
fn too_few_words_after_minimum_count() -> Result<()> {
    let scratch = Scratch::new()?;
    let path = scratch.file("haiku.txt", "old pond a frog jumps in the sound of water the pond")?;
    drive(&Site::built(), async |page| {
        trained(page).await?;
        let before = page.checksum().await?;
        page.open_file(&path).await?;
        let alert = page.alert_about("lower the minimum count to ").await?;
        let offered: String =
            alert.split(" to ").last().unwrap_or_default().chars().take_while(char::is_ascii_digit).collect();
        unharmed(page, &before).await?;
        page.press(&format!("Use minimum count {offered}")).await?;
        wait_until("the text is open with what was offered", async || {
            let is_open = page.text_of("Corpus").await?.contains("haiku.txt");
            Ok((is_open && page.setting("Minimum count").await? == offered).then_some(()))
        })
        .await
    })
}

#[test]
fn words_that_are_not_in_the_vocabulary() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        let before = page.checksum().await?;
        let search = page.find("searchbox", "Search words").await?;
        page.enter(&search, "queeen").await?;
        offered_instead(page, "Map", "queeen", "queen").await?;
        page.neighbors_of("queen").await?;

        let a = page.find_in("Analogy", "combobox", "a").await?;
        page.enter(&a, "kinng").await?;
        offered_instead(page, "Analogy", "kinng", "king").await?;
        wait_until("the analogy is answered", async || {
            Ok((!page.items("Analogy", "Answers").await?.is_empty()).then_some(()))
        })
        .await?;

        let words = page.find_in("Heatmap", "combobox", "Heatmap words").await?;
        page.enter(&words, "king pariss").await?;
        offered_instead(page, "Heatmap", "pariss", "paris").await?;
        unharmed(page, &before).await
    })
}

/// Waits until a region names the wrong word and offers the right one, and takes that.
async fn offered_instead(page: &Page, region: &str, wrong: &str, right: &str) -> Result<()> {
    page.alert_about(wrong).await?;
    page.find_in(region, "button", right).await?.click().await?;
    wait_until("nothing is wrong any more", async || {
        Ok(page.alerts().await?.iter().all(|alert| !alert.contains(wrong)).then_some(()))
    })
    .await
}

#[test]
fn settings_out_of_range() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        let before = page.checksum().await?;
        for (setting, value, sentence) in [
            ("Window", "99", "Window must be a whole number from 1 to 30; 99 is not."),
            ("Dimensions", "0", "Dimensions must be a whole number from 1 to 300; 0 is not."),
            ("Dimensions", "5000", "300; 5,000 is not. It would need at least 72.0 MB for the 900 words of this text."),
            ("Epochs", "2.5", "Epochs must be a whole number from 1 to 100; 2.5 is not."),
            ("Learning rate", "0", "Learning rate must be a number from 0.0001 to 1; 0 is not."),
        ] {
            let good = page.setting(setting).await?;
            page.set(setting, value).await?;
            page.alert_about(sentence).await?;
            assert_eq!(page.setting(setting).await?, value, "never silently changed");
            assert!(!page.has_button("Restart with these settings").await?, "nothing to restart with");
            page.set(setting, &good).await?;
            wait_until("a good value ends it", async || Ok(page.alerts().await?.is_empty().then_some(()))).await?;
        }
        unharmed(page, &before).await
    })
}

#[test]
fn a_large_file_is_read_with_progress_and_can_be_cancelled() -> Result<()> {
    let scratch = Scratch::new()?;
    let path = scratch.file("large.txt", large_text())?;
    drive(&Site::built().gated(), async |page| {
        trained(page).await?;
        let before = page.checksum().await?;
        page.watch_frames().await?;
        page.open_file(&path).await?;
        page.find("progressbar", "Reading").await?;
        wait_until("its progress is told", async || {
            let text = page.text_of("Corpus").await?;
            Ok((text.contains("large.txt") && text.contains("MB/s")).then_some(()))
        })
        .await?;
        page.search("paris").await?;
        assert!(!page.neighbors_of("paris").await?.is_empty(), "questions are answered while it is read");
        page.press_in("Corpus", "Cancel").await?;
        wait_until("the built-in corpus is as it was", async || {
            Ok(page.text_of("Corpus").await?.contains("built in").then_some(()))
        })
        .await?;
        unharmed(page, &before).await?;
        // Half a second is far more than a frame and far less than a page that hangs; the budgets are for the benchmarks.
        let longest = page.longest_frame().await?;
        assert!(longest < Duration::from_millis(500), "{longest:?}");
        Ok(())
    })
}
