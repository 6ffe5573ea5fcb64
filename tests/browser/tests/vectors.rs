//! Files of vectors: they come as texts do, and everything that needs no text works on them.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};
use browser_tests::{Page, Scratch, Site, drive, first_word, wait_until};
use thirtyfour::Key;

use crate::{small_text, trained, trained_on, wait_for_word};

/// A file of the formats' cases and fixtures: without `..`, which a browser refuses to read.
fn file(name: &str) -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."));
    tests.join(name)
}

/// Drops files on the page, together.
async fn drop_files(page: &Page, files: &[PathBuf]) -> Result<()> {
    let mut parts = Vec::new();
    for path in files {
        let name = path.file_name().context("a file has a name")?.to_string_lossy().into_owned();
        parts.push(serde_json::json!({ "name": name, "bytes": fs::read(path)? }));
    }
    let script = "const dataTransfer = new DataTransfer();
        for (const { name, bytes } of arguments[0])
            dataTransfer.items.add(new File([new Uint8Array(bytes)], name));
        for (const kind of ['dragenter', 'dragover', 'drop'])
            document.body.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));";
    page.script(script, vec![parts.into()]).await?;
    Ok(())
}

/// Waits until vectors of this description are open.
async fn loaded(page: &Page, description: &str) -> Result<()> {
    page.wait_for_text("Corpus", description).await?;
    page.wait_for_session("trained").await
}

#[test]
fn a_file_is_opened_and_everything_that_needs_no_text_works() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        let built_in = page.checksum().await?;
        page.open_file(&file("cases/files-01-with-and-without-header/glove.txt")).await?;
        loaded(page, "30 vectors of 8 numbers · GloVe text").await?;
        ensure!(page.checksum().await? != built_in);
        page.search("boat").await?;
        wait_for_word(page, "boat").await?;
        let sea = ["harbor", "net", "gull", "tide", "sailor", "rope", "anchor", "pier", "mast"];
        let near = page.neighbors_of("boat").await?;
        ensure!(sea.contains(&near[0].as_str()), "{near:?}");
        ensure!(page.text_of("Word").await?.contains("rank 2"), "counts are ranks");

        for (name, word) in [("a", "boat"), ("b", "harbor"), ("c", "kitchen")] {
            let field = page.find_in("Analogy", "combobox", name).await?;
            page.enter(&field, word).await?;
        }
        wait_until("arithmetic answers", async || {
            let answers = page.items("Analogy", "Answers").await?;
            Ok(answers.first().is_some_and(|answer| !first_word(answer).is_empty()).then_some(()))
        })
        .await?;
        let words = page.find_in("Heatmap", "combobox", "Heatmap words").await?;
        page.enter(&words, "boat harbor kitchen oven").await?;
        wait_until("the heatmap is of four words", async || {
            let charts = page.all(Some(&page.region("Heatmap").await?), "application", None).await?;
            for chart in charts {
                if chart.attr("aria-label").await?.unwrap_or_default().contains("4 words") {
                    return Ok(Some(()));
                }
            }
            Ok(None)
        })
        .await?;
        let scratch = Scratch::new()?;
        let questions = scratch.file("questions.txt", ": sea\nboat harbor kitchen oven\nboat net oven kitchen\n")?;
        page.give_file("Evaluation", "Questions file", &questions).await?;
        page.wait_for_text("Evaluation", "analogies (questions.txt").await?;

        ensure!(page.text_of("Loss").await?.contains("nothing is trained"));
        ensure!(page.text_of("Model").await?.contains("no text to train them on"));
        ensure!(page.text_of("Word").await?.contains("came without a text"));
        ensure!(!page.find("button", "Reset").await?.is_enabled().await?, "nothing can be reset");

        page.press("Back to the built-in corpus").await?;
        trained_on(page, "built in").await?;
        ensure!(page.checksum().await? == built_in, "with the settings as they were");
        let text = scratch.file("animals.txt", small_text())?;
        drop_files(page, &[text]).await?;
        trained_on(page, "animals.txt").await
    })
}

#[test]
fn parts_come_together_or_one_by_one() -> Result<()> {
    let [array, words] = ["formats/fixtures/vectors.npy", "formats/fixtures/words.txt"].map(file);
    drive(&Site::built(), async |page| {
        trained(page).await?;
        drop_files(page, &[words.clone(), array.clone()]).await?;
        loaded(page, "· numpy ·").await?;
        let together = page.checksum().await?;
        page.press("Back to the built-in corpus").await?;
        trained_on(page, "built in").await?;
        let built_in = page.checksum().await?;

        page.open_file(&array).await?;
        page.wait_for_text("Corpus", "Still needed: a list of words, one for each of").await?;
        ensure!(page.session().await?.as_deref() == Some("trained"), "what is open stays in use");
        page.search("queen").await?;
        wait_for_word(page, "queen").await?;
        // A list that does not fit is told, and another one can be given.
        let scratch = Scratch::new()?;
        let short = scratch.file("short.txt", "one\ntwo\nthree\n")?;
        page.give_file("Corpus", "Choose what is missing", &short).await?;
        page.wait_for_text("Corpus", "“short.txt” has 3 words").await?;
        page.give_file("Corpus", "Choose what is missing", &words).await?;
        loaded(page, "· numpy ·").await?;
        ensure!(page.checksum().await? == together);

        page.press("Back to the built-in corpus").await?;
        trained_on(page, "built in").await?;
        page.open_file(&array).await?;
        page.wait_for_text("Corpus", "Still needed").await?;
        page.find_in("Corpus", "button", "Cancel").await?.click().await?;
        page.wait_for_text("Corpus", "built in").await?;
        ensure!(page.checksum().await? == built_in);
        Ok(())
    })
}

