//! How the page begins: its frame, and what it says where it cannot start or go on.

use std::{fs, path::PathBuf};

use anyhow::{Context, Result};
use browser_tests::{Looks, Page, Scratch, Site, drive, drive_as};
use serde_json::{Value, json};

use crate::trained;

/// A copy of the release build that a test may damage.
fn copy_of_the_build() -> Result<Scratch> {
    let copy = Scratch::new()?;
    for entry in fs::read_dir(Site::built().path())? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            fs::copy(entry.path(), copy.path().join(entry.file_name()))?;
        }
    }
    Ok(copy)
}

/// The page's own code in a build: the file that ends so.
fn code_of_the_page(build: &Scratch, ending: &str) -> Result<PathBuf> {
    let entries = fs::read_dir(build.path())?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    let is_code = |path: &&PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        name.starts_with("embedding-explorer-") && name.ends_with(ending)
    };
    entries
        .iter()
        .find(is_code)
        .cloned()
        .with_context(|| format!("the build has no code of the page that ends in {ending}"))
}

/// Waits for the sentence that ends the page, and reads the console, where the browser says the same in its own words.
async fn stops_with(page: &Page, sentence: &str) -> Result<String> {
    let alert = page.alert_about(sentence).await?;
    page.wait_for_session("failed").await?;
    page.console_errors().await?;
    Ok(alert)
}

/// Opens the page anew after a script of the test's own.
async fn open_after(page: &Page, script: &str) -> Result<()> {
    page.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script })).await?;
    Ok(page.driver().refresh().await?)
}

#[test]
fn the_frame_is_where_the_page_will_be() -> Result<()> {
    let build = copy_of_the_build()?;
    let code = code_of_the_page(&build, ".js")?;
    for looks in [Looks::default(), Looks::PHONE] {
        drive_as(looks, &Site::folder(build.path()), async |page| {
            trained(page).await?;
            let of_page = boxes(page).await?;
            let text = fs::read(&code)?;
            fs::remove_file(&code)?;
            page.driver().refresh().await?;
            stops_with(page, "did not arrive").await?;
            let of_frame = boxes(page).await?;
            fs::write(&code, text)?;
            assert_eq!(of_frame, of_page, "{looks:?}");
            Ok(())
        })?;
    }
    Ok(())
}

/// Where the parts of the page are that are there from the first paint: left, top, width and height in whole CSS pixels; of
/// columns, which a phone shows at their whole length, left, top and width.
async fn boxes(page: &Page) -> Result<Value> {
    let script = "const box = (selector, n) => {
            const { left, top, width, height } = document.querySelector(selector).getBoundingClientRect();
            return [selector, ...[left, top, width, height].slice(0, n).map(Math.round)];
        };
        return [...['header', 'header h1', '.play', '.step', '.step-epoch', '.reset', '.progress .bar', '.theme', '.map']
            .map((selector) => box(selector, 4)), box('.comes-out', 3), box('.goes-in', innerWidth > 900 ? 3 : 1)];";
    page.script(script, Vec::new()).await
}

#[test]
fn code_that_does_not_arrive() -> Result<()> {
    let build = copy_of_the_build()?;
    let [code, wasm] = [code_of_the_page(&build, ".js")?, code_of_the_page(&build, ".wasm")?];
    drive(&Site::folder(build.path()), async |page| {
        trained(page).await?;
        for (path, damaged, sentence) in [
            (&code, None, "A part of this page did not arrive"),
            (&wasm, None, "A part of this page did not arrive (failed to fetch Wasm: 404"),
            (&wasm, Some("not wasm"), "This browser does not run the page's code"),
        ] {
            let whole = fs::read(path)?;
            damaged.map_or_else(|| fs::remove_file(path), |bytes| fs::write(path, bytes))?;
            page.driver().refresh().await?;
            let alert = stops_with(page, sentence).await?;
            assert!(alert.contains("eload the page"), "{alert}");
            fs::write(path, whole)?;
            page.press("Reload").await?;
            trained(page).await?;
            assert_eq!(page.alerts().await?, Vec::<String>::new());
        }
        Ok(())
    })
}

#[test]
fn a_browser_without_what_the_page_needs() -> Result<()> {
    for (script, sentence) in [
        ("WebAssembly.validate = () => false", "it lacks WebAssembly SIMD. Open the page in "),
        ("delete window.WebAssembly", "This page needs WebAssembly"),
    ] {
        drive(&Site::built(), async |page| {
            open_after(page, script).await?;
            stops_with(page, sentence).await?;
            assert!(!page.has_button("Reload").await?, "the same browser would say the same");
            Ok(())
        })?;
    }
    Ok(())
}

#[test]
fn a_page_that_stops() -> Result<()> {
    // A panic: the page has no place.
    drive(&Site::built(), async |page| {
        open_after(page, "addEventListener('DOMContentLoaded', () => (document.getElementById('page').id = 'other'))")
            .await?;
        stops_with(page, "This page stopped: index.html has the element `page`. Reload the page.").await?;
        assert!(page.has_button("Reload").await?);
        Ok(())
    })?;
    // A trap without a panic, while the page is up: its worker stops with it.
    drive(&Site::built(), async |page| {
        trained(page).await?;
        let script = "const error = new WebAssembly.RuntimeError('stack is full');
            dispatchEvent(new ErrorEvent('error', { error }));";
        page.script(script, Vec::new()).await?;
        stops_with(page, "This page stopped: stack is full. Reload the page.").await?;
        page.press("Reload").await?;
        trained(page).await
    })
}
