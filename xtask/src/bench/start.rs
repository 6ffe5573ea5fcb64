//! How soon the page is there, and how quickly it answers meanwhile: measured in headless Chromium on the release build.

use std::process::Stdio;

use anyhow::{Context, Result, ensure};
use lexopt::{Arg, Parser};

use super::{Figure, print};
use crate::{build, project, tools::Browser};

/// Milliseconds from opening the page to the first map, on a slow line with a slow processor.
const MOST_FIRST_MAP_MS: f64 = 5000.0;

/// The command line: whether line and processor are slow, and whether figures end as JSON.
pub(super) fn parse(parser: &mut Parser) -> Result<(bool, bool)> {
    let (mut is_slow, mut is_json) = (false, false);
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("slow") => is_slow = true,
            Arg::Long("json") => is_json = true,
            other => return Err(other.unexpected().into()),
        }
    }
    Ok((is_slow, is_json))
}

pub(super) fn run((is_slow, is_json): (bool, bool)) -> Result<()> {
    let browser = Browser::ready()?;
    build::release()?;
    let mut cargo = project::cargo();
    browser.tell(&mut cargo);
    cargo.env("EXPLORER_DIST", project::dist());
    cargo.args(["run", "--quiet", "--package", "browser-tests", "--bin", "start-bench", "--"]);
    cargo.args(is_slow.then_some("slow")).stderr(Stdio::inherit());
    let printed = project::output(&mut cargo).context("the page could not be measured; what it says stands above")?;
    let figures = printed.lines().map(figure).collect::<Result<Vec<Figure>>>()?;
    print("start", &figures, is_json);
    if is_slow { within_budget(&figures) } else { Ok(()) }
}

/// Errors: where the first map comes later than the budget allows.
fn within_budget(figures: &[Figure]) -> Result<()> {
    let first_map = figures.iter().find(|figure| figure.name == "first_map_ms").context("no map was seen")?.value;
    let (found, most) = (first_map / 1000.0, MOST_FIRST_MAP_MS / 1000.0);
    ensure!(first_map <= MOST_FIRST_MAP_MS, "the first map is there after {found:.2} s; the budget is {most:.1} s");
    Ok(())
}

/// A figure in `name value`.
fn figure(line: &str) -> Result<Figure> {
    let (name, value) = line.split_once(' ').with_context(|| format!("{line:?} is no figure"))?;
    Ok(Figure { name: name.to_owned(), value: value.parse().with_context(|| format!("{line:?} has no number"))? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_figure() {
        let found = figure("ready_ms 12.5").expect("a name and a number");
        assert_eq!((found.name.as_str(), found.value), ("ready_ms", 12.5));
        assert!(figure("ready_ms soon").is_err());
    }

    #[test]
    fn a_late_map_is_over_the_budget() {
        let first_map = |value| [Figure { name: "first_map_ms".to_owned(), value }];
        assert!(within_budget(&first_map(4999.0)).is_ok());
        let error = within_budget(&first_map(5010.0)).expect_err("too late").to_string();
        assert_eq!(error, "the first map is there after 5.01 s; the budget is 5.0 s");
        assert!(within_budget(&[]).is_err());
    }
}
