//! Texts as people have them: in other encodings, with words that are too rare.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use browser_tests::{Page, Scratch, Site, drive, wait_until};
use thirtyfour::components::SelectElement;

use crate::{trained, wait_for_word};

/// `кошка`, `собака` and others in KOI8-R, in forty sentences.
fn russian() -> Vec<u8> {
    let sentence = "кошка спит на крыше дома, а собака бежит по дороге к реке. мама варит кашу для сына и дочери.\n";
    let koi8_r = |letter: char| match letter {
        'а'..='я' => {
            const ORDER: &str = "юабцдефгхийклмнопярстужвьызшэщчъ";
            0xC0 + ORDER.chars().position(|other| other == letter).unwrap_or_default() as u8
        }
        _ => letter as u8,
    };
    sentence.repeat(40).chars().map(koi8_r).collect()
}

/// Opens a file in place of the built-in corpus, and waits until it is trained on.
async fn open_and_train(page: &Page, file: &Path) -> Result<()> {
    trained(page).await?;
    let built_in = page.checksum().await?;
    page.open_file(file).await?;
    wait_until("the file is trained on", async || {
        let is_other = page.checksum().await? != built_in;
        Ok((is_other && page.session().await?.as_deref() == Some("trained")).then_some(()))
    })
    .await
}

async fn choose_encoding(page: &Page, name: &str) -> Result<()> {
    let choice = page.find_in("Corpus", "combobox", "Encoding of the file").await?;
    SelectElement::new(&choice).await?.select_by_value(name).await?;
    Ok(())
}

#[test]
fn a_file_is_read_again_in_another_encoding() -> Result<()> {
    let scratch = Scratch::new()?;
    let file = scratch.file("dom.txt", russian())?;
    drive(&Site::built(), async |page| {
        open_and_train(page, &file).await?;
        ensure!(page.text_of("Corpus").await?.contains("Read as Russian (KOI8-R), guessed"), "what it was taken for");
        let right = page.checksum().await?;
        page.search("кошка").await?;
        page.neighbors_of("кошка").await?;
        choose_encoding(page, "windows-1251").await?;
        wait_until("it is read in the wrong encoding", async || {
            let is_wrong = page.text_of("Corpus").await?.contains("Read as Cyrillic (Windows-1251)");
            Ok((is_wrong && page.session().await?.as_deref() == Some("trained")).then_some(()))
        })
        .await?;
        let search = page.find("searchbox", "Search words").await?;
        page.enter(&search, "кошка").await?;
        page.alert_about("кошка").await?;
        choose_encoding(page, "koi8-r").await?;
        wait_until("it is read in the right one again", async || {
            let is_right = page.text_of("Corpus").await?.contains("Read as Russian (KOI8-R).");
            Ok((is_right && page.session().await?.as_deref() == Some("trained")).then_some(()))
        })
        .await?;
        ensure!(page.checksum().await? == right, "the same words give the same vectors");
        Ok(())
    })
}

#[test]
fn a_word_that_is_too_rare_is_brought_in() -> Result<()> {
    let scratch = Scratch::new()?;
    let file =
        scratch.file("birds.txt", include_str!("../../cases/19-too-little-to-learn-from/seen-four-times.txt"))?;
    drive(&Site::built(), async |page| {
        open_and_train(page, &file).await?;
        let search = page.find("searchbox", "Search words").await?;
        page.enter(&search, "osprey").await?;
        let alert = page.alert_about("osprey").await?;
        ensure!(alert.contains("occurs only 4 times; minimum count is 5"), "{alert}");
        page.press_in("Map", "Use minimum count 4").await?;
        wait_until("the word is there", async || {
            let is_there = page.setting("Minimum count").await? == "4";
            Ok((is_there && page.session().await?.as_deref() == Some("trained")).then_some(()))
        })
        .await?;
        page.search("osprey").await?;
        page.neighbors_of("osprey").await?;
        Ok(())
    })
}

#[test]
fn a_word_is_found_as_a_phone_types_it_in_every_box() -> Result<()> {
    let scratch = Scratch::new()?;
    let file = scratch.file("straight.txt", include_str!("../../cases/08-curly-apostrophe/straight.txt"))?;
    let questions =
        scratch.file("questions.txt", include_str!("../../cases/08-curly-apostrophe/questions-curly.txt"))?;
    drive(&Site::built(), async |page| {
        open_and_train(page, &file).await?;
        for typed in ["don’t", "don‘t", "donʼt", "DON’T"] {
            page.search("gull").await?;
            wait_for_word(page, "gull").await?;
            page.search(typed).await?;
            wait_for_word(page, "don't").await.with_context(|| typed.to_owned())?;
        }
        for (name, word) in [("a", "don’t"), ("b", "can’t"), ("c", "won’t")] {
            let text_box = page.find_in("Analogy", "combobox", name).await?;
            page.enter(&text_box, word).await?;
        }
        let answers = async || Ok((!page.items("Analogy", "Answers").await?.is_empty()).then_some(()));
        wait_until("the analogy is answered", answers).await?;
        page.press_in("Analogy", "Free expression, expected answer, 3CosMul").await?;
        let expression = page.find_in("Analogy", "textbox", "Expression").await?;
        page.enter(&expression, "don’t - can’t + won’t").await?;
        wait_until("the expression is answered", answers).await?;
        let group = page.find_in("Similarity", "combobox", "Group").await?;
        page.enter(&group, "don’t can’t gull").await?;
        page.wait_for_text("Similarity", "Odd one out").await?;
        let words = page.find_in("Heatmap", "combobox", "Heatmap words").await?;
        page.enter(&words, "don’t can’t gull").await?;
        let region = page.region("Heatmap").await?;
        wait_until("the heatmap is of three words", async || {
            let charts = page.things(Some(&region), "application").await?;
            Ok(charts.iter().any(|chart| chart.name.contains(" 3 words")).then_some(()))
        })
        .await?;
        page.give_file("Evaluation", "Questions file", &questions).await?;
        page.wait_for_text("Evaluation", "of 2 ").await?;
        let alerts = page.alerts().await?;
        ensure!(alerts.is_empty(), "a word is denied: {alerts:?}");
        Ok(())
    })
}
