//! What the map shows: projections, colors, marked words, the way back.

use anyhow::{Context, Result};
use browser_tests::{Page, Site, Spot, drive, wait_until};
use thirtyfour::{Key, components::SelectElement};

use crate::{trained, wait_for_word};

#[test]
fn axes_are_typed_and_a_wrong_word_is_named() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        page.press("Axes").await?;
        wait_for_caption(page, "woman - man").await?;
        let upwards = page.find_in("Map", "textbox", "Axis upwards").await?;
        page.enter(&upwards, "big - small").await?;
        wait_for_caption(page, "big - small").await?;
        page.enter(&upwards, "big - smal").await?;
        assert!(page.alert_about("smal").await?.contains("“smal” stands only inside of other words"));
        page.enter(&upwards, "hot - cold").await?;
        wait_for_caption(page, "hot - cold").await?;
        page.press("PCA").await?;
        wait_for_caption(page, "PC 1").await
    })
}

#[test]
fn components_are_chosen() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        page.press("View").await?;
        let upwards = page.find_in("Map", "combobox", "Component upwards").await?;
        SelectElement::new(&upwards).await?.select_by_exact_text("PC 3").await?;
        wait_for_caption(page, "PC 3").await?;
        let scree = page.items("Map", "Explained variance").await?;
        assert!(scree.len() == 20 && scree[0].starts_with("PC 1: "), "{scree:?}");
        Ok(())
    })
}

#[test]
fn words_in_a_box_are_isolated_and_all_come_back() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        let before = page.picture_of_map().await?;
        drag_with_shift(page, Spot { right: -160, down: -160 }, Spot { right: 160, down: 160 }).await?;
        let n_marked = wait_until("words are marked", async || {
            let text = page.text_of("Map").await?;
            Ok(text
                .split_once(" words\nmarked")
                .or(text.split_once(" words marked"))
                .and_then(|(head, _)| head.rsplit(|c: char| !c.is_ascii_digit()).next()?.parse::<usize>().ok()))
        })
        .await?;
        assert!(n_marked > 10, "{n_marked}");
        page.press("Isolate").await?;
        wait_until("the map is of these words", async || {
            Ok(page.text_of("Map").await?.contains(&format!("a map of {n_marked} words")).then_some(()))
        })
        .await?;
        assert_ne!(page.picture_of_map().await?, before);
        page.press("Show all").await?;
        wait_until("all words are back", async || Ok((!page.has_button("Show all").await?).then_some(()))).await
    })
}

#[test]
fn marked_words_are_compared_and_hidden() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        drag_with_shift(page, Spot { right: -60, down: -60 }, Spot { right: 60, down: 60 }).await?;
        wait_until("words are marked", async || Ok(page.has_button("Isolate").await?.then_some(()))).await?;
        let words = page.find_in("Heatmap", "combobox", "Heatmap words").await?;
        let before = words.prop("value").await?;
        let region = page.region("Map").await?;
        page.all(Some(&region), "button", Some("Heatmap")).await?.pop().context("the button")?.click().await?;
        wait_until("the heatmap is of other words", async || Ok((words.prop("value").await? != before).then_some(())))
            .await?;
        page.press("Hide").await?;
        wait_until("words are hidden", async || Ok(page.text_of("Map").await?.contains(" hidden").then_some(()))).await
    })
}

#[test]
fn colors_say_what_is_chosen() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        let colors = page.find_in("Map", "combobox", "Color by").await?;
        let colors = SelectElement::new(&colors).await?;
        assert!(page.items("Map", "Colors").await?.contains(&"royalty".to_owned()));
        for (choice, says) in [("frequency", "times"), ("neighbors kept", "10"), ("cosine to the pinned word", "−1")]
        {
            colors.select_by_exact_text(choice).await?;
            wait_until("the legend follows", async || {
                Ok(page.items("Map", "Colors").await?.concat().contains(says).then_some(()))
            })
            .await?;
        }
        colors.select_by_exact_text("cluster").await?;
        wait_until("groups are named by their words", async || {
            let groups = page.items("Map", "Colors").await?;
            Ok((groups.len() == 12 && groups.iter().all(|group| group.contains(", "))).then_some(()))
        })
        .await
    })
}

#[test]
fn a_group_is_toggled_by_its_name_in_the_legend() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        let animals = page.find("button", "animals").await?;
        let picture = page.picture_of_map().await?;
        animals.click().await?;
        wait_until("it is off", async || {
            Ok((animals.attr("aria-pressed").await?.as_deref() == Some("false")).then_some(()))
        })
        .await?;
        wait_until("the map is another", async || Ok((page.picture_of_map().await? != picture).then_some(()))).await?;
        animals.click().await?;
        wait_until("it is on", async || {
            Ok((animals.attr("aria-pressed").await?.as_deref() == Some("true")).then_some(()))
        })
        .await
    })
}

#[test]
fn search_offers_insides_and_spellings() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        let search = page.find_in("Map", "searchbox", "Search words").await?;
        page.fill(&search, "king").await?;
        let offers = wait_until("words are offered", async || {
            let offers = page.items("Map", "Words for Search words").await?;
            Ok((offers.len() > 2).then_some(offers))
        })
        .await?;
        assert_eq!(offers[..4], ["king", "kingdom", "cooking", "walking"]);
        for key in [Key::Down, Key::Down, Key::Enter] {
            search.send_keys(key + "").await?;
        }
        wait_for_word(page, "kingdom").await?;
        page.fill(&search, "elefant").await?;
        wait_until("the right spelling is offered", async || {
            Ok(page.items("Map", "Words for Search words").await?.contains(&"elephant".to_owned()).then_some(()))
        })
        .await
    })
}

