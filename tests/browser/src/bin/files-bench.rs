//! How long the page takes from a file of vectors to their map.
//!
//! `cargo xtask bench files --page` runs it on the release build: `files-bench FILE ...`. Prints one line of JSON.

use std::{
    env,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use browser_tests::{Page, Site, drive, wait_within};
use serde_json::{Value, json};

/// A large file on a slow machine.
const PATIENCE: Duration = Duration::from_mins(5);
const LOOK_EVERY: Duration = Duration::from_millis(50);

fn main() -> Result<()> {
    let mut rows = Vec::new();
    for file in env::args().skip(1).map(PathBuf::from) {
        drive(&Site::built(), async |page| {
            page.wait_for_session("trained").await?;
            rows.push(row(page, &file).await?);
            Ok(())
        })?;
    }
    println!("{}", json!({ "rows": rows }));
    Ok(())
}

/// Opens a file; seconds until it is open, and until its map is drawn.
async fn row(page: &Page, file: &Path) -> Result<Value> {
    let name = file.file_name().context("a file has a name")?.to_string_lossy().into_owned();
    let start = Instant::now();
    page.open_file(file).await?;
    wait_within(PATIENCE, LOOK_EVERY, "the vectors are open", async || {
        Ok(page.text_of("Corpus").await?.contains("loaded vectors").then_some(()))
    })
    .await?;
    let opened_s = start.elapsed().as_secs_f64();
    wait_within(PATIENCE, LOOK_EVERY, "the map is drawn", async || page.cloud().await.map(Some)).await?;
    let mapped_s = start.elapsed().as_secs_f64();
    let mb = file.metadata()?.len() as f64 / 1e6;
    eprintln!("{name}: {mb:.0} MB, open after {opened_s:.2} s, mapped after {mapped_s:.2} s");
    Ok(json!({ "what": format!("{name} in the page"), "mb": mb, "opened_s": opened_s, "mapped_s": mapped_s }))
}
