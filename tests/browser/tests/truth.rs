//! The page never lies: what stands together belongs together, and what was withdrawn does not come back.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
use browser_tests::{Page, Scratch, Site, Spot, drive, wait_until};
use serde_json::{Value, json};
use thirtyfour::Key;

use crate::{large_text, long_run, small_text, trained, trained_on, wait_for_word};

#[test]
fn no_word_stands_over_the_neighbors_of_another() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        page.search("king").await?;
        page.neighbors_of("king").await?;
        let panel = page.region("Word").await?;
        let script = include_str!("../src/script/rows.js");
        let seen = page.driver().execute_async(script, vec![panel.to_json()?, json!(150)]).await?;
        let mut rows_of: BTreeMap<String, Value> = BTreeMap::new();
        for pair in seen.json().as_array().context("what was seen")? {
            let word = pair[0].as_str().context("a word")?;
            let rows = rows_of.entry(word.to_owned()).or_insert_with(|| pair[1].clone());
            ensure!(*rows == pair[1], "{word} had {rows} and then {}", pair[1]);
        }
        ensure!(rows_of.len() >= 10, "the pointer met few words: {:?}", rows_of.keys());
        let mut once = Vec::new();
        for (word, rows) in &rows_of {
            ensure!(!once.contains(&rows), "{word} has the neighbors of another word: {rows}");
            once.push(rows);
        }
        Ok(())
    })
}

#[test]
fn neighbors_of_a_word_that_was_let_go_do_not_come() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        for word in ["king", "queen", "paris", "milk", "snow", "doctor", "italy", "dog"] {
            page.search(word).await?;
            page.press_on_map(Key::Escape).await?;
            wait_until("the panel is about no word", async || Ok(page.word_shown().await?.is_none().then_some(())))
                .await?;
            ensure!(page.items("Word", "Neighbors").await?.is_empty(), "neighbors of {word} stand under no word");
        }
        let search = page.find("searchbox", "Search words").await?;
        for part in ["ki", "do", "s", "pa", "ma"] {
            page.fill(&search, part).await?;
            page.fill(&search, "").await?;
            let offers = page.items("Map", "Words for Search words").await?;
            ensure!(offers.is_empty(), "an empty box offers {offers:?}");
        }
        Ok(())
    })
}

#[test]
fn settings_that_are_touched_while_a_text_is_read_stay() -> Result<()> {
    let scratch = Scratch::new()?;
    let path = scratch.file("large.txt", large_text())?;
    drive(&Site::built().gated(), async |page| {
        trained(page).await?;
        page.open_file(&path).await?;
        page.find("progressbar", "Reading").await?;
        for (setting, value) in [("Dimensions", "17"), ("Window", "3")] {
            page.set(setting, value).await?;
        }
        page.open_gate().await?;
        wait_until("the text is open", async || {
            let is_read = page.all(None, "progressbar", Some("Reading")).await?.is_empty();
            Ok((is_read && page.text_of("Corpus").await?.contains("large.txt")).then_some(()))
        })
        .await?;
        for (setting, value) in [("Dimensions", "17"), ("Window", "3")] {
            let shown = page.setting(setting).await?;
            ensure!(shown == value, "{setting} is {shown} again");
        }
        page.find("button", "Restart with these settings").await?;
        Ok(())
    })
}

#[test]
fn whatever_is_pressed_while_another_text_is_read_the_page_knows_which_is_open() -> Result<()> {
    let scratch = Scratch::new()?;
    let cats = scratch.file("cats.txt", small_text())?;
    let large = scratch.file("large.txt", large_text())?;
    drive(&Site::built().gated(), async |page| {
        trained(page).await?;
        page.open_file(&cats).await?;
        trained_on(page, "cats.txt").await?;
        // A restart in the middle of the reading, and then the reading is given up.
        page.open_file(&large).await?;
        page.find("progressbar", "Reading").await?;
        page.set("Dimensions", "16").await?;
        if page.has_button("Restart with these settings").await? {
            page.press("Restart with these settings").await?;
        }
        page.press_in("Corpus", "Cancel").await?;
        trained_on(page, "cats.txt").await?;
        // Given up twice in a row.
        for _ in 0..2 {
            page.open_file(&large).await?;
            page.find("progressbar", "Reading").await?;
            page.press_in("Corpus", "Cancel").await?;
        }
        // Other settings of reading read the text that is open, not the one that was given up.
        page.open_gate().await?;
        let model = page.region("Model").await?;
        page.unfold(&model, "More settings").await?;
        page.find_in("Model", "checkbox", "Lower-case all words").await?.click().await?;
        page.press("Restart with these settings").await?;
        trained_on(page, "cats.txt").await?;
        page.search("cat").await?;
        ensure!(page.neighbors_of("cat").await?.contains(&"dog".to_owned()));
        page.press("Back to the built-in corpus").await?;
        trained_on(page, "built in").await?;
        ensure!(!page.text_of("Corpus").await?.contains("large.txt"));
        Ok(())
    })
}

