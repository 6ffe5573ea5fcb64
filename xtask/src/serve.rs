//! `serve`: the page on this machine, built again as its files change.

use anyhow::Result;
use lexopt::{Arg, Parser, ValueExt};

use crate::{project, tools::PageTools};

/// How to serve.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Options {
    /// Whether to build for speed rather than for a short wait.
    is_release: bool,
    /// The port, where it is not the one of `Trunk.toml`.
    port: Option<u16>,
    /// Whether to open a browser.
    opens_browser: bool,
}

impl Options {
    pub(crate) fn parse(parser: &mut Parser) -> Result<Self> {
        let mut options = Self::default();
        while let Some(argument) = parser.next()? {
            match argument {
                Arg::Long("release") => options.is_release = true,
                Arg::Long("port") => options.port = Some(parser.value()?.parse()?),
                Arg::Long("open") => options.opens_browser = true,
                other => return Err(other.unexpected().into()),
            }
        }
        Ok(options)
    }
}

pub(crate) fn run(options: &Options) -> Result<()> {
    let mut trunk = PageTools::ready(options.is_release)?.trunk()?;
    trunk.arg("serve");
    if options.is_release {
        trunk.arg("--release");
    }
    if let Some(port) = options.port {
        trunk.args(["--port", &port.to_string()]);
    }
    if options.opens_browser {
        trunk.arg("--open");
    }
    project::run(&mut trunk)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read() {
        let parse = |arguments: &[&str]| Options::parse(&mut Parser::from_args(arguments));
        let all = Options { is_release: true, port: Some(9000), opens_browser: true };
        assert_eq!(parse(&["--port", "9000", "--release", "--open"]).expect("all are known"), all);
        assert!(parse(&["--port", "70000"]).is_err(), "no such port");
        assert!(parse(&["--fast"]).is_err(), "no such option");
    }
}
