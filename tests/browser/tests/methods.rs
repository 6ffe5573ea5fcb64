//! The models there are, longer runs, and what the loss chart says of them.

use anyhow::Result;
use browser_tests::{Page, Site, drive, wait_until};
use thirtyfour::components::SelectElement;

use crate::trained;

/// Chooses by name.
async fn choose(page: &Page, list: &str, name: &str) -> Result<()> {
    let list = page.find_in("Model", "combobox", list).await?;
    Ok(SelectElement::new(&list).await?.select_by_visible_text(name).await?)
}

async fn is_shown(page: &Page, setting: &str) -> Result<bool> {
    let model = page.region("Model").await?;
    page.unfold(&model, "More settings").await?;
    Ok(!page.all(Some(&model), "spinbutton", Some(setting)).await?.is_empty())
}

/// Waits until another run than that of `checksum` is trained.
async fn retrained(page: &Page, checksum: &str) -> Result<String> {
    wait_until("other vectors are trained", async || {
        let now = page.main_attribute("data-checksum").await?;
        Ok(now.filter(|now| now != checksum))
    })
    .await
}

#[test]
fn only_settings_of_the_method_are_there() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        assert!(is_shown(page, "Negatives").await? && is_shown(page, "Subsample").await?);
        assert!(is_shown(page, "Weight decay").await? && !is_shown(page, "Maximum count").await?);
        choose(page, "Method", "GloVe").await?;
        wait_until("GloVe's settings are there", async || {
            Ok((is_shown(page, "Maximum count").await? && is_shown(page, "Weight power").await?).then_some(()))
        })
        .await?;
        for setting in ["Negatives", "Subsample", "Weight decay"] {
            assert!(!is_shown(page, setting).await?, "GloVe has no {setting}");
        }
        assert!(page.all(None, "combobox", Some("Output")).await?.is_empty(), "GloVe has none");
        choose(page, "Method", "Skip-gram").await?;
        choose(page, "Output", "Full softmax").await?;
        page.find_in("Model", "combobox", "Optimizer").await?;
        assert!(!is_shown(page, "Negatives").await?, "softmax needs none");
        choose(page, "Output", "Negative sampling").await?;
        wait_until("all is as it was", async || {
            Ok((!page.has_button("Restart with these settings").await?).then_some(()))
        })
        .await
    })
}

#[test]
fn every_method_trains_and_says_what_its_loss_is() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        let mut before = page.checksum().await?;
        for (list, name, of_loss) in [
            ("Method", "CBOW", "per center word"),
            ("Method", "GloVe", "Weighted squared error"),
            ("Method", "Skip-gram", "per context word"),
        ] {
            choose(page, list, name).await?;
            page.press("Restart with these settings").await?;
            before = retrained(page, &before).await?;
            let loss = page.text_of("Loss").await?;
            assert!(loss.contains(of_loss) && loss.contains("Held out"), "{name}: {loss}");
            let neighbors = page.items("Word", "Neighbors").await?;
            assert!(!neighbors.is_empty(), "{name} answers");
        }
        Ok(())
    })
}

#[test]
fn a_finished_run_takes_more_epochs() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        let before = page.checksum().await?;
        page.press("Train 3 more epochs").await?;
        retrained(page, &before).await?;
        assert_eq!(page.setting("Epochs").await?, "9");
        Ok(())
    })
}

#[test]
fn a_step_can_be_an_epoch() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        page.press("Reset").await?;
        page.wait_for_session("paused").await?;
        page.press("Epoch").await?;
        let done =
            wait_until("an epoch is done", async || Ok(Some(page.progress().await?).filter(|&done| done > 0.155)))
                .await?;
        page.wait_for_session("paused").await?;
        assert!((done - 1.0 / 6.0).abs() < 0.011, "one of six, in whole percents: {done}");
        Ok(())
    })
}

#[test]
fn a_rate_that_diverges_stops_with_a_sentence() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        page.press("Reset").await?;
        page.wait_for_session("paused").await?;
        page.set("Learning rate", "1").await?;
        page.press("Play").await?;
        page.alert_about("diverged").await?;
        page.wait_for_session("paused").await?;
        page.set("Learning rate", "0.1").await?;
        page.press("Play").await?;
        trained(page).await?;
        assert!(!page.items("Word", "Neighbors").await?.is_empty());
        Ok(())
    })
}
