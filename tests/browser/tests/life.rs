//! A worker that dies is replaced, whatever the reader does next.

use anyhow::{Result, ensure};
use browser_tests::{Fault, Page, Scratch, Site, Spot, drive, wait_until};
use thirtyfour::Key;

use crate::{large_text, long_run, small_text, trained, trained_on, wait_for_word};

/// Sees that the page lives: it is trained, complains about nothing, and answers.
async fn lives(page: &Page) -> Result<()> {
    trained(page).await?;
    wait_until("nothing is wrong", async || Ok(page.alerts().await?.is_empty().then_some(()))).await?;
    ensure!(page.n_living_workers().await? == 1, "{} workers", page.n_living_workers().await?);
    Ok(())
}

/// The same, of the built-in corpus.
async fn lives_with_built_in(page: &Page) -> Result<()> {
    trained_on(page, "built in").await?;
    lives(page).await?;
    page.search("paris").await?;
    ensure!(!page.neighbors_of("paris").await?.is_empty());
    Ok(())
}

async fn kill(page: &Page) -> Result<()> {
    page.kill_worker().await?;
    page.alert_about("Restart").await?;
    page.wait_for_session("failed").await
}

#[test]
fn restart_brings_back_what_was_open() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        let before = page.checksum().await?;
        for n_deaths in 1..=2 {
            kill(page).await?;
            page.press("Restart").await?;
            lives_with_built_in(page).await?;
            ensure!(page.checksum().await? == before, "the same vectors, bit for bit");
            ensure!(page.n_workers().await? == 1 + n_deaths, "one worker more for each death");
        }
        Ok(())
    })
}

#[test]
fn restart_cannot_be_dismissed() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        kill(page).await?;
        for alert in page.all(None, "alert", None).await? {
            if alert.text().await?.contains("Restart") {
                let buttons = page.things(Some(&alert), "button").await?;
                let names: Vec<_> = buttons.iter().map(|button| button.name.as_str()).collect();
                ensure!(names == ["Restart"], "the alert about the worker has {names:?}");
            }
        }
        page.driver().action_chain().send_keys(Key::Escape).perform().await?;
        page.press_on_map(Key::Escape).await?;
        page.press("Restart").await?;
        lives_with_built_in(page).await
    })
}

#[test]
fn a_text_that_is_opened_starts_another_worker() -> Result<()> {
    let scratch = Scratch::new()?;
    let file = scratch.file("animals.txt", small_text())?;
    drive(&Site::built(), async |page| {
        trained(page).await?;
        kill(page).await?;
        page.open_file(&file).await?;
        trained_on(page, "animals.txt").await?;
        lives(page).await?;

        kill(page).await?;
        let paste = page.find_in("Corpus", "textbox", "Paste text").await?;
        page.paste(&paste, &small_text()).await?;
        page.press("Train on this").await?;
        trained_on(page, "Pasted text").await?;
        lives(page).await?;

        kill(page).await?;
        page.press("Back to the built-in corpus").await?;
        lives_with_built_in(page).await
    })
}

#[test]
fn a_search_or_a_restart_of_the_run_starts_another_worker() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        kill(page).await?;
        page.search("queen").await?;
        lives_with_built_in(page).await?;
        kill(page).await?;
        page.set("Dimensions", "16").await?;
        page.press("Restart with these settings").await?;
        lives_with_built_in(page).await?;
        ensure!(page.setting("Dimensions").await? == "16");
        Ok(())
    })
}

#[test]
fn the_next_one_dies_before_anything_is_open() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        kill(page).await?;
        for n_workers in 2..=3 {
            page.search("queen").await?;
            wait_until("another worker is started", async || Ok((page.n_workers().await? == n_workers).then_some(())))
                .await?;
            kill(page).await?;
        }
        page.search("queen").await?;
        lives_with_built_in(page).await
    })
}

