//! `bench`: the project's measurements, one file each.

use anyhow::{Result, bail};
use lexopt::{Arg, Parser, ValueExt};

mod size;
mod start;

/// One measurement that can be asked for by name.
struct Bench {
    name: &'static str,
    about: &'static str,
    run: fn() -> Result<Vec<Figure>>,
}

const BENCHES: [Bench; 2] = [
    Bench { name: "size", about: "what the page's and the worker's code weigh, raw and compressed", run: size::run },
    Bench { name: "start", about: "page opened to first map and to trained, and hovers meanwhile", run: start::run },
];

/// One measured number.
struct Figure {
    /// Lower case with underscores, the unit at the end: `page_brotli_bytes`.
    name: String,
    value: f64,
}

/// What to measure.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Options {
    name: Option<String>,
    /// Whether the last line is to be JSON.
    is_json: bool,
}

impl Options {
    pub(crate) fn parse(parser: &mut Parser) -> Result<Self> {
        let mut options = Self { name: None, is_json: false };
        while let Some(argument) = parser.next()? {
            match argument {
                Arg::Long("json") => options.is_json = true,
                Arg::Value(name) if options.name.is_none() => options.name = Some(name.string()?),
                other => return Err(other.unexpected().into()),
            }
        }
        Ok(options)
    }
}

pub(crate) fn run(options: &Options) -> Result<()> {
    let Some(name) = &options.name else {
        for bench in &BENCHES {
            println!("{:<10}  {}", bench.name, bench.about);
        }
        return Ok(());
    };
    let Some(bench) = BENCHES.iter().find(|bench| bench.name == name) else {
        bail!("there is no benchmark {name:?}; `cargo xtask bench` lists those there are");
    };
    let figures = (bench.run)()?;
    for figure in &figures {
        println!("{:<24}  {}", figure.name, figure.value);
    }
    if options.is_json {
        println!("{}", json(bench.name, &figures));
    }
    Ok(())
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

#[cfg(test)]
mod tests {
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
        let options = Options::parse(&mut Parser::from_args(["sise", "--json"])).expect("well formed");
        assert_eq!(options, Options { name: Some("sise".into()), is_json: true });
        let error = run(&options).expect_err("no such bench").to_string();
        assert_eq!(error, "there is no benchmark \"sise\"; `cargo xtask bench` lists those there are");
    }
}
