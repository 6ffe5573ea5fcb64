//! Pause, step, reset, and the settings of a run.

use anyhow::Result;
use browser_tests::{Page, Site, drive, wait_until};

use crate::{long_run, trained};

#[test]
fn pause_stops_and_step_takes_a_hundredth() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        long_run(page).await?;
        page.press("Pause").await?;
        page.wait_for_session("paused").await?;
        let paused = page.progress().await?;
        assert!(paused < 1.0);
        page.press("Step").await?;
        let stepped = wait_for_more_than(page, paused).await?;
        page.wait_for_session("paused").await?;
        // The bar tells whole percents.
        assert!(stepped - paused < 0.0201, "from {paused} to {stepped}");
        page.press("Play").await?;
        wait_for_more_than(page, stepped).await?;
        Ok(())
    })
}

#[test]
fn reset_begins_again_and_slices_change_nothing() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        let in_one_go = page.checksum().await?;
        page.press("Reset").await?;
        page.wait_for_session("paused").await?;
        assert_eq!(page.progress().await?, 0.0);
        assert_eq!(page.main_attribute("data-checksum").await?, None, "nothing is trained");
        let mut done = 0.0;
        for _ in 0..3 {
            page.press("Step").await?;
            done = wait_for_more_than(page, done).await?;
            page.wait_for_session("paused").await?;
        }
        page.press("Play").await?;
        trained(page).await?;
        assert_eq!(page.checksum().await?, in_one_go);
        Ok(())
    })
}

#[test]
fn space_plays_and_pauses() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        long_run(page).await?;
        page.script("document.activeElement.blur()", Vec::new()).await?;
        page.driver().action_chain().send_keys(" ").perform().await?;
        page.wait_for_session("paused").await?;
        assert!(page.has_button("Play").await?);
        page.driver().action_chain().send_keys(" ").perform().await?;
        page.wait_for_session("training").await
    })
}

#[test]
fn a_structural_setting_asks_for_a_restart() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        let before = page.checksum().await?;
        assert!(!page.has_button("Restart with these settings").await?);
        page.set("Dimensions", "16").await?;
        page.find("button", "Restart with these settings").await?;
        assert_eq!(page.checksum().await?, before, "nothing happens before it is asked for");
        page.press("Restart with these settings").await?;
        wait_until("16 dimensions are trained", async || {
            let is_trained = page.session().await?.as_deref() == Some("trained");
            Ok((is_trained && page.checksum().await? != before).then_some(()))
        })
        .await?;
        assert_eq!(page.setting("Dimensions").await?, "16");
        assert!(!page.has_button("Restart with these settings").await?);
        Ok(())
    })
}

#[test]
fn the_learning_rate_applies_at_once() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        let usual = page.checksum().await?;
        page.press("Reset").await?;
        page.wait_for_session("paused").await?;
        page.set("Learning rate", "0.01").await?;
        assert!(!page.has_button("Restart with these settings").await?);
        page.press("Play").await?;
        trained(page).await?;
        assert_ne!(page.checksum().await?, usual);
        Ok(())
    })
}

async fn wait_for_more_than(page: &Page, done: f64) -> Result<f64> {
    wait_until(&format!("more than {done} of the run is done"), async || {
        Ok(Some(page.progress().await?).filter(|&now| now > done))
    })
    .await
}
