//! Lessons: by link, by list, by keyboard alone, and nothing left behind.

use anyhow::{Context, Result, ensure};
use browser_tests::{Looks, Page, Site, drive, drive_as, wait_until};
use thirtyfour::Key;

use crate::{trained, wait_for_word};

const QUESTIONS: [&str; 12] = [
    "What is a word to the machine?",
    "How far is one word from another?",
    "What does it learn from?",
    "How does it learn from one pair?",
    "Why not compare with every word?",
    "Where do the neighborhoods come from?",
    "Near by what?",
    "Why queen?",
    "What about words it never met?",
    "Does it know who bit whom?",
    "One word, two meanings?",
    "Freeze or tune?",
];

/// Opens an address as somebody who was sent it.
async fn open(page: &Page, hash: &str) -> Result<()> {
    page.driver().goto("about:blank").await?;
    Ok(page.driver().goto(format!("{}{hash}", page.server().url())).await?)
}

/// Waits for a number of the scene's sentences.
async fn number(page: &Page, name: &str) -> Result<f64> {
    let script = "const all = document.querySelectorAll(`section[aria-label=Lesson] [data-name=\"${arguments[0]}\"]`);
        return [...all].find(one => one.checkVisibility())?.dataset.value ?? null";
    wait_until(&format!("the scene says {name}"), async || {
        let value = page.script(script, vec![name.into()]).await?;
        Ok(value.as_str().and_then(|value| value.parse().ok()))
    })
    .await
}

/// Waits for the question of the scene that is open.
async fn wait_for_question(page: &Page, question: &str) -> Result<()> {
    page.region("Lesson").await?;
    page.find_in("Lesson", "heading", question).await.map(drop)
}

/// Presses a key where the focus is.
async fn key(page: &Page, key: Key) -> Result<()> {
    Ok(page.driver().action_chain().send_keys(key).perform().await?)
}

/// What the map lies along, by the toolbar.
async fn mapping(page: &Page) -> Result<String> {
    let script = "return [...document.querySelectorAll('.map [aria-pressed=true], .map [aria-checked=true], .map input:checked')]
        .map(one => one.closest('label')?.textContent ?? one.textContent).join(' ')";
    Ok(page.script(script, Vec::new()).await?.as_str().unwrap_or_default().to_owned())
}

#[test]
fn a_link_opens_its_scene_with_its_words() -> Result<()> {
    drive(&Site::built(), async |page| {
        open(page, "#scene=walk&step=3&a=king&b=man&c=woman").await?;
        trained(page).await?;
        wait_for_question(page, "Why queen?").await?;
        page.wait_for_text("Lesson", "queen is nearest").await?;
        let cosine = number(page, "cos").await?;
        // The same answer as the page's own analogy.
        let answers = page.items("Analogy", "Answers").await?;
        let first = answers.first().context("there are answers")?;
        let shown = first.split_whitespace().skip_while(|word| *word != "cos").nth(1).context("it has a cosine")?;
        let shown: f64 = shown.parse()?;
        ensure!(first.starts_with("queen") && (shown - cosine).abs() < 0.001, "{first}, {cosine}");
        // What takes long is asked again once training rests: first vectors are shorter than one.
        open(page, "#scene=angle&step=4").await?;
        trained(page).await?;
        page.region("Lesson").await?;
        wait_until("lengths are those of trained vectors", async || {
            Ok((number(page, "mean_length").await? > 1.0).then_some(()))
        })
        .await?;
        Ok(())
    })
}

#[test]
fn the_list_has_every_question_and_ticks_those_that_were_opened() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        let fetched =
            "return performance.getEntriesByType('resource').filter(one => one.name.includes('lessons/')).length";
        page.region("Lesson").await?;
        assert_eq!(page.script(fetched, Vec::new()).await?, 0, "nothing is fetched before a scene is opened");
        assert_eq!(page.items("Lesson", "Lessons").await?, QUESTIONS);
        for question in QUESTIONS {
            page.press_in("Lesson", question).await?;
            wait_for_question(page, question).await?;
            page.find_in("Lesson", "group", "Your guess").await?;
            page.press_in("Lesson", "Next").await?;
            wait_until("a number is said", async || {
                let script = "return document.querySelectorAll('.lesson-result [data-value]').length";
                Ok((page.script(script, Vec::new()).await?.as_u64() > Some(0)).then_some(()))
            })
            .await?;
            page.press_in("Lesson", "Close lesson").await?;
        }
        page.driver().refresh().await?;
        trained(page).await?;
        let items = page.items("Lesson", "Lessons").await?;
        ensure!(items.iter().all(|item| item.contains('✓')), "{items:?}");
        Ok(())
    })
}

