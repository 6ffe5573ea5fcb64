//! Fingers: swipes, pinches, long presses, and what is left when the system takes them away.

use anyhow::{Result, ensure};
use browser_tests::{Looks, Page, Site, Spot, Touch, drive, drive_as, wait_until};
use thirtyfour::components::SelectElement;

use crate::{trained, wait_for_word};

async fn scrolled(page: &Page) -> Result<f64> {
    Ok(page.script("return scrollY", Vec::new()).await?.as_f64().unwrap_or_default())
}

/// Two words of the map and where they are.
async fn two_words(page: &Page) -> Result<[(Spot, String); 2]> {
    let first = page.hover_any_word().await?;
    let second = page.hover_any_word().await?;
    page.driver().action_chain().move_to(2, 2).perform().await?;
    Ok([first, second])
}

#[test]
fn fingers_zoom() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        page.wait_for_cloud("all words are shown", |cloud| cloud.at_edges == 0.0).await?;
        let [x, y] = page.in_window(Spot::CENTER).await?;
        let apart = |by: f64| [[x - by, y], [x + by, y]];
        page.touch(Touch::Start, &apart(20.0)).await?;
        for by in [30.0, 50.0, 80.0] {
            page.touch(Touch::Move, &apart(by)).await?;
        }
        page.touch(Touch::End, &[]).await?;
        page.wait_for_cloud("the map is larger", |cloud| cloud.at_edges > 0.01).await?;
        Ok(())
    })
}

#[test]
fn what_is_done_with_a_tapped_word_is_done_with_that_word() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        let [(spot, word), _] = two_words(page).await?;
        page.tap(spot).await?;
        let few = page.neighbors_of(&word).await?.len();
        let choice = page.find_in("Word", "combobox", "How many neighbors").await?;
        SelectElement::new(&choice).await?.select_by_exact_text("20 nearest").await?;
        wait_until("more neighbors are listed", async || {
            Ok((page.neighbors_of(&word).await?.len() > few).then_some(()))
        })
        .await?;
        page.press_in("Word", "In the text").await?;
        let dialog = page.dialog("In the text").await?;
        wait_until("the dialog is about the word", async || Ok(dialog.text().await?.contains(&word).then_some(())))
            .await
    })
}

#[test]
fn a_long_press_pins() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        let [(spot, word), _] = two_words(page).await?;
        page.touch_map(Touch::Start, spot).await?;
        wait_for_word(page, &word).await?;
        page.touch(Touch::End, &[]).await?;
        ensure!(!page.neighbors_of(&word).await?.is_empty());
        Ok(())
    })
}

#[test]
fn on_a_small_phone_held_sideways_a_swipe_passes_the_map() -> Result<()> {
    drive_as(Looks::PHONE_SIDEWAYS, &Site::built(), async |page| {
        trained(page).await?;
        let before = scrolled(page).await?;
        page.swipe([330.0, 280.0], [330.0, 60.0]).await?;
        wait_until("the page scrolls", async || {
            let now = scrolled(page).await?;
            ensure!(now > before + 50.0, "from {before} to {now}");
            Ok(Some(()))
        })
        .await
    })
}

#[test]
fn on_a_small_phone_held_sideways_two_fingers_move_the_map() -> Result<()> {
    drive_as(Looks::PHONE_SIDEWAYS, &Site::built(), async |page| {
        trained(page).await?;
        let before = page.wait_for_cloud("all words are shown", |cloud| cloud.at_edges == 0.0).await?;
        let top = scrolled(page).await?;
        let [x, y] = page.in_window(Spot { right: 0, down: 30 }).await?;
        let fingers = |down: f64| [[x - 40.0, y - down], [x + 40.0, y - down]];
        page.touch(Touch::Start, &fingers(0.0)).await?;
        for step in 1..=8 {
            page.touch(Touch::Move, &fingers(f64::from(step) * 8.0)).await?;
        }
        page.touch(Touch::End, &[]).await?;
        page.wait_for_cloud("the map has moved up", |cloud| cloud.center[1] < before.center[1] - 20.0).await?;
        ensure!(scrolled(page).await? == top, "the page has scrolled as well");
        Ok(())
    })
}

#[test]
fn what_a_finger_tapped_stays_when_the_page_is_used() -> Result<()> {
    drive_as(Looks::PHONE, &Site::built(), async |page| {
        trained(page).await?;
        let [(spot, word), _] = two_words(page).await?;
        page.tap(spot).await?;
        wait_for_word(page, &word).await?;
        let neighbors = page.neighbors_of(&word).await?;
        page.find("searchbox", "Search words").await?.focus().await?;
        ensure!(page.neighbors_of(&word).await? == neighbors, "another word is shown once the focus leaves the map");
        Ok(())
    })
}

#[test]
fn on_a_phone_words_are_marked_with_a_finger() -> Result<()> {
    drive_as(Looks::PHONE, &Site::built(), async |page| {
        trained(page).await?;
        page.press_in("Map", "Select").await?;
        page.touch_map(Touch::Start, Spot { right: -100, down: -100 }).await?;
        for spot in [Spot { right: 100, down: -100 }, Spot { right: 100, down: 100 }, Spot { right: -100, down: 100 }] {
            page.touch_map(Touch::Move, spot).await?;
        }
        page.touch(Touch::End, &[]).await?;
        page.find_in("Map", "button", "Isolate").await?;
        page.keeps_its_shape("words are marked").await
    })
}

#[test]
fn a_lasso_that_is_taken_away_leaves_nothing() -> Result<()> {
    drive_as(Looks { is_touch: true, width: 1024, height: 768, ..Looks::default() }, &Site::built(), async |page| {
        trained(page).await?;
        page.press_in("Map", "Select").await?;
        let before = page.n_overlaid().await?;
        page.touch_map(Touch::Start, Spot { right: -100, down: -80 }).await?;
        for spot in [Spot { right: 100, down: -80 }, Spot { right: 100, down: 80 }, Spot { right: -60, down: 80 }] {
            page.touch_map(Touch::Move, spot).await?;
        }
        wait_until("the lasso is drawn", async || Ok((page.n_overlaid().await? > before + 500).then_some(()))).await?;
        page.touch(Touch::Cancel, &[]).await?;
        wait_until("it is gone", async || {
            let now = page.n_overlaid().await?;
            ensure!(now <= before + 100, "{now} pixels are painted, and {before} were before");
            Ok(Some(()))
        })
        .await?;
        ensure!(!page.has_button("Isolate").await?, "nothing is marked");
        Ok(())
    })
}

#[test]
fn a_tap_and_then_another_pin_the_second_word() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        let [(first, _), (second, word)] = two_words(page).await?;
        // Both within half a second: the first finger's long press must not ripen under the second.
        page.tap(first).await?;
        page.touch_map(Touch::Start, second).await?;
        wait_until("the second word is pinned", async || {
            // The address names the pinned word.
            let pinned = page.script("return location.hash", Vec::new()).await?;
            Ok((pinned == format!("#word={word}")).then_some(()))
        })
        .await?;
        page.touch(Touch::End, &[]).await?;
        ensure!(page.word_shown().await?.as_deref() == Some(word.as_str()), "{:?} is pinned", page.word_shown().await?);
        Ok(())
    })
}
