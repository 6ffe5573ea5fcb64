//! Links: what one reader sees, another one opens.

use anyhow::{Context, Result, ensure};
use browser_tests::{Page, Scratch, Site, drive, wait_until};
use serde_json::json;

use crate::{long_run, small_text, trained, trained_on, wait_for_word};

/// Presses Share, and returns what the clipboard holds behind `#`, and what is said of it.
async fn share(page: &Page) -> Result<(String, String)> {
    page.grant_clipboard().await?;
    page.press("Share").await?;
    let said = said(page, "Link copied.").await?;
    let link = page.script("return navigator.clipboard.readText()", Vec::new()).await?;
    let link = link.as_str().context("the clipboard holds a text")?;
    let hash = link.strip_prefix(&page.server().url()).with_context(|| format!("{link} is no link to the page"))?;
    ensure!(hash.starts_with("#v=1&"), "{hash}");
    Ok((hash.to_owned(), said))
}

/// What the page says in passing, now.
async fn all_said(page: &Page) -> Result<Vec<String>> {
    let mut texts = Vec::new();
    for status in page.all(None, "status", None).await? {
        texts.push(status.text().await?);
    }
    Ok(texts)
}

/// Waits until the page says something about `what`, and returns it.
async fn said(page: &Page, what: &str) -> Result<String> {
    wait_until(&format!("the page says {what:?}"), async || {
        Ok(all_said(page).await?.into_iter().find(|text| text.contains(what)))
    })
    .await
}

/// Opens an address as somebody who was sent it.
async fn open(page: &Page, hash: &str) -> Result<()> {
    page.driver().goto("about:blank").await?;
    Ok(page.driver().goto(format!("{}{hash}", page.server().url())).await?)
}

async fn hash(page: &Page) -> Result<String> {
    Ok(page.script("return location.hash", Vec::new()).await?.as_str().unwrap_or_default().to_owned())
}

/// The settings of a run that is not the one of every page, and is short.
async fn other_run(page: &Page) -> Result<()> {
    trained(page).await?;
    let before = page.checksum().await?;
    for (setting, value) in [("Seed", "7"), ("Epochs", "2"), ("Dimensions", "16")] {
        page.set(setting, value).await?;
    }
    page.press("Restart with these settings").await?;
    wait_until("another run is trained", async || {
        let checksum = page.main_attribute("data-checksum").await?;
        Ok(checksum.filter(|checksum| *checksum != before))
    })
    .await
    .map(drop)
}

#[test]
fn a_link_gives_the_same_map_in_a_fresh_browser() -> Result<()> {
    let (mut link, mut checksum) = (String::new(), String::new());
    drive(&Site::built(), async |page| {
        other_run(page).await?;
        page.search("paris").await?;
        wait_for_word(page, "paris").await?;
        for (name, word) in [("a", "rome"), ("b", "italy"), ("c", "france")] {
            let word_box = page.find_in("Analogy", "combobox", name).await?;
            page.enter(&word_box, word).await?;
        }
        let said;
        (link, said) = share(page).await?;
        checksum = page.checksum().await?;
        ensure!(said.contains("does not carry the vectors"), "{said}");
        ensure!(link.contains("&seed=7&") && link.ends_with(&format!("&sum={checksum}")), "{link}");
        Ok(())
    })?;
    drive(&Site::built(), async |page| {
        // Whatever the page says of vectors on its way is of this run alone.
        let watch = "addEventListener('DOMContentLoaded', () => {
            window.checksums = [];
            new MutationObserver(() => {
                const now = document.querySelector('main')?.dataset.checksum;
                if (now && !checksums.includes(now)) checksums.push(now);
            }).observe(document, { subtree: true, childList: true, attributes: true });
        });";
        page.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": watch })).await?;
        open(page, &link).await?;
        said(page, "Same vectors").await?;
        ensure!(page.checksum().await? == checksum);
        let checksums = page.script("return window.checksums", Vec::new()).await?;
        ensure!(checksums == json!([checksum]), "{checksums}");
        ensure!(page.setting("Seed").await? == "7" && page.setting("Dimensions").await? == "16");
        wait_for_word(page, "paris").await?;
        let a = page.find_in("Analogy", "combobox", "a").await?;
        ensure!(a.prop("value").await?.as_deref() == Some("rome"));
        // The address keeps it, so that a reload gives the same again.
        page.search("dog").await?;
        wait_until("the address names the next word", async || {
            Ok((hash(page).await? == link.replace("word=paris", "word=dog")).then_some(()))
        })
        .await?;
        page.driver().refresh().await?;
        said(page, "Same vectors").await?;
        wait_for_word(page, "dog").await?;
        // Another run is no longer the link's.
        page.set("Seed", "8").await?;
        page.press("Restart with these settings").await?;
        wait_until("the address names the word alone", async || Ok((hash(page).await? == "#word=dog").then_some(())))
            .await
    })
}

