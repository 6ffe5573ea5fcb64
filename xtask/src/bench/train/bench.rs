//! Everything that a round needs: built, installed and tokenized.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::{Options, Who, options::SETTINGS};
use crate::{
    bench::{
        kernel::{self, Kernel},
        measured, number,
    },
    build, project,
    tools::{Browser, python_with_peers},
};

/// The peers' scripts, and what takes quality.
const PEERS: &str = "benches/peers";

pub(super) struct Bench<'a> {
    options: &'a Options,
    /// Quality is taken by gensim, so it is always there.
    python: PathBuf,
    /// Where Chromium is to be measured.
    kernel: Option<Kernel>,
    browser: Option<Browser>,
    folder: PathBuf,
    /// As the explorer's own bench says them: by their options' names, with the count of words.
    settings: Value,
    /// What the native run of a seed gave; the run in Chromium must give the same.
    native: RefCell<BTreeMap<u64, Value>>,
}

impl<'a> Bench<'a> {
    pub(super) fn ready(options: &'a Options) -> Result<Self> {
        let folder = project::target().join("bench-train");
        fs::create_dir_all(&folder)?;
        // First of all, as it refuses a text or a setting in seconds.
        let mut read = explorer(options);
        read.arg("--read-only").arg("--tokens-out").arg(tokens(&folder));
        let settings = measured(&mut read)?;
        let python = python_with_peers()?;
        let (mut browser, mut kernel) = (None, None);
        if options.who.contains(&Who::Chromium) {
            build::release()?;
            kernel = Some(Kernel::ready(Browser::ready()?)?);
            browser = Some(Browser::ready()?);
        }
        let vectors = folder.join("vectors");
        // Those of an earlier bench are of other settings.
        let _ = fs::remove_dir_all(&vectors);
        fs::create_dir_all(&vectors)?;
        Ok(Self { options, python, kernel, browser, folder, settings, native: RefCell::default() })
    }

    /// The seed of the timed runs.
    pub(super) fn seed(&self) -> Result<u64> {
        self.settings["seed"].as_u64().context("the explorer's bench has told no seed")
    }

    /// Where there is a Chromium to measure: the peak of wasm in it, in GFLOP/s.
    pub(super) fn wasm_peak(&self) -> Result<Option<f64>> {
        let Some(chromium) = &self.kernel else { return Ok(None) };
        kernel::peak(&chromium.chromium(&["--rounds", "1", "--peak-only"])?).map(Some)
    }

    /// One run. Its vectors are in [`Bench::vectors`] then. Errors: also where nothing was trained.
    pub(super) fn train(&self, who: Who, seed: u64) -> Result<Value> {
        let run = match who {
            Who::Native => self.train_native(seed),
            Who::Chromium => self.train_in_chromium(seed),
            Who::Gensim => self.train_peer("train_gensim.py", who, seed),
            Who::Word2vec => self.train_peer("train_word2vec.py", who, seed),
        }?;
        let rate = number(&run, "words_per_s")?;
        ensure!(rate.is_finite() && rate > 0.0, "{} has trained on nothing: {run}", who.name());
        Ok(run)
    }

    fn train_native(&self, seed: u64) -> Result<Value> {
        let mut bench = explorer(self.options);
        bench.args(["--seed", &seed.to_string()]);
        let run = measured(bench.arg("--vectors-out").arg(self.vectors(Who::Native, seed)))?;
        self.native.borrow_mut().insert(seed, run.clone());
        Ok(run)
    }

    fn train_in_chromium(&self, seed: u64) -> Result<Value> {
        let native = self.native.borrow().get(&seed).cloned();
        let native = native.map_or_else(|| self.train_native(seed), Ok)?;
        let mut run = measured(&mut self.browser_bench("worker", seed)?)?;
        ensure!(
            run["checksum"] == native["checksum"],
            "the vectors of Chromium ({}) are not those of the native run ({}): wasm and native compute differently",
            run["checksum"],
            native["checksum"]
        );
        // The same work, as the vectors are the same.
        run["gflop"] = native["gflop"].clone();
        Ok(run)
    }

    fn train_peer(&self, script: &str, who: Who, seed: u64) -> Result<Value> {
        let mut python = project::command(&self.python);
        python.arg("-B").arg(format!("{PEERS}/{script}")).arg("--tokens").arg(tokens(&self.folder));
        python.arg("--vectors-out").arg(self.vectors(who, seed)).args(self.settings(seed)?);
        measured(&mut python)
    }

    /// What the vectors of a seed know; trains them where that has not been done.
    pub(super) fn quality(&self, who: Who, seed: u64) -> Result<Value> {
        // Their checksums are equal.
        let who = if who == Who::Chromium { Who::Native } else { who };
        let vectors = self.vectors(who, seed);
        if !vectors.is_file() {
            self.train(who, seed)?;
        }
        measured(project::command(&self.python).arg("-B").arg(format!("{PEERS}/quality.py")).arg(vectors))
    }

    /// The page while it trains.
    pub(super) fn page(&self) -> Result<Value> {
        eprintln!("the page while it trains");
        measured(&mut self.browser_bench("page", self.seed()?)?)
    }

    fn browser_bench(&self, subject: &str, seed: u64) -> Result<Command> {
        let browser = self.browser.as_ref().context("no browser was asked for")?;
        let mut cargo = in_chromium(browser, subject);
        if let Some(corpus) = &self.options.corpus {
            cargo.arg("--corpus").arg(corpus);
        }
        cargo.args(self.settings(seed)?);
        Ok(cargo)
    }

    fn settings(&self, seed: u64) -> Result<Vec<String>> {
        as_options(&self.options.model, &self.settings, seed)
    }

    fn vectors(&self, who: Who, seed: u64) -> PathBuf {
        let extension = if who == Who::Native { "txt" } else { "bin" };
        self.folder.join(format!("vectors/{}-{seed}.{extension}", who.name()))
    }
}

/// The native run with the model, the settings and the text of the command line.
fn explorer(options: &Options) -> Command {
    let mut cargo = native();
    if let Some(corpus) = &options.corpus {
        cargo.arg("--corpus").arg(corpus);
    }
    cargo.args(&options.to_explorer);
    cargo
}

/// Where the words are that everybody trains on.
fn tokens(folder: &Path) -> PathBuf {
    folder.join("tokens.txt")
}

/// The native run of training, to be told what of.
pub(in crate::bench) fn native() -> Command {
    let mut cargo = project::cargo();
    cargo.args(["bench", "--quiet", "--bench", "train", "--"]);
    cargo
}

/// The run in the release build: of its `worker` alone, or of its `page`.
pub(in crate::bench) fn in_chromium(browser: &Browser, subject: &str) -> Command {
    let mut cargo = project::cargo();
    browser.tell(&mut cargo);
    cargo.env("EXPLORER_DIST", project::dist());
    cargo.args(["run", "--quiet", "--package", "browser-tests", "--bin", "train-bench", "--", subject]);
    cargo
}

/// Model and settings as options, all of them, so that nobody takes a default.
pub(in crate::bench) fn as_options(model: &str, settings: &Value, seed: u64) -> Result<Vec<String>> {
    let mut line = vec!["--model".to_owned(), model.to_owned()];
    for name in SETTINGS {
        line.extend([format!("--{name}"), number(settings, name)?.to_string()]);
    }
    line.extend(["--seed".to_owned(), seed.to_string()]);
    Ok(line)
}