#[test]
fn the_keyboard_goes_from_the_guess_to_the_end() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        page.region("Lesson").await?;
        let first = page.find_in("Lesson", "button", "Near by what?").await?;
        first.send_keys(Key::Enter + "").await?;
        wait_for_question(page, "Near by what?").await?;
        page.find_in("Lesson", "group", "Your guess").await?;
        // The focus is on the question; the first stop behind it is the first choice.
        key(page, Key::Tab).await?;
        key(page, Key::Enter).await?;
        let choice = page.find_in("Lesson", "button", "Their distance alone").await?;
        assert_eq!(choice.attr("aria-pressed").await?.as_deref(), Some("true"));
        key(page, Key::Right).await?;
        page.wait_for_text("Lesson", "You guessed: Their distance alone The numbers say so too.").await?;
        for step in 2..=5 {
            key(page, Key::Right).await?;
            page.wait_for_text("Lesson", &format!("Step {step} of 5")).await?;
        }
        near(number(page, "squared").await?, 2.0 - 2.0 * number(page, "cos").await?)?;
        key(page, Key::Left).await?;
        page.wait_for_text("Lesson", "Step 4 of 5").await?;
        number(page, "hub_lists").await?;
        key(page, Key::Escape).await?;
        page.find_in("Lesson", "list", "Lessons").await.map(drop)
    })
}

fn near(a: f64, b: f64) -> Result<()> {
    ensure!((a - b).abs() < 1e-6, "{a} and {b}");
    Ok(())
}

#[test]
fn closing_leaves_all_as_it_was() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        page.search("paris").await?;
        wait_for_word(page, "paris").await?;
        let (before, dims) = (mapping(page).await?, page.setting("Dimensions").await?);
        let address = page.script("return location.hash", Vec::new()).await?;
        page.region("Lesson").await?;
        page.press_in("Lesson", "Why queen?").await?;
        page.find_in("Lesson", "group", "Your guess").await?;
        page.press_in("Lesson", "Next").await?;
        number(page, "arrow").await?;
        wait_until("the map lies along axes", async || Ok((mapping(page).await? != before).then_some(()))).await?;
        page.press_in("Lesson", "Close lesson").await?;
        wait_until("the map is what it was", async || Ok((mapping(page).await? == before).then_some(()))).await?;
        assert_eq!(page.word_shown().await?.as_deref(), Some("paris"));
        assert_eq!(page.setting("Dimensions").await?, dims);
        assert_eq!(page.script("return location.hash", Vec::new()).await?, address);
        Ok(())
    })
}

#[test]
fn a_lesson_that_was_closed_leaves_the_address() -> Result<()> {
    drive(&Site::built(), async |page| {
        open(page, "#scene=walk&step=5&a=king&b=man&c=woman").await?;
        trained(page).await?;
        number(page, "mean").await?;
        page.press_in("Lesson", "Close lesson").await?;
        wait_until("the address names no lesson", async || {
            let hash = page.script("return location.hash", Vec::new()).await?;
            Ok(hash.as_str().is_some_and(|hash| !hash.contains("scene") && !hash.contains("step")).then_some(()))
        })
        .await
    })
}

#[test]
fn a_step_that_a_lesson_does_not_have_is_its_last() -> Result<()> {
    drive(&Site::built(), async |page| {
        open(page, "#scene=context&step=5&a=bank&b=river&c=coins").await?;
        trained(page).await?;
        let said = "Step 3 of 3";
        wait_until("the last step is shown", async || {
            Ok(page.said_in("Lesson").await?.iter().any(|text| text == said).then_some(()))
        })
        .await
    })
}

#[test]
fn a_word_or_a_lesson_that_is_not_there_is_told() -> Result<()> {
    drive(&Site::built(), async |page| {
        open(page, "#scene=lookup&step=1&a=quen").await?;
        trained(page).await?;
        page.wait_for_text("Lesson", "quen").await?;
        page.press_in("Lesson", "queen").await?;
        page.wait_for_text("Lesson", "belongs to queen").await?;
        open(page, "#scene=dance&word=king").await?;
        trained(page).await?;
        wait_until("the lesson is named", async || {
            let text = page.driver().find(thirtyfour::By::Tag("body")).await?.text().await?;
            Ok(text.contains("dance").then_some(()))
        })
        .await
    })
}

#[test]
fn a_link_can_hide_what_goes_in() -> Result<()> {
    drive(&Site::built(), async |page| {
        open(page, "#scene=onehot&step=1&hide=corpus,model,loss").await?;
        trained(page).await?;
        number(page, "ab").await?;
        for region in ["Corpus", "Model", "Loss"] {
            ensure!(page.all(None, "region", Some(region)).await?.is_empty(), "{region} is hidden");
        }
        page.region("Map").await.map(drop)
    })
}

#[test]
fn on_a_phone_a_scene_takes_at_most_half_of_the_height() -> Result<()> {
    drive_as(Looks::PHONE, &Site::built(), async |page| {
        open(page, "#scene=angle&step=1").await?;
        trained(page).await?;
        number(page, "cos").await?;
        let script = "const sheet = document.querySelector('.learns').getBoundingClientRect();
            return [sheet.height / innerHeight, innerHeight - sheet.bottom, document.documentElement.scrollWidth - innerWidth]";
        let found = page.script(script, Vec::new()).await?;
        let [height, below, beside] = [0, 1, 2].map(|i| found[i].as_f64().unwrap_or(f64::NAN));
        ensure!(height <= 0.501 && below.abs() < 1.0 && beside <= 0.0, "{found}");
        Ok(())
    })
}
