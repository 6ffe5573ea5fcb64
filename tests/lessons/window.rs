//! `window`: pairs, weights, counts, and what thinning keeps.

use embedding_explorer::protocol::{Element, SceneInputs, SceneName, TableCell, TokenRole};

use crate::{built_in, near, small};

fn inputs(text: &str, width: f64, center: Option<f64>) -> SceneInputs {
    SceneInputs { text: text.to_owned(), numbers: [Some(width), center], ..SceneInputs::default() }
}

#[test]
fn the_cat_sat_on_the_mat_gives_18_pairs() {
    for model in [built_in(), small()] {
        let seen = model.ask(SceneName::Window, 1, &inputs("", 2.0, None));
        assert_eq!((seen.figure("pairs"), seen.figure("tokens")), (18.0, 6.0));
        assert_eq!((seen.figure("full"), seen.figure("lost")), (24.0, 6.0));
        assert_eq!((seen.word("center"), seen.figure("of_center")), ("sat", 4.0));
        let Element::Tokens { tokens, .. } = seen.element(0) else { panic!("the sentence comes first") };
        let around = tokens.iter().filter(|token| token.role == TokenRole::Context).map(|token| token.text.as_str());
        assert_eq!(around.collect::<Vec<_>>(), ["the", "cat", "on", "the"]);
    }
}

#[test]
fn pairs_are_counted_for_any_sentence_and_window() {
    let text = "one two three four five six seven";
    for width in 1..=10_usize {
        let seen = built_in().ask(SceneName::Window, 2, &inputs(text, width as f64, None));
        let pairs = (0..7_usize).flat_map(|i| (0..7_usize).map(move |j| i.abs_diff(j)));
        let expected = pairs.filter(|&apart| apart > 0 && apart <= width).count();
        assert_eq!(seen.figure("pairs"), expected as f64, "{width}");
    }
    let seen = built_in().ask(SceneName::Window, 1, &inputs("alone", 5.0, Some(9.0)));
    assert_eq!((seen.figure("pairs"), seen.figure("of_center")), (0.0, 0.0));
}

#[test]
fn weights_fall_with_the_distance_as_the_trainer_draws_them() {
    for (is_on, weight) in
        [(false, (|d: f64| (6.0 - d) / 5.0) as fn(f64) -> f64), (true, (|d: f64| 1.0 / d) as fn(f64) -> f64)]
    {
        let inputs = SceneInputs { is_on, ..inputs("", 5.0, None) };
        let seen = built_in().ask(SceneName::Window, 3, &inputs);
        let Element::Bars { bars, .. } = seen.element(0) else { panic!("bars come first") };
        for (distance, bar) in (1..).zip(bars) {
            near(bar.value, weight(f64::from(distance)), 1e-12);
        }
        assert_eq!((bars.len(), seen.figure("nearest")), (5, 1.0));
    }
}

#[test]
fn the_table_sums_the_pairs() {
    let seen = small().ask(SceneName::Window, 4, &inputs("the cat sat on the mat", 2.0, None));
    let Element::Table { head, rows, .. } = seen.element(0) else { panic!("a table comes first") };
    let numbers = |cells: &[TableCell]| {
        cells[1..].iter().map(|cell| if let TableCell::Number(x, _) = cell { *x } else { panic!("{cell:?}") }).collect()
    };
    let counts: Vec<Vec<f64>> = rows.iter().map(|row| numbers(&row.cells)).collect();
    assert_eq!(head[1..], ["the", "cat", "sat", "on", "mat"]);
    assert_eq!(counts.iter().flatten().sum::<f64>(), 18.0);
    assert_eq!(counts[0], [0.0, 1.0, 2.0, 1.0, 1.0]);
    assert!((0..5).all(|i| (0..5).all(|j| counts[i][j] == counts[j][i])), "who meets whom is met by whom");
}

#[test]
fn frequent_words_are_thinned_as_the_run_thins_them() {
    let model = built_in();
    let seen = model.ask(SceneName::Window, 5, &inputs("the king", 2.0, None));
    let counts = model.vocabulary.counts().expect("it is of a text");
    let n_tokens: f64 = counts.iter().map(|&count| f64::from(count)).sum();
    let threshold = model.config.expect("it is a run").subsample;
    // Mikolov et al. 2013b, as word2vec.c computes it.
    let kept = |id: usize| {
        let share = f64::from(counts[id]) / n_tokens;
        if threshold > 0.0 { ((share / threshold).sqrt() + 1.0) * threshold / share } else { 1.0 }.min(1.0)
    };
    let Element::Bars { bars, .. } = seen.element(0) else { panic!("bars come first") };
    near(bars[0].value, kept(model.id("the") as usize), 1e-9);
    near(bars[1].value, kept(model.id("king") as usize), 1e-9);
    assert_eq!(seen.word("frequent"), model.word(0));
    let left = (0..counts.len()).map(|id| f64::from(counts[id]) * kept(id)).sum::<f64>() / n_tokens;
    near(seen.figure("left"), left, 1e-9);
    assert!(bars[0].value < 0.2 && bars[1].value == 1.0, "the: {}, king: {}", bars[0].value, bars[1].value);
    assert!(model.as_loaded().ask(SceneName::Window, 5, &SceneInputs::default()).0.view.cannot.is_some());
}