#[test]
fn the_map_says_how_true_it_is() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        wait_for_caption(page, "of the 10 nearest").await?;
        page.search("dog").await?;
        wait_for_word(page, "dog").await?;
        wait_until("the word's own share is told", async || {
            Ok(page.text_of("Word").await?.contains("of its 10 nearest words are also among").then_some(()))
        })
        .await
    })
}

#[test]
fn fewer_words_are_shown() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        page.press("View").await?;
        let slider = page.find_in("Map", "slider", "Words shown").await?;
        slider.focus().await?;
        slider.send_keys(Key::Home + "").await?;
        wait_until("a hundred words are shown", async || {
            Ok((slider.attr("aria-valuetext").await?.as_deref() == Some("100")).then_some(()))
        })
        .await
    })
}

async fn wait_for_caption(page: &Page, part: &str) -> Result<()> {
    wait_until(&format!("the map says {part}"), async || Ok(page.text_of("Map").await?.contains(part).then_some(())))
        .await
}

async fn drag_with_shift(page: &Page, from: Spot, to: Spot) -> Result<()> {
    page.driver().action_chain().key_down(Key::Shift).perform().await?;
    page.drag(from, to).await?;
    page.driver().action_chain().key_up(Key::Shift).perform().await?;
    Ok(())
}

#[test]
fn training_is_replayed() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        let replay = page.find_in("Map", "slider", "Replay").await?;
        let now = page.picture_of_map().await?;
        replay.focus().await?;
        replay.send_keys(Key::Home + "").await?;
        wait_until("the map is as it was", async || Ok((page.picture_of_map().await? != now).then_some(()))).await?;
        assert!(replay.attr("aria-valuetext").await?.unwrap_or_default().ends_with("words"));
        let then = page.picture_of_map().await?;
        replay.send_keys(Key::End + "").await?;
        wait_until("the slider is at its end", async || {
            Ok((replay.prop("value").await? == replay.attr("max").await?).then_some(()))
        })
        .await?;
        wait_until("the map is as it is", async || Ok((page.picture_of_map().await? != then).then_some(()))).await
    })
}

#[test]
fn the_words_of_the_map_are_listed() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        page.press("View").await?;
        page.press("List the words").await?;
        let table = page.find("region", "Table of words").await?;
        assert!(table.text().await?.contains("30,659"), "how often the most frequent word occurs");
        page.press("Rarer").await?;
        wait_until("the next page is shown", async || Ok((!table.text().await?.contains("30,659")).then_some(())))
            .await?;
        let word = page.things(Some(&table), "button").await?.into_iter().next().context("its rows have buttons")?;
        let name = word.name;
        word.element.click().await?;
        wait_for_word(page, &name).await
    })
}

#[test]
fn question_mark_lists_the_keys() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        let map = page.map().await?;
        map.focus().await?;
        map.send_keys("?").await?;
        let dialog = page.dialog("Keys of the map").await?;
        assert!(dialog.text().await?.contains("mark the words in a lasso"));
        page.press("Close").await?;
        page.wait_for_no_dialog().await
    })
}

#[test]
fn t_sne_runs_beside_the_page_and_keeps_more_neighbors() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        wait_for_caption(page, "of the 10 nearest").await?;
        let kept_by_components = kept(page).await?;
        page.press("t-SNE").await?;
        // The map moves meanwhile, and the page goes on answering.
        page.find("progressbar", "t-SNE").await?;
        page.search("dog").await?;
        wait_for_word(page, "dog").await?;
        wait_for_caption(page, "t-SNE: large distances mean little").await?;
        wait_until("its neighbors are counted", async || {
            Ok((kept(page).await.unwrap_or(0) > 2 * kept_by_components).then_some(()))
        })
        .await?;
        wait_until("the word's own share is that of this map", async || {
            let text = page.text_of("Word").await?;
            let before = text.split_once(" of its 10 nearest words").map(|(before, _)| before);
            let kept = before.and_then(|before| before.split_whitespace().last()?.parse::<u32>().ok());
            Ok(kept.is_some_and(|kept| kept >= 3).then_some(()))
        })
        .await?;
        page.press("PCA").await?;
        wait_for_caption(page, "PC 1").await
    })
}

#[test]
fn t_sne_is_cancelled() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        let perplexity = async |value: &str| {
            let field = page.find_in("Map", "textbox", "Perplexity").await?;
            page.enter(&field, value).await
        };
        page.press("t-SNE").await?;
        page.press("Cancel t-SNE").await?;
        wait_until("it may be run again", async || Ok(page.has_button("Run t-SNE").await?.then_some(()))).await?;
        perplexity("1000").await?;
        assert!(page.alert_about("Perplexity").await?.contains("from 2 to 200"));
        perplexity("12").await?;
        page.press("Run t-SNE").await?;
        wait_for_caption(page, "t-SNE: large distances mean little").await?;
        // Another run begins with other vectors: the map is that of the components again.
        page.press("Reset").await?;
        wait_for_caption(page, "PC 1").await
    })
}

/// The percentage of neighbors that the map says it keeps.
async fn kept(page: &Page) -> Result<u32> {
    let text = page.text_of("Map").await?;
    let figure = text.split("keeps ").nth(1).and_then(|rest| rest.split(' ').next()).context("the map says so")?;
    Ok(figure.parse()?)
}
