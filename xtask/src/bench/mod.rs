//! `bench`: the project's measurements, one file each.

use std::{
    fs::File,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail, ensure};
use lexopt::{Arg, Parser, ValueExt};
use serde_json::Value;

use crate::project;

mod compare;
mod files;
mod kernel;
mod map;
mod memory;
mod questions;
mod read;
mod resume;
mod size;
mod slices;
mod start;
mod train;
mod world;

/// One measurement that can be asked for by name. It reads what follows its name.
struct Bench {
    name: &'static str,
    about: &'static str,
    run: fn(&mut Parser) -> Result<()>,
}

const BENCHES: [Bench; 13] = [
    Bench {
        name: "size",
        about: "what the page's and the worker's code weigh, raw and compressed",
        run: |parser| tell("size", parser, size::run),
    },
    Bench {
        name: "start",
        about: "page opened to first map and to trained, and hovers meanwhile; --slow: on a slow line",
        run: |parser| start::run(start::parse(parser)?),
    },
    Bench {
        name: "train",
        about: "training beside gensim and word2vec: speed, memory, quality, and the page meanwhile",
        run: |parser| train::run(&train::Options::parse(parser)?),
    },
    Bench {
        name: "compare",
        about: "training speed of this tree beside that of another revision, natively and in Chromium",
        run: |parser| compare::run(&compare::Options::parse(parser)?),
    },
    Bench {
        name: "read",
        about: "reading speed of this tree beside that of another revision",
        run: |parser| read::run(&read::Options::parse(parser)?),
    },
    Bench {
        name: "kernel",
        about: "the inner loop beside the peak of four lanes, natively and in Chromium, and what slicing costs",
        run: |parser| kernel::run(parse_json_only(parser)?),
    },
    Bench {
        name: "slices",
        about: "how long the worker's slices take, for every method and with each job running, against a budget",
        run: |parser| slices::run(&slices::Options::parse(parser)?),
    },
    Bench {
        name: "world",
        about: "what the built-in corpus teaches, by the page's settings and ten seeds",
        run: |parser| world::run(parse_json_only(parser)?),
    },
    Bench {
        name: "map",
        about: "frames of the map while panning, zooming and hovering, with up to 50,000 words",
        run: |parser| map::run(parse_json_only(parser)?),
    },
    Bench {
        name: "memory",
        about: "what the page holds while it trains on 50,000 words for ten minutes, replay included",
        run: |parser| memory::run(memory::parse(parser)?),
    },
    Bench {
        name: "resume",
        about: "what storing a session takes of training, with and without a store in turn, against 2 %",
        run: |parser| resume::run(resume::parse(parser)?),
    },
    Bench {
        name: "files",
        about: "opening tables of 400,000 words as text and binary, natively, beside gensim and (--page) in the page",
        run: |parser| files::run(&files::parse(parser)?),
    },
    Bench {
        name: "questions",
        about: "answers from tables of 20,000 and 400,000 words, in the worker, natively and beside gensim",
        run: |parser| questions::run(parse_json_only(parser)?),
    },
];

/// One measured number.
struct Figure {
    /// Lower case with underscores, the unit at the end: `page_brotli_bytes`.
    name: String,
    value: f64,
}

/// Runs the bench that the command line names, or lists those there are.
pub(crate) fn run(parser: &mut Parser) -> Result<()> {
    let name = match parser.next()? {
        None => {
            for bench in &BENCHES {
                println!("{:<10}  {}", bench.name, bench.about);
            }
            return Ok(());
        }
        Some(Arg::Value(name)) => name.string()?,
        Some(other) => return Err(other.unexpected().into()),
    };
    let Some(bench) = BENCHES.iter().find(|bench| bench.name == name) else {
        bail!("there is no benchmark {name:?}; `cargo xtask bench` lists those there are");
    };
    (bench.run)(parser)
}

/// Whether `--json` is there, which is all that some benches take.
fn parse_json_only(parser: &mut Parser) -> Result<bool> {
    let mut is_json = false;
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("json") => is_json = true,
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(is_json)
}

/// Measures, and prints the figures.
fn tell(name: &str, parser: &mut Parser, measure: fn() -> Result<Vec<Figure>>) -> Result<()> {
    let is_json = parse_json_only(parser)?;
    print(name, &measure()?, is_json);
    Ok(())
}

