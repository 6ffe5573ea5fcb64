//! Sentences about two models.

use super::{method_name, optimizer_name, setting_value};
use crate::{
    chart::format,
    protocol::{Compared, KeptModel, Method, Setting, Settings},
};

/// What was kept, and how the current model differs: `notes.txt · after 40 % of its run · seed 42 → 7`. `name` and
/// `settings`: of the current one.
pub fn kept_model(kept: &KeptModel, name: &str, settings: &Settings) -> String {
    let mut parts = vec![if kept.name == name { name.to_owned() } else { format!("{} → {name}", kept.name) }];
    if kept.tokens_done < kept.tokens_total {
        let share = kept.tokens_done as f64 / kept.tokens_total as f64;
        parts.push(format!("after {} of its run", format::percent(share)));
    }
    let old = &kept.settings;
    let [before, now] = [old, settings].map(method);
    if before != now {
        parts.push(format!("{before} → {now}"));
    }
    for setting in Setting::ALL {
        let is_used = old.method.uses(setting) && settings.method.uses(setting);
        let [before, now] = [old, settings].map(|settings| setting_value(settings, setting));
        if is_used && before != now {
            parts.push(format!("{} {before} → {now}", setting.spec().label.to_ascii_lowercase()));
        }
    }
    if old.lowercase != settings.lowercase {
        parts.push(if settings.lowercase { "as written → lower case" } else { "lower case → as written" }.to_owned());
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

/// How far two models are compared, and what came of it.
pub fn compared(compared: &Compared, is_training: bool) -> String {
    if compared.is_itself {
        return "Now train again: with another seed, other settings or another text.".to_owned();
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
            let after = format::quantity(compared.tokens_done as f64, "words");
            format!("{both}; the ten nearest{most} overlap by {} (mean Jaccard, after {after})", format::percent(mean))
        }
        None if is_training || compared.n_compared == 0 => format!("{both}; they are compared when training rests."),
        None => format!("{both}; comparing …"),
    }
}

/// Of one word: how alike its neighborhoods are, or why there is nothing to lay side by side.
pub fn side_by_side(word: &str, jaccard: Option<f32>) -> String {
    match jaccard {
        Some(jaccard) => format!("{word}: Jaccard {jaccard:.2}. Bold words are in both lists."),
        None => format!("The model that is kept has no word {word}."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::Optimizer;

    fn kept() -> KeptModel {
        let settings = Settings::default();
        KeptModel { name: "notes.txt".to_owned(), settings, n_words: 900, tokens_done: 1000, tokens_total: 1000 }
    }

    #[test]
    fn a_kept_model_is_named_with_what_differs() {
        let (kept, settings) = (kept(), Settings::default());
        assert_eq!(kept_model(&kept, "notes.txt", &settings), "notes.txt");
        let other = Settings { seed: 7, x_max: 3.0, lowercase: false, ..settings };
        assert_eq!(
            kept_model(&kept, "more.txt", &other),
            "notes.txt → more.txt · seed 42 → 7 · lower case → as written",
            "what the method does not use is no difference"
        );
        let other = Settings { method: Method::Softmax, optimizer: Optimizer::Adam, ..settings };
        let half = KeptModel { tokens_done: 500, ..kept };
        assert_eq!(
            kept_model(&half, "notes.txt", &other),
            "notes.txt · after 50 % of its run · Skip-gram → Skip-gram with full softmax (Adam)"
        );
    }

    #[test]
    fn a_comparison_is_told_from_beginning_to_end() {
        let mut two = Compared {
            generation: 2,
            tokens_done: 1_200_000,
            kept: kept(),
            is_itself: true,
            n_shared: 12_000,
            n_compared: 0,
            n_to_compare: 5000,
            mean: None,
            changed: Vec::new(),
        };
        assert!(compared(&two, false).starts_with("Now train again"));
        two.is_itself = false;
        assert_eq!(compared(&two, true), "12,000 words are in both; they are compared when training rests.");
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
        assert_eq!(side_by_side("king", Some(0.25)), "king: Jaccard 0.25. Bold words are in both lists.");
        assert_eq!(side_by_side("king", None), "The model that is kept has no word king.");
    }
}
