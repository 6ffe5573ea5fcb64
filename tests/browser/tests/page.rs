//! What a person can do on the page, and what they see.

use anyhow::Result;
use browser_tests::{Page, wait_until};

mod analogy;
mod bad_input;
mod boot;
mod built_in;
mod compare;
mod controls;
mod copies;
mod deploys;
mod exercises;
mod fetched;
mod focus;
mod harness;
mod heatmap;
mod history;
mod lessons;
mod lessons_all;
mod life;
mod links;
mod looks;
mod map;
mod memory;
mod methods;
mod odd_words;
mod own_text;
mod questions;
mod saving;
mod session;
mod starts;
mod texts;
mod touch;
mod training;
mod truth;
mod vectors;
mod word;

/// Waits until the built-in corpus, which starts by itself, is trained.
async fn trained(page: &Page) -> Result<()> {
    page.wait_for_session("trained").await
}

/// Starts a run of the built-in corpus that is long enough to do things while it trains.
async fn long_run(page: &Page) -> Result<()> {
    for (setting, value) in [("Epochs", "100"), ("Negatives", "20")] {
        page.set(setting, value).await?;
    }
    page.press("Restart with these settings").await?;
    page.wait_for_session("training").await
}

/// Waits until a text of this name is open and trained on.
async fn trained_on(page: &Page, name: &str) -> Result<()> {
    wait_until(&format!("{name} is trained on"), async || {
        let is_open = page.text_of("Corpus").await?.contains(name);
        Ok((is_open && page.session().await?.as_deref() == Some("trained")).then_some(()))
    })
    .await
}

/// Waits until the panel `Word` is about this word.
async fn wait_for_word(page: &Page, word: &str) -> Result<()> {
    wait_until(&format!("{word} is shown"), async || {
        Ok((page.word_shown().await?.as_deref() == Some(word)).then_some(()))
    })
    .await
}

/// A text in which cats and dogs, and suns and moons, keep the same company; every word occurs 200 times or more.
fn small_text() -> String {
    let verses = [
        "The cat drinks milk in the kitchen.",
        "The dog drinks milk in the kitchen.",
        "The sun shines over the quiet hills.",
        "The moon shines over the quiet hills.",
    ];
    verses.join("\n").repeat(200).replace("hills.The", "hills.\nThe")
}

/// The same again and again: some 20 megabytes, more than a gate lets through.
fn large_text() -> String {
    small_text().repeat(700)
}