#[test]
fn a_link_that_was_altered_gives_other_vectors() -> Result<()> {
    drive(&Site::built(), async |page| {
        other_run(page).await?;
        let (link, _) = share(page).await?;
        open(page, &link.replace("seed=7", "seed=9")).await?;
        let said = said(page, "Other vectors").await?;
        ensure!(said.contains("altered"), "{said}");
        ensure!(page.setting("Seed").await? == "9");
        Ok(())
    })
}

#[test]
fn what_is_broken_is_named_and_the_rest_opens() -> Result<()> {
    drive(&Site::built(), async |page| {
        open(page, "#v=1&dims=<b>x</b>&seed=7&epochs=2&word=paris&tab=moon&color=frequency&dance=3").await?;
        let told = page.alert_about("dims").await?;
        ensure!(told.contains("“tab”") && told.contains("“dance” of the link was left out"), "{told}");
        ensure!(told.contains("<b>x</b>"), "it is text: {told}");
        trained(page).await?;
        wait_for_word(page, "paris").await?;
        ensure!(page.setting("Seed").await? == "7" && page.setting("Epochs").await? == "2");
        let color = page.find_in("Map", "combobox", "Color by").await?;
        ensure!(color.prop("value").await?.as_deref() == Some("frequency"));
        // A link of a later version may have fields that are not known here.
        open(page, "#v=2&word=dog&dance=3").await?;
        trained(page).await?;
        wait_for_word(page, "dog").await?;
        ensure!(page.alerts().await?.is_empty(), "{:?}", page.alerts().await?);
        Ok(())
    })
}

#[test]
fn a_link_to_an_own_text_asks_for_it() -> Result<()> {
    let scratch = Scratch::new()?;
    let file = scratch.file("animals.txt", small_text())?;
    let renamed = scratch.file("renamed.txt", small_text())?;
    let other = scratch.file("other.txt", small_text().replace("milk", "soup"))?;
    let (mut link, mut checksum) = (String::new(), String::new());
    drive(&Site::built(), async |page| {
        page.open_file(&file).await?;
        trained_on(page, "animals.txt").await?;
        page.set("Seed", "5").await?;
        let before = page.checksum().await?;
        page.press("Restart with these settings").await?;
        wait_until("it is trained anew", async || {
            Ok(page.main_attribute("data-checksum").await?.filter(|now| *now != before))
        })
        .await?;
        page.search("moon").await?;
        wait_for_word(page, "moon").await?;
        let said;
        (link, said) = share(page).await?;
        ensure!(said.contains("does not carry the text (animals.txt,"), "{said}");
        checksum = page.checksum().await?;
        Ok(())
    })?;
    drive(&Site::built(), async |page| {
        open(page, &link).await?;
        let asked = said(page, "This link is about animals.txt").await?;
        ensure!(asked.contains(" bytes, SHA-256 "), "{asked}");
        ensure!(page.has_button("Open the file").await?);
        trained(page).await?;
        ensure!(page.text_of("Corpus").await?.contains("built in"));
        ensure!(hash(page).await? == link, "the address still is the link");
        page.open_file(&other).await?;
        trained_on(page, "other.txt").await?;
        said(page, "other.txt is open, and is another text").await?;
        page.open_file(&renamed).await?;
        said(page, "Same vectors").await?;
        ensure!(page.checksum().await? == checksum && page.setting("Seed").await? == "5");
        wait_for_word(page, "moon").await?;
        ensure!(!page.has_button("Open the file").await?);
        Ok(())
    })
}

