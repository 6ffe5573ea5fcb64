//! Another build of the page is deployed while browsers still have files of the one before.

use std::{fs, time::Duration};

use anyhow::{Context, Result, ensure};
use browser_tests::{Page, Scratch, Site, drive, wait_until};
use embedding_explorer::protocol::BUILD;

use crate::trained;

/// As GitHub Pages has it.
const MAX_AGE: Duration = Duration::from_mins(10);

/// Another build: the files of `dist` with other names where these have hashes, and code that names another build.
fn next_build() -> Result<Scratch> {
    let next = Scratch::copy_of(Site::built().path())?;
    let hash = hash_of(&fs::read_to_string(next.path().join("index.html"))?)?;
    let other = turned(&hash);
    let mut n_named = 0;
    for entry in fs::read_dir(next.path())? {
        let path = entry?.path();
        let mut bytes = fs::read(&path)?;
        n_named += usize::from(replace(&mut bytes, BUILD.as_bytes(), turned(BUILD).as_bytes()));
        replace(&mut bytes, hash.as_bytes(), other.as_bytes());
        fs::write(&path, bytes)?;
        let name = path.file_name().and_then(|name| name.to_str()).context("files of ours have plain names")?;
        fs::rename(&path, path.with_file_name(name.replace(&hash, &other)))?;
    }
    ensure!(n_named >= 2, "{n_named} files name the build {BUILD}: dist is of other sources");
    Ok(next)
}

/// The hash in the name of the page's code.
fn hash_of(html: &str) -> Result<String> {
    let rest = html.split("embedding-explorer-").nth(1).context("the page names its code")?;
    Ok(rest.chars().take_while(char::is_ascii_hexdigit).collect())
}

/// Another hash of the same length.
fn turned(hash: &str) -> String {
    hash.chars().rev().map(|digit| if digit == '0' { '1' } else { '0' }).collect()
}

/// Whether there was something to replace; both are of the same length.
fn replace(bytes: &mut [u8], old: &[u8], new: &[u8]) -> bool {
    let places: Vec<usize> =
        (0..bytes.len().saturating_sub(old.len())).filter(|&at| bytes[at..].starts_with(old)).collect();
    for at in &places {
        bytes[*at..*at + new.len()].copy_from_slice(new);
    }
    !places.is_empty()
}

/// The hash in the name of the code that the open page runs.
async fn hash_of_page(page: &Page) -> Result<String> {
    let html = page.script("return document.head.innerHTML", Vec::new()).await?;
    hash_of(html.as_str().unwrap_or_default())
}

async fn runs(page: &Page, hash: &str) -> Result<()> {
    trained(page).await?;
    ensure!(page.alerts().await?.is_empty(), "{:?}", page.alerts().await?);
    ensure!(hash_of_page(page).await? == hash, "it is the other build");
    page.search("paris").await?;
    ensure!(!page.neighbors_of("paris").await?.is_empty());
    Ok(())
}

#[test]
fn after_a_deploy_a_reload_runs_the_new_page() -> Result<()> {
    let next = next_build()?;
    drive(&Site::built().cached_for(MAX_AGE), async |page| {
        trained(page).await?;
        let old = hash_of_page(page).await?;
        page.server().swap(next.path())?;
        page.driver().refresh().await?;
        runs(page, &turned(&old)).await?;
        // And back, as after a deploy that was taken back: what is in the cache is of no harm either.
        page.server().swap(Site::built().path())?;
        page.driver().refresh().await?;
        runs(page, &old).await
    })
}

#[test]
fn a_page_that_was_open_during_a_deploy_asks_for_a_reload() -> Result<()> {
    let next = next_build()?;
    drive(&Site::built(), async |page| {
        trained(page).await?;
        let old = hash_of_page(page).await?;
        page.server().swap(next.path())?;
        page.kill_worker().await?;
        page.press("Restart").await?;
        page.alert_about("updated").await?;
        page.press("Reload").await?;
        wait_until("it is the new page", async || Ok((hash_of_page(page).await? == turned(&old)).then_some(())))
            .await?;
        runs(page, &turned(&old)).await
    })
}

#[test]
fn t_sne_of_another_build_is_not_waited_for() -> Result<()> {
    let next = next_build()?;
    drive(&Site::built(), async |page| {
        trained(page).await?;
        page.server().swap(next.path())?;
        page.press("t-SNE").await?;
        page.alert_about("updated").await?;
        ensure!(!page.has_button("Cancel t-SNE").await?, "nothing is under way");
        Ok(())
    })
}

#[test]
fn every_file_is_asked_for_by_its_build() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        page.press("t-SNE").await?;
        page.wait_for_text("Map", "large distances mean little").await?;
        let hash = hash_of_page(page).await?;
        for target in page.server().asked() {
            let name = target.rsplit('/').next().unwrap_or_default();
            let is_code = name.contains(".js") || name.contains(".wasm");
            // Others have hashes of their own in their names.
            let has_hash = name
                .split(['-', '.', '_', '?', '&'])
                .any(|part| part.len() >= 12 && part.chars().all(|c| c.is_ascii_hexdigit()));
            ensure!(name.is_empty() || has_hash, "{target} is the same for every build");
            ensure!(!is_code || target.contains(&hash) || name.starts_with("start-"), "{target} is of no build");
        }
        Ok(())
    })
}
