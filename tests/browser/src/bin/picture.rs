//! Takes the README's picture of the page from the page itself: `cargo xtask picture`.

use std::path::Path;

use anyhow::{Context, Result};
use browser_tests::{Looks, Site, drive_as, wait_until};

fn main() -> Result<()> {
    let path = std::env::args_os().nth(1).context("picture FILE: where the picture goes")?;
    let looks = Looks { width: 1440, height: 900, ..Looks::default() };
    drive_as(looks, &Site::built(), async |page| {
        page.wait_for_session("trained").await?;
        wait_until("the answers stand", async || {
            Ok((!page.items("Analogy", "Answers").await?.is_empty()).then_some(()))
        })
        .await?;
        page.driver().screenshot(Path::new(&path)).await?;
        Ok(())
    })
}