#[test]
fn a_run_is_shared_while_it_trains() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        long_run(page).await?;
        // What is typed and not in force is not in the link.
        page.set("Seed", "99").await?;
        let (link, said) = share(page).await?;
        ensure!(page.session().await?.as_deref() == Some("training"));
        ensure!(link.contains("&epochs=100&") && link.contains("&seed=42") && !link.contains("sum="), "{link}");
        ensure!(said.contains("how far training is") && said.contains("settings that are not in force"), "{said}");
        Ok(())
    })
}

#[test]
fn a_run_that_was_changed_on_the_way_comes_again() -> Result<()> {
    let (mut link, mut checksum) = (String::new(), String::new());
    drive(&Site::built(), async |page| {
        other_run(page).await?;
        let before = page.checksum().await?;
        page.press("Reset").await?;
        page.wait_for_session("paused").await?;
        page.press("Epoch").await?;
        page.wait_for_session("paused").await?;
        page.set("Learning rate", "0.02").await?;
        page.press("Play").await?;
        trained(page).await?;
        page.set("Epochs", "3").await?;
        page.press("Train 1 more epoch").await?;
        wait_until("it is longer", async || {
            Ok(page.text_of("Model").await?.contains("Train 2 more epochs").then_some(()))
        })
        .await?;
        trained(page).await?;
        checksum = page.checksum().await?;
        ensure!(checksum != before);
        (link, _) = share(page).await?;
        ensure!(link.contains("-lr-0.02,") && link.contains("-epochs-3") && link.contains("&epochs=2&"), "{link}");
        Ok(())
    })?;
    drive(&Site::built(), async |page| {
        open(page, &link).await?;
        said(page, "Same vectors").await?;
        ensure!(page.checksum().await? == checksum);
        ensure!(page.setting("Epochs").await? == "3" && page.setting("Learning rate").await? == "0.02");
        Ok(())
    })
}

#[test]
fn an_address_that_is_typed_opens_its_run_and_back_costs_none() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        let first = page.checksum().await?;
        page.script("location.hash = '#v=1&seed=7&epochs=2&word=paris'", Vec::new()).await?;
        let other = wait_until("another run is trained", async || {
            Ok(page.main_attribute("data-checksum").await?.filter(|checksum| *checksum != first))
        })
        .await?;
        wait_for_word(page, "paris").await?;
        page.driver().back().await?;
        wait_until("the address is as it was", async || Ok((!hash(page).await?.contains("seed")).then_some(())))
            .await?;
        ensure!(page.checksum().await? == other, "the run that is open stays");
        // A word that is typed changes no run.
        page.script("location.hash = '#word=dog'", Vec::new()).await?;
        wait_for_word(page, "dog").await?;
        ensure!(page.checksum().await? == other);
        Ok(())
    })
}

#[test]
fn a_link_is_there_to_be_copied_by_hand() -> Result<()> {
    drive(&Site::built().on_plain_http(), async |page| {
        trained(page).await?;
        page.script("document.execCommand = () => false", Vec::new()).await?;
        page.press("Share").await?;
        let link = page.find("textbox", "Link").await?;
        let link = link.prop("value").await?.unwrap_or_default();
        ensure!(link.contains("#v=1&corpus="), "{link}");
        Ok(())
    })
}
