//! Training speed of this tree beside that of another revision, natively and in Chromium's worker, in alternation.
//!
//! The other revision is checked out into a folder of its own and built there with the same tools. Each tree measures itself
//! with its own bench and its own harness, as what page and worker say to each other may differ.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail, ensure};
use lexopt::{Arg, Parser, ValueExt};
use serde_json::{Value, json};

use super::{measured, median, number, readable_file};
use crate::{build, project, tools::Browser};

/// The least speed, as a share of the other revision's.
const LEAST_RATIO: f64 = 0.98;
const PLACES: [&str; 2] = ["native", "chromium"];

/// The command line of `bench compare`.
#[derive(Debug, PartialEq)]
pub(super) struct Options {
    /// The commit to compare with.
    base: String,
    corpus: PathBuf,
    n_rounds: u32,
    is_json: bool,
}

impl Options {
    /// Errors: also where git knows no such revision, or the corpus cannot be read.
    pub(super) fn parse(parser: &mut Parser) -> Result<Self> {
        let (mut base, mut corpus, mut n_rounds, mut is_json) = (None, None, 3, false);
        while let Some(argument) = parser.next()? {
            match argument {
                Arg::Long("base") => base = Some(commit(&parser.value()?.string()?)?),
                Arg::Long("corpus") => corpus = Some(readable_file(&PathBuf::from(parser.value()?))?),
                Arg::Long("rounds") => n_rounds = parser.value()?.parse()?,
                Arg::Long("json") => is_json = true,
                other => return Err(other.unexpected().into()),
            }
        }
        ensure!(n_rounds > 0, "there is nothing to measure in 0 rounds");
        let base = base.context("--base names the revision to compare with")?;
        let corpus = corpus.context("--corpus names the text to train on")?;
        Ok(Self { base, corpus, n_rounds, is_json })
    }
}

/// The whole name of a revision.
pub(super) fn commit(revision: &str) -> Result<String> {
    let name = format!("{revision}^{{commit}}");
    project::output(project::command("git").args(["rev-parse", "--verify", "--quiet", &name]))
        .with_context(|| format!("git knows no revision {revision:?}"))
}

/// The folder of a revision, checked out there if it is not yet.
pub(super) fn checked_out(commit: &str) -> Result<PathBuf> {
    // Outside of this project: cargo would add this one's `.cargo/config.toml` to that of a tree within it.
    let root = env::temp_dir().join("embedding-explorer-compare").join(commit);
    if !root.join("Cargo.toml").is_file() {
        project::run(project::command("git").args(["worktree", "prune"]))?;
        fs::create_dir_all(root.parent().context("it lies in a folder")?)?;
        project::run(project::command("git").args(["worktree", "add", "--force", "--detach"]).arg(&root).arg(commit))?;
    }
    Ok(root)
}

/// A checked-out and built revision.
struct Tree<'a> {
    root: PathBuf,
    /// Where cargo puts what it builds; none for this tree, whose environment says so already.
    target: Option<PathBuf>,
    browser: &'a Browser,
    corpus: &'a Path,
    /// All settings of the exercise, as options.
    settings: Vec<String>,
}

impl<'a> Tree<'a> {
    /// This tree, built.
    fn this(browser: &'a Browser, corpus: &'a Path) -> Result<Self> {
        build::release()?;
        Self { root: project::root(), target: None, browser, corpus, settings: Vec::new() }.ready()
    }

    /// The other revision, checked out and built.
    fn base(commit: &str, browser: &'a Browser, corpus: &'a Path) -> Result<Self> {
        let root = checked_out(commit)?;
        let target = Some(root.join("target"));
        let tree = Self { root, target, browser, corpus, settings: Vec::new() };
        // Without its budgets: what it weighs is not the question, and its page must be there whatever it weighs.
        if project::run(tree.cargo().args(["run", "--quiet", "--package", "xtask", "--", "build"])).is_err()
            && !tree.root.join("dist/index.html").is_file()
        {
            bail!("{} could not be built; what it says about it stands above", tree.root.display());
        }
        tree.ready()
    }

    /// With the settings that its own bench trains with unless it is told otherwise.
    fn ready(mut self) -> Result<Self> {
        let mut read = self.native();
        let settings = measured(read.arg("--read-only"))?;
        let settings = settings.as_object().context("the settings have names")?;
        self.settings = vec!["--model".to_owned(), "skip-gram".to_owned()];
        for (name, value) in settings.iter().filter(|(name, _)| *name != "n_tokens") {
            self.settings.extend([format!("--{name}"), value.to_string()]);
        }
        // Built before the first round, so that none of them waits for it.
        project::run(self.cargo().args(["build", "--quiet", "--package", "browser-tests", "--bins"]))?;
        Ok(self)
    }

    /// Words a second in a place.
    fn train(&self, place: &str) -> Result<f64> {
        let run = if place == "native" {
            measured(&mut self.native())?
        } else {
            let mut cargo = self.cargo();
            self.browser.tell(&mut cargo);
            cargo.env("EXPLORER_DIST", self.root.join("dist"));
            cargo.args(["run", "--quiet", "--package", "browser-tests", "--bin", "train-bench", "--", "worker"]);
            measured(cargo.arg("--corpus").arg(self.corpus).args(&self.settings))?
        };
        let rate = number(&run, "words_per_s")?;
        ensure!(rate.is_finite() && rate > 0.0, "nothing was trained: {run}");
        Ok(rate)
    }

