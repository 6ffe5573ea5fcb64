//! `walk`: an arrow, its copy, and who is nearest to where it ends.

use embedding_explorer::protocol::{Element, MapAct, SceneInputs, SceneName, TableCell};

use crate::{Model, built_in, cosine, length, minus, near, small, unit, words};

fn a_walk_ends_where_arithmetic_says(model: &Model, [a, b, c]: [&str; 3]) {
    let [u, v, w] = [a, b, c].map(|word| unit(&model.of(word)));
    let arrow = minus(&u, &v);
    let end: Vec<f64> = w.iter().zip(&arrow).map(|(x, y)| x + y).collect();
    let inputs = [a, b, c].map(|word| model.id(word));
    let with_inputs = model.ranked(&end, &[]);
    let without = model.ranked(&end, &inputs);

    let seen = model.ask(SceneName::Walk, 1, &words(a, b, c));
    near(seen.figure("arrow"), length(&arrow), 1e-6);
    near(seen.figure("near_start"), cosine(&u, &v), 1e-6);
    let is_new = !inputs.contains(&with_inputs[0].0);
    assert_eq!(seen.0.view.right, Some(u8::from(is_new)));

    let seen = model.ask(SceneName::Walk, 2, &words(a, b, c));
    near(seen.figure("to_start"), cosine(&end, &w), 1e-6);
    let Element::Strip { rows, .. } = seen.element(0) else { panic!("a strip comes first") };
    for (&x, expected) in rows[2].values.iter().zip(&end) {
        near(x.into(), *expected, 1e-5);
    }
    assert!(seen.0.view.acts.iter().any(|act| matches!(act, MapAct::Ghost(terms) if terms.len() == 3)));

    let seen = model.ask(SceneName::Walk, 3, &words(a, b, c));
    assert_eq!(seen.word("answer"), model.word(without[0].0));
    near(seen.figure("cos"), without[0].1, 1e-6);
    near(seen.figure("cos_second"), without[1].1, 1e-6);
    let answer = unit(&model.wide(without[0].0));
    near(seen.figure("parallel"), cosine(&arrow, &minus(&answer, &w)), 1e-5);

    let seen = model.ask(SceneName::Walk, 4, &words(a, b, c));
    assert_eq!(seen.word("first"), model.word(with_inputs[0].0));
    let Element::Bars { bars, .. } = seen.element(0) else { panic!("bars come first") };
    for (bar, (id, cosine)) in bars.iter().zip(with_inputs) {
        assert_eq!(bar.label, model.word(id));
        near(bar.value, cosine, 1e-6);
    }
}

#[test]
fn walks_end_where_plain_arithmetic_ends() {
    a_walk_ends_where_arithmetic_says(built_in(), ["king", "man", "woman"]);
    a_walk_ends_where_arithmetic_says(built_in(), ["paris", "france", "italy"]);
    a_walk_ends_where_arithmetic_says(small(), ["king", "dog", "cat"]);
}

#[test]
fn on_the_built_in_run_king_minus_man_plus_woman_is_queen() {
    let seen = built_in().ask(SceneName::Walk, 3, &words("king", "man", "woman"));
    println!(
        "{} {:.3}, {} {:.3}",
        seen.word("answer"),
        seen.figure("cos"),
        seen.word("second"),
        seen.figure("cos_second")
    );
    assert_eq!(seen.word("answer"), "queen");
    let seen = built_in().ask(SceneName::Walk, 3, &words("paris", "france", "italy"));
    assert_eq!(seen.word("answer"), "rome");
}

#[test]
fn arrows_of_one_relation_are_parallel() {
    let model = built_in();
    let seen = model.ask(SceneName::Walk, 5, &words("king", "man", "woman"));
    let Element::Table { rows, .. } = seen.element(0) else { panic!("a table comes first") };
    let arrow = |to: &str, from: &str| minus(&unit(&model.of(to)), &unit(&model.of(from)));
    let mut sum = 0.0;
    for [a, b, c, d] in &model.examples {
        let expected = cosine(&arrow(a, b), &arrow(d, c));
        sum += expected;
        let written = format!("{a} − {b}");
        let of_pair = rows.iter().any(|row| match &row.cells[..] {
            [TableCell::Text(first), _, TableCell::Number(found, _)] => {
                *first == written && (found - expected).abs() < 1e-5
            }
            _ => false,
        });
        assert!(of_pair, "{written} is listed with {expected}");
    }
    near(seen.figure("mean"), sum / model.examples.len() as f64, 1e-5);
    assert!(seen.figure("mean") > 0.6);
}

#[test]
fn words_that_cancel_out_are_told() {
    let seen = built_in().as_loaded().ask(SceneName::Walk, 1, &SceneInputs::default());
    assert_eq!(seen.word("a"), "king", "without examples it still has words to walk with");
    let seen = built_in().ask(SceneName::Walk, 3, &words("king", "king", "queen"));
    assert!(seen.0.view.acts.iter().all(|act| !matches!(act, MapAct::Axes { .. })), "an axis needs two words");
}
