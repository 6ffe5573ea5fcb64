//! `fuzz`: random input for longer than a test may take.

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, ensure};
use lexopt::{Arg, Parser, ValueExt};

use crate::project;

/// What can be fuzzed: its name, the test that does it, and what of it alone; nothing is all.
const TARGETS: [(&str, &str, &str); 10] = [
    ("session", "hostile", ""),
    ("formats", "formats", ""),
    ("text", "formats", "text"),
    ("binary", "formats", "binary"),
    ("fasttext", "formats", "fasttext"),
    ("pickle", "formats", "pickle"),
    ("numpy", "formats", "numpy"),
    ("safetensors", "formats", "safetensors"),
    ("json", "formats", "json"),
    ("archive", "formats", "archive"),
];
/// An hour.
const MINUTES: f64 = 60.0;

/// The command line of `fuzz`.
#[derive(Debug, PartialEq)]
pub(crate) struct Options {
    /// The test of the target.
    test: &'static str,
    /// What of it alone.
    only: &'static str,
    minutes: f64,
    /// The first seed; by default that of the moment, so that each run tries something else.
    seed: Option<u64>,
}

impl Options {
    pub(crate) fn parse(parser: &mut Parser) -> Result<Self> {
        let mut options = Self { test: TARGETS[0].1, only: TARGETS[0].2, minutes: MINUTES, seed: None };
        while let Some(argument) = parser.next()? {
            match argument {
                Arg::Value(name) => {
                    let name = name.string()?;
                    let found = TARGETS.iter().find(|(target, ..)| *target == name);
                    let names = TARGETS.map(|(target, ..)| target).join(", ");
                    let found = found.with_context(|| format!("there is no target {name:?}; there is {names}"))?;
                    (options.test, options.only) = (found.1, found.2);
                }
                Arg::Long("minutes") => options.minutes = parser.value()?.parse()?,
                Arg::Long("seed") => options.seed = Some(parser.value()?.parse()?),
                other => return Err(other.unexpected().into()),
            }
        }
        let minutes = options.minutes;
        ensure!(minutes.is_finite() && minutes > 0.0, "{minutes} minutes are no time");
        Ok(options)
    }
}

/// Runs a target in the profile `fuzz`: as quick as the release, with debug assertions and overflow checks. It goes on after
/// a failure and fails at its end; each kind of failure is told once, with its seed and its shortest sequence.
pub(crate) fn run(options: &Options) -> Result<()> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(1, |time| time.as_secs());
    let seed = options.seed.unwrap_or(now);
    println!("{} {}, for {} minutes from seed {seed}", options.test, options.only, options.minutes);
    let mut cargo = project::cargo();
    cargo.env("HOSTILE_SECONDS", ((60.0 * options.minutes).ceil() as u64).to_string());
    cargo.env("HOSTILE_SEED", seed.to_string()).env("HOSTILE_GOES_ON", "1").env("RUST_BACKTRACE", "0");
    cargo.env("HOSTILE_ONLY", options.only);
    cargo.args(["test", "--profile", "fuzz", "--test", options.test, "--", "--nocapture"]);
    // The other tests of the formats are done in a moment.
    if options.test == "formats" {
        cargo.arg("no_file_breaks_a_reader");
    }
    project::run(&mut cargo)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read_and_checked() {
        let parse = |arguments: &[&str]| Options::parse(&mut Parser::from_args(arguments));
        let wanted = Options { test: "hostile", only: "", minutes: 0.5, seed: Some(7) };
        assert_eq!(parse(&["session", "--minutes", "0.5", "--seed", "7"]).expect("all are options"), wanted);
        assert_eq!(parse(&[]).expect("all have defaults").minutes, MINUTES);
        assert!(parse(&["page"]).is_err(), "no such target");
        assert!(parse(&["--minutes", "0"]).is_err());
    }

    #[test]
    fn every_target_is_a_test() {
        for (_, test, _) in TARGETS {
            assert!(project::root().join("tests").join(test).join("main.rs").is_file(), "{test}");
        }
    }
}
