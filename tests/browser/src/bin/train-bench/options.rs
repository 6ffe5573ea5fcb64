//! What to train on, and how.

use std::path::PathBuf;

use anyhow::{Context, Result, bail, ensure};
use embedding_explorer::protocol::{Method, Setting, Settings};

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Subject {
    Worker,
    Page,
}

/// The command line.
#[derive(Debug, PartialEq)]
pub(crate) struct Options {
    pub(crate) subject: Subject,
    /// The built-in corpus where there is none.
    pub(crate) corpus: Option<PathBuf>,
    pub(crate) settings: Settings,
}

/// The settings of the command line. All of them are given, so that none is left to the text's size.
pub(crate) const GIVEN: [Setting; 10] = [
    Setting::Dims,
    Setting::Window,
    Setting::Harmonic,
    Setting::Negatives,
    Setting::Epochs,
    Setting::MinCount,
    Setting::Subsample,
    Setting::LearningRate,
    Setting::WeightDecay,
    Setting::Seed,
];

impl Options {
    pub(crate) fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Self> {
        let subject = match arguments.next().as_deref() {
            Some("worker") => Subject::Worker,
            Some("page") => Subject::Page,
            other => bail!("worker or page is to be measured, not {other:?}"),
        };
        let mut options = Self { subject, corpus: None, settings: Settings::default() };
        let mut given = Vec::new();
        while let Some(name) = arguments.next() {
            let value = arguments.next().with_context(|| format!("{name} wants a value"))?;
            match name.as_str() {
                "--corpus" => {
                    // Chromium takes no path with `..` in it.
                    let path = PathBuf::from(&value).canonicalize();
                    options.corpus = Some(path.with_context(|| format!("{value} cannot be read"))?);
                }
                "--model" => {
                    options.settings.method = match value.as_str() {
                        "skip-gram" => Method::SkipGram,
                        "cbow" => Method::Cbow,
                        _ => bail!("there is no peer for the model {value:?}; skip-gram and cbow have some"),
                    }
                }
                _ => {
                    let setting = setting(&name).with_context(|| format!("{name} is no option of this bench"))?;
                    options.settings = options.settings.with(setting, value.parse()?)?;
                    given.push(setting);
                }
            }
        }
        let missing = GIVEN.iter().find(|setting| !given.contains(setting));
        ensure!(missing.is_none(), "the setting {missing:?} is not given");
        Ok(options)
    }
}

/// The setting that an option of `benches/train.rs` names.
fn setting(option: &str) -> Option<Setting> {
    Some(match option {
        "--dims" => Setting::Dims,
        "--window" => Setting::Window,
        "--harmonic" => Setting::Harmonic,
        "--negatives" => Setting::Negatives,
        "--epochs" => Setting::Epochs,
        "--min-count" => Setting::MinCount,
        "--subsample" => Setting::Subsample,
        "--rate" => Setting::LearningRate,
        "--weight-decay" => Setting::WeightDecay,
        "--seed" => Setting::Seed,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Options> {
        Options::parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn every_setting_is_wanted() {
        let line = "worker --model cbow --dims 50 --window 3 --harmonic 1 --negatives 4 --epochs 2 --min-count 1 --subsample 0.01 \
                    --rate 0.05 --weight-decay 0.01 --seed 7";
        let options = parse(line).expect("all are given");
        assert_eq!(options.settings.method, Method::Cbow);
        assert_eq!((options.settings.dims, options.settings.learning_rate, options.settings.seed), (50, 0.05, 7));
        let error = parse(&line.replace("--seed 7", "")).expect_err("one is missing").to_string();
        assert_eq!(error, "the setting Some(Seed) is not given");
        assert!(parse(&line.replace("worker", "nobody")).is_err());
        assert!(parse(&line.replace("cbow", "glove")).is_err());
    }
}
