//! What the reader takes away: files of vectors, of the map and of answers.

use std::{fs, path::Path};

use anyhow::{Context, Result, ensure};
use browser_tests::{Looks, Page, Scratch, Site, drive, drive_as, open_crowd, wait_until};
use embedding_explorer::{
    formats::{Bundle, Loaded, ReadOptions},
    space::Embedding,
};
use thirtyfour::prelude::*;

use crate::{long_run, trained};

/// What the dialog offers of vectors: the name of its radio button, and how its files end.
const FORMATS: [(&str, &[&str]); 7] = [
    ("word2vec text .txt", &["64d.txt"]),
    ("word2vec binary .bin", &["64d.bin"]),
    ("GloVe .txt", &["64d.glove.txt"]),
    ("fastText .vec", &["64d.vec"]),
    ("NumPy + words .npz", &["64d.npz"]),
    ("safetensors .safetensors", &["64d.safetensors"]),
    ("Embedding Projector .tsv × 2", &["64d-vectors.tsv", "64d-metadata.tsv"]),
];

/// Downloads go into this folder without a question.
pub(crate) async fn keep_downloads(page: &Page, folder: &Path) -> Result<()> {
    let allow = serde_json::json!({ "behavior": "allow", "downloadPath": folder });
    page.devtools("Browser.setDownloadBehavior", allow).await
}

/// Opens the dialog with a press of a key.
pub(crate) async fn open_dialog(page: &Page) -> Result<()> {
    page.find("button", "Save").await?.send_keys(Key::Enter + "").await?;
    page.dialog("Save").await.map(drop)
}

/// Goes with the keyboard to the radio button of this name, and saves. The focus may be anywhere in the dialog.
pub(crate) async fn save(page: &Page, choice: &str) -> Result<()> {
    let radio = page.find("radio", choice).await?;
    wait_until(&format!("{choice} is chosen"), async || {
        if radio.is_selected().await? {
            return Ok(Some(()));
        }
        let checked = page.driver().find(By::Css("dialog[open] input[type=radio]:checked")).await?;
        checked.send_keys(Key::Down + "").await?;
        Ok(None)
    })
    .await?;
    radio.send_keys(Key::Enter + "").await?;
    Ok(())
}

/// The sentence about the last file, once there is one.
pub(crate) async fn outcome(page: &Page) -> Result<String> {
    wait_until("it says what was saved", async || {
        let dialog = page.dialog("Save").await?;
        let said = dialog.find(By::Css("[role=status]")).await?.text().await?;
        Ok((!said.is_empty()).then_some(said))
    })
    .await
}

/// A file of the folder, once it is whole.
pub(crate) async fn file(folder: &Path, ending: &str) -> Result<Vec<u8>> {
    wait_until(&format!("there is a file *{ending}"), async || {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if name.ends_with(ending) {
                ensure!(name.starts_with("small-world-skipgram-"), "it is called {name}");
                let bytes = fs::read(&path)?;
                return Ok((!bytes.is_empty()).then_some(bytes));
            }
        }
        Ok(None)
    })
    .await
}

fn reopened(files: &[Vec<u8>]) -> Result<Loaded> {
    let mut bundle = Bundle::new(&ReadOptions::default());
    for (place, file) in files.iter().enumerate() {
        bundle.begin(&format!("file {place}"), Some(file.len() as u64));
        bundle.push_all(file)?;
        bundle.end()?;
    }
    while !bundle.advance(1_000_000)? {}
    Ok(bundle.finish()?)
}

#[test]
fn every_format_is_saved_by_keyboard_with_the_bits_that_are_shown() -> Result<()> {
    let scratch = Scratch::new()?;
    drive(&Site::built(), async |page| {
        keep_downloads(page, scratch.path()).await?;
        trained(page).await?;
        let checksum = page.checksum().await?;
        open_dialog(page).await?;
        for (choice, endings) in FORMATS {
            save(page, choice).await?;
            let said = outcome(page).await?;
            assert!(said.starts_with("Saved small-world-skipgram-64d") && said.contains(" 900 words"), "{said}");
            let mut files = Vec::new();
            for ending in endings {
                files.push(file(scratch.path(), ending).await?);
            }
            let loaded = reopened(&files)?;
            assert_eq!(format!("{:016x}", Embedding::from(&loaded.matrix).checksum()), checksum, "{choice}");
            assert_eq!((loaded.words.len(), loaded.matrix.dims()), (900, 64), "{choice}");
            if endings.len() == 2 {
                assert!(String::from_utf8_lossy(&files[1]).starts_with("word\ttopic\tcount\tcluster\n"));
                page.find("button", "Save small-world-skipgram-64d-metadata.tsv again").await?;
            }
        }
        page.press("Close").await?;
        page.wait_for_no_dialog().await
    })
}

