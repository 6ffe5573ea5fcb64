//! The cosines of chosen words with each other.

use anyhow::{Context, Result};
use browser_tests::{Page, Scratch, Site, Spot, drive, wait_until};
use thirtyfour::{Key, WebElement, components::SelectElement};

use crate::{small_text, trained};

#[test]
fn chosen_words_are_compared() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        let words = page.find_in("Heatmap", "combobox", "Heatmap words").await?;
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
fn words_are_taken_from_an_example_a_topic_a_neighborhood_or_the_map() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        for (list, n_words, first) in
            [("royal couples", 10, "king queen prince"), ("topic: animals", 20, ""), ("neighbors of king", 9, "king ")]
        {
            let menu = page.find_in("Heatmap", "combobox", "Words from").await?;
            SelectElement::new(&menu).await?.select_by_exact_text(list).await?;
            wait_for_words(page, n_words).await?;
            let words = page.find_in("Heatmap", "combobox", "Heatmap words").await?;
            assert!(words.prop("value").await?.unwrap_or_default().starts_with(first), "{list}");
        }
        let before = page.find_in("Heatmap", "combobox", "Heatmap words").await?.prop("value").await?;
        page.driver().action_chain().key_down(Key::Shift).perform().await?;
        page.drag(Spot { right: -60, down: -60 }, Spot { right: 60, down: 60 }).await?;
        page.driver().action_chain().key_up(Key::Shift).perform().await?;
        wait_until("words are marked", async || Ok(page.has_button("Isolate").await?.then_some(()))).await?;
        let menu = page.find_in("Heatmap", "combobox", "Words from").await?;
        SelectElement::new(&menu).await?.select_by_exact_text("marked words").await?;
        wait_until("the heatmap is of the marked words", async || {
            let words = page.find_in("Heatmap", "combobox", "Heatmap words").await?;
            Ok((words.prop("value").await? != before).then_some(()))
        })
        .await
    })
}

#[test]
fn words_are_ordered() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        compare(page, "paris king france queen").await?;
        wait_for_pair(page, &[Key::Right], &["paris · king"]).await?;
        let order = page.find_in("Heatmap", "combobox", "Order").await?;
        let order = SelectElement::new(&order).await?;
        order.select_by_exact_text("cluster").await?;
        wait_for_pair(page, &[Key::Right], &["king · queen", "queen · king", "paris · france", "france · paris"])
            .await?;
        order.select_by_exact_text("topic").await?;
        wait_for_pair(page, &[Key::Right], &["king · queen"]).await?;
        let words = page.find_in("Heatmap", "combobox", "Heatmap words").await?;
        assert_eq!(words.prop("value").await?.as_deref(), Some("paris king france queen"), "as it was typed");
        Ok(())
    })
}

#[test]
fn a_text_without_topics_has_no_order_by_topic() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        let order = page.find_in("Heatmap", "combobox", "Order").await?;
        SelectElement::new(&order).await?.select_by_exact_text("topic").await?;
        let paste = page.find_in("Corpus", "textbox", "Paste text").await?;
        page.paste(&paste, &small_text()).await?;
        page.press("Train on this").await?;
        wait_until("the orders are those of a text without topics", async || {
            let order = page.find_in("Heatmap", "combobox", "Order").await?;
            let shown = (order.text().await?, order.prop("value").await?);
            Ok((shown == ("input\ncluster".to_owned(), Some("input".to_owned()))).then_some(()))
        })
        .await
    })
}

#[test]
fn a_click_pins_both_words_until_another() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        compare(page, "queen king paris").await?;
        let chart = chart(page).await?;
        let before = page.picture_of_map().await?;
        page.driver().action_chain().move_to_element_with_offset(&chart, 0, -50).click().perform().await?;
        wait_until("the word of the row is pinned", async || {
            Ok((page.word_shown().await?.as_deref() == Some("queen")).then_some(()))
        })
        .await?;
        page.driver().action_chain().move_to(2, 2).perform().await?;
        wait_until("the pair stays", async || {
            Ok(page.text_of("Heatmap").await?.contains("queen · king").then_some(()))
        })
        .await?;
        let joined = wait_until("the map shows it", async || {
            let picture = page.picture_of_map().await?;
            Ok((picture != before).then_some(picture))
        })
        .await?;
        page.search("queen").await?;
        wait_until("another choice of the same word lets go", async || {
            let is_let_go = !page.text_of("Heatmap").await?.contains(" · ");
            Ok((is_let_go && page.picture_of_map().await? != joined).then_some(()))
        })
        .await
    })
}

