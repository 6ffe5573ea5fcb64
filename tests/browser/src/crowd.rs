//! A map of many words, from a text that is made up.

use std::{fmt::Write, time::Duration};

use anyhow::{Result, ensure};
use thirtyfour::Key;

use crate::{Page, Scratch, wait_within};

const PATIENCE: Duration = Duration::from_mins(1);
const LOOK_EVERY: Duration = Duration::from_millis(200);

/// Opens a text of this many different words, to be trained on for a hundred epochs, and shows all of them. Leaves the page
/// paused. `settings`: more of them, by name.
pub async fn open_crowd(page: &Page, scratch: &Scratch, n_words: u32, settings: &[(&str, &str)]) -> Result<()> {
    for (setting, value) in [("Minimum count", "1"), ("Epochs", "100")].iter().chain(settings) {
        page.set(setting, value).await?;
    }
    page.open_file(&scratch.file("words.txt", text(n_words))?).await?;
    wait_for_crowd(page, "paused").await?;
    show_all(page, n_words).await
}

/// A text with this many different words, in forty companies, the frequent ones as much more frequent as in a language.
fn text(n_words: u32) -> String {
    const COMPANIES: u32 = 40;
    let mut state = 1_u64;
    let mut below = |n: u32| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (((state >> 33) * u64::from(n)) >> 31) as u32
    };
    let mut text = String::new();
    let push = |id: u32, text: &mut String| {
        let letters: String = (0..5).map(|i| char::from(b'a' + (id / 26_u32.pow(i) % 26) as u8)).collect();
        // Writing into a string does not fail.
        let _ = write!(text, "w{letters} ");
    };
    for line in 0..(n_words * 2).max(40_000) {
        let company = below(COMPANIES);
        for place in 0..12 {
            // Every word comes now and then, and the first of each company often: the cube of an even draw.
            let share = f64::from(below(1 << 20)) / f64::from(1 << 20);
            let rank = (share.powi(3) * f64::from(n_words / COMPANIES)) as u32;
            push(if place == 0 { line % n_words } else { rank * COMPANIES + company }, &mut text);
        }
        text.push('\n');
    }
    text
}

/// Moves the slider of the words shown to its end.
async fn show_all(page: &Page, n_words: u32) -> Result<()> {
    page.press("View").await?;
    let slider = page.find_in("Map", "slider", "Words shown").await?;
    slider.focus().await?;
    slider.send_keys(Key::Home + "").await?;
    slider.send_keys(Key::End + "").await?;
    wait_within(PATIENCE, LOOK_EVERY, "all words are shown", async || {
        let shown = slider.attr("aria-valuetext").await?;
        Ok((shown.map(|text| text.replace(',', "")) == Some(n_words.to_string())).then_some(()))
    })
    .await?;
    page.press("View").await
}

/// Waits longer than a person would, as such a map takes its time; an alert is an error.
pub async fn wait_for_crowd(page: &Page, session: &str) -> Result<()> {
    wait_within(PATIENCE, LOOK_EVERY, &format!("the page is {session}"), async || {
        let alerts = page.alerts().await?;
        ensure!(alerts.is_empty(), "the page says {alerts:?}");
        Ok((page.session().await?.as_deref() == Some(session)).then_some(()))
    })
    .await
}
