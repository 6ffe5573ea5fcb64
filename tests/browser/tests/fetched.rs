//! Links to files that lie elsewhere: they are fetched once the reader says so.

use anyhow::{Result, ensure};
use browser_tests::{Fault, Hosting, Page, Scratch, Server, Site, drive, wait_until};

use crate::{small_text, trained, trained_on};

/// Opens a link as somebody who was sent it, and waits until it says what it would fetch.
async fn open(page: &Page, host: &Server, name: &str, more: &str) -> Result<String> {
    page.driver().goto("about:blank").await?;
    let src = format!("{}{name}", host.url()).replace(':', "%3A").replace('/', "%2F");
    page.driver().goto(format!("{}#v=1&src={src}{more}", page.server().url())).await?;
    said(page, "This link opens").await
}

/// Waits until the page says something about `what`, and returns it.
async fn said(page: &Page, what: &str) -> Result<String> {
    wait_until(&format!("the page says {what:?}"), async || {
        for status in page.all(None, "status", None).await? {
            let text = status.text().await?;
            if text.contains(what) {
                return Ok(Some(text));
            }
        }
        Ok(None)
    })
    .await
}

fn shared() -> Hosting {
    Hosting { is_shared: true, ..Hosting::default() }
}

#[test]
fn a_text_is_fetched_when_its_reader_says_so() -> Result<()> {
    let scratch = Scratch::new()?;
    scratch.file("animals.txt", small_text())?;
    let host = Server::start(scratch.path(), shared())?;
    let mut link = String::new();
    let mut checksum = String::new();
    drive(&Site::built().asking_others(), async |page| {
        let said_before = open(page, &host, "animals.txt", "&epochs=3&seed=5&word=moon").await?;
        ensure!(said_before.contains("Nothing is asked of 127.0.0.1"), "{said_before}");
        trained(page).await?;
        ensure!(host.asked().is_empty(), "{:?}", host.asked());
        page.press("Fetch").await?;
        trained_on(page, "animals.txt").await?;
        wait_until("the link's settings are in force", async || {
            let is_so = page.setting("Epochs").await? == "3" && page.setting("Seed").await? == "5";
            Ok((is_so && page.session().await?.as_deref() == Some("trained")).then_some(()))
        })
        .await?;
        crate::wait_for_word(page, "moon").await?;
        checksum = page.checksum().await?;
        ensure!(!page.has_button("Fetch").await?);
        // Whoever gets it next needs no file either, and is told whether it is the same.
        page.grant_clipboard().await?;
        page.press("Share").await?;
        let told = said(page, "Link copied.").await?;
        ensure!(!told.contains("animals.txt"), "{told}");
        let copied = page.script("return navigator.clipboard.readText()", Vec::new()).await?;
        link = copied.as_str().unwrap_or_default().split_once('#').map(|(_, hash)| hash.to_owned()).unwrap_or_default();
        ensure!(link.contains("src=") && link.contains("sha256=") && link.contains("sum="), "{link}");
        Ok(())
    })?;
    drive(&Site::built().asking_others(), async |page| {
        page.driver().goto("about:blank").await?;
        page.driver().goto(format!("{}#{link}", page.server().url())).await?;
        said(page, "This link opens").await?;
        page.press("Fetch").await?;
        said(page, "Same vectors").await?;
        ensure!(page.checksum().await? == checksum);
        Ok(())
    })
}

#[test]
fn a_table_beside_the_page_is_fetched() -> Result<()> {
    let scratch = Scratch::new()?;
    let row = |i: u8| format!("word{i} {} {} 0.5", f32::from(i) / 9.0, 1.0 - f32::from(i) / 7.0);
    let rows = (0..40).map(row).collect::<Vec<_>>().join("\n");
    scratch.file("some.vec", format!("40 3\n{rows}"))?;
    let host = Server::start(scratch.path(), shared())?;
    drive(&Site::built().asking_others(), async |page| {
        open(page, &host, "some.vec", "&word=word7").await?;
        page.press("Fetch").await?;
        trained_on(page, "some.vec").await?;
        crate::wait_for_word(page, "word7").await
    })
}

#[test]
fn what_does_not_come_is_explained_and_loses_nothing() -> Result<()> {
    let scratch = Scratch::new()?;
    scratch.file("animals.txt", small_text())?;
    scratch.file("slow.txt", small_text().repeat(20))?;
    let (closed, open_host) =
        (Server::start(scratch.path(), Hosting::default())?, Server::start(scratch.path(), shared())?);
    open_host.spoil("slow", Fault::Slow(200_000.0));
    open_host.spoil("broken", Fault::Cut);
    scratch.file("broken.txt", small_text())?;
    drive(&Site::built().asking_others(), async |page| {
        open(page, &closed, "animals.txt", "").await?;
        trained(page).await?;
        let checksum = page.checksum().await?;
        page.press("Fetch").await?;
        let told = said(page, "(CORS)").await?;
        ensure!(told.contains("open the file here"), "{told}");
        // The advice works.
        ensure!(page.has_button("Open the file").await?);

        open(page, &open_host, "missing.txt", "").await?;
        page.press("Fetch").await?;
        said(page, "has no such file (status 404)").await?;

        open(page, &open_host, "broken.txt", "").await?;
        page.press("Fetch").await?;
        said(page, "broke off").await?;

        open(page, &open_host, "slow.txt", "").await?;
        trained(page).await?;
        page.press("Fetch").await?;
        wait_until("it is on its way", async || {
            let bar = page.all(None, "progressbar", Some("Fetching")).await?;
            Ok((!bar.is_empty()).then_some(()))
        })
        .await?;
        page.press("Cancel").await?;
        said(page, "This link opens").await?;
        ensure!(page.checksum().await? == checksum, "what was open stays");
        // Another text that is chosen meanwhile is not replaced by what comes late.
        page.press("Fetch").await?;
        page.open_file(&scratch.file("own.txt", small_text().replace("milk", "soup"))?).await?;
        trained_on(page, "own.txt").await?;
        ensure!(page.all(None, "progressbar", Some("Fetching")).await?.is_empty());
        ensure!(page.alerts().await?.is_empty(), "{:?}", page.alerts().await?);
        // The browser tells of each failure by itself.
        let errors = page.console_errors().await?;
        let is_expected =
            |error: &String| ["animals.txt", "missing.txt", "broken.txt"].iter().any(|file| error.contains(file));
        ensure!(errors.len() == 4 && errors.iter().all(is_expected), "{errors:?}");
        Ok(())
    })
}