#[test]
fn the_keyboard_pins_both_words_until_escape() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        compare(page, "dog cat paris").await?;
        wait_for_pair(page, &[Key::Right, Key::Enter], &["dog · cat"]).await?;
        wait_until("the word of the row is pinned", async || {
            Ok((page.word_shown().await?.as_deref() == Some("dog")).then_some(()))
        })
        .await?;
        page.map().await?.focus().await?;
        wait_until("the pair stays", async || Ok(page.text_of("Heatmap").await?.contains("dog · cat").then_some(())))
            .await?;
        let chart = chart(page).await?;
        chart.focus().await?;
        chart.send_keys(Key::Escape + "").await?;
        page.map().await?.focus().await?;
        wait_until("both are let go", async || {
            let is_let_go = !page.text_of("Heatmap").await?.contains(" · ");
            Ok((is_let_go && page.word_shown().await?.as_deref() != Some("dog")).then_some(()))
        })
        .await
    })
}

#[test]
fn the_heatmap_is_saved() -> Result<()> {
    let scratch = Scratch::new()?;
    drive(&Site::built(), async |page| {
        let allow = serde_json::json!({ "behavior": "allow", "downloadPath": scratch.path() });
        page.devtools("Browser.setDownloadBehavior", allow).await?;
        trained(page).await?;
        compare(page, "king queen paris").await?;
        for (kind, begins) in
            [("CSV", &b",king,queen,paris\nking,1.000000,0."[..]), ("SVG", b"<svg"), ("PNG", b"\x89PNG")]
        {
            page.find_in("Heatmap", "button", &format!("Save as {kind}")).await?.click().await?;
            let path = scratch.path().join(format!("heatmap.{}", kind.to_lowercase()));
            let bytes = wait_until(&format!("the {kind} is there"), async || {
                let bytes = std::fs::read(&path).unwrap_or_default();
                Ok((bytes.len() > 50).then_some(bytes))
            })
            .await?;
            assert!(bytes.starts_with(begins), "{kind}");
            match kind {
                "CSV" => assert_eq!(String::from_utf8(bytes)?.lines().count(), 4),
                "SVG" => assert!(String::from_utf8(bytes)?.contains("seed 42")),
                _ => {}
            }
        }
        Ok(())
    })
}

#[test]
fn too_many_words_are_refused_and_nothing_is_lost() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        compare(page, "king queen paris").await?;
        let words = page.find_in("Heatmap", "combobox", "Heatmap words").await?;
        page.fill(&words, "").await?;
        let list = (0..203).map(|i| format!("word{i}")).collect::<Vec<_>>().join(" ");
        page.paste(&words, &list).await?;
        words.send_keys(Key::Enter + "").await?;
        assert!(page.alert_about("at most 200").await?.contains("these are 203: take 3 away"));
        assert_eq!(words.prop("value").await?, Some(list));
        wait_for_words(page, 3).await
    })
}

#[test]
fn the_value_under_the_pointer_is_told() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        let words = page.find_in("Heatmap", "combobox", "Heatmap words").await?;
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

/// Types words into the field.
async fn compare(page: &Page, list: &str) -> Result<()> {
    let words = page.find_in("Heatmap", "combobox", "Heatmap words").await?;
    page.enter(&words, list).await?;
    wait_for_words(page, list.split(' ').count()).await
}

async fn wait_for_words(page: &Page, n_words: usize) -> Result<()> {
    wait_until(&format!("the heatmap is of {n_words} words"), async || {
        let name = chart(page).await?.attr("aria-label").await?.unwrap_or_default();
        Ok(name.contains(&format!(" {n_words} words")).then_some(()))
    })
    .await
}

/// Presses keys from the first cell on, until the pair that is told is one of these.
async fn wait_for_pair(page: &Page, keys: &[Key], pairs: &[&str]) -> Result<()> {
    let chart = chart(page).await?;
    wait_until(&format!("the pair is one of {pairs:?}"), async || {
        page.map().await?.focus().await?;
        chart.focus().await?;
        for key in keys {
            chart.send_keys(key.clone() + "").await?;
        }
        let text = page.text_of("Heatmap").await?;
        Ok(pairs.iter().any(|pair| text.contains(pair)).then_some(()))
    })
    .await
}

async fn chart(page: &Page) -> Result<WebElement> {
    let region = page.region("Heatmap").await?;
    page.all(Some(&region), "application", None).await?.pop().context("the region Heatmap has a chart")
}
