//! The address and the way back.

use anyhow::{Context, Result, ensure};
use browser_tests::{Page, Scratch, Site, drive, wait_until};
use thirtyfour::Key;

use crate::{small_text, trained, trained_on, wait_for_word};

/// Lets a reader look at a word for as long as it takes to have dwelt on it.
async fn dwell(page: &Page) -> Result<()> {
    const DWELT_MS: f64 = 1_700.0;
    let now = async || page.script("return performance.now()", Vec::new()).await?.as_f64().context("a time");
    let start = now().await?;
    wait_until("the reader has dwelt on it", async || Ok((now().await? > start + DWELT_MS).then_some(()))).await
}

async fn fragment(page: &Page) -> Result<String> {
    let fragment = page.script("return location.hash", Vec::new()).await?;
    Ok(fragment.as_str().unwrap_or_default().to_owned())
}

async fn n_entries(page: &Page) -> Result<u64> {
    page.script("return history.length", Vec::new()).await?.as_u64().context("a number")
}

async fn open_word(page: &Page, word: &str) -> Result<()> {
    page.search(word).await?;
    wait_for_word(page, word).await?;
    wait_until(&format!("the address names {word}"), async || {
        Ok((fragment(page).await? == format!("#word={word}")).then_some(()))
    })
    .await
}

#[test]
fn the_word_is_in_the_address_and_read_from_it() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        open_word(page, "paris").await?;
        page.driver().refresh().await?;
        trained(page).await?;
        wait_for_word(page, "paris").await?;
        ensure!(!page.neighbors_of("paris").await?.is_empty());
        // As a link of somebody else's.
        page.driver().goto("about:blank").await?;
        page.driver().goto(format!("{}#word=dog", page.server().url())).await?;
        trained(page).await?;
        wait_for_word(page, "dog").await
    })
}

#[test]
fn a_word_that_was_let_go_leaves_the_address() -> Result<()> {
    let scratch = Scratch::new()?;
    let file = scratch.file("animals.txt", small_text())?;
    drive(&Site::built(), async |page| {
        trained(page).await?;
        open_word(page, "paris").await?;
        page.press_on_map(Key::Escape).await?;
        wait_until("the address names no word", async || Ok(fragment(page).await?.is_empty().then_some(()))).await?;
        open_word(page, "paris").await?;
        page.open_file(&file).await?;
        trained_on(page, "animals.txt").await?;
        let fragment = fragment(page).await?;
        ensure!(!fragment.contains("paris"), "{fragment} names a word that this text does not have");
        Ok(())
    })
}

#[test]
fn an_address_that_names_no_word_of_the_text_does_no_harm() -> Result<()> {
    drive(&Site::built(), async |page| {
        for fragment in ["#word=klingon", "#word=", "#word=%E0%A4%A", "#nothing"] {
            page.driver().goto("about:blank").await?;
            page.driver().goto(format!("{}{fragment}", page.server().url())).await?;
            trained(page).await?;
            ensure!(page.alerts().await?.len() <= 1, "{fragment}");
            page.search("paris").await?;
            ensure!(!page.neighbors_of("paris").await?.is_empty(), "{fragment}");
        }
        Ok(())
    })
}

#[test]
fn back_goes_to_the_word_that_was_dwelt_on() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        for word in ["dog", "paris", "walk"] {
            open_word(page, word).await?;
            dwell(page).await?;
        }
        page.driver().back().await?;
        wait_for_word(page, "paris").await?;
        page.driver().back().await?;
        wait_for_word(page, "dog").await?;
        page.driver().forward().await?;
        wait_for_word(page, "paris").await?;
        ensure!(page.items("Word", "Visited words").await?.contains(&"walk".to_owned()));
        Ok(())
    })
}

#[test]
fn words_that_are_passed_by_leave_no_entries() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        open_word(page, "dog").await?;
        dwell(page).await?;
        let before = n_entries(page).await?;
        for _ in 0..6 {
            let rows = page.item_elements("Word", "Neighbors").await?;
            let row = rows.into_iter().nth(1).context("there are neighbors")?;
            let word = page.word_shown().await?;
            row.click().await?;
            wait_until("another word is shown", async || Ok((page.word_shown().await? != word).then_some(()))).await?;
        }
        let added = n_entries(page).await? - before;
        // A slow machine may let one or two of six pass as dwelt on.
        ensure!(added <= 3, "{added} entries for six words that were passed by");
        Ok(())
    })
}

#[test]
fn back_never_does_nothing() -> Result<()> {
    let scratch = Scratch::new()?;
    let file = scratch.file("animals.txt", small_text())?;
    drive(&Site::built(), async |page| {
        trained(page).await?;
        for word in ["paris", "queen"] {
            open_word(page, word).await?;
            dwell(page).await?;
        }
        page.open_file(&file).await?;
        trained_on(page, "animals.txt").await?;
        open_word(page, "cat").await?;
        let address = page.server().url();
        // Paris and queen are not in this text: each Back shows another word, or leaves the page.
        for _ in 0..5 {
            let before = page.word_shown().await?;
            page.driver().back().await?;
            let has_left = wait_until("Back has done something", async || {
                if !page.driver().current_url().await?.as_str().starts_with(&address) {
                    return Ok(Some(true));
                }
                let now = page.word_shown().await?;
                let says = page.alerts().await?;
                ensure!(now != before || !says.is_empty(), "{now:?} is shown as before");
                Ok(Some(false))
            })
            .await?;
            if has_left {
                return Ok(());
            }
        }
        anyhow::bail!("five times Back do not leave the page")
    })
}
