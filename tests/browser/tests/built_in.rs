//! The built-in corpus: opens, trains and draws itself.

use anyhow::{Context, Result};
use browser_tests::{Page, Site, drive, wait_until};

use crate::trained;

#[test]
fn trains_by_itself_to_its_end() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        assert_eq!(page.progress().await?, 1.0);
        assert!(page.text_of("Corpus").await?.contains("built in"));
        let rate = page.main_attribute("data-words-per-second").await?.context("a rate was measured")?;
        assert!(rate.parse::<f64>()? > 0.0, "{rate}");
        let checksum = page.checksum().await?;
        assert_eq!(checksum.len(), 16, "{checksum}");
        assert!(checksum.bytes().all(|byte| byte.is_ascii_hexdigit()), "{checksum}");
        assert_eq!(page.alerts().await?, Vec::<String>::new());
        Ok(())
    })
}

#[test]
fn the_map_moves_while_it_trains() -> Result<()> {
    drive(&Site::built(), async |page| {
        page.wait_for_session("training").await?;
        crate::long_run(page).await?;
        let first = page.picture_of_map().await?;
        wait_until("the map has moved", async || Ok((page.picture_of_map().await? != first).then_some(()))).await?;
        assert_eq!(page.session().await?.as_deref(), Some("training"), "before the run was over");
        Ok(())
    })
}

#[test]
fn the_same_seed_gives_the_same_vectors() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        let first = page.checksum().await?;
        page.driver().refresh().await?;
        trained(page).await?;
        assert_eq!(page.checksum().await?, first, "after a reload");
        page.set("Seed", "7").await?;
        page.press("Restart with these settings").await?;
        wait_until("the other seed is trained", async || {
            let is_trained = page.session().await?.as_deref() == Some("trained");
            Ok((is_trained && page.checksum().await? != first).then_some(()))
        })
        .await
    })
}

#[test]
fn it_works_in_a_sub_path() -> Result<()> {
    drive(&Site::built_in_sub_path(), async |page| {
        trained(page).await?;
        assert!(page.driver().current_url().await?.path().starts_with("/embedding-explorer/"));
        page.search("queen").await?;
        assert!(!page.neighbors_of("queen").await?.is_empty());
        Ok(())
    })
}

#[test]
fn the_loss_falls() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        let at_the_end = loss(page).await?;
        page.press("Reset").await?;
        page.wait_for_session("paused").await?;
        page.press("Step").await?;
        let at_the_start =
            wait_until("a first loss is told", async || Ok(Some(loss(page).await?).filter(|&loss| loss != at_the_end)))
                .await?;
        assert!(at_the_end < at_the_start, "from {at_the_start} to {at_the_end} nats");
        Ok(())
    })
}

/// The loss that the chart tells those who cannot see it.
async fn loss(page: &Page) -> Result<f64> {
    let region = page.region("Loss").await?;
    let chart = page.all(Some(&region), "img", None).await?.pop().context("the region Loss has a chart")?;
    let text = chart.attr("aria-label").await?.context("the chart says what it shows")?;
    let figure = text.split([' ', ';']).find_map(|word| word.parse().ok());
    figure.with_context(|| format!("{text:?} tells no loss"))
}