#[test]
fn the_map_is_saved_as_a_picture_and_as_a_table() -> Result<()> {
    let scratch = Scratch::new()?;
    drive(&Site::built(), async |page| {
        keep_downloads(page, scratch.path()).await?;
        trained(page).await?;
        open_dialog(page).await?;
        for (choice, ending, begins) in [
            ("Drawing .svg", "-map.svg", &b"<svg"[..]),
            ("Picture .png", "-map.png", &b"\x89PNG"[..]),
            ("Coordinates, neighbors .csv", "-map.csv", &b"id,word,projection_x,projection_y,"[..]),
            ("Coordinates, neighbors .jsonl", "-map.jsonl", &b"{\"id\":0,\"word\":"[..]),
        ] {
            save(page, choice).await?;
            outcome(page).await?;
            let bytes = file(scratch.path(), ending).await?;
            assert!(bytes.starts_with(begins), "{choice}");
            match ending {
                "-map.svg" => {
                    let text = String::from_utf8(bytes)?;
                    assert!(["king", "royalty", "seed 42", "PC 1"].iter().all(|part| text.contains(part)));
                }
                "-map.jsonl" => {
                    let first: serde_json::Value =
                        serde_json::from_slice(bytes.split(|&b| b == b'\n').next().context("a line")?)?;
                    assert_eq!(first["projection"], "PC 1, PC 2");
                    assert_eq!(first["neighbors"]["ids"].as_array().map(Vec::len), Some(10));
                }
                _ => {}
            }
        }
        Ok(())
    })
}

#[test]
fn answers_can_be_saved_once_the_analogies_were_asked() -> Result<()> {
    let scratch = Scratch::new()?;
    drive(&Site::built(), async |page| {
        keep_downloads(page, scratch.path()).await?;
        trained(page).await?;
        open_dialog(page).await?;
        page.find("radio", "Analogies, answers .csv").await?.click().await?;
        assert!(!page.find("button", "Save").await?.is_enabled().await?, "nothing was asked");
        assert!(page.dialog("Save").await?.text().await?.contains("Ask the analogies of Evaluation first"));
        page.press("Cancel").await?;
        page.wait_for_no_dialog().await?;
        page.press_in("Evaluation", "Ask the built-in analogies").await?;
        page.wait_for_text("Evaluation", "% of 1,490 analogies").await?;
        open_dialog(page).await?;
        save(page, "Analogies, answers .csv").await?;
        let said = outcome(page).await?;
        assert!(said.contains(" questions, "), "{said}");
        let text = String::from_utf8(file(scratch.path(), "-analogies.csv").await?)?;
        assert!(text.starts_with("section,a,b,c,expected,found,result,rank\r\n"));
        assert!(text.contains(",correct,1\r\n") && text.contains(",wrong,"));
        Ok(())
    })
}

#[test]
fn vectors_are_saved_while_they_are_trained() -> Result<()> {
    let scratch = Scratch::new()?;
    drive(&Site::built(), async |page| {
        keep_downloads(page, scratch.path()).await?;
        trained(page).await?;
        long_run(page).await?;
        open_dialog(page).await?;
        assert!(page.dialog("Save").await?.text().await?.contains("as of the moment you press Save"));
        save(page, "word2vec binary .bin").await?;
        let said = outcome(page).await?;
        assert!(said.contains(", as after ") && said.ends_with(" words of training."), "{said}");
        let loaded = reopened(&[file(scratch.path(), ".bin").await?])?;
        assert_eq!(loaded.words.len(), 900);
        assert_eq!(page.session().await?.as_deref(), Some("training"));
        Ok(())
    })
}

#[test]
fn a_long_file_shows_how_far_it_is_and_can_be_given_up() -> Result<()> {
    let (scratch, texts) = (Scratch::new()?, Scratch::new()?);
    drive(&Site::built(), async |page| {
        keep_downloads(page, scratch.path()).await?;
        trained(page).await?;
        open_crowd(page, &texts, 20_000, &[]).await?;
        open_dialog(page).await?;
        page.find("radio", "Coordinates, neighbors .csv").await?.click().await?;
        page.press("Save").await?;
        page.find("progressbar", "Saving").await?;
        // Closed, it goes on, and the header says how far it is.
        page.dialog("Save").await?.send_keys(Key::Escape + "").await?;
        page.wait_for_no_dialog().await?;
        let header = wait_until("the header says how far it is", async || {
            let buttons = page.things(None, "button").await?;
            Ok(buttons.into_iter().find(|button| button.name.starts_with("Saving ")))
        })
        .await?;
        header.element.click().await?;
        page.find("progressbar", "Saving").await?;
        page.press("Cancel").await?;
        assert_eq!(outcome(page).await?, "Cancelled: nothing was saved.");
        assert_eq!(fs::read_dir(scratch.path())?.count(), 0);
        // And the next one is saved.
        save(page, "word2vec binary .bin").await?;
        assert!(outcome(page).await?.starts_with("Saved words-skipgram-"));
        Ok(())
    })
}

#[test]
fn the_dialog_fits_a_phone() -> Result<()> {
    drive_as(Looks::PHONE, &Site::built(), async |page| {
        trained(page).await?;
        page.press("Menu").await?;
        page.press("Save").await?;
        let dialog = page.dialog("Save").await?;
        let script =
            "const body = arguments[0].querySelector('.sheet-body'); return body.scrollWidth - body.clientWidth";
        assert_eq!(page.script(script, vec![dialog.to_json()?]).await?, 0, "pixels to scroll sideways");
        assert_eq!(page.things(Some(&dialog), "radio").await?.len(), 14);
        Ok(())
    })
}
