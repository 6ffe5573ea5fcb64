//! Nothing is a constant: another seed, text or number of dimensions changes what a scene says.

use std::collections::BTreeMap;

use embedding_explorer::protocol::{SceneName, Settings};

use crate::{Model, built_in, built_in_with, small, words};

/// Figures that do not come from the vectors: sizes, the reader's own numbers, and arithmetic that holds for all vectors.
const NOT_OF_VECTORS: [&str; 79] = [
    "agree",
    "all",
    "among",
    "any",
    "apart",
    "apart_placed",
    "balance",
    "blank",
    "both",
    "chosen",
    "cos_zero",
    "dense",
    "difference",
    "dims",
    "draws",
    "even",
    "expected",
    "falls",
    "far_next",
    "farthest",
    "few",
    "fifth",
    "filled",
    "full",
    "half",
    "hub_cosine",
    "hub_lists",
    "in_text",
    "k",
    "kept",
    "kept_slow",
    "known",
    "left",
    "listed",
    "lists",
    "lost",
    "memory",
    "min",
    "most",
    "moved",
    "n_draws",
    "nearest",
    "next",
    "numbers",
    "of",
    "of_center",
    "on_b",
    "on_c",
    "one",
    "overlap",
    "own",
    "pads",
    "pairs",
    "passes",
    "products",
    "rank_before",
    "rank_now",
    "rate",
    "ratio",
    "row",
    "row_beside",
    "same",
    "share",
    "shared",
    "sentences",
    "shrunk",
    "sine",
    "squared_place",
    "sum",
    "targets",
    "times",
    "tiny_k",
    "tiny_words",
    "tokens",
    "two",
    "unknown",
    "wide",
    "width",
    "words",
];

fn figures(model: &Model) -> BTreeMap<String, u64> {
    let mut all = BTreeMap::new();
    for scene in SceneName::ALL {
        let inputs = if scene == SceneName::Window { words("", "", "") } else { words("king", "queen", "cat") };
        for step in 0..=5 {
            for figure in model.ask(scene, step, &inputs).0.view.figures {
                let is_place = scene == SceneName::Order && figure.name == "squared";
                let is_one_hot = scene == SceneName::OneHot && step < 3 && figure.name.len() == 2;
                if !NOT_OF_VECTORS.contains(&figure.name.as_str()) && !is_place && !is_one_hot {
                    all.insert(format!("{scene:?} {step} {}", figure.name), figure.value.to_bits());
                }
            }
        }
    }
    all
}

#[test]
fn another_seed_text_or_number_of_dimensions_changes_every_figure() {
    let usual = figures(built_in());
    assert!(usual.len() > 60, "{}", usual.len());
    let seed = built_in_with(&Settings { seed: 7, epochs: 1, ..Settings::default() });
    let dims = built_in_with(&Settings { dims: 16, epochs: 1, ..Settings::default() });
    for (what, model) in [("seed", &seed), ("dimensions", &dims), ("text", small())] {
        let other = figures(model);
        // The tiny model has dimensions of its own.
        let is_of_run = |name: &str| what != "dimensions" || !name.contains("tiny");
        let is_same = |(name, bits): &(&String, &u64)| other.get(*name) == Some(*bits) && is_of_run(name);
        let same: Vec<&String> = usual.iter().filter(is_same).map(|(name, _)| name).collect();
        assert!(same.is_empty(), "another {what} leaves {same:?}");
    }
}
