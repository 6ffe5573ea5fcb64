//! Words on the map: hover, pin, search, neighbors.

use std::time::Duration;

use anyhow::{Context, Result};
use browser_tests::{Page, Site, Spot, drive, wait_until};
use thirtyfour::Key;

use crate::{long_run, trained};

#[test]
fn hover_lists_neighbors_best_first() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        let (_, word) = page.hover_any_word().await?;
        let neighbors = page.neighbors_of(&word).await?;
        assert!(neighbors.len() >= 5, "{neighbors:?}");
        assert!(!neighbors.contains(&word), "a word is not its own neighbor");
        let cosines =
            page.items("Word", "Neighbors").await?.iter().map(|item| cosine(item)).collect::<Result<Vec<_>>>()?;
        assert!(cosines.is_sorted_by(|a, b| a >= b), "{cosines:?}");
        assert!(cosines.iter().all(|cosine| (-1.0..=1.0).contains(cosine)), "{cosines:?}");
        Ok(())
    })
}

#[test]
fn hover_answers_while_it_trains() -> Result<()> {
    drive(&Site::built(), async |page| {
        page.wait_for_session("training").await?;
        long_run(page).await?;
        // While it trains, words walk away from under the pointer: any word with its neighbors will do.
        page.hover_any_word().await?;
        wait_until("neighbors are listed", async || {
            Ok((!page.items("Word", "Neighbors").await?.is_empty()).then_some(()))
        })
        .await?;
        assert_eq!(page.session().await?.as_deref(), Some("training"), "before the run was over");
        Ok(())
    })
}

#[test]
fn a_click_pins_and_escape_clears() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        let (spot, word) = page.hover_any_word().await?;
        page.click_at(spot).await?;
        leave_map(page).await?;
        assert!(!page.neighbors_of(&word).await?.is_empty(), "pinned, it stays");
        page.press_on_map(Key::Escape).await?;
        wait_until("the panel is about no word", async || Ok(page.word_shown().await?.is_none().then_some(()))).await?;
        assert_eq!(page.items("Word", "Neighbors").await?, Vec::<String>::new());
        Ok(())
    })
}

#[test]
fn a_double_click_on_nothing_shows_all_and_clears_nothing() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        page.search("queen").await?;
        page.neighbors_of("queen").await?;
        let map = page.map().await?;
        let corner = page.driver().action_chain().move_to_element_with_offset(&map, -340, 250);
        corner.double_click().perform().await?;
        page.wait_for_cloud("all words are shown", |cloud| cloud.at_edges == 0.0).await?;
        // Longer than a click waits for another one.
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert_eq!(page.word_shown().await?.as_deref(), Some("queen"));
        Ok(())
    })
}

#[test]
fn search_brings_a_word_to_the_center() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        center_on(page, "queen").await?;
        // Zoomed about the pointer the word stays under it; dragged, it goes along.
        page.turn_wheel(Spot::CENTER, -300.0).await?;
        wait_for_word_at(page, Spot::CENTER, "queen").await?;
        let aside = Spot { right: 120, down: 80 };
        page.drag(Spot::CENTER, aside).await?;
        wait_for_word_at(page, aside, "queen").await
    })
}

#[test]
fn a_row_of_the_list_marks_and_shows_its_word() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        center_on(page, "queen").await?;
        leave_map(page).await?;
        let neighbors = page.neighbors_of("queen").await?;
        let region = page.region("Word").await?;
        let list = page.all(Some(&region), "list", Some("Neighbors")).await?.pop().context("the list is there")?;
        let last = page.all(Some(&list), "listitem", None).await?.pop().context("it has items")?;
        let before = page.picture_of_map().await?;
        page.driver().action_chain().move_to_element_center(&last).perform().await?;
        wait_until("the map marks the word of the row", async || {
            Ok((page.picture_of_map().await? != before).then_some(()))
        })
        .await?;
        last.click().await?;
        let word = neighbors.last().context("it has items")?;
        assert!(!page.neighbors_of(word).await?.is_empty());
        wait_for_word_at(page, Spot::CENTER, word).await
    })
}

#[test]
fn the_keyboard_does_it_all() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        center_on(page, "queen").await?;
        leave_map(page).await?;
        page.press_on_map(Key::Right).await?;
        let next = wait_until("an arrow key walks to another word", async || {
            Ok(page.word_shown().await?.filter(|word| word != "queen"))
        })
        .await?;
        page.press_on_map(Key::Enter).await?;
        let search = page.find("searchbox", "Search words").await?;
        page.driver().action_chain().send_keys("/").perform().await?;
        let is_focused = page.script("return document.activeElement === arguments[0]", vec![search.to_json()?]).await?;
        assert_eq!(is_focused, true, "a slash goes to the search box");
        assert!(!page.neighbors_of(&next).await?.is_empty(), "Enter pins the word that the arrow has found");
        Ok(())
    })
}

/// Searches a word and waits until it is under the center of the map.
async fn center_on(page: &Page, word: &str) -> Result<()> {
    page.search(word).await?;
    page.neighbors_of(word).await?;
    wait_for_word_at(page, Spot::CENTER, word).await
}

/// Waits until the word under the pointer is this one, which the page shows by its cursor.
async fn wait_for_word_at(page: &Page, spot: Spot, word: &str) -> Result<()> {
    wait_until(&format!("{word:?} is at {spot:?}"), async || {
        // The pointer has to move for the map to look.
        page.point_at(Spot { right: spot.right + 3, ..spot }).await?;
        page.point_at(spot).await?;
        let is_over_word = page.map().await?.css_value("cursor").await? == "pointer";
        Ok((is_over_word && page.word_shown().await?.as_deref() == Some(word)).then_some(()))
    })
    .await
}

async fn leave_map(page: &Page) -> Result<()> {
    let elsewhere = page.region("Word").await?.rect().await?;
    Ok(page.driver().action_chain().move_to(elsewhere.x as i64 + 8, 4).perform().await?)
}

/// The last number of an item such as `queen 0.941`.
fn cosine(item: &str) -> Result<f64> {
    let last = item.split_whitespace().last().with_context(|| format!("{item:?} is empty"))?;
    last.replace('−', "-").parse().with_context(|| format!("{item:?} ends with its cosine"))
}
