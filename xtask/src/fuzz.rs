//! `fuzz`: random input for longer than a test may take.

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, ensure};
use lexopt::{Arg, Parser, ValueExt};

use crate::project;

/// Something that can be fuzzed.
#[derive(Debug, PartialEq)]
struct Target {
    name: &'static str,
    /// The test that does it. It learns the name, for it may do several.
    test: &'static str,
    /// The part of that test; nothing is all.
    part: &'static str,
}

const TARGETS: [Target; 19] = [
    Target { name: "session", test: "hostile", part: "" },
    Target { name: "saved", test: "hostile_sessions", part: "no_file_of_a_session" },
    Target { name: "questions", test: "hostile_files", part: "no_file_of_questions" },
    Target { name: "expressions", test: "hostile_files", part: "no_expression" },
    Target { name: "decode", test: "hostile_texts", part: "" },
    Target { name: "words", test: "hostile_texts", part: "" },
    Target { name: "markup", test: "hostile_texts", part: "" },
    Target { name: "normalize", test: "hostile_texts", part: "" },
    Target { name: "tables", test: "hostile_texts", part: "" },
    Target { name: "books", test: "formats", part: "no_archive_of_texts" },
    Target { name: "formats", test: "formats", part: "no_file_breaks_a_reader" },
    Target { name: "text", test: "formats", part: "no_file_breaks_a_reader" },
    Target { name: "binary", test: "formats", part: "no_file_breaks_a_reader" },
    Target { name: "fasttext", test: "formats", part: "no_file_breaks_a_reader" },
    Target { name: "pickle", test: "formats", part: "no_file_breaks_a_reader" },
    Target { name: "numpy", test: "formats", part: "no_file_breaks_a_reader" },
    Target { name: "safetensors", test: "formats", part: "no_file_breaks_a_reader" },
    Target { name: "json", test: "formats", part: "no_file_breaks_a_reader" },
    Target { name: "archive", test: "formats", part: "no_file_breaks_a_reader" },
];
/// An hour.
const MINUTES: f64 = 60.0;

/// The command line of `fuzz`.
#[derive(Debug, PartialEq)]
pub(crate) struct Options {
    target: &'static Target,
    minutes: f64,
    /// The first seed; by default that of the moment, so that each run tries something else.
    seed: Option<u64>,
}

impl Options {
    pub(crate) fn parse(parser: &mut Parser) -> Result<Self> {
        let mut options = Self { target: &TARGETS[0], minutes: MINUTES, seed: None };
        while let Some(argument) = parser.next()? {
            match argument {
                Arg::Value(name) => {
                    let name = name.string()?;
                    let found = TARGETS.iter().find(|target| target.name == name);
                    let names = TARGETS.map(|target| target.name).join(", ");
                    options.target =
                        found.with_context(|| format!("there is no target {name:?}; there are {names}"))?;
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
    println!("{}, for {} minutes from seed {seed}", options.target.name, options.minutes);
    let mut cargo = project::cargo();
    cargo.env("HOSTILE_SECONDS", ((60.0 * options.minutes).ceil() as u64).to_string());
    cargo.env("HOSTILE_SEED", seed.to_string()).env("HOSTILE_GOES_ON", "1").env("RUST_BACKTRACE", "0");
    cargo.env("HOSTILE_TARGET", options.target.name);
    let Target { test, part, .. } = options.target;
    cargo.args(["test", "--profile", "fuzz", "--test", test, part, "--", "--nocapture"]);
    project::run(&mut cargo)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read_and_checked() {
        let parse = |arguments: &[&str]| Options::parse(&mut Parser::from_args(arguments));
        let wanted = Options { target: &TARGETS[0], minutes: 0.5, seed: Some(7) };
        assert_eq!(parse(&["session", "--minutes", "0.5", "--seed", "7"]).expect("all are options"), wanted);
        assert_eq!(parse(&["expressions"]).expect("it is a target").target.test, "hostile_files");
        assert_eq!(parse(&[]).expect("all have defaults").minutes, MINUTES);
        assert!(parse(&["page"]).is_err(), "no such target");
        assert!(parse(&["--minutes", "0"]).is_err());
    }

    #[test]
    fn every_target_is_a_test() {
        for Target { test, .. } in TARGETS {
            assert!(project::root().join("tests").join(test).join("main.rs").is_file(), "{test}");
        }
    }
}
