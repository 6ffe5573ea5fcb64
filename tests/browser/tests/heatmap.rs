//! The cosines of chosen words with each other.

use anyhow::{Context, Result};
use browser_tests::{Page, Site, drive, wait_until};
use thirtyfour::{Key, WebElement, components::SelectElement};

use crate::trained;

#[test]
fn chosen_words_are_compared() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        let words = page.find_in("Heatmap", "textbox", "Heatmap words").await?;
        page.enter(&words, "king, queen paris").await?;
        let name = wait_until("the heatmap is of three words", async || {
            let name = chart(page).await?.attr("aria-label").await?.unwrap_or_default();
            Ok(name.contains("3 words").then_some(name))
        })
        .await?;
        assert!(name.contains("Most alike: king and queen"), "{name}");
        Ok(())
    })
}

#[test]
fn an_example_is_chosen_from_the_menu() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        let menu = page.find_in("Heatmap", "combobox", "Heatmap examples").await?;
        SelectElement::new(&menu).await?.select_by_exact_text("royal couples").await?;
        wait_until("the heatmap is of couples", async || {
            let name = chart(page).await?.attr("aria-label").await?.unwrap_or_default();
            Ok(name.contains("10 words").then_some(()))
        })
        .await?;
        let words = page.find_in("Heatmap", "textbox", "Heatmap words").await?;
        assert!(words.prop("value").await?.unwrap_or_default().starts_with("king queen prince"));
        Ok(())
    })
}

#[test]
fn the_value_under_the_pointer_is_told() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        let words = page.find_in("Heatmap", "textbox", "Heatmap words").await?;
        page.enter(&words, "king queen paris").await?;
        let chart = chart(page).await?;
        page.driver().action_chain().move_to_element_center(&chart).perform().await?;
        wait_until("a pair is told", async || Ok(page.text_of("Heatmap").await?.contains(" · ").then_some(()))).await?;
        page.driver().action_chain().move_to(2, 2).perform().await?;
        chart.focus().await?;
        chart.send_keys(Key::Right + "").await?;
        chart.send_keys(Key::Left + "").await?;
        wait_until("the keyboard reaches a word's cosine with itself", async || {
            let text = page.text_of("Heatmap").await?;
            Ok((text.contains("king · king") && text.contains("1.0")).then_some(()))
        })
        .await
    })
}

async fn chart(page: &Page) -> Result<WebElement> {
    let region = page.region("Heatmap").await?;
    page.all(Some(&region), "img", None).await?.pop().context("the region Heatmap has a chart")
}
