//! While it trains, everything works as at rest.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use browser_tests::{Cloud, Looks, Page, Site, Spot, drive, drive_as, wait_until, wait_within};
use thirtyfour::Key;

use crate::{long_run, trained, wait_for_word};

/// Does something while the built-in corpus is trained on for a hundred epochs, and sees that the run was not over before.
#[track_caller]
fn while_training(person: impl AsyncFnOnce(&Page) -> Result<()>) -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        long_run(page).await?;
        person(page).await?;
        ensure!(page.session().await?.as_deref() == Some("training"), "the run was over too early");
        Ok(())
    })
}

/// Waits until training has gone on for a while: two hundredths of the run, some twenty reports.
async fn goes_on(page: &Page) -> Result<()> {
    let before = page.progress().await?;
    wait_until("training goes on", async || Ok((page.progress().await? >= before + 0.02).then_some(()))).await
}

/// The same behind a dialog, where nobody is told of it.
async fn goes_on_behind(page: &Page) -> Result<()> {
    let epochs = async || {
        let said = page.script("return document.querySelector('.header').textContent", Vec::new()).await?;
        anyhow::Ok(said.as_str().context("a text")?.to_owned())
    };
    let before = epochs().await?;
    wait_until("training goes on", async || Ok((epochs().await? != before).then_some(()))).await
}

/// Whether the map shows more than fits: at rest on all its words, its edges are free.
fn is_zoomed(cloud: &Cloud) -> bool {
    cloud.at_edges > 0.01
}

#[test]
fn what_is_zoomed_stays_zoomed() -> Result<()> {
    while_training(async |page| {
        // From the first moments, when the map grows manifold.
        page.wait_for_cloud("all words are shown", |cloud| cloud.at_edges == 0.0).await?;
        page.turn_wheel(Spot::CENTER, -250.0).await?;
        page.wait_for_cloud("it is zoomed in", is_zoomed).await?;
        wait_until("the map has grown", async || Ok((page.progress().await? >= 0.2).then_some(()))).await?;
        let later = page.cloud().await?;
        ensure!(is_zoomed(&later), "training has zoomed out, or the view is empty: {later:?}");
        page.map().await?.send_keys("0").await?;
        page.wait_for_cloud("all words are shown again", |cloud| cloud.at_edges == 0.0).await?;
        Ok(())
    })
}

#[test]
fn what_is_dragged_stays_there() -> Result<()> {
    while_training(async |page| {
        let before = page.wait_for_cloud("all words are shown", |cloud| cloud.at_edges == 0.0).await?;
        page.drag(Spot::CENTER, Spot { right: 240, down: 160 }).await?;
        let is_aside = |cloud: &Cloud| {
            // What is dragged over an edge is not painted, so that the rest moves less than the pointer.
            cloud.center[0] - before.center[0] > 100.0 && cloud.center[1] - before.center[1] > 60.0
        };
        page.wait_for_cloud("the points are right of and below where they were", is_aside).await?;
        goes_on(page).await?;
        let later = page.cloud().await?;
        ensure!(is_aside(&later), "from {before:?}, training has moved it back: {later:?}");
        Ok(())
    })
}

#[test]
fn a_click_pins_and_escape_clears() -> Result<()> {
    while_training(async |page| {
        let pinned = wait_until("a click has met a word", async || {
            // Words walk away from under the pointer.
            let (spot, _) = page.hover_any_word().await?;
            page.click_at(spot).await?;
            page.driver().action_chain().move_to(2, 2).perform().await?;
            page.word_shown().await
        })
        .await?;
        ensure!(!page.neighbors_of(&pinned).await?.is_empty());
        goes_on(page).await?;
        ensure!(page.word_shown().await?.as_deref() == Some(pinned.as_str()), "it stays pinned");
        page.press_on_map(Key::Escape).await?;
        wait_until("the panel is about no word", async || Ok(page.word_shown().await?.is_none().then_some(()))).await
    })
}

#[test]
fn words_in_a_box_are_marked() -> Result<()> {
    while_training(async |page| {
        page.driver().action_chain().key_down(Key::Shift).perform().await?;
        page.drag(Spot { right: -140, down: -120 }, Spot { right: 140, down: 120 }).await?;
        page.driver().action_chain().key_up(Key::Shift).perform().await?;
        page.find_in("Map", "button", "Isolate").await?;
        goes_on(page).await?;
        ensure!(page.has_button("Isolate").await?, "they stay marked");
        page.press_on_map(Key::Escape).await?;
        wait_until("no word is pinned", async || Ok(page.word_shown().await?.is_none().then_some(()))).await?;
        ensure!(page.has_button("Isolate").await?, "marks are the last to go");
        page.press_on_map(Key::Escape).await?;
        wait_until("nothing is marked", async || Ok((!page.has_button("Isolate").await?).then_some(()))).await
    })
}

