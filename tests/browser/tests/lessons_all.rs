//! Every scene: its link in time, its steps by keyboard alone, and the page as it was once it is closed.

use std::time::Instant;

use anyhow::{Context, Result, ensure};
use browser_tests::{Page, Site, drive, wait_until};
use thirtyfour::Key;

use crate::{trained, wait_for_word};

/// The scenes as their links name them, with their questions.
const SCENES: [(&str, &str); 12] = [
    ("lookup", "What is a word to the machine?"),
    ("onehot", "How far is one word from another?"),
    ("window", "What does it learn from?"),
    ("step", "How does it learn from one pair?"),
    ("negatives", "Why not compare with every word?"),
    ("grow", "Where do the neighborhoods come from?"),
    ("angle", "Near by what?"),
    ("walk", "Why queen?"),
    ("vocabulary", "What about words it never met?"),
    ("order", "Does it know who bit whom?"),
    ("context", "One word, two meanings?"),
    ("borrow", "Freeze or tune?"),
];

/// A link opens its scene within this, once a model is trained.
const IN_TIME_MS: f64 = 300.0;

/// Follows a link as a press on one does, and measures in the page until the scene shows a number or a figure of its answer. One
/// look at each frame; nothing of the driver's time is in it.
async fn follow(page: &Page, hash: &str) -> Result<f64> {
    let script = "const [hash, done] = arguments;
        const begin = performance.now();
        location.hash = hash;
        const look = () => {
            const lesson = document.querySelector('section[aria-label=Lesson]');
            const answer = lesson?.checkVisibility() && lesson.querySelector(
                '.lesson-result [data-value], .lesson-figure, .lesson-elements .notice');
            if (answer || performance.now() - begin > 20000) done(performance.now() - begin);
            else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);";
    let taken = page.driver().execute_async(script, vec![hash.into()]).await?;
    taken.json().as_f64().context("the script measures")
}

#[test]
fn a_link_opens_each_scene_in_time_on_a_trained_model() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        // What comes with the first scene, the tab and the sentences of the first, comes once.
        follow(page, "#scene=lookup&step=1").await?;
        let mut late = Vec::new();
        for (scene, question) in SCENES.into_iter().rev() {
            page.press_in("Lesson", "Close lesson").await?;
            page.find_in("Lesson", "list", "Lessons").await?;
            let taken = follow(page, &format!("#scene={scene}&step=1")).await?;
            page.find_in("Lesson", "heading", question).await?;
            println!("{scene}: {taken:.0} ms");
            if taken > IN_TIME_MS {
                late.push(format!("{scene}: {taken:.0} ms"));
            }
        }
        ensure!(late.is_empty(), "{late:?}");
        Ok(())
    })
}

/// Where the focus is: the role of its element, or its tag, and what it says.
async fn focused(page: &Page) -> Result<String> {
    let script = "const one = document.activeElement; return `${one.tagName} ${one.textContent}`";
    Ok(page.script(script, Vec::new()).await?.as_str().unwrap_or_default().to_owned())
}

async fn key(page: &Page, key: Key) -> Result<()> {
    Ok(page.driver().action_chain().send_keys(key).perform().await?)
}

/// The step that the scene says it is at, and how many it has.
async fn step(page: &Page) -> Result<Option<(u32, u32)>> {
    let script = "return document.querySelector('.lesson-foot [role=status]')?.textContent ?? ''";
    let said = page.script(script, Vec::new()).await?;
    let mut words = said.as_str().unwrap_or_default().split(' ').filter_map(|word| word.parse().ok());
    Ok(words.next().zip(words.next()))
}

