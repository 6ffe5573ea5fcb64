//! Keyboard and screen reader: where the focus is, what is spoken, how large what is pressed is.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use browser_tests::{Looks, Page, Scratch, Site, drive, drive_as, spy, wait_until};
use serde_json::Value;
use thirtyfour::Key;

use crate::{large_text, long_run, trained};

/// The label, or the text, of what has the focus; none where it is on no control.
async fn focused(page: &Page) -> Result<Option<String>> {
    let script = "const now = document.activeElement;
        return now === document.body ? null : (now.getAttribute('aria-label') ?? now.textContent.trim())";
    Ok(page.script(script, Vec::new()).await?.as_str().map(str::to_owned))
}

/// Presses a button by its key, the first of its name, and sees that the focus is somewhere when it is gone.
async fn press_by_key(page: &Page, name: &str) -> Result<()> {
    let buttons = page.all(None, "button", Some(name)).await?;
    let button = buttons.first().with_context(|| format!("there is no {name:?}"))?;
    button.focus().await?;
    button.send_keys(Key::Enter + "").await?;
    wait_until("the button is gone", async || {
        Ok((page.all(None, "button", Some(name)).await?.len() < buttons.len()).then_some(()))
    })
    .await?;
    wait_until(&format!("the focus is somewhere after {name:?}"), async || focused(page).await).await?;
    Ok(())
}

#[test]
fn the_focus_is_somewhere_when_a_button_goes_away() -> Result<()> {
    let scratch = Scratch::new()?;
    let path = scratch.file("large.txt", large_text())?;
    drive(&Site::built().gated(), async |page| {
        trained(page).await?;
        page.set("Dimensions", "16").await?;
        page.find("button", "Restart with these settings").await?;
        press_by_key(page, "Restart with these settings").await?;
        trained(page).await?;
        page.open_file(&path).await?;
        page.find("progressbar", "Reading").await?;
        press_by_key(page, "Cancel").await?;
        page.open_gate().await?;
        page.open_file(&scratch.file("empty.txt", "")?).await?;
        page.alert_about("empty").await?;
        press_by_key(page, "Dismiss").await
    })
}

#[test]
fn the_first_stops_lead_to_the_map_and_to_the_panels() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        page.script("document.activeElement.blur()", Vec::new()).await?;
        let mut stops = Vec::new();
        for _ in 0..3 {
            page.driver().action_chain().send_keys(Key::Tab + "").perform().await?;
            stops.push(focused(page).await?.context("Tab goes somewhere")?);
        }
        let wanted = ["Skip to the map", "Skip to the panels", "Skip to the text and its settings"];
        ensure!(stops == wanted, "the first stops are {stops:?}");
        for _ in 0..2 {
            let back = page.driver().action_chain().key_down(Key::Shift).send_keys(Key::Tab + "").key_up(Key::Shift);
            back.perform().await?;
        }
        page.driver().action_chain().send_keys(Key::Enter + "").perform().await?;
        let now = focused(page).await?;
        ensure!(now.as_deref().is_some_and(|name| name.contains("Map")), "the focus is on {now:?}");
        Ok(())
    })
}

/// How often what is spoken in a region changes within three seconds.
async fn n_spoken(page: &Page, region: &str) -> Result<u64> {
    let region = page.region(region).await?;
    let script = "const [region, done] = arguments;
        let n = 0;
        const watch = new MutationObserver(() => { n += 1; });
        for (const live of region.querySelectorAll('[aria-live]:not([aria-live=off]), [role=status]'))
            watch.observe(live, { childList: true, characterData: true, subtree: true });
        setTimeout(() => done(n), 3000);";
    let n = page.driver().execute_async(script, vec![region.to_json()?]).await?;
    n.json().as_u64().context("changes are counted")
}

#[test]
fn while_it_trains_nothing_chatters() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        long_run(page).await?;
        page.search("king").await?;
        page.neighbors_of("king").await?;
        let words = page.find_in("Heatmap", "combobox", "Heatmap words").await?;
        page.enter(&words, "queen king paris").await?;
        let region = page.region("Heatmap").await?;
        let chart = wait_until("the heatmap is of three words", async || {
            let charts = page.things(Some(&region), "application").await?;
            Ok(charts.into_iter().find(|chart| chart.name.contains(" 3 words")))
        })
        .await?;
        page.driver().action_chain().move_to_element_with_offset(&chart.element, 0, -50).perform().await?;
        page.wait_for_text("Heatmap", "queen · king").await?;
        for region in ["Heatmap", "Word", "Map"] {
            let n = n_spoken(page, region).await?;
            ensure!(n <= 2, "{region} spoke {n} times in three seconds");
        }
        ensure!(page.session().await?.as_deref() == Some("training"), "the run was over too early");
        Ok(())
    })
}

/// Controls of the page that are seen and are smaller than 24 px one way, each with its name and size.
async fn small_targets(page: &Page) -> Result<Vec<String>> {
    // Links within a sentence are let off by WCAG 2.5.8, and so is what only a screen reader has.
    let script = "const shown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
        return [...document.querySelectorAll('button, select, input, textarea, summary, [role=tab], [role=slider]')]
            .filter((element) => shown(element) && element.type !== 'file')
            .map((element) => [element.closest('label') ?? element, element])
            .map(([target, element]) => [target.getBoundingClientRect(), element])
            .filter(([box]) => box.width > 1 && (box.width < 23.9 || box.height < 23.9))
            .map(([box, element]) => `${element.tagName} ${element.getAttribute('aria-label') ?? element.textContent.trim()} \
${box.width.toFixed(1)} x ${box.height.toFixed(1)}`)";
    let found = page.script(script, Vec::new()).await?;
    Ok(found.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect())
}

#[test]
fn what_is_pressed_is_at_least_24_px_high_and_wide() -> Result<()> {
    for looks in [Looks::default(), Looks::PHONE] {
        drive_as(looks, &Site::built(), async |page| {
            trained(page).await?;
            page.search("king").await?;
            page.neighbors_of("king").await?;
            for region in ["Word", "Heatmap", "Evaluation", "Model", "Lesson"] {
                if page.region_now(region).await?.is_none() {
                    continue;
                }
                let small = small_targets(page).await?;
                ensure!(small.is_empty(), "beside {region}: {small:#?}");
            }
            Ok(())
        })?;
    }
    Ok(())
}

#[test]
fn in_a_hidden_tab_nothing_is_asked_for_nobody() -> Result<()> {
    const WHILE: Duration = Duration::from_secs(3);
    drive(&Site::built(), async |page| {
        spy::listen(page).await?;
        page.driver().refresh().await?;
        trained(page).await?;
        long_run(page).await?;
        page.search("king").await?;
        page.neighbors_of("king").await?;
        page.go_elsewhere().await?;
        spy::forget(page).await?;
        let_be(page, WHILE).await?;
        let n_asked = spy::seen(page).await?.n_asked;
        ensure!(n_asked <= 1, "{n_asked} questions were asked behind another tab");
        page.come_back().await?;
        wait_until("the page asks again", async || Ok((spy::seen(page).await?.n_asked > n_asked).then_some(()))).await
    })
}

/// Lets the page be for a while, by its own clock. A script that waits would never return in a hidden tab.
async fn let_be(page: &Page, time: Duration) -> Result<()> {
    let now = async || page.script("return performance.now()", Vec::new()).await?.as_f64().context("a time");
    let end_ms = now().await? + 1000.0 * time.as_secs_f64();
    wait_until("the time is over", async || Ok((now().await? > end_ms).then_some(()))).await
}
