//! What a person can do on the page, and what they see.

use anyhow::Result;
use browser_tests::Page;

mod analogy;
mod bad_input;
mod boot;
mod built_in;
mod compare;
mod controls;
mod harness;
mod heatmap;
mod looks;
mod map;
mod methods;
mod own_text;
mod questions;
mod word;

/// Waits until the built-in corpus, which starts by itself, is trained.
async fn trained(page: &Page) -> Result<()> {
    page.wait_for_session("trained").await
}

/// Starts a run of the built-in corpus that is long enough to do things while it trains.
async fn long_run(page: &Page) -> Result<()> {
    page.set("Epochs", "100").await?;
    page.press("Restart with these settings").await?;
    page.wait_for_session("training").await
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