#[test]
fn archives_are_looked_into() -> Result<()> {
    drive(&Site::built(), async |page| {
        trained(page).await?;
        page.open_file(&file("formats/fixtures/glove.txt.gz")).await?;
        loaded(page, "· GloVe text ·").await?;
        page.open_file(&file("cases/20-not-plain-utf-8/corpus.txt.gz")).await?;
        trained_on(page, "corpus.txt.gz").await?;
        ensure!(
            page.text_of("Corpus").await?.contains("compressed by gzip"),
            "a text within goes to the reader of texts"
        );
        page.open_file(&file("formats/fixtures/packed.npz")).await?;
        loaded(page, "· numpy ·").await
    })
}

#[test]
fn what_is_odd_is_told_and_what_is_broken_changes_nothing() -> Result<()> {
    let scratch = Scratch::new()?;
    let lying = scratch.file("lying.vec", "1000000000000 3\nboat 0.1 0.2 0.3\nnet 0.3 0.1 0.2\nnet 0.3 0.2 0.1\n")?;
    let broken = scratch.file("broken.npy", b"\x93NUMPY\x01\x00\x05\x00{'de'")?;
    drive(&Site::built(), async |page| {
        trained(page).await?;
        page.open_file(&lying).await?;
        loaded(page, "2 vectors of 3 numbers").await?;
        let told = page.text_of("Corpus").await?;
        ensure!(told.contains("1,000,000,000,000") || told.contains("1000000000000"), "{told}");
        ensure!(told.contains("twice") || told.contains("again"), "{told}");
        let before = page.checksum().await?;
        page.open_file(&broken).await?;
        page.alert_about("byte").await?;
        page.wait_for_session("trained").await?;
        ensure!(page.checksum().await? == before);
        page.open_file(&file("cases/files-04-words-that-are-white-space/odd-spaces.vec")).await?;
        loaded(page, "35 vectors of 8 numbers").await?;
        ensure!(page.text_of("Corpus").await?.contains("U+00A0"), "words that cannot be seen are told");
        Ok(())
    })
}

/// A table of this many words as `GloVe` writes it.
fn large_table(n_words: u32) -> String {
    let row = |word: u32| {
        let numbers = (0..20_u32).map(|at| format!(" {:.5}", f64::from(word * 7919 % (1009 + at)) / 500.0 - 1.0));
        format!("w{word}{}\n", numbers.collect::<String>())
    };
    (0..n_words).map(row).collect()
}

#[test]
fn reading_is_given_up_half_way_or_begun_again_with_fewer_rows() -> Result<()> {
    let scratch = Scratch::new()?;
    let large = scratch.file("large.txt", large_table(80_000))?;
    drive(&Site::built().gated(), async |page| {
        trained(page).await?;
        let built_in = page.checksum().await?;
        page.open_file(&large).await?;
        page.wait_for_text("Corpus", "MB/s").await?;
        page.find_in("Corpus", "button", "Cancel").await?.click().await?;
        page.wait_for_text("Corpus", "built in").await?;
        page.wait_for_session("trained").await?;
        ensure!(page.checksum().await? == built_in);
        ensure!(page.n_living_workers().await? == 1, "the reader is gone");

        page.open_file(&large).await?;
        page.wait_for_text("Corpus", "MB/s").await?;
        let rows = page.find_in("Corpus", "textbox", "Rows to keep").await?;
        page.enter(&rows, "1,000").await?;
        loaded(page, "1,000 vectors of 20 numbers").await?;
        ensure!(page.text_of("Corpus").await?.contains("first 1000 rows"), "how much was kept is told");
        page.open_gate().await?;
        let rows = page.find_in("Corpus", "textbox", "Rows to keep").await?;
        page.fill(&rows, "").await?;
        rows.send_keys(Key::Enter + "").await?;
        // The gate of the new worker has not heard of it yet.
        wait_until("all rows are open", async || {
            page.open_gate().await?;
            Ok(page.text_of("Corpus").await?.contains("80,000 vectors of 20 numbers").then_some(()))
        })
        .await
    })
}
