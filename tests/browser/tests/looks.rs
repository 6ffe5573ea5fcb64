//! Small windows, dark colors, reduced motion.

use anyhow::Result;
use browser_tests::{Looks, Site, drive, drive_as};

use crate::trained;

#[test]
fn on_a_phone_the_map_comes_first_and_nothing_sticks_out() -> Result<()> {
    drive_as(Looks::PHONE, &Site::built(), async |page| {
        trained(page).await?;
        let script = "const page = document.documentElement; return page.scrollWidth - page.clientWidth";
        assert_eq!(page.script(script, Vec::new()).await?, 0, "pixels to scroll sideways");
        let top = async |region| anyhow::Ok(page.region(region).await?.rect().await?.y);
        let map = top("Map").await?;
        for region in ["Corpus", "Model", "Loss", "Word", "Analogy", "Heatmap"] {
            assert!(map < top(region).await?, "{region}");
        }
        Ok(())
    })
}

#[test]
fn dark_is_dark_and_can_be_changed() -> Result<()> {
    let background = "return getComputedStyle(document.body).backgroundColor";
    drive_as(Looks { is_dark: true, ..Looks::default() }, &Site::built(), async |page| {
        trained(page).await?;
        let dark = page.script(background, Vec::new()).await?;
        page.press("Light theme").await?;
        page.find("button", "Dark theme").await?;
        let light = page.script(background, Vec::new()).await?;
        assert_ne!(dark, light);
        page.driver().refresh().await?;
        page.find("button", "Dark theme").await?;
        assert_eq!(page.script(background, Vec::new()).await?, light, "the choice is kept");
        Ok(())
    })
}

#[test]
fn reduced_motion_gets_the_finished_map() -> Result<()> {
    drive_as(Looks { is_motion_reduced: true, ..Looks::default() }, &Site::built(), async |page| {
        trained(page).await?;
        let (_, word) = page.hover_any_word().await?;
        assert!(!page.neighbors_of(&word).await?.is_empty());
        Ok(())
    })
}

#[test]
fn what_is_said_is_said_in_regions() -> Result<()> {
    drive(&Site::built(), async |page| {
        for region in ["Corpus", "Model", "Loss", "Map", "Word", "Analogy", "Heatmap"] {
            page.region(region).await?;
        }
        Ok(())
    })
}