#[test]
fn every_scene_goes_from_the_guess_to_the_end_by_keyboard_alone() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        page.region("Lesson").await?;
        // To the list by the keyboard: the tab has the focus, and the next stop is the first question.
        let tab = page.find("tab", "Learn").await?;
        page.script("arguments[0].focus()", vec![tab.to_json()?]).await?;
        for (place, (_, question)) in SCENES.into_iter().enumerate() {
            key(page, Key::Tab).await?;
            for _ in 0..place {
                key(page, Key::Tab).await?;
            }
            ensure!(focused(page).await?.contains(question), "{question}: the focus is on {}", focused(page).await?);
            key(page, Key::Enter).await?;
            wait_until("the question has the focus", async || {
                Ok((focused(page).await? == format!("H2 {question}")).then_some(()))
            })
            .await?;
            page.find_in("Lesson", "group", "Your guess").await?;
            key(page, Key::Tab).await?;
            key(page, Key::Enter).await?;
            let pressed = "return document.querySelectorAll('.lesson-choice[aria-pressed=true]').length";
            ensure!(page.script(pressed, Vec::new()).await? == 1, "{question}: a guess is made");
            let mut last = (0, 1);
            while last.0 < last.1 {
                let is_in = "return document.activeElement.closest('section[aria-label=Lesson]') !== null";
                wait_until("the focus is in the lesson", async || {
                    Ok((page.script(is_in, Vec::new()).await? == true).then_some(()))
                })
                .await?;
                key(page, Key::Right).await?;
                last = wait_until("the next step is there", async || {
                    Ok(step(page).await?.filter(|(step, _)| *step == last.0 + 1))
                })
                .await?;
                let says = "return [...document.querySelectorAll('.lesson-result, .lesson-elements .notice')]
                    .some(one => one.checkVisibility() && !one.textContent.includes('…'))";
                wait_until(&format!("{question}, step {}, says what came of it", last.0), async || {
                    Ok((page.script(says, Vec::new()).await? == true).then_some(()))
                })
                .await?;
            }
            // Back to the guess as well, and out.
            for _ in 0..last.1 {
                key(page, Key::Left).await?;
            }
            page.find_in("Lesson", "group", "Your guess").await?;
            key(page, Key::Escape).await?;
            page.find_in("Lesson", "list", "Lessons").await?;
            page.script("arguments[0].focus()", vec![tab.to_json()?]).await?;
        }
        Ok(())
    })
}

/// What a reader would notice if it changed: settings, pins, address, what the map lies along and is colored by, the panels.
async fn as_it_is(page: &Page) -> Result<String> {
    let script = "const said = selector => [...document.querySelectorAll(selector)].map(one =>
            one.value ?? one.textContent).join('|');
        return [location.hash, said('section[aria-label=Model] input, section[aria-label=Model] select'),
            said('.map select, .map .axes span:first-child'),
            [...document.querySelectorAll('.map [aria-pressed], .map [aria-checked]')].map(one =>
                (one.getAttribute('aria-pressed') ?? one.getAttribute('aria-checked')) + one.textContent).join('|'),
            said('section[aria-label=Word] .word-title, section[aria-label=Word] .word-list'),
            said('section[aria-label=Analogy] input, section[aria-label=Analogy] .answers'),
            document.querySelector('main').dataset.checksum].join('\\n')";
    Ok(page.script(script, Vec::new()).await?.as_str().unwrap_or_default().to_owned())
}

#[test]
fn closing_any_scene_leaves_map_pins_and_settings_as_they_were() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        page.search("paris").await?;
        wait_for_word(page, "paris").await?;
        page.region("Lesson").await?;
        let before = as_it_is(page).await?;
        for (_, question) in SCENES {
            page.press_in("Lesson", question).await?;
            page.find_in("Lesson", "group", "Your guess").await?;
            let begin = Instant::now();
            while step(page).await?.is_none_or(|(step, last)| step < last) {
                page.press_in("Lesson", "Next").await?;
                ensure!(begin.elapsed().as_secs() < 30, "{question} comes to no end");
            }
            page.press_in("Lesson", "Close lesson").await?;
            wait_until(&format!("after {question} all is as it was"), async || {
                let now = as_it_is(page).await?;
                ensure!(now == before, "{now}\ninstead of\n{before}");
                Ok(Some(()))
            })
            .await?;
        }
        Ok(())
    })
}
