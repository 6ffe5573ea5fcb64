//! `order`: means that forget, places that do not, and products that know only distances.

use embedding_explorer::protocol::{Element, SceneInputs, SceneName};

use crate::{Model, built_in, dot, near, small};

/// The row of a place, written anew from the paper.
fn place(at: usize, dims: usize, base: f64) -> Vec<f64> {
    let wave = |i: usize| {
        let angle = at as f64 / base.powf((2 * (i / 2)) as f64 / dims as f64);
        if i.is_multiple_of(2) { angle.sin() } else { angle.cos() }
    };
    (0..dims).map(wave).collect()
}

fn said(text: &str, base: Option<f64>) -> SceneInputs {
    SceneInputs { text: text.to_owned(), numbers: [base, None], ..SceneInputs::default() }
}

fn means_are_equal_and_rows_are_not(model: &Model, text: &str) {
    let dims = model.vectors.dims();
    let ids: Vec<u32> = text.split(' ').map(|word| model.id(word)).collect();
    let seen = model.ask(SceneName::Order, 1, &said(text, None));
    assert_eq!((seen.figure("apart"), seen.figure("apart_placed")), (0.0, 0.0), "to the last bit");
    assert_eq!(seen.0.view.right, Some(0));
    let Element::Strip { rows, .. } = seen.element(2) else { panic!("the means come last") };
    for (i, &x) in rows[0].values.iter().enumerate() {
        near(x.into(), ids.iter().map(|&id| model.wide(id)[i]).sum::<f64>() / ids.len() as f64, 1e-6);
    }
    let seen = model.ask(SceneName::Order, 3, &said(text, None));
    let last = place(ids.len() - 1, dims, 10_000.0);
    let apart = crate::length(&crate::minus(&place(0, dims, 10_000.0), &last));
    near(seen.figure("moved"), apart, 1e-5);
    let Element::Strip { rows, .. } = seen.element(0) else { panic!("a strip comes first") };
    for (i, &x) in rows[1].values.iter().enumerate() {
        near(x.into(), model.wide(ids[0])[i] + last[i], 1e-5);
    }
}

#[test]
fn a_mean_forgets_the_order_with_and_without_places() {
    means_are_equal_and_rows_are_not(built_in(), "dog saw man");
    means_are_equal_and_rows_are_not(built_in(), "the king saw the queen");
    means_are_equal_and_rows_are_not(small(), "cat drinks milk");
}

#[test]
fn places_have_one_length_and_products_of_distances() {
    for base in [10_000.0, 100.0] {
        for model in [built_in(), small()] {
            let dims = model.vectors.dims();
            let seen = model.ask(SceneName::Order, 2, &said("", Some(base)));
            near(seen.figure("squared"), dims as f64 / 2.0, 1e-5);
            let seen = model.ask(SceneName::Order, 5, &said("", Some(base)));
            let product = |a: usize, b: usize| dot(&place(a, dims, base), &place(b, dims, base));
            near(seen.figure("next"), product(0, 1), 1e-4);
            near(seen.figure("far_next"), product(30, 31), 1e-4);
            near(seen.figure("next"), seen.figure("far_next"), 1e-4);
            near(seen.figure("fifth"), product(0, 5), 1e-4);
        }
    }
    // Of 64 numbers, as the paper stretches them.
    let seen = built_in().ask(SceneName::Order, 5, &SceneInputs::default());
    near(seen.figure("next"), 30.917, 5e-4);
    near(seen.figure("fifth"), 23.504, 5e-4);
    let seen = built_in().ask(SceneName::Order, 2, &SceneInputs::default());
    near(seen.figure("sine"), 0.8415, 5e-5);
}
