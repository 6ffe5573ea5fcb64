//! The baseline beside the models that come after it.

use anyhow::{Context, Result, ensure};
use browser_tests::{Page, Site, drive, first_word};
use thirtyfour::Key;

use crate::{small_text, trained};

#[test]
fn another_seed_is_compared_with_the_baseline() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        page.search("king").await?;
        page.press_in("Compare", "Set as baseline").await?;
        page.wait_for_text("Compare", "Now train again").await?;
        page.wait_for_text("Compare", "king: Jaccard 1.00").await?;

        page.set("Seed", "7").await?;
        page.press("Restart with these settings").await?;
        page.wait_for_text("Compare", "starts when training pauses").await?;
        trained(page).await?;
        page.wait_for_text("Compare", "(mean Jaccard, after").await?;
        ensure!(page.text_of("Compare").await?.contains("seed 42 → 7"), "what differs is named");
        let changed = page.items("Compare", "Changed most").await?;
        ensure!(changed.len() == 100, "{} words changed most", changed.len());

        // King's neighbors in both models, and those in both of them.
        page.wait_for_text("Compare", "king: Jaccard 0.").await?;
        let [before, now] = lists(page).await?;
        ensure!(before.len() == 10 && now.len() == 10 && before != now, "{before:?} and {now:?}");

        // A word of the list is shown, on the map and here: with the keyboard.
        let word = first_word(&changed[0]);
        let items = page.item_elements("Compare", "Changed most").await?;
        let button = page.all(items.first(), "button", None).await?.pop().context("an item is a button")?;
        button.focus().await?;
        button.send_keys(Key::Enter + "").await?;
        page.wait_for_text("Compare", &format!("{word}: Jaccard ")).await?;
        page.neighbors_of(&word).await?;

        page.press_in("Compare", "Discard baseline").await?;
        page.wait_for_text("Compare", "whose neighbors change?").await?;
        ensure!(page.items("Compare", "Changed most").await?.is_empty());
        Ok(())
    })
}

#[test]
fn another_text_is_compared_by_the_words_it_shares() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        page.press_in("Compare", "Set as baseline").await?;
        page.wait_for_text("Compare", "Now train again").await?;
        let paste = page.find_in("Corpus", "textbox", "Paste text").await?;
        page.paste(&paste, &small_text()).await?;
        page.press("Train on this").await?;
        page.wait_for_text("Compare", "→ Pasted text").await?;
        page.wait_for_text("Compare", "words are in both; the ten nearest overlap by").await
    })
}

/// The words that stand side by side.
async fn lists(page: &Page) -> Result<[Vec<String>; 2]> {
    let mut lists = [Vec::new(), Vec::new()];
    for (list, name) in lists.iter_mut().zip(["Neighbors in the baseline", "Neighbors now"]) {
        *list = page.items("Compare", name).await?.iter().map(|item| first_word(item)).collect();
    }
    Ok(lists)
}
