//! The project's chores, each of them one command: `cargo xtask help`.
//!
//! In reading order: [`project`] runs programs in the project, [`tools`] finds or installs them, and one file for each
//! chore: [`serve`], [`build`], [`check`], [`mod@test`], [`mod@bench`], [`fuzz`], [`picture`], [`style`], [`split`].

use std::{env, ffi::OsString, process::ExitCode};

use anyhow::{Result, bail};
use lexopt::Parser;

mod bench;
mod build;
mod check;
mod fuzz;
mod picture;
mod project;
mod serve;
mod split;
mod style;
mod test;
mod tools;

const HELP: &str = "\
cargo xtask CHORE

  serve [--release] [--port N] [--open]
        Builds the page, serves it at http://127.0.0.1:8080 and builds it again when a file changes.
  build
        Builds the page for release into dist/, a folder that any static host can serve, and weighs it.
  check [--shape]
        The arrows between modules, circles among files, lengths and links (--shape: these alone, in a second); then
        formatting, lints (native and wasm) and docs. A warning is an error.
  test [native|wasm|browser] [FILTER]
        All tests, or one kind of them, or those whose name contains FILTER.
  bench [NAME] [--json]
        Runs one benchmark; without a name, lists them. --json ends with one line of JSON.
  bench slices [--only PATTERN] [--seconds X] [--full] [--json]
        How long the worker's slices take, for every method at every size, alone and with each job running; fails where
        99 % take over 15 ms, or one takes over 30. PATTERN is a part of `WHAT, N words, N dims`.
  bench start [--slow] [--json]
        From opening the page to the first map and to trained vectors. --slow: on a line of 1.6 Mbit/s and 150 ms, with a
        processor slowed four times; fails over its budget.
  bench compare --base REV --corpus FILE [--rounds N] [--json]
        Training speed of this tree and of another revision in alternation; fails under 0.98 of the other's. The other is
        built in the system's folder for temporary files and stays there for the next time.
  bench read --base REV --corpus FILE [--rounds N] [--json]
        Reading speed of this tree and of another revision in alternation, natively; fails under 0.9 of the other's.
  bench train [--corpus FILE] [--model skip-gram|cbow] [--rounds N] [--seeds N] [--only WHO,WHO] [--page-defaults]
              [--dims N] [--window N] [--negatives N] [--epochs N] [--min-count N] [--subsample X] [--rate X]
              [--weight-decay X]
        Trains on the same words with the same settings, one thread each, in alternation: explorer-native-1,
        explorer-chromium-1, gensim-1 and word2vec-1. Speed, memory, quality; and the page while it trains.
  bench kernel
        The inner loop of training beside the peak of four lanes, natively and in Chromium, and what slicing costs.
  bench questions
        Neighbors, analogies and the odd one out among 20,000 and 400,000 words: in Chromium, natively and by gensim.
  bench files
        Opening GloVe text and word2vec binary of 400,000 words x 100, natively and by gensim.
  fuzz [TARGET] [--minutes N] [--seed N]
        Random input for an hour unless told otherwise: session (commands against a session); questions or expressions;
        decode, words, markup or normalize (what reads a text); formats (damaged files of vectors), or those of one format:
        text, binary, fasttext, pickle, numpy, safetensors, json, archive. The tests run them for a minute.
  picture
        Takes the README's picture of the page from the page, into docs/page.png.
  split
        Divides the code of page and worker into what the first map needs and the rest. Trunk runs it after each build.
  style
        Puts the stylesheets into one file, style/generated/page.css. Trunk runs it before each build.
  help
        This text.

What a chore needs and the machine lacks is installed first: the wasm target by rustup; trunk, wasm-bindgen and wasm-opt
into the user's cache folder (or the folder that EXPLORER_TOOLS names), by version, for every clone to use; gensim and
word2vec by pip into .venv. CHROMIUM and CHROMEDRIVER name a browser and its driver that are not on PATH.";

fn main() -> ExitCode {
    match run(env::args_os().skip(1).collect()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Vec<OsString>) -> Result<()> {
    let mut parser = Parser::from_args(arguments);
    let Some(chore) = parser.next()? else {
        println!("{HELP}");
        return Ok(());
    };
    match chore {
        lexopt::Arg::Value(name) => match name.to_str() {
            Some("serve") => serve::run(&serve::Options::parse(&mut parser)?),
            Some("build") => no_more(&mut parser).and_then(|()| build::run()),
            Some("check") => check::run(check::parse(&mut parser)?),
            Some("test") => test::run(&test::Options::parse(&mut parser)?),
            Some("bench") => bench::run(&mut parser),
            Some("fuzz") => fuzz::run(&fuzz::Options::parse(&mut parser)?),
            Some("picture") => no_more(&mut parser).and_then(|()| picture::run()),
            Some("split") => no_more(&mut parser).and_then(|()| split::run()),
            Some("style") => no_more(&mut parser).and_then(|()| style::run()),
            Some("help") => {
                println!("{HELP}");
                Ok(())
            }
            _ => bail!("there is no chore {}; `cargo xtask help` lists those there are", name.display()),
        },
        lexopt::Arg::Short('h') | lexopt::Arg::Long("help") => {
            println!("{HELP}");
            Ok(())
        }
        other => Err(other.unexpected().into()),
    }
}

/// Refuses whatever is left on the command line.
fn no_more(parser: &mut Parser) -> Result<()> {
    parser.next()?.map_or(Ok(()), |argument| Err(argument.unexpected().into()))
}
