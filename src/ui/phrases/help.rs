//! What settings mean.

use crate::protocol::{Setting, SettingSpec};

/// Of the method.
pub const METHOD_HELP: &str = "Skip-gram predicts the words around a word, CBOW a word from those around it. GloVe fits counts of \
                               pairs of words.";
/// Of the output layer.
pub const OUTPUT_HELP: &str = "Negative sampling tells the true context word from a few random ones. Full softmax weighs it against \
                               the whole vocabulary, which takes longer.";
/// Of the optimizer.
pub const OPTIMIZER_HELP: &str = "How a gradient becomes a step. SGD takes the gradient times the learning rate; Adam scales each \
                                  weight's step by its past gradients.";

/// Of a numeric setting. `is_automatic`: whether the length of the text has chosen its value.
pub fn setting_help(spec: &SettingSpec, is_automatic: bool) -> String {
    let help = spec.help;
    let auto = if is_automatic { " Auto: it follows the length of the text until you change it." } else { "" };
    format!("{help}{auto}")
}

/// What is to be found among settings that are folded away, in a few words.
pub fn more_settings(settings: &[Setting]) -> String {
    let name = |setting: &Setting| match setting {
        Setting::MinCount => "counts".to_owned(),
        other => other.spec().label.to_ascii_lowercase(),
    };
    let is_telling =
        |setting: &&Setting| matches!(setting, Setting::Negatives | Setting::MinCount | Setting::Alpha | Setting::Seed);
    let names: Vec<String> = settings.iter().filter(is_telling).map(name).collect();
    format!("{} …", names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::Method;

    #[test]
    fn help_says_who_has_chosen() {
        let spec = Setting::Dims.spec();
        assert_eq!(setting_help(&spec, false), "Length of each word's vector.");
        assert_eq!(
            setting_help(&spec, true),
            "Length of each word's vector. Auto: it follows the length of the text until you change it."
        );
    }

    #[test]
    fn a_hint_names_what_the_method_has() {
        let of = |method: Method| Setting::ALL.into_iter().filter(|&setting| method.uses(setting)).collect::<Vec<_>>();
        assert_eq!(more_settings(&of(Method::SkipGram)), "negatives, counts, seed …");
        assert_eq!(more_settings(&of(Method::Softmax)), "counts, seed …");
        assert_eq!(more_settings(&of(Method::Glove)), "counts, weight power, seed …");
    }
}
