//! Copies, drops and downloads say whether they succeeded.

use anyhow::{Result, ensure};
use browser_tests::{Page, Site, drive, wait_until};
use serde_json::json;

use crate::trained;

async fn copy(page: &Page) -> Result<()> {
    page.search("king").await?;
    page.neighbors_of("king").await?;
    page.press_in("Word", "Copy").await
}

#[test]
fn a_copy_says_so() -> Result<()> {
    drive(&Site::built(), async |page| {
        page.grant_clipboard().await?;
        trained(page).await?;
        copy(page).await?;
        page.find_in("Word", "button", "Copied").await?;
        ensure!(page.said_in("Word").await?.contains(&"Copied".to_owned()), "it is spoken, too");
        let button = page.find_in("Word", "button", "Copy").await?;
        let has_focus = page.script("return document.activeElement === arguments[0]", vec![button.to_json()?]).await?;
        ensure!(has_focus == true, "the focus stays where it was");
        Ok(())
    })
}

/// Either way the reader knows: it is copied, or a sentence says why not.
async fn copied_or_refused(page: &Page) -> Result<()> {
    wait_until("it is copied, or a sentence says why not", async || {
        let is_copied = page.has_button("Copied").await?;
        let is_refused = page.alerts().await?.iter().any(|alert| alert.contains("copy"));
        Ok((is_copied || is_refused).then_some(()))
    })
    .await
}

#[test]
fn a_clipboard_that_is_denied() -> Result<()> {
    drive(&Site::built(), async |page| {
        page.deny_clipboard().await?;
        trained(page).await?;
        copy(page).await?;
        copied_or_refused(page).await
    })
}

#[test]
fn on_plain_http() -> Result<()> {
    drive(&Site::built().on_plain_http(), async |page| {
        trained(page).await?;
        let is_secure = page.script("return isSecureContext || navigator.clipboard !== undefined", Vec::new()).await?;
        ensure!(is_secure == false, "the browser trusts {}", page.server().url());
        copy(page).await?;
        copied_or_refused(page).await
    })
}

#[test]
fn text_that_is_dragged_goes_where_it_is_dropped() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        let paste = page.find_in("Corpus", "textbox", "Paste text").await?;
        let script = "const dataTransfer = new DataTransfer();
            dataTransfer.setData('text/plain', 'a word');
            return ['dragover', 'drop'].map((kind) =>
                arguments[0].dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true })));";
        let goes_on = page.script(script, vec![paste.to_json()?]).await?;
        ensure!(goes_on == json!([true, true]), "the page takes a text that is not for it: {goes_on}");
        ensure!(page.text_of("Corpus").await?.contains("built in"));
        Ok(())
    })
}

#[test]
fn several_files_at_once_are_answered_with_a_sentence() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        let main = page.find("main", "").await?;
        let script = "const dataTransfer = new DataTransfer();
            for (const name of ['a.txt', 'b.txt']) dataTransfer.items.add(new File(['a text'], name));
            for (const kind of ['dragenter', 'dragover', 'drop'])
                arguments[0].dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));";
        page.script(script, vec![main.to_json()?]).await?;
        page.alert_about("2 files").await?;
        ensure!(page.text_of("Corpus").await?.contains("built in"), "nothing that was open is lost");
        Ok(())
    })
}