#[test]
fn words_in_a_lasso_are_marked_and_isolated() -> Result<()> {
    while_training(async |page| {
        let map = page.map().await?;
        let around = page.driver().action_chain().key_down(Key::Alt);
        let around = around.move_to_element_with_offset(&map, -120, -100).click_and_hold();
        let around = around.move_by_offset(240, 0).move_by_offset(0, 200).move_by_offset(-240, 0);
        around.release().key_up(Key::Alt).perform().await?;
        page.press_in("Map", "Isolate").await?;
        page.find_in("Map", "button", "Show all").await?;
        goes_on(page).await?;
        page.press_in("Map", "Show all").await?;
        wait_until("all words are back", async || Ok((!page.has_button("Show all").await?).then_some(()))).await
    })
}

#[test]
fn a_word_that_is_walked_to_is_spoken() -> Result<()> {
    const SOON: Duration = Duration::from_secs(1);
    while_training(async |page| {
        page.search("king").await?;
        page.neighbors_of("king").await?;
        for key in [Key::Right, Key::Left, Key::Down] {
            let before = page.word_shown().await?;
            page.press_on_map(key.clone()).await?;
            let word = wait_until("an arrow key walks to another word", async || {
                Ok(page.word_shown().await?.filter(|word| Some(word) != before.as_ref()))
            })
            .await?;
            wait_within(SOON, Duration::from_millis(20), &format!("{word} is spoken"), async || {
                let said = page.said_in("Map").await?;
                ensure!(said.iter().any(|said| said.starts_with(&word)), "it says {said:?}");
                Ok(Some(()))
            })
            .await?;
        }
        Ok(())
    })
}

#[test]
fn with_reduced_motion_the_map_is_not_left_as_it_began() -> Result<()> {
    drive_as(Looks { is_motion_reduced: true, ..Looks::default() }, &Site::built(), async |page| {
        trained(page).await?;
        long_run(page).await?;
        let first = page.cloud().await?;
        let still =
            wait_until(
                "another still is shown",
                async || Ok(Some(page.cloud().await?).filter(|cloud| *cloud != first)),
            )
            .await?;
        ensure!(page.session().await?.as_deref() == Some("training"), "it was shown only when all was over");
        // A still is no film: the next one is some seconds away.
        ensure!(page.cloud().await? == still, "the map moves");
        Ok(())
    })
}

#[test]
fn in_a_hidden_tab_training_goes_on() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        let before = page.checksum().await?;
        page.set("Seed", "7").await?;
        page.press("Restart with these settings").await?;
        page.go_elsewhere().await?;
        wait_until("it is trained", async || {
            let now = page.main_attribute("data-checksum").await?;
            Ok(now.filter(|now| *now != before))
        })
        .await?;
        page.come_back().await?;
        page.search("queen").await?;
        wait_for_word(page, "queen").await?;
        ensure!(!page.neighbors_of("queen").await?.is_empty());
        Ok(())
    })
}

#[test]
fn a_word_that_is_searched_is_pinned_and_shown() -> Result<()> {
    while_training(async |page| {
        // A map that is fitted has its points around its middle; it has not once it is centered on a word at their rim.
        let words = ["france", "england", "italy", "spain"];
        let mut farthest = 0.0_f64;
        for word in words {
            page.search(word).await?;
            ensure!(!page.neighbors_of(word).await?.is_empty());
            let cloud = page.cloud().await?;
            farthest = farthest.max(cloud.center[0].hypot(cloud.center[1]));
        }
        ensure!(farthest > 60.0, "the map has followed none of {words:?}: at most {farthest:.0} pixels");
        goes_on(page).await
    })
}

#[test]
fn the_words_of_the_map_are_listed() -> Result<()> {
    while_training(async |page| {
        page.press("View").await?;
        page.press("List the words").await?;
        let table = page.find("region", "Table of words").await?;
        let first = async || {
            let words = page.things(Some(&table), "button").await?;
            anyhow::Ok(words.into_iter().next().context("its rows have buttons")?.name)
        };
        let most_frequent = first().await?;
        page.press("Rarer").await?;
        wait_until("the next page is shown", async || Ok((first().await? != most_frequent).then_some(()))).await?;
        goes_on_behind(page).await?;
        ensure!(first().await? != most_frequent, "the page of the table stays");
        page.press("Close").await?;
        page.wait_for_no_dialog().await
    })
}

#[test]
fn the_text_says_where_a_word_stands() -> Result<()> {
    while_training(async |page| {
        page.search("king").await?;
        page.neighbors_of("king").await?;
        page.press_in("Word", "In the text").await?;
        let sentences = page.find("region", "Sentences").await?;
        ensure!(sentences.text().await?.matches("king").count() >= 10);
        goes_on_behind(page).await?;
        page.dialog("In the text").await?;
        page.press("Close").await?;
        page.wait_for_no_dialog().await
    })
}