    fn native(&self) -> Command {
        let mut cargo = self.cargo();
        cargo.args(["bench", "--quiet", "--bench", "train", "--", "--corpus"]).arg(self.corpus);
        cargo
    }

    fn cargo(&self) -> Command {
        let mut cargo = project::cargo();
        cargo.current_dir(&self.root);
        if let Some(target) = &self.target {
            cargo.env("CARGO_TARGET_DIR", target);
        }
        cargo
    }
}

pub(super) fn run(options: &Options) -> Result<()> {
    let browser = Browser::ready()?;
    let this = Tree::this(&browser, &options.corpus)?;
    let base = Tree::base(&options.base, &browser, &options.corpus)?;
    let mut rows = Vec::new();
    for round in 0..options.n_rounds {
        for place in PLACES {
            // Who comes first changes, so that a machine that gets slower is no advantage.
            let (ours, theirs) = if round % 2 == 0 {
                let theirs = base.train(place)?;
                (this.train(place)?, theirs)
            } else {
                let ours = this.train(place)?;
                (ours, base.train(place)?)
            };
            eprintln!("round {} of {}, {place}: {ours:.0} words/s, base {theirs:.0}", round + 1, options.n_rounds);
            rows.push(json!({
                "round": round + 1, "where": place, "words_per_s": ours, "base_words_per_s": theirs, "ratio": ours / theirs,
            }));
        }
    }
    let summary = summary(&rows)?;
    print!("{}", table(&rows, &summary)?);
    if options.is_json {
        println!("{}", json!({ "base": options.base, "rows": rows, "medians": summary }));
    }
    within_budget(&summary)
}

/// For each place the medians of the rounds; the ratio is the median of the rounds' ratios, as both runs of a round met the
/// same machine.
fn summary(rows: &[Value]) -> Result<Vec<Value>> {
    let of_place = |place: &&str| {
        let of = |name: &str| {
            let values = rows.iter().filter(|row| row["where"] == **place).filter_map(|row| row[name].as_f64());
            median(values).with_context(|| format!("{name} was not measured"))
        };
        Ok(json!({
            "where": place,
            "words_per_s": of("words_per_s")?,
            "base_words_per_s": of("base_words_per_s")?,
            "ratio": of("ratio")?,
        }))
    };
    PLACES.iter().map(of_place).collect()
}

/// A line for each round and place, then the medians.
fn table(rows: &[Value], summary: &[Value]) -> Result<String> {
    use std::fmt::Write;
    let mut text = format!("{:<8}{:<10}{:>12}{:>14}{:>8}\n", "round", "where", "words/s", "base words/s", "ratio");
    for row in rows.iter().chain(summary) {
        let round = row["round"].as_u64().map_or_else(|| "median".to_owned(), |round| round.to_string());
        let place = row["where"].as_str().unwrap_or_default();
        let (ours, theirs) = (number(row, "words_per_s")?, number(row, "base_words_per_s")?);
        writeln!(text, "{round:<8}{place:<10}{ours:>12.0}{theirs:>14.0}{:>8.3}", number(row, "ratio")?)?;
    }
    Ok(text)
}

/// Errors: where this tree is slower than the other one somewhere.
fn within_budget(summary: &[Value]) -> Result<()> {
    for row in summary {
        let ratio = number(row, "ratio")?;
        let place = row["where"].as_str().unwrap_or_default();
        ensure!(ratio >= LEAST_RATIO, "{place}: {ratio:.3} of the base's speed, and {LEAST_RATIO} is the least");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(ratios: [f64; 3]) -> Vec<Value> {
        let row = |place: &str, ratio: f64| json!({ "round": 1, "where": place, "words_per_s": 100.0 * ratio, "base_words_per_s": 100.0, "ratio": ratio });
        PLACES.iter().flat_map(|place| ratios.map(|ratio| row(place, ratio))).collect()
    }

    #[test]
    fn a_slower_tree_fails() {
        let slower = summary(&rows([0.9, 1.1, 0.97])).expect("all is there");
        assert_eq!(slower[1]["ratio"], json!(0.97));
        let error = within_budget(&slower).expect_err("slower").to_string();
        assert_eq!(error, "native: 0.970 of the base's speed, and 0.98 is the least");
        assert!(within_budget(&summary(&rows([0.9, 1.1, 0.98])).expect("all is there")).is_ok());
        assert!(summary(&[]).is_err(), "nothing was measured");
    }

    #[test]
    fn the_table_has_rounds_and_medians() {
        let rows = rows([1.0; 3]);
        let table = table(&rows, &summary(&rows).expect("all is there")).expect("all is there");
        assert_eq!(table.lines().count(), 1 + 6 + 2, "{table}");
        assert!(table.ends_with("median  chromium           100           100   1.000\n"), "{table}");
    }

    #[test]
    fn arguments_are_checked_first() {
        let parse = |arguments: &[&str]| Options::parse(&mut Parser::from_args(arguments));
        let here = project::root().join("Cargo.toml");
        let here = here.to_string_lossy();
        assert!(parse(&["--base", "HEAD", "--corpus", &here]).expect("both are there").base.len() >= 40);
        assert!(parse(&["--base", "no-such-revision", "--corpus", &here]).is_err());
        assert!(parse(&["--base", "HEAD", "--corpus", "no/such/file"]).is_err());
        assert!(parse(&["--corpus", &here]).is_err() && parse(&["--base", "HEAD"]).is_err());
        assert!(parse(&["--base", "HEAD", "--corpus", &here, "--rounds", "0"]).is_err());
    }
}
