//! Exercises, the game, the first minute's hints, and the small question marks.

use anyhow::{Context, Result, ensure};
use browser_tests::{Page, Scratch, Site, drive, wait_until};
use thirtyfour::Key;

use crate::{trained, trained_on};

/// Opens an address as somebody who was sent it.
async fn open(page: &Page, hash: &str) -> Result<()> {
    page.driver().goto("about:blank").await?;
    Ok(page.driver().goto(format!("{}{hash}", page.server().url())).await?)
}

/// Waits until the goals stand like this: `met`, `open` or `unchecked` each.
async fn goals(page: &Page, wanted: &[&str]) -> Result<()> {
    let script = "return [...document.querySelectorAll('.lesson-goal')].map(one => one.dataset.goal).join(' ')";
    let wanted = wanted.join(" ");
    wait_until(&format!("the goals are {wanted}"), async || {
        let found = page.script(script, Vec::new()).await?;
        ensure!(found == wanted.as_str(), "they are {found}");
        Ok(Some(()))
    })
    .await
}

#[test]
fn an_exercise_checks_its_goals_and_says_what_is_next() -> Result<()> {
    drive(&Site::built(), async |page| {
        open(page, "#exercise=capitals").await?;
        trained(page).await?;
        page.find_in("Lesson", "heading", "Capitals near paris").await?;
        goals(page, &["met", "met"]).await?;
        page.wait_for_text("Lesson", "All goals are met.").await?;
        page.press_in("Lesson", "Close lesson").await?;
        let items = page.items("Lesson", "Exercises").await?;
        ensure!(items.len() == 5 && items[0].contains('✓'), "{items:?}");
        // A text of one's own has other goals to reach.
        let scratch = Scratch::new()?;
        let text = "The old boat left the harbor before the storm. Its sailor tied a rope around the mast. ".repeat(5);
        page.open_file(&scratch.file("boat.txt", text)?).await?;
        trained_on(page, "boat.txt").await?;
        page.press_in("Lesson", "Capitals near paris (done before)").await?;
        goals(page, &["open", "unchecked"]).await?;
        page.wait_for_text("Lesson", "Next: Open a text").await?;
        page.press_in("Lesson", "Close lesson").await?;
        page.press_in("Lesson", "Neighbors in a paragraph of your own").await?;
        page.press_in("Lesson", "Train with these settings").await?;
        goals(page, &["met", "met", "met", "open"]).await?;
        let words = page.find_in("Lesson", "textbox", "Five words").await?;
        page.enter(&words, "boat harbor storm sailor mast").await?;
        goals(page, &["met", "met", "met", "met"]).await?;
        Ok(())
    })
}

#[test]
fn the_game_is_played_by_keyboard_and_its_link_brings_the_same_word() -> Result<()> {
    drive(&Site::built(), async |page| {
        let secret = async |hash: &str| -> Result<String> {
            open(page, hash).await?;
            trained(page).await?;
            page.find_in("Lesson", "heading", "Guess the word").await?;
            page.press_in("Lesson", "Give up").await?;
            page.wait_for_text("Lesson", "It was ").await?;
            let said = page.script("return document.querySelector('.lesson-result').textContent", Vec::new()).await?;
            let word = said.as_str().and_then(|said| said.strip_prefix("It was ")).context("a word is told")?;
            Ok(word.trim_matches(['\u{2068}', '\u{2069}', '.']).to_owned())
        };
        let word = secret("#game=7").await?;
        ensure!(secret("#game=7").await? == word, "the same seed, the same word");
        open(page, "#game=7").await?;
        trained(page).await?;
        let guess = page.find_in("Lesson", "combobox", "Guess").await?;
        guess.send_keys("quen".to_owned() + Key::Enter).await?;
        page.wait_for_text("Lesson", "quen").await?;
        guess.send_keys("kitchen".to_owned() + Key::Enter).await?;
        page.wait_for_text("Lesson", "is at rank").await?;
        page.press_in("Lesson", "Hint").await?;
        wait_until("there are two guesses", async || {
            let rows = "return document.querySelectorAll('.lesson-table tbody tr').length";
            Ok((page.script(rows, Vec::new()).await? == 2).then_some(()))
        })
        .await?;
        guess.send_keys(word.clone() + Key::Enter).await?;
        page.wait_for_text("Lesson", "it is, after 3 guesses.").await
    })
}

/// The hints that are shown, by what they say.
async fn hints(page: &Page) -> Result<usize> {
    let script = "return [...document.querySelectorAll('.first-hint')].filter(one => one.checkVisibility()).length";
    Ok(page.script(script, Vec::new()).await?.as_u64().unwrap_or(99) as usize)
}

async fn wait_for_hints(page: &Page, n: usize) -> Result<()> {
    wait_until(&format!("{n} hints are shown"), async || {
        let found = hints(page).await?;
        ensure!(found == n, "{found} are");
        Ok(Some(()))
    })
    .await
}

#[test]
fn three_hints_go_one_by_one_and_stay_away() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        wait_for_hints(page, 3).await?;
        let (spot, _) = page.hover_any_word().await?;
        wait_for_hints(page, 2).await?;
        page.click_at(spot).await?;
        wait_for_hints(page, 1).await?;
        page.press_in("Analogy", "king − man + woman").await?;
        wait_for_hints(page, 0).await?;
        page.driver().refresh().await?;
        trained(page).await?;
        page.region("Analogy").await?;
        wait_for_hints(page, 0).await
    })
}

#[test]
fn a_class_gets_no_hints() -> Result<()> {
    drive(&Site::built(), async |page| {
        open(page, "#hide=corpus").await?;
        trained(page).await?;
        page.region("Analogy").await?;
        wait_for_hints(page, 0).await
    })
}

#[test]
fn a_question_mark_opens_the_lesson_of_its_setting() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        let width = "return document.querySelector('section[aria-label=Model]').scrollWidth";
        let before = page.script(width, Vec::new()).await?;
        page.press_in("Model", "Help: Window").await?;
        page.press_in("Model", "Lesson: What does it learn from?").await?;
        page.find_in("Lesson", "heading", "What does it learn from?").await?;
        page.press_in("Lesson", "Close lesson").await?;
        // By keyboard: the offer is the next stop behind the mark, and the text stays meanwhile.
        let mark = page.find_in("Model", "button", "Help: Epochs").await?;
        mark.send_keys(Key::Enter + "").await?;
        page.driver().action_chain().send_keys(Key::Tab).perform().await?;
        page.driver().action_chain().send_keys(Key::Enter).perform().await?;
        page.find_in("Lesson", "heading", "Where do the neighborhoods come from?").await?;
        page.press_in("Lesson", "Close lesson").await?;
        for (mark, question) in [
            ("Lesson: replay", "Where do the neighborhoods come from?"),
            ("Lesson: map", "What is a word to the machine?"),
        ] {
            let target = page.find("button", mark).await?.rect().await?;
            ensure!(target.width >= 24.0 && target.height >= 24.0, "{mark}: {target:?}");
            page.press(mark).await?;
            page.find_in("Lesson", "heading", question).await?;
            page.press_in("Lesson", "Close lesson").await?;
        }
        ensure!(page.script(width, Vec::new()).await? == before, "no row is wider");
        Ok(())
    })
}
