//! `test`: native tests, tests in wasm, and the page in a real browser.

use std::{
    fs,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use lexopt::{Arg, Parser, ValueExt};

use crate::{
    build, project,
    tools::{self, Browser},
};

/// A kind of tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Of the pure parts and of the chores.
    Native,
    /// Of what only wasm has, in a headless browser.
    Wasm,
    /// Of the release build, by a person's means.
    Browser,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Native, Self::Wasm, Self::Browser];

    const fn name(self) -> &'static str {
        match self {
            Self::Native => "native",
            Self::Wasm => "wasm",
            Self::Browser => "browser",
        }
    }
}

/// Which tests to run.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Options {
    kinds: Vec<Kind>,
    /// Part of the names of the tests to run.
    filter: Option<String>,
}

impl Options {
    pub(crate) fn parse(parser: &mut Parser) -> Result<Self> {
        let mut options = Self { kinds: Kind::ALL.to_vec(), filter: None };
        let mut is_first = true;
        while let Some(argument) = parser.next()? {
            let Arg::Value(word) = argument else {
                return Err(argument.unexpected().into());
            };
            let word = word.string()?;
            match Kind::ALL.iter().find(|kind| kind.name() == word) {
                Some(kind) if is_first => options.kinds = vec![*kind],
                _ if options.filter.is_none() => options.filter = Some(word),
                _ => return Err(Arg::Value(word.into()).unexpected().into()),
            }
            is_first = false;
        }
        Ok(options)
    }
}

pub(crate) fn run(options: &Options) -> Result<()> {
    let mut done = Vec::new();
    for &kind in &options.kinds {
        let start = Instant::now();
        let outcome = match kind {
            Kind::Native => native(options.filter.as_deref()),
            Kind::Wasm => wasm(options.filter.as_deref()),
            Kind::Browser => browser(options.filter.as_deref()),
        };
        let ran = outcome.with_context(|| format!("{} tests", kind.name()))?;
        done.push(if ran {
            format!("{} {}", kind.name(), clock(start.elapsed()))
        } else {
            format!("{} none", kind.name())
        });
    }
    println!("tests passed: {}", done.join(", "));
    Ok(())
}

/// Returns whether there are such tests.
fn native(filter: Option<&str>) -> Result<bool> {
    project::run(project::cargo().args(["test", "--workspace", "--exclude", "browser-tests"]).args(filter))?;
    Ok(true)
}

fn wasm(filter: Option<&str>) -> Result<bool> {
    if !project::root().join("tests/wasm.rs").is_file() {
        return Ok(false);
    }
    let runner = tools::wasm_test_runner()?;
    let browser = Browser::ready()?;
    let capabilities = project::target().join("webdriver.json");
    fs::create_dir_all(project::target())?;
    fs::write(&capabilities, browser.capabilities())
        .with_context(|| format!("{} cannot be written", capabilities.display()))?;
    let mut cargo = project::cargo();
    cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner);
    cargo.env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", capabilities);
    browser.tell(&mut cargo);
    cargo.args(["test", "--package", "embedding-explorer", "--target", "wasm32-unknown-unknown", "--test", "wasm"]);
    project::run(cargo.args(filter))?;
    Ok(true)
}

fn browser(filter: Option<&str>) -> Result<bool> {
    let browser = Browser::ready()?;
    build::release()?;
    let mut cargo = project::cargo();
    browser.tell(&mut cargo);
    cargo.env("EXPLORER_DIST", project::dist()).env("EXPLORER_SCREENSHOTS", project::target().join("screenshots"));
    // A failed test tells what it waited for; where in the runtime it stood helps nobody.
    cargo.env("RUST_LIB_BACKTRACE", "0");
    project::run(cargo.args(["test", "--package", "browser-tests"]).args(filter))?;
    Ok(true)
}

/// `1:07`, in minutes and seconds.
fn clock(time: Duration) -> String {
    format!("{}:{:02}", time.as_secs() / 60, time.as_secs() % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(arguments: &[&str]) -> Result<Options> {
        Options::parse(&mut Parser::from_args(arguments))
    }

    #[test]
    fn all_tests_without_a_word() {
        assert_eq!(parse(&[]).expect("nothing to refuse"), Options { kinds: Kind::ALL.to_vec(), filter: None });
    }

    #[test]
    fn a_kind_and_a_filter() {
        let options = parse(&["browser", "heatmap"]).expect("both are words");
        assert_eq!(options, Options { kinds: vec![Kind::Browser], filter: Some("heatmap".into()) });
        let options = parse(&["heatmap"]).expect("a filter alone");
        assert_eq!(options, Options { kinds: Kind::ALL.to_vec(), filter: Some("heatmap".into()) });
    }

    #[test]
    fn too_much_is_refused() {
        assert!(parse(&["native", "heatmap", "loss"]).is_err());
        assert!(parse(&["--native"]).is_err());
    }

    #[test]
    fn time_is_told_in_minutes() {
        assert_eq!(clock(Duration::from_millis(67_900)), "1:07");
    }
}
