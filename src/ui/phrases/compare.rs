//! Sentences about two models.

use super::{changes, method_name, optimizer_name, setting_value};
use crate::{
    chart::format,
    protocol::{Baseline, Compared, Method, Reproducible, RunRecord, Setting, Settings},
};

/// The baseline, and how the current model differs: `notes.txt · after 40 % of its run · seed 42 → 7`. `current`: the
/// record of the current one.
pub fn baseline(baseline: &Baseline, current: &RunRecord) -> String {
    let (record, name) = (&baseline.record, current.name());
    let mut parts = vec![if record.name() == name { name.to_owned() } else { format!("{} → {name}", record.name()) }];
    if record.source != current.source && record.name() == name {
        parts.push("another text with this name".to_owned());
    }
    // Loaded vectors have no settings and no run.
    if [record, current].iter().any(|record| record.reproducible() == Reproducible::No) {
        return parts.join(" · ");
    }
    if !record.is_complete() {
        let share = record.tokens_done as f64 / record.tokens_total as f64;
        parts.push(format!("after {} of its run", format::percent(share)));
    }
    let (old, settings) = (&record.settings, &current.settings);
    let [before, now] = [old, settings].map(method);
    if before != now {
        parts.push(format!("{before} → {now}"));
    }
    for setting in Setting::ALL {
        let is_used = old.uses(setting) && settings.uses(setting);
        let [before, now] = [old, settings].map(|settings| setting_value(settings, setting));
        if is_used && before != now {
            parts.push(format!("{} {before} → {now}", setting.spec().label.to_ascii_lowercase()));
        }
    }
    if old.lowercase != settings.lowercase {
        parts.push(if settings.lowercase { "as written → lower case" } else { "lower case → as written" }.to_owned());
    }
    if !record.changes.is_empty() || !current.changes.is_empty() {
        parts.push(format!("{} → {}", changes(record), changes(current)));
    }
    parts.join(" · ")
}

fn method(settings: &Settings) -> String {
    let name = method_name(settings.method);
    if settings.method == Method::Softmax {
        return format!("{name} with full softmax ({})", optimizer_name(settings.optimizer));
    }
    name.to_owned()
}

/// How far two models are compared, and the result.
pub fn compared(compared: &Compared, is_training: bool) -> String {
    if compared.is_itself {
        return "Now train again with another seed, other settings or another text.".to_owned();
    }
    if compared.n_shared == 0 {
        return "No word is in both models.".to_owned();
    }
    let both = match compared.n_shared {
        1 => "1 word is in both".to_owned(),
        n => format!("{} words are in both", format::count(n.into())),
    };
    match compared.mean.filter(|_| compared.n_compared == compared.n_to_compare) {
        Some(mean) => {
            let most = if compared.n_to_compare < compared.n_shared {
                format!(" of the {} most frequent", format::count(compared.n_to_compare.into()))
            } else {
                String::new()
            };
            // Vectors that are loaded, or not trained yet, are after nothing.
            let after = match compared.tokens_done {
                0 => String::new(),
                n => format!(", after {}", format::quantity(n as f64, "words")),
            };
            format!("{both}; the ten nearest{most} overlap by {} (mean Jaccard{after})", format::percent(mean))
        }
        None if is_training || compared.n_compared == 0 => {
            format!("{both}; the comparison starts when training pauses or ends.")
        }
        None => format!("{both}; comparing …"),
    }
}

/// What follows a word: how alike its neighborhoods are, or why there is nothing to lay side by side.
pub fn side_by_side(jaccard: Option<f32>) -> String {
    match jaccard {
        Some(jaccard) => format!(": Jaccard {jaccard:.2}. Bold words are in both lists."),
        None => " is not in the baseline.".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::{Changed, Optimizer, SourceIdentity};

    fn record(name: &str) -> RunRecord {
        let source = SourceIdentity::Text {
            name: name.to_owned(),
            n_bytes: 9,
            sha256: name.repeat(2),
            encoding: None,
            columns: Vec::new(),
        };
        RunRecord {
            source,
            settings: Settings::default(),
            loan: None,
            effective_min_count: 5,
            changes: Vec::new(),
            tokens_done: 1000,
            tokens_total: 1000,
        }
    }

    fn laid_aside() -> Baseline {
        Baseline { record: record("notes.txt"), n_words: 900 }
    }

    #[test]
    fn loaded_vectors_have_no_settings_that_differ() {
        let source = SourceIdentity::Vectors {
            name: "glove.txt".to_owned(),
            format: "GloVe text".to_owned(),
            n_rows: 9,
            dims: 3,
            n_bytes: 99,
            checksum: String::new(),
        };
        let current = RunRecord { source, settings: Settings { seed: 9, ..Settings::default() }, ..record("") };
        assert_eq!(baseline(&laid_aside(), &current), "notes.txt → glove.txt");
    }

    #[test]
    fn a_baseline_is_named_with_what_differs() {
        assert_eq!(baseline(&laid_aside(), &record("notes.txt")), "notes.txt");
        let settings = Settings { seed: 7, x_max: 3.0, lowercase: false, ..Settings::default() };
        let other = RunRecord { settings, ..record("more.txt") };
        assert_eq!(
            baseline(&laid_aside(), &other),
            "notes.txt → more.txt · seed 42 → 7 · lower case → as written",
            "what the method does not use is no difference"
        );
        let settings = Settings { method: Method::Softmax, optimizer: Optimizer::Adam, ..Settings::default() };
        let mut half = laid_aside();
        half.record.tokens_done = 500;
        assert_eq!(
            baseline(&half, &RunRecord { settings, ..record("notes.txt") }),
            "notes.txt · after 50 % of its run · Skip-gram → Skip-gram with full softmax (Adam)"
        );
    }

    #[test]
    fn what_was_changed_on_the_way_is_a_difference() {
        let mut slowed = record("notes.txt");
        slowed.note(250, Changed::LearningRate(0.01));
        assert_eq!(baseline(&laid_aside(), &slowed), "notes.txt · unchanged → learning rate 0.01 from word 250");
    }

    #[test]
    fn a_comparison_is_told_from_beginning_to_end() {
        let mut two = Compared {
            generation: 2,
            tokens_done: 1_200_000,
            baseline: laid_aside(),
            is_itself: true,
            n_shared: 12_000,
            n_compared: 0,
            n_to_compare: 5000,
            mean: None,
            changed: Vec::new(),
        };
        assert!(compared(&two, false).starts_with("Now train again"));
        two.is_itself = false;
        assert_eq!(
            compared(&two, true),
            "12,000 words are in both; the comparison starts when training pauses or ends."
        );
        (two.n_compared, two.mean) = (2, Some(0.3));
        assert_eq!(compared(&two, false), "12,000 words are in both; comparing …");
        two.n_compared = 5000;
        assert_eq!(
            compared(&two, true),
            "12,000 words are in both; the ten nearest of the 5,000 most frequent overlap by 30 % (mean Jaccard, after \
             1.20 M words)"
        );
        (two.n_shared, two.n_to_compare, two.n_compared) = (1, 1, 1);
        assert!(compared(&two, true).starts_with("1 word is in both; the ten nearest overlap"));
        (two.n_shared, two.n_to_compare, two.n_compared, two.mean) = (0, 0, 0, None);
        assert_eq!(compared(&two, false), "No word is in both models.");
    }

    #[test]
    fn one_word_side_by_side() {
        assert_eq!(side_by_side(Some(0.25)), ": Jaccard 0.25. Bold words are in both lists.");
        assert_eq!(side_by_side(None), " is not in the baseline.");
    }
}
