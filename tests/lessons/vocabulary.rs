//! `vocabulary`: who is kept at a minimum count, and what padding does to a mean.

use embedding_explorer::protocol::{Element, SceneInputs, SceneName, TokenRole};

use crate::{Model, built_in, cosine, length, near, small};

fn with(min: f64, pads: f64, text: &str) -> SceneInputs {
    SceneInputs { text: text.to_owned(), numbers: [Some(min), Some(pads)], ..SceneInputs::default() }
}

fn words_are_kept_by_their_counts(model: &Model, min: f64) {
    let counts = model.vocabulary.counts().expect("it is of a text");
    let seen = model.ask(SceneName::Vocabulary, 1, &with(min, 0.0, ""));
    let min = seen.figure("min");
    let kept = counts.iter().filter(|&&count| f64::from(count) >= min).count();
    assert_eq!(seen.figure("kept"), kept as f64);
    let all: u64 = counts.iter().map(|&count| u64::from(count)).sum();
    let lost: u64 = counts.iter().filter(|&&count| f64::from(count) < min).map(|&count| u64::from(count)).sum();
    near(seen.figure("unknown"), lost as f64 / all as f64, 1e-9);
    assert_eq!(seen.figure("numbers"), (kept * model.vectors.dims()) as f64);
    let Element::Curve(curve) = seen.element(0) else { panic!("a curve comes first") };
    let heights: Vec<f32> = curve.lines[0].points.chunks_exact(2).map(|point| point[1]).collect();
    assert!(heights.is_sorted_by(|a, b| a >= b) && heights[0] == counts.len() as f32, "{heights:?}");
    let seen = model.ask(SceneName::Vocabulary, 2, &with(min, 0.0, "the quokka"));
    let Element::Tokens { tokens, .. } = seen.element(0) else { panic!("the sentence comes first") };
    assert_eq!(tokens.iter().map(|token| token.role).collect::<Vec<_>>(), [TokenRole::Context, TokenRole::Unknown]);
    assert_eq!((seen.figure("lost"), seen.figure("of")), (1.0, 2.0));
}

#[test]
fn a_minimum_count_keeps_what_is_frequent_enough() {
    for min in [5.0, 50.0, 100.0, 500.0] {
        words_are_kept_by_their_counts(built_in(), min);
    }
    words_are_kept_by_their_counts(small(), 60.0);
}

#[test]
fn zeros_make_a_mean_shorter_and_another_row_turns_it() {
    for (model, text) in [(built_in(), "the king saw a queen"), (small(), "the cat drinks milk")] {
        let rows: Vec<Vec<f64>> = text.split(' ').map(|word| model.of(word)).collect();
        let sum: Vec<f64> = (0..model.vectors.dims()).map(|i| rows.iter().map(|row| row[i]).sum()).collect();
        let seen = model.ask(SceneName::Vocabulary, 5, &with(1.0, 4.0, text));
        near(seen.figure("cos_zero"), 1.0, 1e-6);
        near(seen.figure("shrunk"), rows.len() as f64 / (rows.len() + 4) as f64, 1e-6);
        near(seen.figure("shrunk"), seen.figure("share"), 1e-6);
        let wrong = model.of(seen.word("wrong"));
        let pulled: Vec<f64> = sum.iter().zip(&wrong).map(|(x, y)| x + 4.0 * y).collect();
        near(seen.figure("cos_other"), cosine(&sum, &pulled), 1e-5);
        assert!(seen.figure("cos_other") < 0.999 && length(&sum) > 0.0);
    }
    let seen = built_in().as_loaded().ask(SceneName::Vocabulary, 1, &SceneInputs::default());
    assert!(seen.0.view.cannot.is_some());
    let seen = built_in().as_loaded().ask(SceneName::Vocabulary, 4, &SceneInputs::default());
    assert!(seen.0.view.cannot.is_none(), "padding needs no counts");
}
