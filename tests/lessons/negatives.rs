//! `negatives`: what a pair costs, who is drawn, the nudges, and a model that says yes to everything.

use embedding_explorer::protocol::{Element, SceneInputs, SceneName, TableCell};

use crate::{Model, built_in, dot, near, small, words};

fn with(a: &str, b: &str, k: f64) -> SceneInputs {
    SceneInputs { numbers: [Some(k), None], ..words(a, b, "") }
}

#[test]
fn a_pair_costs_a_row_for_each_target() {
    for (model, k) in [(built_in(), 5.0), (built_in(), 0.0), (small(), 12.0)] {
        let (n_words, dims) = (model.vocabulary.len() as f64, model.vectors.dims() as f64);
        let seen = model.ask(SceneName::Negatives, 1, &with("king", "queen", k));
        assert_eq!((seen.figure("all"), seen.figure("few")), (n_words * dims, (1.0 + k) * dims));
        near(seen.figure("blank"), (1.0 + k) * 2.0_f64.ln(), 1e-12);
    }
    near(built_in().ask(SceneName::Negatives, 1, &with("king", "queen", 5.0)).figure("blank"), 4.159, 5e-4);
}

#[test]
fn words_are_drawn_by_their_counts_flattened() {
    for model in [built_in(), small()] {
        let counts = model.vocabulary.counts().expect("it is of a text");
        let flat: Vec<f64> = counts.iter().map(|&count| f64::from(count).powf(0.75)).collect();
        let total: f64 = flat.iter().sum();
        let seen = model.ask(SceneName::Negatives, 2, &SceneInputs::default());
        near(seen.figure("expected"), flat[0] / total, 1e-9);
        let Element::Bars { bars, .. } = seen.element(0) else { panic!("bars come first") };
        for (bar, flat) in bars.iter().zip(&flat) {
            near(bar.value, flat / total, 0.01);
        }
    }
}

fn targets_are_nudged(model: &Model, a: &str, b: &str) {
    let (center, outputs) = (model.of(a), model.outputs.as_ref().expect("skip-gram has them"));
    let seen = model.ask(SceneName::Negatives, 3, &with(a, b, 6.0));
    let Element::Table { rows, .. } = seen.element(0) else { panic!("a table comes first") };
    let rate = model.config.expect("it is a run").learning_rate;
    let mut loss = 0.0;
    for (place, row) in rows.iter().enumerate() {
        let [
            TableCell::Text(target),
            TableCell::Number(score, _),
            TableCell::Number(yes, _),
            TableCell::Number(nudge, _),
        ] = &row.cells[..]
        else {
            panic!("{row:?}")
        };
        let wide: Vec<f64> = outputs.vector(model.id(target)).iter().map(|&x| f64::from(x)).collect();
        let expected = dot(&wide, &center);
        near(*score, expected, 1e-9);
        near(*yes, 1.0 / (1.0 + (-expected).exp()), 1e-9);
        let label = if place == 0 { 1.0 } else { 0.0 };
        near(*nudge, rate * (label - yes), 1e-9);
        loss -= if place == 0 { *yes } else { 1.0 - yes }.ln();
        assert_eq!(target == b, place == 0, "the true word is no negative of itself");
    }
    near(seen.figure("loss"), loss, 1e-9);
}

#[test]
fn the_true_word_is_nudged_nearer_and_the_others_away() {
    targets_are_nudged(built_in(), "king", "crown");
    targets_are_nudged(small(), "cat", "milk");
}

#[test]
fn without_negatives_a_model_says_yes_to_everything() {
    let without = built_in().ask(SceneName::Negatives, 4, &with("king", "crown", 0.0));
    let with = built_in().ask(SceneName::Negatives, 5, &with("king", "crown", 5.0));
    println!("{} {} {}", without.figure("tiny_loss"), without.figure("tiny_yes"), without.figure("tiny_alike"));
    println!("{} {} {}", with.figure("tiny_loss"), with.figure("tiny_yes"), with.figure("tiny_alike"));
    assert!(without.figure("tiny_loss") < 0.001 && without.figure("tiny_yes") > 0.99);
    assert!(without.figure("tiny_alike") > 0.9, "all words are one");
    assert!(with.figure("tiny_yes") < 0.5 && with.figure("tiny_loss") > 1.0);
    assert!(with.figure("tiny_alike") < without.figure("tiny_alike"));
    let loaded = built_in().as_loaded();
    for step in 2..=5 {
        assert!(loaded.ask(SceneName::Negatives, step, &SceneInputs::default()).0.view.cannot.is_some(), "{step}");
    }
}