#[test]
fn it_dies_while_it_reads_a_file() -> Result<()> {
    let scratch = Scratch::new()?;
    let large = scratch.file("large.txt", large_text())?;
    let small = scratch.file("animals.txt", small_text())?;
    drive(&Site::built().gated(), async |page| {
        trained(page).await?;
        page.open_file(&large).await?;
        page.wait_for_text("Corpus", "large.txt").await?;
        page.find("progressbar", "Reading").await?;
        kill(page).await?;
        wait_until("nothing is read any more", async || {
            Ok(page.all(None, "progressbar", Some("Reading")).await?.is_empty().then_some(()))
        })
        .await?;
        page.press("Restart").await?;
        // What had been open, or the file that was to be opened: either is what the reader wants back. The file waits at the
        // gate, so it can be seen.
        wait_until("a text is open or read", async || {
            let is_read = !page.all(None, "progressbar", Some("Reading")).await?.is_empty();
            Ok((is_read || page.session().await?.as_deref() == Some("trained")).then_some(()))
        })
        .await?;
        page.open_file(&small).await?;
        trained_on(page, "animals.txt").await?;
        lives(page).await
    })
}

#[test]
fn it_dies_while_it_trains() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        long_run(page).await?;
        kill(page).await?;
        page.press("Restart").await?;
        page.wait_for_session("training").await?;
        ensure!(page.setting("Epochs").await? == "100", "with the settings as they were");
        page.search("queen").await?;
        wait_for_word(page, "queen").await?;
        ensure!(page.alerts().await?.is_empty());
        Ok(())
    })
}

#[test]
fn it_dies_while_a_dialog_is_open() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        page.search("king").await?;
        page.neighbors_of("king").await?;
        page.press_in("Word", "In the text").await?;
        page.find("region", "Sentences").await?;
        // The alert lies behind the dialog.
        page.kill_worker().await?;
        page.press("Close").await?;
        page.wait_for_no_dialog().await?;
        page.alert_about("Restart").await?;
        page.press("Restart").await?;
        lives_with_built_in(page).await
    })
}

#[test]
fn no_dialog_waits_for_a_worker_that_is_gone() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        page.search("king").await?;
        page.neighbors_of("king").await?;
        page.kill_worker().await?;
        page.press_in("Word", "In the text").await?;
        wait_until("sentences are there, or nothing promises them", async || {
            let Some(dialog) = page.all(None, "dialog", None).await?.pop() else { return Ok(Some(())) };
            let is_waiting = dialog.text().await?.contains("Looking through the text");
            Ok((!is_waiting).then_some(()))
        })
        .await?;
        if !page.all(None, "dialog", None).await?.is_empty() {
            page.press("Close").await?;
        }
        if page.has_button("Restart").await? {
            page.press("Restart").await?;
        }
        lives_with_built_in(page).await
    })
}

#[test]
fn a_worker_that_cannot_be_started_can_be_tried_again() -> Result<()> {
    drive(&Site::built().spoiled("worker_loader", Fault::Missing), async |page| {
        page.alert_about("worker").await?;
        page.wait_for_session("failed").await?;
        // The browser says on its console what it could not load; that is expected here.
        page.console_errors().await?;
        page.press("Restart").await?;
        page.alert_about("worker").await?;
        page.console_errors().await?;
        page.server().mend();
        page.press("Restart").await?;
        lives_with_built_in(page).await
    })
}

#[test]
fn the_map_of_what_is_opened_after_a_death_is_seen() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        // Where nothing of another map lies.
        page.turn_wheel(Spot::CENTER, -600.0).await?;
        for _ in 0..3 {
            page.drag(Spot { right: -150, down: -150 }, Spot { right: 150, down: 150 }).await?;
        }
        kill(page).await?;
        let paste = page.find_in("Corpus", "textbox", "Paste text").await?;
        page.paste(&paste, &small_text()).await?;
        page.press("Train on this").await?;
        trained_on(page, "Pasted text").await?;
        lives(page).await?;
        page.wait_for_cloud("the new map is seen whole", |cloud| cloud.at_edges == 0.0).await?;
        Ok(())
    })
}
