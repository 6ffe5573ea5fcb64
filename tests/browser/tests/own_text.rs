//! The reader's own text.

use anyhow::Result;
use browser_tests::{Scratch, Site, drive, wait_until};

use crate::{small_text, trained};

#[test]
fn a_file_is_trained_on() -> Result<()> {
    let scratch = Scratch::new()?;
    let file = scratch.file("animals.txt", small_text())?;
    drive(&Site::built(), async |page| {
        trained(page).await?;
        let built_in = page.checksum().await?;
        page.open_file(&file).await?;
        wait_until("the file is trained on", async || {
            let is_open = page.text_of("Corpus").await?.contains("animals.txt");
            let is_trained = page.session().await?.as_deref() == Some("trained");
            Ok((is_open && is_trained && page.checksum().await? != built_in).then_some(()))
        })
        .await?;
        page.search("cat").await?;
        assert!(page.neighbors_of("cat").await?.contains(&"dog".to_owned()));
        page.press("Back to the built-in corpus").await?;
        wait_until("the built-in corpus is back", async || {
            let is_open = page.text_of("Corpus").await?.contains("built in");
            Ok((is_open && page.session().await?.as_deref() == Some("trained")).then_some(()))
        })
        .await?;
        assert_eq!(page.checksum().await?, built_in, "with the settings as they were, bit for bit");
        Ok(())
    })
}

#[test]
fn case_can_be_kept() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        let lowered = page.checksum().await?;
        let counts = page.text_of("Corpus").await?;
        let model = page.region("Model").await?;
        page.unfold(&model, "More settings").await?;
        let lowercase = page.find_in("Model", "checkbox", "Lower-case all words").await?;
        for is_kept in [true, false] {
            lowercase.click().await?;
            page.press("Restart with these settings").await?;
            wait_until("the text is read and trained on again", async || {
                let is_other = (page.text_of("Corpus").await? != counts) == is_kept;
                Ok((is_other && page.session().await?.as_deref() == Some("trained")).then_some(()))
            })
            .await?;
            assert_eq!(page.checksum().await? != lowered, is_kept);
        }
        Ok(())
    })
}

#[test]
fn a_text_is_pasted() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        let paste = page.find_in("Corpus", "textbox", "Paste text").await?;
        page.paste(&paste, &small_text()).await?;
        page.press("Train on this").await?;
        wait_until("the pasted text is trained on", async || {
            let is_open = page.text_of("Corpus").await?.contains("Pasted text");
            Ok((is_open && page.session().await?.as_deref() == Some("trained")).then_some(()))
        })
        .await?;
        page.search("moon").await?;
        assert!(page.neighbors_of("moon").await?.contains(&"sun".to_owned()));
        Ok(())
    })
}

#[test]
fn what_cannot_be_decoded_is_counted() -> Result<()> {
    let scratch = Scratch::new()?;
    let mut bytes = format!("{}\n{}", small_text(), "café né. ".repeat(20)).into_bytes();
    // Latin 1 for "café né" in a text that is UTF-8 for the rest.
    bytes.extend(b"\ncaf\xe9 n\xe9\n");
    let file = scratch.file("damaged.txt", bytes)?;
    drive(&Site::built(), async |page| {
        trained(page).await?;
        page.open_file(&file).await?;
        wait_until("two replaced characters are told", async || {
            Ok(page.text_of("Corpus").await?.contains("2 characters could not be decoded").then_some(()))
        })
        .await
    })
}
