//! `step`: scores, probabilities, errors, a gradient checked by a difference, and the step of the trainer itself.

use std::sync::Arc;

use embedding_explorer::{
    protocol::{Element, Method, SceneInputs, SceneName, Settings},
    space::inverse_norms,
    text::{Corpus, Vocabulary},
    train::{TrainConfig, Trainer},
};

use crate::{Model, built_in, dot, near, small, words};

/// The scores of all words for a center.
fn scores(model: &Model, center: &[f64]) -> Vec<f64> {
    let outputs = model.outputs.as_ref().expect("skip-gram has them");
    (0..outputs.n_rows() as u32)
        .map(|id| dot(&outputs.vector(id).iter().map(|&x| f64::from(x)).collect::<Vec<_>>(), center))
        .collect()
}

fn loss(scores: &[f64], context: u32) -> f64 {
    scores.iter().map(|score| score.exp()).sum::<f64>().ln() - scores[context as usize]
}

fn with(a: &str, b: &str, rate: f64, times: f64, is_on: bool) -> SceneInputs {
    SceneInputs { numbers: [Some(rate), Some(times)], is_on, ..words(a, b, "") }
}

fn one_pair_is_learned(model: &Model, a: &str, b: &str) {
    let (center, context) = (model.of(a), model.id(b));
    let all = scores(model, &center);
    let sum: f64 = all.iter().map(|score| score.exp()).sum();
    let p: Vec<f64> = all.iter().map(|score| score.exp() / sum).collect();

    let seen = model.ask(SceneName::Step, 2, &words(a, b, ""));
    near(seen.figure("score"), all[context as usize], 1e-9);
    near(seen.figure("p"), p[context as usize], 1e-9);
    near(seen.figure("sum"), 1.0, 1e-6);
    near(seen.figure("loss"), loss(&all, context), 1e-9);
    near(seen.figure("even"), (model.vocabulary.len() as f64).ln(), 1e-12);
    let Element::Bars { bars, .. } = seen.element(0) else { panic!("bars come first") };
    near(bars.iter().map(|bar| bar.value).sum(), 1.0, 1e-6);

    let seen = model.ask(SceneName::Step, 3, &words(a, b, ""));
    let Element::Bars { bars, .. } = seen.element(0) else { panic!("bars come first") };
    near(bars.iter().map(|bar| bar.value).sum(), 0.0, 1e-6);
    assert_eq!(bars.iter().filter(|bar| bar.value < 0.0).count(), 1, "one expectation must rise");
    near(seen.figure("error"), p[context as usize] - 1.0, 1e-9);

    let seen = model.ask(SceneName::Step, 4, &with(a, b, 0.1, 1.0, false));
    near(seen.figure("measured"), seen.figure("slope"), 1e-3 * seen.figure("slope"));
    assert!(seen.figure("loss_after") < seen.figure("loss"), "the loss falls at this rate");

    let seen = model.ask(SceneName::Step, 5, &with(a, b, 0.1, 10.0, false));
    assert!(seen.figure("loss_after") < 0.5 * seen.figure("loss"));
    near(seen.figure("p_after"), (-seen.figure("loss_after")).exp(), 1e-9);
}

#[test]
fn probabilities_errors_and_slope_are_those_of_full_softmax() {
    one_pair_is_learned(built_in(), "king", "crown");
    one_pair_is_learned(built_in(), "cat", "milk");
    one_pair_is_learned(small(), "cat", "milk");
}

#[test]
fn the_switch_moves_one_table_before_the_other_has_looked() {
    let right = built_in().ask(SceneName::Step, 5, &with("king", "crown", 1.0, 10.0, false));
    let wrong = built_in().ask(SceneName::Step, 5, &with("king", "crown", 1.0, 10.0, true));
    assert_ne!(right.figure("loss_after"), wrong.figure("loss_after"));
}

/// The trainer's own step for a center with one context equals the scene's.
#[test]
fn the_moved_row_is_the_trainers() {
    let settings = Settings { method: Method::Softmax, window: 1, subsample: 0.0, dims: 12, ..Settings::default() };
    let config = TrainConfig { epochs: 2, ..TrainConfig::from(&settings) };
    // 0 beside 1, and more words that never come: their rows are weighed all the same.
    let corpus = || Arc::new(Corpus::of_sentences(vec![0, 1], vec![2]));
    let counts = [3, 3, 2, 2, 1];
    let mut trainer = Trainer::new(config, &counts, corpus()).expect("it fits");
    while trainer.tokens_done() < 2 {
        trainer.advance(2, 10_000).expect("it converges");
    }
    trainer.refresh();
    let (vectors, rate) = (trainer.vectors().clone(), trainer.learning_rate());
    let outputs = trainer.outputs().expect("it has them").clone();
    assert!(outputs.vector(1).iter().any(|&x| x != 0.0), "the second table has moved");
    while !trainer.is_done() {
        trainer.advance(u64::MAX, 10_000).expect("it converges");
    }
    trainer.refresh();
    let words: Vec<String> = ["a", "b", "c", "d", "e"].map(str::to_owned).to_vec();
    let model = Model {
        vocabulary: Vocabulary::from_words(words, Some(counts.to_vec())).expect("they are words"),
        corpus: corpus(),
        config: Some(config),
        norms: inverse_norms((&vectors).into()),
        vectors,
        outputs: Some(outputs),
        examples: Vec::new(),
        stream: None,
        is_built_in: false,
    };
    let seen = model.ask(SceneName::Step, 4, &with("a", "b", rate, 1.0, false));
    let Element::Strip { rows, .. } = seen.element(0) else { panic!("a strip comes first") };
    let moved = trainer.vectors().vector(0);
    assert_ne!(moved, model.vectors.vector(0));
    for (&x, &expected) in rows[2].values.iter().zip(moved) {
        near(x.into(), expected.into(), 1e-6);
    }
}

#[test]
fn without_output_vectors_it_says_so() {
    let seen = built_in().as_loaded().ask(SceneName::Step, 1, &SceneInputs::default());
    assert!(seen.0.view.cannot.is_some_and(|why| why.contains("skip-gram")));
}