/// A line for each figure, and one of JSON where that is wanted.
fn print(name: &str, figures: &[Figure], is_json: bool) {
    for figure in figures {
        println!("{:<24}  {}", figure.name, figure.value);
    }
    if is_json {
        println!("{}", json(name, figures));
    }
}

/// One line: `{"bench":"size","page_raw_bytes":1}`. Names are ours and want no escapes; JSON has no infinities.
fn json(name: &str, figures: &[Figure]) -> String {
    use std::fmt::Write;
    let mut line = format!("{{\"bench\":\"{name}\"");
    for Figure { name, value } in figures {
        let value = if value.is_finite() { value.to_string() } else { "null".to_owned() };
        write!(line, ",\"{name}\":{value}").expect("a String takes everything");
    }
    line.push('}');
    line
}

/// Runs a program that ends with a line of JSON, and returns that. What it says beside it goes to the terminal.
fn measured(command: &mut Command) -> Result<Value> {
    let printed = project::output(command.stderr(Stdio::inherit()))
        .with_context(|| format!("`{}` failed; what it says about it stands above", project::shown(command)))?;
    last_json(&printed)
}

/// The JSON of the last line.
fn last_json(printed: &str) -> Result<Value> {
    let line = printed.lines().last().unwrap_or_default();
    serde_json::from_str(line).with_context(|| format!("{line:?} is no JSON"))
}

/// A text file that somebody named on the command line: its whole path, without `..`, which a browser refuses to read.
/// Errors: where it is not there, is no file, or may not be read.
fn readable_file(given: &Path) -> Result<PathBuf> {
    let path = given.canonicalize().with_context(|| format!("{} is not there", given.display()))?;
    ensure!(path.is_file(), "{} is no file", given.display());
    File::open(&path).with_context(|| format!("{} cannot be read", given.display()))?;
    Ok(path)
}

/// A number that must be there.
fn number(value: &Value, name: &str) -> Result<f64> {
    value[name].as_f64().with_context(|| format!("{name} was not measured"))
}

/// The middle of some values, or the mean of the middle two; nothing where there is none.
fn median(values: impl IntoIterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    let last = values.len().checked_sub(1)?;
    Some(f64::midpoint(values[last / 2], values[last.div_ceil(2)]))
}

#[cfg(test)]
mod tests {
    use std::path::Component;

    use super::*;

    fn figure(name: &str, value: f64) -> Figure {
        Figure { name: name.to_owned(), value }
    }

    #[test]
    fn json_is_one_line() {
        let figures = [figure("page_bytes", 307_200.0), figure("ratio", f64::INFINITY)];
        assert_eq!(json("size", &figures), r#"{"bench":"size","page_bytes":307200,"ratio":null}"#);
    }

    #[test]
    fn an_unknown_bench_is_refused() {
        let error = run(&mut Parser::from_args(["sise", "--json"])).expect_err("no such bench").to_string();
        assert_eq!(error, "there is no benchmark \"sise\"; `cargo xtask bench` lists those there are");
    }

    #[test]
    fn a_bench_takes_what_is_its_own() {
        assert!(parse_json_only(&mut Parser::from_args(["--json"])).expect("that is taken"));
        assert!(run(&mut Parser::from_args(["size", "--rounds", "3"])).is_err(), "size has no rounds");
    }

    #[test]
    fn the_median_is_in_the_middle() {
        assert_eq!(median([]), None);
        assert_eq!(median([3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median([4.0, 1.0, 2.0, 3.0]), Some(2.5));
    }

    #[test]
    fn json_is_read_from_the_last_line() {
        let value = last_json("warming up\n{\"a\":1.5}\n").expect("there is JSON");
        assert_eq!(number(&value, "a").expect("a number"), 1.5);
        assert!(number(&value, "b").is_err());
        assert!(last_json("nothing was measured").is_err());
    }

    #[test]
    fn a_file_is_named_by_its_whole_path() {
        let here = project::root().join("xtask/../Cargo.toml");
        let found = readable_file(&here).expect("the workspace has one");
        assert!(!found.components().any(|part| part == Component::ParentDir), "{}", found.display());
        assert!(readable_file(Path::new("no/such/file")).is_err());
        assert!(readable_file(&project::root()).is_err(), "a folder is no file");
    }
}
