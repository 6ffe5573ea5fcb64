//! The release worker, driven by its protocol from a page that draws nothing.
//!
//! V8 compiles wasm twice, quickly at first and then well; so there is an epoch of warming up, then Reset, and what is
//! measured is the whole run after it. Reset draws the same vectors again, so the checksum is that of a first run.

use std::{fs, time::Duration};

use anyhow::{Context, Result, bail, ensure};
use browser_tests::{CROSSING, Page, Scratch, Site, command_as_text, drive, event_of_text, wait_within};
use embedding_explorer::protocol::{BUILD, Command, Event, Opened, Part, Phase, Progress, Source};
use serde_json::{Value, json};

use super::options::{GIVEN, Options};

/// What a text of a hundred million words may take.
const PATIENCE: Duration = Duration::from_hours(1);
/// Rare enough not to be noticed by the worker.
const LOOK_EVERY: Duration = Duration::from_millis(100);
const CORPUS: &str = "corpus.txt";

/// Trains and returns the figures.
pub(crate) fn measure(options: &Options) -> Result<Value> {
    let folder = Scratch::new()?;
    fill(&folder, options)?;
    let mut figures = Value::Null;
    drive(&Site::folder(folder.path()), async |page| {
        figures = Talk { page, n_heard: 0 }.train(options).await?;
        Ok(())
    })?;
    Ok(figures)
}

/// Puts our page, the worker of the build and the text into a folder.
fn fill(folder: &Scratch, options: &Options) -> Result<()> {
    let site = Site::built();
    let entries = fs::read_dir(site.path()).with_context(|| format!("{} is not there", site.path().display()))?;
    for entry in entries {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with("worker") {
            fs::copy(entry.path(), folder.path().join(entry.file_name()))?;
        }
    }
    folder.file("index.html", include_str!("../../script/train_bench.html"))?;
    folder.file("train_bench.js", include_str!("../../script/train_bench.js"))?;
    folder.file("crossing.js", CROSSING)?;
    folder.file("train_worker.js", include_str!("../../script/train_worker.js"))?;
    if let Some(corpus) = &options.corpus {
        let from = || format!("{} cannot be read", corpus.display());
        fs::copy(corpus, folder.path().join(CORPUS)).with_context(from)?;
    }
    Ok(())
}

/// A conversation with the worker.
struct Talk<'a> {
    page: &'a Page,
    n_heard: usize,
}

impl Talk<'_> {
    async fn train(&mut self, options: &Options) -> Result<Value> {
        let build = self.wait_for("ready", |event| match event {
            Event::Ready { build } => Some(build),
            _ => None,
        });
        let build = build.await?;
        ensure!(build == BUILD, "the worker is of build {build} and this bench of {BUILD}; run `cargo xtask build`");
        let opened = self.open(options).await?;
        let n_kept = (opened.n_tokens_left - opened.n_tokens_held_out) as f64;
        // Words that the minimum count leaves out are words of the text all the same; as benches/train.rs counts.
        let raw_of_kept = opened.n_tokens as f64 / opened.n_tokens_left as f64;

        self.say(&Command::Step { part: Part::Epoch }).await?;
        let first = self.wait_for_end().await?;
        self.say(&Command::Reset).await?;
        self.wait_for("reset", |event| matches!(event, Event::Opened(_)).then_some(())).await?;
        // The one picture there will be, as nobody says that it was drawn.
        self.wait_for("at rest", |event| matches!(event, Event::Frame(_)).then_some(())).await?;
        self.say(&Command::Play).await?;
        let last = self.wait_for_end().await?;
        ensure!(last.phase == Phase::Trained, "training stopped at {} words", last.tokens_done);
        let rate = |progress: &Progress| progress.words_per_second.context("the worker measured no rate");
        let seconds = last.tokens_total as f64 / rate(&last)?;
        ensure!(last.tokens_total as f64 == n_kept * f64::from(last.epochs), "the worker counts other words");
        Ok(json!({
            "words_per_s": rate(&last)? * raw_of_kept,
            "first_epoch_words_per_s": rate(&first)? * raw_of_kept,
            "seconds": seconds,
            "memory_mb": self.memory_bytes().await? / 1e6,
            "n_tokens": opened.n_tokens,
            "n_words": opened.words.len(),
            "checksum": last.checksum,
        }))
    }

    async fn open(&mut self, options: &Options) -> Result<Opened> {
        let source = match &options.corpus {
            Some(corpus) => Source::File {
                name: CORPUS.to_owned(),
                n_bytes: fs::metadata(corpus)?.len(),
                encoding: None,
                columns: Vec::new(),
                is_text: false,
            },
            None => Source::BuiltIn,
        };
        let command =
            Command::Open { open_id: 1, source, settings: options.settings, chosen: GIVEN.to_vec(), autoplay: false };
        if options.corpus.is_some() {
            let arguments = vec![command_as_text(&command)?, CORPUS.into()];
            self.page.script("window.open_file(...arguments)", arguments).await?;
        } else {
            self.say(&command).await?;
        }
        self.wait_for("open", |event| match event {
            Event::Opened(opened) => Some(*opened),
            _ => None,
        })
        .await
    }

    async fn say(&self, command: &Command) -> Result<()> {
        self.page.script("window.say(...arguments)", vec![command_as_text(command)?]).await?;
        Ok(())
    }

    /// Waits until training has begun and come to its end, or to that of a step; returns the last report.
    async fn wait_for_end(&mut self) -> Result<Progress> {
        self.wait_for("trained", |event| match event {
            Event::Progress(progress) if progress.phase != Phase::Training && progress.tokens_done > 0 => {
                Some(progress)
            }
            _ => None,
        })
        .await
    }

    /// The first event from now on that `take` takes. What was heard before it is forgotten.
    async fn wait_for<T>(&mut self, what: &str, take: impl Fn(Event) -> Option<T>) -> Result<T> {
        let n_heard = &mut self.n_heard;
        let what = format!("the worker is {what}");
        let found = wait_within(PATIENCE, LOOK_EVERY, &what, async || {
            let script = "return { failure: window.failure, heard: window.hear_from(arguments[0]) }";
            let seen = self.page.script(script, vec![(*n_heard).into()]).await?;
            if let Some(failure) = seen["failure"].as_str() {
                return Ok(Some(Err(anyhow::anyhow!("the worker failed: {failure}"))));
            }
            for heard in seen["heard"].as_array().into_iter().flatten() {
                *n_heard += 1;
                let event = match event_of_text(heard) {
                    Ok(Event::Refused(refusal)) => return Ok(Some(Err(anyhow::anyhow!(refusal.message)))),
                    Ok(event) => event,
                    Err(error) => return Ok(Some(Err(error))),
                };
                if let Some(found) = take(event) {
                    return Ok(Some(Ok(found)));
                }
            }
            Ok(None)
        });
        found.await?
    }

    async fn memory_bytes(&self) -> Result<f64> {
        self.page.script("window.ask_memory()", Vec::new()).await?;
        wait_within(PATIENCE, LOOK_EVERY, "the worker has said what memory it has", async || {
            match self.page.script("return window.memoryBytes ?? null", Vec::new()).await?.as_f64() {
                Some(bytes) => Ok(Some(bytes)),
                None => bail!("it has not"),
            }
        })
        .await
    }
}
