//! `onehot`: equal distances before anything is learned, and those that were learned.

use std::f64::consts::SQRT_2;

use embedding_explorer::protocol::{Element, SceneInputs, SceneName, TableCell};

use crate::{Model, built_in, cosine, length, minus, near, small, unit, words};

/// Distances and cosines of the table.
fn pairs(element: &Element) -> Vec<[f64; 2]> {
    let Element::Table { rows, .. } = element else { panic!("{element:?} is no table") };
    rows.iter()
        .map(|row| match row.cells[2..] {
            [TableCell::Number(distance, _), TableCell::Number(cosine, _)] => [distance, cosine],
            _ => panic!("{row:?}"),
        })
        .collect()
}

fn a_triangle_is_equal_before_and_not_after(model: &Model, [a, b, c]: [&str; 3]) {
    for step in [1, 2] {
        let seen = model.ask(SceneName::OneHot, step, &words(a, b, c));
        assert_eq!(seen.0.view.right, Some(2));
        assert_eq!(pairs(seen.element(1)), [[SQRT_2, 0.0]; 3], "as dense vectors: one squared plus one squared");
    }
    let seen = model.ask(SceneName::OneHot, 3, &words(a, b, c));
    let [u, v, w] = [a, b, c].map(|word| unit(&model.of(word)));
    let expected = [(&u, &v), (&u, &w), (&v, &w)].map(|(x, y)| [length(&minus(x, y)), cosine(x, y)]);
    for (found, expected) in pairs(seen.element(1)).iter().zip(expected) {
        near(found[0], expected[0], 1e-6);
        near(found[1], expected[1], 1e-6);
        near(found[0].powi(2), 2.0 - 2.0 * found[1], 1e-9);
    }
    // The outline that is drawn has these sides.
    let Element::Curve(curve) = seen.element(0) else { panic!("an outline comes first") };
    let points: Vec<[f64; 2]> =
        curve.lines[0].points.chunks_exact(2).map(|p| [f64::from(p[0]), f64::from(p[1])]).collect();
    let side = |i: usize, j: usize| length(&minus(&points[i], &points[j]));
    for (found, expected) in [side(0, 1), side(0, 2), side(1, 2)].iter().zip(expected) {
        near(*found, expected[0], 1e-5);
    }
    let is_b = cosine(&u, &v) >= cosine(&u, &w);
    assert_eq!(seen.word("nearer"), if is_b { b } else { c });
}

#[test]
fn words_in_places_of_their_own_are_equally_far() {
    a_triangle_is_equal_before_and_not_after(built_in(), ["cat", "dog", "tokyo"]);
    a_triangle_is_equal_before_and_not_after(built_in(), ["king", "paris", "apple"]);
    a_triangle_is_equal_before_and_not_after(small(), ["cat", "dog", "moon"]);
}

#[test]
fn on_the_built_in_run_a_cat_is_nearer_to_a_dog_than_to_a_king() {
    let seen = built_in().ask(SceneName::OneHot, 3, &words("cat", "dog", "king"));
    assert!(
        seen.figure("cos_ab") > 0.5 && seen.figure("cos_ac") < 0.4,
        "{} {}",
        seen.figure("cos_ab"),
        seen.figure("cos_ac")
    );
}

#[test]
fn the_same_word_twice_is_at_no_distance() {
    let seen = built_in().ask(SceneName::OneHot, 1, &words("cat", "cat", "dog"));
    assert_eq!(pairs(seen.element(1))[0], [0.0, 1.0]);
}

#[test]
fn memory_grows_with_the_words_only_where_each_has_a_place() {
    let inputs = SceneInputs { numbers: [Some(50_000.0), None], ..SceneInputs::default() };
    let seen = built_in().ask(SceneName::OneHot, 5, &inputs);
    assert_eq!((seen.figure("wide"), seen.figure("dense")), (200_000.0, 256.0));
    let seen = small().ask(SceneName::OneHot, 5, &inputs);
    assert_eq!((seen.figure("wide"), seen.figure("dense")), (200_000.0, 40.0));
}
