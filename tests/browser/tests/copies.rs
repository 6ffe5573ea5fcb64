//! Copies, drops and downloads say whether they succeeded.

use std::fs;

use anyhow::{Result, ensure};
use browser_tests::{Page, Scratch, Site, drive, wait_until};
use serde_json::json;

use crate::{small_text, trained, trained_on};

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
fn several_texts_at_once_are_one_text() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        let main = page.find("main", "").await?;
        let script = "const dataTransfer = new DataTransfer();
            const [text] = [arguments[1]];
            const files = [
                ['part 10.txt', text.replaceAll('milk', 'soup')], ['part 2.txt', text],
                ['photo.png', new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13])],
                ['page.html', '<!doctype html><p>' + text.replaceAll('cat', 'horse') + '</p>'],
            ];
            for (const [name, body] of files) dataTransfer.items.add(new File([body], name));
            for (const kind of ['dragenter', 'dragover', 'drop'])
                arguments[0].dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));";
        page.script(script, vec![main.to_json()?, small_text().into()]).await?;
        trained_on(page, "page.html and 3 more").await?;
        for told in ["3 files were read as one text.", "“photo.png” is no text and was left out."] {
            page.wait_for_text("Corpus", told).await?;
        }
        for word in ["soup", "milk", "horse", "cat"] {
            page.search(word).await?;
            crate::wait_for_word(page, word).await?;
        }
        // The worker that dies gets all of them again.
        let checksum = page.checksum().await?;
        page.set("Seed", "7").await?;
        page.press("Restart with these settings").await?;
        wait_until("it is trained anew", async || {
            Ok(page.main_attribute("data-checksum").await?.filter(|now| *now != checksum))
        })
        .await?;
        ensure!(page.alerts().await?.is_empty(), "{:?}", page.alerts().await?);
        Ok(())
    })
}

#[test]
fn a_folder_that_is_dropped_is_one_text() -> Result<()> {
    let scratch = Scratch::new()?;
    let first = scratch.file("first.txt", small_text())?;
    let folder = scratch.path().join("novel");
    fs::create_dir_all(folder.join("more"))?;
    fs::copy(&first, folder.join("chapter 2.txt"))?;
    fs::write(folder.join("more/chapter 10.txt"), small_text().replace("milk", "soup"))?;
    fs::write(folder.join(".hidden"), "nothing")?;
    drive(&Site::built(), async |page| {
        trained(page).await?;
        let data = json!({ "items": [], "files": [folder.to_string_lossy()], "dragOperationsMask": 1 });
        for kind in ["dragEnter", "dragOver", "drop"] {
            let event = json!({ "type": kind, "x": 700, "y": 400, "data": data });
            page.devtools("Input.dispatchDragEvent", event).await?;
        }
        trained_on(page, "chapter 2.txt and 1 more").await?;
        page.search("soup").await?;
        crate::wait_for_word(page, "soup").await
    })
}
