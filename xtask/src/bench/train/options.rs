//! What to train on, how, and who trains.

use std::path::PathBuf;

use anyhow::{Context, Result, bail, ensure};
use lexopt::{Arg, Parser, ValueExt};

use super::Who;
use crate::bench::readable_file;

/// Settings that are handed on as they are; the explorer's bench says whether their values will do.
pub(super) const SETTINGS: [&str; 9] =
    ["dims", "window", "harmonic", "negatives", "epochs", "min-count", "subsample", "rate", "weight-decay"];
/// Those of them that need not be whole.
const FRACTIONS: [&str; 3] = ["subsample", "rate", "weight-decay"];
/// Those of them that are switched off by zero.
const MAY_BE_ZERO: [&str; 4] = ["harmonic", "subsample", "weight-decay", "min-count"];
/// Models that the peers have, too.
const MODELS: [&str; 2] = ["skip-gram", "cbow"];

/// The command line of `bench train`.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::bench) struct Options {
    /// The built-in corpus where there is none.
    pub(super) corpus: Option<PathBuf>,
    pub(super) model: String,
    pub(super) n_rounds: u32,
    /// Seeds whose quality is taken; the median of them is told.
    pub(super) n_seeds: u64,
    pub(super) who: Vec<Who>,
    /// Model and settings for `benches/train.rs`; the others are told what it makes of them.
    pub(super) to_explorer: Vec<String>,
    pub(super) is_json: bool,
}

impl Options {
    pub(in crate::bench) fn parse(parser: &mut Parser) -> Result<Self> {
        let mut options = Self {
            corpus: None,
            model: MODELS[0].to_owned(),
            n_rounds: 3,
            n_seeds: 1,
            who: Who::ALL.to_vec(),
            to_explorer: Vec::new(),
            is_json: false,
        };
        while let Some(argument) = parser.next()? {
            let Arg::Long(name) = argument else { return Err(argument.unexpected().into()) };
            let name = name.to_owned();
            match name.as_str() {
                "corpus" => {
                    options.corpus = Some(readable_file(&PathBuf::from(parser.value()?))?);
                }
                "model" => options.model = parser.value()?.string()?,
                "rounds" => options.n_rounds = parser.value()?.parse()?,
                "seeds" => options.n_seeds = parser.value()?.parse()?,
                "only" => options.who = who(&parser.value()?.string()?)?,
                "page-defaults" => options.to_explorer.push("--page-defaults".to_owned()),
                "json" => options.is_json = true,
                name if SETTINGS.contains(&name) => {
                    let value = parser.value()?.string()?;
                    check_value(name, &value)?;
                    options.to_explorer.extend([format!("--{name}"), value]);
                }
                _ => bail!("--{name} is no option of `bench train`; `cargo xtask help` lists those there are"),
            }
        }
        let model = options.model.clone();
        ensure!(MODELS.contains(&model.as_str()), "the peers have no model {model:?}, only {}", MODELS.join(" and "));
        ensure!(options.n_rounds > 0 && options.n_seeds > 0, "there is nothing to measure in 0 rounds or of 0 seeds");
        options.to_explorer.extend(["--model".to_owned(), model]);
        Ok(options)
    }

    /// The seeds whose quality is taken: that of the settings, or the first few.
    pub(super) fn seeds(&self, of_settings: u64) -> Vec<u64> {
        if self.n_seeds == 1 { vec![of_settings] } else { (1..=self.n_seeds).collect() }
    }
}

/// Errors: where a setting cannot have this value whatever the text is.
fn check_value(name: &str, value: &str) -> Result<()> {
    let number: f64 = value.parse().with_context(|| format!("--{name} wants a number, not {value:?}"))?;
    ensure!(number >= 0.0 && number.is_finite(), "--{name} cannot be {value}");
    ensure!(FRACTIONS.contains(&name) || number.fract() == 0.0, "--{name} wants a whole number, not {value}");
    ensure!(MAY_BE_ZERO.contains(&name) || number > 0.0, "--{name} cannot be 0");
    Ok(())
}

/// Those in a list such as `explorer-native-1,gensim-1`, in the order in which they train.
fn who(list: &str) -> Result<Vec<Who>> {
    let mut wanted = Vec::new();
    for name in list.split(',') {
        let found = Who::ALL.into_iter().find(|who| who.name() == name);
        wanted.push(found.with_context(|| {
            let names = Who::ALL.map(Who::name);
            format!("nobody is called {name:?}; there are {}", names.join(", "))
        })?);
    }
    Ok(Who::ALL.into_iter().filter(|who| wanted.contains(who)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(arguments: &[&str]) -> Result<Options> {
        Options::parse(&mut Parser::from_args(arguments))
    }

    #[test]
    fn settings_are_handed_on() {
        let options = parse(&["--page-defaults", "--dims", "50", "--model", "cbow", "--rounds=1", "--json"]);
        let options = options.expect("all of these are options");
        assert_eq!(options.to_explorer, ["--page-defaults", "--dims", "50", "--model", "cbow"]);
        assert_eq!((options.n_rounds, options.is_json), (1, true));
        assert_eq!(options.seeds(42), [42]);
        assert_eq!(parse(&["--seeds", "3"]).expect("an option").seeds(42), [1, 2, 3]);
    }

    #[test]
    fn those_named_train_in_their_order() {
        let options = parse(&["--only", "word2vec-1,explorer-native-1"]).expect("both are there");
        assert_eq!(options.who, [Who::Native, Who::Word2vec]);
        let error = parse(&["--only", "word2vec"]).expect_err("nobody").to_string();
        assert!(error.starts_with("nobody is called \"word2vec\"; there are explorer-native-1, "), "{error}");
    }

    #[test]
    fn what_cannot_be_measured_is_refused() {
        assert!(parse(&["--model", "glove"]).is_err());
        assert!(parse(&["--rounds", "0"]).is_err());
        assert!(parse(&["--speed", "9"]).is_err());
        assert!(parse(&["--corpus", "no/such/file"]).is_err());
        for (name, value) in
            [("--dims", "many"), ("--dims", "0"), ("--window", "2.5"), ("--rate", "-1"), ("--rate", "nan")]
        {
            assert!(parse(&[name, value]).is_err(), "{name} {value}");
        }
        assert!(parse(&["--weight-decay", "0", "--subsample", "1e-3"]).is_ok());
    }
}