/// How a thing is painted, as far as a zone that is lit differs.
async fn paint(page: &Page, selector: &str) -> Result<Value> {
    let script = "const style = getComputedStyle(document.querySelector(arguments[0]));
        return [style.backgroundColor, style.borderColor, style.outlineColor, style.outlineStyle, style.boxShadow]";
    page.script(script, vec![selector.into()]).await
}

#[test]
fn each_zone_lights_for_itself_and_goes_out() -> Result<()> {
    const QUESTIONS: &str = "[aria-label=Evaluation]";
    const CORPUS: &str = "[aria-label=Corpus] .drop-zone";
    let drag = "const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([': royal\\nking queen man woman\\n'], 'mine.txt'));
        for (const kind of arguments[1]) document.querySelector(arguments[0])
            .dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));";
    drive(&Site::built(), async |page| {
        trained(page).await?;
        page.region("Evaluation").await?;
        let dark = [paint(page, QUESTIONS).await?, paint(page, CORPUS).await?];
        let painted = async || anyhow::Ok([paint(page, QUESTIONS).await?, paint(page, CORPUS).await?]);
        for (over, lit) in [(QUESTIONS, 0), (CORPUS, 1)] {
            page.script(drag, vec![over.into(), json!(["dragenter", "dragover"])]).await?;
            wait_until("one zone is lit", async || {
                let now = painted().await?;
                Ok((now[lit] != dark[lit] && now[1 - lit] == dark[1 - lit]).then_some(()))
            })
            .await?;
            let last = if lit == 0 { "drop" } else { "dragleave" };
            page.script(drag, vec![over.into(), json!([last])]).await?;
            wait_until("both are dark", async || Ok((painted().await? == dark).then_some(()))).await?;
        }
        Ok(())
    })
}

#[test]
fn space_is_not_the_pages_behind_a_dialog_and_counts_once_when_it_is_held() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        long_run(page).await?;
        page.press("Pause").await?;
        page.wait_for_session("paused").await?;
        page.press("View").await?;
        page.press("List the words").await?;
        let table = page.find("region", "Table of words").await?;
        page.script("arguments[0].focus()", vec![table.to_json()?]).await?;
        page.driver().action_chain().send_keys(" ").perform().await?;
        // A question and its answer take longer than a command that should not have been sent.
        page.things(Some(&table), "button").await?;
        ensure!(page.session().await?.as_deref() == Some("paused"), "Space trains behind the dialog");
        page.driver().action_chain().send_keys(Key::Escape + "").perform().await?;
        page.wait_for_no_dialog().await?;
        page.script("document.activeElement.blur()", Vec::new()).await?;
        for is_repeat in [false, true, true, true, true, true, true] {
            let key = json!({ "type": "keyDown", "key": " ", "code": "Space", "text": " ", "autoRepeat": is_repeat });
            page.devtools("Input.dispatchKeyEvent", key).await?;
        }
        page.devtools("Input.dispatchKeyEvent", json!({ "type": "keyUp", "key": " ", "code": "Space" })).await?;
        page.wait_for_session("training").await
    })
}

#[test]
fn a_page_of_words_that_are_no_longer_there_is_left() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        page.driver().action_chain().key_down(Key::Shift).perform().await?;
        page.drag(Spot { right: -140, down: -120 }, Spot { right: 140, down: 120 }).await?;
        page.driver().action_chain().key_up(Key::Shift).perform().await?;
        page.press("View").await?;
        page.press("List the words").await?;
        let table = page.find("region", "Table of words").await?;
        for _ in 0..3 {
            let before = table.text().await?;
            page.press("Rarer").await?;
            wait_until("the next page is shown", async || Ok((table.text().await? != before).then_some(()))).await?;
        }
        page.driver().action_chain().send_keys(Key::Escape + "").perform().await?;
        page.wait_for_no_dialog().await?;
        page.press_in("Map", "Isolate").await?;
        if !page.has_button("List the words").await? {
            page.press("View").await?;
        }
        page.press("List the words").await?;
        let table = page.find("region", "Table of words").await?;
        wait_until("the words that are left are listed", async || {
            Ok((!page.things(Some(&table), "button").await?.is_empty()).then_some(()))
        })
        .await
    })
}

#[test]
fn an_evaluation_that_is_given_up_stays_given_up() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        for _ in 0..10 {
            page.press_in("Evaluation", "Ask the built-in analogies").await?;
            if page.has_button("Cancel").await? {
                page.press_in("Evaluation", "Cancel").await?;
            }
        }
        page.search("king").await?;
        page.neighbors_of("king").await?;
        ensure!(page.all(None, "progressbar", Some("Evaluation")).await?.is_empty(), "a report has brought it back");
        wait_for_word(page, "king").await
    })
}
