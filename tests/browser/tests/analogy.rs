//! Arithmetic on meaning.

use anyhow::{Context, Result};
use browser_tests::{Page, Site, drive, first_word, wait_until};
use thirtyfour::{Key, components::SelectElement};

use crate::trained;

#[test]
fn king_minus_man_plus_woman_is_queen() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        ask(page, ["paris", "france", "italy"]).await?;
        wait_for_best(page, "rome").await?;
        ask(page, ["king", "man", "woman"]).await?;
        wait_for_best(page, "queen").await?;
        let answers = answers(page).await?;
        assert!(answers.len() >= 3, "{answers:?}");
        assert!(["king", "man", "woman"].iter().all(|word| !answers.contains(&(*word).to_owned())), "{answers:?}");
        Ok(())
    })
}

#[test]
fn an_example_is_asked_from_the_menu() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        let menu = page.find_in("Analogy", "combobox", "Examples").await?;
        let select = SelectElement::new(&menu).await?;
        let example = "walking − walk + swim = swimming";
        select.select_by_exact_text(example).await?;
        wait_for_best(page, "swimming").await?;
        assert!(page.text_of("Analogy").await?.contains("expected, rank 1"));
        Ok(())
    })
}

#[test]
fn words_are_completed_from_the_vocabulary() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        let a = page.find_in("Analogy", "combobox", "a").await?;
        page.fill(&a, "prin").await?;
        let offers = wait_until("words are offered", async || {
            let offers = page.items("Analogy", "Words for a").await?;
            Ok((!offers.is_empty()).then_some(offers))
        })
        .await?;
        assert!(offers.iter().all(|offer| offer.starts_with("prin")), "{offers:?}");
        a.send_keys(Key::Down + Key::Enter).await?;
        assert_eq!(a.prop("value").await?.as_deref(), Some(offers[0].as_str()));
        Ok(())
    })
}

#[test]
fn the_inputs_can_be_answers_too() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        ask(page, ["king", "queen", "queen"]).await?;
        wait_until("an answer that is not asked about is best", async || {
            let answers = answers(page).await?;
            Ok(answers.first().filter(|best| !["king", "queen"].contains(&best.as_str())).map(|_| ()))
        })
        .await?;
        page.find_in("Analogy", "checkbox", "include the inputs").await?.click().await?;
        wait_for_best(page, "king").await
    })
}

async fn ask(page: &Page, words: [&str; 3]) -> Result<()> {
    for (name, word) in ["a", "b", "c"].iter().zip(words) {
        let text_box = page.find_in("Analogy", "combobox", name).await?;
        page.enter(&text_box, word).await?;
    }
    Ok(())
}

async fn wait_for_best(page: &Page, wanted: &str) -> Result<()> {
    wait_until(&format!("the best answer is {wanted:?}"), async || {
        let answers = answers(page).await?;
        let best = answers.first().context("there are no answers")?;
        anyhow::ensure!(best == wanted, "the answers are {answers:?}");
        Ok(Some(()))
    })
    .await
}

async fn answers(page: &Page) -> Result<Vec<String>> {
    Ok(page.items("Analogy", "Answers").await?.iter().map(|item| first_word(item)).collect())
}
